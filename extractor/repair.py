"""A repair: the rows that were complained of are given again, and take their places in the answer."""

from collections.abc import Sequence
from typing import Any, cast

from extractor.complaints import Problem, RowId
from schemas import Answer, Rejected

__all__ = ["Rows", "mended", "withdrawn"]

Rows = dict[str, list[Any]]


def mended(answer: Rows, repair: Rows, problems: Sequence[Problem]) -> Rows:
    """`answer` with the rows that `repair` gives again, of those that `problems` are about.

    A row that is given as null becomes None. What was not asked for is not taken, except meetings behind the last
    one, which a row may have lacked.

    Args:
        answer: of the form of `schemas.Answer`.
        repair: of the form of `schemas.Repair`; what is not of that form is passed over.
        problems: what was complained of.
    """
    asked = {problem.row for problem in problems}
    lists = {name: list(answer[name]) for name in Answer.model_fields}
    for name, rows in lists.items():
        for item in repair[name]:
            if not isinstance(item, dict) or "mended" not in item:
                continue
            entry = cast("dict[str, Any]", item)
            number = entry.get("row")
            if type(number) is not int:
                continue
            if (name, number) in asked:
                rows[number] = entry["mended"]
            elif name == "meetings" and number == len(rows) and entry["mended"] is not None:
                rows.append(entry["mended"])
    return lists


def withdrawn(before: Rows, after: Rows, problems: Sequence[Problem]) -> list[Rejected]:
    """The rows that became None from `before` to `after`, with what had been complained of."""
    first: dict[RowId, Problem] = {}
    for problem in problems:
        first.setdefault(problem.row, problem)
    return [
        Rejected(
            path=f"{name}[{number}]",
            rule=problem.rule.name,
            reason=f"withdrawn by the model, told: {problem.instruction}",
            item=before[name][number],
        )
        for (name, number), problem in first.items()
        if after[name][number] is None and before[name][number] is not None
    ]
