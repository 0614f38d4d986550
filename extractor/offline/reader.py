"""Reading an article by rules."""

from typing import Any

from extractor.offline.lexicon import lexicon
from extractor.offline.meetings import Telling, tellings
from extractor.offline.merging import Event, events
from extractor.offline.phrases import Parsed, parsed
from schemas import Actor, Article, MeetingFormat

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
    return {"meetings": [_meeting(parse, event, f"m{n}") for n, event in enumerate(found, 1)], "delegations": [], "positions": []}


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
