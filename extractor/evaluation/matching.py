"""Which found row is which gold row, in one article. The rules stand in docs/evaluation.md."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from extractor.actors import same_actor
from extractor.evaluation.assignment import Candidate, assign
from extractor.evaluation.fields import DEMANDED, FIELDS, Field, compared, same_dates
from extractor.evaluation.identity import Affiliations
from extractor.evaluation.places import Places
from extractor.evaluation.rows import DelegateRow, Kind, MeetingRow, PositionRow, Reading, Row
from extractor.persons import same_person

__all__ = ["Matched", "Pair", "match"]

R = TypeVar("R", MeetingRow, DelegateRow, PositionRow)
V = TypeVar("V")

# What speaks for a pair, in this order: that the quotes overlap; right fields and delegates in common, each worth the
# same; how much the quotes have in common.
_OVERLAP, _RIGHT = 1_000_000, 1_000


@dataclass(frozen=True)
class Pair(Generic[R]):
    """Two rows that tell the same, or nearly so, with the fields that were compared."""

    gold: R
    found: R
    fields: tuple[Field, ...]

    @property
    def wrong(self) -> tuple[Field, ...]:
        """The fields that are wrong."""
        return tuple(field for field in self.fields if not field.right)


@dataclass(frozen=True)
class Matched(Generic[R]):
    """The rows of one kind in one article.

    Attributes:
        pairs: rows of gold that were found.
        missed: rows of gold that were not.
        false: found rows that are not in gold.
        uncounted: optional rows of gold that were found, which counts neither way.
        ignored: found rows that count neither way: delegates at an optional meeting.
        near: of `missed` and `false`, those that stand at one place and differ in what a match demands.
    """

    pairs: tuple[Pair[R], ...] = ()
    missed: tuple[R, ...] = ()
    false: tuple[R, ...] = ()
    uncounted: tuple[Pair[R], ...] = ()
    ignored: tuple[R, ...] = ()
    near: tuple[Pair[R], ...] = ()


def match(
    gold: Reading, found: Reading, places: Places
) -> tuple[Matched[MeetingRow], Matched[DelegateRow], Matched[PositionRow]]:
    """Pair the rows of two readings of one article."""
    people = Affiliations.of((gold, found))
    shared = _shared_delegates(gold, found)
    meetings = _paired(
        Kind.MEETINGS,
        gold.meetings,
        found.meetings,
        places,
        people,
        matches=lambda one, other: places.overlap(one, other) or _same_event(one, other, people),
        near=places.together,
        bonus=lambda one, other: shared(one.id, other.id),
    )
    known = {pair.gold.id: pair.found.id for pair in (*meetings.pairs, *meetings.uncounted)}
    delegates = _paired(
        Kind.DELEGATES,
        gold.delegates,
        found.delegates,
        places,
        people,
        matches=lambda one, other: same_person(one.name, other.name) and _same_table(one, other, known),
        near=lambda one, other: same_person(one.name, other.name),
    )
    optional = frozenset(pair.found.id for pair in meetings.uncounted)
    positions = _paired(
        Kind.POSITIONS,
        gold.positions,
        found.positions,
        places,
        people,
        matches=lambda one, other: (
            _accepts(one.holder, other.holder, same_actor)
            and _accepts(one.issue, other.issue, str.__eq__)
            and places.together(one, other)
        ),
        near=places.together,
    )
    return meetings, _without_those_at(optional, delegates), positions


def _paired(
    kind: Kind,
    gold: Sequence[R],
    found: Sequence[R],
    places: Places,
    people: Affiliations,
    *,
    matches: Callable[[R, R], bool],
    near: Callable[[R, R], bool],
    bonus: Callable[[R, R], int] = lambda _one, _other: 0,
) -> Matched[R]:
    def chosen(left: Iterable[int], right: Sequence[int], may: Callable[[R, R], bool]) -> dict[int, int]:
        return assign(
            Candidate(
                one,
                other,
                counts=not gold[one].optional,
                quality=_quality(kind, gold[one], found[other], places, people)
                + _RIGHT * bonus(gold[one], found[other]),
            )
            for one in left
            for other in right
            if may(gold[one], found[other])
        )

    def pairs(choice: dict[int, int], fields: tuple[str, ...]) -> list[Pair[R]]:
        return [
            Pair(gold[one], found[other], compared(fields, gold[one], found[other], people))
            for one, other in choice.items()
        ]

    taken = chosen(range(len(gold)), range(len(found)), matches)
    missed = [one for one, row in enumerate(gold) if one not in taken and not row.optional]
    false = [other for other in range(len(found)) if other not in taken.values()]
    matched = pairs(taken, FIELDS[kind])
    return Matched(
        pairs=tuple(pair for pair in matched if not pair.gold.optional),
        missed=tuple(gold[one] for one in missed),
        false=tuple(found[other] for other in false),
        uncounted=tuple(pair for pair in matched if pair.gold.optional),
        near=tuple(pairs(chosen(missed, false, near), (*DEMANDED[kind], *FIELDS[kind]))),
    )


def _quality(kind: Kind, gold: Row, found: Row, places: Places, people: Affiliations) -> int:
    fields = compared((*DEMANDED[kind], *FIELDS[kind]), gold, found, people)
    closeness = places.closeness(gold, found)
    right = sum(field.right for field in fields)
    return _OVERLAP * (closeness > 0) + _RIGHT * right + int((_RIGHT - 1) * closeness)


def _accepts(accepted: Sequence[V], found: Sequence[V], same: Callable[[V, V], bool]) -> bool:
    return any(same(one, other) for one in accepted for other in found)


def _same_event(gold: MeetingRow, found: MeetingRow, people: Affiliations) -> bool:
    # Two dates that are not known do not agree: they would make one event of all talks without a date.
    dated = _accepts([date for date in gold.date if date], [date for date in found.date if date], same_dates)
    alike = _accepts(gold.format, found.format, str.__eq__)
    return dated and alike and _accepts(gold.parties, found.parties, people.same_parties)


def _shared_delegates(gold: Reading, found: Reading) -> Callable[[str, str], int]:
    def shared(one: str, other: str) -> int:
        names = [row.name for row in gold.delegates if row.meeting == one]
        return sum(
            row.meeting == other and any(same_person(name, row.name) for name in names) for row in found.delegates
        )

    return shared


def _same_table(gold: DelegateRow, found: DelegateRow, known: dict[str, str]) -> bool:
    # The meeting of one side may have been matched, with another one of the other side: then they sat elsewhere.
    if gold.meeting is None:
        return True
    if gold.meeting in known:
        return known[gold.meeting] == found.meeting
    return found.meeting not in known.values()


def _without_those_at(meetings: frozenset[str], delegates: Matched[DelegateRow]) -> Matched[DelegateRow]:
    # Whoever need not find the meeting need not have left out who was there.
    return replace(
        delegates,
        false=tuple(row for row in delegates.false if row.meeting not in meetings),
        ignored=tuple(row for row in delegates.false if row.meeting in meetings),
    )
