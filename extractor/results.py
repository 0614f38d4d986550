"""Results files: one JSON line an article."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from extractor.errors import ResultsError
from schemas import Result

__all__ = ["read_results"]


def read_results(path: Path) -> Iterator[Result]:
    """The results in a file.

    Raises:
        ResultsError: it can't be read; the message names the line.
    """
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                try:
                    yield Result.model_validate_json(line)
                except ValidationError as error:
                    raise ResultsError(f"{path}#{number} is not a result: {error.errors()[0]['msg']}") from error
    except OSError as error:
        raise ResultsError(f"{path} can't be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise ResultsError(f"{path} is not a results file: it is not UTF-8 text") from error
