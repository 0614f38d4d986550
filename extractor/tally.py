"""What a batch has found so far, in numbers: as much memory for a hundred thousand articles as for forty."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Self

from schemas import Result

__all__ = ["Failures", "Seen", "Tally"]

# A table of more rows than a screen has is read by nobody.
_MOST_ROWS = 40
_EXAMPLES = 3
_UNDATED = 5


@dataclass(frozen=True)
class Seen:
    """One article of the summary's table."""

    source: str
    meetings: int
    delegates: int
    positions: int
    rejected: int
    tokens: int
    cost: float | None

    @classmethod
    def of(cls, result: Result) -> Self | None:
        """What is shown of `result`; None if it is a failure."""
        found = result.extraction
        if found is None:
            return None
        tokens = found.provenance.tokens
        return cls(
            result.source,
            meetings=len(found.meetings),
            delegates=sum(len(delegation.members) for delegation in found.delegations),
            positions=len(found.positions),
            rejected=len(found.rejected),
            tokens=tokens.total,
            cost=found.provenance.cost,
        )


@dataclass
class Failures:
    """Articles that failed in the same way, and what was said of the first of them."""

    count: int = 0
    examples: list[str] = field(default_factory=list[str])


@dataclass
class Tally:
    """The sums over all results, and the rows of a table as long as there are few.

    Attributes:
        read: articles with an extraction, `read_now` of them by this run.
        totals: the sums of the table's columns.
        rows: one for each article read, or none if there are too many for a table.
        failures: by kind of error.
        skipped: articles that were passed over, as it was asked for, by the reason.
        undated: articles without a day of publication; `undated_examples` are the first.
        total: articles there are in all; None if that is not known.
        through: articles that this run is through with: read, failed, or there already.
        stopped: why the run was stopped, if it was.
    """

    read: int = 0
    read_now: int = 0
    totals: Seen = Seen("all", 0, 0, 0, 0, 0, None)
    rows: list[Seen] = field(default_factory=list[Seen])
    failures: dict[str, Failures] = field(default_factory=dict[str, Failures])
    skipped: Counter[str] = field(default_factory=Counter[str])
    undated: int = 0
    undated_examples: list[str] = field(default_factory=list[str])
    total: int | None = None
    through: int = 0
    stopped: str | None = None

    @property
    def failed(self) -> int:
        """Articles without an extraction."""
        return sum(failures.count for failures in self.failures.values())

    @property
    def left(self) -> int | None:
        """Articles that are still to be read; None if that is not known."""
        return None if self.total is None else max(0, self.total - self.through)

    def add(self, result: Result) -> None:
        """Count one result, of this run or of an earlier one."""
        if result.skipped:
            self.skipped[result.skipped.reason] += 1
            return
        row = Seen.of(result)
        if row is None or result.extraction is None:
            self._add_failure(result)
            return
        self.read += 1
        self.totals = _sum(self.totals, row)
        if self.read <= _MOST_ROWS:
            self.rows.append(row)
        else:
            self.rows.clear()
        if result.extraction.article.published is None:
            self.undated += 1
            if self.undated <= _UNDATED:
                self.undated_examples.append(result.source)

    def _add_failure(self, result: Result) -> None:
        error = result.error
        failures = self.failures.setdefault(error.kind if error else "unknown", Failures())
        failures.count += 1
        if error and failures.count <= _EXAMPLES:
            failures.examples.append(error.message)


def _sum(one: Seen, other: Seen) -> Seen:
    cost = None if one.cost is None and other.cost is None else (one.cost or 0) + (other.cost or 0)
    return Seen(
        one.source,
        one.meetings + other.meetings,
        one.delegates + other.delegates,
        one.positions + other.positions,
        one.rejected + other.rejected,
        one.tokens + other.tokens,
        cost,
    )
