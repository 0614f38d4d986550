"""What the checks find wrong, collected: for the model, for the results, and for their reader."""

from dataclasses import dataclass, field
from typing import Any

from extractor.rules import Rule
from schemas import Rejected

__all__ = ["Complaints", "Problem", "RowId", "shown"]

# A row of an answer: the name of its list, and its number there.
RowId = tuple[str, int]

_SHOWN = 160


@dataclass(frozen=True)
class Problem:
    """Something that is wrong with an answer, as an instruction to the model.

    Attributes:
        rule: which rule was broken.
        row: the row that it is about.
        instruction: where, what is wrong and what to do: `positions[3].quotes[0]: …`.
    """

    rule: Rule
    row: RowId
    instruction: str


@dataclass
class Complaints:
    """All that was found wrong with one answer.

    Attributes:
        row: the row that is being looked at; what is said now is about it.
        problems: everything that was wrong.
        rejected: what was dropped.
        warnings: what was mended, for the reader of the results.
    """

    row: RowId = ("", 0)
    problems: list[Problem] = field(default_factory=list[Problem])
    rejected: list[Rejected] = field(default_factory=list[Rejected])
    warnings: list[str] = field(default_factory=list[str])

    def say(self, rule: Rule, instruction: str) -> None:
        """Tell the model that something breaks `rule`."""
        self.problems.append(Problem(rule, self.row, instruction))

    def mended(self, rule: Rule, path: str, problem: str, remedy: str) -> None:
        """Something broke `rule` and was mended by `remedy`."""
        self.say(rule, f"{path}: {problem}")
        self.warnings.append(f"{path}: {problem} ({remedy})")

    def dropped(self, rule: Rule, path: str, reason: str, item: Any, *, advice: str = "") -> None:
        """Something broke `rule` and was dropped; `advice` is for the model alone."""
        self.say(rule, f"{path}: {reason}{advice}")
        self.rejected.append(Rejected(path=path, rule=rule.name, reason=reason, item=item))


def shown(value: Any) -> str:
    """`value` as it is shown in a complaint: cut where it is long."""
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
