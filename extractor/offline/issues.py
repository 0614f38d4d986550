"""Which issue a clause is about."""

import re
from functools import cache

from extractor.offline.lexicon import data
from schemas import Issue

__all__ = ["issue_of"]

# Weaker than any other: talks are spoken of wherever something else is at issue.
_NEAR = 70
_WEAK = Issue.NEGOTIATION_PROCESS


@cache
def _issues() -> tuple[re.Pattern[str], dict[str, tuple[int, Issue]]]:
    table: dict[str, tuple[int, Issue]] = {}
    for rank, (name, words) in enumerate(data("issues.yaml").items()):
        for word in words:
            table.setdefault(word, (rank, Issue(name)))
    pattern = "|".join(sorted(map(re.escape, table), key=len, reverse=True))
    return re.compile(rf"(?<![a-z-])(?:{pattern})(?![a-z])"), table


def issue_of(clause: str) -> Issue | None:
    """The issue that the words of `clause` (small letters) speak of; None if of none that is known.

    Words near the beginning tell more, since the object stands behind its verb; talks as such only count if nothing
    else is spoken of.
    """
    pattern, table = _issues()
    scores: dict[Issue, float] = {}
    for match in pattern.finditer(clause):
        rank, issue = table[match[0]]
        weight = (1.0 - rank / 40 + (0.3 if " " in match[0] else 0)) * (1.0 if match.start() < _NEAR else 0.5)
        if issue is _WEAK:
            weight *= 0.5
        scores[issue] = scores.get(issue, 0) + weight
    if not scores:
        return _WEAK if "\ue00b" in clause else None
    return max(scores, key=lambda issue: scores[issue])
