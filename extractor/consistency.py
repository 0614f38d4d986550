"""One thing told twice is one row: within an answer, and over the parts of a long article."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Generic, TypeVar

from extractor.checks import Checked
from extractor.dates import span_of
from extractor.persons import same_person
from schemas import (
    Actor,
    ActorKind,
    Delegation,
    Meeting,
    MeetingFormat,
    MeetingLevel,
    MeetingStatus,
    Person,
    Position,
    Quote,
)

__all__ = ["united"]

Row = TypeVar("Row", Meeting, Delegation, Position)


def united(parts: Sequence[Checked]) -> Checked:
    """The rows of all `parts`, each thing once, with ids given anew.

    Two meetings are one if nothing tells them apart (parties, date, round, place, format, level) and at least one of
    these ties them together: the same day, the same round number, the same quote. Two delegations are one if party,
    meeting and role agree. Two positions are one if holder, stance and issue agree and their quotes overlap, or their
    subjects are the same.
    """
    meetings = _Rows(_meeting_ties, _same_meeting, _one_meeting)
    delegations = _Rows(_delegation_ties, _same_delegation, _one_delegation)
    positions = _Rows(_position_ties, _same_position, _one_position)
    warnings: list[str] = []
    for part in parts:
        ids: dict[str | None, str | None] = {None: None}
        for meeting in part.meetings:
            known = meetings.add(meeting.changed(id=f"m{len(meetings.rows) + 1}"))
            if known:
                warnings.append(f"{meeting.name!r} is {known.id} told again: made one row")
            ids[meeting.id] = known.id if known else f"m{len(meetings.rows)}"
        for delegation in part.delegations:
            delegations.add(delegation.changed(meeting=ids[delegation.meeting], members=_people(delegation.members)))
        for position in part.positions:
            positions.add(position.changed(meeting=ids[position.meeting]))
    return Checked(
        meetings=meetings.rows,
        delegations=delegations.rows,
        positions=positions.rows,
        rejected=[item for part in parts for item in part.rejected],
        problems=[problem for part in parts for problem in part.problems],
        warnings=[*(warning for part in parts for warning in part.warnings), *warnings],
    )


class _Rows(Generic[Row]):
    """Rows of which each tells another thing. Only those with a tie in common are compared."""

    def __init__(
        self,
        ties: Callable[[Row], Iterable[Hashable]],
        same: Callable[[Row, Row], bool],
        one: Callable[[Row, Row], Row],
    ) -> None:
        """Take what makes two rows worth a look, whether they tell one thing, and the one row of both."""
        self.rows: list[Row] = []
        self._ties = ties
        self._same = same
        self._one = one
        self._by_tie: dict[Hashable, set[int]] = {}

    def add(self, row: Row) -> Row | None:
        """Add `row`; if it tells what a row before it tells, make one row of both, and return the one before."""
        ties = self._ties(row)
        tied = {at for tie in ties for at in self._by_tie.get(tie, ())}
        for at in sorted(tied):
            known = self.rows[at]
            if self._same(known, row):
                self.rows[at] = self._one(known, row)
                self._tie(at, self._ties(self.rows[at]))
                return known
        self._tie(len(self.rows), ties)
        self.rows.append(row)
        return None

    def _tie(self, at: int, ties: Iterable[Hashable]) -> None:
        for tie in ties:
            self._by_tie.setdefault(tie, set()).add(at)


def _meeting_ties(meeting: Meeting) -> list[Hashable]:
    ties: list[Hashable] = [(quote.start, quote.end) for quote in meeting.quotes]
    if meeting.round is not None:
        ties.append(meeting.round)
    if meeting.when.edtf:
        first, last = span_of(meeting.when.edtf)
        # Only a day is sure to hold one meeting; a month may hold two.
        if first is not None and first == last:
            ties.append(meeting.when.edtf)
    return ties


def _same_meeting(one: Meeting, other: Meeting) -> bool:
    return not (
        _apart(one.round, other.round)
        or _apart(one.format, other.format, MeetingFormat.UNKNOWN)
        or _apart(one.level, other.level, MeetingLevel.UNKNOWN)
        or _apart(one.status, other.status, MeetingStatus.UNKNOWN)
        or _apart(one.place and one.place.city, other.place and other.place.city)
        or _apart(one.place and one.place.country, other.place and other.place.country)
        or _days_apart(one, other)
    ) and _same_parties(one.parties, other.parties)


def _apart(one: object, other: object, unknown: object = None) -> bool:
    return one != other and unknown not in (one, other) and None not in (one, other)


def _days_apart(one: Meeting, other: Meeting) -> bool:
    if not one.when.edtf or not other.when.edtf:
        return False
    (first, last), (start, end) = span_of(one.when.edtf), span_of(other.when.edtf)
    return bool((last and start and last < start) or (end and first and end < first))


def _same_parties(one: Sequence[Actor], other: Sequence[Actor]) -> bool:
    # A leader and their state are the same side, but two people of one state are two.
    return all(any(_same_side(party, known) for known in other) for party in one) and all(
        any(_same_side(party, known) for party in one) for known in other
    )


def _same_side(one: Actor, other: Actor) -> bool:
    if one.kind is ActorKind.PERSON and other.kind is ActorKind.PERSON:
        return same_person(one.name, other.name)
    return one.name == other.name or (one.country is not None and one.country == other.country)


def _one_meeting(known: Meeting, again: Meeting) -> Meeting:
    # The first telling counts; the second fills what it leaves open.
    update = {
        name: getattr(again, name)
        for name, unknown in (
            ("format", MeetingFormat.UNKNOWN),
            ("status", MeetingStatus.UNKNOWN),
            ("level", MeetingLevel.UNKNOWN),
            ("round", None),
            ("duration", None),
            ("place", None),
        )
        if getattr(known, name) == unknown
    }
    if not known.when.edtf:
        update["when"] = again.when if again.when.edtf else known.when
    update["quotes"] = _quotes(known.quotes, again.quotes)
    for name in ("mediators", "hosts"):
        update[name] = _actors(getattr(known, name), getattr(again, name))
    update["topics"] = list(dict.fromkeys([*known.topics, *again.topics]))
    kinds = {outcome.kind for outcome in known.outcomes}
    update["outcomes"] = [*known.outcomes, *(outcome for outcome in again.outcomes if outcome.kind not in kinds)]
    return known.model_copy(update=update)


def _delegation_ties(row: Delegation) -> list[Hashable]:
    return [(row.meeting, row.party.name, row.role)]


def _same_delegation(_one: Delegation, _other: Delegation) -> bool:
    return True


def _one_delegation(known: Delegation, again: Delegation) -> Delegation:
    return known.model_copy(
        update={
            "quotes": _quotes(known.quotes, again.quotes),
            "members": _people([*known.members, *again.members]),
            "head": known.head or again.head,
        }
    )


def _position_ties(row: Position) -> list[Hashable]:
    return [row.holder.name]


def _same_position(one: Position, other: Position) -> bool:
    if one.stance is not other.stance or one.issue is not other.issue:
        return False
    return one.subject.casefold() == other.subject.casefold() or _overlap(one.quotes, other.quotes)


def _one_position(known: Position, again: Position) -> Position:
    return known.model_copy(
        update={
            "quotes": _quotes(known.quotes, again.quotes),
            "speaker": known.speaker or again.speaker,
            "when": known.when if known.when.edtf else again.when,
            "meeting": known.meeting or again.meeting,
        }
    )


def _people(people: Sequence[Person]) -> list[Person]:
    found: list[Person] = []
    for person in people:
        at = next((number for number, known in enumerate(found) if same_person(known.name, person.name)), None)
        if at is None:
            found.append(person)
        elif len(person.name) > len(found[at].name):
            # The fuller form, with whatever was told of either.
            known = found[at]
            update = {"title": person.title or known.title, "affiliation": person.affiliation or known.affiliation}
            found[at] = person.model_copy(update=update)
    return found


def _actors(known: Sequence[Actor], more: Sequence[Actor]) -> list[Actor]:
    names = {actor.name for actor in known}
    return [*known, *(actor for actor in more if actor.name not in names)]


def _overlap(one: Sequence[Quote], other: Sequence[Quote]) -> bool:
    return any(quote.start < known.end and known.start < quote.end for quote in one for known in other)


def _quotes(known: Sequence[Quote], more: Sequence[Quote]) -> list[Quote]:
    return sorted(
        {(quote.start, quote.end): quote for quote in [*known, *more]}.values(), key=lambda quote: quote.start
    )
