"""An article in which what was recognised is marked by symbols."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from extractor.offline.sentences import Sentence
from extractor.offline.symbols import FILL
from schemas import Actor

__all__ = ["Growth", "Masked", "Mention", "growth"]


@dataclass(slots=True)
class Mention:
    """One symbol of a masked text, with what it stands for.

    Attributes:
        person: key of the named person in the article's register.
        actors: for whom it stands or acts.
        title: office, in the article's words.
        form: what kind of name, office or place it is.
        country, city: of places.
        plural: whether more than one are meant.
    """

    symbol: str
    start: int
    end: int
    actors: tuple[Actor, ...] = ()
    person: str | None = None
    title: str | None = None
    form: str = ""
    country: str | None = None
    city: str | None = None
    plural: bool = False


@dataclass(frozen=True)
class Growth:
    """A pattern of phrases, its group `all`, and where to look for it: everywhere takes ten times as long.

    Attributes:
        pattern: of the phrase, with the sign before it if it's known what the phrase begins with.
        whole: the phrase alone, as an expression.
        first: what it begins with, if that is known.
        around: what stands inside the phrase; it is looked for near that only.
    """

    pattern: re.Pattern[str]
    whole: str
    first: re.Pattern[str] | None = None
    around: re.Pattern[str] | None = None

    @cached_property
    def bare(self) -> re.Pattern[str]:
        """The pattern of the phrase alone; it is seldom needed, and takes a while to compile."""
        return re.compile(self.whole)

    def matches(self, mask: str) -> Iterator[re.Match[str]]:
        """The matches in `mask`, from left to right, none in another."""
        at = 0
        if self.around:
            for hit in self.around.finditer(mask):
                match = self.pattern.search(mask, max(at, hit.start() - _NEAR), hit.end() + _NEAR)
                if match and match.start("all") <= hit.start() < match.end():
                    yield match
                    at = match.end()
            return
        if self.first and self.first.match(mask) and (match := self.bare.match(mask)):
            yield match
            at = match.end()
        yield from self.pattern.finditer(mask, at)


def growth(pattern: str, first: str | None = None, around: str | None = None) -> Growth:
    """A growth of masked text, by expressions in which all names are filled in.

    Args:
        pattern: the phrase.
        first: what it begins with, behind a sign that is no letter.
        around: what stands inside it.
    """
    whole = f"(?P<all>{pattern})"
    return Growth(
        re.compile(f"[^a-z'{FILL}](?={first}){whole}" if first else whole),
        whole,
        re.compile(first) if first else None,
        re.compile(around) if around else None,
    )


@dataclass
class Masked:
    """An article as the rules see it: the text, its mask, and what stands at each symbol of the mask."""

    text: str
    mask: str
    at: dict[int, Mention] = field(default_factory=dict[int, Mention])
    sentences: list[Sentence] = field(default_factory=list[Sentence])
    _places: tuple[str, list[int]] = field(default=("", []), init=False, repr=False)
    _words: dict[int, frozenset[str]] = field(default_factory=dict[int, frozenset[str]], init=False, repr=False)

    def rewrite(self, growth: "Growth", mention: "Mentioning") -> None:
        """Put one symbol for each match of `growth` for which `mention` gives one."""
        mask, at = self.mask, 0
        pieces: list[str] = []
        for match in growth.matches(mask):
            found = mention(self, match)
            if found is None or found.start < at:
                continue
            self.at[found.start] = found
            pieces += [mask[at : found.start], found.symbol, FILL * (found.end - found.start - 1)]
            at = found.end
        if pieces:
            self.mask = "".join([*pieces, mask[at:]])

    def within(self, start: int, end: int) -> list[Mention]:
        """The mentions whose symbols stand from `start` to `end`."""
        mask, places = self._places
        if mask is not self.mask:
            places = [match.start() for match in _SYMBOL.finditer(self.mask)]
            self._places = self.mask, places
        first = bisect_left(places, start)
        at = self.at
        return [at[place] for place in places[first : bisect_left(places, end, first)]]

    def words(self, number: int) -> frozenset[str]:
        """The words of a sentence when they were first asked for: symbols only ever take words away.

        A pattern that needs one that is not among them need not be tried.
        """
        if number not in self._words:
            sentence = self.sentences[number]
            self._words[number] = frozenset(_WORD.findall(self.mask, sentence.start, sentence.end))
        return self._words[number]


# A phrase reaches no further before and behind what it is looked for by.
_NEAR = 90
_SYMBOL = re.compile("[\ue000-\ue00b]")
_WORD = re.compile("[a-z]+")
Mentioning = Callable[[Masked, re.Match[str]], Mention | None]
