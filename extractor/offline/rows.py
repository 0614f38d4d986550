"""The rows of an article, in the form in which a model answers."""

from datetime import date
from typing import Any

from extractor.offline.assemblies import assemblies
from extractor.offline.bystanders import bystanders
from extractor.offline.delegations import Team, teams
from extractor.offline.frames import framed
from extractor.offline.lexicon import lexicon
from extractor.offline.meetings import tellings
from extractor.offline.merging import Event, events
from extractor.offline.people import Parsed
from extractor.offline.phrases import parsed
from extractor.offline.positions import Stand, stands
from extractor.offline.seats import seatings
from extractor.offline.telling import Telling
from extractor.offline.times import When, when_of
from schemas import Actor, ActorKind, Article, MeetingFormat, Role, Stance

__all__ = ["answer_of"]

_SUBJECT_WORDS = 12
# A meeting told again and again is proved by its first tellings.
_QUOTES = 4
# How a statement begins.
_SAID = {
    Stance.PROPOSES: "proposes",
    Stance.SUPPORTS: "supports",
    Stance.ACCEPTS: "accepts",
    Stance.REJECTS: "rejects",
    Stance.DEMANDS: "demands",
    Stance.REFUSES: "refuses",
    Stance.OFFERS: "offers",
    Stance.COMMITS: "commits itself",
    Stance.THREATENS: "threatens",
    Stance.CALLS_FOR: "calls for",
    Stance.DOUBTS: "doubts",
    Stance.ASSESSES: "says",
}
_CALLED = {
    MeetingFormat.PHONE: "phone call",
    MeetingFormat.ONLINE: "online talks",
    MeetingFormat.WRITTEN: "exchange",
    MeetingFormat.IN_PERSON: "meeting",
    MeetingFormat.UNKNOWN: "talks",
}


def answer_of(article: Article, min_confidence: float) -> dict[str, Any]:
    """What the rules find in `article`, in the form of `schemas.Answer`, each row with its `confidence` besides.

    Args:
        article: the article.
        min_confidence: rows that are less sure are left out, and with a meeting its delegations.
    """
    parse = parsed(article.text, lexicon())
    seats = seatings(parse)
    told_of = tellings(parse, article.published, article.title)
    found = framed(parse, events(assemblies(parse, seats, told_of, article.published)), seats)
    told: dict[int, list[tuple[int, Telling]]] = {}
    for number, event in enumerate(found):
        for telling in event.tellings:
            told.setdefault(telling.sentence, []).append((number, telling))
    sure = [event.main.confidence >= min_confidence for event in found]
    return {
        "meetings": [_meeting(parse, event, number) for number, event in enumerate(found, start=1) if sure[number - 1]],
        "delegations": [
            _delegation(parse, team, found)
            for team in teams(parse, found, [*seats, *bystanders(parse, seats, found)])
            if team.confidence >= min_confidence and sure[team.event]
        ],
        "positions": [
            _position(parse, stand, told, sure, article.published)
            for stand in _each_once(parse, stands(parse, article.title, seats))
            if stand.confidence >= min_confidence
        ],
    }


def _delegation(parse: Parsed, team: Team, found: list[Event]) -> dict[str, Any]:
    main = found[team.event].main
    role = Role.HOST if team.party in main.hosts else Role.MEDIATOR if team.party in main.mediators else team.role
    people = [_person(parse, key, team.party) for key in team.people]
    head = team.head or (team.people[0] if len(team.people) == 1 else None)
    return {
        "meeting": f"m{team.event + 1}",
        "quotes": [parse.text[team.start : team.end].strip()],
        "party": _actor(team.party),
        "role": role,
        "head": _person(parse, head, team.party) if head else None,
        "members": people,
        "confidence": team.confidence,
    }


def _person(parse: Parsed, key: str, actor: Actor | None) -> dict[str, Any]:
    person = parse.people[key].row()
    return person.model_copy(update={"affiliation": person.affiliation or (actor.name if actor else None)}).model_dump()


def _position(
    parse: Parsed, stand: Stand, told: dict[int, list[tuple[int, Telling]]], sure: list[bool], published: date | None
) -> dict[str, Any]:
    words = parse.text[stand.subject[0] : stand.subject[1]].split()
    subject = " ".join(words[:_SUBJECT_WORDS]).strip(" ,;:\"'“”") or stand.issue.value
    when = when_of(parse.text[stand.when[0] : stand.when[1]], published, held=True) if stand.when else When()
    about = next(
        (
            number
            for number, telling in told.get(stand.sentence, ())
            if sure[number] and stand.start <= telling.anchor < stand.end
        ),
        None,
    )
    return {
        "quotes": [parse.text[stand.start : stand.end].strip()],
        "holder": _actor(stand.holder),
        "speaker": _person(parse, stand.speaker, None)
        if stand.speaker and stand.holder.kind is not ActorKind.PERSON
        else None,
        "stance": stand.stance,
        "issue": stand.issue,
        "subject": subject,
        "statement": f"{stand.holder.name} {_SAID[stand.stance]}: {' '.join(words).strip(' ,;:')}",
        "toward": _actor(stand.toward) if stand.toward else None,
        "when": when.row(),
        "meeting": None if about is None else f"m{about + 1}",
        "reported_by": stand.reported_by,
        "certainty": stand.certainty,
        "confidence": stand.confidence,
    }


def _each_once(parse: Parsed, found: list[Stand]) -> list[Stand]:
    # A paragraph that a page shows twice proves nothing twice.
    distinct = {
        (parse.text[one.start : one.end], one.holder.name, one.stance, one.issue): one for one in reversed(found)
    }
    return list(reversed(distinct.values()))


def _meeting(parse: Parsed, event: Event, number: int) -> dict[str, Any]:
    main = event.main
    return {
        "id": f"m{number}",
        "quotes": _quotes(parse, event),
        "name": _name(main),
        "format": main.format,
        "status": main.status,
        "level": main.level,
        "round": main.round,
        "when": main.when.row(),
        "duration": main.duration,
        "place": main.place.model_dump() if main.place else None,
        "parties": [_actor(actor) for actor in main.parties],
        "mediators": [_actor(actor) for actor in main.mediators],
        "hosts": [_actor(actor) for actor in main.hosts],
        "topics": [],
        "outcomes": [],
        "confidence": main.confidence,
    }


def _quotes(parse: Parsed, event: Event) -> list[str]:
    told = (parse.text[telling.start : telling.end].strip() for telling in event.tellings[:_QUOTES])
    return list(dict.fromkeys(told))


def _actor(actor: Actor) -> dict[str, Any]:
    return actor.model_dump(mode="json")


def _name(main: Telling) -> str:
    parties = "-".join(actor.name for actor in main.parties[:3])
    where = f" in {main.place.city}" if main.place and main.place.city else ""
    number = f", round {main.round}" if main.round else ""
    return f"{parties} {_CALLED[main.format]}{where}{number}".strip()
