"""Which of the possible pairs to take: the best choice as a whole, not one pair after the other."""

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Candidate", "assign"]

# Above every sum of what decides between pairs: shares of a thousand for fields, delegates and quotes.
_QUALITY = 1 << 24


@dataclass(frozen=True)
class Candidate:
    """A pair that may be taken.

    Attributes:
        gold, found: numbers of the rows.
        counts: whether the pair counts as found; that of an optional row does not.
        quality: how well the two agree, from 0 to 2^24.
    """

    gold: int
    found: int
    counts: bool
    quality: int


def assign(candidates: Iterable[Candidate]) -> dict[int, int]:
    """For gold rows, the found row that each is paired with; no row is in two pairs.

    Of all choices it is the one with the most pairs that count, then the most pairs, then the best agreement.
    """
    # Late, since it belongs to an extra.
    from networkx import Graph, max_weight_matching  # noqa: PLC0415

    pairs = list(candidates)
    # Whole numbers, for which the algorithm is exact: no sum of lesser goods outweighs a greater one.
    pair = _QUALITY * (len(pairs) + 1)
    counted = pair * (len(pairs) + 1)
    graph: Graph[tuple[str, int]] = Graph()
    for one in pairs:
        weight = (counted if one.counts else pair) + min(one.quality, _QUALITY)
        graph.add_edge(("gold", one.gold), ("found", one.found), weight=weight)
    taken = (sorted(edge, reverse=True) for edge in max_weight_matching(graph))
    return dict(sorted((gold, found) for (_, gold), (_, found) in taken))
