"""Patterns that are tried only where one of some words stands: to see that takes a tenth of the time."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from extractor.offline.lexicon import words_of
from extractor.offline.masks import Masked
from extractor.offline.symbols import expanded

__all__ = ["Begun", "Worded"]


class Worded:
    """A pattern that fits no sentence without one of some words."""

    def __init__(self, words: str, pattern: str) -> None:
        """Prepare `pattern`, in which names are filled in; `words`, parted by spaces: every match has one of them."""
        self._words = frozenset(words.split())
        self._regex = re.compile(expanded(pattern))

    def search(self, mask: str, start: int, end: int, said: frozenset[str]) -> re.Match[str] | None:
        """The first match from `start` to `end`, where the words `said` stand."""
        return None if self._words.isdisjoint(said) else self._regex.search(mask, start, end)

    def all_in(self, mask: str, start: int, end: int, said: frozenset[str]) -> Iterable[re.Match[str]]:
        """The matches from `start` to `end`, where the words `said` stand."""
        return () if self._words.isdisjoint(said) else self._regex.finditer(mask, start, end)


class Begun:
    """A pattern that begins with one of some words."""

    def __init__(self, phrases: Iterable[str], pattern: str) -> None:
        """Prepare `pattern`; every match begins with the first word of one of `phrases`."""
        self._words = frozenset(words_of(phrase)[0] for phrase in phrases)
        self._regex = re.compile(pattern)

    def all(self, masked: Masked, start: int = 0) -> Iterator[re.Match[str]]:
        """The matches in `masked` from `start` on, in order, none in another."""
        places = masked.starts(self._words)
        return self._matches(masked, places[bisect_left(places, start) :], len(masked.mask))

    def all_in(self, masked: Masked, start: int, end: int) -> Iterator[re.Match[str]]:
        """Those from `start` to `end`."""
        here = [at for word, at in masked.said(start, end) if word in self._words]
        return self._matches(masked, here, end) if here else iter(())

    def _matches(self, masked: Masked, places: list[int], end: int) -> Iterator[re.Match[str]]:
        mask, after = masked.mask, 0
        for at in places:
            if at >= after and (match := self._regex.match(mask, at, end)):
                yield match
                after = match.end()
