import email.utils
import time

import httpx2
import openai
import pytest

from extractor.errors import NotRecordedError
from extractor.retry import GarbledReplyError, is_transient, told_to_wait

REQUEST = httpx2.Request("POST", "http://localhost/v1/chat/completions")


def status_error(code, headers=None, error_code=None):
    response = httpx2.Response(code, headers=headers or {}, request=REQUEST)
    return openai.APIStatusError("said", response=response, body={"code": error_code} if error_code else None)


@pytest.mark.parametrize("code", [408, 409, 429, 500, 502, 503, 504, 529])
def test_these_statuses_are_tried_again(code):
    assert is_transient(status_error(code))


@pytest.mark.parametrize("code", [400, 401, 403, 404, 413, 422])
def test_these_statuses_are_final(code):
    assert not is_transient(status_error(code))


def test_empty_account_is_final_though_it_says_429():
    assert not is_transient(status_error(429, error_code="insufficient_quota"))


def test_the_endpoint_has_the_last_word():
    assert not is_transient(status_error(503, {"x-should-retry": "false"}))
    assert is_transient(status_error(400, {"x-should-retry": "true"}))


def test_connections_time_outs_and_garbage_are_tried_again():
    assert is_transient(openai.APIConnectionError(request=REQUEST))
    assert is_transient(openai.APITimeoutError(request=REQUEST))
    assert is_transient(TimeoutError())
    assert is_transient(GarbledReplyError("half a page"))
    assert not is_transient(ValueError())


def test_request_that_a_recording_lacks_is_final_though_it_looks_like_a_broken_connection():
    error = openai.APIConnectionError(request=REQUEST)
    error.__cause__ = NotRecordedError("not recorded")
    assert not is_transient(error)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after": "-3"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after-ms": "soon", "retry-after": "2"}, 2.0),
        ({}, None),
    ],
)
def test_told_to_wait(headers, seconds):
    assert told_to_wait(headers) == seconds


def test_told_to_wait_until_a_moment():
    moment = email.utils.formatdate(time.time() + 60, usegmt=True)
    assert 55 < told_to_wait({"retry-after": moment}) <= 60
