"""OpenAI's files and batches on loopback: uploads, batches that take their time, output and error files.

    with BatchServer(answer_of) as server:
        ... server.base_url

`answer_of` gives, for the body of a request, the text of its answer or the code of an error. A look at a batch takes it
one step on: validating, in_progress, then what `ends` says.
"""

import json
import re
import threading
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MODEL = "batched"
USAGE = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}


class BatchServer:
    """Such a server.

    Attributes:
        files: what was uploaded or made, by id.
        batches: by id, as they are given out.
        asked: the bodies of all requests in batches that were worked on.
        live: chat completions that were asked for outside of any batch.
        fail_next: paths whose next request is answered with 500 after its work was done.
    """

    def __init__(self, answer_of: Callable[[dict[str, Any]], str | int], ends: Iterable[str] = ()) -> None:
        self.answer_of = answer_of
        self.ends = list(ends)
        self.files: dict[str, bytes] = {}
        self.batches: dict[str, dict[str, Any]] = {}
        self.asked: list[dict[str, Any]] = []
        self.live = 0
        self.fail_next: list[str] = []
        self.steps = 2

    def __enter__(self):
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *args):
                pass

            def do_GET(self):
                self.reply(*outer.get(self.path.partition("?")[0]))

            def do_POST(self):
                data = self.rfile.read(int(self.headers["content-length"]))
                code, body = outer.post(self.path, self.headers, data)
                if self.path in outer.fail_next:
                    outer.fail_next.remove(self.path)
                    code, body = 400, {"error": {"message": "lost after it was done"}}
                self.reply(code, body)

            def reply(self, code, body):
                data = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(code)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def base_url(self):
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def get(self, path):
        if path == "/v1/batches":
            return 200, {"object": "list", "data": list(self.batches.values()), "has_more": False}
        if found := re.fullmatch(r"/v1/batches/(\w+)", path):
            return 200, self._stepped(self.batches[found[1]])
        if found := re.fullmatch(r"/v1/files/(\w+)/content", path):
            return 200, self.files[found[1]]
        return 404, {"error": {"message": f"nothing at {path}"}}

    def post(self, path, headers, data):
        if path == "/v1/files":
            boundary = re.search("boundary=(.+)", headers["content-type"])[1].strip('"').encode()
            part = next(part for part in data.split(b"--" + boundary) if b'name="file"' in part)
            return 200, {**self._file(part.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n")), "purpose": "batch"}
        if path == "/v1/batches":
            asked = json.loads(data)
            name = f"batch{len(self.batches)}"
            total = self.files[asked["input_file_id"]].count(b"\n")
            self.batches[name] = {
                **asked,
                "id": name,
                "object": "batch",
                "created_at": 1,
                "status": "validating",
                "request_counts": {"total": total, "completed": 0, "failed": 0},
            }
            return 200, self.batches[name]
        self.live += path == "/v1/chat/completions"
        return 404, {"error": {"message": f"nothing at {path}"}}

    def _file(self, content):
        name = f"file{len(self.files)}"
        self.files[name] = content
        return {
            "id": name,
            "object": "file",
            "bytes": len(content),
            "created_at": 1,
            "filename": "f",
            "status": "processed",
        }

    def _stepped(self, batch):
        batch["looks"] = batch.get("looks", 0) + 1
        if batch["status"] == "validating":
            batch["status"] = "in_progress"
        elif batch["status"] == "in_progress" and batch["looks"] >= self.steps:
            self._end(batch, self.ends.pop(0) if self.ends else "completed")
        return batch

    def _end(self, batch, status):
        batch["status"] = status
        if status == "failed":
            error = {"code": "token_limit_exceeded", "message": "Enqueued token limit reached"}
            batch["errors"] = {"object": "list", "data": [error]}
            return
        lines = [json.loads(line) for line in self.files[batch["input_file_id"]].splitlines()]
        if status != "completed":  # half of them were done by then
            lines, late = lines[: len(lines) // 2], lines[len(lines) // 2 :]
        else:
            late = []
        good, bad = [], []
        for line in lines:
            self.asked.append(line["body"])
            answer = self.answer_of(line["body"])
            (good if isinstance(answer, str) else bad).append(response(line["custom_id"], answer))
        for line in late:
            error = {"code": "batch_expired", "message": "not executed in time"}
            bad.append({"id": "r", "custom_id": line["custom_id"], "response": None, "error": error})
        for field, entries in (("output_file_id", good), ("error_file_id", bad)):
            if entries:
                batch[field] = self._file("".join(json.dumps(entry) + "\n" for entry in entries).encode())["id"]


def response(key, answer):
    """A line of an output file, or, if `answer` is a number, of an error file."""
    if isinstance(answer, int):
        body = {"error": {"message": "a bad request", "code": "bad"}}
        return {"id": "r", "custom_id": key, "response": {"status_code": answer, "body": body}, "error": None}
    message = {"role": "assistant", "content": answer}
    completion = {
        "id": "chatcmpl",
        "object": "chat.completion",
        "created": 1,
        "model": MODEL,
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": USAGE,
    }
    return {"id": "r", "custom_id": key, "response": {"status_code": 200, "body": completion}, "error": None}
