import io
from pathlib import Path

import pytest
from rich.console import Console

from extractor.tally import Tally
from extractor.terminal import Progress, print_summary, progress_note
from extractor.traffic import Traffic
from schemas import Article, Extraction, Failure, Provenance, Result, Tokens

TRAFFIC = Traffic(requests=1204, answers=1180, tokens=Tokens(prompt=900_000, completion=140_000), cost=1.5)
TRAFFIC.troubles.update({"429": 20, "500": 3, "connection": 1})


def read(number, cost=0.01):
    provenance = Provenance(
        model="m",
        prompt_version="1",
        attempts=1,
        tokens=Tokens(prompt=700, completion=300),
        cost=cost,
        cached=False,
        started="2025-01-01T00:00:00Z",
        seconds=0.1,
    )
    info = Article.from_text(f"{number}").info()
    found = Extraction(article=info, meetings=[], delegations=[], positions=[], rejected=[], provenance=provenance)
    return Result(source=f"folder/{number}.txt", extraction=found)


def failed(number, kind="RefusedError"):
    return Result(source=f"{number}.txt", error=Failure(kind=kind, message=f"{number}.txt: the model refused"))


def printed(tally, traffic=TRAFFIC, out="results.jsonl"):
    shown = io.StringIO()
    print_summary(tally, traffic, Path(out), Console(file=shown, width=80))
    return shown.getvalue()


def test_tally_of_many_articles_holds_no_row_of_each():
    tally = Tally()
    for number in range(10_000):
        tally.add(read(number))
        tally.add(failed(number))
    assert (tally.read, tally.failed, tally.rows) == (10_000, 10_000, [])
    assert (tally.totals.tokens, tally.totals.cost) == (10_000_000, pytest.approx(100))
    assert len(tally.failures["RefusedError"].examples) == 3
    assert (tally.undated, len(tally.undated_examples)) == (10_000, 5)


def test_summary_of_few_articles_has_a_row_for_each_and_fits_a_terminal():
    tally = Tally(read_now=2, total=2, through=2)
    tally.add(read("a-name-that-is-rather-long-and-goes-on-and-on-and-on-to-the-end-of-the-line-and-beyond"))
    tally.add(read("b"))
    shown = printed(tally)
    assert "folder/b.txt" in shown
    assert "$0.0200" in shown
    table = shown.split("no publication date")[0]
    assert max(len(line) for line in table.splitlines()) <= 80


def test_summary_of_many_articles_counts_failures_by_kind():
    tally = Tally(read_now=100, total=110, through=110)
    for number in range(100):
        tally.add(read(number))
    for number in range(10):
        tally.add(failed(number))
    shown = printed(tally)
    assert "10 failed with RefusedError; the first:" in shown
    assert shown.count("the model refused") == 3
    assert "… and 7 more, each with its reason in the results" in shown
    assert "100 read, 10 failed" in shown
    assert "1,204 requests (20 x 429, 3 x 500, 1 x connection), 1,040,000 tokens, $1.5000" in shown
    assert shown.count("\n") < 15


def test_summary_of_a_stopped_run_says_what_is_left_and_how_to_go_on():
    tally = Tally(read_now=1, total=1000, through=2, stopped="by SIGINT")
    tally.add(read(1))
    tally.add(read(2))
    shown = printed(tally)
    assert "2 read, 0 failed (1 read before)" in shown
    assert "stopped, 998 articles are left: by SIGINT" in shown
    assert "the same command again goes on from here" in shown


def test_note_of_progress_tells_rate_time_left_tokens_cost_and_troubles():
    tally = Tally(read_now=95, total=500, through=200)
    for number in range(5):
        tally.add(failed(number))
    assert progress_note(tally, TRAFFIC, 50.0) == (
        "2.0/s 2:30 left 1.0M tokens $1.50 5 failed 20 x 429, 3 x 500, 1 x connection"
    )


def test_progress_where_there_is_no_terminal_is_no_flood():
    shown = io.StringIO()
    with Progress(Console(file=shown, width=80)) as progress:
        for through in range(1000):
            progress.show(Tally(through=through), TRAFFIC)
    assert shown.getvalue().strip() == ""
