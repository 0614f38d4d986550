"""An OpenAI-compatible endpoint on loopback that misbehaves as told.

    with FaultyServer([status(503), reset(), answer("{}")]) as server:
        client = openai.OpenAI(base_url=server.base_url, api_key="any", max_retries=0)

Plain sockets on an event loop in one thread, with no transports between: what a reply says is what goes over the wire.
"""

import asyncio
import json
import random
import socket
import struct
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from types import TracebackType
from typing import Any, Final, Literal, Self, cast

__all__ = [
    "FAULTS",
    "MODEL",
    "USAGE",
    "FaultyServer",
    "Received",
    "Reply",
    "answer",
    "content_filter",
    "cut_off",
    "doubled",
    "drip",
    "mixed",
    "raw",
    "refusal",
    "reset",
    "reset_in_body",
    "stall",
    "status",
    "truncated",
]

MODEL: Final = "faulty"
USAGE: Final = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}

_CREATED = 1_750_000_000
_HEAD_END = b"\r\n\r\n"
_CHUNK = 65_536
# An RST may throw away what the peer has not read yet; this long it gets to read it.
_READING_TIME = 0.05
_LINGER = "hh" if sys.platform == "win32" else "ii"


@dataclass(frozen=True)
class Received:
    """A request: its path, its headers by names in lower case, its body as JSON ({} if it has none) and as bytes."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    raw: bytes


@dataclass(frozen=True)
class _Completion:
    text: str | None
    finish_reason: str = "stop"
    refusal: str | None = None
    model: str | None = None
    usage: bool = True

    def to(self, received: Received) -> bytes:
        asked = received.body
        message: dict[str, Any] = {"role": "assistant", "content": self.text, "refusal": self.refusal}
        if asked.get("tools") and self.text is not None:
            call = {"name": _tool(asked), "arguments": self.text}
            message["content"] = None
            message["tool_calls"] = [{"id": "call_faulty", "type": "function", "function": call}]
        completion = {
            "id": "chatcmpl-faulty",
            "object": "chat.completion",
            "created": _CREATED,
            "model": self.model or asked.get("model", MODEL),
            "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": self.finish_reason}],
        }
        return _json(completion | ({"usage": USAGE} if self.usage else {}))


@dataclass(frozen=True)
class Reply:
    """What to do for one request; made by the functions below."""

    content: _Completion | bytes = b""
    way: Literal["whole", "doubled", "reset", "reset in body", "truncated", "drip", "stall"] = "whole"
    seconds: float = 0.0
    code: int = 200
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


def answer(
    text: str,
    *,
    finish_reason: str = "stop",
    refusal: str | None = None,
    model: str | None = None,
    usage: bool = True,
) -> Reply:
    """A chat completion with `text` as its content, or as the arguments of the tool that the request offers.

    With a `refusal` there is no content. `model` is the request's, if not given.
    """
    content = None if refusal is not None else text
    return Reply(_Completion(content, finish_reason, refusal, model, usage))


def refusal(text: str) -> Reply:
    """The model declines, in these words."""
    return answer("", refusal=text)


def cut_off(text: str) -> Reply:
    """An answer that ends at the limit of tokens."""
    return answer(text, finish_reason="length")


def content_filter() -> Reply:
    """An answer that a filter has emptied."""
    return Reply(_Completion(None, "content_filter"))


def status(
    code: int,
    *,
    headers: Mapping[str, str] | None = None,
    error_code: str | None = None,
    message: str = "this endpoint fails as it was told",
) -> Reply:
    """An error status with OpenAI's form of body."""
    kind = "server_error" if code >= HTTPStatus.INTERNAL_SERVER_ERROR else "invalid_request_error"
    error = {"message": message, "type": kind, "param": None, "code": error_code}
    return Reply(_json({"error": error}), code=code, headers=dict(headers or {}))


def reset() -> Reply:
    """A TCP reset before any byte of a reply."""
    return Reply(way="reset")


def reset_in_body(text: str) -> Reply:
    """The headers and half of the body of an answer, then a TCP reset."""
    return replace(answer(text), way="reset in body")


def truncated(text: str) -> Reply:
    """Half of the body that Content-Length promises, then a clean close."""
    return replace(answer(text), way="truncated")


def doubled(text: str) -> Reply:
    """An answer that is sent twice for one request."""
    return replace(answer(text), way="doubled")


def drip(text: str, *, seconds_per_byte: float) -> Reply:
    """An answer whose headers come at once and whose body comes a byte at a time, never faster than told."""
    return replace(answer(text), way="drip", seconds=seconds_per_byte)


def stall(seconds: float) -> Reply:
    """Nothing for so long, then a clean close."""
    return Reply(way="stall", seconds=seconds)


def raw(body: bytes, *, content_type: str = "application/json", code: int = 200) -> Reply:
    """These bytes as the body."""
    return Reply(body, code=code, headers={"content-type": content_type})


def mixed(good: Callable[[Received], str], rates: Mapping[str, float], *, seed: int) -> Callable[[Received], Reply]:
    """Replies for a server that gives the answer `good`, but fails in various ways at these rates.

    Args:
        good: the text of the right answer to a request.
        rates: shares of the requests, by way of failing: a name of FAULTS. What is left of 1 goes well.
        seed: makes the order of the failures, not that of the requests, the same each time.
    """
    chance = random.Random(seed)  # noqa: S311
    names = [*rates, "good"]
    weights = [*rates.values(), 1 - sum(rates.values())]

    def choose(received: Received) -> Reply:
        name = chance.choices(names, weights)[0]
        return answer(good(received)) if name == "good" else FAULTS[name](good(received))

    return choose


FAULTS: Final[Mapping[str, Callable[[str], Reply]]] = {
    "429": lambda _: status(429, headers={"retry-after-ms": "20"}),
    "500": lambda _: status(500),
    "503": lambda _: status(503, headers={"retry-after": "0.02"}),
    "reset": lambda _: reset(),
    "reset in body": reset_in_body,
    "drip": lambda text: drip(text, seconds_per_byte=0.0002),
    "garbage": lambda _: raw(b"<html>Bad gateway</html>", content_type="text/html"),
    "wrong type": lambda _: raw(b"\x89PNG\r\n\x1a\n", content_type="image/png"),
    "truncated": truncated,
    "doubled": doubled,
}


class FaultyServer:
    """Serves `replies` to POST /v1/chat/completions and a list of one model to GET /v1/models, inside `with`.

    A list is served in the order in which requests arrive; its last reply repeats. A callable is asked for each
    request, by one thread, one request at a time, so it must not wait; what it raises is raised again at the end of
    the `with`. Each reply begins `latency` seconds after its request has arrived.
    """

    def __init__(self, replies: Sequence[Reply] | Callable[[Received], Reply], *, latency: float = 0.0) -> None:
        if not callable(replies) and not replies:
            raise ValueError("a server needs one reply at least")
        self._choose = replies if callable(replies) else _in_order(replies)
        self._latency = latency
        self._lock = threading.Lock()
        self._requests: list[Received] = []
        self._answered: list[bytes] = []
        self._mistakes: list[BaseException] = []
        self._connections: dict[asyncio.Task[None], socket.socket] = {}
        self._port: int | None = None

    @property
    def base_url(self) -> str:
        """Where it listens, or listened."""
        if self._port is None:
            raise RuntimeError("the server has no address before its `with`")
        return f"http://127.0.0.1:{self._port}/v1"

    @property
    def requests(self) -> list[Received]:
        """All requests so far, those for other paths too, in order of arrival."""
        with self._lock:
            return list(self._requests)

    @property
    def answered(self) -> list[bytes]:
        """The bodies of the requests that got a whole reply with status 200, in order."""
        with self._lock:
            return list(self._answered)

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self._listener.setblocking(False)
        self._port = self._listener.getsockname()[1]
        # By name: the default loop of Windows can't watch a listening socket.
        self._loop = asyncio.SelectorEventLoop()
        self._loop.add_reader(self._listener, self._accept)
        self._thread = threading.Thread(target=self._loop.run_forever, name="faulty-server", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        if self._mistakes and error is None:
            raise self._mistakes[0]

    def _accept(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except (BlockingIOError, ConnectionError):
            return
        connection.setblocking(False)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        task = self._loop.create_task(self._serve(connection))
        self._connections[task] = connection
        task.add_done_callback(self._forget)

    def _forget(self, task: asyncio.Task[None]) -> None:
        self._connections.pop(task).close()
        if not task.cancelled() and (error := task.exception()) and not isinstance(error, OSError):
            self._mistakes.append(error)

    async def _stop(self) -> None:
        self._loop.remove_reader(self._listener)
        self._listener.close()
        for task in self._connections:
            task.cancel()
        # Each task's own callback, which closes its connection, comes before the one by which this waits.
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _serve(self, connection: socket.socket) -> None:
        wire = _Wire(connection)
        while request := await wire.read():
            method, received = request
            with self._lock:
                self._requests.append(received)
            reply = self._reply(method, received)
            await asyncio.sleep(self._latency)
            again = await wire.send(reply, received)
            if reply.code == HTTPStatus.OK and reply.way in {"whole", "doubled", "drip"}:
                with self._lock:
                    self._answered.append(received.raw)
            if not again:
                return

    def _reply(self, method: str, received: Received) -> Reply:
        match method, received.path.partition("?")[0]:
            case "GET", "/v1/models":
                model = {"id": MODEL, "object": "model", "created": _CREATED, "owned_by": MODEL}
                return Reply(_json({"object": "list", "data": [model]}))
            case "POST", "/v1/chat/completions" if received.body:
                try:
                    return self._choose(received)
                except Exception as error:  # noqa: BLE001 - told to the client, and raised at the end
                    self._mistakes.append(error)
                    return status(500, headers={"x-should-retry": "false"}, message=f"no reply chosen: {error!r}")
            case "POST", "/v1/chat/completions":
                return status(400, message="the body is not a JSON object")
            case _:
                return status(404, message=f"nothing at {method} {received.path}")


class _Wire:
    """One connection: requests come in, replies go out as they are meant."""

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._loop = asyncio.get_running_loop()
        self._unread = b""

    async def read(self) -> tuple[str, Received] | None:
        """The next request and its method; None if the client has gone."""
        while _HEAD_END not in self._unread:
            if not await self._receive():
                return None
        head, _, self._unread = self._unread.partition(_HEAD_END)
        first, *lines = head.decode("latin-1").split("\r\n")
        method, path, _ = first.split(" ")
        pairs = (line.partition(":") for line in lines)
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        size = int(headers.get("content-length", "0"))
        while len(self._unread) < size:
            if not await self._receive():
                return None
        body, self._unread = self._unread[:size], self._unread[size:]
        return method, Received(path, headers, _object(body), body)

    async def send(self, reply: Reply, received: Received) -> bool:
        """Do what the reply says; whether the connection can take one more request."""
        body = reply.content if isinstance(reply.content, bytes) else reply.content.to(received)
        head, half = _head(reply, len(body)), len(body) // 2
        match reply.way:
            case "whole":
                await self._send(head + body)
            case "doubled":
                await self._send(2 * (head + body))
            case "drip":
                await self._send(head)
                for byte in body:
                    await asyncio.sleep(reply.seconds)
                    await self._send(bytes([byte]))
            case "truncated":
                await self._send(head + body[:half])
                return False
            case "reset in body":
                await self._send(head + body[:half])
                await asyncio.sleep(_READING_TIME)
                self._reset_at_close()
                return False
            case "reset":
                self._reset_at_close()
                return False
            case "stall":
                await asyncio.sleep(reply.seconds)
                return False
        return "close" not in {received.headers.get("connection"), reply.headers.get("connection")}

    async def _receive(self) -> bytes:
        data = await self._loop.sock_recv(self._socket, _CHUNK)
        self._unread += data
        return data

    async def _send(self, data: bytes) -> None:
        await self._loop.sock_sendall(self._socket, data)

    def _reset_at_close(self) -> None:
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(_LINGER, 1, 0))


def _in_order(replies: Sequence[Reply]) -> Callable[[Received], Reply]:
    left = list(replies)
    return lambda received: left.pop(0) if len(left) > 1 else left[0]


def _tool(asked: dict[str, Any]) -> str:
    chosen = asked.get("tool_choice")
    tool = cast("dict[str, Any]", chosen if isinstance(chosen, dict) else asked["tools"][0])
    return str(tool["function"]["name"])


def _head(reply: Reply, size: int) -> bytes:
    try:
        phrase = HTTPStatus(reply.code).phrase
    except ValueError:  # 529 and its like are nobody's standard
        phrase = "Unknown"
    given = {name.lower(): value for name, value in reply.headers.items()}
    headers = {"content-type": "application/json", "content-length": str(size), **given}
    lines = [f"HTTP/1.1 {reply.code} {phrase}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join(lines).encode("latin-1") + _HEAD_END


def _object(body: bytes) -> dict[str, Any]:
    try:
        data = json.loads(body)
    except ValueError:
        return {}
    return cast("dict[str, Any]", data) if isinstance(data, dict) else {}


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()
