"""Who sat at which table: teams of people, each at a meeting."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.offline.merging import Event
from extractor.offline.people import Parsed, actors_of
from extractor.offline.seats import Seats
from schemas import Actor, ActorKind, MeetingStatus, Role

__all__ = ["Team", "teams"]

# Words of noun phrases that speak of a meeting before the one that is told of.
_BACKGROUND = frozenset({"last", "previous", "earlier", "failed", "past"})
_NOBODY_CAME = {MeetingStatus.PROPOSED, MeetingStatus.REFUSED, MeetingStatus.CANCELLED}
_AHEAD = {MeetingStatus.PLANNED, MeetingStatus.PROPOSED, MeetingStatus.POSTPONED}
# What speaks against a meeting, counted in sentences between it and the people: that their side does not take part in
# it, that it was over before, that nobody came, that it lies ahead (or back, for those who will come).
_STRANGER, _OVER, _OFF, _OTHER_TIME = 5.0, 3.0, 2.0, 2.0
# Far is far; people are told of after their meeting more often than before it; the first meeting is what news is about.
_FARTHEST, _BEFORE, _FIRST, _HERE, _SAME_TABLE = 8, 2.5, 1.5, 2, 1.5
# Meetings told so many sentences away are not thought of, but the first.
_WINDOW = 60
# Told further from their meeting than this, people are put to it with little confidence.
_TOO_FAR = 7


@dataclass
class Team:
    """One actor's people at one meeting; `people` are keys of the article's register."""

    event: int
    party: Actor
    start: int
    end: int
    head: str | None = None
    people: list[str] = field(default_factory=list[str])
    role: Role = Role.PARTY
    confidence: float = 0.8


def teams(parse: Parsed, events: list[Event], seatings: Sequence[Seats]) -> list[Team]:
    """The teams of an article; each person stands at one meeting once."""
    return _Finder(parse, events).run(seatings) if events else []


class _Finder:
    def __init__(self, parse: Parsed, events: list[Event]) -> None:
        self.parse = parse
        self.events = events
        self.teams: dict[int, list[Team]] = {}
        self.seated: set[str] = set()
        # The sentences that tell of each meeting, and all of them with the meeting's number.
        self.told = [sorted(telling.sentence for telling in event.tellings) for event in events]
        self.places = sorted((sentence, number) for number, told in enumerate(self.told) for sentence in told)

    def run(self, seatings: Sequence[Seats]) -> list[Team]:
        before: tuple[Seats, int] | None = None
        placed: dict[tuple[int, str], int] = {}
        for seats in sorted(seatings, key=lambda seats: (seats.vague, seats.sentence, not seats.named)):
            if seats.vague and seats.people[0] in self.seated:
                continue
            event, cost = self._event(seats, before)
            # One side of one sentence sits at one table.
            event = placed.setdefault((seats.sentence, seats.party.name), event)
            self._add(event, seats, seats.confidence if cost < _TOO_FAR else 0.4)
            before = seats, event
        self._those_who_meet()
        return [team for number in range(len(self.events)) for team in self.teams.get(number, ())]

    def _those_who_meet(self) -> None:
        """Who meets in person is a party; beside others of the same side they are its team, and its head."""
        for number, event in enumerate(self.events):
            for telling in event.tellings:
                if telling.status in _NOBODY_CAME:
                    continue
                sides: dict[str, tuple[Actor, list[str]]] = {}
                for mention in telling.who:
                    if mention.person and (actors := actors_of(self.parse, mention)):
                        people = sides.setdefault(actors[0].name, (actors[0], []))[1]
                        people += [mention.person] if mention.person not in people else []
                if len(sides) == 1 and all(actor.kind is ActorKind.PERSON for actor in telling.parties):
                    # Who meet each other are not of one side, whatever it was guessed to be.
                    continue
                for party, people in sides.values():
                    alone = len(people) == 1
                    known = self._team(number, party)
                    # Alone they are the meeting's party, and not a team.
                    seats = Seats(
                        party, telling.start, telling.end, telling.sentence, people, people[0] if alone else None
                    )
                    self._add(number, seats, 0.8 if known or not alone else 0.4)

    def _event(self, seats: Seats, before: tuple[Seats, int] | None) -> tuple[int, float]:
        """The meeting at which they sat most likely, and what speaks against it; `before` is who was seated last."""
        near = self.places[
            bisect_left(self.places, (seats.sentence - _WINDOW, 0)) : bisect_left(
                self.places, (seats.sentence + _WINDOW, 0)
            )
        ]
        numbers = sorted({0, *(number for _, number in near)})
        meets = {number for number in numbers if self._meets(self.events[number], seats.party)}
        # Who mediates takes part in none as a side.
        stranger = _STRANGER if seats.role is Role.PARTY and meets else 0
        costs = [(self._cost(number, seats) + (0 if number in meets else stranger), number) for number in numbers]
        if before and seats.sentence - before[0].sentence == 1 and seats.party.name != before[0].party.name:
            # The other side of the same table.
            costs = [(cost - (_SAME_TABLE if number == before[1] else 0), number) for cost, number in costs]
        cost, number = min(costs)
        return number, cost

    def _cost(self, number: int, seats: Seats) -> float:
        event, told = self.events[number], self.told[number]
        main = event.main
        behind = bisect_right(told, seats.sentence)
        near = min(
            seats.sentence - told[behind - 1] if behind else _FARTHEST,
            _BEFORE * (told[behind] - seats.sentence) if behind < len(told) else _FARTHEST,
        )
        cost = min(near, _FARTHEST) * (0.2 if seats.vague else 1)
        if not near and not seats.vague:
            cost -= _HERE
        if near > 1 and (main.words & _BACKGROUND or self._is_before(event)):
            cost += _OVER
        if main.status in _NOBODY_CAME:
            cost += _OFF
        if (main.status in _AHEAD) != seats.ahead:
            cost += _OTHER_TIME
        return cost if number else cost - _FIRST

    def _meets(self, event: Event, party: Actor) -> bool:
        main = event.main
        return any(actor.name == party.name for actor in [*main.parties, *main.hosts, *main.mediators])

    def _is_before(self, event: Event) -> bool:
        """Whether it was over before the first meeting that the article tells of."""
        first, last = self.events[0].main.when.first, event.main.when.last
        return bool(first and last and last < first)

    def _team(self, event: int, party: Actor) -> Team | None:
        return next((team for team in self.teams.get(event, ()) if team.party.name == party.name), None)

    def _add(self, event: int, seats: Seats, confidence: float) -> None:
        elsewhere = {key for team in self.teams.get(event, ()) for key in team.people}
        team = self._team(event, seats.party)
        new = [key for key in seats.people if key not in elsewhere]
        self.seated.update(new)
        if team is None:
            if new:
                head = seats.head if seats.head in new else None
                self.teams.setdefault(event, []).append(
                    Team(event, seats.party, seats.start, seats.end, head, new, seats.role, confidence)
                )
            return
        team.head = team.head or (seats.head if seats.head in [*team.people, *new] else None)
        team.people += new
        team.confidence = max(team.confidence, confidence)
        if len(new) > 1:
            # One quote, of the phrase that names the most.
            team.start, team.end = seats.start, seats.end
