"""One name for each person and actor of an article, and the forms in which the article has them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from anyascii import anyascii

from extractor.actors import actors_in, canonical_actor
from extractor.checks import Checked
from extractor.persons import cluster_persons
from schemas import Actor, ActorKind, Delegation, Meeting, Name, Person, Position

__all__ = ["with_names"]

# Words that begin with a capital, or in a script without them. That it is a letter, and at the edge of a word, is
# looked at afterwards: a search for one of a range of signs is fast.
_WORD = re.compile(r"[A-Z\u0080-\U0010ffff](?<=[^\W\d_])(?<!\w.)[^\W\d_]*(?:['\u2019-][^\W\d_]+)*")
# Initials and particles tell nobody from anybody.
_MIN_WORD = 3
_LISTS = ("parties", "mediators", "hosts")

Row = Meeting | Delegation | Position


def with_names(checked: Checked, text: str) -> tuple[Checked, list[Name]]:
    """The rows with one name for each person, the fullest that they give, and the other forms that `text` has.

    Names of actors are canonical already; their forms are the names, peoples, capitals and abbreviations in `text`.
    """
    actors = _actors(checked)
    clusters = cluster_persons(_persons(checked, actors))
    fuller = {name: cluster.canonical for cluster in clusters for name in cluster.variants if name != cluster.canonical}
    renamed = replace(
        checked,
        meetings=[_meeting(row, fuller) for row in checked.meetings],
        delegations=[_delegation(row, fuller) for row in checked.delegations],
        positions=[_position(row, fuller) for row in checked.positions],
    )
    written = {cluster.canonical: [name for name in cluster.variants if name in text] for cluster in clusters}
    kinds = {fuller.get(actor.name, actor.name): actor.kind for actor in actors}
    kinds = dict.fromkeys(written, ActorKind.PERSON) | {
        name: kind for name, kind in kinds.items() if name not in written
    }
    for name, form in _forms(list(written), text):
        written[name].append(form)
    for mention in actors_in(text):
        written.setdefault(mention.actor.name, []).append(text[mention.start : mention.end])
    names: list[Name] = []
    for name, kind in kinds.items():
        if forms := {*written.get(name, ())} - {name}:
            variants = sorted(forms, key=lambda form: (text.find(form), form))
            names.append(Name(name=name, kind=kind, variants=variants))
    return renamed, names


def _actors(checked: Checked) -> list[Actor]:
    return [
        *(actor for row in checked.meetings for actor in (*row.parties, *row.mediators, *row.hosts)),
        *(row.party for row in checked.delegations),
        *(actor for row in checked.positions for actor in (row.holder, row.toward) if actor),
    ]


def _persons(checked: Checked, actors: Sequence[Actor]) -> set[str]:
    people = {person.name for row in checked.delegations for person in (*row.members, row.head) if person}
    people |= {row.speaker.name for row in checked.positions if row.speaker}
    return people | {actor.name for actor in actors if actor.kind is ActorKind.PERSON}


def _forms(people: Sequence[str], text: str) -> Iterator[tuple[str, str]]:
    # Runs of words that belong to one person's name: `Erdogan`, `Recep Tayyip Erdogan`, `Mr Erdogan` without its Mr.
    owners: dict[str, set[str]] = {}
    for name in people:
        for word in _WORD.findall(name):
            if len(word) >= _MIN_WORD:
                owners.setdefault(_folded(word), set()).add(name)
    runs: list[tuple[int, int, set[str]]] = []
    start = end = 0
    whose: set[str] = set()
    for word in _WORD.finditer(text):
        named = owners.get(_folded(word[0]))
        if named is None:
            continue
        if (both := whose & named) and text[end : word.start()] == " ":
            whose = both
        else:
            runs.append((start, end, whose))
            start, whose = word.start(), named
        end = word.end()
    runs.append((start, end, whose))
    for start, end, whose in runs:
        if len(whose) == 1:
            yield next(iter(whose)), text[start:end].removesuffix("'s").removesuffix("\u2019s")


@lru_cache(maxsize=16_384)
def _folded(word: str) -> str:
    plain = word.removesuffix("'s").removesuffix("\u2019s")
    return plain.lower() if plain.isascii() else anyascii(plain).lower()


def _meeting(row: Meeting, fuller: Mapping[str, str]) -> Meeting:
    return row.changed(**{name: [_actor(actor, fuller) for actor in getattr(row, name)] for name in _LISTS})


def _delegation(row: Delegation, fuller: Mapping[str, str]) -> Delegation:
    return row.changed(
        party=_actor(row.party, fuller),
        head=row.head and _person(row.head, fuller),
        members=[_person(member, fuller) for member in row.members],
    )


def _position(row: Position, fuller: Mapping[str, str]) -> Position:
    return row.changed(
        holder=_actor(row.holder, fuller),
        speaker=row.speaker and _person(row.speaker, fuller),
        toward=row.toward and _actor(row.toward, fuller),
    )


def _actor(actor: Actor, fuller: Mapping[str, str]) -> Actor:
    name = fuller.get(actor.name)
    return actor.changed(name=name) if name else actor


def _person(person: Person, fuller: Mapping[str, str]) -> Person:
    name = fuller.get(person.name, person.name)
    affiliation = person.affiliation and canonical_actor(person.affiliation)
    if name == person.name and affiliation == person.affiliation:
        return person
    return person.changed(name=name, affiliation=affiliation)
