"""Where sentences end, and which lines are none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Sentence", "sentences"]

# Words before a full stop that ends no sentence.
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof gen lt col maj sgt capt adm sen rep gov rev hon st jr sr jan feb mar apr jun jul aug sep sept oct nov dec "
    "mon tue wed thu fri sat sun no vs etc approx dept univ inc ltd co corp fig e.g i.e brig amb pres min sec".split()
)
_END = re.compile(r"[.!?…][\"'”’)\]*_]{0,4}\s+(?=[\"'“‘(\[*_]{0,4}[A-Z0-9À-Þ])|\n\s*|[.!?][\"”’](?=[A-Z])")
_LAST_WORD = re.compile(r"([^\W\d_]+(?:\.[^\W\d_])*)$")
_TERMINAL = re.compile(r"[.!?…:;,][\"'”’)\]*_]{0,4}\s*$")
# Shorter lines without an end mark are headings, captions' credits, menus.
_SHORT = 240


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of the text; `prose` is false for headings, menus and the like."""

    start: int
    end: int
    prose: bool


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of `text` in their order; together they are the text."""
    start = 0
    for match in _END.finditer(text):
        end = match.end()
        is_line_end = match[0][0] == "\n"
        if not is_line_end and match[0][0] == "." and _is_abbreviation(text, match.start(), start):
            continue
        if is_line_end and not match[0].strip() and end < len(text) and _goes_on(text, match.start(), end, start):
            continue
        if end > start:
            yield Sentence(start, end, _is_prose(text, start, end, line_end=is_line_end or "\n" in match[0]))
        start = end
    if start < len(text):
        yield Sentence(start, len(text), _is_prose(text, start, len(text), line_end=True))


def _is_abbreviation(text: str, stop: int, start: int) -> bool:
    word = _LAST_WORD.search(text, max(start, stop - 12), stop)
    if word is None:
        return False
    found = word[1]
    # One letter: an initial, or the end of `U.S.`, which may end a sentence too; there the next words decide elsewhere.
    return (len(found) == 1 and found.isupper() and found != "I") or found.lower() in _ABBREVIATIONS


def _goes_on(text: str, at: int, behind: int, start: int) -> bool:
    # A line broken for width: no end mark before, a small letter behind.
    return text[behind].islower() and at > start and text[at - 1] not in ".!?…:"


def _is_prose(text: str, start: int, end: int, *, line_end: bool) -> bool:
    return not line_end or end - start > _SHORT or bool(_TERMINAL.search(text, max(start, end - 12), end))
