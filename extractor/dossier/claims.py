"""Values that rows claim: gathered with their sources, in the order in which they are preferred."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Protocol, TypeVar, cast

from schemas.dossier import Claim, Merged

__all__ = ["Sources", "TextClaim", "claims_of", "merged"]

T = TypeVar("T")


class Row(Protocol):
    """What is known of a row that says something."""

    @property
    def ref(self) -> str: ...
    @property
    def article(self) -> str: ...
    @property
    def published(self) -> int | None: ...


# Made once: pydantic takes long to find a class of this kind.
TextClaim = Claim[str]

# A value, and the row that says it.
Said = tuple[T, Row]


@dataclass(frozen=True)
class Sources:
    """Which articles are reprints of one another.

    Attributes:
        families: by article, the first article of those that share its text; articles that stand alone are not in it.
    """

    families: dict[str, str]

    def independent(self, articles: Iterable[str]) -> int:
        """How many there are, with reprints and rewrites counted as one."""
        first = self.families.get
        return len({first(article, article) for article in articles})


def claims_of(
    said: Iterable[Said[T]],
    kind: type[T],
    sources: Sources,
    *,
    key: Callable[[T], Hashable] | None = None,
    exactness: Callable[[T], float] | None = None,
) -> list[Claim[T]]:
    """The distinct values, the preferred first: the more exact, then that of more sources, then the later one.

    Args:
        said: values, each with its row, in order of publication.
        kind: what the values are.
        sources: which of the rows' articles are one source.
        key: values with the same key are one, of which the spelling of most rows is kept.
        exactness: the more, the more exact.
    """
    grouped: defaultdict[Hashable, list[Said[T]]] = defaultdict(list)
    for one in said:
        grouped[key(one[0]) if key else one[0]].append(one)
    # What is one by itself has one spelling.
    chosen = [(_commonest(rows) if key else rows[0][0], rows) for rows in grouped.values()]
    # The same value in all rows needs no rank: so it is with most fields.
    if len(chosen) <= 1:
        return [_claim(value, kind, rows) for value, rows in chosen]
    ranked: list[tuple[tuple[float, int, int, str], Claim[T]]] = []
    for value, rows in chosen:
        latest = max((row.published or 0 for _, row in rows), default=0)
        independent = sources.independent([row.article for _, row in rows])
        rank = (-exactness(value) if exactness else 0, -independent, -latest, str(value))
        ranked.append((rank, _claim(value, kind, rows)))
    ranked.sort(key=lambda pair: pair[0])
    return [claim for _, claim in ranked]


def merged(claims: list[Claim[T]], kind: type[T], *, contradicted: bool = False) -> Merged[T]:
    """The field that `claims`, in order of preference, make up; `kind` is what its values are."""
    return _merged_class(kind)(value=claims[0].value if claims else None, claims=claims, contradicted=contradicted)


def _claim(value: T, kind: type[T], rows: list[Said[T]]) -> Claim[T]:
    return _claim_class(kind)(value=value, sources=list(dict.fromkeys([row.ref for _, row in rows])))


# Of the class that a field asks for, so that it is taken as it is; and made once, since pydantic takes long to find it.
@cache
def _claim_class(kind: type[T]) -> type[Claim[T]]:
    return cast("type[Claim[T]]", Claim.__class_getitem__(kind))


@cache
def _merged_class(kind: type[T]) -> type[Merged[T]]:
    return cast("type[Merged[T]]", Merged.__class_getitem__(kind))


def _commonest(rows: list[Said[T]]) -> T:
    values = [value for value, _ in rows]
    if values.count(values[0]) == len(values):
        return values[0]
    counts: dict[str, tuple[int, T]] = {}
    for value in values:
        count, _ = counts.get(str(value), (0, value))
        counts[str(value)] = count + 1, value
    return min(counts.items(), key=lambda item: (-item[1][0], item[0]))[1][1]
