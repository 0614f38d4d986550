"""Where a quote stands in its article."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from anyascii import anyascii

from extractor.folding import Folded, fold, same_numbers, visible
from extractor.nearness import Words
from extractor.sentences import sentence_starts
from schemas import Match, Quote

__all__ = ["ArticleText"]

_WORD = re.compile(r"[^\W_]+")
_ELLIPSIS = re.compile(r"\s*(?:[\[(]\s*(?:\u2026|\.{2,}|(?:\.\s){2}\.)\s*[\])]|\u2026|\.{3,}|(?:\.\s){2,}\.)\s*")
# A part of a quote with an ellipsis that is shorter than this proves nothing and may be missing.
_PART_WORDS = 3
# Words that stand in an article more often than this are no quote.
_MOST_PLACES = 200
# A stretch shown to a model as the nearest: as long as this, and at least so much alike (0 to 100).
_SHOWN = 200
_LIKE = 50.0


@dataclass(frozen=True)
class ArticleText:
    """A text in which quotes are found, in full or between `start` and `end` (offsets in characters).

    Offsets given and returned always count characters of `text`; `text[quote.start:quote.end] == quote.text` holds
    for each quote returned.
    """

    text: str
    start: int = 0
    end: int | None = None

    def find(self, words: str, near: Sequence[str | Quote] = ()) -> Quote | None:
        """The place where `words` stand, else None.

        Exact words first; then such as are the same when folded (see `extractor.folding`); then a near-copy that
        differs in nothing that counts (see `extractor.nearness`). The quote that is returned holds the article's own
        words.

        Args:
            words: what is looked for.
            near: what else belongs to it: words, such as names or those of a date, or other quotes. Of several places
                the one is taken that has the most of these in its sentence and the sentences beside it, else the first.
        """
        return self._find(words, self.start, near)

    def find_all(self, words: str) -> list[Quote]:
        """Every place where `words` stand, in order: the exact ones, or, if there is none, the same when folded."""
        wanted = words.strip()
        return [self._quote(span, wanted) for span in self._places(wanted, self.start)]

    def find_parts(self, words: str, near: Sequence[str | Quote] = ()) -> list[Quote]:
        """The quotes that `words` are made of, in order: more than one if they are joined with an ellipsis.

        Parts of less than three words may be missing. The list is empty if another one is missing. `near` is as for
        `find`.
        """
        if whole := self._find(words, self.start, near):
            return [whole]
        parts = [part for part in _ELLIPSIS.split(words) if _WORD.search(part)]
        if len(parts) < 2:  # noqa: PLR2004
            return []
        found: list[Quote] = []
        for part in parts:
            quote = self._find(part, found[-1].end if found else self.start)
            if quote:
                found.append(quote)
            elif len(_WORD.findall(part)) >= _PART_WORDS:
                return []
        return found

    def nearest(self, words: str) -> str | None:
        """The stretch of the article most like `words`, at most 200 characters; None if nothing is like them."""
        likeness = self._words.nearest(words.strip(), self.start)
        if likeness is None or likeness.score < _LIKE:
            return None
        stretch = self.text[likeness.start : likeness.end]
        return stretch if len(stretch) <= _SHOWN else stretch[: _SHOWN + 1].rpartition(" ")[0] or stretch[:_SHOWN]

    def sentence_of(self, offset: int) -> tuple[int, int]:
        """Start and end of the sentence, or heading, that holds the character at `offset`."""
        return self._sentences(offset, 0)

    def has_word(self, word: str) -> bool:
        """Whether `word` stands in the text as a whole word, in any case and script, with or without accents."""
        at = self.text.find(word) if word.isalnum() else -1
        if at >= 0 and not _cuts_word(self.text, at, at + len(word)):
            return True
        return bool(plain := _plain_words(word)) and plain <= self._plain

    # Places

    def _find(self, words: str, begin: int, near: Sequence[str | Quote] = ()) -> Quote | None:
        wanted = words.strip()
        places = self._places(wanted, begin)
        if not places:
            return self._slip(wanted, begin)
        place = places[0]
        if near and len(places) > 1:
            company = [fold(one) if isinstance(one, str) else one for one in near]
            # max() keeps the first of equals.
            place = max(places, key=lambda place: self._company(place[0], company))
        return self._quote(place, wanted)

    def _places(self, wanted: str, begin: int) -> list[tuple[int, int]]:
        places = self._exact(wanted, begin) or self._folded_places(wanted, begin)
        # Within a word ("aid" in "said") only if it stands nowhere else.
        return [place for place in places if not _cuts_word(self.text, *place)] or places

    def _exact(self, wanted: str, begin: int) -> list[tuple[int, int]]:
        end = len(self.text) if self.end is None else self.end
        places: list[tuple[int, int]] = []
        at = self.text.find(wanted, begin, end) if wanted else -1
        while at >= 0 and len(places) < _MOST_PLACES:
            places.append((at, at + len(wanted)))
            at = self.text.find(wanted, at + 1, end)
        return places

    def _folded_places(self, wanted: str, begin: int) -> list[tuple[int, int]]:
        needle = fold(wanted)
        if not needle:
            return []
        places = islice(self._folded.places(needle, begin), _MOST_PLACES)
        return [(start, end) for start, end in places if same_numbers(wanted, self.text[start:end])]

    def _slip(self, wanted: str, begin: int) -> Quote | None:
        likeness = self._words.slip(wanted, begin)
        if likeness is None:
            return None
        end = likeness.end
        # The full stop or closing mark that both have.
        limit = len(self.text) if self.end is None else self.end
        for sign in _tail(wanted):
            if end < limit and fold(self.text[end]) == fold(sign):
                end += 1
        return Quote(text=self.text[likeness.start : end], start=likeness.start, end=end, match=Match.FUZZY)

    def _quote(self, span: tuple[int, int], wanted: str) -> Quote:
        start, end = span
        text = self.text[start:end]
        return Quote(text=text, start=start, end=end, match=Match.EXACT if text == wanted else Match.NORMALIZED)

    # Neighbourhood

    def _company(self, start: int, near: Sequence[str | Quote]) -> int:
        """How much of `near` stands in the sentence of the sign at `start`, counted twice, and in those beside it.

        The words of `near` are folded.
        """
        return sum(self._holds(self._sentences(start, around), near) for around in (0, 1))

    def _holds(self, stretch: tuple[int, int], near: Sequence[str | Quote]) -> int:
        start, end = stretch
        folded = fold(self.text[start:end])
        return sum(one in folded if isinstance(one, str) else one.start < end and start < one.end for one in near)

    def _sentences(self, offset: int, around: int) -> tuple[int, int]:
        starts = self._starts
        number = bisect_right(starts, offset) - 1
        first, behind = max(number - around, 0), number + around + 1
        return starts[first], starts[behind] if behind < len(starts) else len(self.text)

    @cached_property
    def _starts(self) -> list[int]:
        return sentence_starts(self.text)

    @cached_property
    def _folded(self) -> Folded:
        return Folded(self.text, self.start, len(self.text) if self.end is None else self.end)

    @cached_property
    def _words(self) -> Words:
        return Words(self.text, self.start, len(self.text) if self.end is None else self.end)

    @cached_property
    def _plain(self) -> frozenset[str]:
        words = set(_WORD.findall(visible(self.text)))
        return frozenset(plain for word in words for plain in _plain_words(word))


def _cuts_word(text: str, start: int, end: int) -> bool:
    return (start > 0 and text[start - 1].isalnum() and text[start].isalnum()) or (
        end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    )


def _tail(words: str) -> str:
    last = 0
    for match in _WORD.finditer(words):
        last = match.end()
    return words[last:]


def _plain_words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall((text if text.isascii() else anyascii(text)).lower()))
