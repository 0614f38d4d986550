"""When and how long to wait before the same request is sent again.

Policies for tenacity: each is an object or a function of one `retry_state`. Content, an answer with mistakes, is no
matter of this module.
"""

import email.utils
import time
from collections.abc import Awaitable, Callable, Mapping

import openai
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt
from tenacity.stop import stop_base
from tenacity.wait import wait_base, wait_random_exponential

from extractor.errors import CassetteError

__all__ = ["Deadline", "GarbledReplyError", "is_transient", "retrying", "told_to_wait", "wait_as_told"]

# Statuses that say "later" (RFC 9110, RFC 6585); all of 5xx joins them, as in the openai package.
_LATER = frozenset({408, 409, 429})
# No use in waiting: the account is empty, or its plan ends here.
_NO_QUOTA = frozenset({"insufficient_quota", "billing_hard_limit_reached"})
_SERVER_ERROR = 500


class Deadline:
    """The time that one article may take, not counting what it is held back for the sake of limits."""

    def __init__(self, seconds: float) -> None:
        """It ends so many seconds from now."""
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds until its end; negative behind it."""
        return self._end - time.monotonic()

    def extend(self, seconds: float) -> None:
        """Put the end off."""
        self._end += seconds


class GarbledReplyError(Exception):
    """A reply with status 200 that is no chat completion: a proxy's page, half a document."""


def is_transient(error: BaseException) -> bool:
    """Whether the same request may succeed later."""
    if any(isinstance(cause, CassetteError) for cause in _causes(error)):
        return False
    if isinstance(error, openai.APIStatusError):
        told = error.response.headers.get("x-should-retry")
        if told in {"true", "false"}:
            return told == "true"
        if error.code in _NO_QUOTA:
            return False
        return error.status_code in _LATER or error.status_code >= _SERVER_ERROR
    return isinstance(error, openai.APIConnectionError | TimeoutError | GarbledReplyError)


def told_to_wait(headers: Mapping[str, str]) -> float | None:
    """Seconds that the endpoint says to wait, by `retry-after-ms` or either form of `Retry-After`; else None."""
    try:
        return max(0.0, float(headers["retry-after-ms"]) / 1000)
    except (KeyError, ValueError):
        pass
    value = headers.get("retry-after", "")
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    moment = email.utils.parsedate_tz(value)
    return None if moment is None else max(0.0, email.utils.mktime_tz(moment) - time.time())


class wait_as_told(wait_base):  # noqa: N801 - tenacity's policies are named so
    """Wait as long as the endpoint says, and `otherwise` by another policy.

    What is told is never cut short: a stop policy gives up if it is too long.
    """

    def __init__(self, otherwise: wait_base) -> None:
        """Take the policy for replies that do not say how long."""
        self._otherwise = otherwise

    def __call__(self, retry_state: RetryCallState) -> float:
        """Seconds to wait after the failure in `retry_state`."""
        error = retry_state.outcome.exception() if retry_state.outcome else None
        told = told_to_wait(error.response.headers) if isinstance(error, openai.APIStatusError) else None
        return self._otherwise(retry_state) if told is None else told


class stop_before(stop_base):  # noqa: N801 - tenacity's policies are named so
    """Stop if the next try would begin after a deadline."""

    def __init__(self, deadline: Deadline) -> None:
        """Take the deadline; it may be put off later."""
        self._deadline = deadline

    def __call__(self, retry_state: RetryCallState) -> bool:
        """Whether the wait that is coming would lead past it."""
        return self._deadline.left() <= retry_state.upcoming_sleep


def retrying(attempts: int, deadline: Deadline, sleep: Callable[[float], Awaitable[None]]) -> AsyncRetrying:
    """A loop of at most `attempts` tries that starts none after the `deadline`; jitter included.

    Args:
        attempts: how often to try at most.
        deadline: after it, no try begins.
        sleep: how to wait between two tries.
    """
    return AsyncRetrying(
        retry=retry_if_exception(is_transient),
        stop=stop_after_attempt(attempts) | stop_before(deadline),
        wait=wait_as_told(otherwise=wait_random_exponential(multiplier=0.5, max=30)),
        sleep=sleep,
        reraise=True,
    )


def _causes(error: BaseException | None) -> list[BaseException]:
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or error.__context__
    return chain
