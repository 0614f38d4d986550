"""Files of requests and of responses, a JSON line each, in the form of OpenAI's Batch API and of vLLM's runner.

The `custom_id` of a request is its key in the cache, so that a file of responses needs nothing beside it.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self, cast

from extractor.errors import ResultsError

__all__ = ["URL", "RequestFiles", "Response", "keys_in", "responses_in"]

URL = "/v1/chat/completions"
# OpenAI's limits of one file: https://platform.openai.com/docs/api-reference/batch/create
_MOST_REQUESTS = 50_000
_MOST_BYTES = 200_000_000
_OK = 200
_KEY = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Response:
    """What came back for the request with this key: a completion, or the problem there was."""

    key: str
    completion: dict[str, Any] | None
    problem: str = ""


class RequestFiles:
    """Requests on their way into files: `PATH`, or `PATH-1`, `PATH-2` … if they are `split` by OpenAI's limits.

    Attributes:
        written: the files so far, with the number of requests in each.
    """

    def __init__(self, path: Path, *, split: bool, most: int = _MOST_REQUESTS, most_bytes: int = _MOST_BYTES) -> None:
        """Write nothing yet."""
        self._path = path
        self._split = split
        self._most = most
        self._most_bytes = most_bytes
        self._keys: set[bytes] = set()
        self._file: BinaryIO | None = None
        self._bytes = 0
        self.written: list[tuple[Path, int]] = []

    def add(self, key: str, content: bytes) -> None:
        """Append the request with this body, unless it is there already.

        Raises:
            ResultsError: it can't be written.
        """
        short = bytes.fromhex(key)
        if short in self._keys:
            return
        self._keys.add(short)
        line = b'{"custom_id":"%s","method":"POST","url":"%s","body":%s}\n' % (key.encode(), URL.encode(), content)
        try:
            file = self._file_for(len(line))
            file.write(line)
        except OSError as error:
            raise ResultsError(f"{self._path} can't be written: {error.strerror or error}") from error
        self._bytes += len(line)
        path, count = self.written[-1]
        self.written[-1] = path, count + 1

    def _file_for(self, size: int) -> BinaryIO:
        full = bool(self.written) and (self.written[-1][1] >= self._most or self._bytes + size > self._most_bytes)
        if self._file is None or (self._split and full):
            if self._file:
                self._file.close()
            number = f"-{len(self.written) + 1}" if self._split else ""
            path = self._path.with_name(f"{self._path.stem}{number}{self._path.suffix}")
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("wb")
            self._bytes = 0
            self.written.append((path, 0))
        return self._file

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the last file."""
        if self._file:
            self._file.close()


def keys_in(path: Path) -> Iterator[str]:
    """The keys of the requests in a file that `RequestFiles` has written."""
    with path.open("rb") as file:
        for line in file:
            yield str(json.loads(line)["custom_id"])


def responses_in(path: Path) -> Iterator[Response]:
    """What a file of responses holds, good and bad.

    Raises:
        ResultsError: it can't be read, or holds something else; the message names the line.
    """
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield _response(line, f"{path}#{number}")
    except OSError as error:
        raise ResultsError(f"{path} can't be read: {error.strerror or error}") from error


def _response(line: bytes, where: str) -> Response:
    try:
        data: Any = json.loads(line)
    except ValueError as error:
        raise ResultsError(f"{where} is not JSON: is the file whole?") from error
    entry = cast("dict[str, Any]", data) if isinstance(data, dict) else {}
    key = entry.get("custom_id")
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise ResultsError(
            f"{where} is no response to a request of this program: its custom_id must be that of the request file "
            "(`extractor export-requests`)"
        )
    answered: dict[str, Any] = entry.get("response") or {}
    body: Any = answered.get("body")
    if answered.get("status_code") == _OK and isinstance(body, dict) and cast("dict[str, Any]", body).get("choices"):
        return Response(key, cast("dict[str, Any]", body))
    return Response(key, None, _problem(entry, answered))


def _problem(entry: dict[str, Any], answered: dict[str, Any]) -> str:
    body: Any = answered.get("body")
    inner: Any = cast("dict[str, Any]", body).get("error") if isinstance(body, dict) else body
    error: Any = entry.get("error") or inner or "an answer that is no chat completion"
    said = cast("dict[str, Any]", error) if isinstance(error, dict) else {"message": str(error)}
    code = said.get("code") or answered.get("status_code")
    return f"{said.get('message') or 'no reason given'}{f' [{code}]' if code else ''}"[:300]
