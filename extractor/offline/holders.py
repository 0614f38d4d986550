"""Who is meant by the words of an article that stand for somebody."""

import re
from dataclasses import dataclass

from extractor.offline.masks import Mention
from extractor.offline.people import Parsed, actors_of
from extractor.offline.principals import principals
from extractor.offline.symbols import ADJECTIVE, CITY, GROUP, HE, OFFICE, PERSON, STATE
from schemas import Actor, ActorKind

__all__ = ["Holders", "Who"]

_SYMBOLS = frozenset({STATE, CITY, PERSON, OFFICE, GROUP, HE, ADJECTIVE})
_MEMORY = 400
# Those who look on: what they think is no position of anybody at the table.
_ONLOOKER = re.compile(
    r"analyst|professor|expert|lecturer|fellow|editor|correspondent|journalist|researcher|historian|scholar|author|"
    r"columnist|academic|economist|scientist|reporter",
    re.IGNORECASE,
)
_ONLOOKING = re.compile(r"(?:University|Institute|Centre|Center|Foundation|College|School|Society|Network|Group)\b")
_COLLECTIVE = frozenset({ActorKind.ARMED_GROUP, ActorKind.PARTY})


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who holds a position.

    Attributes:
        actors: for whom, empty if it is not known.
        person: key of the named person who speaks.
        guessed: whether it is a guess for whom.
        many: whether `they` can mean it.
    """

    actors: tuple[Actor, ...]
    person: str | None = None
    guessed: bool = False
    many: bool = False


class Holders:
    """Resolves phrases and pronouns, sentence after sentence."""

    def __init__(self, parse: Parsed, title: str | None) -> None:
        """Begin an article."""
        self._parse = parse
        self._title = title
        self._pair: tuple[Actor, ...] | None = None
        # Whom the sentence before was about.
        self.last: list[Who] = []

    def named(self, start: int, end: int) -> list[Who]:
        """Those whom the mentions from `start` to `end` stand for."""
        found: list[Who] = []
        for mention in self._parse.masked.within(start, end):
            if mention.symbol in _SYMBOLS:
                found += self._meant(mention)
        return found

    @property
    def pair(self) -> tuple[Actor, ...]:
        """The two sides of the article."""
        if self._pair is None:
            self._pair = tuple(principals(self._parse, self._title))
        return self._pair

    def owned(self, start: int, end: int, owner: list[Who]) -> list[Who]:
        """`Its president`, with the name if it follows."""
        following = self._parse.masked.within(end, end + 3)
        person = following[0].person if following and following[0].symbol == PERSON else None
        actors = owner[-1].actors if owner else ()
        return [Who(actors, person)] if actors else []

    def onlooker(self, who: Who) -> bool:
        """Whether it is one of those who look on: scholars, analysts, the press."""
        if any(actor.kind is ActorKind.COMPANY or _ONLOOKING.search(actor.name) for actor in who.actors):
            return True
        return bool(who.person and _ONLOOKER.search(self._parse.people[who.person].title or ""))

    def _meant(self, mention: Mention) -> list[Who]:
        parse = self._parse
        if mention.symbol == HE:
            people = [one for one in self.last if one.person] or self._people_before(mention.start)
            return people[-1:] or [one for one in self.last if len(one.actors) == 1][-1:]
        actors = actors_of(parse, mention)
        if mention.symbol == GROUP and not actors:
            return self._they(parse.text[mention.start : mention.end].lower())
        guessed = bool(mention.person and parse.people[mention.person].guessed)
        many = mention.plural or mention.symbol == ADJECTIVE or any(one.kind in _COLLECTIVE for one in actors)
        return [Who(actors, mention.person, guessed, many)]

    def _they(self, said: str) -> list[Who]:
        before = [one for one in self.last if one.actors]
        if said == "they":
            if len(before) == 1 and (before[0].many or len(before[0].actors) > 1):
                return before
            if len(before) > 1:
                return before
        elif sum(len(one.actors) for one in before) == 2:  # noqa: PLR2004 - both
            return before
        return [Who(self.pair, many=True)] if len(self.pair) > 1 else []

    def _people_before(self, at: int) -> list[Who]:
        found = [one for one in self._parse.masked.within(max(0, at - _MEMORY), at) if one.person]
        return [who for one in found[-1:] for who in self._meant(one)]
