"""Who sat at the table: teams and their people."""

import re
from dataclasses import dataclass, field
from functools import cache

from extractor.offline.lexicon import data
from extractor.offline.masks import Mention
from extractor.offline.merging import Event
from extractor.offline.modality import VERB
from extractor.offline.people import Parsed, actors_of
from extractor.offline.symbols import GROUP, HE, NAME, OFFICE, PERSON, expanded
from schemas import Actor, MeetingStatus

__all__ = ["Team", "teams"]

_MAX_SENTENCE = 1_500
# Words of noun phrases that speak of a meeting before the one that is told of.
_BACKGROUND = frozenset({"last", "previous", "earlier", "second", "failed", "past"})
_SEAT = re.compile(
    r"(?:head|leader|chief|member)s? of (?:the |its |his |her )?(?:[\w'\u2019-]+ ){0,3}(?:delegation|team)\b"
    r"|who (?:negotiates|negotiated|leads|led|signed) for |who (?:heads|headed|leads|led|will head|will lead) "
)
_NOBODY_CAME = {MeetingStatus.PROPOSED, MeetingStatus.REFUSED, MeetingStatus.CANCELLED}


@dataclass
class Team:
    """One actor's people at one meeting; `people` are keys of the article's register."""

    event: int
    party: Actor
    start: int
    end: int
    head: str | None = None
    people: list[str] = field(default_factory=list[str])
    confidence: float = 0.8
    sentence: int = 0


@dataclass(frozen=True)
class _Pattern:
    regex: re.Pattern[str]
    words: tuple[str, ...]


@cache
def _patterns() -> tuple[list[_Pattern], tuple[str, ...]]:
    found = data("delegations.yaml")
    return [
        _Pattern(
            re.compile(
                "(?<![a-z'])" + expanded(entry["pattern"].replace("{team}", found["team"]).replace("{verb}", VERB))
            ),
            tuple(entry["words"]),
        )
        for entry in found["patterns"]
    ], tuple(found["seats"])


def teams(parse: Parsed, events: list[Event]) -> list[Team]:
    """The teams of an article; each person stands at one meeting of an actor once."""
    return _Finder(parse, events).run() if events else []


class _Finder:
    def __init__(self, parse: Parsed, events: list[Event]) -> None:
        self.parse = parse
        self.events = events
        self.found: list[Team] = []
        self.last: Actor | None = None

    def run(self) -> list[Team]:
        self._those_who_meet()
        patterns, seats = _patterns()
        mask = self.parse.mask
        for number, sentence in enumerate(self.parse.masked.sentences):
            here = mask[sentence.start : sentence.end]
            if not sentence.prose or len(here) > _MAX_SENTENCE or not (PERSON in here or NAME in here):
                continue
            for pattern in patterns:
                if any(word in here for word in pattern.words):
                    for match in pattern.regex.finditer(mask, sentence.start, sentence.end):
                        self._matched(match, number)
        for mention in self.parse.masked.within(0, len(mask)):
            if mention.person:
                self._seated(mention, mention.person, seats)
        return [team for team in self.found if team.people]

    def _those_who_meet(self) -> None:
        for number, event in enumerate(self.events):
            for telling in event.tellings:
                if telling.status in _NOBODY_CAME:
                    continue
                for mention in telling.who:
                    if mention.person and (party := self._party_of(mention)):
                        # The clause proves it; a surname alone would not.
                        who = [mention.person]
                        self._add(number, party, telling.start, telling.end, head=mention.person, people=who)

    def _party_of(self, mention: Mention) -> Actor | None:
        actors = actors_of(self.parse, mention)
        return actors[0] if actors else None

    def _matched(self, match: re.Match[str], sentence: int) -> None:
        groups = match.groupdict()
        head = self._people(match, "head") if groups.get("head") else []
        members = self._people(match, "members") if groups.get("members") else []
        everyone = [*head, *(one for one in members if one not in head)]
        if not everyone:
            return
        party = self._party(match, everyone)
        if party is None:
            return
        self.last = party
        event = self._event(party, match.start(), sentence)
        self._add(event, party, match.start(), match.end(), head=head[0] if head else None, people=everyone)

    def _party(self, match: re.Match[str], everyone: list[str]) -> Actor | None:
        groups = match.groupdict()
        for group in ("party", "team"):
            if not groups.get(group):
                continue
            inner = [one for one in self.parse.masked.within(*match.span(group)) if one.symbol != GROUP]
            for mention in inner:
                if (mention.symbol == OFFICE or group == "party") and (actors := actors_of(self.parse, mention)):
                    return actors[0]
            if inner and inner[0].person and (actors := actors_of(self.parse, inner[0])):
                return actors[0]
        for key in everyone:
            if actor := self.parse.people[key].actor:
                return actor
        # `its delegation`, `the team`: whoever is spoken of in this sentence before, or was before.
        before = [
            one
            for one in self.parse.masked.within(self.parse.mask.rfind("\n", 0, match.start()) + 1, match.start())
            if actors_of(self.parse, one)
        ]
        if before:
            return actors_of(self.parse, before[0])[0]
        return self.last

    def _people(self, match: re.Match[str], group: str) -> list[str]:
        found: list[str] = []
        for mention in self.parse.masked.within(*match.span(group)):
            key = mention.person
            if mention.symbol == HE:
                people = [
                    one for one in self.parse.masked.within(max(0, mention.start - 350), mention.start) if one.person
                ]
                key = people[-1].person if people else None
            if mention.symbol == NAME and mention.form == "caps":
                name = self.parse.text[mention.start : mention.end]
                key = name.casefold() if name.casefold() in self.parse.people else None
            if key and key not in found:
                found.append(key)
        return found

    def _event(self, party: Actor, at: int, sentence: int) -> int:
        def meets(event: Event) -> bool:
            main = event.main
            return any(actor.name == party.name for actor in [*main.parties, *main.hosts, *main.mediators])

        # The meeting of this very sentence, else the one that the article is about: the first that the actor takes part
        # in, and of those one that is not over before the others.
        def rank(item: tuple[int, Event]) -> tuple[bool, bool, bool, int]:
            number, event = item
            here = any(telling.sentence == sentence and telling.start <= at + 200 for telling in event.tellings)
            background = bool(event.main.words & _BACKGROUND)
            return not (here and not background), not meets(event), background, number

        return min(enumerate(self.events), key=rank)[0]

    def _seated(self, mention: Mention, person: str, seats: tuple[str, ...]) -> None:
        """Someone whose title says that they sit at the table, if they have no seat yet."""
        said = self.parse.text[mention.start : mention.end].lower()
        if not any(seat in said for seat in seats) and not _SEAT.search(said):
            return
        party = self._party_of(mention)
        if party is None or any(person in team.people for team in self.found):
            return
        sentence = next((n for n, part in enumerate(self.parse.masked.sentences) if part.end > mention.start), 0)
        event = self._event(party, mention.start, sentence)
        self._add(event, party, mention.start, mention.end, head=person, people=[person])

    def _add(self, event: int, party: Actor, start: int, end: int, *, head: str | None, people: list[str]) -> None:
        for team in self.found:
            if team.event == event and team.party.name == party.name:
                team.head = team.head or head
                team.people += [key for key in people if key not in team.people]
                if len(people) > 1:
                    # One quote, of the telling that names the most.
                    team.start, team.end = start, end
                return
        known = {key for team in self.found if team.party.name == party.name for key in team.people}
        if len(people) == 1 and people[0] in known and head is None:
            return
        self.found.append(Team(event, party, start, end, head, list(people)))
