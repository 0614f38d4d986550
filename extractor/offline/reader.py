"""Reading an article by rules."""

import time
from datetime import UTC, datetime
from typing import Any, TypeVar

from extractor.checks import check
from extractor.consistency import united
from extractor.naming import with_names
from extractor.offline.rows import answer_of
from extractor.quotes import ArticleText
from extractor.settings import Settings
from schemas import Article, Delegation, Extraction, Meeting, Position, Provenance, Tokens

__all__ = ["RULES_VERSION", "OfflineReader"]

# Raised with every change of the rules or word lists that changes what they find.
RULES_VERSION = "offline-1"

Row = TypeVar("Row", Meeting, Delegation, Position)


class OfflineReader:
    """Reads articles by rules, without a model: same rows, same checks, no request, no cost."""

    def __init__(self, settings: Settings) -> None:
        """Take what all articles share."""
        self._settings = settings

    async def read(self, article: Article) -> Extraction:
        """The meetings, delegations and positions of `article` that the rules find; it always gives the same."""
        started, clock = datetime.now(UTC), time.monotonic()
        warnings: list[str] = []
        if article.published is None:
            warnings.append("no publication date: relative dates (`on Friday`) stay null")
        answer = answer_of(article, self._settings.min_confidence)
        one = check(answer, ArticleText(article.text), article.published)
        checked, names = with_names(united([one]), article.text)
        return Extraction(
            article=article.info(with_text=self._settings.include_text),
            meetings=_sure(checked.meetings, answer["meetings"]),
            delegations=_sure(checked.delegations, answer["delegations"]),
            positions=_sure(checked.positions, answer["positions"]),
            names=names,
            rejected=checked.rejected,
            provenance=Provenance(
                model=self._settings.model,
                prompt_version=RULES_VERSION,
                attempts=1,
                tokens=Tokens(),
                cost=None,
                cached=True,
                started=started,
                seconds=round(time.monotonic() - clock, 3),
                warnings=[*warnings, *checked.warnings],
            ),
        )


def _sure(rows: list[Row], items: list[dict[str, Any]]) -> list[Row]:
    # The checks know of no confidence, since no model gives one; a row is known again by its quote.
    by_quote: dict[str, float] = {}
    for item in items:
        quote = item["quotes"][0]
        by_quote[quote] = min(by_quote.get(quote, 1.0), item["confidence"])
    return [
        row.model_copy(
            update={
                "confidence": min(
                    (by_quote[quote.text] for quote in row.quotes if quote.text in by_quote), default=None
                )
            }
        )
        for row in rows
    ]
