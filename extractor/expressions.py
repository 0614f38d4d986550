"""What the time expressions of English news can mean, counted from the day of publication."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from extractor.periods import WHOLE, Reading, day
from extractor.phrases import UnknownError, meaning
from extractor.wording import YEAR, Token, tokens

__all__ = ["readings"]


@lru_cache(maxsize=8192)
def readings(
    as_written: str, published: date | None, years: frozenset[int] = frozenset()
) -> tuple[Reading, ...] | None:
    """What `as_written` can mean, the likeliest first; None if that can't be told.

    Args:
        as_written: a time expression as it stands in an article.
        published: the day of publication, if it is known.
        years: years that a day or month named without one may belong to, beside the nearest.
    """
    try:
        words = tokens(as_written)
        found = _meaning(words, published, years) if words else []
    except (UnknownError, OverflowError, ValueError):
        # Unknown; beyond the calendar's years; or a 31st of June.
        return None
    found = list(dict.fromkeys(found))
    if found and published and found[0].first <= published <= found[0].last:
        # On the day, or in the month, that the words name they mean this one before another.
        found = [found[0], *(reading.put_aside() for reading in found[1:])]
    return tuple(found) or None


def _meaning(words: list[Token], published: date | None, years: frozenset[int]) -> list[Reading]:
    words = _with_years(words, published)
    code = "".join(word.code for word in words)
    found = meaning(words, published, years)
    if found is not None:
        return found
    for joint in ("r", "t", "a"):
        if joint in code:
            return _joined(joint, words, published, years)
    return []


def _with_years(words: list[Token], published: date | None) -> list[Token]:
    """The words with `last year` as the year it is, where a month or season goes with it; without idle ones."""
    code = "".join(word.code for word in words)
    dated = "m" in code or "s" in code
    kept: list[Token] = []
    for number, word in enumerate(words):
        if dated and published and word == ("u", YEAR) and kept and kept[-1].code == "l":
            kept.append(Token("y", published.year + kept.pop().value))
        elif not (pattern := _IDLE_BEFORE.get(word.code)) or not pattern.match(code, number + 1):
            kept.append(word)
    return kept


# "Early Wednesday" is Wednesday; "in" tells something only before a count.
_IDLE_BEFORE = {"e": re.compile(r"w|p|i|m[do]|[do]m|luw"), "c": re.compile(r"(?!~*[nd]n?u)")}


# Several


def _joined(joint: str, words: list[Token], published: date | None, years: frozenset[int]) -> list[Reading]:
    """`A or B`, `from A to B`, `A and B`."""
    between = words[0].code == "b"
    if words[0].code in "bv":
        words = words[1:]
    pieces = _pieces(words, "a" if between else joint)
    if len(pieces) < 2 or not all(pieces):  # noqa: PLR2004
        return []
    meant = [_meaning(piece, published, years) for piece in _completed(pieces)]
    if not all(meant):
        return []
    if joint == "r":
        return [reading for one in meant for reading in one]
    both_weekdays = all([word.code for word in piece] == ["w"] for piece in (pieces[0], pieces[-1]))
    spans = [
        Reading.of(first.first, last.last, 1 if between else WHOLE)
        for first in meant[0]
        if (last := _following(first, meant[-1], weekday=both_weekdays)) is not None
    ]
    if joint == "t" or between:
        return spans
    # A row may be about one of the days only.
    return [*spans, *(reading.put_aside() for one in meant for reading in one)]


def _pieces(words: Sequence[Token], joint: str) -> list[list[Token]]:
    pieces: list[list[Token]] = [[]]
    for word in words:
        if word.code == joint:
            pieces.append([])
        else:
            pieces[-1].append(word)
    return pieces


def _completed(pieces: list[list[Token]]) -> list[list[Token]]:
    """The pieces with the month and year that one of them gives for all (`16 to 18 May 2025`, `May 16 and 18`)."""
    everything = [word for piece in pieces for word in piece]
    months = [word for word in everything if word.code == "m"]
    years = [word for word in everything if word.code == "y"]
    completed: list[list[Token]] = []
    for piece in pieces:
        codes = {word.code for word in piece}
        whole = list(piece)
        if len(months) == 1 and codes <= {"d", "o", "w", "y"} and codes & {"d", "o"}:
            whole = [*months, *whole]
        if len(years) == 1 and pieces[-1][-1].code == "y" and "y" not in codes and (named := _month_of(whole)):
            # "December 30 to January 2, 2025" begins in 2024.
            whole = [*whole, Token("y", years[0].value - (named > (_month_of(pieces[-1]) or named)))]
        weeks = _week_words(pieces[-1])
        if weeks and codes == {"w"}:
            whole = [*whole, *weeks]
        completed.append(whole)
    return completed


def _month_of(piece: list[Token]) -> int:
    return next((word.value for word in piece if word.code == "m"), 0)


def _week_words(piece: list[Token]) -> list[Token]:
    """The `last week` of `Monday and Tuesday last week`."""
    return piece[-2:] if [word.code for word in piece] == ["w", "l", "u"] else []


def _following(first: Reading, candidates: list[Reading], *, weekday: bool) -> Reading | None:
    if weekday:
        # The next day of that name behind the first, whatever lies nearest to the publication.
        days = (candidates[0].first - first.first).days % 7
        return day(first.first + days * timedelta(days=1)) if days else None
    later = [one for one in candidates if one.first > first.first]
    return min(later, key=lambda one: one.first, default=None)
