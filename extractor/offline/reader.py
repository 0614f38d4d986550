"""Reading an article by rules."""

from datetime import date
from typing import Any

from extractor.offline.lexicon import lexicon
from extractor.offline.meetings import Telling, tellings
from extractor.offline.merging import Event, events
from extractor.offline.delegations import Team, teams
from extractor.offline.phrases import Parsed, parsed
from extractor.offline.positions import Stand, stands
from extractor.offline.times import When, when_of
from schemas import Actor, ActorKind, Article, MeetingFormat, Role

OFFLINE = "offline"

_CALLED = {
    MeetingFormat.PHONE: "phone call",
    MeetingFormat.ONLINE: "online talks",
    MeetingFormat.WRITTEN: "exchange",
    MeetingFormat.IN_PERSON: "meeting",
    MeetingFormat.UNKNOWN: "talks",
}


def answer_of(article: Article) -> dict[str, Any]:
    parse = parsed(article.text, lexicon())
    found = events(tellings(parse, article.published))
    return {
        "meetings": [_meeting(parse, event, f"m{number}") for number, event in enumerate(found, start=1)],
        "delegations": [_delegation(parse, team, found) for team in teams(parse, found)],
        "positions": [_position(parse, stand, article.published) for stand in stands(parse) if stand.confidence >= 0.5],
    }


def _delegation(parse: Parsed, team: Team, found: list[Event]) -> dict[str, Any]:
    main = found[team.event].main
    role = Role.HOST if team.party in main.hosts else Role.MEDIATOR if team.party in main.mediators else Role.PARTY
    people = [_person(parse, key, team.party) for key in team.people]
    head = team.head or (team.people[0] if len(team.people) == 1 else None)
    return {
        "meeting": f"m{team.event + 1}",
        "quotes": [parse.text[team.start : team.end].strip()],
        "party": _actor(team.party),
        "role": role,
        "head": _person(parse, head, team.party) if head else None,
        "members": people,
    }


def _person(parse: Parsed, key: str, actor: Actor | None) -> dict[str, Any]:
    person = parse.people[key].row()
    return person.model_copy(update={"affiliation": person.affiliation or (actor.name if actor else None)}).model_dump()


def _position(parse: Parsed, stand: Stand, published: date | None) -> dict[str, Any]:
    words = " ".join(parse.text[stand.start : stand.end].split())
    when = when_of(parse.text[stand.when[0] : stand.when[1]], published, held=True) if stand.when else When()
    return {
        "quotes": [parse.text[stand.start : stand.end].strip()],
        "holder": _actor(stand.holder),
        "speaker": _person(parse, stand.speaker, None) if stand.speaker and stand.holder.kind is not ActorKind.PERSON else None,
        "stance": stand.stance,
        "issue": stand.issue,
        "subject": words,
        "statement": words,
        "toward": _actor(stand.toward) if stand.toward else None,
        "when": when.row(),
        "meeting": None,
        "reported_by": stand.reported_by,
        "certainty": stand.certainty,
    }


def _meeting(parse: Parsed, event: Event, identity: str) -> dict[str, Any]:
    main = event.main
    return {
        "id": identity,
        "quotes": [parse.text[main.start : main.end].strip()],
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
    }


def _actor(actor: Actor) -> dict[str, Any]:
    return actor.model_dump(mode="json")


def _name(main: Telling) -> str:
    parties = "-".join(actor.name for actor in main.parties[:3])
    where = f" in {main.place.city}" if main.place and main.place.city else ""
    number = f"round {main.round} of " if main.round else ""
    return f"{number}{parties} {_CALLED[main.format]}{where}".capitalize() if number else f"{parties} {_CALLED[main.format]}{where}"
class OfflineReader: pass
