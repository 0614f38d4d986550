"""One name for each actor: states, organisations, armed groups and authorities.

The table of those that are no states is `data/actors.csv`.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from anyascii import anyascii

from extractor.gazetteer import Gazetteer
from extractor.states import ALONE, Form, state_forms, state_of
from schemas import ActorKind

__all__ = ["ActorMention", "KnownActor", "actors_in", "canonical_actor", "known_actor", "same_actor"]

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


class ActorMention(NamedTuple):
    """A place in a text that names an actor; `form` tells names of states from capitals, adjectives and the like."""

    start: int
    end: int
    actor: KnownActor
    form: Form


@lru_cache(maxsize=16_384)
def known_actor(name: str) -> KnownActor | None:
    """The state, organisation, group or authority that `name` stands for, or None if it is in no table of ours."""
    words = _words(name)
    key = _key(words)
    if (known := _table().get(key)) or (known := _table().get(key.casefold())):
        return known
    state = state_of(words)
    return KnownActor(state.name, ActorKind.STATE, state.code) if state else None


@lru_cache(maxsize=16_384)
def canonical_actor(name: str) -> str:
    """The canonical English name of the actor that `name` stands for; of an unknown one, `name` without its article."""
    known = known_actor(name)
    return known.name if known else _words(name)


def same_actor(a: str, b: str) -> bool:
    """Whether two names stand for one actor: canonical names that differ at most in case, marks and punctuation."""
    one, other = (_key(canonical_actor(name)).casefold() for name in (a, b))
    return one == other != "" or a == b != ""


def actors_in(text: str) -> list[ActorMention]:
    """All mentions of states and other known actors in running text, found as by `extractor.states.states_in`."""
    return [ActorMention(start, end, *meaning) for start, end, meaning in _gazetteer().find(text)]


def _words(name: str) -> str:
    words = _ARTICLE.sub("", " ".join(name.replace("\u2019", "'").split()))
    return words.removesuffix("'s") if words != "'s" else ""


def _key(words: str) -> str:
    return " ".join(_UNWRITTEN.sub(" ", anyascii(words).replace(".", "").replace("'", "")).split())


def _rows() -> Iterator[tuple[KnownActor, list[str]]]:
    lines = (files("extractor") / "data" / "actors.csv").read_text("utf-8").splitlines()
    for row in csv.DictReader(lines):
        actor = KnownActor(row["name"], ActorKind(row["kind"]), row["country"] or None)
        yield actor, [row["name"], *filter(None, row["aliases"].split(";"))]


@cache
def _table() -> dict[str, KnownActor]:
    table: dict[str, KnownActor] = {}
    for actor, forms in _rows():
        for form in forms:
            key = _key(form.removesuffix(ALONE))
            table.setdefault(key if key.isupper() and len(key) <= _SHORT else key.casefold(), actor)
    return table


@cache
def _gazetteer() -> Gazetteer[tuple[KnownActor, Form]]:
    names: dict[str, tuple[KnownActor, Form] | None] = {
        form: meaning and (KnownActor(meaning[0].name, ActorKind.STATE, meaning[0].code), meaning[1])
        for form, meaning in state_forms().items()
    }
    for actor, forms in _rows():
        names |= {form: (actor, Form.NAME) for form in forms if not form.endswith(ALONE)}
    return Gazetteer(names)
