"""Dates, places and words of the vocabularies as a person reads them."""

import re
from datetime import date
from functools import lru_cache

from extractor.dates import span_of
from extractor.states import state_with_code
from schemas import Place

__all__ = ["country_name", "first_day", "readable_date", "readable_day", "readable_place", "words"]

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_QUALIFIERS = "?~%"


def words(value: str) -> str:
    """A value of a vocabulary as words: `in_person` is "in person"."""
    return value.replace("_", " ")


def readable_day(day: date | None) -> str:
    """A day as "26 April 2023"."""
    return f"{day.day} {day:%B} {day.year}" if day else "undated"


def readable_date(edtf: str | None) -> str:
    """An EDTF date as "26 April 2023", "April 2023" or "6-10 March 2023"; one that is none of these stays as it is."""
    if not edtf:
        return "undated"
    if edtf[-1] in _QUALIFIERS:
        return f"about {readable_date(edtf[:-1])}"
    if "/" in edtf:
        return _interval(*edtf.split("/", 1))
    if month := _MONTH.fullmatch(edtf):
        return f"{date(int(month[1]), int(month[2]), 1):%B} {month[1]}"
    try:
        return readable_day(date.fromisoformat(edtf))
    except ValueError:
        return edtf


def _interval(first: str, last: str) -> str:
    if not first.strip("."):
        return f"until {readable_date(last)}" if last.strip(".") else "undated"
    if not last.strip("."):
        return f"from {readable_date(first)}"
    try:
        begin, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return f"{readable_date(first)} \N{EN DASH} {readable_date(last)}"
    if (begin.year, begin.month) == (end.year, end.month):
        return f"{begin.day}\N{EN DASH}{readable_day(end)}"
    if begin.year == end.year:
        return f"{begin.day} {begin:%B} \N{EN DASH} {readable_day(end)}"
    return f"{readable_day(begin)} \N{EN DASH} {readable_day(end)}"


def first_day(edtf: str | None) -> date | None:
    """The first day that an EDTF date covers; None for no date and an open beginning."""
    try:
        return span_of(edtf)[0] if edtf else None
    except ValueError:
        return None


def readable_place(place: Place | None) -> str:
    """A place as "Palais Coburg, Vienna, Austria"."""
    if place is None:
        return ""
    parts = (place.venue, place.city, country_name(place.country) if place.country else None)
    return ", ".join(part for part in parts if part)


@lru_cache(maxsize=512)
def country_name(code: str) -> str:
    """The everyday English name of a country or territory by its ISO 3166-1 alpha-2 code; the code if it has none."""
    state = state_with_code(code)
    if state:
        return state.name
    # Late, since the tables are large.
    from pycountry import countries  # noqa: PLC0415

    found = countries.get(alpha_2=code)
    return found.name if found else code
