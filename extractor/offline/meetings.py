"""Meetings as single sentences tell of them."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from itertools import combinations

from extractor.actors import actors_in
from extractor.offline.lexicon import data
from extractor.offline.masks import Mention
from extractor.offline.nouns import Noun, mark_meetings
from extractor.offline.phrases import Parsed, actors_of
from extractor.offline.symbols import DATE, GROUP, HE, MEETING, PLACE, expanded
from extractor.offline.times import When, when_of
from schemas import Actor, ActorKind, MeetingFormat, MeetingLevel, MeetingStatus, Place

__all__ = ["VERB", "Telling", "tellings"]

_MAX_SENTENCE = 1_500
_ONE_VERB = 12
_CLAUSE_BEFORE, _CLAUSE_BEHIND = 90, 120
_CLAUSE_STOP = re.compile("[;,]|\\n")
_DATELINE_LENGTH = 60
# Nouns that speak of so much else that without those who meet they tell of no meeting.
_VAGUE = frozenset(
    {
        "conference",
        "peace conference",
        "dialogue",
        "contacts",
        "discussions",
        "deliberations",
        "gathering",
        "audience",
        "call",
        "conversation",
        "lunch",
        "dinner",
        "cycle",
    }
)


@dataclass
class Telling:
    """What one sentence says of one meeting.

    Attributes:
        start, end: of the stretch that proves it.
        anchor: where its verb or noun stands.
        who: the mentions that meet, persons among them.
        parties: the actors that meet.
        own: whether the sentence itself names the parties.
    """

    start: int
    end: int
    anchor: int
    sentence: int
    status: MeetingStatus
    format: MeetingFormat = MeetingFormat.UNKNOWN
    level: MeetingLevel = MeetingLevel.UNKNOWN
    round: int | None = None
    when: When = field(default_factory=When)
    place: Place | None = None
    who: list[Mention] = field(default_factory=list[Mention])
    parties: list[Actor] = field(default_factory=list[Actor])
    hosts: list[Actor] = field(default_factory=list[Actor])
    mediators: list[Actor] = field(default_factory=list[Actor])
    duration: str | None = None
    definite: bool = False
    own: bool = False
    words: frozenset[str] = frozenset()
    noun: str = ""
    confidence: float = 0.8


@dataclass(frozen=True)
class _Pattern:
    name: str
    regex: re.Pattern[str]
    format: MeetingFormat
    needs_meeting: bool
    words: tuple[str, ...]


# The verb group before a main verb; what it means for the meeting is read off its words.
VERB = (
    "(?P<aux>(?:(?:will|would|shall|has|have|had|is|are|was|were|to|be|been|being|not|never|refused|refuses|declined|declines|agreed|agree|"
    "plan|plans|planned|expected|due|scheduled|set|hope|hopes|hoped|want|wants|wanted|offered|ready|willing|prepared|proposed|may|might|"
    "could|should|must|did|do|does|can|cannot|intends|intend|slated|about|yet|supposed|after|before|who|which|that|while|having|"
    "for hours|over dinner|over lunch|first|on the sidelines|of) |{light}){0,7})"
)
_DURATION = re.compile(
    r"(?:last(?:ed|ing)|went on for|for|took|ran(?: for)?|talked|after|length at) ((?:about |less than |more than |nearly |almost |close to |just over |just under |some |over |at least |around )?"
    r"(?:an|a|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,3}(?:\.\d)?)(?:-and-a-half| and a half)?[ -](?:hour|minute|day)s?(?: and a half| and \d+ minutes)?)\b"
)


@cache
def _rules() -> tuple[list[_Pattern], list[tuple[MeetingStatus, re.Pattern[str]]]]:
    found = data("meetings.yaml")
    patterns = [
        _Pattern(
            entry["name"],
            re.compile("(?<![a-z'-])" + expanded(entry["pattern"].replace("{verb}", VERB))),
            MeetingFormat(entry.get("format", "unknown")),
            "(?P<m>" in entry["pattern"],
            tuple(entry.get("words", ())),
        )
        for entry in found["patterns"]
    ]
    cues = [
        (MeetingStatus(status), re.compile("(?<![a-z])" + expanded(pattern)))
        for status, cue_patterns in found["status"].items()
        for pattern in cue_patterns
    ]
    return patterns, cues


_NOUN = re.compile(MEETING)
_SECOND_DATE = re.compile(expanded("(?:,? and|,)(?: on| then)? (?P<d>{date})"))
_TRIGGER = re.compile(
    "\ue00b|(?<![a-z])(?:met|meet|meets|meeting|sat down|sit down|conferred|confer|conversed|huddled|received|receive|receives|welcomed|"
    "saw|seen|sees|see|visited|visit|call on|calls on|discussed|consulted|reconvene[sd]?|compared notes|got together|get together|come together|negotiated|deliberated|spoke|speak|speaks|spoken|talked|talk|telephoned|phoned|rang|hosted|called on)(?![a-z])"
)


def tellings(parse: Parsed, published: date | None, title: str | None = None) -> list[Telling]:
    """All that the sentences say of meetings, in their order."""
    nouns = mark_meetings(parse)
    return _Finder(parse, nouns, published, title).run()


class _Finder:
    def __init__(self, parse: Parsed, nouns: dict[int, Noun], published: date | None, title: str | None) -> None:
        self.parse = parse
        self.nouns = nouns
        self.published = published
        self.pair = _principals(parse, title)
        self.found: list[Telling] = []

    def run(self) -> list[Telling]:
        mask = self.parse.mask
        for number, sentence in enumerate(self.parse.masked.sentences):
            if not sentence.prose or sentence.end - sentence.start > _MAX_SENTENCE:
                continue
            if _TRIGGER.search(mask, sentence.start, sentence.end):
                self._sentence(number, sentence.start, sentence.end)
        return self.found

    def _sentence(self, number: int, start: int, end: int) -> None:
        mask = self.parse.mask
        patterns, _ = _rules()
        by_noun: dict[int, Telling] = {}
        by_verb: list[Telling] = []
        here = mask[start:end]
        has_noun = MEETING in here
        for pattern in patterns:
            if (pattern.needs_meeting and not has_noun) or not (
                not pattern.words or any(word in here for word in pattern.words)
            ):
                continue
            for match in pattern.regex.finditer(mask, start, end):
                telling = self._matched(pattern, match, number)
                if telling is None:
                    continue
                key = match.start("m") if pattern.needs_meeting else None
                if key is None:
                    same = next((known for known in by_verb if abs(telling.anchor - known.anchor) <= _ONE_VERB), None)
                    if same is None:
                        by_verb.append(telling)
                    elif len(telling.who) > len(same.who):
                        by_verb[by_verb.index(same)] = telling
                elif key in by_noun:
                    _join(by_noun[key], telling)
                else:
                    by_noun[key] = telling
        for match in _NOUN.finditer(mask, start, end):
            if match.start() not in by_noun and not any(t.start <= match.start() < t.end + 30 for t in by_verb):
                bare = self._bare(match.start(), number)
                if bare:
                    by_noun[match.start()] = bare
        told = sorted([*by_noun.values(), *by_verb], key=lambda telling: telling.anchor)
        for telling in told:
            self._complete(telling, start, end, told)
        for telling in told:
            if self._stands(telling):
                self.found += self._split_dates(telling, start, end, alone=len(told) == 1)
                if telling.own and len(telling.parties) > 1:
                    self.pair = telling.parties

    def _matched(self, pattern: _Pattern, match: re.Match[str], number: int) -> Telling | None:
        groups = match.groupdict()
        who: list[Mention] = []
        for group in ("who", "whom", "with"):
            if groups.get(group):
                who += self.parse.masked.within(*match.span(group))
        anchor = match.start("v") if groups.get("v") else match.start("m")
        noun = self.nouns.get(match.start("m")) if groups.get("m") else None
        status: MeetingStatus | None = None
        if "aux" in groups:
            verb = mask_word(match, groups)
            status = status_of(groups["aux"] or "", verb)
            if status is None:
                return None
        telling = Telling(
            match.start(), match.end(), anchor, number, status or MeetingStatus.UNKNOWN, format=pattern.format
        )
        telling.who = [mention for mention in who if mention.symbol not in (DATE, PLACE)]
        for group, role in (("host", telling.hosts), ("mediator", telling.mediators)):
            if groups.get(group):
                for mention in self.parse.masked.within(*match.span(group)):
                    role += [actor for actor in actors_of(self.parse, mention) if actor not in role]
        if noun:
            self._noun(telling, noun)
        return telling

    def _noun(self, telling: Telling, noun: Noun) -> None:
        telling.noun = noun.noun
        telling.words = noun.words
        telling.definite = noun.definite
        telling.round = noun.round
        telling.who = (
            [*noun.mentions, *telling.who]
            if len(noun.mentions) > 1 or not telling.who
            else [*telling.who, *noun.mentions]
        )
        if noun.format is not MeetingFormat.UNKNOWN:
            telling.format = noun.format
        for mention in noun.helpers:
            telling.mediators += [actor for actor in mention.actors if actor not in telling.mediators]
        if noun.date:
            telling.when = when_of(self.parse.text[noun.date.start : noun.date.end], self.published, held=None)

    def _bare(self, at: int, number: int) -> Telling | None:
        noun = self.nouns[at]
        # A noun alone proves little: the clause around it, within bounds.
        sentence = self.parse.masked.sentences[number]
        start = sentence.start if noun.start - sentence.start < _CLAUSE_BEFORE else noun.start
        stop = _CLAUSE_STOP.search(self.parse.mask, noun.end, min(sentence.end, noun.end + _CLAUSE_BEHIND))
        end = stop.start() if stop else min(sentence.end, noun.end + _CLAUSE_BEHIND)
        end = noun.end + len(self.parse.mask[noun.end : end].rstrip("\n ."))
        end = end if stop or end < noun.end + _CLAUSE_BEHIND - 5 else self.parse.mask.rfind(" ", noun.end - 1, end)
        telling = Telling(start, max(end, noun.end), at, number, MeetingStatus.UNKNOWN)
        self._noun(telling, noun)
        return telling

    def _complete(self, telling: Telling, start: int, end: int, here: list[Telling]) -> None:
        parse = self.parse
        # A neighbour's noun or verb bounds the clause, so that dates and places go to their own meeting.
        after = min((other.anchor for other in here if other.anchor > telling.anchor), default=end)
        before = max((other.end for other in here if other.anchor < telling.anchor), default=start)
        low, high = min(before, telling.start), max(after, telling.end)
        near = parse.masked.within(max(low, start), min(high, end))
        dates = [mention for mention in near if mention.symbol == DATE and not self._is_dateline(mention, start)]
        if telling.when.as_written is None and dates:
            telling.when = self._date(telling, dates)
        if telling.when.start is not None:
            telling.start, telling.end = min(telling.start, telling.when.start), max(telling.end, telling.when.end)
        if telling.status is MeetingStatus.UNKNOWN:
            telling.status = self._status(telling, start, end)
        if telling.when.as_written:
            telling.when = when_of(
                telling.when.as_written,
                self.published,
                held=telling.status is MeetingStatus.HELD,
                at=(telling.when.start, telling.when.end),
            )
        place = min(
            (mention for mention in near if mention.symbol == PLACE),
            key=lambda mention: (mention.start < telling.anchor, abs(mention.start - telling.anchor)),
            default=None,
        )
        if (
            place
            and place.start - telling.anchor < 160
            and telling.format not in (MeetingFormat.PHONE, MeetingFormat.ONLINE)
        ):
            telling.place = Place(venue=place.form or None, city=place.city, country=place.country)
            telling.start, telling.end = min(telling.start, place.start), max(telling.end, place.end)
        if telling.format is MeetingFormat.UNKNOWN and (
            telling.place or (telling.noun == "" and telling.format is not MeetingFormat.PHONE)
        ):
            telling.format = MeetingFormat.IN_PERSON
        window = parse.mask[start:end]
        if said := _DURATION.search(window):
            telling.duration = parse.text[start + said.start(1) : start + said.end(1)]
        self._parties(telling)
        if any(word in telling.words for word in ("online", "virtual", "video")):
            telling.format = MeetingFormat.ONLINE
        elif any(word in telling.words for word in ("face-to-face", "in-person")):
            telling.format = MeetingFormat.IN_PERSON
        elif any(word in telling.words for word in ("phone", "telephone")):
            telling.format = MeetingFormat.PHONE

    def _is_dateline(self, mention: Mention, start: int) -> bool:
        return mention.start - start < _DATELINE_LENGTH and bool(_DATELINE.match(self.parse.mask, mention.end))

    def _date(self, telling: Telling, dates: list[Mention]) -> When:
        # After the verb rather than before it, and near.
        mention = min(
            dates, key=lambda one: abs(one.start - telling.anchor) + (40 if one.start < telling.anchor else 0)
        )
        if abs(mention.start - telling.anchor) > 220:  # noqa: PLR2004 - another clause
            return When()
        return when_of(
            self.parse.text[mention.start : mention.end], self.published, held=None, at=(mention.start, mention.end)
        )

    def _status(self, telling: Telling, start: int, end: int) -> MeetingStatus:
        mask = self.parse.mask
        _, cues = _rules()
        for status, regex in cues:
            for match in regex.finditer(mask, start, end):
                if match.start() <= telling.anchor < match.end():
                    return status
        if telling.words & {"next", "upcoming", "forthcoming", "planned", "scheduled", "future"}:
            return MeetingStatus.PLANNED
        if telling.words & {"proposed", "possible"}:
            return MeetingStatus.PROPOSED
        if telling.words & {"last", "previous", "earlier", "latest", "failed", "inconclusive"}:
            return MeetingStatus.HELD
        if telling.when.first and self.published:
            return MeetingStatus.HELD if telling.when.first <= self.published else MeetingStatus.PLANNED
        return MeetingStatus.UNKNOWN

    def _parties(self, telling: Telling) -> None:
        parties: list[Actor] = []
        levels: list[MeetingLevel] = []
        strangers: list[Actor] = []
        vague = False
        for mention in telling.who:
            if mention.symbol == HE:
                mention = self._he(mention) or mention
            actors = actors_of(self.parse, mention)
            if not actors and mention.person:
                strangers.append(Actor(name=self.parse.people[mention.person].name, kind=ActorKind.PERSON))
            vague |= mention.symbol == GROUP and not actors
            parties += [actor for actor in actors if actor not in parties]
            if level := self.parse.level(mention):
                levels += [level]
        telling.own = len(parties) > 1
        if strangers and not telling.own:
            # People of whom the article does not say for whom they act: those that it is about, if that fits.
            if (
                len(self.pair) > 1
                and (vague or len(strangers) + len(parties) > 1)
                and all(one in self.pair for one in parties)
            ):
                parties = list(self.pair)
                telling.confidence -= 0.1
            else:
                parties += strangers
                telling.confidence -= 0.2 if self.pair or len(parties) > len(strangers) else 0.35
            telling.own = len(parties) > 1
        if len(parties) < 2 and (vague or telling.noun):  # noqa: PLR2004 - it takes two
            if len(self.pair) > 1 and (not parties or parties[0] in self.pair):
                parties = list(self.pair)
            telling.confidence -= 0.1
        helpers = [*telling.hosts, *telling.mediators]
        telling.parties = [actor for actor in parties if actor not in helpers or len(parties) <= 2]  # noqa: PLR2004
        telling.level = _common(levels)

    def _he(self, mention: Mention) -> Mention | None:
        people = [one for one in self.parse.masked.within(max(0, mention.start - 400), mention.start) if one.person]
        return people[-1] if people else None

    def _stands(self, telling: Telling) -> bool:
        if len(telling.parties) < 2 or telling.status is MeetingStatus.UNKNOWN:  # noqa: PLR2004
            return False
        if telling.own:
            return True
        if telling.noun in _VAGUE and not telling.round:
            return False
        return bool(
            telling.round
            or telling.when.as_written
            or telling.place
            or telling.definite
            or telling.noun == ""
            or telling.hosts
        )

    def _split_dates(self, telling: Telling, start: int, end: int, *, alone: bool) -> list[Telling]:
        """`the talks on May 16 and June 2`: two meetings."""
        if not alone or telling.when.start is None:
            return [telling]
        behind = _SECOND_DATE.match(self.parse.mask, telling.when.end)
        if not behind:
            return [telling]
        second = when_of(
            self.parse.text[behind.start("d") : behind.end("d")],
            self.published,
            held=telling.status is MeetingStatus.HELD,
            at=behind.span("d"),
        )
        if not second.edtf or not telling.when.edtf or second.edtf == telling.when.edtf:
            return [telling]
        end = max(telling.end, behind.end())
        return [telling, replace(telling, when=second, end=end, round=None)]


def mask_word(match: re.Match[str], groups: dict[str, str | None]) -> str:
    """The main verb of a matched clause."""
    if groups.get("v"):
        return groups["v"] or ""
    tail = match.string[match.end("aux") : match.end("aux") + 20]
    return tail.split(" ")[0]


def status_of(aux: str, verb: str) -> MeetingStatus | None:
    """What the verb group says of the meeting; None if it says that there was none."""
    words = set(aux.split())
    if words & {"refused", "refuses", "declined", "declines"}:
        return MeetingStatus.REFUSED
    if words & {"not", "never", "yet", "cannot"}:
        return MeetingStatus.REFUSED if words & {"will", "would"} else None
    if "had" in words and words & {"expected", "due", "scheduled", "planned", "supposed"}:
        return MeetingStatus.CANCELLED if "supposed" in words else MeetingStatus.PLANNED
    if words & {
        "will",
        "shall",
        "agreed",
        "agree",
        "plan",
        "plans",
        "planned",
        "expected",
        "due",
        "scheduled",
        "set",
        "slated",
        "would",
        "intends",
        "intend",
    }:
        return MeetingStatus.PLANNED
    if words & {
        "may",
        "might",
        "could",
        "should",
        "must",
        "can",
        "hope",
        "hopes",
        "hoped",
        "want",
        "wants",
        "wanted",
        "offered",
        "ready",
        "willing",
        "prepared",
        "proposed",
    }:
        return MeetingStatus.PROPOSED
    if "to" in words and words & {"is", "are", "was", "were"}:
        return MeetingStatus.PLANNED
    if "to" in words and not words & {"have", "has", "had"}:
        return MeetingStatus.PROPOSED
    if verb.endswith("ing") and words & {"are", "is"}:
        return MeetingStatus.ONGOING
    if verb in {
        "meet",
        "meets",
        "hold",
        "holds",
        "begin",
        "start",
        "resume",
        "open",
        "gather",
        "convene",
    } and not words & {"did", "do", "does"}:
        return MeetingStatus.UNKNOWN
    return MeetingStatus.HELD


def _common(levels: list[MeetingLevel]) -> MeetingLevel:
    kinds = set(levels)
    if not kinds:
        return MeetingLevel.UNKNOWN
    return kinds.pop() if len(kinds) == 1 else MeetingLevel.MIXED


def _join(one: Telling, other: Telling) -> None:
    one.start, one.end = min(one.start, other.start), max(one.end, other.end)
    one.who += [mention for mention in other.who if all(mention.start != known.start for known in one.who)]
    one.hosts += [actor for actor in other.hosts if actor not in one.hosts]
    one.mediators += [actor for actor in other.mediators if actor not in one.mediators]
    if one.status is MeetingStatus.UNKNOWN:
        one.status = other.status


_JOINED = re.compile(
    expanded(
        "(?P<one>[\ue000-\ue002\ue005\ue006]\ue00f*)(?: and |-|/| and the )(?P<two>[\ue000-\ue002\ue005\ue006]\ue00f*)"
    )
)


def _principals(parse: Parsed, title: str | None) -> list[Actor]:
    """The two that an article is about: often named, early, in the headline, and with one another."""
    weights: Counter[str] = Counter()
    together: Counter[tuple[str, str]] = Counter()
    known: dict[str, Actor] = {}
    for number, sentence in enumerate(parse.masked.sentences):
        here: dict[str, None] = {}
        for mention in parse.masked.within(sentence.start, sentence.end):
            if mention.symbol == PLACE:
                continue
            actors = actors_of(parse, mention)
            for actor in actors:
                known[actor.name] = actor
                weights[actor.name] += 1
                here[actor.name] = None
            if len(actors) == 2:  # noqa: PLR2004 - two in one phrase belong together
                together[_pair(actors[0], actors[1])] += 1
        for name in here if number < _LEAD else ():
            weights[name] += _LEAD_WEIGHT
        together.update(combinations(sorted(list(here)[:6]), 2))
    for match in _JOINED.finditer(parse.mask):
        names = [actor for group in ("one", "two") for actor in actors_of(parse, parse.masked.at[match.start(group)])]
        if len(names) == 2 and names[0] != names[1]:  # noqa: PLR2004
            together[_pair(names[0], names[1])] += 1
    for mention in actors_in(title or ""):
        if mention.actor.name in weights:
            weights[mention.actor.name] += _LEAD_WEIGHT
    if not together:
        return []

    def rank(pair: tuple[str, str]) -> tuple[float, tuple[str, str]]:
        # Organisations of states are third parties more often than not.
        third = sum(known[name].kind is ActorKind.INTERNATIONAL_ORGANIZATION for name in pair)
        weight = min(weights[name] for name in pair) * 2 + max(weights[name] for name in pair)
        return weight + 2 * min(together[pair], _ENOUGH) - 3 * third, pair

    return [known[name] for name in max(together, key=rank)]


def _pair(one: Actor, other: Actor) -> tuple[str, str]:
    first, second = sorted((one.name, other.name))
    return first, second


# The first sentences of news name those whom it is about.
_LEAD, _LEAD_WEIGHT, _ENOUGH = 2, 2, 3
_DATELINE = re.compile(r" ?(?:-|—|–|\()")
