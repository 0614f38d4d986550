"""What counts as the same words: texts are folded before they are compared, and places are folded back.

Folding looks at one sign at a time, so any part of a text folds to a part of the folded text. What goes:

- white space, soft hyphens, zero-width and bidirectional controls, other control characters, primes;
- case, ligatures, full-width and other compatibility forms (Unicode NFKD and case folding);
- accents, and with them the difference between composed and decomposed forms (NFC, NFD);
- the kind of quotation mark, of dash, and of ellipsis;
- the marks of Markdown for emphasis and links, and HTML entities.
"""

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

__all__ = ["Folded", "fold", "same_numbers", "visible"]

# Signs that scraped text has for quotation marks beside those of the categories Pi and Pf. They go first, since
# U+00B4 and U+2033 would otherwise fall apart into an accent and into two primes.
_QUOTATION_MARKS = frozenset("'\"`\u00b4\u02b9\u02bb\u02bc\u201a\u201b\u201e\u201f\u2033\u300c\u300d\u300e\u300f")
_DASHES = frozenset("\u02d7\u2043\u2212")
_VARIATION_SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))
# Case folding keeps the dotless i apart, though its capital is I.
_OTHER = {"\u0131": "i", "\u2044": "/", "\u034f": "", "\u2032": ""}
_MARKDOWN = frozenset("*_")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")

# What several signs write together: an HTML entity; the two ends of a Markdown link.
_WRITTEN = re.compile(
    r"(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8}\d{0,2});)|\[(?=[^\[\]\n]{1,300}\]\([^()\s]{1,2000}\))"
    r"|(?<=\S)\]\([^()\s]{1,2000}\)"
)
# A place is counted from the start of its block; shorter ones cost more to make than they save.
_BLOCK = 128
_DIGITS_APART = re.compile(r"\d\s+\d")
_DIGITS = re.compile(r"\d+")


class _Table(dict[int, str | None]):
    """The folded form of each code point, worked out when it is first met; None where nothing is left."""

    def __missing__(self, code: int) -> str | None:
        # None, not "": str.translate has a fast way through ASCII for it.
        folded = self[code] = _folded_sign(chr(code)) or None
        return folded


_TABLE = _Table()


class _Block(NamedTuple):
    start: int
    end: int
    folded: str
    whole: bool  # its signs mean something together only


def visible(text: str) -> str:
    """`text` without soft hyphens, zero-width signs and marks of direction, which no reader sees within a word."""
    return _INVISIBLE.sub("", text)


@lru_cache(maxsize=4096)
def fold(words: str) -> str:
    """`words` folded."""
    return "".join(block.folded for block in _blocks(words, 0, len(words)))


def same_numbers(one: str, other: str) -> bool:
    """Whether white space parts the digits of both alike; folding does not tell "May 1 5 men" from "May 15 men"."""
    if not (_DIGITS_APART.search(one) or _DIGITS_APART.search(other)):
        return True
    first, second = (_DIGITS.findall(" ".join(fold(part) for part in words.split())) for words in (one, other))
    return first == second


class Folded:
    """The stretch `start` to `end` of a text, folded.

    Attributes:
        text: the folded signs.
    """

    def __init__(self, original: str, start: int, end: int) -> None:
        """Fold; what place in `original` a sign comes from is worked out when it is asked."""
        self._original = original
        self._blocks = list(_blocks(original, start, end))
        self.text = "".join(block.folded for block in self._blocks)
        self._begins = [0, *accumulate(len(block.folded) for block in self._blocks)]

    def places(self, needle: str, begin: int = 0) -> Iterator[tuple[int, int]]:
        """Where the folded `needle` stands: start and end in the original text, one after the other.

        A sign of the original is taken whole, with the accents that follow it.

        Args:
            needle: folded words, not empty.
            begin: the first offset of the original at which a place may start.
        """
        at = self.text.find(needle)
        while at >= 0:
            start, _ = self._sign(at)
            if start >= begin:
                _, end = self._sign(at + len(needle) - 1)
                while end < len(self._original) and unicodedata.combining(self._original[end]):
                    end += 1
                yield start, end
            at = self.text.find(needle, at + 1)

    def _sign(self, at: int) -> tuple[int, int]:
        # Of blocks that begin at one place all but the last are empty.
        number = bisect_right(self._begins, at, hi=len(self._blocks)) - 1
        block = self._blocks[number]
        if block.whole:
            return block.start, block.end
        left = at - self._begins[number]
        offset = block.start
        while left >= (length := len(_TABLE[ord(self._original[offset])] or "")):
            left -= length
            offset += 1
        return offset, offset + 1


def _blocks(text: str, start: int, end: int) -> Iterator[_Block]:
    # Most texts hold none of these, and their search is what costs the most here.
    if "&" in text or "](" in text:
        for match in _WRITTEN.finditer(text, start, end):
            yield from _plain_blocks(text, start, match.start())
            start = match.end()
            meant = html.unescape(match[0]) if match["entity"] else ""
            yield _Block(match.start(), start, meant.translate(_TABLE), whole=True)
    yield from _plain_blocks(text, start, end)


def _plain_blocks(text: str, start: int, end: int) -> Iterator[_Block]:
    for begin in range(start, end, _BLOCK):
        stop = min(begin + _BLOCK, end)
        yield _Block(begin, stop, text[begin:stop].translate(_TABLE), whole=False)


def _folded_sign(sign: str) -> str:
    if sign in _QUOTATION_MARKS:
        return "'"
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", sign).casefold())
    return "".join(map(_folded_part, parts))


def _folded_part(sign: str) -> str:
    if sign in _OTHER:
        return _OTHER[sign]
    category = unicodedata.category(sign)
    if sign in _QUOTATION_MARKS or category in {"Pi", "Pf"}:
        return "'"
    if sign in _DASHES or category == "Pd":
        return "-"
    if (
        sign.isspace()
        or category in {"Cc", "Cf"}
        or unicodedata.combining(sign)
        or sign in _VARIATION_SELECTORS
        or sign in _MARKDOWN
    ):
        return ""
    return sign
