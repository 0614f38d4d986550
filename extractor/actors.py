"""One name for each actor: states, organisations, armed groups and authorities.

The table of those that are no states is `data/actors.csv`.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from anyascii import anyascii

from extractor.states import state_of
from schemas import ActorKind

__all__ = ["KnownActor", "canonical_actor", "forms_of", "known_actor", "same_actor"]

_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)
_UNWRITTEN = re.compile(r"[^\w+]+")
# Short forms are known by their capitals: `WHO` and `AU` are organisations, `who` and `Au` are not.
_SHORT = 5


@dataclass(frozen=True, slots=True)
class KnownActor:
    """An actor with its canonical English name.

    Attributes:
        name: as `schemas.Actor` has it.
        kind: what sort of actor it is.
        country: ISO 3166-1 alpha-2 code of the state that it is or belongs to, or None.
    """

    name: str
    kind: ActorKind
    country: str | None


@lru_cache(maxsize=16_384)
def known_actor(name: str) -> KnownActor | None:
    """The state, organisation, group or authority that `name` stands for, or None if it is in no table of ours."""
    words = _words(name)
    key = _key(words)
    if (known := _table().get(key)) or (known := _table().get(key.casefold())):
        return known
    state = state_of(words)
    return KnownActor(state.name, ActorKind.STATE, state.code) if state else None


def canonical_actor(name: str) -> str:
    """The canonical English name of the actor that `name` stands for; of an unknown one, `name` without its article."""
    known = known_actor(name)
    return known.name if known else _words(name)


def same_actor(a: str, b: str) -> bool:
    """Whether two names stand for one actor: canonical names that differ at most in case, marks and punctuation."""
    one, other = (_key(canonical_actor(name)).casefold() for name in (a, b))
    return one == other != ""


def forms_of(name: str) -> tuple[str, ...]:
    """The other forms of the organisation, group or authority with this canonical name; none if it is in no table."""
    return _forms().get(name, ())


def _words(name: str) -> str:
    words = _ARTICLE.sub("", " ".join(name.replace("\u2019", "'").split()))
    return words.removesuffix("'s") if words != "'s" else ""


def _key(words: str) -> str:
    return " ".join(_UNWRITTEN.sub(" ", anyascii(words).replace(".", "").replace("'", "")).split())


@cache
def _forms() -> dict[str, tuple[str, ...]]:
    with (files("extractor") / "data" / "actors.csv").open(encoding="utf-8", newline="") as rows:
        return {row["name"]: tuple(filter(None, row["aliases"].split(";"))) for row in csv.DictReader(rows)}


@cache
def _table() -> dict[str, KnownActor]:
    table: dict[str, KnownActor] = {}
    with (files("extractor") / "data" / "actors.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            actor = KnownActor(row["name"], ActorKind(row["kind"]), row["country"] or None)
            for form in (row["name"], *filter(None, row["aliases"].split(";"))):
                key = _key(form)
                table.setdefault(key if key.isupper() and len(key) <= _SHORT else key.casefold(), actor)
    return table
