"""Meetings as single sentences tell of them."""

import re
from datetime import date

from extractor.offline.circumstances import dated, settle_date, settle_place
from extractor.offline.cues import status_around
from extractor.offline.ellipses import mark_ellipses
from extractor.offline.nominal import told_by_noun
from extractor.offline.nouns import Noun, mark_meetings, vague_nouns
from extractor.offline.parties import named_states, settle_parties
from extractor.offline.people import Parsed
from extractor.offline.presences import told_by_presence
from extractor.offline.principals import is_diplomatic, principals
from extractor.offline.series import dated_again, each_date
from extractor.offline.symbols import CITY, MEETING
from extractor.offline.telling import REMOTE, Telling
from extractor.offline.verbs import told_by_verbs
from schemas import ActorKind, MeetingStatus

__all__ = ["tellings"]

_MAX_SENTENCE = 1_500
# A noun so near behind a verb of meeting names the same meeting.
_BESIDE = 30
_NOUN = re.compile(MEETING)
# So much less sure is a meeting that only points back.
_ANAPHOR = 0.25
_POINTERS = frozenset(
    {"the", "their", "this", "that", "these", "those", "its", "both", "it", "latest", "current", "peace"}
)
# What is said of a meeting, and of hardly anything else.
_STRONG = frozenset(MeetingStatus) - {MeetingStatus.HELD, MeetingStatus.UNKNOWN}
_PLAIN = frozenset({MeetingStatus.HELD, MeetingStatus.PLANNED})


def tellings(parse: Parsed, published: date | None, title: str | None = None) -> list[Telling]:
    """All that the sentences say of meetings, in their order."""
    nouns = mark_meetings(parse)
    mark_ellipses(parse, nouns)
    return _Finder(parse, nouns, published, title).run()


class _Finder:
    def __init__(self, parse: Parsed, nouns: dict[int, Noun], published: date | None, title: str | None) -> None:
        self.parse = parse
        self.nouns = nouns
        self.published = published
        self.pair = principals(parse, title)
        self.states = named_states(parse)
        self.diplomatic = is_diplomatic(parse)
        self.found: list[Telling] = []

    def run(self) -> list[Telling]:
        for number, sentence in enumerate(self.parse.masked.sentences):
            if not sentence.prose or sentence.end - sentence.start > _MAX_SENTENCE:
                continue
            # A question tells of nothing.
            if not self.parse.text[sentence.start : sentence.end].rstrip().endswith("?"):
                self._sentence(number, sentence.start, sentence.end)
        return self.found

    def _sentence(self, number: int, start: int, end: int) -> None:
        told = self._told(number, start, end)
        for place, telling in enumerate(told):
            self._complete(telling, start, end, told)
            if telling.elliptic and place and telling.status is MeetingStatus.UNKNOWN:
                # `The first two were held in June, the third in January`
                telling.status = told[place - 1].status
                telling.when = dated_again(self.parse, telling, self.published)
        for telling in told:
            if self._stands(telling):
                telling.bare = _is_bare(telling)
                telling.confidence -= _ANAPHOR * telling.bare
                self.found += each_date(self.parse, telling, self.published)
                if telling.own and not self.pair:
                    self.pair = telling.parties

    def _told(self, number: int, start: int, end: int) -> list[Telling]:
        by_verb = told_by_verbs(self.parse, number, start, end)
        if MEETING in self.parse.mask[start:end]:
            by_verb = [telling for telling in by_verb if not telling.weak]
        told = list(by_verb)
        for match in _NOUN.finditer(self.parse.mask, start, end):
            at = match.start()
            verb = next((one for one in by_verb if one.start <= at < one.end + _BESIDE and one.anchor < at), None)
            telling = told_by_noun(self.parse, self.nouns[at], number, start, end)
            if telling is None:
                continue
            if verb is None:
                told.append(telling)
            else:
                _name(verb, telling)
        if not told and (present := told_by_presence(self.parse, number, start, end)):
            told.append(present)
        return sorted(told, key=lambda telling: telling.anchor)

    def _complete(self, telling: Telling, start: int, end: int, told: list[Telling]) -> None:
        # A neighbour's noun or verb bounds the clause, so that dates and places go to their own meeting.
        after = min((other.anchor for other in told if other.anchor > telling.anchor), default=end)
        before = max((other.end for other in told if other.anchor < telling.anchor), default=start)
        near = self.parse.masked.within(max(min(before, telling.start), start), min(max(after, telling.end), end))
        date_of = settle_date(self.parse, telling, near, start, self.published)
        if telling.status is MeetingStatus.UNKNOWN:
            telling.status = status_around(self.parse, telling, start, end, self.published)
        if date_of:
            telling.when = dated(self.parse, date_of, telling.status, self.published)
        settle_place(self.parse, telling, near, start, end)
        settle_parties(self.parse, telling, self.pair, self.states)

    def _stands(self, telling: Telling) -> bool:
        if telling.status is MeetingStatus.UNKNOWN:
            return False
        if telling.own:
            return True
        if len(telling.parties) < 2 and not (self.diplomatic and _may_be_of_anyone(telling)):  # noqa: PLR2004
            return False
        signs = [
            telling.round,
            telling.when.as_written,
            telling.place,
            telling.definite,
            telling.noun == "",
            telling.hosts,
            telling.duration,
            telling.with_whom,
            telling.status in _STRONG,
        ]
        return sum(map(bool, signs)) > (telling.noun in vague_nouns() and not telling.when.edtf)


def _may_be_of_anyone(telling: Telling) -> bool:
    """Whether it is told with so much that it is a meeting even if the article does not say whose."""
    if any(actor.kind is ActorKind.INTERNATIONAL_ORGANIZATION for actor in telling.parties):
        # `at the NATO summit in Vilnius`: a place rather than a meeting.
        return False
    return bool(telling.round or telling.place or telling.when.as_written)


def _is_bare(telling: Telling) -> bool:
    """Whether nothing but its `the` says that it is a meeting: it points back to one, and tells of none by itself."""
    # A town in the noun phrase itself (`the Istanbul talks`) only points back.
    placed = telling.place and not (telling.definite and telling.places and telling.places[0].symbol == CITY)
    if telling.own or telling.round or placed or telling.hosts or telling.when.as_written:
        return False
    if telling.status is MeetingStatus.PROPOSED:
        return telling.noun in vague_nouns() or bool(telling.words & _POINTERS)
    return bool(telling.noun or telling.elliptic) and telling.words <= _POINTERS | {"a"} and telling.status in _PLAIN


def _name(verb: Telling, noun: Telling) -> None:
    """Add to the meeting of a verb what the noun beside it says: `met for a third round of talks`."""
    if noun.format in REMOTE:
        verb.format = noun.format
    verb.round = verb.round or noun.round
    verb.words |= noun.words
    if len(noun.who) > 1 or (noun.who and not verb.who):
        verb.who += [mention for mention in noun.who if all(mention.start != one.start for one in verb.who)]
    verb.dates += [mention for mention in noun.dates if mention not in verb.dates]
    verb.places += [mention for mention in noun.places if mention not in verb.places]
    verb.end = max(verb.end, noun.anchor)
