"""Extractions kept beside the answers they were made of: what is read again is neither parsed nor checked again."""

import hashlib
import json
import logging
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

from pydantic import ValidationError

import schemas
from extractor.cache import EXTRACTIONS, AnswerCache
from extractor.dumps import Dumps
from extractor.errors import CacheError
from schemas import Article, Extraction, Quote

__all__ = ["KeptExtractions"]

_log = logging.getLogger(__name__)

# What rows are made with beside our own code: another version of one of these may make other rows.
_LIBRARIES = ("anyascii", "babel", "edtf", "pycountry", "pydantic", "rapidfuzz")
# The name of what is kept: as text, which pydantic parses and validates in one go.
_JSON = "extraction"
# So many are written together, which takes a third of the time. A kill costs them; they are made again of the answers.
_TOGETHER = 50


class KeptExtractions:
    """The extractions of articles that have been read before, with the same model, prompts, settings and code."""

    def __init__(self, answers: AnswerCache, shaping: Iterable[str], dumps: Dumps) -> None:
        """Keep them in the cache of `answers`.

        Args:
            answers: the cache.
            shaping: all that shapes an extraction beside the article and our code: model, endpoint, schema, settings.
            dumps: makes the JSON of extractions.
        """
        self._answers = answers
        self._dumps = dumps
        self._due: dict[str, dict[str, str]] = {}
        self._shaping = hashlib.sha256(json.dumps([*shaping, _made_with()]).encode()).hexdigest()

    def get(self, article: Article) -> Extraction | None:
        """The extraction of `article` as it was kept, or None; `article` in it may be one that differs in its source.

        Raises:
            CacheError: the database can't be read.
        """
        key = self._key(article)
        known = self._due.get(key) or self._answers.get(key)
        if known is None:
            return None
        try:
            extraction = Extraction.model_validate_json(str(known.get(_JSON)))
        except ValidationError as error:
            _log.warning("an unsound extraction in the cache is not used: %s", error)
            return None
        # A file that somebody has changed must not bring in a row without a proof.
        if all(article.text[quote.start : quote.end] == quote.text for quote in _quotes(extraction)):
            return extraction
        _log.warning("an unsound extraction in the cache is not used: a quote is not in its article")
        return None

    def put(self, article: Article, extraction: Extraction) -> None:
        """Keep the `extraction` of `article`, at the latest when `flush` is called."""
        self._due[self._key(article)] = {_JSON: self._dumps.of(extraction)}
        if len(self._due) >= _TOGETHER:
            self.flush()

    def flush(self) -> None:
        """Write what is due; without effect if the cache can't be written, since all can be made again."""
        due, self._due = self._due, {}
        try:
            self._answers.put_all(due)
        except CacheError as error:
            _log.warning("%d extractions are not kept: %s", len(due), error)

    def _key(self, article: Article) -> str:
        # What of an article goes into the prompt or the checks.
        published = article.published and article.published.isoformat()
        told = json.dumps([self._shaping, article.title, article.publisher, published, article.text])
        return EXTRACTIONS + hashlib.sha256(told.encode()).hexdigest()


def _quotes(extraction: Extraction) -> Iterable[Quote]:
    for rows in (extraction.meetings, extraction.delegations, extraction.positions):
        for row in rows:
            yield from row.quotes


@cache
def _made_with() -> str:
    """A hash of our own code and data, and the versions of the libraries that shape rows."""
    digest = hashlib.sha256(" ".join(f"{name} {version(name)}" for name in _LIBRARIES).encode())
    for module in (__file__, schemas.__file__):
        folder = Path(module).parent
        for file in sorted(folder.rglob("*")):
            if file.is_file() and file.suffix != ".pyc":
                digest.update(file.relative_to(folder).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()
