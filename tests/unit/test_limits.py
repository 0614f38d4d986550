import asyncio
import time

import pytest

from extractor.errors import StoppedError
from extractor.limits import Gate
from extractor.ratelimits import endpoint_wait
from extractor.settings import Settings
from extractor.stopping import Stop
from schemas import Tokens

DOLLAR_A_TOKEN = {"prompt_tokens": 3, "completion_tokens": 2}


def gate(stop=None, price=lambda _: None, **options):
    return Gate(Settings.load({"model": "m", **options}), stop or Stop(), price)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"x-ratelimit-remaining-requests": "3", "x-ratelimit-reset-requests": "9s"}, None),
        ({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "1.5s"}, 1.5),
        ({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "20ms"}, 0.02),
        ({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "1m6s"}, 66.0),
        ({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "7"}, 7.0),
        ({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "soon"}, None),
        ({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "8h"}, None),
        (
            # One of sixty a minute comes back each second.
            {
                "x-ratelimit-limit-requests": "60",
                "x-ratelimit-remaining-requests": "0",
                "x-ratelimit-reset-requests": "60s",
            },
            1.0,
        ),
        (
            {
                "x-ratelimit-limit-tokens": "10000",
                "x-ratelimit-remaining-tokens": "500",
                "x-ratelimit-reset-tokens": "57s",
            },
            3.0,
        ),
    ],
)
def test_headers_tell_when_there_is_room_for_a_request_of_a_thousand_tokens(headers, seconds):
    assert endpoint_wait(headers, 1000) == (None if seconds is None else pytest.approx(seconds))


def test_no_more_requests_than_said_are_on_their_way():
    async def run():
        passing, most = 0, 0
        way = gate(concurrency=3)

        async def one():
            nonlocal passing, most
            async with way.passage(100):
                passing += 1
                most = max(most, passing)
                await asyncio.sleep(0.001)
                passing -= 1

        await asyncio.gather(*(one() for _ in range(30)))
        return most, way.traffic.requests

    assert asyncio.run(run()) == (3, 30)


def test_overload_halves_the_window_once_for_all_that_met_it():
    async def run():
        way = gate(concurrency=8)
        together = [way.passage(100) for _ in range(8)]
        for passage in together:
            await passage.__aenter__()
        for passage in together:
            await passage.__aexit__(TimeoutError, TimeoutError(), None)
        return way.traffic

    traffic = asyncio.run(run())
    assert (traffic.window, traffic.troubles) == (4, {"time-out": 8})


def test_stop_wakes_those_who_wait_for_their_turn():
    async def run():
        stop = Stop()
        way = gate(stop, concurrency=1)
        async with way.passage(1):
            waiting = asyncio.create_task(way.passage(1).__aenter__())
            await asyncio.sleep(0)
            stop.now("by hand")
            with pytest.raises(StoppedError, match="stopped: by hand"):
                await waiting

    asyncio.run(run())


def test_who_gives_up_waiting_hands_the_turn_on():
    async def run():
        way = gate(concurrency=1)
        first = way.passage(1)
        await first.__aenter__()
        second, third = (asyncio.create_task(way.passage(1).__aenter__()) for _ in range(2))
        await asyncio.sleep(0)
        second.cancel()
        await first.__aexit__(None, None, None)
        await asyncio.wait_for(third, 1)

    asyncio.run(run())


def test_budget_counts_what_is_spent_and_what_is_on_its_way():
    async def run():
        stop = Stop()
        way = gate(stop, price=lambda tokens: tokens.prompt + tokens.completion, max_cost=12.0)
        async with way.passage(12) as passage:  # the first is taken to cost 1,003
            passage.answered({}, DOLLAR_A_TOKEN)

    with pytest.raises(StoppedError, match=r"\$0\.0000 of \$12\.0000 are spent"):
        asyncio.run(run())


def test_budget_lets_pass_what_fits_by_the_answers_so_far():
    async def run():
        stop = Stop()
        way = gate(stop, price=lambda tokens: (tokens.prompt + tokens.completion) / 1000, max_cost=1.1)
        passed = 0
        with pytest.raises(StoppedError, match=r"max_cost"):
            while True:
                async with way.passage(12) as passage:
                    passage.answered({}, {"prompt_tokens": 300, "completion_tokens": 100})
                    passed += 1
        return passed, way.traffic.cost, way.traffic.tokens

    assert asyncio.run(run()) == (2, pytest.approx(0.8), Tokens(prompt=600, completion=200))


def test_tokens_a_minute_are_counted_as_used_not_as_guessed():
    async def run():
        way = gate(tokens_per_minute=60_000)  # a thousand a second
        began = time.monotonic()
        for _ in range(4):
            async with way.passage(12) as passage:
                passage.answered({}, {"prompt_tokens": 50, "completion_tokens": 50})
        return time.monotonic() - began

    # Each has to wait for the hundred tokens of the one before it, not for the thousand that it was taken for.
    assert 0.3 <= asyncio.run(run()) < 1.0
