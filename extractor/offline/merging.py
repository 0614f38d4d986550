"""One row for each meeting: what several sentences tell of it put together."""

from dataclasses import dataclass, field
from itertools import islice

from extractor.offline.telling import Telling
from schemas import ActorKind, MeetingFormat, MeetingLevel, MeetingStatus

__all__ = ["Event", "events"]

_AHEAD = {
    MeetingStatus.PLANNED,
    MeetingStatus.PROPOSED,
    MeetingStatus.POSTPONED,
    MeetingStatus.CANCELLED,
    MeetingStatus.REFUSED,
}
_ANEW = frozenset(
    {"another", "next", "new", "fresh", "further", "upcoming", "last", "previous", "earlier", "subsequent"}
)
# How many sentences back a meeting can be meant by a bare `the talks`.
_MEMORY = 6
# No article tells of more; without a bound, a book would take the square of its length.
_KEPT_IN_MIND = 60


@dataclass
class Event:
    """A meeting, with all that was told of it; `main` is the telling that says the most."""

    tellings: list[Telling] = field(default_factory=list[Telling])

    @property
    def main(self) -> Telling:
        """The telling that the row is made of."""
        return self.tellings[0]


def events(tellings: list[Telling]) -> list[Event]:
    """The meetings of an article, in the order in which it first tells of them."""
    found: list[Event] = []
    for telling in tellings:
        for event in islice(reversed(found), _KEPT_IN_MIND):
            if _same(event, telling):
                _add(event, telling)
                break
        else:
            found.append(Event([telling]))
    return found


def _same(event: Event, telling: Telling) -> bool:
    one = event.main
    if _conflict(one, telling):
        return False
    if one.when.edtf and one.when.edtf == telling.when.edtf:
        return True
    close = telling.sentence - event.tellings[-1].sentence <= _MEMORY
    anew = telling.words & _ANEW and not telling.words & one.words & _ANEW
    if one.when.as_written and telling.when.as_written:
        return close and not anew and _dates_fit(one, telling)
    if one.round and one.round == telling.round:
        return True
    if anew:
        return False
    # What is wished for is spoken of again and again; else it is told again without anything new to tell it apart by.
    return close or telling.bare or (one.status in _AHEAD and telling.status in _AHEAD)


def _dates_fit(one: Telling, telling: Telling) -> bool:
    # `last month` may be the month of another meeting.
    again = telling.definite or not telling.own or bool(one.place and one.place == telling.place)
    nested = bool(one.when.edtf and telling.when.edtf)
    return (nested and again) or one.when.as_written == telling.when.as_written


def _conflict(one: Telling, other: Telling) -> bool:
    return (
        _dates_conflict(one, other)
        or _values_conflict(one, other)
        or _parties_conflict(one, other)
        or (
            ((one.status in _AHEAD) != (other.status in _AHEAD))
            and not (one.when.edtf and one.when.edtf == other.when.edtf)
        )
    )


def _dates_conflict(one: Telling, other: Telling) -> bool:
    if not (one.when.first and other.when.first and one.when.last and other.when.last):
        return False
    inside = one.when.first <= other.when.first and other.when.last <= one.when.last
    around = other.when.first <= one.when.first and one.when.last <= other.when.last
    return not (inside or around)


def _values_conflict(one: Telling, other: Telling) -> bool:
    rounds = {one.round, other.round} - {None}
    formats = {one.format, other.format} - {MeetingFormat.UNKNOWN}
    cities = {telling.place.city for telling in (one, other) if telling.place} - {None}
    levels = {one.level, other.level}
    if MeetingLevel.LEADERS in levels and any(telling.round for telling in (one, other)) and not len(rounds) > 1:
        counted, uncounted = (one, other) if one.round else (other, one)
        if counted.level is not MeetingLevel.LEADERS and uncounted.own:
            return True
    if MeetingLevel.LEADERS in levels and len(levels) > 1 and one.own and other.own and one.status in _AHEAD:
        # A summit that is wished for is not the talks that are to prepare it.
        return True
    ranks = MeetingLevel.LEADERS in levels and levels & {MeetingLevel.MINISTERS, MeetingLevel.OFFICIALS}
    return len(rounds) > 1 or len(formats) > 1 or len(cities) > 1 or bool(ranks)


def _parties_conflict(one: Telling, other: Telling) -> bool:
    # Of people it is not known for whom they act.
    names, others = (
        {actor.name for actor in telling.parties if actor.kind is not ActorKind.PERSON} for telling in (one, other)
    )
    if not names or not others:
        return False
    if not (other.noun or other.elliptic):
        # Whom a verb adds was not at the meeting before: `Oman, too, received the two sides`.
        known = names | {actor.name for actor in (*one.hosts, *one.mediators)}
        if one.own and others - known:
            return True
    if names <= others or others <= names:
        return False
    if one.own and other.own:
        return True
    # Whose a meeting is that only points back is a guess.
    guessed = other.definite and not (other.own or other.round or other.when.as_written)
    ahead = one.status in _AHEAD and other.status in _AHEAD
    return not names & others or not (ahead or guessed or not (one.own or other.own))


def _add(event: Event, telling: Telling) -> None:
    main = event.main
    event.tellings.append(telling)
    main.confidence = max(main.confidence, telling.confidence)
    if not main.when.edtf and telling.when.as_written:
        main.when = telling.when
    main.place = main.place or telling.place
    main.round = main.round or telling.round
    main.duration = main.duration or telling.duration
    if main.format is MeetingFormat.UNKNOWN:
        main.format = telling.format
    if main.level is MeetingLevel.UNKNOWN:
        main.level = telling.level
    if telling.own and not main.own:
        main.parties, main.own = telling.parties, True
    for actor in telling.mediators:
        if actor not in main.mediators:
            main.mediators.append(actor)
    for actor in telling.hosts:
        if actor not in main.hosts:
            main.hosts.append(actor)
    if telling.status in {MeetingStatus.CANCELLED, MeetingStatus.POSTPONED} or (
        main.status is MeetingStatus.PROPOSED and telling.status in {MeetingStatus.PLANNED, MeetingStatus.REFUSED}
    ):
        main.status = telling.status
