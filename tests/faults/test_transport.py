"""What the endpoint does wrong, and what becomes of the article."""

import time

import pytest
from faults.server import (
    FaultyServer,
    answer,
    drip,
    raw,
    reset,
    reset_in_body,
    stall,
    status,
    truncated,
)

from extractor import (
    AuthenticationError,
    EndpointUnavailableError,
    Extractor,
    RateLimitedError,
    RequestRejectedError,
)

EMPTY = '{"meetings": [], "delegations": [], "positions": []}'
TEXT = "The two envoys met on Thursday in Argyle."


def extractor_for(server, **options):
    return Extractor(**{"model": "faulty", "base_url": server.base_url, "cache": False, "repairs": 0, **options})


def extract(replies, **options):
    with FaultyServer(replies) as server, extractor_for(server, **options) as extractor:
        extraction = extractor.extract(TEXT, published="2023-12-15")
    return extraction, len(server.requests)


@pytest.mark.parametrize(
    "fault",
    [
        status(408),
        status(409),
        status(429),
        status(500),
        status(503),
        reset(),
        reset_in_body(EMPTY),
        truncated(EMPTY),
        raw(b"<html>a proxy's page</html>", content_type="text/html"),
        raw(b'{"choices": []}'),
        raw(b"\xff\xfe garbage"),
    ],
    ids=["408", "409", "429", "500", "503", "reset", "reset in body", "truncated", "html", "no choices", "garbage"],
)
def test_passing_fault_costs_one_more_request(fault):
    extraction, requests = extract([fault, answer(EMPTY)])
    assert requests == 2
    assert extraction.provenance.attempts == 1
    assert extraction.meetings == []


@pytest.mark.parametrize("headers", [{"retry-after": "0.6"}, {"retry-after-ms": "600", "retry-after": "30"}])
def test_time_that_the_endpoint_asks_for_is_waited(headers):
    started = time.monotonic()
    extract([status(429, headers=headers), answer(EMPTY)])
    assert 0.6 <= time.monotonic() - started < 5


def test_wait_longer_than_the_deadline_is_not_begun():
    started = time.monotonic()
    with pytest.raises(RateLimitedError, match=r"\(1 try\)"):
        extract([status(429, headers={"retry-after": "3600"}), answer(EMPTY)], deadline=5)
    assert time.monotonic() - started < 2


def test_dripping_answer_is_cut_by_the_time_out_of_a_request():
    started = time.monotonic()
    with pytest.raises(EndpointUnavailableError, match=r"no whole answer within 0\.5 s"):
        extract([drip(EMPTY, seconds_per_byte=0.05)], timeout=0.5, transport_attempts=1)
    assert time.monotonic() - started < 3


def test_stalled_request_is_tried_again():
    _, requests = extract([stall(30), answer(EMPTY)], timeout=0.5)
    assert requests == 2


def test_tries_are_limited_and_counted_in_the_message():
    with FaultyServer([status(503)]) as server, extractor_for(server, transport_attempts=2) as extractor:
        with pytest.raises(EndpointUnavailableError, match=r"503.*2 tries.*try again later"):
            extractor.extract(TEXT)
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("fault", "error", "said"),
    [
        (status(400, message="schema not supported"), RequestRejectedError, "schema not supported.*`mode`"),
        (status(401), AuthenticationError, "set OPENAI_API_KEY"),
        (status(403), AuthenticationError, "may not use that model"),
        (status(404, message="no model faulty"), RequestRejectedError, "no model faulty.*ends in /v1"),
        (status(422), RequestRejectedError, "422"),
        (status(429, error_code="insufficient_quota"), RateLimitedError, "insufficient_quota"),
    ],
)
def test_lasting_fault_fails_at_once_and_says_what_to_do(fault, error, said):
    with FaultyServer([fault]) as server, extractor_for(server) as extractor:
        with pytest.raises(error, match=said):
            extractor.extract(TEXT)
    assert len(server.requests) == 1


def test_nobody_listens():
    with FaultyServer([answer(EMPTY)]) as server:
        address = server.base_url
    with Extractor(model="faulty", base_url=address, cache=False, transport_attempts=1) as extractor:
        with pytest.raises(
            EndpointUnavailableError, match=r"no connection to http://127.0.0.1.*is it running"
        ) as raised:
            extractor.extract(TEXT)
    assert "ssl" not in str(raised.value)


def test_sdk_makes_no_retries_of_its_own():
    with FaultyServer([status(500)]) as server, extractor_for(server, transport_attempts=1) as extractor:
        with pytest.raises(EndpointUnavailableError):
            extractor.extract(TEXT)
    assert len(server.requests) == 1


def test_key_goes_out_in_the_header_only():
    with FaultyServer([answer(EMPTY)]) as server, extractor_for(server, api_key="sk-secret") as extractor:
        extractor.extract(TEXT)
    received = server.requests[0]
    assert received.headers["authorization"] == "Bearer sk-secret"
    assert b"sk-secret" not in received.raw
