"""Meetings, delegations and positions from news about diplomacy, each row proved by a verbatim quote.

from extractor import Extractor

with Extractor(model="gpt-5-mini") as extractor:
    extraction = extractor.extract(text, published="2023-12-15")
"""

from extractor.api import AsyncExtractor, Extractor
from extractor.articles import article_from_text, load_articles
from extractor.errors import (
    AnswerError,
    ArticleError,
    AuthenticationError,
    CacheError,
    CassetteError,
    CutOffError,
    EndpointError,
    EndpointUnavailableError,
    ExtractorError,
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

__all__ = [
    "AnswerError",
    "AnswerMode",
    "ArticleError",
    "AsyncExtractor",
    "AuthenticationError",
    "CacheError",
    "CassetteError",
    "CutOffError",
    "EndpointError",
    "EndpointUnavailableError",
    "Extractor",
    "ExtractorError",
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
    "load_articles",
    "read_results",
    "record",
    "replay",
]
