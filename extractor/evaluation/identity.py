"""Whether two names mean the same actor or the same person."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

from extractor.actors import known_actor, same_actor
from extractor.evaluation.rows import Reading
from extractor.persons import same_person

__all__ = ["Affiliations", "folded"]

_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """`text` in small Latin letters, its words with one space between them, without marks, punctuation and `the`."""
    # Full stops and apostrophes stand within a word: U.S., Xi'an.
    words = _WORD.findall(re.sub(r"[.']", "", anyascii(text).lower()))
    return " ".join(word for word in words if word != "the")


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
        return known_actor(name) is None
