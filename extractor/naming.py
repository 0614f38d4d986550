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

# Words that begin with a capital, or in a script without them.
_WORD = re.compile(r"\b[^\W\d_a-z][^\W\d_]*(?:['\u2019-][^\W\d_]+)*")
# Initials and particles tell nobody from anybody.
_MIN_WORD = 3
_LISTS = ("parties", "mediators", "hosts")

Row = Meeting | Delegation | Position


def with_names(checked: Checked, text: str) -> tuple[Checked, list[Name]]:
    """The rows with one name for each person, the fullest that they give, and the other forms that `text` has.

    Names of actors are canonical already; their forms are the names, peoples, capitals and abbreviations in `text`.
    """
    clusters = cluster_persons(_persons(checked))
    canonical = {variant: cluster.canonical for cluster in clusters for variant in cluster.variants}
    renamed = replace(
        checked,
        meetings=[_meeting(row, canonical) for row in checked.meetings],
        delegations=[_delegation(row, canonical) for row in checked.delegations],
        positions=[_position(row, canonical) for row in checked.positions],
    )
    written = {cluster.canonical: [name for name in cluster.variants if name in text] for cluster in clusters}
    for name, form in _forms(list(written), text):
        written[name].append(form)
    actors = {actor.name: actor for row in _rows(renamed) for actor in _actors_of(row)}
    kinds = dict.fromkeys(written, ActorKind.PERSON) | {
        name: actor.kind for name, actor in actors.items() if name not in written
    }
    for mention in actors_in(text):
        written.setdefault(mention.actor.name, []).append(text[mention.start : mention.end])
    names: list[Name] = []
    for name, kind in kinds.items():
        forms = written.get(name, [])
        variants = sorted(set(forms) - {name}, key=lambda form: (text.find(form), form))
        if variants:
            names.append(Name(name=name, kind=kind, variants=variants))
    return renamed, names


def _rows(checked: Checked) -> Iterator[Row]:
    yield from checked.meetings
    yield from checked.delegations
    yield from checked.positions


def _actors_of(row: Row) -> Iterator[Actor]:
    match row:
        case Meeting():
            yield from (*row.parties, *row.mediators, *row.hosts)
        case Delegation():
            yield row.party
        case Position():
            yield row.holder
            if row.toward:
                yield row.toward


def _persons(checked: Checked) -> set[str]:
    people = {person.name for row in checked.delegations for person in (*row.members, row.head) if person}
    people |= {row.speaker.name for row in checked.positions if row.speaker}
    return people | {
        actor.name for row in _rows(checked) for actor in _actors_of(row) if actor.kind is ActorKind.PERSON
    }


def _forms(people: Sequence[str], text: str) -> Iterator[tuple[str, str]]:
    # Runs of words that belong to one person's name: `Erdogan`, `Recep Tayyip Erdogan`, `Mr Erdogan` without its Mr.
    owners: dict[str, set[str]] = {}
    for name in people:
        for word in _WORD.findall(name):
            if len(word) >= _MIN_WORD:
                owners.setdefault(_folded(word), set()).add(name)
    run: list[re.Match[str]] = []
    whose: set[str] = set()
    for word in _WORD.finditer(text):
        named = owners.get(_folded(word[0]))
        if named and run and whose & named and text[run[-1].end() : word.start()] == " ":
            run.append(word)
            whose &= named
        elif run or named:
            yield from _form(run, whose, text)
            run, whose = ([word], set(named)) if named else ([], set())
    yield from _form(run, whose, text)


def _form(run: Sequence[re.Match[str]], whose: set[str], text: str) -> Iterator[tuple[str, str]]:
    if run and len(whose) == 1:
        yield next(iter(whose)), text[run[0].start() : run[-1].end()].removesuffix("'s").removesuffix("\u2019s")


@lru_cache(maxsize=16_384)
def _folded(word: str) -> str:
    plain = word.removesuffix("'s").removesuffix("\u2019s")
    return plain.lower() if plain.isascii() else anyascii(plain).lower()


def _meeting(row: Meeting, canonical: Mapping[str, str]) -> Meeting:
    return row.changed(**{name: [_actor(actor, canonical) for actor in getattr(row, name)] for name in _LISTS})


def _delegation(row: Delegation, canonical: Mapping[str, str]) -> Delegation:
    return row.changed(
        party=_actor(row.party, canonical),
        head=row.head and _person(row.head, canonical),
        members=[_person(member, canonical) for member in row.members],
    )


def _position(row: Position, canonical: Mapping[str, str]) -> Position:
    return row.changed(
        holder=_actor(row.holder, canonical),
        speaker=row.speaker and _person(row.speaker, canonical),
        toward=row.toward and _actor(row.toward, canonical),
    )


def _actor(actor: Actor, canonical: Mapping[str, str]) -> Actor:
    return actor.changed(name=canonical.get(actor.name, actor.name))


def _person(person: Person, canonical: Mapping[str, str]) -> Person:
    affiliation = person.affiliation and canonical_actor(person.affiliation)
    return person.changed(name=canonical[person.name], affiliation=affiliation)
