"""Rows that say the same of a meeting, taken together, and the keys under which they meet others that may match.

A meeting that a thousand articles report has a few dozen ways of being reported: comparing those, and only those that
share a key, is what makes a hundred thousand articles possible.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import combinations, product

from rapidfuzz import fuzz

from extractor.dossier.matching import THRESHOLD, compare
from extractor.dossier.rows import MeetingRow, Phase

__all__ = [
    "SLIPS",
    "Key",
    "Node",
    "candidates",
    "day_keys",
    "distinct_by_article",
    "meeting_pairs",
    "month_keys",
    "nodes_of",
]

Key = tuple[object, ...]
Pair = tuple[int, int]

# Of so many articles that tell of a meeting, one may tell it twice by mistake.
SLIPS = 5
_SAME_NAME = 90
# Among more parties than this nearly every pair meets somewhere; they share one key, and are compared as sets.
_MANY_PARTIES = 6
_PLANNED_DAYS = 3
_MOVED_DAYS = 31
_MONTHS = 14


@dataclass(frozen=True, slots=True)
class Node:
    """Rows of different articles that say the same.

    Attributes:
        row: the one that stands for them all.
        slight: a number shared by nodes that say the same, but so little that they are not one for it.
    """

    row: MeetingRow
    rows: tuple[MeetingRow, ...]
    articles: frozenset[str]
    slight: int | None

    @property
    def anchored(self) -> bool:
        """Whether it has a date by which it can be told from other meetings."""
        return self.row.span is not None and self.row.span.exact

    def shares_articles(self, other: "Node") -> bool:
        """Whether both are rows of one article, and so different meetings."""
        return distinct_by_article(self.articles, other.articles)


def distinct_by_article(one: AbstractSet[str], other: AbstractSet[str]) -> bool:
    """Whether articles that tell of both are too many to be slips."""
    # A mistake does not tear apart what all others agree on.
    return not one.isdisjoint(other) and len(one & other) * SLIPS > min(len(one), len(other))


def nodes_of(rows: Iterable[MeetingRow]) -> list[Node]:
    """All `rows`, grouped; the same for any order of them."""
    grouped: defaultdict[Key, list[MeetingRow]] = defaultdict(list)
    for row in rows:
        grouped[_signature(row)].append(row)
    nodes: list[Node] = []
    for number, group in enumerate(grouped.values()):
        parts = list(_by_substance(group))
        # Parts that say the same and yet are not one need not be compared: that would be the square of their number.
        slight = number if len(parts) > 1 else None
        nodes += (node for part in parts for node in _split(part, slight))
    return sorted(nodes, key=lambda node: node.row.ref)


def candidates(nodes: list[Node], numbers: Iterable[int], keys: Callable[[MeetingRow], Iterator[Key]]) -> list[Pair]:
    """Pairs of `numbers` that share one of their `keys` and may be the same, the lower first."""
    blocks: defaultdict[Key, defaultdict[int | None, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number in numbers:
        for key in keys(nodes[number].row):
            blocks[key][nodes[number].slight].append(number)
    # In the order of the blocks: to compare the nodes of one before those of the next spares the processor's cache.
    pairs: dict[Pair, None] = {}
    for block in blocks.values():
        pairs |= dict.fromkeys(combinations(block.get(None, ()), 2))
        for one, other in combinations(block.values(), 2):
            pairs |= dict.fromkeys((min(pair), max(pair)) for pair in product(one, other))
    return list(pairs)


def day_keys(row: MeetingRow) -> Iterator[Key]:
    """Keys that a row with an exact date shares with those of nearly the same date, or of the same round."""
    assert row.span  # noqa: S101 - only rows with a date are asked
    pad = _PLANNED_DAYS if row.phase is Phase.AHEAD else 0
    for pair in meeting_pairs(row):
        for day in range(row.span.first - pad, row.span.last + max(pad, 1) + 1):
            yield (*pair, day)
        if row.round is not None:
            years = {date.fromordinal(day).year for day in (row.span.first, row.span.first + _MOVED_DAYS)}
            yield from ((*pair, "round", row.round, year) for year in years)


def month_keys(row: MeetingRow) -> Iterator[Key]:
    """Keys that a row shares with those of the months in which it may have taken place, and of the same round."""
    months = list(_months(row))
    for pair in meeting_pairs(row):
        yield from ((*pair, "month", month) for month in months)
        if row.round is not None:
            yield (*pair, "round", row.round)


def _signature(row: MeetingRow) -> Key:
    # A plan that is published after its day tells of another meeting than the plan before it.
    late = bool(row.span and row.published and row.published > row.span.last + 1) and row.phase is Phase.AHEAD
    return (
        row.span or row.published,
        late,
        row.status,
        row.format,
        row.level,
        row.round,
        row.parties,
        row.helpers,
        row.city,
        row.country,
        # The family name is what the forms of a name have in common.
        tuple([(side, _families(names)) for side, names in row.people.items()]),
    )


@lru_cache(maxsize=65536)
def _families(names: frozenset[str]) -> frozenset[str]:
    return frozenset([name.rpartition(" ")[2] for name in names])


def _by_substance(group: list[MeetingRow]) -> Iterable[list[MeetingRow]]:
    # Rows that all say little agree too easily: only a name or the same words can make them one.
    if len(group) == 1 or _enough(replace(group[0], name="", quotes=frozenset())):
        return [group]
    alike: defaultdict[Key, list[MeetingRow]] = defaultdict(list)
    for row in group:
        if row.name and _enough(replace(row, quotes=frozenset())):
            alike["name", row.name].append(row)
        elif row.quotes and _enough(replace(row, name="")):
            alike["quotes", row.quotes].append(row)
        else:
            alike["alone", row.ref].append(row)
    return alike.values()


def _enough(row: MeetingRow) -> bool:
    evidence = compare(row, row)
    return evidence is not None and evidence.score >= THRESHOLD


def _split(group: list[MeetingRow], slight: int | None) -> Iterator[Node]:
    # So it is with most.
    if len(group) == 1:
        yield _node(group, slight)
        return
    by_article: defaultdict[str, list[MeetingRow]] = defaultdict(list)
    for row in sorted(group, key=lambda row: row.ref):
        by_article[row.article].append(row)
    together: list[MeetingRow] = []
    for rows in by_article.values():
        if _one_meeting(rows):
            together += rows
        else:
            yield from (_node([row], slight) for row in rows)
    if together:
        yield _node(together, slight)


def _one_meeting(rows: list[MeetingRow]) -> bool:
    # Two rows of one article are two meetings, unless nothing tells them apart.
    first, *more = rows
    exact = first.span is not None and first.span.exact
    return not more or (
        exact
        and all(fuzz.token_sort_ratio(first.name, row.name) >= _SAME_NAME or first.quotes & row.quotes for row in more)
    )


def _node(rows: list[MeetingRow], slight: int | None) -> Node:
    row = rows[0]
    if len(rows) > 1:
        names = Counter(row.name for row in rows)
        row = min(rows, key=lambda row: (-names[row.name], row.name, row.ref))
        # The last to say so counts: what still lies ahead then was not over before.
        published = max((row.published for row in rows if row.published is not None), default=None)
        if published != row.published:
            row = replace(row, published=published)
    return Node(row, tuple(rows), frozenset([row.article for row in rows]), slight)


def meeting_pairs(row: MeetingRow) -> Iterable[tuple[str, str]]:
    """The pairs of actors by which a row meets others: reports of one meeting share at least one."""
    if len(row.parties) > _MANY_PARTIES:
        return [("many", "parties")]
    if len(row.parties) == 1:
        (party,) = row.parties
        return [(party, helper) for helper in sorted(row.helpers)] or [(party, "")]
    return combinations(sorted(row.parties), 2)


def _months(row: MeetingRow) -> Iterator[int]:
    if row.span:
        first, last = row.span.first, row.span.last
    elif row.published is None:
        return
    elif row.phase is Phase.AHEAD:
        first, last = row.published - 1, row.published + 60
    else:
        first, last = row.published - 30, row.published + 1
    begin, end = (day.year * 12 + day.month for day in map(date.fromordinal, (max(first, 1), last)))
    if end - begin < _MONTHS:
        yield from range(begin, end + 1)
