"""What an article says of its meetings in other sentences: the dateline's town, who mediates, the day before."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from extractor.dates import span_of
from extractor.offline.mediation import mediators
from extractor.offline.merging import Event
from extractor.offline.people import Parsed
from extractor.offline.seats import Seats
from extractor.offline.symbols import CITY
from extractor.offline.telling import REMOTE, Telling
from schemas import Basis, MeetingFormat, MeetingStatus, Place, Role

__all__ = ["framed"]

_HERE = frozenset({MeetingStatus.HELD, MeetingStatus.ONGOING})
# A dateline is of the news: of a meeting that the first sentences tell.
_LEAD = 4
_DATELINE = re.compile(
    r"\W*(?P<town>[A-Z][\w.'\u2019 -]{2,30}?)(?:/[A-Z]\w+|, [A-Z][\w.]+)?,? "
    r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}(?: \d{4})?)?(?: ?\([^)\n]{2,20}\))?(?:, \d{4})? ?"
    r"(?:-{1,2}|\u2013|\u2014) "
)
# Days that are counted from another day of the article.
_STEPS = tuple(
    (re.compile(pattern, re.IGNORECASE), step)
    for pattern, step in (
        ("the (?:day|night|evening) before|the previous (?:day|night|evening)|(?:a|one) day earlier", -1),
        ("the day after|the (?:following|next) (?:day|morning|evening)|(?:a|one) day later", 1),
        ("(?:the same|that) (?:day|evening|night|morning|afternoon)", 0),
        ("two days earlier", -2),
        ("two days later", 2),
    )
)
_BACK = 4
# How far behind a meeting's words its mediator is named.
_NEAR = 80
_LATEST = 12


def framed(parse: Parsed, events: list[Event], seatings: Sequence[Seats]) -> list[Event]:
    """The meetings with what the article says of them elsewhere; they are changed in place, and returned."""
    _date_by_others(events)
    _mediate(parse, events, seatings)
    _settle_in_dateline(parse, events)
    for event in events:
        if event.main.format is MeetingFormat.UNKNOWN and event.main.status in _HERE:
            # Who meets sits together, unless it is said otherwise.
            event.main.format = MeetingFormat.IN_PERSON
    return events


def _settle_in_dateline(parse: Parsed, events: list[Event]) -> None:
    first = next((part for part in parse.masked.sentences if part.prose), None)
    match = _DATELINE.match(parse.text, first.start, first.end) if first else None
    if match is None:
        return
    town = next((one for one in parse.masked.within(*match.span("town")) if one.symbol == CITY), None)
    if town is None:
        return
    for event in events[:1]:
        main = event.main
        near = main.sentence <= parse.masked.sentences.index(first) + _LEAD if first else False
        if near and main.place is None and main.status in _HERE and main.format not in REMOTE:
            name = town.city or ""
            main.place = Place(venue=None, city=name.title() if name.isupper() else name, country=town.country)
            main.format = MeetingFormat.IN_PERSON


def _mediate(parse: Parsed, events: list[Event], seatings: Sequence[Seats]) -> None:
    found = [(seats.party, seats.start) for seats in seatings if seats.role is Role.MEDIATOR]
    found += mediators(parse)
    starts = [event.main.start for event in events]
    for actor, at in found if events else ():
        last = bisect_right(starts, at)
        before = events[max(0, last - _LATEST) : last]
        here = [event for event in before if any(one.start <= at <= one.end + _NEAR for one in event.tellings)]
        # A meeting of this sentence, else the first: an article is about one, and whoever mediates does so there.
        main = (here or events)[0].main
        if actor not in main.mediators and actor not in main.parties and main.format is not MeetingFormat.PHONE:
            main.mediators.append(actor)


def _date_by_others(events: list[Event]) -> None:
    """`the day before`: a day counted from that of the meeting told before."""
    days: list[tuple[int, date]] = []
    told = sorted((telling for event in events for telling in event.tellings), key=lambda one: one.anchor)
    for telling in told:
        step = _step(telling) if telling.when.edtf is None else None
        if step is not None and days and telling.sentence - days[-1][0] <= _BACK:
            day = days[-1][1] + timedelta(days=step)
            telling.when = replace(telling.when, edtf=day.isoformat(), basis=Basis.RELATIVE, first=day, last=day)
        if telling.when.edtf:
            first, last = span_of(telling.when.edtf)
            if first and last and (last - first).days <= _BACK:
                days.append((telling.sentence, last))


def _step(telling: Telling) -> int | None:
    words = telling.when.as_written or ""
    return next((step for pattern, step in _STEPS if pattern.fullmatch(words)), None)
