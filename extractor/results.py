"""Results files: one JSON line an article."""

import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from extractor.errors import ResultsError
from schemas import Result

__all__ = ["read_results", "writing"]


@contextmanager
def writing(path: Path) -> Generator[Callable[[Result], None]]:
    """Write results to `path` as they come, or to standard output if it is `-`.

    The lines go to `path` with `.part` behind it, whole and at once, and take the place of `path` when all are
    written; a run that is broken off leaves what it had in the `.part` file and an older `path` untouched.

    Raises:
        ResultsError: the file can't be written.
    """
    if str(path) == "-":
        yield lambda result: print(result.model_dump_json(), flush=True)  # noqa: T201 - this is the data
        return
    unfinished = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("w", encoding="utf-8", newline="\n") as file:

            def write(result: Result) -> None:
                file.write(f"{result.model_dump_json()}\n")
                file.flush()

            yield write
        unfinished.replace(path)
    except OSError as error:
        raise ResultsError(f"{path} can't be written: {error.strerror or error}") from error
    except BaseException:
        if unfinished.exists() and unfinished.stat().st_size:
            print(f"extractor: broken off; what was done is in {unfinished}", file=sys.stderr)  # noqa: T201
        raise


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
