"""The least F1 that is good enough, for builds that must fail below it."""

from collections.abc import Iterable, Mapping

from extractor.errors import EvaluationError
from extractor.evaluation.rows import Kind
from extractor.evaluation.scores import Evaluation

__all__ = ["below", "floors"]


def floors(said: Iterable[str]) -> dict[Kind, float]:
    """The least F1 of each kind: `0.8` is for all kinds, `positions=0.6` for one; what is said later goes before.

    Raises:
        EvaluationError: one is neither.
    """
    least: dict[Kind, float] = {}
    for one in said:
        name, mark, share = one.rpartition("=")
        kinds = [kind for kind in Kind if not mark or kind.value == name]
        try:
            value = float(share)
        except ValueError:
            value = -1.0
        if not kinds or not 0 <= value <= 1:
            raise EvaluationError(
                f"--min-f1 {one!r}: give a share from 0 to 1, for all kinds or for one of "
                f"{', '.join(Kind)}: 0.8, positions=0.6"
            )
        least.update(dict.fromkeys(kinds, value))
    return least


def below(evaluation: Evaluation, least: Mapping[Kind, float]) -> list[str]:
    """What falls short, in words; a kind without rows on either side falls short of nothing."""
    return [
        f"F1 of {kind.value} is {f1:.3f}, below {floor:g}"
        for kind, floor in least.items()
        if (f1 := evaluation.score(kind).f1) is not None and f1 < floor
    ]
