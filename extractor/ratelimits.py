"""What an endpoint says of its own limits in the headers of an answer."""

import re
from collections.abc import Mapping

__all__ = ["endpoint_wait"]

_DURATION = re.compile(r"(?P<number>\d+(?:\.\d+)?)(?P<unit>ms|s|m|h)")
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}
# A reset that lies further off belongs to a day's quota: the endpoint says so with 429 when it comes to that.
_LONGEST_RESET = 120.0


def endpoint_wait(headers: Mapping[str, str], tokens: int) -> float | None:
    """Seconds until the endpoint has room for a request of so many `tokens`, by its `x-ratelimit-*` headers.

    They are OpenAI's (platform.openai.com/docs/guides/rate-limits), which vLLM's, LiteLLM's and Azure's gateways use
    too: `limit`, `remaining` and `reset`, the time until the bucket is full again, each for requests and for tokens.
    None if they are not there or say that there is room.
    """
    waits = [_until_room(headers, "requests", 1), _until_room(headers, "tokens", tokens)]
    return max((wait for wait in waits if wait), default=None)


def _until_room(headers: Mapping[str, str], what: str, needed: int) -> float | None:
    remaining = _number(headers.get(f"x-ratelimit-remaining-{what}"))
    reset = _seconds(headers.get(f"x-ratelimit-reset-{what}"))
    if remaining is None or reset is None or remaining >= needed or reset > _LONGEST_RESET:
        return None
    limit = _number(headers.get(f"x-ratelimit-limit-{what}"))
    # A bucket fills evenly: what is missing of it takes its share of the time until it is full.
    share = 1.0 if limit is None or limit <= remaining else min(1.0, (needed - remaining) / (limit - remaining))
    return reset * share


def _seconds(text: str | None) -> float | None:
    """`6m0s`, `1.5s`, `20ms`, or a plain number of seconds."""
    if text is None:
        return None
    parts = list(_DURATION.finditer(text))
    if parts and "".join(part[0] for part in parts) == text:
        return sum(float(part["number"]) * _UNITS[part["unit"]] for part in parts)
    return _number(text)


def _number(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None
