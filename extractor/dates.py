"""Calendar dates: what an EDTF string spans, and whether it can be what the article's words mean."""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from time import struct_time

from extractor.expressions import readings
from extractor.periods import Reading
from extractor.wording import WEEKDAYS, is_explicit
from schemas.vocabularies import Basis

__all__ = [
    "WEEKDAYS",
    "contradicted_weekday",
    "contradiction",
    "is_after",
    "is_before",
    "named_years",
    "reading_of",
    "resolve",
    "span_of",
]

_WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAYS)})\b", re.IGNORECASE)
# "The day after Wednesday's vote" is no Wednesday.
_COUNTS = re.compile(
    rf"\b(?:after|before|prior|eve|since|until|till|by|later|earlier|ago|days?|weeks?)\b|(?:{'|'.join(WEEKDAYS)})['\u2019]s",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20|21)\d\d(?!\d)")
# From the word `year` on, in small letters: a search for any word before it takes as long as all else of the checks.
_YEARS_AGO = re.compile(r" year(?:s? (?P<ago>ago|earlier|before))?\b")
_WORD_BEFORE = re.compile(r"\w+\Z")
_LONGEST_NUMBER = 12
_LAST = frozenset({"last", "previous"})
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# A report can be dated a day before an event that it tells of: the date line runs between them.
_DATE_LINE = timedelta(days=1)
_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})/(\d{4}-\d{2}-\d{2})")
_PERIOD = r"([1-9]\d{3})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?"
_PERIODS = re.compile(rf"{_PERIOD}(?:/{_PERIOD})?")


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
    if span := _plain_span(edtf):
        return span
    # Late, since the parser takes 65 ms to import and most dates are plain.
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


def reading_of(as_written: str, published: date | None) -> list[tuple[date, date]] | None:
    """First and last day of each stretch that `as_written` can mean, the likeliest first; None if that can't be told.

    Words that count from something other than the publication ("two weeks later", "that night") can't be told.

    Args:
        as_written: a time expression as it stands in an article.
        published: the day of publication, if it is known.
    """
    found = readings(as_written, published)
    return None if found is None else [(reading.first, reading.last) for reading in found]


def contradiction(
    as_written: str, edtf: str, published: date | None, *, held: bool, years: frozenset[int] | None = None
) -> str | None:
    """Why `edtf` can't be what `as_written` means, as an instruction to a model; None if it can, or can't be told.

    Args:
        as_written: the time expression as it stands in the article.
        edtf: the date given for it.
        published: the day of publication, if it is known.
        held: whether it dates something that is over: then it doesn't lie after the publication.
        years: the years that the article names (see `named_years`): a day or month without a year may belong to one
            of them. Without them any earlier year is let pass.

    Raises:
        ValueError: `edtf` is no EDTF date.
    """
    first, last = span_of(edtf)
    if years is None:
        years = frozenset({first.year} if first and published and first.year < published.year else ())
    found = readings(as_written, published, years)
    if found is None:
        weekday = contradicted_weekday(as_written, edtf)
        return f"{edtf} is a {weekday}, but the article says {as_written!r}: see the calendar" if weekday else None
    if held and published:
        # What is to come only is another matter: the status or the date may be wrong.
        latest = published + _DATE_LINE
        found = [one for one in found if one.first <= published or one.first == one.last == latest] or found
    if any(reading.allows(first, last) for reading in found):
        return None
    named = contradicted_weekday(as_written, edtf)
    if named:
        return f"{edtf} is a {named}, but the article says {as_written!r}: see the calendar"
    counted = "" if is_explicit(as_written) else f" counted from {published}"
    meant = _listed(reading for reading in found if not reading.aside)
    problem = f"{as_written!r}{counted} is {meant}, not {edtf}"
    if first and last and any(reading.lower <= first and last <= reading.upper for reading in found):
        return f"{problem}: give no more than the words say"
    return problem


def resolve(as_written: str, published: date | None, *, held: bool | None) -> tuple[str, Basis] | None:
    """The one date that `as_written` can mean, as EDTF, and what it rests on; None if it is not one.

    Args:
        as_written: a time expression as it stands in an article.
        published: the day of publication, if it is known.
        held: True for what is over, False for what is to come, None where that is not known.
    """
    found = [reading for reading in readings(as_written, published) or () if not reading.aside]
    if published and held is not None:
        found = [reading for reading in found if (reading.first <= published if held else reading.last >= published)]
    if len(found) != 1:
        return None
    return _edtf(found[0]), Basis.EXPLICIT if is_explicit(as_written) else Basis.RELATIVE


def contradicted_weekday(as_written: str, edtf: str) -> str | None:
    """The weekday on which `edtf` falls, if it is one day and `as_written` names another weekday only; else None."""
    first, last = span_of(edtf)
    named = {name.capitalize() for name in _WEEKDAY.findall(as_written)}
    if first is None or first != last or not named or _COUNTS.search(as_written):
        return None
    actual = WEEKDAYS[first.weekday()]
    return None if actual in named else actual


def named_years(text: str, published: date | None) -> frozenset[int]:
    """The years that an article names, in figures or as `last year`, `three years ago`."""
    years = {int(year) for year in _YEAR.findall(text)}
    if published:
        plain = text.lower()
        for match in _YEARS_AGO.finditer(plain):
            before = _WORD_BEFORE.search(plain, max(0, match.start() - _LONGEST_NUMBER), match.start())
            if before and (match["ago"] or before[0] in _LAST):
                years.add(published.year - _NUMBERS.get(before[0], 1))
    return frozenset(years)


def is_after(edtf: str, published: date) -> bool:
    """Whether all of `edtf` lies after the day of publication, by more than a date line can explain."""
    first, _ = span_of(edtf)
    return first is not None and first > published + _DATE_LINE


def is_before(edtf: str, published: date) -> bool:
    """Whether all of `edtf` lies before the day of publication, by more than a date line can explain."""
    _, last = span_of(edtf)
    return last is not None and last < published - _DATE_LINE


def _plain_span(edtf: str) -> tuple[date, date] | None:
    """The days of a day, month or year in figures, or of two of these with a stroke between; None if it is none."""
    periods = _PERIODS.fullmatch(edtf)
    if periods is None:
        return None
    year, month, day, *last = periods.groups()
    if last[0]:
        last_year, last_month, last_day = last
    else:
        last_year, last_month, last_day = year, month, day
    try:
        first = date(int(year), int(month or 1), int(day or 1))
        end = date(int(last_year), int(last_month or 12), 1)
        days = int(last_day) if last_day else monthrange(end.year, end.month)[1]
        end = end.replace(day=days)
    except ValueError:
        return None
    return (first, end) if first <= end else None


def _day(moment: struct_time | float) -> date | None:
    return date(*moment[:3]) if isinstance(moment, struct_time) else None


def _listed(found: Iterable[Reading]) -> str:
    return " or ".join(dict.fromkeys(map(_edtf, found)))


def _edtf(reading: Reading) -> str:
    """The shortest EDTF form of the stretch: a day, a month, a year, or first and last of these."""
    first, last = reading.first, reading.last
    if first == last:
        return first.isoformat()
    if first.day == 1 and (last + timedelta(days=1)).day == 1:
        if (first.month, last.month) == (1, 12):
            years = f"{first.year:04}", f"{last.year:04}"
            return years[0] if first.year == last.year else "/".join(years)
        months = f"{first:%Y-%m}", f"{last:%Y-%m}"
        return months[0] if months[0] == months[1] else "/".join(months)
    return f"{first}/{last}"
