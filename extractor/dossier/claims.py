"""Values that rows claim: gathered with their sources, in the order in which they are preferred."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from schemas.dossier import Claim, Merged

__all__ = ["Said", "Sources", "claims_of", "merged"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Said(Generic[T]):
    """A value, and the row that says it."""

    value: T
    ref: str
    article: str
    published: int | None


@dataclass(frozen=True)
class Sources:
    """Which articles are reprints of one another.

    Attributes:
        families: by article, the first article of those that share its text; articles that stand alone are not in it.
    """

    families: dict[str, str]

    def independent(self, articles: Iterable[str]) -> int:
        """How many there are, with reprints and rewrites counted as one."""
        return len({self.families.get(article, article) for article in articles})


def claims_of(
    said: Iterable[Said[T]],
    sources: Sources,
    *,
    key: Callable[[T], Hashable] = lambda value: value,  # type: ignore[assignment,return-value]
    exactness: Callable[[T], float] = lambda _: 0,
) -> list[Claim[T]]:
    """The distinct values, the preferred first: the more exact, then that of more sources, then the later one.

    Values with the same `key` are one; the spelling of most rows is kept.
    """
    grouped: dict[Hashable, list[Said[T]]] = {}
    for one in said:
        grouped.setdefault(key(one.value), []).append(one)
    ranked: list[tuple[tuple[float, int, int, str], Claim[T]]] = []
    for rows in grouped.values():
        rows.sort(key=lambda one: (one.published is None, one.published or 0, one.ref))
        value = _commonest([one.value for one in rows])
        latest = max((one.published or 0 for one in rows), default=0)
        rank = (-exactness(value), -sources.independent(one.article for one in rows), -latest, str(value))
        ranked.append((rank, Claim[T](value=value, sources=list(dict.fromkeys(one.ref for one in rows)))))
    ranked.sort(key=lambda pair: pair[0])
    return [claim for _, claim in ranked]


def merged(claims: list[Claim[T]], *, contradicted: bool = False) -> Merged[T]:
    """The field that `claims`, in order of preference, make up."""
    return Merged[T](value=claims[0].value if claims else None, claims=claims, contradicted=contradicted)


def _commonest(values: list[T]) -> T:
    counts: dict[str, tuple[int, T]] = {}
    for value in values:
        count, _ = counts.get(str(value), (0, value))
        counts[str(value)] = count + 1, value
    return min(counts.items(), key=lambda item: (-item[1][0], item[0]))[1][1]
