"""Which articles tell the same in nearly the same words: reprints, shortened copies, light rewrites.

Two articles are alike if they share enough of their stretches of three words (estimated by MinHash), if hardly a name
or number of the one is missing from the other, and if they were published within a few days.
docs/duplicates-and-triage.md says how good that is; benchmarks/duplicates.py measures it. It takes the extra `dedupe`.
"""

import re
import unicodedata
from array import array
from dataclasses import dataclass
from zlib import crc32

from rensa import RMinHash, RMinHashLSH

from extractor.folding import visible
from schemas import Article

__all__ = ["THRESHOLD", "Likenesses", "Sketch", "sketch_of"]

# Shared stretches of words among all that either article has (Jaccard). Shortened copies and rewrites have 0.5 and
# more, the next report on the same event 0.25 at most.
THRESHOLD = 0.45
# Ministries' notices come in one form, with other names in it. Of the names and numbers of the article that has fewer
# of them, two notices share 0.67 at most, an article and its rewrite 0.93 and more.
_SHARED_NAMES = 0.8
# A reprint comes within days; what is told again in the same words later is mostly another event.
_DAYS = 3
# With fewer words a few that are the same by chance would decide.
_FEWEST_WORDS = 30
# 48 values tell the Jaccard to about 0.07. In bands of three they miss one pair in 300 at a Jaccard of 0.67, one in 20
# at 0.56, and bring together hardly any below 0.1.
_VALUES, _BANDS, _SEED = 48, 16, 42

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is kept of an article to compare it by.

    Attributes:
        shingles: the MinHash of its stretches of three words.
        names: a hash of each name and number in it.
        day: ordinal of its day of publication, if that is known.
    """

    shingles: RMinHash
    names: "array[int]"
    day: int | None


def sketch_of(article: Article) -> Sketch | None:
    """The sketch of an article's text, whatever its white space and punctuation; None if it has too few words."""
    words = _WORD.findall(visible(unicodedata.normalize("NFKC", article.text)))
    if len(words) < _FEWEST_WORDS:
        return None
    folded = [word.casefold() for word in words]
    shingles = RMinHash(_VALUES, _SEED)
    shingles.update(list(map(" ".join, zip(folded, folded[1:], folded[2:], strict=False))))
    names = array("I", (crc32(name.encode()) for name in _names(dict(zip(words, folded, strict=True)))))
    return Sketch(shingles, names, article.published.toordinal() if article.published else None)


class Likenesses:
    """Articles by their likeness, each under a number of the caller's: some 2 KB of memory for each."""

    def __init__(self, threshold: float = THRESHOLD) -> None:
        """Begin without any; the benchmark tries other thresholds."""
        self._threshold = threshold
        self._index = RMinHashLSH(threshold, _VALUES, _BANDS)
        self._sketches: dict[int, Sketch] = {}

    def like(self, sketch: Sketch) -> list[int]:
        """The numbers of the articles that are like this one, the most like first."""
        alike: list[tuple[float, int]] = []
        for number in self._index.query(sketch.shingles):
            other = self._sketches[number]
            shared = sketch.shingles.jaccard(other.shingles)
            if shared >= self._threshold and _near(sketch.day, other.day) and _same_names(sketch.names, other.names):
                alike.append((-shared, number))
        return [number for _, number in sorted(alike)]

    def add(self, number: int, sketch: Sketch) -> None:
        """Add an article."""
        self._index.insert(number, sketch.shingles)
        self._sketches[number] = sketch

    def remove(self, number: int) -> None:
        """Take an article out again."""
        self._index.remove(number)
        del self._sketches[number]


def _names(folded: dict[str, str]) -> set[str]:
    # Words with a capital that nowhere go without, and numbers; numbers alone in scripts that have no capitals.
    return {form for word, form in folded.items() if word[0].isdigit() or (form != word and form not in folded)}


def _near(one: int | None, other: int | None) -> bool:
    return one is None or other is None or abs(one - other) <= _DAYS


def _same_names(one: "array[int]", other: "array[int]") -> bool:
    return len(set(one).intersection(other)) >= _SHARED_NAMES * min(len(one), len(other))
