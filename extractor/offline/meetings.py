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
from extractor.offline.principals import is_diplomatic, principals
from extractor.offline.symbols import MEETING, expanded
from extractor.offline.telling import Telling
from extractor.offline.times import When, when_of
from extractor.offline.verbs import told_by_verbs
from schemas import ActorKind, MeetingFormat, MeetingStatus, Place

__all__ = ["tellings"]

_MAX_SENTENCE = 1_500
# A noun so near behind a verb of meeting names the same meeting.
_BESIDE = 30
_NOUN = re.compile(MEETING)
_NEXT_DATE = re.compile(
    expanded(
        "(?:,? and|,|,? then|,? as well as)(?: (?:on|in|then|again|later|finally|also|"
        "(?P<far>by (?:video|phone|telephone)|online|virtually)))*(?: (?P<p>{place}))? ?(?P<d>{date})"
        "(?! (?:his|her|its|their|the|a) | {agent})(?!'s)"
    )
)
_TWO_DAYS = re.compile(r"(?:on |in )?(?:last )?(\w{3,6}day) and (\w{3,6}day)", re.IGNORECASE)
_REPEATED = re.compile("(?<![a-z])(?:twice|two (?:meetings|calls|sessions|rounds|conversations)|again)(?![a-z])")
_MOST_DATES = 6
_SOME = frozenset({"two", "three", "four", "five"})
_FAR = frozenset({MeetingFormat.PHONE, MeetingFormat.ONLINE})
# So much less sure is a meeting that only points back.
_ANAPHOR = 0.25
_FIRST_WORDS = frozenset({"first", "second", "third", "official", "direct", "preliminary", "last", "previous", "peace"})
_POINTERS = frozenset({"the", "their", "this", "that", "these", "those", "its", "both", "it", "a"})
# What is said of a meeting, and of hardly anything else.
_STRONG = frozenset(MeetingStatus) - {MeetingStatus.HELD, MeetingStatus.UNKNOWN}
_PLAIN = frozenset({MeetingStatus.HELD, MeetingStatus.PLANNED, MeetingStatus.PROPOSED})
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
        "retreat",
        "breakfast",
        "signing",
        "handshake",
        "reception",
        "forum",
        "assembly",
        "convention",
        "workshop",
        "exchange of views",
        "ceremony",
        "signing ceremony",
        "contact group",
        "congress",
        "plenary",
        "conversations",
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
        for number_here, telling in enumerate(told):
            self._complete(telling, start, end, told)
            if telling.elliptic and number_here and telling.status is MeetingStatus.UNKNOWN:
                # `The first two were held in June, the third in January`
                telling.status = told[number_here - 1].status
                telling.when = self._again(telling)
        for telling in told:
            if self._stands(telling):
                if _is_bare(telling):
                    telling.confidence -= _ANAPHOR
                self.found += self._split_dates(telling)
                known = all(actor.kind is not ActorKind.PERSON for actor in telling.parties)
                if telling.own and (known or not self.pair):
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
        if telling.status is MeetingStatus.UNKNOWN:
            return False
        if telling.own:
            return True
        if len(telling.parties) < 2 and not (self.diplomatic and _is_set(telling)):  # noqa: PLR2004
            return False
        signs = [
            telling.round,
            telling.when.as_written,
            telling.place,
            telling.definite,
            telling.noun == "",
            telling.hosts,
            telling.duration,
            telling.status in _STRONG,
        ]
        return sum(map(bool, signs)) > (telling.noun in _VAGUE and not telling.when.edtf)

    def _split_dates(self, telling: Telling) -> list[Telling]:
        """`the talks on May 16 and June 2`: two meetings."""
        if telling.when.start is None:
            return [telling]
        if (days := _TWO_DAYS.fullmatch(telling.when.as_written or "")) and _REPEATED.search(
            self.parse.mask, telling.start, telling.end
        ):
            return [
                replace(telling, when=self._when(telling, days.start(number), days.end(number))) for number in (1, 2)
            ]
        found, at = [telling], telling.when.end
        while len(found) < _MOST_DATES and (behind := _NEXT_DATE.match(self.parse.mask, at)):
            start, at = behind.span("d")
            when = self._when(telling, start - (telling.when.start or 0), at - (telling.when.start or 0))
            if not when.edtf or not telling.when.edtf or when.edtf == telling.when.edtf:
                break
            place, form = telling.place, telling.format
            if behind["p"]:
                mention = self.parse.masked.at[behind.start("p")]
                place = Place(venue=mention.form or None, city=mention.city, country=mention.country)
            if behind["far"]:
                place = None
                form = MeetingFormat.PHONE if "phone" in behind["far"] else MeetingFormat.ONLINE
            end = max(telling.end, at)
            # `the first two rounds, in June and August`
            counted = telling.round + len(found) if telling.round and telling.words & _SOME else None
            found.append(replace(telling, when=when, place=place, format=form, end=end, round=counted, duration=None))
        return found

    def _again(self, telling: Telling) -> When:
        """The date of a telling whose status has come to be known."""
        return (
            telling.when
            if telling.when.start is None
            else self._when(telling, 0, telling.when.end - telling.when.start)
        )

    def _when(self, telling: Telling, start: int, end: int) -> When:
        base = telling.when.start or 0
        words = self.parse.text[base + start : base + end]
        held = telling.status is MeetingStatus.HELD
        return when_of(words, self.published, held=held, at=(base + start, base + end))


def _is_set(telling: Telling) -> bool:
    """Whether it has a day, and a place or a number: a meeting even if the article does not say whose."""
    specific = telling.round or telling.place or telling.words & _FIRST_WORDS or telling.vague
    return bool(telling.when.as_written and specific)


def _is_bare(telling: Telling) -> bool:
    """Whether nothing but its `the` says that it is a meeting: it points back to one, and tells of none by itself."""
    if telling.own or telling.round or telling.place or telling.hosts or telling.when.as_written:
        return False
    return bool(telling.noun or telling.elliptic) and telling.words <= _POINTERS and telling.status in _PLAIN


def _name(verb: Telling, noun: Telling) -> None:
    """Add to the meeting of a verb what the noun beside it says: `met for a third round of talks`."""
    if noun.format in _FAR:
        verb.format = noun.format
    verb.noun, verb.round = verb.noun or noun.noun, verb.round or noun.round
    verb.words |= noun.words
    if len(noun.who) > 1 or (noun.who and not verb.who):
        verb.who += [mention for mention in noun.who if all(mention.start != one.start for one in verb.who)]
    verb.dates += [mention for mention in noun.dates if mention not in verb.dates]
    verb.places += [mention for mention in noun.places if mention not in verb.places]
    verb.end = max(verb.end, noun.anchor)
