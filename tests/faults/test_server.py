"""The misbehaving endpoint misbehaves exactly as told."""

import asyncio
import http.client
import json
import socket
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from urllib.parse import urlsplit

import openai
import pytest
from faults.server import (
    MODEL,
    USAGE,
    FaultyServer,
    answer,
    content_filter,
    cut_off,
    drip,
    raw,
    refusal,
    reset,
    reset_in_body,
    stall,
    status,
    truncated,
)

PATH = "/v1/chat/completions"
BODY = {"model": "m", "messages": [{"role": "user", "content": "Żaneta?"}]}
TOOLS = [{"type": "function", "function": {"name": name}} for name in ("first", "second")]


def connect(server):
    address = urlsplit(server.base_url)
    return closing(http.client.HTTPConnection(address.hostname, address.port, timeout=10))


def ask(server, body=BODY):
    """The status, headers and body of one reply."""
    with connect(server) as connection:
        connection.request("POST", PATH, json.dumps(body), {"Content-Type": "application/json"})
        response = connection.getresponse()
        return response.status, response.headers, response.read()


def completion(reply, **fields):
    with FaultyServer([reply]) as server:
        code, headers, body = ask(server, {**BODY, **fields})
    assert (code, headers["content-type"]) == (200, "application/json")
    return json.loads(body)


def choice(reply, **fields):
    return completion(reply, **fields)["choices"][0]


def send_raw(server, body=BODY):
    """A plain socket on which a request has been sent."""
    address = urlsplit(server.base_url)
    data = json.dumps(body).encode()
    raw_socket = socket.create_connection((address.hostname, address.port), timeout=10)
    raw_socket.sendall(f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(data)}\r\n\r\n".encode() + data)
    return closing(raw_socket)


def read_until_end(raw_socket):
    """All bytes up to the end of the connection, and whether that end was a reset."""
    data = b""
    try:
        while chunk := raw_socket.recv(4096):
            data += chunk
    except ConnectionResetError:
        return data, True
    return data, False


def promised_and_sent(data):
    head, _, body = data.partition(b"\r\n\r\n")
    (line,) = [line for line in head.split(b"\r\n") if line.startswith(b"content-length")]
    return int(line.partition(b":")[2]), len(body)


async def create(server, **options):
    async with openai.AsyncOpenAI(base_url=server.base_url, api_key="any", max_retries=0, **options) as client:
        return await client.chat.completions.create(**BODY)


def failure(reply, **options):
    """What the openai package raises for a reply."""
    with FaultyServer([reply]) as server, pytest.raises(openai.OpenAIError) as caught:
        asyncio.run(create(server, **options))
    assert len(server.requests) == 1
    return caught.value


# Answers


def test_answer_is_a_chat_completion():
    assert completion(answer("Yes. Ż")) == {
        "id": "chatcmpl-faulty",
        "object": "chat.completion",
        "created": 1_750_000_000,
        "model": "m",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": "Yes. Ż", "refusal": None},
                "logprobs": None,
                "finish_reason": "stop",
            }
        ],
        "usage": USAGE,
    }


def test_answer_without_usage_and_from_another_model():
    data = completion(answer("Yes.", usage=False, model="other"))
    assert data["model"] == "other"
    assert "usage" not in data


@pytest.mark.parametrize(
    ("tool_choice", "name"),
    [
        ({"type": "function", "function": {"name": "second"}}, "second"),
        ("required", "first"),
        (None, "first"),
    ],
)
def test_answer_is_a_call_of_the_tool_that_is_offered(tool_choice, name):
    message = choice(answer('{"a": 1}'), tools=TOOLS, tool_choice=tool_choice)["message"]
    assert message["content"] is None
    assert message["tool_calls"] == [
        {"id": "call_faulty", "type": "function", "function": {"name": name, "arguments": '{"a": 1}'}}
    ]


@pytest.mark.parametrize(
    ("reply", "reason", "content", "said"),
    [
        (refusal("I won't."), "stop", None, "I won't."),
        (cut_off('{"a": '), "length", '{"a": ', None),
        (content_filter(), "content_filter", None, None),
        (answer("", finish_reason="odd"), "odd", "", None),
    ],
)
def test_how_an_answer_ends(reply, reason, content, said):
    found = choice(reply)
    assert found["finish_reason"] == reason
    assert found["message"] == {"role": "assistant", "content": content, "refusal": said}


def test_refused_tool_is_not_called():
    assert "tool_calls" not in choice(refusal("I won't."), tools=TOOLS)["message"]


def test_openai_reads_the_answer():
    with FaultyServer([answer("Yes.")]) as server:
        read = asyncio.run(create(server))
    assert read.choices[0].message.content == "Yes."
    assert read.usage.model_dump(include=set(USAGE)) == USAGE


# Faults


def test_status_has_its_headers_and_an_error_as_openai_words_it():
    reply = status(429, headers={"Retry-After": "7"}, error_code="insufficient_quota", message="empty")
    with FaultyServer([reply]) as server:
        code, headers, body = ask(server)
    assert (code, headers["retry-after"]) == (429, "7")
    assert json.loads(body)["error"] == {
        "message": "empty",
        "type": "invalid_request_error",
        "param": None,
        "code": "insufficient_quota",
    }


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (400, openai.BadRequestError),
        (401, openai.AuthenticationError),
        (429, openai.RateLimitError),
        (500, openai.InternalServerError),
        (529, openai.InternalServerError),
    ],
)
def test_openai_raises_a_status_with_its_code(code, error):
    raised = failure(status(code, error_code="why", headers={"retry-after": "3"}))
    assert type(raised) is error
    assert (raised.status_code, raised.code, raised.response.headers["retry-after"]) == (code, "why", "3")


def test_reset_comes_before_any_byte():
    with FaultyServer([reset()]) as server, send_raw(server) as raw_socket:
        assert read_until_end(raw_socket) == (b"", True)


@pytest.mark.parametrize("text", ["Yes.", "long " * 200_000], ids=["short", "long"])
def test_reset_in_body_comes_after_half_of_it(text):
    with FaultyServer([reset_in_body(text)]) as server, send_raw(server) as raw_socket:
        data, was_reset = read_until_end(raw_socket)
    promised, sent = promised_and_sent(data)
    assert was_reset
    assert sent == promised // 2


def test_truncated_body_ends_halfway_with_a_clean_close():
    with FaultyServer([truncated("Yes.")]) as server:
        with send_raw(server) as raw_socket:
            data, was_reset = read_until_end(raw_socket)
        with pytest.raises(http.client.IncompleteRead):
            ask(server)
    promised, sent = promised_and_sent(data)
    assert not was_reset
    assert sent == promised // 2


def test_drip_sends_the_body_a_byte_at_a_time():
    with FaultyServer([drip("Yes.", seconds_per_byte=0.002)]) as server:
        started = time.monotonic()
        with send_raw(server) as raw_socket:
            pieces = [raw_socket.recv(4096)]
            size, _ = promised_and_sent(pieces[0])
            while promised_and_sent(b"".join(pieces)) != (size, size):
                pieces.append(raw_socket.recv(4096))
        seconds = time.monotonic() - started
    _, _, body = b"".join(pieces).partition(b"\r\n\r\n")
    assert json.loads(body)["choices"][0]["message"]["content"] == "Yes."
    assert statistics.median(map(len, pieces)) == 1
    assert seconds >= size * 0.002


def test_stall_says_nothing_and_closes_cleanly():
    with FaultyServer([stall(0.2)]) as server, send_raw(server) as raw_socket:
        started = time.monotonic()
        assert read_until_end(raw_socket) == (b"", False)
        assert 0.19 <= time.monotonic() - started < 2


def test_raw_bytes_go_out_as_they_are():
    with FaultyServer([raw(b"<h1>\xff</h1>", content_type="text/html", code=502)]) as server:
        code, headers, body = ask(server)
    assert (code, headers["content-type"], body) == (502, "text/html", b"<h1>\xff</h1>")


@pytest.mark.parametrize("reply", [reset(), reset_in_body("Yes."), truncated("Yes."), stall(0.01)], ids=lambda r: r.way)
def test_openai_raises_a_connection_error(reply):
    assert type(failure(reply)) is openai.APIConnectionError


def test_openai_times_out_on_a_stall():
    assert type(failure(stall(30), timeout=0.4)) is openai.APITimeoutError


def test_time_out_of_openai_does_not_end_a_drip():
    with FaultyServer([drip("Yes.", seconds_per_byte=0.003)]) as server:
        started = time.monotonic()
        read = asyncio.run(create(server, timeout=0.4))
    assert time.monotonic() - started > 0.4
    assert read.choices[0].message.content == "Yes."


# The server


def test_replies_come_in_order_and_the_last_repeats():
    with FaultyServer([status(503), answer("a"), status(418)]) as server:
        assert [ask(server)[0] for _ in range(5)] == [503, 200, 418, 418, 418]


def test_callable_sees_each_request():
    with FaultyServer(lambda received: answer(received.body["messages"][0]["content"])) as server:
        assert json.loads(ask(server)[2])["choices"][0]["message"]["content"] == "Żaneta?"


def test_callable_that_fails_is_told_to_the_client_and_raised_at_the_end():
    with pytest.raises(KeyError, match="nothing"), FaultyServer(lambda received: received.body["nothing"]) as server:
        code, headers, body = ask(server)
    assert (code, headers["x-should-retry"]) == (500, "false")
    assert "KeyError('nothing')" in json.loads(body)["error"]["message"]


def test_error_in_the_test_goes_before_an_error_of_the_callable():
    with pytest.raises(ZeroDivisionError), FaultyServer(lambda received: received.body["nothing"]) as server:
        assert ask(server)[0] / 0


def test_requests_are_kept_whole_and_in_order():
    with FaultyServer([answer("a")]) as server:
        for number in range(3):
            ask(server, {**BODY, "seed": number})
    assert [received.body["seed"] for received in server.requests] == [0, 1, 2]
    received = server.requests[0]
    assert received.path == PATH
    assert received.headers["content-type"] == "application/json"
    assert json.loads(received.raw) == received.body == {**BODY, "seed": 0}


def test_connection_is_kept_alive():
    with FaultyServer([answer("a")]) as server, connect(server) as connection:
        connection.connect()
        first = connection.sock
        for _ in range(3):
            connection.request("POST", PATH, json.dumps(BODY))
            assert connection.getresponse().read()
            assert connection.sock is first


@pytest.mark.parametrize("asked", ["Connection: close\r\n", ""], ids=["by the client", "by the reply"])
def test_connection_is_closed_if_asked(asked):
    reply = status(503, headers={} if asked else {"connection": "close"})
    with FaultyServer([reply]) as server:
        address = urlsplit(server.base_url)
        with socket.create_connection((address.hostname, address.port), timeout=10) as raw_socket:
            raw_socket.sendall(f'POST {PATH} HTTP/1.1\r\n{asked}Content-Length: 14\r\n\r\n{{"model": "m"}}'.encode())
            data, was_reset = read_until_end(raw_socket)
    promised, sent = promised_and_sent(data)
    assert sent == promised
    assert not was_reset


def test_request_in_pieces_and_two_requests_at_once_are_understood():
    request = f"POST {PATH} HTTP/1.1\r\nContent-Length: 14\r\n\r\n".encode() + b'{"model": "m"}'
    with FaultyServer([answer("a"), status(418)]) as server:
        address = urlsplit(server.base_url)
        with socket.create_connection((address.hostname, address.port), timeout=10) as raw_socket:
            for start in range(0, len(request), 10):
                raw_socket.sendall(request[start : start + 10])
                time.sleep(0.001)
            assert raw_socket.recv(4096).startswith(b"HTTP/1.1 200")
            raw_socket.sendall(request + request)
            raw_socket.shutdown(socket.SHUT_WR)
            data, _ = read_until_end(raw_socket)
    assert data.count(b"HTTP/1.1 418") == 2
    assert len(server.requests) == 3


def test_models_are_listed_and_use_up_no_reply():
    with FaultyServer([status(418), answer("a")]) as server:
        with connect(server) as connection:
            connection.request("GET", "/v1/models")
            listed = json.loads(connection.getresponse().read())
        assert ask(server)[0] == 418
    assert [model["id"] for model in listed["data"]] == [MODEL]
    assert [received.path for received in server.requests] == ["/v1/models", PATH]


def test_other_paths_and_bodies_that_are_no_json_use_up_no_reply():
    with FaultyServer([answer("a"), status(418)]) as server, connect(server) as connection:
        for method, path, body, code in [("GET", "/", None, 404), ("POST", PATH, "[1", 400), ("POST", PATH, "{", 400)]:
            connection.request(method, path, body)
            response = connection.getresponse()
            assert (response.status, "error" in json.loads(response.read())) == (code, True)
        assert ask(server)[0] == 200


def test_latency_of_requests_at_once_is_not_added_up():
    with FaultyServer([answer("a")], latency=0.2) as server, ThreadPoolExecutor(20) as pool:
        started = time.monotonic()
        codes = [code for code, _, _ in pool.map(lambda _: ask(server), range(20))]
        seconds = time.monotonic() - started
    assert codes == [200] * 20
    assert 0.2 <= seconds < 1.5


@pytest.mark.parametrize("reply", [drip("Yes.", seconds_per_byte=60), stall(60), answer("a")], ids=lambda r: r.way)
def test_end_is_quick_and_leaves_nothing_behind(reply):
    threads = set(threading.enumerate())
    with FaultyServer([reply], latency=60 if reply.way == "whole" else 0) as server:
        connection = send_raw(server)
        while not server.requests:
            time.sleep(0.001)
        started = time.monotonic()
    seconds = time.monotonic() - started
    with connection as raw_socket:
        _, was_reset = read_until_end(raw_socket)
    assert seconds < 0.5
    assert not was_reset
    assert set(threading.enumerate()) == threads


def test_nobody_listens_after_the_end():
    with FaultyServer([answer("a")]) as server:
        pass
    with pytest.raises(ConnectionRefusedError):
        ask(server)


def test_server_needs_a_reply():
    with pytest.raises(ValueError, match="one reply at least"):
        FaultyServer([])


def test_address_is_known_only_inside():
    with pytest.raises(RuntimeError, match="no address"):
        _ = FaultyServer([answer("a")]).base_url
