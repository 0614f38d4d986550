"""How fast requests go out: the user's limits, the endpoint's own, and what it turns out to bear."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self

import openai

from extractor.ratelimits import endpoint_wait
from extractor.retry import GarbledReplyError, told_to_wait
from extractor.settings import Settings
from extractor.stopping import Stop
from extractor.traffic import Traffic
from schemas import Tokens

__all__ = ["Gate", "Passage", "Price"]

_log = logging.getLogger(__name__)

Price = Callable[[Tokens], float | None]

# By these the endpoint says that it has too much to do: 429 (RFC 6585), 503 (RFC 9110), 529 (Anthropic and proxies).
_TOO_MUCH = frozenset({429, 503, 529})
# Additive increase, multiplicative decrease, with TCP's factor (RFC 5681, section 3.1).
_DECREASE = 0.5
# What a request is taken to cost before the first answer has come: English text in the common tokenizers, and a page.
_BYTES_PER_TOKEN = 4.0
_FIRST_COMPLETION = 1000.0


class _Pace:
    """So many units a minute, evenly: the leaky bucket as virtual scheduling (ITU-T I.371, annex A)."""

    def __init__(self, per_minute: float) -> None:
        self._seconds = 60.0 / per_minute
        self._next = 0.0

    def reserve(self, units: float, now: float) -> float:
        """Seconds to wait before `units` may go; they are taken."""
        start = max(now, self._next)
        self._next = start + units * self._seconds
        return start - now

    def correct(self, units: float) -> None:
        """So many units more (or fewer) than reserved were used."""
        self._next += units * self._seconds


class Gate:
    """The one gate that all requests of an extractor pass.

    It holds back what the user's limits forbid (requests and tokens a minute, tokens and dollars in all), keeps
    everybody waiting while the endpoint has asked for a pause, and narrows the number of requests on their way when the
    endpoint says that it has too much to do, to widen it again as answers come.
    """

    def __init__(self, settings: Settings, stop: Stop, price: Price) -> None:
        """Take the limits from `settings`."""
        self.traffic = Traffic(window=settings.concurrency)
        self._settings = settings
        self._stop = stop
        self._price = price
        self._window = float(settings.concurrency)
        self._last_cut = 0.0
        self._closed_until = 0.0
        self._on_their_way = 0
        self._reserved = Tokens()
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._requests = _Pace(settings.requests_per_minute) if settings.requests_per_minute else None
        self._tokens = _Pace(settings.tokens_per_minute) if settings.tokens_per_minute else None
        self._bytes = 0

    def passage(self, size: int) -> "Passage":
        """The right to send a request of `size` bytes: an async context that is entered when it may go."""
        known, answers = self.traffic.tokens, self.traffic.answers
        bytes_per_token = self._bytes / known.prompt if known.prompt else _BYTES_PER_TOKEN
        completion = known.completion / answers if answers else _FIRST_COMPLETION
        return Passage(self, size, Tokens(prompt=round(size / bytes_per_token), completion=round(completion)))

    async def enter(self, passage: "Passage") -> None:
        """Wait until the request may go.

        Raises:
            StoppedError: the run is being stopped, or the request would exceed a budget, which stops it.
        """
        self._stop.check()
        while self._on_their_way >= int(self._window):
            turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append(turn)
            try:
                await self._stop.wait_for(turn)
            except BaseException:
                if turn.done() and not turn.cancelled():
                    self._wake()
                raise
        self._on_their_way += 1
        try:
            await self._paced(passage)
            while (pause := self._closed_until - time.monotonic()) > 0:
                await self._stop.sleep(pause)
            self._within_budget(passage.guess)
        except BaseException:
            self._on_their_way -= 1
            self._wake()
            raise
        self._reserved += passage.guess
        self.traffic.requests += 1

    def leave(self, passage: "Passage", error: BaseException | None) -> None:
        """The request is through."""
        self._on_their_way -= 1
        self._reserved -= passage.guess
        used = passage.used or Tokens()
        if self._tokens:
            self._tokens.correct(used.total - passage.guess.total)
        if error is None:
            self._window = min(self._settings.concurrency, self._window + 1 / self._window)
        else:
            self._troubled(passage, error)
        self.traffic.window = int(self._window)
        self._wake()

    def answered(self, passage: "Passage", headers: Mapping[str, str], used: Tokens) -> None:
        """Count a whole answer, and look at what its headers say of the endpoint's limits."""
        traffic = self.traffic
        traffic.answers += 1
        traffic.tokens += used
        cost = self._price(used)
        if cost is not None:
            traffic.cost = (traffic.cost or 0.0) + cost
        self._bytes += passage.size
        self._close(endpoint_wait(headers, passage.guess.total))

    async def _paced(self, passage: "Passage") -> None:
        now = time.monotonic()
        wait = self._requests.reserve(1, now) if self._requests else 0.0
        if self._tokens:
            wait = max(wait, self._tokens.reserve(passage.guess.total, now))
        if wait > 0:
            await self._stop.sleep(wait)

    def _within_budget(self, guess: Tokens) -> None:
        limit, cap = self._settings.max_tokens, self._settings.max_cost
        if limit is not None:
            due = self.traffic.tokens.total + self._reserved.total + guess.total
            if due > limit:
                spent = self.traffic.tokens.total
                self._stop.now(f"{spent:,} of {limit:,} tokens are used (`max_tokens`), too little is left for another")
        if cap is not None:
            due_cost = (self.traffic.cost or 0.0) + (self._price(self._reserved + guess) or 0.0)
            if due_cost > cap:
                spent_cost = self.traffic.cost or 0.0
                self._stop.now(
                    f"${spent_cost:.4f} of ${cap:.4f} are spent (`max_cost`), too little is left for another"
                )
        self._stop.check()

    def _troubled(self, passage: "Passage", error: BaseException) -> None:
        if isinstance(error, asyncio.CancelledError):
            return
        kind = _kind(error)
        self.traffic.troubles[kind] += 1
        told = None
        overloaded = kind == "time-out"
        if isinstance(error, openai.APIStatusError):
            overloaded = error.status_code in _TOO_MUCH
            told = told_to_wait(error.response.headers) if overloaded else None
            self._close(told)
        # All that were on their way at the time tell of the same jam: it counts once.
        if overloaded and passage.entered > self._last_cut:
            self._last_cut = time.monotonic()
            self._window = max(1.0, self._window * _DECREASE)
        if _log.isEnabledFor(logging.INFO):
            said = {"kind": kind, "told_to_wait": told, "window": int(self._window)}
            _log.info("trouble: %s", kind, extra={"event": "trouble", "data": said})

    def _close(self, seconds: float | None) -> None:
        if seconds:
            self._closed_until = max(self._closed_until, time.monotonic() + seconds)

    def _wake(self) -> None:
        free = int(self._window) - self._on_their_way
        while free > 0 and self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                free -= 1


class Passage:
    """One request on its way through the gate.

    Attributes:
        size: bytes of its body.
        guess: tokens that it is taken to use.
        used: tokens that it has used, once that is known.
        entered: when it was let through, by `time.monotonic()`.
        waited: seconds that it was held back.
    """

    __slots__ = ("_gate", "entered", "guess", "size", "used", "waited")

    def __init__(self, gate: Gate, size: int, guess: Tokens) -> None:
        """Made by `Gate.passage`."""
        self._gate = gate
        self.size = size
        self.guess = guess
        self.used: Tokens | None = None
        self.entered = self.waited = 0.0

    def answered(self, headers: Mapping[str, str], usage: Mapping[str, Any]) -> None:
        """The answer has come, with these headers and the usage that it states."""
        self.used = Tokens(
            prompt=int(usage.get("prompt_tokens") or 0), completion=int(usage.get("completion_tokens") or 0)
        )
        self._gate.answered(self, headers, self.used)

    async def __aenter__(self) -> Self:
        """Wait until it may go."""
        asked = time.monotonic()
        await self._gate.enter(self)
        self.entered = time.monotonic()
        self.waited = self.entered - asked
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Make room for the next."""
        self._gate.leave(self, error)


def _kind(error: BaseException) -> str:
    match error:
        case openai.APIStatusError():
            return str(error.status_code)
        case TimeoutError() | openai.APITimeoutError():
            return "time-out"
        case openai.APIConnectionError():
            return "connection"
        case GarbledReplyError():
            return "garbled"
        case _:
            return type(error).__name__
