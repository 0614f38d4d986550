"""Articles that the offline reader reads on one core, beside a floor of the same run; a megabyte; and its start.

python benchmarks/offline.py
"""

import asyncio
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from extractor.offline import OfflineReader
from extractor.settings import Settings
from schemas import Article

ROOT = Path(__file__).parents[1]
RUNS = 5
WORDS = 500
WORD = re.compile(r"\w+")
MEGABYTE = 1_000_000
START = [sys.executable, "-m", "extractor", "extract", "-", "--model", "offline", "--json"]


def seconds(work: Callable[[], object]) -> float:
    """The shortest CPU time of several runs."""
    times: list[float] = []
    for _ in range(RUNS):
        before = time.process_time()
        work()
        times.append(time.process_time() - before)
    return min(times)


def start_seconds() -> float:
    """The shortest CPU time of a command that reads one sentence, from its start to its end."""
    times: list[float] = []
    for _ in range(RUNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(START, check=True, input=b"Chile met Peru.", stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(times)


def main() -> None:
    """Measure and print."""
    files = [*(ROOT / "examples/articles").glob("*.md"), *(ROOT / "tests/data/gold/dev").glob("*.md")]
    texts = [file.read_text("utf-8").split("---", 2)[2] for file in sorted(files)]
    articles = [Article.from_text(text, published=date(2024, 5, 15)) for text in texts]
    share = sum(len(WORD.findall(text)) for text in texts) / WORDS
    reader = OfflineReader(Settings.load({"model": "offline"}))

    async def read(some: list[Article]) -> None:
        for article in some:
            await reader.read(article)

    asyncio.run(read(articles))
    floor = seconds(lambda: [WORD.findall(text.lower()) for text in texts]) / share
    spent = seconds(lambda: asyncio.run(read(articles))) / share
    print(f"{'lower-case and words':30} {floor * 1e3:8.3f} ms for {WORDS} words")
    print(f"{'offline reader with checks':30} {spent * 1e3:8.3f} ms  {spent / floor:6.1f} x  {1 / spent:5.0f} a second")
    everything = "\n".join(texts)
    megabyte = Article.from_text((everything * (MEGABYTE // len(everything) + 1))[:MEGABYTE])
    print(f"{'1 MB in one article':30} {seconds(lambda: asyncio.run(read([megabyte]))):8.2f} s")
    print(f"{'start to end, one sentence':30} {start_seconds():8.2f} s CPU")


if __name__ == "__main__":
    main()
