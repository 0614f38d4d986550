"""Meetings of which an article tells only who sat there."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from extractor.offline.people import Parsed
from extractor.offline.seats import Seats
from extractor.offline.symbols import DATE, PLACE
from extractor.offline.telling import Telling
from extractor.offline.times import when_of
from schemas import Actor, ActorKind, MeetingFormat, MeetingStatus, Place, Role

__all__ = ["assemblies"]

# Not every two teams of one passage have met.
_CONFIDENCE = 0.6
# How many sentences later those who were there may be told of.
_MEMORY = 6


def assemblies(
    parse: Parsed, seatings: Sequence[Seats], told: Sequence[Telling], published: date | None
) -> list[Telling]:
    """`told` with what is told by people of two sides or more who sit in one sentence, or in sentences that follow."""
    by_sentence: dict[int, list[Telling]] = {}
    for telling in told:
        by_sentence.setdefault(telling.sentence, []).append(telling)
    found = [
        _telling(parse, seats, sides, published)
        for seats in _passages([one for one in seatings if _is_sure(parse, one)])
        if len(sides := _sides(seats)) > 1 and not _sit_elsewhere(seats, sides, by_sentence)
    ]
    return sorted([*told, *found], key=lambda telling: telling.anchor)


def _is_sure(parse: Parsed, seats: Seats) -> bool:
    """Whether the article says for whom they sit, and where they are."""
    known = seats.named or any(
        someone.actor and someone.actor.name == seats.party.name and not someone.guessed
        for someone in map(parse.people.__getitem__, seats.people)
    )
    return known and seats.role is Role.PARTY and not seats.vague


def _sit_elsewhere(seats: list[Seats], sides: list[Actor], told: dict[int, list[Telling]]) -> bool:
    """Whether these sentences tell of a meeting in words, or come right after one of others that was held."""
    here = {one.sentence for one in seats}
    if any(number in told for number in here):
        return True
    names = {actor.name for actor in sides}
    first = min(here)
    return any(
        telling.status is MeetingStatus.HELD and not any(actor.name in names for actor in telling.parties)
        for number in range(first - _MEMORY, first)
        for telling in told.get(number, ())
    )


def _passages(seatings: Sequence[Seats]) -> Iterator[list[Seats]]:
    """People of sentences that follow each other."""
    seated = sorted(seatings, key=lambda one: (one.sentence, one.start))
    passage = seated[:1]
    for before, seats in pairwise(seated):
        if seats.sentence - before.sentence > 1:
            yield passage
            passage = []
        passage.append(seats)
    if passage:
        yield passage


def _sides(seats: list[Seats]) -> list[Actor]:
    return list({one.party.name: one.party for one in seats if one.party.kind is not ActorKind.PERSON}.values())


def _telling(parse: Parsed, seats: list[Seats], sides: list[Actor], published: date | None) -> Telling:
    first = seats[0]
    together = [one for one in seats if one.sentence == first.sentence]
    start, end = first.start, max(one.end for one in together)
    sentence = parse.masked.sentences[first.sentence]
    near = parse.masked.within(sentence.start, sentence.end)
    telling = Telling(
        start,
        end,
        start,
        first.sentence,
        MeetingStatus.PLANNED if first.ahead else MeetingStatus.HELD,
        format=MeetingFormat.IN_PERSON,
        parties=sides,
        own=True,
        definite=True,
        confidence=_CONFIDENCE,
    )
    if day := next((one for one in near if one.symbol == DATE), None):
        telling.when = when_of(
            parse.text[day.start : day.end], published, held=not first.ahead, at=(day.start, day.end)
        )
        telling.widen(day.start, day.end)
    if place := next((one for one in near if one.symbol == PLACE), None):
        telling.place = Place(venue=place.form or None, city=place.city, country=place.country)
        telling.widen(place.start, place.end)
    return telling
