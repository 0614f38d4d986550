"""The word lists, read once: names of actors and places, titles, and what else the rules know of English."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Generic, TypeVar

import yaml

from extractor.states import state_with_code
from schemas import Actor, ActorKind, MeetingLevel

__all__ = ["TOKEN", "Lexicon", "Named", "Phrases", "data", "lexicon", "words_of"]

T = TypeVar("T")

# Family names that many bear.
_COMMON_NAMES = frozenset(
    {
        "Kim",
        "Lee",
        "Moon",
        "Khan",
        "Singh",
        "Ali",
        "Ahmed",
        "Johnson",
        "Li",
        "Wang",
        "Santos",
        "Rice",
        "Powell",
        "Marcos",
        "Sharif",
        "Clinton",
        "May",
        "Bush",
        "Brown",
        "Yoon",
        "Hu",
    }
)

# A word, or an abbreviation with its full stops; a possessive's `'s` is none.
TOKEN = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:['\u2019](?!s\b)[^\W_]+)*")


@dataclass(frozen=True)
class Named:
    """What a name stands for.

    Attributes:
        actor: who acts under it, or None for what is a place only.
        form: `name`, `adjective` (also of people: `Turks`), `capital`, `city` or `region`.
        country: where it lies, for places.
    """

    form: str
    actor: Actor | None = None
    country: str | None = None
    city: str | None = None


class Phrases(Generic[T]):
    """Phrases of one or more words, found word by word, the longest first."""

    def __init__(self) -> None:
        """Begin with none."""
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}

    def add(self, words: Iterable[str], value: T) -> None:
        """Know a phrase; of two that are the same the first one stays."""
        parts = tuple(words)
        if not parts:
            return
        entries = self._by_first.setdefault(parts[0], [])
        if all(known != parts for known, _ in entries):
            entries.append((parts, value))
            entries.sort(key=lambda entry: -len(entry[0]))

    def starting(self, word: str) -> list[tuple[tuple[str, ...], T]] | None:
        """The phrases that begin with `word`, the longest first."""
        return self._by_first.get(word)

    def firsts(self) -> Iterable[str]:
        """The words with which phrases begin."""
        return self._by_first.keys()


@dataclass(frozen=True, eq=False)
class Lexicon:
    """All word lists of the tagger."""

    names: Phrases[Named]
    titles: Phrases[str]
    departments: Phrases[str]
    modifiers: frozenset[str]
    bodies: frozenset[str]
    body_words: frozenset[str]
    function_words: frozenset[str]
    particles: frozenset[str]
    calendar: frozenset[str]
    organisations: Mapping[str, ActorKind]
    venues: frozenset[str]
    levels: Mapping[str, MeetingLevel]
    leaders: Mapping[str, Actor]
    things: frozenset[str]


@cache
def data(name: str) -> Any:
    """The content of a YAML file of this package's `data` folder, read once; nobody changes it."""
    text = files("extractor.offline").joinpath("data", name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are the safe one


@cache
def lexicon() -> Lexicon:
    """The word lists."""
    titles = data("titles.yaml")
    names: Phrases[Named] = Phrases()
    for words, named in _names():
        names.add(words_of(words), named)
    heads: Phrases[str] = Phrases()
    levels: dict[str, MeetingLevel] = {}
    for level, phrases in titles["heads"].items():
        for phrase in phrases:
            heads.add([word.lower() for word in words_of(phrase)], "honorific" if level == "honorifics" else "head")
            if level != "honorifics":
                levels[phrase] = MeetingLevel(level)
    for phrase in titles["plural_heads"]:
        heads.add(words_of(phrase), "plural")
    departments: Phrases[str] = Phrases()
    for phrase in titles["departments"]:
        departments.add(words_of(phrase), "department")
    return Lexicon(
        names=names,
        titles=heads,
        departments=departments,
        modifiers=frozenset(titles["modifiers"]),
        bodies=frozenset(titles["bodies"]),
        body_words=frozenset(titles["body_words"]),
        function_words=frozenset(titles["function_words"]),
        particles=frozenset(titles["particles"]),
        calendar=frozenset(titles["calendar"]),
        organisations={word: ActorKind(kind) for kind, words in titles["organisations"].items() for word in words},
        venues=frozenset(titles["venues"]),
        levels=levels,
        leaders=_leaders(),
        things=frozenset(titles["things"]),
    )


def words_of(phrase: str) -> list[str]:
    """The words of a phrase as the tagger cuts them: also at hyphens and apostrophes."""
    return TOKEN.findall(phrase)


def _names() -> Iterator[tuple[str, Named]]:
    more = dict(data("actors.yaml"))
    for region in more.pop("regions"):
        yield region, Named("region")
    for code, bodies in more.pop("agencies").items():
        state = _state(code)
        for body in bodies:
            yield body, Named("name", state, code)
    for kind, entries in more.items():
        for entry in entries:
            actor = Actor(name=entry["name"], kind=ActorKind(kind), country=entry.get("country"))
            for name in entry["names"]:
                yield name, Named("name", actor)
    with files("extractor.offline").joinpath("data", "cities.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield row["city"], Named("city", None, row["country"], row["city"])


def _state(code: str) -> Actor | None:
    state = state_with_code(code)
    return Actor(name=state.name, kind=ActorKind.STATE, country=state.code) if state else None


def _leaders() -> dict[str, Actor]:
    """Heads of government and others whom articles name without an introduction, by full name and family name."""
    found: dict[str, Actor] = {}
    shared: set[str] = set()
    with files("extractor.offline").joinpath("data", "leaders.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            actor = _state(row["country"])
            if actor is None:
                continue
            found[row["name"]] = actor
            # East Asian names begin with the family name; those of two states stand for nobody alone.
            words = row["name"].split()
            family = words[0] if row["country"] in {"CN", "KP", "KR"} else words[-1]
            if found.setdefault(family, actor) != actor:
                shared.add(family)
    return {name: actor for name, actor in found.items() if name not in shared and name not in _COMMON_NAMES}
