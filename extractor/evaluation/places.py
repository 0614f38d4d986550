"""Whether two quotes stand at one place of an article."""

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from extractor.evaluation.identity import folded
from extractor.evaluation.rows import Row, Span
from extractor.quotes import ArticleText
from schemas import Match

__all__ = ["Places", "Stretch"]

# First character, and the one behind the last.
Stretch = tuple[int, int]

# Without the article, two quotes are taken for one place if more than this share of the shorter one's words is common.
_COMMON = 0.5


@dataclass(frozen=True)
class Places:
    """The places of quotes in one article.

    Attributes:
        text: the article, if it is known.
        language: its language, for the ends of sentences.
        same_text: whether the offsets of both sides count in one text.
    """

    text: str | None
    language: str = "en"
    same_text: bool = True

    def of_gold(self, span: Span) -> tuple[Stretch, ...]:
        """Where a quote of gold stands: at its offsets, else wherever its words are found; empty if that is unknown."""
        if self.same_text and span.start is not None and span.end is not None:
            return ((span.start, span.end),)
        if self.text is None:
            return ()
        return self._found.setdefault(span.text, _places(self.text, span.text))

    def of_found(self, span: Span) -> tuple[Stretch, ...]:
        """Where a quote of a result stands: at its offsets."""
        return () if span.start is None or span.end is None else ((span.start, span.end),)

    def overlap(self, gold: Row, found: Row) -> bool:
        """Whether a quote of `gold` and one of `found` have a part in common."""
        return any(self._common(one, other) > 0 for one in gold.quotes for other in found.quotes)

    def together(self, gold: Row, found: Row) -> bool:
        """Whether quotes of `gold` and `found` overlap or stand in one sentence."""
        return self.overlap(gold, found) or any(
            self._sentences(place) & self._sentences(other_place)
            for one in gold.quotes
            for place in self.of_gold(one)
            for other in found.quotes
            for other_place in self.of_found(other)
        )

    def closeness(self, gold: Row, found: Row) -> float:
        """How much the quotes that overlap most have in common, from 0 to 1."""
        return max((self._common(one, other) for one in gold.quotes for other in found.quotes), default=0.0)

    def _common(self, gold: Span, found: Span) -> float:
        places, others = self.of_gold(gold), self.of_found(found)
        if not places or not others:
            return _common_words(gold.text, found.text)
        return max(_shared(place, other) for place in places for other in others)

    @cached_property
    def _found(self) -> dict[str, tuple[Stretch, ...]]:
        return {}

    @cached_property
    def _starts(self) -> list[int]:
        # Late, since it belongs to an extra.
        from sentencex import get_sentence_boundaries  # noqa: PLC0415

        if self.text is None:
            return []
        return [boundary["start_index"] for boundary in get_sentence_boundaries(self.language, self.text)]

    def _sentences(self, place: Stretch) -> set[int]:
        if not self._starts:
            return set()
        first, last = (bisect_right(self._starts, offset) for offset in (place[0], max(place[0], place[1] - 1)))
        return set(range(first, last + 1))


def _places(text: str, words: str) -> tuple[Stretch, ...]:
    quote = ArticleText(text).find(words)
    if quote is None:
        return ()
    places = [(quote.start, quote.end)]
    # Gold tells no offsets: words that the article has several times stand at each of these places.
    if quote.match is Match.EXACT:
        while (start := text.find(quote.text, places[-1][1])) >= 0:
            places.append((start, start + len(quote.text)))
    return tuple(places)


def _shared(one: Stretch, other: Stretch) -> float:
    common = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, common) / max(1, max(one[1], other[1]) - min(one[0], other[0]))


def _common_words(one: str, other: str) -> float:
    left, right = Counter(folded(one).split()), Counter(folded(other).split())
    shorter, longer = sorted((left.total(), right.total()))
    if not shorter:
        return float(one.strip() == other.strip())
    common = (left & right).total()
    return common / longer if common > _COMMON * shorter else 0.0
