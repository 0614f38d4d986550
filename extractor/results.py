"""Results files: one JSON line an article."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from extractor.errors import ResultsError
from schemas import Result

__all__ = ["read_results"]

_WANTED = "give a file that `extractor batch` wrote"
_HOW = f"{_WANTED}, or take the line out"


def read_results(path: str | Path) -> Iterator[Result]:
    """The results in a file.

    Raises:
        ResultsError: it can't be read; the message names the line.
    """
    path = Path(path)
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, start=1):
                if line.isspace():
                    continue
                try:
                    yield Result.model_validate_json(line)
                except ValidationError as error:
                    raise ResultsError(f"{path}#{number} is not a result: {_said(error)}; {_HOW}") from error
    except OSError as error:
        raise ResultsError(f"{path} can't be read: {error.strerror or error}; {_WANTED}") from error
    except UnicodeDecodeError as error:
        raise ResultsError(f"{path} is not a results file: it is not UTF-8 text; {_WANTED}") from error


def _said(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(map(str, first["loc"]))
    return f"{place}: {first['msg']}" if place else first["msg"]
