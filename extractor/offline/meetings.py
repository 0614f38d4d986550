"""Meetings as single sentences tell of them."""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from extractor.offline.lexicon import data
from extractor.offline.masks import Mention
from extractor.offline.modality import VERB, main_verb, status_of
from extractor.offline.nouns import Noun, mark_meetings
from extractor.offline.people import Parsed, actors_of
from extractor.offline.principals import principals
from extractor.offline.symbols import CITY, DATE, GROUP, HE, MEETING, OFFICE, PERSON, PLACE, STATE, expanded
from extractor.offline.telling import Telling, common_level
from extractor.offline.times import When, when_of
from schemas import Actor, ActorKind, MeetingFormat, MeetingLevel, MeetingStatus, Place

__all__ = ["tellings"]

_MAX_SENTENCE = 1_500
_ONE_VERB = 12
_WITHOUT_PLACE = frozenset({MeetingFormat.PHONE, MeetingFormat.ONLINE})
_FORMATS = (
    (frozenset({"online", "virtual", "video"}), MeetingFormat.ONLINE),
    (frozenset({"face-to-face", "in-person"}), MeetingFormat.IN_PERSON),
    (frozenset({"phone", "telephone"}), MeetingFormat.PHONE),
)
# A noun so near behind a verb of meeting names the same meeting.
_BESIDE = 30
_PLACE_REACH = 160
_BEGINNERS = frozenset({STATE, CITY, OFFICE, PERSON})
_DATELINE = re.compile(r" ?(?:-|\u2014|\u2013|\()")
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


@dataclass(frozen=True)
class _Pattern:
    name: str
    regex: re.Pattern[str]
    format: MeetingFormat
    needs_meeting: bool
    words: tuple[str, ...]

    def may_match(self, sentence: str) -> bool:
        """Whether the sentence holds what all matches have."""
        if self.needs_meeting and MEETING not in sentence:
            return False
        return not self.words or any(word in sentence for word in self.words)


_DURATION = re.compile(
    r"(?:last(?:ed|ing)|went on for|for|took|ran(?: for)?|talked|after|length at) ((?:about |less than |more than |"
    r"nearly |almost |close to |just over |just under |some |over |at least |around )?"
    r"(?:an|a|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,3}(?:\.\d)?)(?:-and-a-half| and a "
    r"half)?[ -](?:hour|minute|day)s?(?: and a half| and \d+ minutes)?)\b"
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
_SECOND_DATE = re.compile(
    expanded("(?:,? and|,)(?: on| then)? (?P<d>{date})(?! (?:his|her|its|their|the|a) | {agent})")
)
_TRIGGER = re.compile(
    "\ue00b|(?<![a-z])(?:met|meet|meets|meeting|sat down|sit down|conferred|confer|conversed|huddled|received|"
    "receive|receives|welcomed|"
    "saw|seen|sees|see|visited|visit|call on|calls on|discussed|consulted|reconvene[sd]?|compared notes|got together|"
    "get together|come together|negotiated|deliberated|spoke|speak|speaks|spoken|talked|talk|telephoned|phoned|rang|"
    "hosted|called on)(?![a-z])"
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
        self.pair = principals(parse, title)
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
        by_noun, by_verb = self._by_patterns(number, start, end)
        for match in _NOUN.finditer(self.parse.mask, start, end):
            at = match.start()
            if at not in by_noun and not any(one.start <= at < one.end + _BESIDE for one in by_verb):
                by_noun[at] = self._bare(at, number)
        told = sorted([*by_noun.values(), *by_verb], key=lambda telling: telling.anchor)
        for telling in told:
            self._complete(telling, start, end, told)
        for telling in told:
            if self._stands(telling):
                self.found += self._split_dates(telling, alone=len(told) == 1)
                if telling.own and len(telling.parties) > 1:
                    self.pair = telling.parties

    def _by_patterns(self, number: int, start: int, end: int) -> tuple[dict[int, Telling], list[Telling]]:
        """What the patterns find, by the places of nouns, and of those without a noun."""
        mask = self.parse.mask
        here = mask[start:end]
        by_noun: dict[int, Telling] = {}
        by_verb: list[Telling] = []
        for pattern in _rules()[0]:
            if not pattern.may_match(here):
                continue
            for match in pattern.regex.finditer(mask, start, end):
                telling = self._matched(pattern, match, number)
                if telling is None:
                    continue
                if not pattern.needs_meeting:
                    _add_verb(by_verb, telling)
                elif (known := by_noun.setdefault(match.start("m"), telling)) is not telling:
                    known.join(telling)
        return by_noun, by_verb

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
            verb = main_verb(match)
            status = status_of(groups["aux"] or "", verb)
            if status is None:
                return None
        telling = Telling(
            match.start(), match.end(), anchor, number, status or MeetingStatus.UNKNOWN, format=pattern.format
        )
        telling.with_whom = pattern.name == "between" and " with " in match[0]
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

    def _bare(self, at: int, number: int) -> Telling:
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

    def _complete(self, telling: Telling, start: int, end: int, told: list[Telling]) -> None:
        # A neighbour's noun or verb bounds the clause, so that dates and places go to their own meeting.
        after = min((other.anchor for other in told if other.anchor > telling.anchor), default=end)
        before = max((other.end for other in told if other.anchor < telling.anchor), default=start)
        near = self.parse.masked.within(max(min(before, telling.start), start), min(max(after, telling.end), end))
        dates = [mention for mention in near if mention.symbol == DATE and not self._is_no_date(mention, start)]
        if telling.when.as_written is None and dates:
            telling.when = self._date(telling, dates)
        if telling.when.start is not None:
            telling.widen(telling.when.start, telling.when.end)
        if telling.status is MeetingStatus.UNKNOWN:
            telling.status = self._status(telling, start, end)
        if telling.when.as_written:
            held = telling.status is MeetingStatus.HELD
            at = (telling.when.start, telling.when.end)
            telling.when = when_of(telling.when.as_written, self.published, held=held, at=at)
        self._place(telling, [mention for mention in near if mention.symbol == PLACE])
        if said := _DURATION.search(self.parse.mask[start:end]):
            telling.duration = self.parse.text[start + said.start(1) : start + said.end(1)]
        self._parties(telling)
        for words, form in _FORMATS:
            if telling.words & words:
                telling.format = form
                break

    def _place(self, telling: Telling, places: list[Mention]) -> None:
        # Behind the verb rather than before it, and near.
        place = min(
            places,
            key=lambda mention: (mention.start < telling.anchor, abs(mention.start - telling.anchor)),
            default=None,
        )
        if place and place.start - telling.anchor < _PLACE_REACH and telling.format not in _WITHOUT_PLACE:
            telling.place = Place(venue=place.form or None, city=place.city, country=place.country)
            telling.widen(place.start, place.end)
        if telling.format is MeetingFormat.UNKNOWN and (telling.place or not telling.noun):
            telling.format = MeetingFormat.IN_PERSON

    def _is_no_date(self, mention: Mention, start: int) -> bool:
        """Whether it is the date of the report, or the beginning of a time that lasts (`since 2016`)."""
        dateline = mention.start - start < _DATELINE_LENGTH and _DATELINE.match(self.parse.mask, mention.end)
        before = self.parse.text[max(0, mention.start - len("since ")) : mention.start + len("since ")]
        return bool(dateline) or "since " in before.lower()

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
            one = (self._he(mention) or mention) if mention.symbol == HE else mention
            actors = actors_of(self.parse, one)
            if not actors and one.person:
                strangers.append(Actor(name=self.parse.people[one.person].name, kind=ActorKind.PERSON))
            vague |= one.symbol == GROUP and not actors
            parties += [actor for actor in actors if actor not in parties]
            if level := self.parse.level(one):
                levels += [level]
        if len(parties) == 1 and telling.with_whom:
            # `Chile ruled out talks with Peru`: whom the sentence begins with meets too.
            parties += [actor for actor in self._beginner(telling) if actor not in parties]
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
        telling.level = common_level(levels)

    def _beginner(self, telling: Telling) -> tuple[Actor, ...]:
        start = self.parse.masked.sentences[telling.sentence].start
        for mention in self.parse.masked.within(start, telling.anchor):
            if mention.symbol in _BEGINNERS and (actors := actors_of(self.parse, mention)):
                return actors
        return ()

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

    def _split_dates(self, telling: Telling, *, alone: bool) -> list[Telling]:
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


def _add_verb(known: list[Telling], telling: Telling) -> None:
    # Of two patterns for one verb the one that found more of those who meet.
    at = next((at for at, one in enumerate(known) if abs(telling.anchor - one.anchor) <= _ONE_VERB), None)
    if at is None:
        known.append(telling)
    elif len(telling.who) > len(known[at].who):
        known[at] = telling
