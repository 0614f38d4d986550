"""Meetings and positions as PLOVER event records, with the fields of the manual's chapter "Data Fields"."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from extractor.dates import span_of
from extractor.exports.entities import country_of, entity_of
from extractor.exports.files import in_place
from extractor.exports.plover_mapping import CONTEXTS, MEETINGS, Event, position_line
from schemas import (
    Actor,
    ActorKind,
    ArticleInfo,
    Extraction,
    Meeting,
    MeetingFormat,
    MeetingLevel,
    MeetingStatus,
    Person,
    Place,
    Position,
    Quote,
    Result,
    Stance,
    When,
)

__all__ = ["Unmapped", "events_of", "write_plover"]

_CODEBOOK = "PLOVER 0.8"
_CITY, _COUNTRY = 4, 1
# The ranks at which people who meet are of a government; the row itself does not tell their offices.
_IN_OFFICE = {MeetingLevel.LEADERS, MeetingLevel.MINISTERS, MeetingLevel.OFFICIALS}
# Whose country is one that takes part: a state's, and that of a person who meets for it.
_FOR_A_STATE = {ActorKind.STATE, ActorKind.PERSON}
# From three states on it is no longer a matter between two.
_MULTILATERAL = 3


class Unmapped(NamedTuple):
    """A row that is no event, and why."""

    row: str
    reason: str


class _Dated(NamedTuple):
    date: str
    enddate: str | None
    edtf: str | None


def write_plover(results: Iterable[Result], path: Path) -> tuple[int, Counter[str]]:
    """Write the events of `results` to `path`, a JSON object a line.

    Returns:
        The number of events, and how many rows are none, by their reason.

    Raises:
        ResultsError: the file can't be written.
    """
    events, unmapped = 0, Counter[str]()
    seen: set[int] = set()
    with in_place(path) as unfinished, unfinished.open("w", encoding="utf-8", newline="\n") as file:
        for result in results:
            if result.extraction is None or hash(result.extraction.article.id) in seen:
                continue
            seen.add(hash(result.extraction.article.id))
            for event in events_of(result.extraction):
                if isinstance(event, Unmapped):
                    unmapped[event.reason] += 1
                else:
                    events += 1
                    file.write(f"{json.dumps(event, ensure_ascii=False)}\n")
    return events, unmapped


def events_of(extraction: Extraction) -> Iterator[dict[str, Any] | Unmapped]:
    """The event records of `extraction`, and each row that is none."""
    article = extraction.article
    for meeting in extraction.meetings:
        yield _meeting_event(meeting, article) or Unmapped(meeting.id, _why_not(meeting, article))
    for number, position in enumerate(extraction.positions, start=1):
        yield _position_event(f"p{number}", position, article)


def _meeting_event(meeting: Meeting, article: ArticleInfo) -> dict[str, Any] | None:
    event = _event_of(meeting)
    dated = _date_of(meeting, article)
    if event is None or dated is None or not _any_code(meeting.parties):
        return None
    hosts = _hosts_among_parties(meeting) if event is Event.CONSULT else []
    visitors = [actor for actor in meeting.parties if actor not in hosts]
    sector = "GOV" if meeting.level in _IN_OFFICE else None
    planned = f"; planned for {meeting.when.edtf}" if event is Event.AGREE and meeting.when.edtf else ""
    return _record(
        meeting.id,
        article,
        dated,
        event=event,
        modes=_modes(meeting, hosts) if event is Event.CONSULT else [],
        actor=[_entity(actor, person_sector=sector) for actor in visitors],
        recipient=[_entity(actor, person_sector=sector) for actor in hosts],
        context=["diplomatic"],
        place=meeting.place,
        quotes=meeting.quotes,
        comment=f"{meeting.name} ({meeting.status}{planned})",
    )


def _why_not(meeting: Meeting, article: ArticleInfo) -> str:
    if _event_of(meeting) is None:
        return f"meeting, {meeting.status}"
    if _date_of(meeting, article) is None:
        return "meeting without a date"
    return "meeting of parties that PLOVER has no code for"


def _event_of(meeting: Meeting) -> Event | None:
    return next(line.event for line in MEETINGS if line.status is meeting.status)


def _date_of(meeting: Meeting, article: ArticleInfo) -> _Dated | None:
    # What was agreed had been agreed when it was reported; the day of the meeting is not the day of the event.
    return _published(article) if meeting.status is MeetingStatus.PLANNED else _said(meeting.when)


def _position_event(row: str, position: Position, article: ArticleInfo) -> dict[str, Any] | Unmapped:
    line = position_line(position.stance, position.issue)
    # A statement without a date of its own is news of the day; POLECAT dates such events so too.
    dated = _said(position.when) or _published(article)
    if line.event is None:
        return Unmapped(
            row, f"position, {position.stance} on {position.issue}" if line.issues else f"position, {position.stance}"
        )
    if position.stance is Stance.DOUBTS and position.toward is None:
        return Unmapped(row, "position, doubts at nobody in particular")
    if dated is None:
        return Unmapped(row, "position without a date")
    if not _any_code([position.holder]):
        return Unmapped(row, "position of a holder that PLOVER has no code for")
    specific = CONTEXTS.get(position.issue)
    return _record(
        row,
        article,
        dated,
        event=line.event,
        modes=[line.mode] if line.mode else [],
        actor=[_entity(position.holder, position.speaker)],
        recipient=[_entity(position.toward)] if position.toward else [],
        context=["diplomatic", *([specific] if specific else [])],
        place=None,
        quotes=position.quotes,
        comment=position.statement,
        link=f"{article.id}-{position.meeting}" if position.meeting else None,
    )


def _record(
    row: str,
    article: ArticleInfo,
    dated: _Dated,
    *,
    event: Event,
    modes: list[str],
    actor: list[dict[str, Any]],
    recipient: list[dict[str, Any]],
    context: list[str],
    place: Place | None,
    quotes: list[Quote],
    comment: str,
    link: str | None = None,
) -> dict[str, Any]:
    source = {
        "citation": f"{article.id} {article.source or ''}".rstrip(),
        "url": article.url,
        "title": article.title,
        "language": article.language,
        "publication": article.publisher,
        "date": article.published.isoformat() if article.published else None,
        "codebook": _CODEBOOK,
    }
    record = {
        "id": f"{article.id}-{row}",
        **dated._asdict(),
        "actor": actor,
        "recipient": recipient,
        "event": [event],
        "mode": modes,
        "context": context,
        "quad_code": event.quad_code,
        "event_loc": _location(place) if place else None,
        "event_text": [quote.text for quote in quotes],
        "text_info": [{"start": quote.start, "end": quote.end} for quote in quotes],
        "link": link,
        "cite_info": {name: value for name, value in source.items() if value},
        "coder": _coder(),
        "comment": comment,
    }
    return {name: value for name, value in record.items() if value is not None}


@cache
def _coder() -> str:
    # Looking it up reads the package's metadata, which takes longer than all the rest.
    return f"talks-extractor {version('talks-extractor')}"


def _said(when: When) -> _Dated | None:
    if when.edtf is None:
        return None
    first = last = None
    with suppress(ValueError):
        first, last = span_of(when.edtf)
    if first is None or last is None:
        return None
    return _Dated(first.isoformat(), last.isoformat() if last != first else None, when.edtf)


def _published(article: ArticleInfo) -> _Dated | None:
    return _Dated(article.published.isoformat(), None, None) if article.published else None


def _hosts_among_parties(meeting: Meeting) -> list[Actor]:
    """The parties at whose place it was: the named hosts, else the one party whose country the place lies in."""
    if meeting.format not in {MeetingFormat.IN_PERSON, MeetingFormat.UNKNOWN}:
        return []
    named = {actor.name for actor in meeting.hosts}
    hosts = [actor for actor in meeting.parties if actor.name in named]
    country = meeting.place.country if meeting.place else None
    if not hosts and not meeting.hosts and country:
        hosts = [actor for actor in meeting.parties if actor.country == country]
    # Two parties of one country (a government and its rebels) visit nobody there.
    return hosts if len(hosts) == 1 and len(meeting.parties) > 1 else []


def _modes(meeting: Meeting, hosts: list[Actor]) -> list[str]:
    if meeting.format in {MeetingFormat.PHONE, MeetingFormat.ONLINE, MeetingFormat.WRITTEN}:
        return ["phone"]
    modes = ["visit"] if hosts else []
    if not hosts and _is_elsewhere(meeting):
        modes.append("third-party")
    states = {actor.country for actor in meeting.parties if actor.country and actor.kind in _FOR_A_STATE}
    bodies = [actor for actor in meeting.parties if actor.kind is ActorKind.INTERNATIONAL_ORGANIZATION]
    if len(states) >= _MULTILATERAL or bodies:
        modes.append("multilateral")
    return modes


def _is_elsewhere(meeting: Meeting) -> bool:
    countries = {actor.country for actor in meeting.parties if actor.country}
    names = {actor.name for actor in meeting.parties}
    if meeting.hosts:
        return not any(host.name in names for host in meeting.hosts)
    return bool(meeting.place and meeting.place.country and countries and meeting.place.country not in countries)


def _any_code(actors: list[Actor]) -> bool:
    return any(entity_of(actor).code for actor in actors)


def _entity(actor: Actor, speaker: Person | None = None, person_sector: str | None = None) -> dict[str, Any]:
    entity = entity_of(actor)
    person = actor.name if actor.kind is ActorKind.PERSON else None
    fields = {
        "code": entity.code,
        "sector": person_sector if person else entity.sector,
        "other_sector_codes": "PRE" if entity.partially_recognized else None,
        "entity_text": actor.name,
        "identifier_text": speaker.name if speaker else person,
        "office": speaker.title if speaker else None,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _location(place: Place) -> dict[str, Any]:
    code = country_of(place.country) if place.country else None
    fields = {
        "extracted_place": ", ".join(part for part in (place.venue, place.city) if part) or None,
        "city": place.city,
        "country_code": code,
        "resolution": _CITY if place.city else _COUNTRY if code else None,
    }
    return {name: value for name, value in fields.items() if value is not None}
