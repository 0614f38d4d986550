"""CPU, wall time and memory of a batch beside those of bare clients on the same requests, in one run.

python benchmarks/batch.py                          1,000 articles of each size, 32 and 128 at a time, 0 and 200 ms
python benchmarks/batch.py --articles 20000 --concurrency 128 --latency 0.2 --runs 1
python benchmarks/batch.py --only openai ours --articles 1000 100000 --concurrency 32 --latency 0

The server answers in a process of its own, each contender runs in a fresh one. What is measured begins after imports
and a short run to warm up; memory is the highest resident set of the whole process. "ideal" is articles / concurrency
x latency: the time if nothing but the endpoint took any.

A machine that others share is slower at times. So each contender has several runs, by turns, and the least counts.
"""

import argparse
import asyncio
import gc
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, astuple, dataclass
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

from server import serving
from workload import PUBLISHED, SIZES, article, write_folder

from extractor import AsyncExtractor, article_from_text
from extractor.asking import Asking, Body
from extractor.prompting import Message, load_prompts
from extractor.settings import Settings

_MODEL = "benchmark"
_WARM_UP = 32
_MEGABYTE = 1024


@dataclass(frozen=True)
class Case:
    """What one contender is to do."""

    name: str
    url: str
    size: str
    articles: int
    concurrency: int
    folder: str
    work: str


@dataclass(frozen=True)
class Measured:
    """What it took."""

    cpu: float
    wall: float
    megabytes: float


class _Clock:
    def __init__(self) -> None:
        self._cpu, self._wall = _cpu_seconds(), time.perf_counter()

    def measured(self) -> Measured:
        cpu, wall = _cpu_seconds() - self._cpu, time.perf_counter() - self._wall
        return Measured(cpu, wall, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MEGABYTE)


def _cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _messages(number: int, size: str) -> list[Message]:
    return load_prompts().messages(article_from_text(article(number, size), published=PUBLISHED))


async def _pooled(one: Callable[[int], Awaitable[object]], case: Case) -> Measured:
    async def work(numbers: Any) -> None:
        for number in numbers:
            await one(number)

    async def run(count: int) -> None:
        numbers = iter(range(count))
        await asyncio.gather(*(work(numbers) for _ in range(case.concurrency)))

    await run(_WARM_UP)
    clock = _Clock()
    await run(case.articles)
    return clock.measured()


def _bodies(case: Case) -> Callable[[int], Body]:
    # Made beforehand and the same for all but the article: the floor is that of sending, not of preparing.
    settings = Settings.load({"base_url": case.url, "model": _MODEL})
    asking = Asking(settings, _MODEL, case.url)
    system, user = _messages(0, case.size)

    def body(number: int) -> Body:
        content = user["content"].replace("Bulletin 0.", f"Bulletin {number}.")
        return asking.request([system, {"role": "user", "content": content}])

    return body


async def _aiohttp(case: Case) -> Measured:
    import aiohttp  # noqa: PLC0415

    body = _bodies(case)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def one(number: int) -> None:
            async with session.post(f"{case.url}/chat/completions", json=body(number)) as response:
                json.loads(await response.read())

        return await _pooled(one, case)


async def _openai(case: Case) -> Measured:
    import openai  # noqa: PLC0415

    body = _bodies(case)
    async with openai.AsyncOpenAI(api_key="none", base_url=case.url, max_retries=0) as client:
        create: Any = client.chat.completions.create
        return await _pooled(lambda number: create(**body(number)), case)


async def _instructor(case: Case) -> Measured:
    import instructor  # noqa: PLC0415
    import openai  # noqa: PLC0415

    from schemas import Answer  # noqa: PLC0415

    body = _bodies(case)
    async with openai.AsyncOpenAI(api_key="none", base_url=case.url, max_retries=0) as client:
        asked: Any = instructor.from_openai(client, mode=instructor.Mode.JSON_SCHEMA)
        create: Any = asked.chat.completions.create

        def one(number: int) -> Awaitable[object]:
            return create(model=_MODEL, messages=body(number)["messages"], response_model=Answer, max_retries=1)

        return await _pooled(one, case)


async def _ours(case: Case, *, cache: bool, again: bool = False) -> Measured:
    out = Path(case.work) / f"{case.name}.jsonl"
    options: Any = {"base_url": case.url, "model": _MODEL, "concurrency": case.concurrency, "cache": cache}
    async with AsyncExtractor(**options, cache_dir=Path(case.work) / "cache") as extractor:
        warm = Path(case.work) / "warm"
        write_folder(warm, _WARM_UP, case.size)
        await extractor.extract_folder_to(warm, Path(case.work) / "warm.jsonl", existing="restart")
        # As the command line does.
        gc.freeze()
        gc.set_threshold(20_000)
        if again:
            await extractor.extract_folder_to(case.folder, out, existing="restart")
        clock = _Clock()
        tally = await extractor.extract_folder_to(case.folder, out, existing="resume" if again else "restart")
        measured = clock.measured()
    if (tally.read, tally.totals.rejected) != (case.articles, 0):
        raise RuntimeError(f"not all was read: {tally}")
    out.unlink()
    return measured


CONTENDERS: dict[str, Callable[[Case], Awaitable[Measured]]] = {
    "aiohttp": _aiohttp,
    "openai": _openai,
    "instructor": _instructor,
    "ours": lambda case: _ours(case, cache=False),
    "ours, filling the cache": lambda case: _ours(case, cache=True),
    "ours, from the cache": lambda case: _ours(case, cache=True),
    "ours, same command again": lambda case: _ours(case, cache=True, again=True),
}


def measure(case: Case) -> Measured:
    """Run one contender in a process of its own."""
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    command = [sys.executable, __file__, "--case", json.dumps(asdict(case))]
    run = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
    return Measured(**json.loads(run.stdout.splitlines()[-1]))


def best(found: list[Measured]) -> Measured:
    """The least that each thing took in several runs: what another program took of the machine is not in it."""
    return Measured(*(min(values) for values in zip(*map(astuple, found), strict=True)))


def compare(size: str, articles: int, concurrency: int, latency: float, *, runs: int, names: list[str]) -> None:
    """Measure the contenders on one set of conditions, by turns, and print a table."""
    print(f"\n{articles:,} {size} articles, {concurrency} at a time, {latency * 1000:.0f} ms")
    print(f"{'':26}{'CPU ms':>8}{'x openai':>10}{'articles/s':>12}{'x ideal':>9}{'peak MB':>9}", flush=True)
    ideal = articles / concurrency * latency
    found: dict[str, list[Measured]] = {name: [] for name in names}
    with tempfile.TemporaryDirectory() as root, serving(latency, size) as url:
        folder = Path(root) / "articles"
        write_folder(folder, articles, size)
        for _ in range(runs):
            with tempfile.TemporaryDirectory(dir=root) as work:
                for name in names:
                    case = Case(name, url, size, articles, concurrency, str(folder), work)
                    found[name].append(measure(case))
    floor = best(found["openai"]).cpu if "openai" in names else None
    for name in names:
        least = best(found[name])
        ratio = f"{least.cpu / floor:.2f}" if floor else ""
        over = f"{least.wall / ideal:.2f}" if ideal else ""
        cpu, rate = least.cpu / articles * 1000, articles / least.wall
        print(f"{name:26}{cpu:>8.2f}{ratio:>10}{rate:>12.0f}{over:>9}{least.megabytes:>9.0f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", nargs="+", choices=list(SIZES), default=list(SIZES))
    parser.add_argument("--articles", type=int, nargs="+", default=[1000])
    parser.add_argument("--concurrency", type=int, nargs="+", default=[32, 128])
    parser.add_argument("--latency", type=float, nargs="+", default=[0.0, 0.2], metavar="SECONDS")
    parser.add_argument("--runs", type=int, default=3, help="of each contender, by turns; the least of them is shown")
    parser.add_argument("--only", nargs="+", choices=list(CONTENDERS), default=list(CONTENDERS))
    parser.add_argument("--case", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.case:
        case = Case(**json.loads(arguments.case))

        async def run() -> Measured:
            return await CONTENDERS[case.name](case)

        print(json.dumps(asdict(asyncio.run(run()))))
        return
    load = ", ".join(f"{number:.1f}" for number in os.getloadavg())
    print(f"{datetime.now(UTC):%Y-%m-%d}, {platform.platform()}, Python {platform.python_version()}")
    print(f"{os.cpu_count()} cores, load before {load}")
    conditions = product(arguments.size, arguments.articles, arguments.concurrency, arguments.latency)
    for size, articles, concurrency, latency in conditions:
        compare(size, articles, concurrency, latency, runs=arguments.runs, names=arguments.only)


if __name__ == "__main__":
    main()
