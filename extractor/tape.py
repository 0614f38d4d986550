"""What vcrpy is told: what to keep of an exchange, when two requests are the same, and what to say if none is."""

import difflib
import json
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit, urlunsplit
from weakref import WeakKeyDictionary

from vcr import VCR, mode
from vcr.cassette import Cassette
from vcr.errors import MissingMetadataError
from vcr.request import Request
from yaml import YAMLError

from extractor.errors import CassetteError, NotRecordedError

__all__ = ["recording_tape", "replaying_tape"]

# A list of what may stay: what a provider adds next year (a key, an account's name) stays out by itself.
_REQUEST_HEADERS = frozenset({"content-type", "accept"})
_RESPONSE_HEADERS = frozenset({"content-type", "retry-after", "retry-after-ms", "x-should-retry"})
_METADATA = "talks-extractor"
_MAX_DIFFERENCES = 8
_MAX_DIFF_LINES = 12
_MAX_VALUE = 200


class Tape(Cassette):
    """A cassette that plays equal requests in the order recorded, the last again and again, and explains a miss."""

    def __contains__(self, request: Request) -> bool:
        """Whether an exchange with this request was recorded."""
        return any(True for _ in self._responses(request))

    def can_play_response_for(self, request: Request) -> bool:
        """The same; but where nothing new may be recorded, a miss is an error.

        Raises:
            NotRecordedError: the recording is read-only and lacks the request.
        """
        if super().can_play_response_for(request):
            return True
        if self.write_protected:
            raise NotRecordedError(_explained(self, request))
        return False

    def play_response(self, request: Request) -> Any:
        """The response to this request that is next in turn."""
        turns = list(self._responses(request))
        index, response = next((turn for turn in turns if not self.play_counts[turn[0]]), turns[-1])
        self.play_counts[index] += 1
        return response


@contextmanager
def recording_tape(path: Path, settings: Mapping[str, Any]) -> Generator[Tape]:
    """Record what is sent in the block to the new file `path`, with the `settings` that shape requests."""
    with _use(path, mode.ALL) as tape:
        tape.get_metadata(_METADATA, dict(settings))
        yield tape


@contextmanager
def replaying_tape(path: Path) -> Generator[dict[str, Any]]:
    """Replay the file `path` in the block; gives the settings recorded with it.

    Raises:
        CassetteError: there is no such file, or it is no recording.
    """
    if path.is_dir():
        raise CassetteError(f"{path} is a folder; give the recording itself, a .yaml file")
    if not path.is_file():
        raise CassetteError(f"{path}: no such recording; make it with `extractor record FOLDER --cassette {path}`")
    try:
        context = _use(path, mode.NONE)
        tape = context.__enter__()
    except Exception as error:  # YAML, encodings, missing keys: whatever a damaged file brings
        said = (
            " ".join(str(error).split())
            if isinstance(error, YAMLError | OSError | ValueError)
            else "it is another YAML"
        )
        raise CassetteError(f"{path} is not a recording that can be read: {said}; record it again") from error
    try:
        if not len(tape):
            raise CassetteError(f"{path} holds no exchange; record it again")
        yield _settings_of(tape)
    finally:
        context.__exit__(None, None, None)


def _use(path: Path, record_mode: Any) -> Any:
    digests: WeakKeyDictionary[Request, str] = WeakKeyDictionary()

    def body(one: Request, other: Request) -> None:
        for request in (one, other):
            if request not in digests:
                digests[request] = _canonical(request)
        if digests[one] != digests[other]:
            raise AssertionError("the bodies differ")

    vcr = VCR(decode_compressed_response=True)
    vcr.register_matcher("canonical_body", body)
    config = vcr.get_merged_config(
        record_mode=record_mode,
        match_on=("method", "path", "canonical_body"),
        before_record_request=_kept_of_request,
        before_record_response=_kept_of_response,
    )
    return Tape.use(path=str(path), **config)


def _kept_of_request(request: Request) -> Request:
    request.headers = {name: value for name, value in request.headers.items() if name.lower() in _REQUEST_HEADERS}
    parts = urlsplit(request.uri)
    # Some endpoints take the key in the query or before the host.
    host = parts.netloc.rpartition("@")[2]
    request.uri = urlunsplit((parts.scheme, host, parts.path, "", ""))
    return request


def _kept_of_response(response: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in response["headers"].items() if name.lower() in _RESPONSE_HEADERS}
    return {**response, "headers": kept}


def _json(request: Request) -> Any:
    try:
        return json.loads(request.body or b"null")
    except ValueError:
        return repr(request.body)


def _canonical(request: Request) -> str:
    return json.dumps(_json(request), sort_keys=True, ensure_ascii=False)


def _settings_of(tape: Tape) -> dict[str, Any]:
    # A recording made with vcrpy alone has none: then its first request tells the model and the address.
    first: Request = tape.requests[0]
    body = _json(first)
    model = {"model": cast("dict[str, Any]", body).get("model")} if isinstance(body, dict) else {}
    try:
        return dict(tape.get_metadata(_METADATA, {}))
    except MissingMetadataError:
        return {"base_url": first.uri.removesuffix("/chat/completions"), **model}


def _explained(tape: Tape, request: Request) -> str:
    wanted = _flat(_json(request))
    recorded = [_flat(_json(other)) for other in tape.requests]
    nearest = max(recorded, key=lambda other: _likeness(wanted, other))
    differences = [
        _difference(path, nearest.get(path), wanted.get(path))
        for path in {**nearest, **wanted}
        if nearest.get(path) != wanted.get(path)
    ]
    if len(differences) > _MAX_DIFFERENCES:
        more = len(differences) - _MAX_DIFFERENCES
        differences = [*differences[:_MAX_DIFFERENCES], f"  … and {more} more"]
    return "\n".join(
        [
            f"{tape.path} holds no {request.method} {request.path} with this body; a replay sends nothing.",
            f"The nearest of its {len(recorded)} requests differs in:",
            *differences,
            "If prompts, schemas, settings or articles have changed since, record again:",
            f"  extractor record FOLDER --cassette {tape.path} --overwrite",
        ]
    )


def _flat(value: Any, path: str = "") -> dict[str, Any]:
    if isinstance(value, dict):
        items = [(f"{path}.{key}" if path else str(key), inner) for key, inner in cast("dict[str, Any]", value).items()]
    elif isinstance(value, list):
        items = [(f"{path}[{number}]", inner) for number, inner in enumerate(cast("list[Any]", value))]
    else:
        return {path: value}
    return {key: leaf for name, inner in items for key, leaf in _flat(inner, name).items()}


def _likeness(one: dict[str, Any], other: dict[str, Any]) -> float:
    # The last user message is the article: how much of it is the same counts above all.
    paths = [path for path in one if path.startswith("messages") and path in other]
    texts = sum(
        difflib.SequenceMatcher(None, str(one[path]), str(other[path]), autojunk=False).quick_ratio() for path in paths
    )
    return texts + sum(one[path] == other.get(path) for path in one) / (len(one) + 1)


def _difference(path: str, recorded: Any, wanted: Any) -> str:
    if isinstance(recorded, str) and isinstance(wanted, str) and "\n" in recorded + wanted:
        lines = list(
            difflib.unified_diff(recorded.splitlines(), wanted.splitlines(), "recorded", "now", n=0, lineterm="")
        )
        shown = [line[:_MAX_VALUE] for line in lines[:_MAX_DIFF_LINES]]
        if len(lines) > _MAX_DIFF_LINES:
            shown.append(f"… ({len(lines) - _MAX_DIFF_LINES} more lines)")
        return "\n".join([f"  {path}:", *(f"    {line}" for line in shown)])
    return f"  {path}: recorded {_short(recorded)}, now {_short(wanted)}"


def _short(value: Any) -> str:
    text = "nothing" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _MAX_VALUE else f"{text[:_MAX_VALUE]}…"
