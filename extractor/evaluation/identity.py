"""Whether two names mean the same actor or the same person."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache

from anyascii import anyascii

from extractor.evaluation.rows import Reading

__all__ = ["Affiliations", "folded", "same_actor", "same_person"]

_WORD = re.compile(r"[^\W_]+")
# Common English names that pycountry lacks.
_STATES = {
    "turkey": "TR",
    "russia": "RU",
    "usa": "US",
    "us": "US",
    "united states": "US",
    "united states of america": "US",
    "uk": "GB",
    "britain": "GB",
    "great britain": "GB",
    "uae": "AE",
    "palestine": "PS",
    "kosovo": "XK",
    "ivory coast": "CI",
    "vatican": "VA",
    "drc": "CD",
    "democratic republic of congo": "CD",
    "burma": "MM",
    "cape verde": "CV",
    "swaziland": "SZ",
    "brunei": "BN",
    "micronesia": "FM",
    "east timor": "TL",
    "macedonia": "MK",
}
# Of two transliterations of one family name (Zelensky, Zelenskyy; Umerov, Umierov) at least this share agrees;
# different names of the same length share less.
_ALIKE = 0.8


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """`text` in small Latin letters, its words with one space between them, without marks, punctuation and `the`."""
    # Full stops and apostrophes stand within a word: U.S., Xi'an.
    words = _WORD.findall(re.sub(r"[.']", "", anyascii(text).lower()))
    return " ".join(word for word in words if word != "the")


def same_actor(one: str, other: str) -> bool:
    """Whether two names mean one actor: the same state under any of its names, or the same words."""
    return _actor(one) == _actor(other)


def same_person(one: str, other: str) -> bool:
    """Whether two names can mean one person.

    Case, marks and transliteration do not count, nor does the order of names. A name of one word is that of whoever
    bears it as first or last name.
    """
    left, right = folded(one).split(), folded(other).split()
    if not left or not right:
        return one == other
    if sorted(left) == sorted(right):
        return True
    if len(left) == 1 or len(right) == 1:
        (alone,), full = (left, right) if len(left) == 1 else (right, left)
        return _alike(alone, full[0]) or _alike(alone, full[-1])
    return left[0][0] == right[0][0] and _alike(left[-1], right[-1])


@dataclass(frozen=True)
class Affiliations:
    """For whom the people of an article act, as its rows tell: delegates for their party, speakers for the holder."""

    actors: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, readings: Iterable[Reading]) -> "Affiliations":
        """Those that the readings of one article give."""
        known: dict[tuple[str, str], None] = {}
        for reading in readings:
            for delegate in reading.delegates:
                known.update(dict.fromkeys((delegate.name, party) for party in delegate.party))
            for row in reading.positions:
                known.update(dict.fromkeys((name, holder) for name in row.speaker if name for holder in row.holder))
        return cls(tuple(known))

    def same_party(self, one: str, other: str) -> bool:
        """Whether two names mean one party; a leader stands for the actor that they act for, and it for them."""
        if same_actor(one, other) or self._acts_for(one, other) or self._acts_for(other, one):
            return True
        return self._is_person(one) and self._is_person(other) and same_person(one, other)

    def same_parties(self, one: Sequence[str], other: Sequence[str]) -> bool:
        """Whether each of the parties on one side is among those of the other."""
        return all(any(self.same_party(left, right) for right in other) for left in one) and all(
            any(self.same_party(left, right) for left in one) for right in other
        )

    def _acts_for(self, person: str, actor: str) -> bool:
        return any(same_actor(party, actor) and same_person(name, person) for name, party in self.actors)

    def _is_person(self, name: str) -> bool:
        return _actor(name) not in _states().values()


@lru_cache(maxsize=4096)
def _actor(name: str) -> str:
    plain = folded(name)
    return _states().get(plain, plain) or name


@cache
def _states() -> dict[str, str]:
    # Late, since the tables are large.
    from pycountry import countries  # noqa: PLC0415

    named: dict[str, str] = {}
    for country in countries:
        for kind in ("official_name", "common_name", "name"):
            if name := getattr(country, kind, None):
                named[folded(name)] = country.alpha_2
    return {**named, **_STATES}


def _alike(one: str, other: str) -> bool:
    return one == other or SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE
