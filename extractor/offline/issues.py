"""Which issue a clause is about."""

import re
from functools import cache

from extractor.offline.lexicon import data
from extractor.offline.symbols import MEETING
from schemas import Issue

__all__ = ["Topic", "issue_of", "topic_of"]

# What a word weighs by the list it stands in, and for talks, of which something is said wherever they go on.
_WEIGHTS = {"strong": 2.0, "words": 1.0}
_TALKS, _POINTING = 0.5, 0.55
# The object stands behind its verb: what comes later, in characters, tells less.
_NEAR, _FAR, _LESS, _LEAST = 30, 80, 0.7, 0.4
# An article is about an issue that has this share of its words, and so much weight.
_SHARE, _ENOUGH = 0.4, 4.0
_WEAK = frozenset({Issue.NEGOTIATION_PROCESS, Issue.MEDIATION})

Topic = Issue | None


@cache
def _issues() -> tuple[re.Pattern[str], dict[str, tuple[float, Issue | None]]]:
    lists = data("issues.yaml")
    table: dict[str, tuple[float, Issue | None]] = {}
    pointing = lists.pop("pointing")
    for strength, weight in _WEIGHTS.items():
        for name, words in lists.items():
            issue = Issue(name)
            for word in words.get(strength, ()):
                table.setdefault(word, (weight * (_TALKS if issue is Issue.NEGOTIATION_PROCESS else 1), issue))
    for word in pointing:
        table.setdefault(word, (_POINTING, None))
    pattern = "|".join(sorted(map(re.escape, table), key=len, reverse=True))
    return re.compile(rf"(?<![a-z-])(?:{pattern})(?![a-z-])"), table


def topic_of(words: str) -> Topic:
    """The issue that an article (small letters) is about besides talks; None if it is about none, or of several."""
    pattern, table = _issues()
    weights: dict[Issue, float] = {}
    for match in pattern.finditer(words):
        weight, issue = table[match[0]]
        if issue and issue not in _WEAK:
            weights[issue] = weights.get(issue, 0) + weight
    if not weights:
        return None
    best = max(weights, key=lambda one: weights[one])
    enough = max(_ENOUGH, _SHARE * sum(weights.values()))
    return best if weights[best] >= enough and best is not Issue.OTHER else None


def issue_of(clause: str, topic: Topic) -> tuple[Issue | None, float]:
    """The issue that the words of `clause` (small letters) speak of; None if of none.

    With it comes how much more its words weigh than those of all others together.

    Words near the beginning tell more, since the object stands behind its verb. Talks as such count half, and words
    like `the deal` speak of what the article is about.
    """
    pattern, table = _issues()
    scores: dict[Issue, float] = {}
    for match in pattern.finditer(clause):
        weight, issue = table[match[0]]
        issue = issue or topic
        if issue is None:
            continue
        at = match.start()
        scores[issue] = scores.get(issue, 0) + weight * (1 if at < _NEAR else _LESS if at < _FAR else _LEAST)
    if MEETING in clause:
        scores[Issue.NEGOTIATION_PROCESS] = scores.get(Issue.NEGOTIATION_PROCESS, 0) + _TALKS
    if not scores:
        return None, 0.0
    best = max(scores, key=lambda one: scores[one])
    return best, 2 * scores[best] - sum(scores.values())
