"""Rows that say the same of a meeting, taken together, and the keys under which they meet others that may match.

A meeting that a thousand articles report has a few dozen ways of being reported: comparing those, and only those that
share a key, is what makes a hundred thousand articles possible.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from rapidfuzz import fuzz

from extractor.dossier.matching import THRESHOLD, compare
from extractor.dossier.rows import MeetingRow, Phase

__all__ = ["Node", "day_keys", "month_keys", "nodes_of"]

Key = tuple[object, ...]

_SAME_NAME = 90
# Among more parties than this nearly every pair meets somewhere; they share one key, and are compared as sets.
_MANY_PARTIES = 6
_PLANNED_DAYS = 3
_MOVED_DAYS = 31
_MONTHS = 14


@dataclass(frozen=True, slots=True)
class Node:
    """Rows of different articles that say the same; `row` stands for them all."""

    row: MeetingRow
    rows: tuple[MeetingRow, ...]
    articles: frozenset[str]

    @property
    def anchored(self) -> bool:
        """Whether it has a date by which it can be told from other meetings."""
        return self.row.span is not None and self.row.span.exact

    def shares_articles(self, other: "Node") -> bool:
        """Whether both are rows of one article, and so different meetings."""
        return distinct_by_article(self.articles, other.articles)


def distinct_by_article(one: AbstractSet[str], other: AbstractSet[str]) -> bool:
    """Whether articles that tell of both are too many to be slips."""
    # Of many articles, one may list a meeting twice by mistake; that does not tear apart what all others agree on.
    return not one.isdisjoint(other) and len(one & other) * 5 > min(len(one), len(other))


def nodes_of(rows: Iterable[MeetingRow]) -> list[Node]:
    """All `rows`, grouped; the same for any order of them."""
    grouped: defaultdict[Key, list[MeetingRow]] = defaultdict(list)
    for row in rows:
        grouped[_signature(row)].append(row)
    nodes = [node for group in grouped.values() for said in _by_substance(group) for node in _split(said)]
    return sorted(nodes, key=lambda node: node.row.ref)


def day_keys(row: MeetingRow) -> Iterator[Key]:
    """Keys that a row with an exact date shares with those of nearly the same date, or of the same round."""
    assert row.span  # noqa: S101 - only rows with a date are asked
    pad = _PLANNED_DAYS if row.phase is Phase.AHEAD else 0
    for pair in _pairs(row):
        for day in range(row.span.first - pad, row.span.last + max(pad, 1) + 1):
            yield (*pair, day)
        if row.round is not None:
            years = {date.fromordinal(day).year for day in (row.span.first, row.span.first + _MOVED_DAYS)}
            yield from ((*pair, "round", row.round, year) for year in years)


def month_keys(row: MeetingRow) -> Iterator[Key]:
    """Keys that a row shares with those of the months in which it may have taken place, and of the same round."""
    months = list(_months(row))
    for pair in _pairs(row):
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
        tuple([(side, frozenset([name.rpartition(" ")[2] for name in names])) for side, names in row.people]),
    )


def _by_substance(group: list[MeetingRow]) -> Iterable[list[MeetingRow]]:
    # Rows that all say little agree too easily; only those of one name are taken together.
    if len(group) == 1:
        return [group]
    evidence = compare(group[0], replace(group[0], name="", quotes=frozenset()))
    if evidence and evidence.score >= THRESHOLD:
        return [group]
    by_name: defaultdict[str, list[MeetingRow]] = defaultdict(list)
    for row in group:
        by_name[row.name].append(row)
    return by_name.values()


def _split(group: list[MeetingRow]) -> Iterator[Node]:
    by_article: defaultdict[str, list[MeetingRow]] = defaultdict(list)
    for row in sorted(group, key=lambda row: row.ref):
        by_article[row.article].append(row)
    together: list[MeetingRow] = []
    for rows in by_article.values():
        if _one_meeting(rows):
            together += rows
        else:
            yield from (_node([row]) for row in rows)
    if together:
        yield _node(together)


def _one_meeting(rows: list[MeetingRow]) -> bool:
    # Two rows of one article are two meetings, unless nothing tells them apart.
    first, *more = rows
    exact = first.span is not None and first.span.exact
    return not more or (
        exact
        and all(fuzz.token_sort_ratio(first.name, row.name) >= _SAME_NAME or first.quotes & row.quotes for row in more)
    )


def _node(rows: list[MeetingRow]) -> Node:
    names = Counter(row.name for row in rows)
    row = min(rows, key=lambda row: (-names[row.name], row.name, row.ref))
    # The last to say so counts: what still lies ahead then was not over before.
    published = max((row.published for row in rows if row.published is not None), default=None)
    if published != row.published:
        row = replace(row, published=published)
    return Node(row, tuple(rows), frozenset(row.article for row in rows))


def _pairs(row: MeetingRow) -> Iterable[tuple[str, str]]:
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
