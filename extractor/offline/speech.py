"""What is said, by whom: the stretches of a sentence that are somebody's words."""

import re
from dataclasses import dataclass

from extractor.offline.holders import Who
from schemas import Stance

__all__ = ["Saying", "stance_of"]


@dataclass(slots=True)
class Saying:
    """Somebody's words in a sentence.

    Attributes:
        who: those who say it.
        start, end: where the words stand.
        begin: where the clause begins, with its subject.
        told: whether a position was found in it.
    """

    who: list[Who]
    begin: int
    start: int
    end: int
    told: bool = False

    def holds(self, at: int) -> bool:
        """Whether a place is within the words."""
        return self.start <= at < self.end


# The speaker or the speaker's side, before a modal verb.
_OURS = re.compile(
    "(?<![a-z])(?:it|they|we|i|he|she|[\ue007\ue008]\ue00f*|(?:his|her|its|their|our) (?:country|government|delegation|"
    "side|team|people|movement|party|army|forces))(?: [a-z]+){0,2} $"
)
_MODAL = re.compile(
    "(?<![a-z])(?P<modal>must not|must|has to|have to|had to|needs? to|needed|need|should|ought to|will not|would not|"
    "won't|wouldn't|cannot|can't|could not|can never|will never|would never|never|can only|only if|not until|unless|"
    "will|would)(?![a-z])"
)
_NEVER = re.compile("not|n't|never|cannot")
_DEMANDS = frozenset({"must", "has to", "have to", "had to", "need to", "needs to", "needed", "need", "can only", "only if"})
_WISHES = frozenset({"should", "ought to"})
_REJECTS = re.compile(
    "(?<![a-z])(?:unacceptable|red line|non-starter|out of the question|illegal|unlawful|violates?|violation|absurd|"
    "no right|no place|no room|surrender|mistake|betrayal|null and void|unjust|unfair|disaster|absurd)(?![a-z])"
)
_DOUBTS = re.compile(
    "(?<![a-z])(?:too early|premature|unlikely|far apart|no sign|doubts?|difficult|hard to|little hope|not optimistic|"
    "remains? to be seen|unclear|unrealistic|weak|impossible)(?![a-z])"
)


def stance_of(words: str) -> tuple[Stance, bool]:
    """The stance that somebody's words (masked text) take, and whether a modal verb or a judgement tells it."""
    modal = _MODAL.search(words)
    if modal:
        verb = modal["modal"]
        ours = bool(_OURS.search(words, 0, modal.start()))
        if _NEVER.search(verb):
            return (Stance.REFUSES if ours else Stance.REJECTS), True
        if verb in _DEMANDS or verb in {"unless", "not until"}:
            return Stance.DEMANDS, True
        if verb in _WISHES:
            return Stance.CALLS_FOR, True
    if _REJECTS.search(words):
        return Stance.REJECTS, True
    if _DOUBTS.search(words):
        return Stance.DOUBTS, True
    if modal:
        return (Stance.COMMITS if _OURS.search(words, 0, modal.start()) else Stance.ASSESSES), True
    return Stance.ASSESSES, False
