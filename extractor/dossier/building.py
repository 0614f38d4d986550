"""From rows to groups, part by part: what an article does not touch is not worked out again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from extractor.dossier.claims import Sources
from extractor.dossier.clustering import Group, group_meetings
from extractor.dossier.context import Context, identity_of
from extractor.dossier.folding import folded
from extractor.dossier.identity import Identity
from extractor.dossier.nodes import meeting_pairs
from extractor.dossier.positions import group_positions
from extractor.dossier.reprints import families_of
from extractor.dossier.rows import ArticleRows, DelegationRow, MeetingRow, PositionRow
from schemas import Issue

__all__ = ["Builder", "Built"]

Line = tuple[str, Issue]


@dataclass(frozen=True)
class Built:
    """What the rows of all articles came to.

    Attributes:
        groups: in order of time.
        delegations: by the reference of their meeting's row.
        positions: groups of rows, by holder and issue.
        meeting_of: the dossier's meeting, by the reference of an article's.
    """

    groups: list[Group]
    delegations: Mapping[str, list[DelegationRow]]
    positions: Mapping[Line, list[list[PositionRow]]]
    meeting_of: Mapping[str, str]
    context: Context


class Builder:
    """Builds, and remembers the groups of each part: actors that meet one another, or an actor's line on an issue."""

    def __init__(self, identity: Identity) -> None:
        """Name meetings and positions with `identity`."""
        self._identity = identity
        # By the identities of the rows, which live as long as what is remembered of them.
        self._meetings: dict[frozenset[int], tuple[list[MeetingRow], list[Group]]] = {}
        self._positions: dict[frozenset[tuple[int, str | None]], tuple[list[PositionRow], list[list[PositionRow]]]] = {}

    def build(self, articles: list[ArticleRows]) -> Built:
        """Group the rows of `articles`; the outcome does not depend on what was built before."""
        groups = self._meeting_groups(row for article in articles for row in article.meetings)
        meeting_of = {row.ref: identity_of("meeting", group.rows[0].ref) for group in groups for row in group.rows}
        delegations: defaultdict[str, list[DelegationRow]] = defaultdict(list)
        for article in articles:
            for row in article.delegations:
                delegations[row.meeting].append(row)
        publishers = {
            article.info.id: folded(article.info.publisher)
            for article in articles
            if article.info.publisher is not None
        }
        return Built(
            groups=groups,
            delegations=delegations,
            positions=self._position_groups((row for article in articles for row in article.positions), meeting_of),
            meeting_of=meeting_of,
            context=Context(self._identity, Sources(families_of(articles)), publishers),
        )

    def _meeting_groups(self, rows: Iterable[MeetingRow]) -> list[Group]:
        remembered, self._meetings = self._meetings, {}
        for part in _parts(rows):
            key = frozenset(map(id, part))
            self._meetings[key] = remembered.get(key) or (part, group_meetings(part))
        return sorted((group for _, groups in self._meetings.values() for group in groups), key=_in_time)

    def _position_groups(
        self, rows: Iterable[PositionRow], meeting_of: Mapping[str, str]
    ) -> dict[Line, list[list[PositionRow]]]:
        lines: defaultdict[Line, list[PositionRow]] = defaultdict(list)
        for row in rows:
            lines[row.holder, row.issue].append(row)
        remembered, self._positions = self._positions, {}
        found: dict[Line, list[list[PositionRow]]] = {}
        for line, held in lines.items():
            key = frozenset((id(row), meeting_of.get(row.meeting) if row.meeting else None) for row in held)
            self._positions[key] = remembered.get(key) or (held, group_positions(held, meeting_of))
            found[line] = self._positions[key][1]
        return found


def _parts(rows: Iterable[MeetingRow]) -> list[list[MeetingRow]]:
    """Rows in parts between which no meeting can be the same, since no two actors meet in both."""
    above: dict[tuple[str, str], tuple[str, str]] = {}

    def top(pair: tuple[str, str]) -> tuple[str, str]:
        while (higher := above.setdefault(pair, pair)) != pair:
            above[pair] = above[higher]
            pair = higher
        return pair

    by_pair: defaultdict[tuple[str, str], list[MeetingRow]] = defaultdict(list)
    for row in rows:
        first, *others = list(meeting_pairs(row)) or [("", "")]
        for other in others:
            above[top(other)] = top(first)
        by_pair[first].append(row)
    parts: defaultdict[tuple[str, str], list[MeetingRow]] = defaultdict(list)
    for pair, found in by_pair.items():
        parts[top(pair)] += found
    return list(parts.values())


def _in_time(group: Group) -> tuple[int, str]:
    days = [row.span.first for row in group.rows if row.span and row.span.exact]
    days = days or [row.span.first for row in group.rows if row.span]
    days = days or [row.published for row in group.rows if row.published is not None]
    return min(days, default=date.max.toordinal()), group.rows[0].ref
