"""How sure a position is."""

from enum import StrEnum

from extractor.offline.holders import How, Who
from extractor.offline.stances import Form
from schemas import Stance

__all__ = ["Rule", "Weight", "sureness"]


class Rule(StrEnum):
    """By what a position was found."""

    VERB = "verb"
    SHARED = "shared"
    PASSIVE = "passive"
    LIGHT = "light"
    NOUN = "noun"
    BOUND = "bound"
    AGREED = "agreed"
    WILLING = "willing"
    JUDGED = "judged"
    SAID = "said"
    REPORTED = "reported"


class Weight(StrEnum):
    """How plainly the words of a position tell its issue."""

    HIGH = "high"
    MIDDLE = "middle"
    LOW = "low"
    BARE = "bare"
    TIE = "tie"
    MEANT = "meant"
    NONE = "none"

    @classmethod
    def of(cls, margin: float) -> "Weight":
        """By how much more the words of the issue weigh than those of others."""
        steps = ((2.25, cls.HIGH), (1.25, cls.MIDDLE), (0.75, cls.LOW), (0.25, cls.BARE))
        return next((weight for least, weight in steps if margin >= least), cls.TIE)


# What a position rests on and what adds to it, in the order and about the size of a logistic regression on both
# development sets and the examples: two positions in three are right with a verb in the past and an issue of middling
# weight.
_BASE = 0.55
_RULES = {
    Rule.VERB: 0.05,
    Rule.SHARED: -0.05,
    Rule.PASSIVE: 0.1,
    Rule.LIGHT: 0.0,
    Rule.NOUN: 0.05,
    Rule.BOUND: -0.1,
    Rule.AGREED: 0.1,
    Rule.WILLING: 0.0,
    Rule.JUDGED: 0.0,
    Rule.SAID: -0.2,
    Rule.REPORTED: -0.3,
}
_FORMS = {Form.PRESENT: 0.05, Form.BASE: -0.05, Form.STATE: -0.1, Form.ING: -0.1}
_WEIGHTS = {
    Weight.HIGH: 0.2,
    Weight.MIDDLE: 0.15,
    Weight.LOW: -0.05,
    Weight.BARE: -0.05,
    Weight.TIE: -0.15,
    Weight.MEANT: -0.1,
    Weight.NONE: -0.25,
}
_HOW = {How.OWN: -0.2, How.IT: -0.05, How.HE: -0.1}
_STANCES = {Stance.ACCEPTS: -0.1}
_STRANGER, _OLD, _GUESSED = 0.5, 0.2, 0.05


def sureness(
    who: Who, stance: Stance, rule: Rule, weight: Weight, form: Form | None = None, *, old: bool = False
) -> float:
    """How sure a position is, from 0 to 1.

    Args:
        who: who holds it.
        stance: what it is.
        rule: by what it was found.
        weight: how plainly its words tell the issue.
        form: of the verb that tells it, if one does.
        old: whether it was taken long ago.
    """
    found = (
        _BASE
        + _RULES[rule]
        + _WEIGHTS.get(weight, 0)
        + _HOW.get(who.how, 0)
        + _STANCES.get(stance, 0)
        + (_FORMS.get(form, 0) if form else 0)
        - (0 if who.actors else _STRANGER)
        - (_OLD if old else 0)
        - (_GUESSED if who.guessed else 0)
    )
    return round(min(max(found, 0.0), 0.95), 2)
