"""Meetings as single sentences tell of them."""

import re
from dataclasses import replace
from datetime import date

from extractor.offline.circumstances import dated, settle_date, settle_place
from extractor.offline.cues import status_around
from extractor.offline.ellipses import mark_ellipses
from extractor.offline.nominal import told_by_noun
from extractor.offline.nouns import Noun, mark_meetings
from extractor.offline.parties import settle_parties
from extractor.offline.people import Parsed
from extractor.offline.principals import principals
from extractor.offline.symbols import MEETING, expanded
from extractor.offline.telling import Telling
from extractor.offline.times import when_of
from extractor.offline.verbs import told_by_verbs
from schemas import MeetingStatus

__all__ = ["tellings"]

_MAX_SENTENCE = 1_500
# A noun so near behind a verb of meeting names the same meeting.
_BESIDE = 30
_NOUN = re.compile(MEETING)
_SECOND_DATE = re.compile(
    expanded("(?:,? and|,)(?: on| then)? (?P<d>{date})(?! (?:his|her|its|their|the|a) | {agent})")
)
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
        by_verb = told_by_verbs(self.parse, number, start, end)
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
        told.sort(key=lambda telling: telling.anchor)
        for telling in told:
            self._complete(telling, start, end, told)
        for telling in told:
            if self._stands(telling):
                self.found += self._split_dates(telling, alone=len(told) == 1)
                if telling.own and len(telling.parties) > 1:
                    self.pair = telling.parties

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
        settle_parties(self.parse, telling, self.pair)

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


def _name(verb: Telling, noun: Telling) -> None:
    """Add to the meeting of a verb what the noun beside it says: `met for a third round of talks`."""
    verb.noun, verb.round = verb.noun or noun.noun, verb.round or noun.round
    verb.words |= noun.words
    if len(noun.who) > 1 or (noun.who and not verb.who):
        verb.who += [mention for mention in noun.who if all(mention.start != one.start for one in verb.who)]
    verb.dates += [mention for mention in noun.dates if mention not in verb.dates]
    verb.places += [mention for mention in noun.places if mention not in verb.places]
    verb.end = max(verb.end, noun.anchor)
