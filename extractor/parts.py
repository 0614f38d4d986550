"""Long articles: cut at paragraph ends, each part with what is needed to resolve its names and dates."""

import re
from collections.abc import Iterator, Sequence

from extractor.prompting import Part

__all__ = ["cut", "halves"]

# The ends at which a text may be cut, the best first.
_ENDS = (re.compile(r"\n[^\S\n]*\n\s*"), re.compile(r"\n"), re.compile(r"[.!?…]\S{0,2}\s+"), re.compile(r"\s+"))
# Below this, half an article would hardly make a shorter answer.
_SHORTEST = 600
# What is repeated of the beginning: news names its people, places and days there.
_BEGINNING = 1_200
# And of the lines before a part: whom "he" and "the meeting" mean.
_BEFORE = 600


def cut(text: str, max_chars: int) -> list[Part]:
    """The parts of `text`, each at most `max_chars` characters; together they are the text, without gap or overlap."""
    stretches = list(_stretches(text, 0, len(text), max_chars))
    return _numbered(text, stretches)


def halves(text: str, part: Part) -> list[Part]:
    """`part` in two, cut at the best place about its middle; empty if it is too short for that."""
    length = part.end - part.start
    if length < _SHORTEST:
        return []
    at = _best_end(text, part.start, part.start + length * 5 // 8)
    return _numbered(text, [(part.start, at), (at, part.end)])


def _numbered(text: str, stretches: Sequence[tuple[int, int]]) -> list[Part]:
    return [
        Part(start, end, number, len(stretches), text[: min(_BEGINNING, start)], _lines_before(text, start))
        for number, (start, end) in enumerate(stretches, start=1)
    ]


def _lines_before(text: str, start: int) -> str:
    # What the beginning holds already is not given twice.
    earliest = max(_BEGINNING, start - _BEFORE)
    return text[earliest:start]


def _stretches(text: str, start: int, end: int, max_chars: int) -> Iterator[tuple[int, int]]:
    while end - start > max_chars:
        at = _best_end(text, start, start + max_chars)
        yield start, at
        start = at
    yield start, end


def _best_end(text: str, start: int, limit: int) -> int:
    # Not in the first half: a heading alone makes no part.
    earliest = start + (limit - start) // 2
    for pattern in _ENDS:
        ends = [match.end() for match in pattern.finditer(text, earliest, limit)]
        if ends:
            return ends[-1]
    return limit
