"""What merging needs to know beside the rows, and how what is merged gets its id."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from extractor.dossier.claims import Sources
from extractor.dossier.identity import Identity
from schemas.dossier import SourceCount

__all__ = ["Context", "identity_of"]


@dataclass(frozen=True)
class Context:
    """What merging needs to know beside the rows.

    Attributes:
        publishers: by article, its publisher, folded, if it is known.
    """

    identity: Identity
    sources: Sources
    publishers: dict[str, str]

    def count(self, articles: Iterable[str]) -> SourceCount:
        """How many sources `articles` are."""
        distinct = set(articles)
        publishers = set(map(self.publishers.get, distinct)) - {None}
        return SourceCount(
            articles=len(distinct), independent=self.sources.independent(distinct), publishers=len(publishers)
        )


def identity_of(kind: str, ref: str) -> str:
    """The id of the meeting or position whose first row is `ref`."""
    return f"{kind}-{hashlib.sha256(ref.encode()).hexdigest()[:10]}"
