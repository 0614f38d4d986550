"""One thing told twice is one row: within an answer, and over the parts of a long article."""

from collections.abc import Sequence

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


def united(parts: Sequence[Checked]) -> Checked:
    """The rows of all `parts`, each thing once, with ids given anew.

    Two meetings are one if nothing tells them apart (parties, date, round, place, format, level) and at least one of
    these ties them together: the same day, the same round number, the same quote. Two delegations are one if party,
    meeting and role agree. Two positions are one if holder, stance and issue agree and their quotes overlap, or their
    subjects are the same.
    """
    meetings: list[Meeting] = []
    delegations: list[Delegation] = []
    positions: list[Position] = []
    warnings: list[str] = []
    for part in parts:
        ids: dict[str | None, str | None] = {None: None}
        for meeting in part.meetings:
            at = next((number for number, known in enumerate(meetings) if _same_meeting(known, meeting)), None)
            if at is None:
                meetings.append(meeting.changed(id=f"m{len(meetings) + 1}"))
                at = len(meetings) - 1
            else:
                warnings.append(f"{meeting.name!r} is {meetings[at].id} told again: made one row")
                meetings[at] = _one_meeting(meetings[at], meeting)
            ids[meeting.id] = meetings[at].id
        for delegation in part.delegations:
            _add_delegation(delegations, delegation.changed(meeting=ids[delegation.meeting]))
        for position in part.positions:
            _add_position(positions, position.changed(meeting=ids[position.meeting]))
    return Checked(
        meetings=meetings,
        delegations=delegations,
        positions=positions,
        rejected=[item for part in parts for item in part.rejected],
        problems=[problem for part in parts for problem in part.problems],
        warnings=[*(warning for part in parts for warning in part.warnings), *warnings],
    )


def _same_meeting(one: Meeting, other: Meeting) -> bool:
    if not (_same_day(one, other) or _known_and_same(one.round, other.round) or _quoted_alike(one, other)):
        return False
    return _same_parties(one.parties, other.parties) and not any(
        (
            _days_apart(one, other),
            _apart(one.round, other.round),
            _apart(one.format, other.format, MeetingFormat.UNKNOWN),
            _apart(one.level, other.level, MeetingLevel.UNKNOWN),
            _apart(one.status, other.status, MeetingStatus.UNKNOWN),
            _apart(one.place and one.place.city, other.place and other.place.city),
            _apart(one.place and one.place.country, other.place and other.place.country),
        )
    )


def _known_and_same(one: object, other: object) -> bool:
    return one is not None and one == other


def _apart(one: object, other: object, unknown: object = None) -> bool:
    return one != other and unknown not in {one, other} and None not in {one, other}


def _same_day(one: Meeting, other: Meeting) -> bool:
    # Only a day is sure to hold one meeting; a month may hold two.
    if not one.when.edtf or one.when.edtf != other.when.edtf:
        return False
    first, last = span_of(one.when.edtf)
    return first is not None and first == last


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


def _quoted_alike(one: Meeting, other: Meeting) -> bool:
    return any((quote.start, quote.end) == (known.start, known.end) for quote in one.quotes for known in other.quotes)


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


def _add_delegation(rows: list[Delegation], row: Delegation) -> None:
    for number, known in enumerate(rows):
        if (known.meeting, known.party.name, known.role) == (row.meeting, row.party.name, row.role):
            members = [*known.members, *row.members]
            rows[number] = known.model_copy(
                update={
                    "quotes": _quotes(known.quotes, row.quotes),
                    "members": _people(members),
                    "head": known.head or row.head,
                }
            )
            return
    rows.append(row.changed(members=_people(row.members)))


def _add_position(rows: list[Position], row: Position) -> None:
    for number, known in enumerate(rows):
        alike = (known.holder.name, known.stance, known.issue) == (row.holder.name, row.stance, row.issue)
        if alike and (known.subject.casefold() == row.subject.casefold() or _overlap(known.quotes, row.quotes)):
            rows[number] = known.model_copy(
                update={
                    "quotes": _quotes(known.quotes, row.quotes),
                    "speaker": known.speaker or row.speaker,
                    "when": known.when if known.when.edtf else row.when,
                    "meeting": known.meeting or row.meeting,
                }
            )
            return
    rows.append(row)


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
