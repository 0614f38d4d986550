"""Batches with reprints, shortened copies and rewrites: gone on with, killed, and by answers that come later."""

import asyncio
import json
import os
import signal
import sys
import time
from contextlib import suppress
from random import Random

import pytest
from click.testing import CliRunner
from faults.batch_server import BatchServer
from faults.killing import Launcher, results
from faults.server import MODEL, FaultyServer, answer, status

from extractor import AsyncExtractor, Extractor, SettingsError, read_results
from extractor.cli import main
from schemas import Skipped

EMPTY = '{"meetings": [], "delegations": [], "positions": []}'
TEXT = (
    "Envoys of Guyana and Venezuela met on Thursday in Argyle. President Irfaan Ali said the border is a matter for "
    "the court. Nicolás Maduro demanded direct talks before anything is drilled, and Ralph Gonsalves, who had invited "
    "both, spoke of a good start."
)
LONGER = f"{TEXT} Reporters waited outside."


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    return folder


def read(folder, out, server, **options):
    given = {"model": MODEL, "base_url": server.base_url, "transport_attempts": 1, "cache": False, **options}
    with Extractor(**given) as extractor:
        return extractor.extract_folder_to(folder, out, published="2023-12-15")


def links(out):
    return {
        result.source: result.skipped.near_duplicate_of
        if result.skipped
        else result.extraction.article.near_duplicate_of
        for result in read_results(out)
    }


def test_linked_near_duplicates_are_read_and_skipped_ones_make_no_request(folder, tmp_path):
    (folder / "a.txt").write_text(TEXT)
    (folder / "b.txt").write_text(LONGER)
    with FaultyServer([answer(EMPTY)]) as server:
        linked = read(folder, tmp_path / "linked.jsonl", server, link_near_duplicates=True)
        assert (linked.read, len(server.requests)) == (2, 2)
        skipped = read(folder, tmp_path / "skipped.jsonl", server, skip_near_duplicates=True)
        assert (skipped.read, skipped.skipped, len(server.requests)) == (1, {"near-duplicate": 1}, 3)
    assert links(tmp_path / "linked.jsonl") == links(tmp_path / "skipped.jsonl") == {"a.txt": None, "b.txt": "a.txt"}
    last = list(read_results(tmp_path / "skipped.jsonl"))[-1]
    assert last.skipped == Skipped(reason="near-duplicate", near_duplicate_of="a.txt")


def test_a_later_run_knows_what_earlier_ones_have_read_whatever_comes_first(folder, tmp_path):
    out = tmp_path / "results.jsonl"
    (folder / "b.txt").write_text(TEXT)
    with FaultyServer([answer(EMPTY)]) as server:
        read(folder, out, server, skip_near_duplicates=True)
        (folder / "a.txt").write_text(LONGER)
        (folder / "c.txt").write_text(f"{LONGER} It rained.")
        read(folder, out, server, skip_near_duplicates=True)
        assert links(out) == {"b.txt": None, "a.txt": "b.txt", "c.txt": "b.txt"}
        lines = out.read_bytes()
        read(folder, out, server, skip_near_duplicates=True)
        assert out.read_bytes() == lines
        assert len(server.requests) == 1
        # Without the option what was passed over is read.
        assert read(folder, out, server).read == 3
    assert links(out) == dict.fromkeys(("a.txt", "b.txt", "c.txt"))


def test_a_near_duplicate_that_stands_in_for_a_failed_first_stays_the_first(folder, tmp_path):
    out = tmp_path / "results.jsonl"
    (folder / "a.txt").write_text(TEXT)
    (folder / "b.txt").write_text(LONGER)
    with FaultyServer([status(400), answer(EMPTY)]) as server:
        first = read(folder, out, server, link_near_duplicates=True, concurrency=1)
        assert (first.failed, first.read) == (1, 1)
        read(folder, out, server, link_near_duplicates=True)
    assert links(out) == {"a.txt": "b.txt", "b.txt": None}


def test_a_skipped_article_whose_first_has_changed_is_read(folder, tmp_path):
    out = tmp_path / "results.jsonl"
    (folder / "a.txt").write_text(TEXT)
    (folder / "b.txt").write_text(LONGER)
    with FaultyServer([answer(EMPTY)]) as server:
        read(folder, out, server, skip_near_duplicates=True)
        (folder / "a.txt").write_text("Nothing of it was true.")
        read(folder, out, server, skip_near_duplicates=True)
    assert links(out) == {"a.txt": None, "b.txt": None}


def test_killed_over_and_over_the_same_articles_are_read_and_skipped(folder, tmp_path):
    for number in range(60):
        # Fifteen reports, in four papers each.
        report, paper = number % 15, number // 15
        words = Random(report).choices(range(1000), k=80)  # noqa: S311
        told = " ".join(f"{chr(97 + word % 26)}word{word}" for word in words)
        (folder / f"{number:04}.txt").write_text(f"{told}.{' It rained.' * paper}")
    out, alone = tmp_path / "killed.jsonl", tmp_path / "alone.jsonl"
    with FaultyServer([answer(EMPTY)], latency=0.1) as server:
        command = ("batch", folder, "--base-url", server.base_url, "--model", MODEL, "--skip-near-duplicates")
        with Launcher({"EXTRACTOR_CACHE_DIR": str(tmp_path / "cache")}) as launcher:
            kills = 0
            for wanted in range(2, 15, 3):
                pid = launcher.start(*command, "--out", out, "--concurrency", 4)
                until = time.monotonic() + 20
                while len(server.requests) < wanted and time.monotonic() < until:
                    time.sleep(0.001)
                with suppress(ProcessLookupError):  # it may have ended
                    os.kill(pid, signal.SIGKILL)
                kills += launcher.status() == -signal.SIGKILL
            assert kills >= 3
            launcher.start(*command, "--out", out, "--concurrency", 4)
            assert launcher.status() == 0
            launcher.start(*command, "--out", alone, "--concurrency", 4)
            assert launcher.status() == 0
    found, expected = ({line["source"]: line for line in results(path)} for path in (out, alone))
    assert found == expected
    assert sum(line["skipped"] is not None for line in found.values()) == 45


def test_only_the_first_is_exported(folder, tmp_path, monkeypatch):
    monkeypatch.setenv("EXTRACTOR_CACHE_DIR", str(tmp_path / "cache"))
    (folder / "a.txt").write_text(TEXT)
    (folder / "b.txt").write_text(LONGER)

    async def exported(**options):
        async with AsyncExtractor(model=MODEL, base_url="http://localhost:1/v1", via="cache", **options) as extractor:
            return await extractor.export_requests(folder, tmp_path / "requests.jsonl")

    assert asyncio.run(exported(skip_near_duplicates=True)) == 1
    assert asyncio.run(exported(link_near_duplicates=True)) == 2


def test_command_says_how_many_were_skipped(folder, tmp_path):
    (folder / "a.txt").write_text(TEXT)
    (folder / "b.txt").write_text(LONGER)
    out = tmp_path / "results.jsonl"
    arguments = ["batch", str(folder), "--out", str(out), "--model", "offline", "--skip-near-duplicates"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0
    assert "1 passed over by --skip-near-duplicates: another tells the same" in result.stderr
    assert json.loads(out.read_text().splitlines()[1])["skipped"]["near_duplicate_of"] == "a.txt"


@pytest.mark.parametrize("option", ["link_near_duplicates", "skip_near_duplicates"])
def test_without_the_extra_the_options_say_what_to_install(folder, tmp_path, monkeypatch, option):
    for name in ("extractor.neartext", "extractor.likeness"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "rensa", None)
    (folder / "a.txt").write_text(TEXT)
    with Extractor(model="offline") as extractor:
        assert extractor.extract_folder_to(folder, tmp_path / "results.jsonl").read == 1
    with Extractor(model="offline", **{option: True}) as extractor:
        with pytest.raises(SettingsError, match=r"pip install 'talks-extractor\[dedupe\]'"):
            extractor.extract_folder_to(folder, tmp_path / "results.jsonl")


def test_of_near_duplicates_only_the_first_goes_into_a_batch(folder, tmp_path, monkeypatch):
    monkeypatch.setattr("extractor.openaibatch._FIRST_LOOK", 0.01)
    (folder / "a.txt").write_text(TEXT)
    (folder / "b.txt").write_text(LONGER)
    out = tmp_path / "results.jsonl"
    with BatchServer(lambda _: EMPTY) as server:
        options = {"via": "openai-batch", "cache": True, "cache_dir": tmp_path / "cache"}
        tally = read(folder, out, server, skip_near_duplicates=True, **options)
        assert (tally.read, tally.skipped) == (1, {"near-duplicate": 1})
        assert (len(server.asked), server.live) == (1, 0)
    assert links(out) == {"a.txt": None, "b.txt": "a.txt"}
