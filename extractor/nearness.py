"""The stretch of an article that is most like given words, and whether the two differ in nothing that counts."""

import heapq
import math
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from extractor.folding import fold

__all__ = ["THRESHOLD", "Likeness", "Words"]

# Likeness (0 to 100) of the folded words from which a quote counts as a slip of the pen. Chosen with
# the labelled pairs of tests/data/near_quotes.txt; see docs/quotes-and-dates.md.
THRESHOLD = 88.0
# Below so many words, one that differs is no slip.
_FEWEST_WORDS = 4
# A quote longer than this is none; it would cost time without end.
_MOST_WORDS = 300
# Of the words of a quote the rarest in the article tell where it stands; of each, so many places are looked at.
_ANCHORS = 12
_MOST_PLACES = 400
_WINDOWS = 3
# One of two spellings of a word: from this likeness on, and with the same first letter ("accept" is not "except").
_SAME_WORD = 80.0

_WORD = re.compile(
    r"[^\W_][\w\u0300-\u036f\u00ad\u200b-\u200f]*"
    r"(?:(?:['\u2019\u02bc]|[\u2010\u2011\u00ad-](?:\n\s*)?|(?<=\d)[.,:](?=\d))[^\W_][\w\u0300-\u036f\u00ad\u200b-\u200f]*)*"
    r"|[%$\u20ac\u00a3\u00a5\u20b9\u20bd\u20b4]"
)
# Words that turn what a sentence says: never to be dropped, added or changed.
_TURNING = frozenset(
    word
    for words in (
        # denial
        "no not never none nobody nothing nowhere neither nor without cannot hardly barely scarcely against unless",
        "deny denies denied denying refuse refuses refused refusing reject rejects rejected rejecting except despite",
        "decline declines declined fail fails failed failing lack lacks lacked stop stopped end ended",
        # how real it is
        "may might could would should will shall must can if whether only almost nearly perhaps possibly reportedly",
        "allegedly alleged supposedly likely unlikely planned proposed former ex until till",
        # how much, how often, in which order
        "more less fewer most least all some any every each both half double twice once again before after since",
        "first second third fourth fifth sixth seventh eighth ninth tenth last next previous",
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen",
        "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand",
        "thousands million millions billion billions trillion dozen dozens percent",
        # who does it to whom, and when
        "to from by i we you he she they him her them his their our my your who whom",
        "today yesterday tomorrow tonight ago",
    )
    for word in words.split()
)
# Words of which one may stand for another at no cost to the sense.
_ARTICLES = frozenset({"a", "an", "the", "this", "that", "these", "those"})
# Words that may be dropped or added.
_SMALL = _ARTICLES | {
    *("also", "and", "as", "at", "been", "for", "had", "has", "have", "in", "is", "it", "its", "of", "on", "so"),
    *("very", "was", "were", "which", "who", "with"),
}


class Likeness(NamedTuple):
    """The stretch `start` to `end` of an article that some words are like, by `score` from 0 to 100."""

    start: int
    end: int
    score: float


class _Spelled(NamedTuple):
    folded: str
    guarded: bool


class Words:
    """The words of a stretch of a text, in which others are looked for."""

    def __init__(self, text: str, start: int, end: int) -> None:
        """Take the words between `start` and `end`."""
        self._text = text
        self._bounds: list[tuple[int, int]] = []
        self._words: list[str] = []
        # What was compared before: words of which nothing is a slip are asked for again, for what is nearest to them.
        self._compared: dict[tuple[str, int], list[Likeness]] = {}
        known: dict[str, str] = {}
        for match in _WORD.finditer(text, start, end):
            word = match[0]
            folded = known.get(word)
            if folded is None:
                folded = known[word] = _folded(word)
            if folded:
                self._bounds.append(match.span())
                self._words.append(folded)

    @cached_property
    def _index(self) -> dict[str, list[int]]:
        index: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(self._words):
            index[word].append(place)
        return dict(index)

    def nearest(self, words: str, begin: int = 0) -> Likeness | None:
        """The stretch most like `words` that starts at `begin` or later; None if no word of them is there."""
        return max(self._candidates(words, begin), key=lambda likeness: likeness.score, default=None)

    def slip(self, words: str, begin: int = 0) -> Likeness | None:
        """The stretch that `words` are a near-copy of, else None.

        Its likeness is at least `THRESHOLD`; only small words are dropped, added or exchanged; other words differ in
        their spelling alone; numbers, names (capitals), denials and what else turns the sense do not differ at all.
        """
        spelled = _spelled(words)
        if len(spelled) < _FEWEST_WORDS:
            return None
        for likeness in sorted(self._candidates(words, begin), key=lambda likeness: -likeness.score):
            if likeness.score < THRESHOLD:
                break
            if _differ_in_nothing_that_counts(spelled, _spelled(self._text[likeness.start : likeness.end])):
                return likeness
        return None

    def _candidates(self, words: str, begin: int) -> list[Likeness]:
        asked = words, begin
        if asked not in self._compared:
            self._compared[asked] = list(self._likenesses(words, begin))
        return self._compared[asked]

    def _likenesses(self, words: str, begin: int) -> Iterator[Likeness]:
        wanted = [*filter(None, map(_folded, _WORD.findall(words)))]
        if not wanted or len(wanted) > _MOST_WORDS:
            return
        joined = " ".join(wanted)
        earliest = bisect_left(self._bounds, (begin, 0))
        for first, behind in self._windows(wanted, earliest):
            start, end, score = _best_part(joined, self._words[first:behind])
            if end > start:
                yield Likeness(self._bounds[first + start][0], self._bounds[first + end - 1][1], score)

    def _windows(self, wanted: Sequence[str], earliest: int) -> Iterator[tuple[int, int]]:
        # Each place of a rare word votes for the place at which the quote would begin then.
        width = max(len(wanted) // 2, 4)
        votes: defaultdict[int, float] = defaultdict(float)
        known = sorted(
            (len(places), number, word)
            for number, word in enumerate(wanted)
            if (places := self._index.get(word)) is not None
        )
        for count, number, word in known[:_ANCHORS]:
            places = self._index[word]
            skipped = bisect_left(places, earliest) if earliest else 0
            weight = len(word) / math.log2(count + 1)
            for place in places[skipped : skipped + _MOST_PLACES]:
                votes[(place - number) // width] += weight
        slack = width // 2 + 3
        for bin_ in heapq.nlargest(_WINDOWS, votes, key=lambda bin_: votes[bin_]):
            first = max(bin_ * width - slack, earliest)
            yield first, min((bin_ + 1) * width + len(wanted) + slack, len(self._words))


def _best_part(joined: str, window: Sequence[str]) -> tuple[int, int, float]:
    """The words of `window`, as first and behind last, that `joined` is most like, and how much."""
    text = " ".join(window)
    begins = [0]
    for word in window:
        begins.append(begins[-1] + len(word) + 1)
    start, end = 0, len(window)
    if len(text) > len(joined):
        found = fuzz.partial_ratio_alignment(joined, text)
        if found is not None:
            start = max(bisect_right(begins, found.dest_start) - 1, 0)
            end = min(bisect_left(begins, found.dest_end), len(window))
    # The alignment looks at stretches as long as the words themselves: a word dropped or added shifts the ends.
    best = (start, end, 0.0)
    for first in _around(start, len(window)):
        for behind in _around(end, len(window) + 1):
            if first < behind:
                score = fuzz.ratio(joined, text[begins[first] : begins[behind] - 1], score_cutoff=best[2])
                if score > best[2]:
                    best = (first, behind, score)
    return best


def _around(place: int, limit: int) -> Iterable[int]:
    return range(max(place - 3, 0), min(place + 4, limit))


def _folded(word: str) -> str:
    folded = fold(word)
    # "cease-fire" is "ceasefire", and so is the word with a line's end in it; but 10-15 is not 1015.
    return folded if any(map(str.isdigit, folded)) else folded.replace("-", "")


def _spelled(words: str) -> list[_Spelled]:
    found = ((match[0], _folded(match[0])) for match in _WORD.finditer(words))
    return [_Spelled(folded, guarded=_is_guarded(word, folded)) for word, folded in found if folded]


def _is_guarded(word: str, folded: str) -> bool:
    return (
        (word[0].isupper() and folded not in _ARTICLES)
        or folded in _TURNING
        or folded.endswith("n't")
        or any(map(str.isdigit, folded))
        or not folded[0].isalnum()
    )


def _differ_in_nothing_that_counts(quoted: Sequence[_Spelled], article: Sequence[_Spelled]) -> bool:
    for ours, theirs in _differences(quoted, article):
        if any(word.guarded for word in (*ours, *theirs)) or not _may_stand_for(ours, theirs):
            return False
    return True


def _differences(
    quoted: Sequence[_Spelled], article: Sequence[_Spelled]
) -> Iterator[tuple[Sequence[_Spelled], Sequence[_Spelled]]]:
    """What stands between the words that both have in common, on either side."""
    steps = Levenshtein.opcodes([word.folded for word in quoted], [word.folded for word in article])
    for is_same, group in groupby(steps, key=lambda step: step.tag == "equal"):
        if not is_same:
            apart = list(group)
            yield quoted[apart[0].src_start : apart[-1].src_end], article[apart[0].dest_start : apart[-1].dest_end]


def _may_stand_for(ours: Sequence[_Spelled], theirs: Sequence[_Spelled]) -> bool:
    if len(ours) == len(theirs):
        return all(map(_is_spelling_of, ours, theirs))
    # "decision making" for "decision-making"; else only small words come and go.
    return _joined(ours) == _joined(theirs) or all(word.folded in _SMALL for word in (*ours, *theirs))


def _joined(words: Sequence[_Spelled]) -> str:
    return "".join(word.folded for word in words)


def _is_spelling_of(one: _Spelled, other: _Spelled) -> bool:
    if one.folded in _ARTICLES or other.folded in _ARTICLES:
        return one.folded in _ARTICLES and other.folded in _ARTICLES
    return one.folded[0] == other.folded[0] and fuzz.ratio(one.folded, other.folded) >= _SAME_WORD
