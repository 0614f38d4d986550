"""Who sat for whom, as single phrases tell it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.offline.masks import Mention
from extractor.offline.people import Parsed, actors_of
from extractor.offline.seatrules import Pattern, seat_rules
from extractor.offline.symbols import ADJECTIVE, CITY, HE, NAME, OFFICE, PERSON, STATE
from schemas import Actor, ActorKind, Role

__all__ = ["Seats", "seatings"]

_MAX_SENTENCE = 1_500
_MENTIONED_BEFORE = 350
# How far from a name `mediator` may stand.
_BEFORE, _BEHIND = 32, 14
_OPPONENTS = frozenset({ActorKind.STATE, ActorKind.ARMED_GROUP, ActorKind.PARTY})
_SIDES = frozenset({STATE, ADJECTIVE, CITY, OFFICE})
_WHO_LEADS = re.compile(
    r"(?:negotiates|negotiated|leads|led|signed|signs|signing) for |who (?:heads|headed|leads|led|will head|will lead) "
)
_SEAT = re.compile(
    r"(?:head|leader|chief|member)s? of (?:the |its |his |her )?(?:[\w'\u2019-]+ ){0,3}(?:delegation|team)\b|"
    + _WHO_LEADS.pattern
)
# A name behind one of these is no member of the list: `an adviser to President Assad`.
_NO_MEMBER = re.compile(r"(?<![a-z])(?:to|of|for|under|from|than|against|about|replacing|succeeding|like)(?: the)? $")
_HEADS = ("head", "head2", "head3", "head4", "head5")
_MEMBERS = ("members", "members2")
_NOT_THERE = re.compile(
    r"(?<![a-z])(?:never|not|nor|neither|without|refused|declined|instead of|absent|boycott\w*)(?![a-z])"
)
_AT_TABLE = re.compile(
    "negotiat|delegat|observer|envoy|representative|chair|mediat|team|side|panel|expert|lawyer|member"
)
_SIDE_GROUPS = ("office", "party", "party2", "team", "team2", "team3")
_HOST = re.compile("host")
_MEDIATES = re.compile("will mediate|mediates? |mediating|mediation team")
# So far behind people their verb may stand.
_VERB_BEHIND = 30
_AHEAD = re.compile(
    r"(?<![a-z])(?:will|is to|are to|would|is expected to|are expected to|is due|are due|set to|to lead|to head|"
    r"to represent)(?![a-z])"
)
_SIDES_OF = re.compile("respective|sides|delegations|teams")
_OTHER_SIDE = re.compile("other side|other team|opposing|opposite")


@dataclass
class Seats:
    """People of one actor at one table; `people` are keys of the article's register.

    Attributes:
        start, end: of the phrase.
        sentence: its number.
        role: party, or mediator or host where the phrase says so.
        named: whether the phrase names the side for which they act.
        vague: whether it names no table: a title, told anywhere in the article.
        ahead: whether they are still to come.
    """

    party: Actor
    start: int
    end: int
    sentence: int
    people: list[str]
    head: str | None = None
    role: Role = Role.PARTY
    named: bool = False
    vague: bool = False
    ahead: bool = False
    confidence: float = 0.8


def seatings(parse: Parsed) -> list[Seats]:
    """All that the sentences say of who sat for whom, in their order."""
    return _Finder(parse).run()


def _each_once(told: list[Seats]) -> list[Seats]:
    """What a sentence tells, with everybody on one side: the one that a phrase names, rather than a guess."""
    sides: dict[str, str] = {}
    for seats in sorted(told, key=lambda one: (one.vague, not one.named, one.party.kind is ActorKind.PERSON)):
        seats.people = [key for key in seats.people if sides.setdefault(key, seats.party.name) == seats.party.name]
    return sorted((seats for seats in told if seats.people), key=lambda one: one.start)


class _Finder:
    def __init__(self, parse: Parsed) -> None:
        self.parse = parse
        self.found: list[Seats] = []

    def run(self) -> list[Seats]:
        rules, mask = seat_rules(), self.parse.mask
        for number, sentence in enumerate(self.parse.masked.sentences):
            here = mask[sentence.start : sentence.end]
            if not sentence.prose or len(here) > _MAX_SENTENCE or not (PERSON in here or NAME in here or HE in here):
                continue
            told: list[Seats] = []
            for pattern in rules.that_may_match(here, self.parse.masked.words(number)):
                # The line break before a sentence lets a pattern ask for its beginning.
                for match in pattern.regex.finditer(mask, max(0, sentence.start - 1), sentence.end):
                    told += self._matched(pattern, match, number, told)
            told += self._titled(sentence.start, sentence.end, number, told)
            coming = {
                seats.party.name
                for seats in told
                if _AHEAD.search(mask, seats.start, min(seats.end + _VERB_BEHIND, sentence.end))
            }
            for seats in told:
                seats.ahead = seats.party.name in coming
            self.found += _each_once(told)
        return self.found

    def _matched(self, pattern: Pattern, match: re.Match[str], sentence: int, told: list[Seats]) -> Iterator[Seats]:
        heads = list(dict.fromkeys(key for group in _HEADS for key in self._people(match, group)))
        members = [key for group in _MEMBERS for key in self._people(match, group) if key not in heads]
        everyone = [*heads, *members]
        if not everyone or not self._sits(match):
            return
        role = Role.PARTY
        if pattern.mediator or _MEDIATES.search(match[0]):
            role = Role.HOST if _HOST.search(match[0]) else Role.MEDIATOR
        parties: dict[str, Actor] = {}
        if (match.groupdict().get("party2") and match.groupdict().get("party")) and len(everyone) == 2:  # noqa: PLR2004
            for key, group in zip(everyone, ("party", "party2"), strict=True):
                if party := self._named(match, group):
                    parties[key] = party
        elif pattern.each:
            parties = self._each(everyone, match[0], match.start())
        else:
            named = self._named_side(match)
            if party := named or self._party(pattern, match, everyone, told):
                head = heads[0] if heads else None
                yield Seats(party, match.start(), match.end(), sentence, everyone, head, role, named is not None)
            return
        for party in {actor.name: actor for actor in parties.values()}.values():
            people = [key for key in everyone if key in parties and parties[key].name == party.name]
            yield Seats(party, match.start(), match.end(), sentence, people, role=role)

    def _sits(self, match: re.Match[str]) -> bool:
        """Whether they are there at all, and an office that is somebody's is one at a table (`The observer was …`)."""
        if _NOT_THERE.search(match[0]):
            return False
        if not match.groupdict().get("office"):
            return True
        return bool(_AT_TABLE.search(self.parse.text, *match.span("office")))

    def _each(self, everyone: list[str], phrase: str, at: int) -> dict[str, Actor]:
        """Everybody's own side; for two who are strangers, the two of whom was spoken last."""
        known = {key: actor for key in everyone if (actor := self.parse.people[key].actor)}
        if not known and len(everyone) == 2 and _SIDES_OF.search(phrase):  # noqa: PLR2004
            for mention in reversed(self.parse.masked.within(max(0, at - 2 * _MENTIONED_BEFORE), at)):
                if len(mention.actors) == 2:  # noqa: PLR2004
                    return dict(zip(everyone, mention.actors, strict=True))
        if len(known) < len(everyone):
            # Those of a list of whom nothing is said belong to the one before them.
            last = next(iter(known.values()), None) or self._last() or self._nobody(everyone[0])
            for key in everyone:
                known[key] = last = known.get(key, last)
        return known

    def _named_side(self, match: re.Match[str]) -> Actor | None:
        return next((side for group in _SIDE_GROUPS if (side := self._named(match, group))), None)

    def _party(self, pattern: Pattern, match: re.Match[str], everyone: list[str], told: list[Seats]) -> Actor | None:
        """For whom they act, if the phrase does not name it."""
        for key in everyone:
            someone = self.parse.people[key]
            if someone.actor and not someone.guessed:
                return someone.actor
        if pattern.mediator or pattern.alone:
            return self._nobody(everyone[0])
        if pattern.other or _OTHER_SIDE.search(match[0]):
            return self._opponent(match.start())
        # `its delegation`, `the team`: whoever is spoken of in this sentence before, or was before.
        for mention in self.parse.masked.within(self.parse.mask.rfind("\n", 0, match.start()) + 1, match.start()):
            if actors := actors_of(self.parse, mention):
                return actors[0]
        last = told[-1].party if told else self._last()
        return (
            last or self.parse.people[everyone[0]].actor or self._spoken_of(match.start()) or self._nobody(everyone[0])
        )

    def _spoken_of(self, before: int) -> Actor | None:
        for mention in reversed(self.parse.masked.within(max(0, before - _MENTIONED_BEFORE), before)):
            if mention.symbol in _SIDES and (actors := actors_of(self.parse, mention)):
                return actors[0]
        return None

    def _nobody(self, key: str) -> Actor:
        """Someone of whom the article does not say for whom they act."""
        return Actor(name=self.parse.people[key].name, kind=ActorKind.PERSON)

    def _last(self) -> Actor | None:
        return self.found[-1].party if self.found else None

    def _opponent(self, at: int) -> Actor | None:
        """Whoever is spoken of beside the side whose people were named last: before, else behind."""
        last = self._last()
        masked = self.parse.masked
        near = [
            *reversed(masked.within(max(0, at - 4 * _MENTIONED_BEFORE), at)),
            *masked.within(at, at + 2 * _MENTIONED_BEFORE),
        ]
        for mention in near:
            for actor in actors_of(self.parse, mention):
                if last and actor.name != last.name and actor.kind in _OPPONENTS:
                    return actor
        return None

    def _named(self, match: re.Match[str], group: str) -> Actor | None:
        if not match.groupdict().get(group):
            return None
        for mention in self.parse.masked.within(*match.span(group)):
            if mention.symbol not in _SIDES and not mention.person:
                continue
            before = self.parse.mask[max(match.start(group), mention.start - 8) : mention.start]
            if group.startswith("team") and before.rstrip().removesuffix(" the").endswith(
                (" to", " at", " in", " for")
            ):
                continue
            if actors := actors_of(self.parse, mention):
                return actors[0]
        return None

    def _people(self, match: re.Match[str], group: str) -> list[str]:
        found: list[str] = []
        if not match.groupdict().get(group):
            return found
        first = match.start(group)
        for mention in self.parse.masked.within(*match.span(group)):
            if mention.symbol not in {PERSON, NAME, HE} or _NO_MEMBER.search(self.parse.mask, first, mention.start):
                continue
            key = self._key(mention)
            if key and key not in found:
                found.append(key)
        return found

    def _key(self, mention: Mention) -> str | None:
        if mention.symbol == HE:
            within = self.parse.masked.within(max(0, mention.start - _MENTIONED_BEFORE), mention.start)
            return next((one.person for one in reversed(within) if one.person), None)
        if mention.symbol == NAME and mention.form == "caps":
            name = self.parse.text[mention.start : mention.end].casefold()
            return name if name in self.parse.people and not self._is_office(name) else None
        return mention.person

    def _is_office(self, name: str) -> bool:
        """Whether all words of a name are those of departments: `External Affairs`."""
        words = self.parse.words
        return all(word in words.modifiers or word in words.things for word in name.split())

    def _titled(self, start: int, end: int, sentence: int, told: list[Seats]) -> Iterator[Seats]:
        """Those whose title says that they sit at the table."""
        rules = seat_rules()
        for mention in self.parse.masked.within(start, end):
            if not mention.person or any(mention.person in seats.people for seats in told):
                continue
            said = self.parse.text[mention.start : mention.end].lower()
            title = (self.parse.people[mention.person].title or "").lower()
            someone = self.parse.people[mention.person]
            around = max(start, mention.start - _BEFORE), min(end, mention.end + _BEHIND)
            beside = self.parse.text[around[0] : mention.start] + "|" + self.parse.text[mention.end : around[1]]
            if any(map(rules.mediators.search, (title, said, beside.lower()))):
                party = someone.actor or self._nobody(mention.person)
                yield Seats(
                    party, mention.start, mention.end, sentence, [mention.person], role=Role.MEDIATOR, vague=True
                )
            elif _SEAT.search(said) or title in rules.seats or any(seat in said for seat in rules.seats):
                yield Seats(
                    someone.actor or self._nobody(mention.person),
                    mention.start,
                    mention.end,
                    sentence,
                    [mention.person],
                    mention.person,
                    vague=not _WHO_LEADS.search(said),
                )
