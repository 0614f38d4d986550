"""An article in which what was recognised is marked by symbols."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractor.offline.sentences import Sentence
from extractor.offline.symbols import FILL, symbol_of
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
    """A pattern of phrases, and where to look for it: everywhere takes ten times as long.

    Attributes:
        pattern: of the phrase, its group `all`.
        words, symbols: with which the phrase begins; without any it is looked for everywhere.
        around: what stands inside the phrase; it is looked for near that only.
    """

    pattern: re.Pattern[str]
    words: frozenset[str] = frozenset()
    symbols: frozenset[str] = frozenset()
    around: re.Pattern[str] | None = None

    def matches(self, masked: "Masked") -> Iterator[re.Match[str]]:
        """The matches in `masked`, from left to right, none in another."""
        mask = masked.mask
        if self.around:
            yield from self._near(mask, self.around)
        elif not (self.words or self.symbols):
            yield from self.pattern.finditer(mask)
        else:
            at = -1
            for start in masked.starts(self.words, self.symbols):
                # A phrase begins with a whole word, and behind a sign that no other one has taken.
                if start > at and not (start and mask[start - 1] in _IN_WORDS):
                    match = self.pattern.match(mask, start)
                    if match:
                        yield match
                        at = match.end()

    def _near(self, mask: str, around: re.Pattern[str]) -> Iterator[re.Match[str]]:
        at = 0
        for hit in around.finditer(mask):
            match = self.pattern.search(mask, max(at, hit.start() - _NEAR), hit.end() + _NEAR)
            if match and match.start("all") <= hit.start() < match.end():
                yield match
                at = match.end()


def growth(pattern: str, first: str = "", around: str | None = None) -> Growth:
    """A growth of masked text.

    Args:
        pattern: the phrase, an expression in which all names are filled in.
        first: the words and `{names}` of symbols with which it begins, parted by spaces, if these are known.
        around: what stands inside it.
    """
    begins = first.split()
    return Growth(
        re.compile(f"(?P<all>{pattern})"),
        frozenset(one for one in begins if one.isalpha()),
        frozenset(symbol_of(one.strip("{}")) for one in begins if not one.isalpha()),
        re.compile(around) if around else None,
    )


class Masked:
    """An article as the rules see it: the text, its mask, and what stands at each symbol of the mask.

    Attributes:
        text: the article.
        mask: the masked text.
        at: the mentions by the places of their symbols, those of symbols that were there before among them.
        sentences: the sentences.
        spoken: the words of the article in small letters with their places, also those that the mask hides. A pattern
            that needs one that is not among these need not be tried.
        places_of: the places of each of these words, in order.
    """

    def __init__(
        self,
        text: str,
        mask: str,
        mentions: Iterable[Mention],
        sentences: list[Sentence],
        spoken: list[tuple[str, int]],
    ) -> None:
        """Take a masked text, and what its symbols stand for."""
        self.text = text
        self.mask = mask
        self.at = {mention.start: mention for mention in mentions}
        self.sentences = sentences
        self.spoken = spoken
        self._spoken_at = [start for _, start in spoken]
        self.places_of: dict[str, list[int]] = {}
        for word, start in spoken:
            self.places_of.setdefault(word, []).append(start)
        # Where symbols stand, in order, and their mentions: these are asked for all the time.
        self._places = [match.start() for match in _SYMBOL.finditer(mask)]
        self._mentions = [self.at[place] for place in self._places]
        self._words: dict[int, frozenset[str]] = {}

    def rewrite(self, growth: Growth, mention: "Mentioning") -> None:
        """Put one symbol for each match of `growth` for which `mention` gives one."""
        at = 0
        grown: list[Mention] = []
        for match in growth.matches(self):
            found = mention(self, match)
            if found is None or found.start < at:
                continue
            # What was there is this from now on.
            self.at[found.start] = found
            number = bisect_left(self._places, found.start)
            if number < len(self._places) and self._places[number] == found.start:
                self._mentions[number] = found
            grown.append(found)
            at = found.end
        self.put(grown)

    def put(self, grown: Sequence[Mention]) -> None:
        """Put one symbol for each of `grown`, mentions that stand in order and apart."""
        if not grown:
            return
        pieces: list[str] = []
        places: list[int] = []
        mentions: list[Mention] = []
        at = number = 0
        for found in grown:
            self.at[found.start] = found
            pieces += [self.mask[at : found.start], found.symbol, FILL * (found.end - found.start - 1)]
            before = bisect_left(self._places, found.start, number)
            places += [*self._places[number:before], found.start]
            mentions += [*self._mentions[number:before], found]
            at, number = found.end, bisect_left(self._places, found.end, before)
        self.mask = "".join([*pieces, self.mask[at:]])
        self._places = places + self._places[number:]
        self._mentions = mentions + self._mentions[number:]

    def within(self, start: int, end: int) -> list[Mention]:
        """The mentions whose symbols stand from `start` to `end`."""
        first = bisect_left(self._places, start)
        return self._mentions[first : bisect_left(self._places, end, first)]

    def said(self, start: int, end: int) -> list[tuple[str, int]]:
        """Those of `spoken` that begin from `start` to `end`."""
        first = bisect_left(self._spoken_at, start)
        return self.spoken[first : bisect_left(self._spoken_at, end, first)]

    def starts_of(self, words: frozenset[str], start: int, end: int) -> list[int]:
        """Where one of `words` begins from `start` to `end`."""
        return [at for word, at in self.said(start, end) if word in words]

    def starts(self, words: Iterable[str], symbols: frozenset[str] = frozenset()) -> list[int]:
        """The places of these words and symbols, in order."""
        found = [start for word in words for start in self.places_of.get(word, ())]
        if symbols:
            found += [mention.start for mention in self._mentions if mention.symbol in symbols]
        return sorted(found)

    def words(self, number: int) -> frozenset[str]:
        """Those of `spoken` that stand in a sentence."""
        if number not in self._words:
            sentence = self.sentences[number]
            self._words[number] = frozenset(word for word, _ in self.said(sentence.start, sentence.end))
        return self._words[number]


# A phrase reaches no further before and behind what it is looked for by.
_NEAR = 90
_IN_WORDS = frozenset("abcdefghijklmnopqrstuvwxyz'" + FILL)
_SYMBOL = re.compile("[\ue000-\ue00b]")
Mentioning = Callable[[Masked, re.Match[str]], Mention | None]
