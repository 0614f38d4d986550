"""The articles' texts, cut where quotes begin and end, so that a page can show each quote in its place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from schemas import Quote

__all__ = ["Segment", "quotes_alone", "segments_of", "stands"]


@dataclass(frozen=True)
class Segment:
    """A stretch of text, and the numbers of the rows that it proves."""

    text: str
    rows: tuple[int, ...] = ()


def stands(quote: Quote, text: str) -> bool:
    """Whether `quote` stands in `text` where it says."""
    return text[quote.start : quote.end] == quote.text and quote.start < quote.end


def segments_of(text: str, quotes: Iterable[tuple[int, Quote]]) -> Iterator[Segment]:
    """The whole of `text`, cut at both ends of each of `quotes` (with the number of its row); they may overlap.

    A quote that does not stand at its offsets marks nothing.
    """
    standing = [(row, quote) for row, quote in quotes if stands(quote, text)]
    cuts = sorted({0, len(text), *(cut for _, quote in standing for cut in (quote.start, quote.end))})
    begins: dict[int, list[int]] = {}
    ends: dict[int, list[int]] = {}
    for row, quote in standing:
        begins.setdefault(quote.start, []).append(row)
        ends.setdefault(quote.end, []).append(row)
    # A row may be proved by two quotes that overlap.
    running: dict[int, int] = {}
    for start, end in pairwise(cuts):
        for row in ends.get(start, ()):
            running[row] -= 1
        for row in begins.get(start, ()):
            running[row] = running.get(row, 0) + 1
        yield Segment(text[start:end], tuple(sorted(row for row, open_ in running.items() if open_)))


def quotes_alone(quotes: Iterable[tuple[int, Quote]]) -> Iterator[Segment]:
    """The quotes without the rest of their article, in its order; the same words once."""
    rows: dict[tuple[int, int, str], set[int]] = {}
    for row, quote in quotes:
        rows.setdefault((quote.start, quote.end, quote.text), set()).add(row)
    for index, (place, proved) in enumerate(sorted(rows.items())):
        if index:
            yield Segment("\n\n[…]\n\n")
        yield Segment(place[2], tuple(sorted(proved)))
