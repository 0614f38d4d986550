"""Which issue the words of an article speak of."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import islice
from operator import itemgetter

from extractor.gazetteer import Gazetteer
from extractor.offline.lexicon import data
from schemas import Issue

__all__ = ["IssueWords"]

# What a word weighs by the list it stands in, and by its issue: talks and mediators are spoken of wherever something
# else is at issue, a truce or sanctions hardly ever.
_WEIGHTS = {"firm": 4.0, "strong": 2.0, "words": 1.0, "faint": 0.4}
_OF_ISSUES = {
    Issue.NEGOTIATION_PROCESS: 0.5,
    Issue.MEDIATION: 0.7,
    Issue.CEASEFIRE: 1.25,
    Issue.PRISONERS: 1.25,
    Issue.SANCTIONS: 1.25,
}
_NAMED = 0.8
# The object stands behind its verb: what comes later, in characters, tells less.
_NEAR, _FAR, _LESS, _LEAST = 30, 80, 0.7, 0.4
# An article is about an issue that has this share of its words, and so much weight.
_SHARE, _ENOUGH = 0.4, 4.0
_NO_TOPICS = frozenset({Issue.NEGOTIATION_PROCESS, Issue.MEDIATION, Issue.OTHER})


@cache
def _issues() -> tuple[Gazetteer[tuple[float, Issue]], Gazetteer[tuple[float, Issue]]]:
    """The words of issues, in small letters, and their names, as written."""
    lists = dict(data("issues.yaml"))
    table: dict[str, tuple[float, Issue] | None] = dict.fromkeys(lists.pop("none"))
    for strength, weight in _WEIGHTS.items():
        for name, words in lists.items():
            issue = Issue(name)
            for word in words.get(strength, ()):
                table.setdefault(word, (weight * _OF_ISSUES.get(issue, 1), issue))
    names = {word: (_NAMED, Issue(name)) for name, words in lists.items() for word in words.get("names", ())}
    return Gazetteer(table), Gazetteer(names)


class IssueWords:
    """The words of an article that tell issues.

    Attributes:
        topic: the issue that the article is about besides talks; None if it is about none, or of several.
    """

    def __init__(self, words: str, places: Mapping[str, Sequence[int]], text: str) -> None:
        """Look through the words of an article.

        Args:
            words: the text in small letters, without names.
            places: where each word stands.
            text: as written, for names.
        """
        plain, names = _issues()
        found = sorted([*plain.find_at(words, places), *names.find(text)], key=itemgetter(0))
        self._starts = [start for start, _, _ in found]
        self._found = [(start, end, *meaning) for start, end, meaning in found]
        self.topic = self._topic()

    def _topic(self) -> Issue | None:
        weights: dict[Issue, float] = {}
        for _, _, weight, issue in self._found:
            if issue not in _NO_TOPICS:
                weights[issue] = weights.get(issue, 0) + weight
        if not weights:
            return None
        best = max(weights, key=lambda one: weights[one])
        return best if weights[best] >= max(_ENOUGH, _SHARE * sum(weights.values())) else None

    def issue(self, start: int, end: int) -> tuple[Issue | None, float]:
        """The issue that the words from `start` to `end` speak of; None if of none.

        With it comes how much more its words weigh than those of all others together. Words near the beginning tell
        more, since the object stands behind its verb.
        """
        scores: dict[Issue, float] = {}
        for begin, stop, weight, issue in islice(self._found, bisect_left(self._starts, start), None):
            if begin >= end:
                break
            if stop <= end:
                at = begin - start
                nearness = 1 if at < _NEAR else _LESS if at < _FAR else _LEAST
                scores[issue] = scores.get(issue, 0) + weight * nearness
        if not scores:
            return None, 0.0
        best = max(scores, key=lambda one: scores[one])
        return best, 2 * scores[best] - sum(scores.values())
