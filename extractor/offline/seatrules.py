"""How phrases seat people: the patterns of `data/delegations.yaml`, made ready."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from extractor.offline.lexicon import data
from extractor.offline.modality import VERB
from extractor.offline.symbols import expanded

__all__ = ["Pattern", "Rules", "seat_rules"]

_WORD = re.compile("[a-z]+")
# Words are looked up by so many letters.
_STEM = 4
_SYMBOL_FIRST = re.compile(r"(?:\(\?:|\(\?P<\w+>)*\[?[\ue000-\ue00b]")


@dataclass(frozen=True)
class Pattern:
    """A pattern of phrases that seat people; who is meant by whom is told in the data."""

    source: str
    words: tuple[str, ...]
    mediator: bool
    each: bool
    other: bool
    alone: bool

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The expression, compiled when a sentence first has one of its words: most sentences have few."""
        pattern = expanded(self.source)
        # A symbol begins a word anyhow, and without the look behind it is found faster.
        return re.compile(pattern if _SYMBOL_FIRST.match(pattern) else "(?<![a-z'])" + pattern)


@dataclass(frozen=True)
class Rules:
    """All patterns and titles by which people are seated."""

    patterns: tuple[Pattern, ...]
    by_stem: dict[str, tuple[int, ...]]
    seats: tuple[str, ...]
    mediators: re.Pattern[str]

    def that_may_match(self, sentence: str, words: frozenset[str]) -> Iterator[Pattern]:
        """The patterns of which `sentence`, of these `words`, has a word, in their order."""
        stems = {word[:_STEM] for word in words} & self.by_stem.keys()
        numbers = {number for stem in ("", *stems) for number in self.by_stem.get(stem, ())}
        for number in sorted(numbers):
            pattern = self.patterns[number]
            for word in pattern.words:
                if word in sentence:
                    yield pattern
                    break


def _stem(words: str) -> str:
    found = _WORD.search(words)
    return found[0][:_STEM] if found else ""


@cache
def seat_rules() -> Rules:
    """The rules, read once."""
    found = data("delegations.yaml")
    macros: dict[str, str] = {**found["macros"], "verb": VERB}

    def whole(pattern: str) -> str:
        while (filled := _fill(pattern, macros)) != pattern:
            pattern = filled
        return pattern

    patterns = tuple(
        Pattern(
            whole(entry["pattern"]),
            tuple(entry["words"]),
            entry.get("role") == "mediator",
            entry.get("each", False),
            entry.get("other", False),
            entry.get("alone", False),
        )
        for entry in found["patterns"]
    )
    by_stem: dict[str, list[int]] = {}
    for number, pattern in enumerate(patterns):
        for stem in {_stem(word) for word in pattern.words}:
            by_stem.setdefault(stem, []).append(number)
    return Rules(
        patterns,
        {stem: tuple(numbers) for stem, numbers in by_stem.items()},
        tuple(found["seats"]),
        re.compile(rf"\b(?:{'|'.join(found['mediators'])})\b"),
    )


def _fill(pattern: str, macros: dict[str, str]) -> str:
    for name, macro in macros.items():
        pattern = pattern.replace("{" + name + "}", macro)
    return pattern
