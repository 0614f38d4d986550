"""Which issue the words of an article speak of."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import islice

from extractor.gazetteer import Gazetteer
from extractor.offline.lexicon import data
from extractor.offline.symbols import MEETING
from schemas import Issue

__all__ = ["IssueWords"]

# What a word weighs by the list it stands in, and by its issue: talks and mediators are spoken of wherever something
# else is at issue, a truce or sanctions hardly ever.
_WEIGHTS = {"strong": 2.0, "words": 1.0}
_OF_ISSUES = {
    Issue.NEGOTIATION_PROCESS: 0.5,
    Issue.MEDIATION: 0.7,
    Issue.CEASEFIRE: 1.25,
    Issue.PRISONERS: 1.25,
    Issue.SANCTIONS: 1.25,
}
_TALKS, _POINTING = 0.5, 0.55
# The object stands behind its verb: what comes later, in characters, tells less.
_NEAR, _FAR, _LESS, _LEAST = 30, 80, 0.7, 0.4
# An article is about an issue that has this share of its words, and so much weight.
_SHARE, _ENOUGH = 0.4, 4.0
_NO_TOPICS = frozenset({Issue.NEGOTIATION_PROCESS, Issue.MEDIATION, Issue.OTHER})


@cache
def _issues() -> Gazetteer[tuple[float, Issue | None]]:
    lists = dict(data("issues.yaml"))
    table: dict[str, tuple[float, Issue | None] | None] = {}
    pointing = lists.pop("pointing")
    for strength, weight in _WEIGHTS.items():
        for name, words in lists.items():
            issue = Issue(name)
            for word in words.get(strength, ()):
                table.setdefault(word, (weight * _OF_ISSUES.get(issue, 1), issue))
    for word in pointing:
        table.setdefault(word, (_POINTING, None))
    return Gazetteer(table)


class IssueWords:
    """The words of an article that tell issues.

    Attributes:
        topic: the issue that the article is about besides talks; None if it is about none, or of several.
    """

    def __init__(self, words: str, places: Mapping[str, Sequence[int]]) -> None:
        """Look through `words`, a text in small letters; `places`: where each word stands."""
        found = list(_issues().find_at(words, places))
        self._words = words
        self._starts = [start for start, _, _ in found]
        self._found = [(start, end, *meaning) for start, end, meaning in found]
        self.topic = self._topic()

    def _topic(self) -> Issue | None:
        weights: dict[Issue, float] = {}
        for _, _, weight, issue in self._found:
            if issue and issue not in _NO_TOPICS:
                weights[issue] = weights.get(issue, 0) + weight
        if not weights:
            return None
        best = max(weights, key=lambda one: weights[one])
        return best if weights[best] >= max(_ENOUGH, _SHARE * sum(weights.values())) else None

    def issue(self, start: int, end: int, *, pointing: bool = True) -> tuple[Issue | None, float]:
        """The issue that the words from `start` to `end` speak of; None if of none.

        With it comes how much more its words weigh than those of all others together. Words near the beginning tell
        more, since the object stands behind its verb. Talks as such count half, and words like `the deal` speak of
        what the article is about, unless `pointing` is false.
        """
        scores: dict[Issue, float] = {}
        for begin, stop, weight, named in islice(self._found, bisect_left(self._starts, start), None):
            if begin >= end:
                break
            issue = named or (self.topic if pointing else None)
            if issue and stop <= end:
                at = begin - start
                nearness = 1 if at < _NEAR else _LESS if at < _FAR else _LEAST
                scores[issue] = scores.get(issue, 0) + weight * nearness
        if self._words.find(MEETING, start, end) >= 0:
            scores[Issue.NEGOTIATION_PROCESS] = scores.get(Issue.NEGOTIATION_PROCESS, 0) + _TALKS
        if not scores:
            return None, 0.0
        best = max(scores, key=lambda one: scores[one])
        return best, 2 * scores[best] - sum(scores.values())
