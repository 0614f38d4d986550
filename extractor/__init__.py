"""Meetings, delegations and positions from news about diplomacy, each row proved by a verbatim quote.

from extractor import Extractor

with Extractor(model="gpt-5-mini") as extractor:
    extraction = extractor.extract(text, published="2023-12-15")
"""

from typing import TYPE_CHECKING, Any

from extractor.api import AsyncExtractor
from extractor.articles import article_from_text, load_articles
from extractor.blocking import Extractor
from extractor.errors import (
    AliasesError,
    AnswerError,
    ArticleError,
    AuthenticationError,
    CacheError,
    CassetteError,
    CutOffError,
    DossierError,
    EndpointError,
    EndpointUnavailableError,
    EvaluationError,
    ExtractorError,
    NotAnsweredError,
    NotRecordedError,
    RateLimitedError,
    RefusedError,
    RequestRejectedError,
    ResultsError,
    SettingsError,
    StoppedError,
    UnreadableAnswerError,
)
from extractor.recording import record, replay
from extractor.results import read_results
from extractor.settings import AnswerMode, Settings

if TYPE_CHECKING:
    from extractor.evaluation import Evaluation, evaluate, read_gold

__all__ = [
    "AliasesError",
    "AnswerError",
    "AnswerMode",
    "ArticleError",
    "AsyncExtractor",
    "AuthenticationError",
    "CacheError",
    "CassetteError",
    "CutOffError",
    "DossierError",
    "EndpointError",
    "EndpointUnavailableError",
    "Evaluation",
    "EvaluationError",
    "Extractor",
    "ExtractorError",
    "NotAnsweredError",
    "NotRecordedError",
    "RateLimitedError",
    "RefusedError",
    "RequestRejectedError",
    "ResultsError",
    "Settings",
    "SettingsError",
    "StoppedError",
    "UnreadableAnswerError",
    "article_from_text",
    "evaluate",
    "load_articles",
    "read_gold",
    "read_results",
    "record",
    "replay",
]


def __getattr__(name: str) -> Any:
    # Late, since most users evaluate nothing.
    if name in {"Evaluation", "evaluate", "read_gold"}:
        from extractor import evaluation  # noqa: PLC0415

        return getattr(evaluation, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    # What comes late is offered by consoles and notebooks all the same.
    return sorted({*globals(), *__all__})
