"""The log of a run for programs: one JSON object a line."""

import json
import logging
import sys
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from extractor.errors import ResultsError

__all__ = ["logging_to", "telling"]


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": getattr(record, "event", "message"),
        }
        data = getattr(record, "data", None)
        return json.dumps(line | (data if isinstance(data, dict) else {"message": record.getMessage()}), default=str)


class _File(logging.FileHandler):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - so logging calls it
        """Do nothing: a disk that is full for the log may still take results."""


class _Stderr(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        # Looked up each time: a progress bar puts something else in its place.
        sys.stderr.write(f"{record.getMessage()}\n")


@contextmanager
def telling(name: str) -> Generator[None]:
    """Write what the logger of this name says in the block to stderr, for a person."""
    logger, handler = logging.getLogger(name), _Stderr()
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


@contextmanager
def logging_to(path: Path) -> Generator[None]:
    """Append what the package logs in the block to `path`: articles, troubles with the endpoint, warnings.

    Raises:
        ResultsError: the file can't be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = _File(path, encoding="utf-8")
    except OSError as error:
        raise ResultsError(f"{path} can't be written: {error.strerror or error}; give another --log-json") from error
    handler.setFormatter(_Lines())
    logger = logging.getLogger("extractor")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        handler.close()
