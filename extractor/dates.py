"""Calendar dates: what an EDTF string spans, and whether it can be what the article's words mean."""

import re
from datetime import date, timedelta
from functools import lru_cache
from time import struct_time

__all__ = ["WEEKDAYS", "contradicted_weekday", "is_after", "span_of"]

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAYS)})\b", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# A report can be dated a day before an event that it tells of: the date line runs between them.
_DATE_LINE = timedelta(days=1)
_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})/(\d{4}-\d{2}-\d{2})")
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
_MONTH_DAYS = timedelta(days=31)


@lru_cache(maxsize=4096)
def span_of(edtf: str) -> tuple[date | None, date | None]:
    """First and last day that an EDTF (ISO 8601-2 level 1) string covers; None for an open or unknown end.

    Raises:
        ValueError: it is no EDTF string of level 1, or no date of the calendar from year 1 to 9999.
    """
    if _DAY.fullmatch(edtf):
        day = date.fromisoformat(edtf)
        return day, day
    # The parser takes 7 ms for what is not a plain day: too much for a hundred thousand articles.
    if (days := _DAYS.fullmatch(edtf)) and days[1] <= days[2]:
        return date.fromisoformat(days[1]), date.fromisoformat(days[2])
    if _MONTH.fullmatch(edtf) and edtf < "9999-12":
        first = date.fromisoformat(f"{edtf}-01")
        return first, (first + _MONTH_DAYS).replace(day=1) - timedelta(days=1)
    # Late, since the parser takes 65 ms to import and most dates are plain days.
    from edtf import EDTFObject, parse_edtf  # noqa: PLC0415
    from edtf.parser.edtf_exceptions import EDTFParseException  # noqa: PLC0415

    try:
        parsed: EDTFObject = parse_edtf(edtf)
        # `/2025` and `2025/` say that an end is not known; the parser would pad them with ten years.
        first = None if edtf.startswith("/") else _day(parsed.lower_strict())
        last = None if edtf.endswith("/") else _day(parsed.upper_strict())
    except (EDTFParseException, AttributeError, TypeError) as error:
        raise ValueError(f"{edtf!r} is not an EDTF date") from error
    if first and last and first > last:
        raise ValueError(f"{edtf!r} ends before it begins")
    return first, last


def contradicted_weekday(as_written: str, edtf: str) -> str | None:
    """The weekday on which `edtf` falls, if it is one day and `as_written` names another weekday only; else None."""
    first, last = span_of(edtf)
    named = {name.capitalize() for name in _WEEKDAY.findall(as_written)}
    if first is None or first != last or not named:
        return None
    actual = WEEKDAYS[first.weekday()]
    return None if actual in named else actual


def is_after(edtf: str, published: date) -> bool:
    """Whether all of `edtf` lies after the day of publication, by more than a date line can explain."""
    first, _ = span_of(edtf)
    return first is not None and first > published + _DATE_LINE


def _day(moment: struct_time | float) -> date | None:
    return date(*moment[:3]) if isinstance(moment, struct_time) else None
