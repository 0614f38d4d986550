"""A loopback endpoint that gives every request the same answer after a fixed time, with as little work as can be.

python benchmarks/server.py LATENCY SIZE    prints its port and serves until its standard input closes
"""

import asyncio
import json
import re
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from workload import answer

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_END = b"\r\n\r\n"


@contextmanager
def serving(latency: float, size: str) -> Generator[str]:
    """The address of a server in a process of its own."""
    command = [sys.executable, str(Path(__file__)), str(latency), size]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin  # noqa: S101
        assert process.stdout  # noqa: S101
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}/v1"
        process.stdin.close()


class _Connection(asyncio.Protocol):
    def __init__(self, reply: bytes, latency: float) -> None:
        self._reply = reply
        self._latency = latency
        self._unread = bytearray()
        self._wanted = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._unread += data
        while True:
            if not self._wanted:
                end = self._unread.find(_END)
                if end < 0:
                    return
                length = _LENGTH.search(self._unread, 0, end)
                self._wanted = end + len(_END) + (int(length[1]) if length else 0)
            if len(self._unread) < self._wanted:
                return
            del self._unread[: self._wanted]
            self._wanted = 0
            if self._latency:
                asyncio.get_running_loop().call_later(self._latency, self._answer)
            else:
                self._answer()

    def _answer(self) -> None:
        if isinstance(self._transport, asyncio.WriteTransport) and not self._transport.is_closing():
            self._transport.write(self._reply)


def _completion(size: str) -> bytes:
    message = {"role": "assistant", "content": json.dumps(answer(size), ensure_ascii=False), "refusal": None}
    completion = {
        "id": "chatcmpl-benchmark",
        "object": "chat.completion",
        "created": 1_750_000_000,
        "model": "benchmark",
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 6000, "completion_tokens": 4000, "total_tokens": 10_000},
    }
    body = json.dumps(completion, ensure_ascii=False).encode()
    head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def _serve(latency: float, size: str) -> None:
    loop = asyncio.get_running_loop()
    reply = _completion(size)
    server = await loop.create_server(lambda: _Connection(reply, latency), "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(_serve(float(sys.argv[1]), sys.argv[2]))
