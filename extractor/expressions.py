"""What the time expressions of English news can mean, counted from the day of publication."""

import re
from datetime import date
from functools import lru_cache

from extractor.periods import Reading
from extractor.phrases import UnknownError, known, meaning
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
        if dated and word == ("u", YEAR) and kept and kept[-1].code == "l":
            kept.append(Token("y", known(published).year + kept.pop().value))
        elif not (pattern := _IDLE_BEFORE.get(word.code)) or not pattern.match(code, number + 1):
            kept.append(word)
    return kept


# "Early Wednesday" is Wednesday; "in" tells something only before a count.
_IDLE_BEFORE = {"e": re.compile(r"w|p|i|m[do]|[do]m|luw"), "c": re.compile(r"(?!~*[nd]n?u)")}
