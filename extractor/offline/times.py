"""Dates as rows give them."""

from dataclasses import dataclass
from datetime import date

from extractor.dates import resolve, span_of
from schemas import Basis

__all__ = ["When", "when_of"]


@dataclass(frozen=True)
class When:
    """A date of an article: its words, what they mean, and where they stand."""

    as_written: str | None = None
    edtf: str | None = None
    basis: Basis = Basis.UNKNOWN
    start: int | None = None
    end: int = 0
    first: date | None = None
    last: date | None = None

    def row(self) -> dict[str, str | None]:
        """The date as rows have it."""
        return {"as_written": self.as_written, "edtf": self.edtf, "basis": self.basis.value}


def when_of(words: str, published: date | None, *, held: bool | None, at: tuple[int | None, int] = (None, 0)) -> When:
    """What `words` mean in an article of the day `published`."""
    found = resolve(words, published, held=held)
    if found is None:
        return When(words, start=at[0], end=at[1])
    edtf, basis = found
    first, last = span_of(edtf)
    return When(words, edtf, basis, at[0], at[1], first, last)
