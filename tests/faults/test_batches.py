"""Batches under faults: mixed failures, kills, signals, full disks."""

import asyncio
import json
import os
import signal
import time
from collections import Counter

import pytest
from faults.killing import Launcher, kill_and_compare
from faults.server import FAULTS, MODEL, FaultyServer, answer, mixed, status

from extractor import AsyncExtractor, Extractor, ResultsError, SettingsError
from extractor.dumps import Dumps
from extractor.ledger import Ledger
from extractor.manifest import Manifest, manifest_path
from extractor.results import read_results
from extractor.runlog import logging_to
from schemas import Skipped

EMPTY = '{"meetings": [], "delegations": [], "positions": []}'


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    return folder


def write(folder, count):
    for number in range(count):
        (folder / f"{number:04}.txt").write_text(f"Article {number}.")


def to_file(folder, out, server, **options):
    existing = options.pop("existing", "resume")
    ordered = options.pop("ordered", False)
    given = {"model": MODEL, "base_url": server.base_url, **options}
    with Extractor(**given) as extractor:
        tally = extractor.extract_folder_to(folder, out, published="2023-12-15", existing=existing, ordered=ordered)
        return tally, extractor._async.traffic


def sources(out):
    return Counter(result.source for result in read_results(out))


def test_a_thousand_articles_come_through_a_storm_each_exactly_once(folder, tmp_path):
    write(folder, 1000)
    out = tmp_path / "results.jsonl"
    rates = dict.fromkeys(FAULTS, 0.02)
    with FaultyServer(mixed(lambda _: EMPTY, rates, seed=4)) as server:
        for _ in range(3):  # what has failed six times is tried again by the next run
            tally, _ = to_file(folder, out, server, concurrency=32)
            if not tally.failed:
                break
    assert sources(out) == {f"{number:04}.txt": 1 for number in range(1000)}
    assert (tally.read, tally.failed) == (1000, 0)
    assert len(set(server.answered)) == 1000


def test_killed_at_random_moments_nothing_is_lost_doubled_or_paid_twice(tmp_path):
    counts = kill_and_compare(tmp_path, articles=80, kills=20, seed=2)
    assert counts.kills == 20
    assert (counts.lost, counts.double, counts.different, counts.paid_twice) == (0, 0, 0, 0)
    # A dead process can't keep what was on its way: at most what it had in flight.
    assert counts.requests == counts.distinct + counts.lost_on_the_way
    assert counts.lost_on_the_way <= 20 * 8


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_lets_what_is_on_its_way_arrive_and_the_next_run_goes_on(folder, tmp_path, number):
    write(folder, 12)
    out = tmp_path / "results.jsonl"
    environment = {"EXTRACTOR_CACHE_DIR": str(tmp_path / "cache")}
    with FaultyServer([answer(EMPTY)], latency=1.0) as server, Launcher(environment) as launcher:
        command = ("batch", folder, "--out", out, "--base-url", server.base_url, "--concurrency", 4)
        pid = launcher.start(*command)
        while len(server.requests) < 4:
            time.sleep(0.01)
        os.kill(pid, number)
        assert launcher.status() == 128 + number
        assert len(server.requests) == 4
        assert sum(sources(out.with_name("results.jsonl.part")).values()) == 4
        assert Manifest.read(manifest_path(out)).runs[-1].outcome == f"by {number.name}"
        launcher.start(*command)
        assert launcher.status() == 0
    assert len(server.requests) == 12
    assert sources(out) == {f"{n:04}.txt": 1 for n in range(12)}


def test_full_disk_leaves_whole_lines_and_loses_no_answer(folder, tmp_path, monkeypatch):
    write(folder, 8)
    out = tmp_path / "results.jsonl"
    written = []

    def full_after_three(file, data):
        if len(written) == 3:
            file.write(data[:100])
            raise OSError(28, "No space left on device")
        written.append(file.write(data))

    with FaultyServer([answer(EMPTY)]) as server:
        with monkeypatch.context() as full:
            full.setattr("extractor.ledger._write_whole", full_after_three)
            with pytest.raises(ResultsError, match="No space left on device; what is there stays"):
                to_file(folder, out, server, concurrency=2)
        part = out.with_name("results.jsonl.part")
        assert part.read_bytes().count(b"\n") == 3
        assert part.read_bytes().endswith(b"\n")
        to_file(folder, out, server, concurrency=2)
    assert sources(out) == {f"{n:04}.txt": 1 for n in range(8)}
    assert len(server.requests) == 8


def test_pause_that_the_endpoint_asks_for_is_kept_by_all_in_flight(folder, tmp_path):
    write(folder, 6)
    moments = []

    def reply(received):
        moments.append(time.monotonic())
        return status(429, headers={"retry-after": "1"}) if len(moments) == 1 else answer(EMPTY)

    with FaultyServer(reply) as server:
        tally, traffic = to_file(folder, tmp_path / "r.jsonl", server, concurrency=1)
    assert tally.read == 6
    assert traffic.troubles == {"429": 1}
    assert moments[1] - moments[0] >= 1


def test_window_narrows_while_the_endpoint_bears_less_and_widens_again(folder, tmp_path):
    write(folder, 150)
    windows = []

    async def run(server):
        async with AsyncExtractor(model=MODEL, base_url=server.base_url, concurrency=16, cache=False) as extractor:
            return await extractor.extract_folder_to(
                folder, "-", watch=lambda _, traffic: windows.append(traffic.window)
            )

    calls = []

    def reply(_):
        calls.append(1)
        return status(503, headers={"retry-after-ms": "10"}) if len(calls) in {5, 60} else answer(EMPTY)

    with FaultyServer(reply, latency=0.01) as server:
        tally = asyncio.run(run(server))
    assert tally.read == 150
    assert min(windows) <= 8
    assert windows[-1] > min(windows)


def test_limit_of_tokens_stops_cleanly_and_the_next_run_goes_on(folder, tmp_path):
    write(folder, 120)
    out = tmp_path / "results.jsonl"
    with FaultyServer([answer(EMPTY)]) as server:  # which counts 120 tokens for each
        tally, traffic = to_file(folder, out, server, concurrency=1, max_tokens=12_000)
        assert tally.stopped == "12,000 of 12,000 tokens are used (`max_tokens`), too little is left for another"
        assert traffic.tokens.prompt + traffic.tokens.completion == 12_000
        assert (tally.read, tally.left) == (100, 20)
        rest, _ = to_file(folder, out, server, concurrency=1)
    assert (rest.read, rest.read_now, rest.stopped) == (120, 20, None)
    assert len(server.requests) == 120


def test_limit_of_cost_needs_a_price(folder, tmp_path):
    write(folder, 1)
    with FaultyServer([answer(EMPTY)]) as server:
        with pytest.raises(SettingsError, match=r"no price is known for 'faulty'.*set `max_tokens`"):
            to_file(folder, tmp_path / "r.jsonl", server, max_cost=1.0)


def test_endpoint_that_fails_again_and_again_ends_the_batch(folder, tmp_path):
    write(folder, 40)
    out = tmp_path / "results.jsonl"
    with FaultyServer([status(401)]) as server:
        tally, _ = to_file(folder, out, server, concurrency=2, give_up_after=5)
    assert "articles in a row failed because of the endpoint" in tally.stopped
    assert 5 <= tally.failed <= 7
    assert tally.left == 40 - tally.failed


def test_order_of_the_input_is_kept_on_request(folder, tmp_path):
    write(folder, 40)
    calls = []

    def reply(_):
        calls.append(1)
        return status(500) if len(calls) % 7 == 1 else answer(EMPTY)

    out = tmp_path / "results.jsonl"
    with FaultyServer(reply) as server:
        to_file(folder, out, server, concurrency=8, ordered=True)
    assert [result.source for result in read_results(out)] == [f"{n:04}.txt" for n in range(40)]


def test_requests_go_out_no_faster_than_was_said(folder, tmp_path):
    write(folder, 6)
    with FaultyServer([answer(EMPTY)]) as server:
        began = time.monotonic()
        to_file(folder, tmp_path / "r.jsonl", server, requests_per_minute=600)
    assert time.monotonic() - began >= 0.5


def test_two_runs_do_not_write_one_file(folder, tmp_path):
    write(folder, 1)
    out = tmp_path / "results.jsonl"
    with FaultyServer([answer(EMPTY)]) as server:
        to_file(folder, out, server)
        made = Manifest.read(manifest_path(out))
        held = Ledger(
            out, folder="x", made=made.made, run=made.runs[0], existing="resume", seen=lambda _: None, dumps=Dumps()
        )
        try:
            with pytest.raises(ResultsError, match="is being written by another run"):
                to_file(folder, out, server)
        finally:
            held.close()
        assert to_file(folder, out, server)[0].read == 1


def test_log_of_a_run_holds_a_line_for_each_article_and_each_trouble(folder, tmp_path):
    write(folder, 3)
    (folder / "empty.txt").write_text("")
    with FaultyServer([status(500), answer(EMPTY)]) as server, logging_to(tmp_path / "log" / "run.jsonl"):
        to_file(folder, tmp_path / "r.jsonl", server, concurrency=1)
    lines = [json.loads(line) for line in (tmp_path / "log" / "run.jsonl").read_text().splitlines()]
    assert Counter((line["event"], line.get("ok"), line.get("kind")) for line in lines) == {
        ("trouble", None, "500"): 1,
        ("article", True, None): 3,
        ("article", False, "ArticleError"): 1,
    }


def test_reprints_make_no_request_in_this_run_or_a_later_one(folder, tmp_path):
    out = tmp_path / "results.jsonl"
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text("The envoys met.")
    with FaultyServer([answer(EMPTY)]) as server:
        to_file(folder, out, server, cache=False)
        (folder / "c.txt").write_text("The envoys  met.\n")
        to_file(folder, out, server, cache=False)
    assert len(server.requests) == 1
    told = {result.source: result.extraction.article.same_text_as for result in read_results(out)}
    assert told == {"a.txt": None, "b.txt": "a.txt", "c.txt": "a.txt"}


def test_triage_passes_over_without_a_request_and_a_run_without_it_reads_them(folder, tmp_path):
    out = tmp_path / "results.jsonl"
    (folder / "a.txt").write_text("The envoys met.")
    (folder / "b.txt").write_text("Beat the butter with the sugar, and add the flour to it.")
    with FaultyServer([answer(EMPTY)]) as server:
        for _ in range(2):
            tally, _ = to_file(folder, out, server, triage=True)
            assert (tally.read, tally.skipped, tally.failed, len(server.requests)) == (1, {"irrelevant": 1}, 0, 1)
            skipped = {result.source: result.skipped for result in read_results(out)}
            assert skipped == {"a.txt": None, "b.txt": Skipped(reason="irrelevant")}
        tally, _ = to_file(folder, out, server)
    assert (tally.read, tally.skipped, len(server.requests)) == (2, {}, 2)
    assert sources(out) == {"a.txt": 1, "b.txt": 1}


def test_an_unknown_way_with_existing_results_is_told(tmp_path):
    with Extractor(model="offline") as extractor:
        with pytest.raises(SettingsError, match=r"existing='anew': give one of resume, continue, restart"):
            extractor.extract_folder_to(tmp_path, tmp_path / "results.jsonl", existing="anew")
