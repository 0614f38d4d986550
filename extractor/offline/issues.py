"""Which issue a clause is about."""

import re
from functools import cache

from extractor.offline.lexicon import data
from schemas import Issue

__all__ = ["issue_of"]

# Weaker than any other: talks are spoken of wherever something else is at issue.
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

    The issue with the most words wins; of two the one with the more telling words.
    """
    pattern, table = _issues()
    scores: dict[Issue, float] = {}
    for match in pattern.finditer(clause.replace("\ue00b", "talks ")):
        rank, issue = table[match[0]]
        weight = (1.0 if issue is not _WEAK else 0.45) * (2.0 - rank / 15) + (0.5 if " " in match[0] else 0)
        scores[issue] = max(scores.get(issue, 0), weight) + (0.2 if issue in scores else 0)
    return max(scores, key=lambda issue: scores[issue]) if scores else None
