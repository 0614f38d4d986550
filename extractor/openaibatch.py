"""Requests by OpenAI's Batch API: written to files, sent, waited for and collected into the cache.

`OUT.batches.json` beside the results says which batches there are, and is written before and after each step, so that
the same command goes on after a kill at any moment: a file that was not sent is sent, a batch that was made but not
noted is found by its file, and one that is under way is waited for.
"""

import logging
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Self

import openai
from openai.types import Batch
from pydantic import BaseModel, ValidationError

from extractor.deferred import DeferredEndpoint
from extractor.errors import (
    AuthenticationError,
    EndpointError,
    EndpointUnavailableError,
    RequestRejectedError,
    ResultsError,
)
from extractor.prices import cost_of
from extractor.requestfile import URL, RequestFiles, Response, keys_in, responses_in
from extractor.stopping import Stop
from schemas import Tokens

__all__ = ["BatchState", "SentFile", "answer_by_batches"]

_log = logging.getLogger(__name__)

# Half of the list price: https://platform.openai.com/docs/guides/batch
_SHARE_OF_PRICE = 0.5
# Seconds between two looks: at first, and at most.
_FIRST_LOOK, _LONGEST_LOOK = 5.0, 60.0
# For a file of 200 MB each way.
_TRANSFER_SECONDS = 3600.0
_RETRIES = 5
_NOT_FOUND = 404
_ENDED = {"completed", "failed", "expired", "cancelled"}
_HINTS = {
    "token_limit_exceeded": "the account may not have so many tokens waiting: wait until other batches have ended, or "
    "give a smaller folder"
}

Collect = Callable[[RequestFiles], Awaitable[None]]


class SentFile(BaseModel):
    """A file of requests and the batch made of it."""

    file: str
    requests: int
    input_file: str | None = None
    batch: str | None = None
    status: str | None = None
    problem: str | None = None
    collected: bool = False
    tokens: Tokens = Tokens()
    cost: float | None = None


class BatchState(BaseModel):
    """All batches of a results file, the latest last."""

    endpoint: str
    files: list[SentFile] = []

    @classmethod
    def read(cls, path: Path, endpoint: str) -> Self:
        """The state at `path`; an empty one if there is none.

        Raises:
            ResultsError: it can't be read, or its batches are at another endpoint.
        """
        try:
            state = cls.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            return cls(endpoint=endpoint)
        except (OSError, ValidationError) as error:
            raise ResultsError(f"{path} can't be read: {error}; mend it, or remove it to send all anew") from error
        if state.endpoint != endpoint and not all(sent.collected for sent in state.files):
            raise ResultsError(
                f"{path}: batches are under way at {state.endpoint}, not at {endpoint}: give that endpoint, or remove "
                "the file to send all anew"
            )
        return state.model_copy(update={"endpoint": endpoint})

    def write(self, path: Path) -> None:
        """Put it at `path`, whole or not at all.

        Raises:
            ResultsError: it can't be written.
        """
        unfinished = path.with_name(f"{path.name}.new")
        try:
            with unfinished.open("w", encoding="utf-8") as file:
                file.write(self.model_dump_json(indent=2) + "\n")
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
        except OSError as error:
            raise ResultsError(f"{path} can't be written: {error.strerror or error}") from error


async def answer_by_batches(collect: Collect, endpoint: DeferredEndpoint, out: Path, stop: Stop) -> None:
    """Get the answers to all requests into the cache, round by round: repairs are a batch too.

    What has no answer in the end is noted at the `endpoint`, and fails there with the reason.

    Args:
        collect: writes the requests that are left; called until there are none.
        endpoint: where batches are made.
        out: the results file that the state is kept beside.
        stop: thrown, it ends the waiting; batches go on at the endpoint.

    Raises:
        EndpointError: files or batches can't be sent or fetched.
        ResultsError: the state or a request file can't be read or written.
        CacheError: an answer can't be kept.
        StoppedError: `stop` was thrown.
    """
    await _Batches(endpoint, out, stop).run(collect)


class _Batches:
    def __init__(self, endpoint: DeferredEndpoint, out: Path, stop: Stop) -> None:
        self._endpoint = endpoint
        self._client = endpoint.client.with_options(max_retries=_RETRIES, timeout=_TRANSFER_SECONDS)
        self._out = out
        self._path = out.with_name(f"{out.name}.batches.json")
        self._stop = stop
        self._state = BatchState.read(self._path, endpoint.address)

    async def run(self, collect: Collect) -> None:
        while True:
            try:
                await self._finish_open()
            except openai.OpenAIError as error:
                raise _explained(error, self._endpoint.address) from error
            number = len(self._state.files)
            with RequestFiles(self._out.with_name(f"{self._out.name}.requests-{number}.sent"), split=True) as files:
                await collect(files)
            self._stop.check()
            if not files.written:
                return
            self._state.files += [SentFile(file=path.name, requests=count) for path, count in files.written]
            self._state.write(self._path)

    async def _finish_open(self) -> None:
        left = [sent for sent in self._state.files if not sent.collected]
        for sent in left:
            await self._send(sent)
        wait = _FIRST_LOOK
        while left:
            for sent in list(left):
                batch = await self._look(sent)
                if batch and batch.status in _ENDED:
                    await self._collect(sent, batch)
                    left.remove(sent)
            if left:
                await self._stop.sleep(wait)
                wait = min(2 * wait, _LONGEST_LOOK)

    async def _send(self, sent: SentFile) -> None:
        self._stop.check()
        path = self._out.with_name(sent.file)
        if sent.input_file is None:
            if not path.exists():
                # Nothing was sent, so nothing is lost: its requests are found to be missing, and written again.
                sent.collected, sent.problem = True, "its request file is gone"
                self._state.write(self._path)
                return
            with path.open("rb") as file:
                sent.input_file = (await self._client.files.create(file=("requests.jsonl", file), purpose="batch")).id
            self._state.write(self._path)
        if sent.batch is None:
            # A kill may have come between the making of a batch and the note of it.
            known = {batch.input_file_id: batch.id for batch in (await self._client.batches.list(limit=100)).data}
            sent.batch = known.get(sent.input_file) or await self._made(sent.input_file)
            self._state.write(self._path)
            _log.info("batch %s: %s requests sent", sent.batch, f"{sent.requests:,}")

    async def _made(self, input_file: str) -> str:
        # Not tried again here: a try that seems lost may have made one, which is found by its file next time.
        once = self._client.with_options(max_retries=0)
        made = await once.batches.create(input_file_id=input_file, endpoint=URL, completion_window="24h")
        return made.id

    async def _look(self, sent: SentFile) -> Batch | None:
        if sent.collected or sent.batch is None:
            return None
        try:
            batch = await self._client.batches.retrieve(sent.batch)
        except (openai.APIConnectionError, openai.InternalServerError, openai.RateLimitError) as error:
            # The batch goes on without us; there is no hurry.
            _log.warning("batch %s: no word of it for now: %s", sent.batch, error)
            return None
        counts = batch.request_counts
        done = f", {counts.completed + counts.failed:,} of {counts.total:,} done" if counts else ""
        if batch.status != sent.status or batch.status == "in_progress":
            _log.info("batch %s: %s%s", batch.id, batch.status, done)
        sent.status = batch.status
        return batch

    async def _collect(self, sent: SentFile, batch: Batch) -> None:
        answers, tokens = 0, Tokens()
        fetched = self._out.with_name(f"{sent.file}.answers")
        for file in (batch.output_file_id, batch.error_file_id):
            if not file:
                continue
            async with self._client.files.with_streaming_response.content(file) as content:
                await content.stream_to_file(fetched)
            for response in responses_in(fetched):
                answers += self._endpoint.take(response)
                tokens += _used(response)
            fetched.unlink()
        path = self._out.with_name(sent.file)
        sent.problem = _problem(batch)
        if path.exists():
            for key in keys_in(path):
                if not self._endpoint.has(key):
                    self._endpoint.fail(key, f"batch {batch.id} gave no answer to it: {sent.problem or batch.status}")
        cost = cost_of(tokens, self._endpoint.model, self._endpoint.address)
        sent.tokens, sent.cost = tokens, None if cost is None else _SHARE_OF_PRICE * cost
        sent.collected = True
        self._state.write(self._path)
        path.unlink(missing_ok=True)
        spent = "" if sent.cost is None else f", ${sent.cost:.4f}"
        _log.info(
            "batch %s: %s of %s answered, %s tokens%s%s",
            batch.id,
            f"{answers:,}",
            f"{sent.requests:,}",
            f"{tokens.total:,}",
            spent,
            f"; {sent.problem}" if sent.problem else "",
        )


def _used(response: Response) -> Tokens:
    usage: dict[str, Any] = (response.completion or {}).get("usage") or {}
    return Tokens(prompt=int(usage.get("prompt_tokens") or 0), completion=int(usage.get("completion_tokens") or 0))


def _problem(batch: Batch) -> str | None:
    match batch.status:
        case "failed":
            errors = (batch.errors and batch.errors.data) or []
            said = "; ".join(error.message or error.code or "no reason given" for error in errors[:3])
            hints = [_HINTS[error.code] for error in errors[:1] if error.code in _HINTS]
            return ": ".join(["the endpoint did not take the file", said or "no reason given", *hints])
        case "expired":
            return "it was not done within its day"
        case "cancelled":
            return "it was cancelled at the endpoint"
        case _:
            return None


def _explained(error: openai.OpenAIError, address: str) -> EndpointError:
    again = "the same command again goes on from here"
    if isinstance(error, openai.AuthenticationError | openai.PermissionDeniedError):
        return AuthenticationError(f"{address} says {error.status_code}: {error.message}; is the key right? {again}")
    if isinstance(error, openai.APIStatusError):
        if error.status_code == _NOT_FOUND:
            return RequestRejectedError(
                f"{address} says 404: it has no Batch API, or no longer knows what was sent (see *.batches.json); "
                "`extractor export-requests` writes the requests for other runners"
            )
        return RequestRejectedError(f"{address} says {error.status_code}: {error.message}; {again}")
    return EndpointUnavailableError(f"no word from {address}: {error.__cause__ or error}; {again}")
