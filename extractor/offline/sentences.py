"""The sentences of an article, and which of its lines are none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from extractor.sentences import sentence_starts

__all__ = ["Sentence", "sentences"]

_TERMINAL = re.compile(r"[.!?…:;,][\"'\u201d\u2019)\]*_]{0,4}\s*$")
# A caption in brackets ends with its credit.
_CAPTION = re.compile(r"[\])]\s*$")
_CAPTION_LENGTH = 50
# An item of a list is a sentence without its full stop.
_ITEM = re.compile(r"\s*[-*\u2022\u2013] \S+(?: \S+){4}")
# Shorter lines without an end mark are headings, credits, menus.
_SHORT = 240
# What a page says of its author and of other stories.
_ASIDE = re.compile(
    r"\W*(?:about the author|the (?:author|writer),? (?:is|was|a|an|has)\b|read (?:more|also|next)|see also|more from"
    r"|related:|elsewhere:|coming up\b|in other news|watch:|listen:|also on this programme|tomorrow on this programme)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of the text; `prose` is false for headings, menus and the like."""

    start: int
    end: int
    prose: bool


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of `text` in their order; together they are the text."""
    for start, end in pairwise([*sentence_starts(text), len(text)]):
        if end > start:
            yield Sentence(start, end, _is_prose(text, start, end))


def _is_prose(text: str, start: int, end: int) -> bool:
    if _ASIDE.match(text, start, end):
        return False
    if end - start > _SHORT or _TERMINAL.search(text, max(start, end - 12), end):
        return True
    if _ITEM.match(text, start, end):
        return True
    return end - start > _CAPTION_LENGTH and bool(_CAPTION.search(text, max(start, end - 6), end))
