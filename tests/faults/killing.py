"""Kill a batch at random moments, over and over, and count what was lost, doubled or paid twice.

    python tests/faults/killing.py --articles 1000 --kills 300 --seed 1

How it is counted. The server notes each answer that it has sent whole, by the body of its request. After each kill the
keys in the cache are noted. A request counts as *paid twice* if it is sent although its answer was in the cache when
the process that sends it was started. An answer that had been sent but was not in the cache when the kill came (it was
on the wire, in a buffer of the kernel, or read and not yet stored) was lost with the process; asking again for it is
counted apart, as *lost on the way*: at most as many for each kill as requests on their way, and no program on this side
of the wire can avoid them.
"""

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

sys.path.insert(0, str(Path(__file__).parents[1]))

from faults.server import MODEL, FaultyServer, Received, Reply, answer

from extractor.cache import request_key

CONCURRENCY = 8
_LAUNCHER = Path(__file__).with_name("launcher.py")


@dataclass(frozen=True)
class Counts:
    """What came of it."""

    articles: int
    kills: int
    lost: int
    double: int
    different: int
    requests: int
    distinct: int
    lost_on_the_way: int
    paid_twice: int


class Launcher:
    """Starts `extractor` in little time."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(_LAUNCHER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, **environment},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def start(self, *arguments: object) -> int:
        self._process.stdin.write(json.dumps([str(argument) for argument in arguments]) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def status(self) -> int:
        return int(self._process.stdout.readline())


def write_articles(folder: Path, count: int) -> None:
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:05}.txt").write_text(f"Round {number}. Two envoys met on Thursday in Argyle.")
    (folder / "empty.txt").write_text(" ")


def reply(received: Received) -> Reply:
    """An answer; to each tenth article at first one whose quote is not in it, so that it goes back for repair."""
    messages = received.body["messages"]
    wrong = "0. Two envoys" in messages[1]["content"] and len(messages) == 2
    quote = "two envoys dined in Argyle" if wrong else "Two envoys met on Thursday in Argyle"
    meeting = {"id": "m1", "quotes": [quote], "name": "Talks", "status": "held", "when": {}, "parties": []}
    return answer(json.dumps({"meetings": [meeting], "delegations": [], "positions": []}))


def results(path: Path) -> list[dict[str, Any]]:
    """The results without what differs from run to run: times, and whether the cache helped."""
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    for line in lines:
        for name in ("started", "seconds", "cached", "cost"):
            (line["extraction"] or {"provenance": {}})["provenance"].pop(name, None)
    return lines


def keys(cache: Path) -> set[str]:
    if not (cache / "cache.db").exists():
        return set()
    with closing(sqlite3.connect(cache / "cache.db", timeout=60)) as database:
        try:
            return {key for (key,) in database.execute("SELECT key FROM Cache")}
        except sqlite3.OperationalError:  # killed before its first table
            return set()


def kill_and_compare(work: Path, *, articles: int, kills: int, seed: int) -> Counts:
    """Run a batch that is killed up to `kills` times, then let it end, and compare it with one that was let alone."""
    chance = random.Random(seed)  # noqa: S311
    folder, cache = work / "articles", work / "cache"
    write_articles(folder, articles)
    killed = 0
    paid_twice = lost_on_the_way = 0
    with FaultyServer(reply, latency=0.01) as server:
        options = ("--base-url", server.base_url, "--model", MODEL, "--concurrency", CONCURRENCY)
        command = ("batch", folder, *options, "--published", "2023-12-15")
        with Launcher({"EXTRACTOR_CACHE_DIR": str(cache)}) as launcher:
            out = work / "killed.jsonl"
            done = False
            while not done:
                stored, before = keys(cache), len(server.requests)
                if killed == kills // 2:
                    # Half-way one file changes: its older result has to go.
                    (folder / "00001.txt").write_text("Round 1, corrected. Two envoys met on Thursday in Argyle.")
                answered = Counter(server.answered)
                pid = launcher.start(*command, "--out", out)
                if killed < kills:
                    # After so many requests and a moment more; or, now and then, at any moment from its start on.
                    patience = time.monotonic() + chance.choice([0.02, 0.1, 1.0, 5.0]) * chance.random()
                    wanted = before + chance.randint(1, 3 * CONCURRENCY)
                    with suppress(ProcessLookupError):  # it may have ended
                        while len(server.requests) < wanted and time.monotonic() < patience:
                            os.kill(pid, 0)
                            time.sleep(0.001)
                        time.sleep(0.02 * chance.random())
                        os.kill(pid, signal.SIGKILL)
                status = launcher.status()
                killed += status == -signal.SIGKILL
                done = status >= 0 and killed >= kills
                if status >= 0 and killed < kills:
                    # All was read before the last kill: another start, another file.
                    number = chance.randrange(articles)
                    text = f"Round {number}, again {killed}. Two envoys met on Thursday in Argyle."
                    (folder / f"{number:05}.txt").write_text(text)
                time.sleep(0.02)  # what the dead process had sent arrives
                for request in server.requests[before:]:
                    if request_key(server.base_url, request.raw) in stored:
                        paid_twice += 1
                    elif answered[request.raw]:
                        lost_on_the_way += 1
            requests, distinct = len(server.requests), len({request.raw for request in server.requests})
        with Launcher({"EXTRACTOR_CACHE_DIR": str(work / "other")}) as launcher:
            launcher.start(*command, "--out", work / "alone.jsonl")
            launcher.status()
    found, alone = results(out), results(work / "alone.jsonl")
    sources = Counter(line["source"] for line in found)
    expected = {line["source"]: line for line in alone}
    return Counts(
        articles=articles,
        kills=killed,
        lost=len(expected.keys() - sources.keys()),
        double=sum(count - 1 for count in sources.values()),
        different=sum(expected.get(line["source"]) != line for line in found),
        requests=requests,
        distinct=distinct,
        lost_on_the_way=lost_on_the_way,
        paid_twice=paid_twice,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(kill_and_compare(Path(folder), **vars(arguments)))
