"""Who is meant by the words of an article that stand for somebody."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from extractor.offline.masks import Mention
from extractor.offline.people import Parsed, actors_of
from extractor.offline.principals import principals
from extractor.offline.seats import Seats
from extractor.offline.symbols import ADJECTIVE, CITY, GROUP, HE, OFFICE, PERSON, PLACE, STATE, expanded
from extractor.states import state_with_code
from schemas import Actor, ActorKind, Role

__all__ = ["Holders", "How", "Who"]

# The city that stands for a union of states, and only seldom for its own.
_SEAT, _UNION = "Brussels", Actor(name="European Union", kind=ActorKind.INTERNATIONAL_ORGANIZATION)
_SYMBOLS = frozenset({STATE, CITY, PERSON, OFFICE, GROUP, HE, ADJECTIVE})
_MEMORY = 400
# Those who look on: what they think is no position of anybody at the table.
_ONLOOKER = re.compile(
    r"analyst|professor|expert|lecturer|fellow|editor|correspondent|journalist|researcher|historian|scholar|author|"
    r"columnist|academic|economist|scientist|reporter",
    re.IGNORECASE,
)
_ONLOOKING = re.compile(r"(?:University|Institute|Centre|Center|Foundation|College|School|Society|Network|Group)\b")
_THIRD = frozenset({ActorKind.INTERNATIONAL_ORGANIZATION})
_COLLECTIVE = frozenset({ActorKind.ARMED_GROUP, ActorKind.PARTY})


_REACH = 90
_SIDE_BEFORE = re.compile(
    expanded(
        "(?:(?:{title} (?:of|for) |(?<![a-z])on behalf of )(?:the )?(?P<who>[\ue000\ue002\ue006]\ue00f*),? "
        "|(?P<office>{office}),? "
        "|(?:\n|^)(?P<place>{place}),? (?:the |an? )?(?:[a-z-]+ ){0,2}(?:{title},? )?)$"
    )
)
_SIDE_BEHIND = re.compile(
    expanded(
        "(?:,? (?:(?:speaking |who (?:speaks|spoke|leads|led|negotiate[sd]) )?(?:for|on behalf of)|representing|"
        "(?:the )?(?:[a-z-]+ ){0,2}{title} (?:of|for|to)|of) (?:the )?(?P<who>[\ue000\ue002\ue005\ue006]\ue00f*)"
        "|, (?P<body>the (?:agency|movement|group|party|bloc|organi[sz]ation|union|alliance|militia|rebels)'s?) "
        "(?:[a-z-]+ ){0,2}{title}"
        "|, (?:an? |the )?(?P<office>{office}))"
    )
)
_SIDE_OWNER = re.compile(
    expanded(",? (?:the )?(?P<who>[\ue000\ue002\ue006]\ue00f*)'s? (?:[a-z-]+ ){0,2}{title}(?=[,.;\n])")
)


class How(StrEnum):
    """By what sort of word somebody is meant."""

    NAMED = "named"
    OFFICE = "office"
    OWNER = "owner"
    OWN = "own"
    PLACE = "place"
    IT = "it"
    HE = "he"
    THEY = "they"


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who holds a position.

    Attributes:
        actors: for whom, empty if it is not known.
        person: key of the named person who speaks.
        guessed: whether it is a guess for whom.
        many: whether `they` can mean it.
        how: by what sort of word it is meant.
    """

    actors: tuple[Actor, ...]
    person: str | None = None
    guessed: bool = False
    many: bool = False
    how: How = How.NAMED


class Holders:
    """Resolves phrases and pronouns, sentence after sentence."""

    def __init__(self, parse: Parsed, title: str | None, seats: Sequence[Seats]) -> None:
        """Begin an article; `seats`: who sat for whom."""
        self._parse = parse
        self._title = title
        self._pair: tuple[Actor, ...] | None = None
        # Whom the sentence before was about.
        self.last: list[Who] = []
        self._seat(seats)
        for mention in parse.masked.within(0, len(parse.mask)):
            if mention.person or mention.form == "common":
                self._place_side(mention)

    def named(self, start: int, end: int, speakers: list[Who] | None = None) -> list[Who]:
        """Those whom the mentions from `start` to `end` stand for; `speakers`: who says it."""
        found: list[Who] = []
        for mention in self._parse.masked.within(start, end):
            if mention.symbol in _SYMBOLS:
                found += self._meant(mention, speakers or [])
        return found

    @property
    def pair(self) -> tuple[Actor, ...]:
        """The two sides of the article."""
        if self._pair is None:
            self._pair = tuple(principals(self._parse, self._title))
        return self._pair

    def before(self, start: int, end: int) -> list[Who]:
        """The one who is named last from `start` to `end`: the one whom `whose` means."""
        return self.named(start, end)[-1:]

    def of_place(self, start: int, end: int) -> list[Who]:
        """`Officials in Lima`."""
        place = next((one for one in self._parse.masked.within(start, end) if one.symbol == PLACE), None)
        actors = _state_of(place)
        return [Who(actors, how=How.PLACE)] if actors else []

    def owned(self, end: int, owner: list[Who]) -> list[Who]:
        """`Its president`, with the name if it follows at `end`, by the one whom `its` means."""
        following = self._parse.masked.within(end, end + 3)
        person = following[0].person if following and following[0].symbol == PERSON else None
        actors = owner[-1].actors if owner else ()
        if person and actors and self._parse.people[person].actor is None:
            self._parse.people[person].actor = actors[0]
        return [Who(actors, person, how=How.OWN)] if actors else []

    def onlooker(self, who: Who) -> bool:
        """Whether it is one of those who look on: scholars, analysts, the press."""
        if any(actor.kind is ActorKind.COMPANY or _ONLOOKING.search(actor.name) for actor in who.actors):
            return True
        return bool(who.person and _ONLOOKER.search(self._parse.people[who.person].title or ""))

    def _meant(self, mention: Mention, speakers: list[Who]) -> list[Who]:
        parse = self._parse
        if mention.symbol == HE:
            near = [one for one in speakers if one.person] or speakers[:1]
            people = near or [one for one in self.last if one.person] or self._people_before(mention.start)
            found = people[-1:] or [one for one in self.last if len(one.actors) == 1][-1:]
            return [replace(one, how=How.HE) for one in found]
        if mention.form == "common" and parse.text.startswith(("his ", "her ", "His ", "Her "), mention.start):
            people = [one for one in (*speakers, *self.last) if one.person] or self._people_before(mention.start)
            return [Who(one.actors, how=How.OWN) for one in people[:1]]
        if mention.person:
            self._same_office(mention.person)
        actors = actors_of(parse, mention)
        if mention.symbol == CITY and mention.city == _SEAT:
            actors = (_UNION,)
        if mention.symbol == GROUP and not actors:
            they = self._they(parse.text[mention.start : mention.end].lower(), speakers)
            return [replace(one, how=How.THEY) for one in they]
        guessed = bool(mention.person and parse.people[mention.person].guessed)
        peoples = mention.symbol == STATE and parse.text[mention.end - 1] == "s"
        many = (
            mention.plural
            or mention.symbol == ADJECTIVE
            or any(one.kind in _COLLECTIVE or (peoples and one.kind is ActorKind.OTHER) for one in actors)
        )
        how = How.OFFICE if mention.form in {"common", "reference"} else How.NAMED
        return [Who(actors, mention.person, guessed, many, how)]

    def _seat(self, seats: Sequence[Seats]) -> None:
        """Learn for whom somebody acts from the table: `The Chilean delegation was led by Rosa Quispe`."""
        for seat in seats:
            if not seat.named or seat.role is not Role.PARTY:
                continue
            for key in seat.people:
                someone = self._parse.people[key]
                if someone.guessed or not someone.actor:
                    someone.actor, someone.guessed = seat.party, False

    def _place_side(self, mention: Mention) -> None:
        """Learn for whom somebody acts from what stands around: `on behalf of Chile, …`, `In Lima, …`."""
        mask = self._parse.mask
        someone = self._parse.people[mention.person] if mention.person else None
        if someone and someone.actor and not someone.guessed:
            return
        before = _SIDE_BEFORE.search(mask, max(0, mention.start - _REACH), mention.start)
        behind = _SIDE_BEHIND.match(mask, mention.end) or _SIDE_OWNER.match(mask, mention.end)
        side = next((one for around in (before, behind) if around and (one := self._side(around))), None)
        actors = actors_of(self._parse, side) if side else ()
        if side and side.symbol == PLACE:
            actors = _state_of(side)
        if actors and someone:
            someone.actor, someone.guessed = actors[0], False
        elif actors and side and side.symbol == PLACE:
            mention.actors = actors

    def _same_office(self, person: str) -> None:
        """`A Chilean spokesman said …. Spokesman Ivo Rojas added …`: for whom the second one speaks."""
        someone = self._parse.people[person]
        unsure = someone.guessed or not someone.actor
        if unsure and len(self.last) == 1 and (someone.title or "").lower().startswith("spokes"):
            before = self.last[0]
            if len(before.actors) == 1 and before.person is None:
                someone.actor, someone.guessed = before.actors[0], False

    def _side(self, around: re.Match[str]) -> Mention | None:
        group = around.lastgroup or "who"
        if group == "body":
            return next(
                (
                    one
                    for one in reversed(self._parse.masked.within(max(0, around.start() - _MEMORY), around.start()))
                    if any(actor.kind is not ActorKind.STATE for actor in one.actors)
                ),
                None,
            )
        side = self._parse.masked.at[around.start(group)]
        # A body is no apposition: `after talks with the delegation, Rosa Quispe`.
        return None if group == "office" and side.form else side

    def _they(self, said: str, speakers: list[Who]) -> list[Who]:
        before = [one for one in self.last if one.actors]
        if said == "they":
            if speakers and all(one.actors and one.actors[0].kind not in _THIRD for one in speakers):
                return speakers
            if len(before) == 1 and (before[0].many or len(before[0].actors) > 1):
                return before
            if len(before) > 1:
                return before
        elif sum(len(one.actors) for one in before) == 2:  # noqa: PLR2004 - both
            return before
        return [Who(self.pair, many=True)] if len(self.pair) > 1 else []

    def _people_before(self, at: int) -> list[Who]:
        found = [one for one in self._parse.masked.within(max(0, at - _MEMORY), at) if one.person]
        return [who for one in found[-1:] for who in self._meant(one, [])]


def _state_of(place: Mention | None) -> tuple[Actor, ...]:
    state = state_with_code(place.country) if place and place.country else None
    return (Actor(name=state.name, kind=ActorKind.STATE, country=state.code),) if state else ()
