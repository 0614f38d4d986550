"""CPU seconds and memory of exports of growing size, and size and load time of a report, from made-up articles.

python benchmarks/outputs.py [ARTICLES ...]

The articles are those of benchmarks/dossier.py, with texts of about 800 words. Each export runs in a process of its
own, so that its peak memory is its own. The report is opened in headless Chromium, where there is one.
"""

import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from itertools import chain
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any, cast

from dossier import results
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from extractor import read_results
from extractor.exports import Format, export
from extractor.report import write_report

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = (1_000, 10_000, 50_000)
REPORTED = 1_000
FILLER = (
    "The rest of the day brought no news of the talks, and the spokesmen of both sides kept to what they had said. "
)


def main() -> None:
    if sys.argv[1:2] == ["--export"]:
        _, _, form, source, target = sys.argv
        started = process_time()
        export(read_results(Path(source)), Path(target), Format(form))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{process_time() - started:8.1f} s {peak:8.0f} MB")
        return
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            source = Path(folder, f"{size}.jsonl")
            write(size, source, with_text=False)
            print(f"{size:,} articles, {source.stat().st_size / 1e6:.0f} MB of results")
            for form in Format:
                command = [sys.executable, __file__, "--export", form, source, Path(folder, f"{size}-{form}")]
                print(
                    f"  {form:8}", subprocess.run(command, check=True, capture_output=True, text=True).stdout.rstrip()
                )
        source, page = Path(folder, "report.jsonl"), Path(folder, "report.html")
        write(REPORTED, source, with_text=True)
        started = perf_counter()
        written = write_report(read_results(source), page, title="Made-up talks")
        print(
            f"report of {written.articles:,} articles, {written.meetings:,} meetings, {written.positions:,} positions: "
            f"{written.bytes / 1e6:.1f} MB, written in {perf_counter() - started:.1f} s"
        )
        for line in loaded(page):
            print(f"  {line}")


def write(size: int, path: Path, *, with_text: bool) -> None:
    with path.open("w", encoding="utf-8") as file:
        for line, _ in results(size, random.Random(1)):  # noqa: S311 - repeatable, not secret
            result = json.loads(line)
            if with_text:
                add_text(result["extraction"])
            file.write(f"{json.dumps(result)}\n")


def add_text(extraction: dict[str, Any]) -> None:
    """Give the article a text in which its quotes stand."""
    text = ""
    for row in chain(extraction["meetings"], extraction["delegations"], extraction["positions"]):
        for quote in row["quotes"]:
            text += FILLER
            quote["start"], quote["end"] = len(text), len(text) + len(quote["text"])
            text += f"{quote['text']} "
    extraction["article"]["text"] = text + FILLER * max((5_000 - len(text)) // len(FILLER), 0)


def loaded(page: Path) -> list[str]:
    browser, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not browser or not driver:
        return ["no chromium here: load time not measured"]
    options = ChromeOptions()
    options.binary_location = browser
    with tempfile.TemporaryDirectory() as profile:
        for flag in ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"):
            options.add_argument(flag)
        options.add_argument(f"--user-data-dir={profile}")
        with Chrome(options=options, service=Service(driver)) as chrome:
            # The package leaves the types of arguments open.
            run = cast("Callable[..., float]", getattr(chrome, "execute_script"))  # noqa: B009
            times: list[float] = []
            for _ in range(3):
                chrome.get(page.as_uri())
                times.append(run("return performance.timing.loadEventEnd - performance.timing.fetchStart"))
            first, again = run(SCRIPT, 0), run(SCRIPT, 9)
            nodes = run("return document.querySelectorAll('*').length")
    return [
        f"loaded in {min(times)} ms (best of 3), {nodes:,} elements",
        f"first article opened in {first:.0f} ms, the next in {again:.0f} ms",
    ]


# Up to the layout of what changed.
SCRIPT = """
const started = performance.now();
document.querySelectorAll(".articles .open")[arguments[0]].click();
document.body.getBoundingClientRect();
return performance.now() - started;
"""

if __name__ == "__main__":
    main()
