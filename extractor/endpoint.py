"""One request to the endpoint: from the cache, or over the wire with retries, or an error that says what to do."""

import asyncio
import json
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import openai

from extractor.connection import Connection
from extractor.errors import (
    AuthenticationError,
    CacheError,
    CassetteError,
    EndpointError,
    EndpointUnavailableError,
    RateLimitedError,
    RequestRejectedError,
    SettingsError,
)
from extractor.limits import Gate
from extractor.prices import cost_of
from extractor.retry import GarbledReplyError, retrying
from extractor.stopping import Stop
from extractor.telemetry import RequestSpans
from schemas import Tokens

if TYPE_CHECKING:
    from extractor.asking import Body
    from extractor.cache import AnswerCache
    from extractor.retry import Deadline
    from extractor.settings import Settings

__all__ = ["Endpoint", "Reply", "is_refusal", "message_of"]

# Seconds. Each round of the event loop costs, the more so as answers then come in more pieces: at 2 ms a batch takes a
# third more CPU, at 10 ms a twentieth, and the time of a batch at 200 ms is the same (`benchmarks/batch.py`).
_ROUND = 0.01
_UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND, _TOO_MANY = 401, 403, 404, 429


@dataclass(frozen=True)
class Reply:
    """A chat completion as JSON, whether it came from the cache, and how many requests it took.

    `warning` is set if the answer could not be kept.
    """

    data: dict[str, Any]
    cached: bool
    requests: int
    warning: str | None = None


class Endpoint:
    """Sends requests; keeps answers in `cache`, if there is one.

    Two askers of one request, in one process or in several, make one request.

    Attributes:
        address: of the endpoint, up to and with /v1.
        model: name of the model there.
        traffic: what has been sent so far.
    """

    def __init__(self, settings: "Settings", cache: "AnswerCache | None", stop: Stop) -> None:
        """Prepare for the endpoint of `settings`; nothing is sent any more once `stop` is thrown.

        Raises:
            SettingsError: no key, a provider that can't be reached this way, or a limit of cost for a model whose
                price is not known.
        """
        self._settings = settings
        self._cache = cache
        self._stop = stop
        self._connection = Connection(settings)
        self.model, self.address = self._connection.model, self._connection.address
        price = partial(cost_of, model=self.model, address=self.address)
        if settings.max_cost is not None and price(Tokens(prompt=1, completion=1)) is None:
            raise SettingsError(
                f"no price is known for {self.model!r} at {self.address}, so `max_cost` can't be kept: "
                f"set `max_tokens` instead"
            )
        self._gate = Gate(settings, stop, price)
        self._spans = RequestSpans(self.model, self.address)
        self._round_began = 0.0
        self.traffic = self._gate.traffic

    async def complete(self, body: "Body", until: "Deadline") -> Reply:
        """The completion for a request body.

        Args:
            body: what is sent to `/chat/completions`.
            until: after it no further try is made; put off by as long as limits hold a try back.

        Raises:
            EndpointError: no answer; the message says why and what to do.
            CassetteError: a recording is replayed that does not hold this request.
            StoppedError: the run was stopped before this request was sent.
        """
        # Late, here and below: a command that asks nothing needs neither instructor nor a database.
        from extractor.asking import encoded  # noqa: PLC0415

        content = encoded(body)
        sent = self._kept(self._cache, body, content, until) if self._cache else self._send(body, content, until)
        reply = await sent
        if not reply.cached:
            await self._give_way()
        return reply

    async def _kept(self, cache: "AnswerCache", body: "Body", content: bytes, until: "Deadline") -> Reply:
        # From the cache; or sent, and kept there.
        from extractor.cache import request_key  # noqa: PLC0415

        key = request_key(self.address, content)
        if not self._settings.refresh and (known := cache.get(key)):
            return Reply(known, cached=True, requests=0)
        async with cache.lock(key):
            if not self._settings.refresh and (known := cache.get(key)):
                return Reply(known, cached=True, requests=0)
            reply = await self._send(body, content, until)
            if is_refusal(reply.data):
                return reply
            try:
                cache.put(key, reply.data)
            except CacheError as error:
                # The answer has been paid for: it is used, though it can't be kept.
                return replace(reply, warning=str(error))
            return reply

    async def close(self) -> None:
        """Close the connections."""
        await self._connection.close()

    async def _give_way(self) -> None:
        # Answers that come together are looked at one after the other. Now and then the requests that they have made
        # room for go out in between: the endpoint need not wait until all are looked at.
        loop = asyncio.get_running_loop()
        while loop.time() - self._round_began > _ROUND:
            began = self._round_began
            await asyncio.sleep(0)
            if self._round_began == began:
                self._round_began = loop.time()

    async def _send(self, body: "Body", content: bytes, until: "Deadline") -> Reply:
        requests = 0
        try:
            async for attempt in retrying(self._settings.transport_attempts, until, self._stop.sleep):
                with attempt:
                    requests += 1
                    return Reply(await self._try(body, content, until), cached=False, requests=requests)
        except (openai.OpenAIError, TimeoutError, GarbledReplyError) as error:
            raise self._explained(error, requests) from error
        raise AssertionError("unreachable: a retry loop ends with a reply or an error")

    async def _try(self, body: "Body", content: bytes, until: "Deadline") -> dict[str, Any]:
        async with self._gate.passage(len(content)) as passage:
            until.extend(passage.waited)
            with self._spans.request(body) as answered:
                # The client's own time-out counts from byte to byte: an endpoint that drips would hold it for ever.
                async with asyncio.timeout(max(0.001, min(self._settings.timeout, until.left()))):
                    response = await self._connection.post(body, content)
                try:
                    # Of the standard library, which lets half a character pass that a server has cut.
                    data: Any = json.loads(response.content)
                except ValueError as error:
                    raise GarbledReplyError(f"not JSON: {response.text[:80]!r}") from error
                if not isinstance(data, dict) or not cast("dict[str, Any]", data).get("choices"):
                    raise GarbledReplyError(f"not a chat completion: {response.text[:80]!r}")
                completion = cast("dict[str, Any]", data)
                passage.answered(response.headers, completion.get("usage") or {})
                answered(completion)
                return completion

    def _explained(self, error: Exception, requests: int) -> EndpointError | CassetteError:
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, CassetteError):
                return cause
            cause = cause.__cause__ or cause.__context__
        tries = f"{requests} {'try' if requests == 1 else 'tries'}"
        where = f"{self.address} (model {self.model})"
        if isinstance(error, openai.APIStatusError):
            return _status_error(error, where, tries)
        if isinstance(error, TimeoutError | openai.APITimeoutError):
            return EndpointUnavailableError(
                f"{where} gave no whole answer within {self._settings.timeout:g} s per request and "
                f"{self._settings.deadline:g} s in all ({tries}); raise `timeout` or `deadline` if it is slow"
            )
        if isinstance(error, GarbledReplyError):
            return EndpointUnavailableError(
                f"{where} answers, but {error} ({tries}); is it an OpenAI-compatible endpoint, with its /v1?"
            )
        lost = error.__cause__ or error
        # What aiohttp says of the kind of SSL says nothing to a reader.
        reason = str(lost).replace(" ssl:default", "") or type(lost).__name__
        return EndpointUnavailableError(
            f"no connection to {where}: {reason} ({tries}); is it running, and is the address right?"
        )


def message_of(choice: dict[str, Any]) -> dict[str, Any]:
    """The message in a choice of a completion; empty if a server left it out."""
    return choice.get("message") or {}


def _status_error(error: openai.APIStatusError, where: str, tries: str) -> EndpointError:
    said = f"{where} says {error.status_code}: {_message_of(error)}"
    match error.status_code:
        case status if status == _UNAUTHORIZED:
            return AuthenticationError(f"{said}; the key is wrong or missing: set OPENAI_API_KEY")
        case status if status == _FORBIDDEN:
            return AuthenticationError(f"{said}; this key may not use that model there")
        case status if status == _TOO_MANY:
            if error.code:
                said = f"{said} [{error.code}]"
            return RateLimitedError(f"{said} ({tries}); wait, lower `concurrency`, or check the account's quota")
        case status if status == _NOT_FOUND:
            return RequestRejectedError(f"{said}; check the model's name and that base_url ends in /v1")
        case status if status >= 500 or status in {408, 409}:  # noqa: PLR2004
            return EndpointUnavailableError(f"{said} ({tries}); the endpoint is in trouble: try again later")
        case _:
            return RequestRejectedError(
                f"{said}; the endpoint does not take this request: another `mode` (tools, json, md_json) may help"
            )


def _message_of(error: openai.APIStatusError) -> str:
    body = cast("dict[str, Any] | str | None", error.body)
    said = body.get("message") if isinstance(body, dict) else None
    return str(said or error.message)[:300]


def is_refusal(data: dict[str, Any]) -> bool:
    """Whether a completion declines to answer."""
    # Not kept: asked again it may well answer, and nobody would look into the cache for a refusal.
    choice: dict[str, Any] = data["choices"][0]
    return choice.get("finish_reason") == "content_filter" or bool(message_of(choice).get("refusal"))
