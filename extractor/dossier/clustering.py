"""Which rows of many articles tell of one meeting.

Clustering under must-not-link rules, the surest pairs first, so that a row which fits two meetings joins neither. It
is our own, since the libraries' clusterings (scipy, networkx) know no pairs that must stay apart. The outcome depends
on the set of rows alone, not on their order.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from operator import attrgetter
from typing import NamedTuple

from extractor.dossier.matching import AMBIGUITY, RESEMBLANCE, THRESHOLD, Evidence, compare, exclude
from extractor.dossier.nodes import SLIPS, Key, Node, candidates, day_keys, distinct_by_article, month_keys, nodes_of
from extractor.dossier.rows import MeetingRow

__all__ = ["Group", "Tie", "group_meetings"]


@dataclass(frozen=True, slots=True)
class Tie:
    """Evidence between two rows."""

    row: MeetingRow
    other: MeetingRow
    evidence: Evidence


@dataclass(slots=True)
class Group:
    """Rows of one meeting.

    Attributes:
        ties: the evidence that made it one.
        alike: rows that say the same as another one of the group, with that one.
        resembling: evidence on rows of other groups that may be the same.
    """

    rows: list[MeetingRow]
    ties: list[Tie]
    alike: list[tuple[MeetingRow, MeetingRow]]
    resembling: list[Tie] = field(default_factory=list[Tie])


class _Edge(NamedTuple):
    score: float
    one: int
    other: int
    evidence: Evidence


def group_meetings(rows: Iterable[MeetingRow]) -> list[Group]:
    """All `rows` in groups, each of one meeting."""
    clusters = _Clusters(nodes_of(rows))
    anchored = [number for number, node in enumerate(clusters.nodes) if node.anchored]
    loose = [number for number, node in enumerate(clusters.nodes) if not node.anchored]
    clusters.link(anchored, day_keys)
    clusters.attach(loose)
    clusters.link([number for number in loose if clusters.alone(number)], month_keys)
    return clusters.groups()


class _Clusters:
    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes
        self.root = list(range(len(nodes)))
        self.members: dict[int, list[int]] = {number: [number] for number in self.root}
        self.rows: dict[int, dict[str, list[MeetingRow]]] = {}
        for number, node in enumerate(nodes):
            by_article: defaultdict[str, list[MeetingRow]] = defaultdict(list)
            for row in node.rows:
                by_article[row.article].append(row)
            self.rows[number] = by_article
        self.exclusions: dict[tuple[int, int], bool] = {}
        self.ties: list[_Edge] = []
        self.doubts: list[_Edge] = []
        self.ejected: list[tuple[MeetingRow, int]] = []

    def alone(self, number: int) -> bool:
        return len(self._cluster(number)) == 1

    def link(self, numbers: Iterable[int], keys: Callable[[MeetingRow], Iterator[Key]]) -> None:
        """Merge what `numbers` can be merged, the surest first."""
        edges = self._edges(numbers, keys)
        sure = {(edge.one, edge.other): edge for edge in edges if edge.score >= THRESHOLD}
        doubtful = self._ambiguous(sure)
        for edge in _surest_first(sure.values()):
            if (edge.one, edge.other) in doubtful or not self._merge(edge):
                self.doubts.append(edge)
        self.doubts += (edge for edge in edges if edge.score < THRESHOLD)
        self.exclusions.clear()

    def attach(self, numbers: Iterable[int]) -> None:
        """Add those of `numbers` to the cluster that they fit, where they fit one only."""
        index: defaultdict[Key, set[int]] = defaultdict(set)
        for root, members in self.members.items():
            for number in members:
                if self.nodes[number].anchored:
                    for key in month_keys(self.nodes[number].row):
                        index[key].add(root)
        chosen: list[_Edge] = []
        for number in numbers:
            node = self.nodes[number]
            roots = set[int]().union(*(index[key] for key in month_keys(node.row) if key in index))
            fitting = [edge for root in sorted(roots) if (edge := self._best(number, root))]
            fitting.sort(key=lambda edge: -edge.score)
            if fitting and fitting[0].score >= THRESHOLD and _leads(fitting):
                chosen.append(fitting[0])
                # To choose it, all of its cluster were compared, and none spoke against it.
                self.exclusions |= {_pair(number, member): False for member in self._cluster(fitting[0].other)}
                self.doubts += (edge for edge in fitting[1:] if edge.score >= RESEMBLANCE)
            else:
                self.doubts += (edge for edge in fitting if edge.score >= RESEMBLANCE)
        rivals = self._rivals(chosen)
        for edge in _surest_first(chosen):
            if edge.one in rivals or not self._merge(edge):
                self.doubts.append(edge)

    def groups(self) -> list[Group]:
        """The clusters as they stand."""
        groups: dict[int, Group] = {}
        for root in self.members:
            rows = [row for rows in self.rows[root].values() for row in rows]
            standing = {row.ref for row in rows}
            alike = [
                (row, self.nodes[number].row)
                for number in self.members[root]
                for row in self.nodes[number].rows
                if row.ref in standing and row.ref != self.nodes[number].row.ref
            ]
            groups[root] = Group(rows=sorted(rows, key=_by_publication), ties=[], alike=alike)
        for edge in self.ties:
            groups[self.root[edge.one]].ties.append(self._tie(edge))
        best: dict[tuple[int, int], _Edge] = {}
        for edge in self.doubts:
            one, other = sorted((self.root[edge.one], self.root[edge.other]))
            # What an article tells apart is not perhaps the same.
            if one == other or distinct_by_article(self.rows[one].keys(), self.rows[other].keys()):
                continue
            if (one, other) not in best or _surer(edge, best[one, other]):
                best[one, other] = edge
        for (one, other), edge in best.items():
            tie = self._tie(edge)
            groups[one].resembling.append(tie)
            groups[other].resembling.append(tie)
        singles = [Group(rows=[row], ties=[], alike=[]) for row, _ in self.ejected]
        return [*groups.values(), *singles]

    def _edges(self, numbers: Iterable[int], keys: Callable[[MeetingRow], Iterator[Key]]) -> list[_Edge]:
        edges: list[_Edge] = []
        for one, other in candidates(self.nodes, numbers, keys):
            evidence = compare(self.nodes[one].row, self.nodes[other].row)
            if evidence and evidence.score >= RESEMBLANCE:
                self.exclusions[one, other] = evidence.speaks_against
                edges.append(_Edge(evidence.score, one, other, evidence))
        return edges

    def _ambiguous(self, sure: dict[tuple[int, int], _Edge]) -> set[tuple[int, int]]:
        """Edges of a node to two others that exclude each other, with nothing to choose between them."""
        around: defaultdict[int, dict[int, float]] = defaultdict(dict)
        for (one, other), edge in sure.items():
            around[one][other] = around[other][one] = edge.score
        siblings = self._siblings()
        found: set[tuple[int, int]] = set()
        for node, scores in around.items():
            neighbours = scores.keys()
            for one, score in scores.items():
                # Those that may exclude it: what an article tells apart from it, and what is not surely the same.
                suspects = neighbours - around[one].keys()
                if one in siblings:
                    suspects |= neighbours & siblings[one]
                for other in suspects:
                    if other <= one or abs(score - scores[other]) >= AMBIGUITY:
                        continue
                    if one in siblings and other in siblings[one]:
                        rivals = self._no_slips(one, other)
                    elif self._excluded(one, other):
                        rivals = one, other
                    else:
                        continue
                    found.update((min(node, rival), max(node, rival)) for rival in rivals)
        return found

    def _no_slips(self, one: int, other: int) -> tuple[int, ...]:
        # What many articles say does not become doubtful by one that tells it twice.
        smaller, larger = sorted((one, other), key=lambda number: len(self.nodes[number].articles))
        slip = len(self.nodes[smaller].articles) * SLIPS <= len(self.nodes[larger].articles)
        return (smaller,) if slip else (one, other)

    def _siblings(self) -> dict[int, set[int]]:
        """For each node, those that an article tells apart from it."""
        told: defaultdict[str, list[int]] = defaultdict(list)
        for number, node in enumerate(self.nodes):
            for article in node.articles:
                told[article].append(number)
        siblings: defaultdict[int, set[int]] = defaultdict(set)
        for one, other in {pair for numbers in told.values() for pair in combinations(numbers, 2)}:
            if self.nodes[one].shares_articles(self.nodes[other]):
                siblings[one].add(other)
                siblings[other].add(one)
        return siblings

    def _excluded(self, one: int, other: int) -> bool:
        pair = _pair(one, other)
        found = self.exclusions.get(pair)
        if found is None:
            found = self.exclusions[pair] = exclude(self.nodes[one].row, self.nodes[other].row)
        return found

    def _best(self, number: int, root: int) -> _Edge | None:
        best: Evidence | None = None
        at = number
        for member in self.members[root]:
            evidence = compare(self.nodes[number].row, self.nodes[member].row)
            if evidence is None or evidence.speaks_against:
                return None
            if best is None or evidence.score > best.score:
                best, at = evidence, member
        return _Edge(best.score, number, at, best) if best else None

    def _rivals(self, chosen: list[_Edge]) -> set[int]:
        """Rows of one article that fit the same meeting equally well."""
        claims: defaultdict[tuple[str, int], list[_Edge]] = defaultdict(list)
        for edge in chosen:
            for article in self.nodes[edge.one].articles:
                claims[article, self.root[edge.other]].append(edge)
        found: set[int] = set()
        for edges in claims.values():
            for one, other in combinations(edges, 2):
                if abs(one.score - other.score) < AMBIGUITY and self.nodes[one.one].shares_articles(
                    self.nodes[other.one]
                ):
                    found |= {one.one, other.one}
        return found

    def _merge(self, edge: _Edge) -> bool:
        one, other = self.root[edge.one], self.root[edge.other]
        if one == other:
            return True
        if distinct_by_article(self.rows[one].keys(), self.rows[other].keys()):
            return False
        if any(self._excluded(left, right) for left in self.members[one] for right in self.members[other]):
            return False
        if (len(self.rows[one]), -one) < (len(self.rows[other]), -other):
            one, other = other, one
        for article, rows in self.rows.pop(other).items():
            if article in self.rows[one]:
                self.ejected += ((row, one) for row in rows)
            else:
                self.rows[one][article] = rows
        for number in self.members[other]:
            self.root[number] = one
        self.members[one] += self.members.pop(other)
        self.ties.append(edge)
        return True

    def _cluster(self, number: int) -> list[int]:
        return self.members[self.root[number]]

    def _tie(self, edge: _Edge) -> Tie:
        return Tie(self.nodes[edge.one].row, self.nodes[edge.other].row, edge.evidence)


def _pair(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def _leads(fitting: list[_Edge]) -> bool:
    return len(fitting) == 1 or fitting[0].score - fitting[1].score >= AMBIGUITY


def _surest_first(edges: Iterable[_Edge]) -> list[_Edge]:
    # By pair, then by score, which keeps the order of pairs; two plain keys are faster than one made of both.
    return sorted(sorted(edges, key=attrgetter("one", "other")), key=attrgetter("score"), reverse=True)


def _surer(edge: _Edge, other: _Edge) -> bool:
    return (-edge.score, edge.one, edge.other) < (-other.score, other.one, other.other)


def _by_publication(row: MeetingRow) -> tuple[bool, int, str]:
    return row.published is None, row.published or 0, row.ref
