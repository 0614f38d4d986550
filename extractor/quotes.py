"""Where a quote stands in its article."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from anyascii import anyascii

from schemas import Match, Quote

__all__ = ["ArticleText"]

# Code points of category Pd, and the signs that stand for a dash or an apostrophe in scraped text.
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_SINGLE_QUOTES = "\u2018\u2019\u201a\u201b\u2032\u2039\u203a\u02bc\u00b4\u0060"
_DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\uff02"
_SAME = str.maketrans(
    {**dict.fromkeys(_DASHES, "-"), **dict.fromkeys(_SINGLE_QUOTES, "'"), **dict.fromkeys(_DOUBLE_QUOTES, '"')}
)
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class ArticleText:
    """A text in which quotes are found, in full or between `start` and `end` (offsets in characters).

    Offsets given and returned always count characters of `text`.
    """

    text: str
    start: int = 0
    end: int | None = None

    def find(self, words: str) -> Quote | None:
        """The first place where `words` stand, else None.

        Exact words first; then such as differ in quotation marks, dashes, white space or case only. The quote that
        is returned holds the article's own words.
        """
        wanted = words.strip()
        if not wanted:
            return None
        end = len(self.text) if self.end is None else self.end
        start = self.text.find(wanted, self.start, end)
        if start >= 0:
            return Quote(text=wanted, start=start, end=start + len(wanted), match=Match.EXACT)
        folded, offsets = self._folded
        needle = "".join(sign for sign, _ in _fold(wanted))
        at = folded.find(needle)
        if at < 0:
            return None
        first, last = offsets[at], offsets[at + len(needle) - 1]
        return Quote(text=self.text[first : last + 1], start=first, end=last + 1, match=Match.NORMALIZED)

    def has_word(self, word: str) -> bool:
        """Whether `word` stands in the text as a whole word, in any case and script, with or without accents."""
        return bool(plain := _plain_words(word)) and plain <= self._plain

    @cached_property
    def _folded(self) -> tuple[str, list[int]]:
        end = len(self.text) if self.end is None else self.end
        pairs = list(_fold(self.text[self.start : end]))
        return "".join(sign for sign, _ in pairs), [self.start + offset for _, offset in pairs]

    @cached_property
    def _plain(self) -> frozenset[str]:
        return _plain_words(self.text)


def _fold(text: str) -> Iterator[tuple[str, int]]:
    # Sign by sign, since lower() can lengthen a text ("İ" becomes two signs) and would shift the offsets.
    in_space = False
    for offset, sign in enumerate(text.translate(_SAME)):
        if sign.isspace():
            if not in_space:
                yield " ", offset
            in_space = True
            continue
        in_space = False
        for low in sign.lower():
            yield low, offset


def _plain_words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(anyascii(text).lower()))
