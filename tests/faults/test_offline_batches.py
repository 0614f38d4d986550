"""Requests that are answered later: by OpenAI's Batch API, or by a runner that reads and writes files."""

import json
import os
import signal
import time

import pytest
from click.testing import CliRunner
from faults.batch_server import MODEL, BatchServer, response
from faults.killing import Launcher
from faults.test_answers import TEXT, meeting, mended, rows

from extractor import AuthenticationError, EndpointError, Extractor, SettingsError, read_results
from extractor.cli import main
from extractor.openaibatch import BatchState
from extractor.requestfile import RequestFiles, keys_in

EMPTY = rows()


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr("extractor.openaibatch._FIRST_LOOK", 0.01)


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(4):
        (folder / f"{number}.txt").write_text(f"Article {number}. {TEXT}")
    return folder


def read(folder, out, server, **options):
    given = {"model": MODEL, "base_url": server.base_url, "via": "openai-batch", **options}
    with Extractor(**given) as extractor:
        return extractor.extract_folder_to(folder, out, published="2023-12-15")


def state_of(out):
    return BatchState.model_validate_json(out.with_name(f"{out.name}.batches.json").read_bytes())


def is_repair(body):
    return len(body["messages"]) > 2


def repairing(body):
    return mended((0, meeting())) if is_repair(body) else rows(meeting("met in Paris"))


def good(_):
    return rows(meeting())


def failures(out):
    return {result.source: result.error.message for result in read_results(out) if result.error}


def test_folder_is_read_by_one_batch_and_nothing_is_asked_live(folder, tmp_path):
    out = tmp_path / "results.jsonl"
    with BatchServer(good) as server:
        tally = read(folder, out, server)
    assert (tally.read, tally.failed, len(server.batches), server.live) == (4, 0, 1, 0)
    assert [len(result.extraction.meetings) for result in read_results(out)] == [1, 1, 1, 1]
    (sent,) = state_of(out).files
    assert (sent.status, sent.requests, sent.tokens.prompt, sent.collected) == ("completed", 4, 400, True)
    assert sorted(path.name for path in tmp_path.glob("results*")) == [
        "results.jsonl",
        "results.jsonl.batches.json",
        "results.jsonl.manifest.json",
    ]


def test_repairs_go_out_in_a_second_batch(folder, tmp_path):
    out = tmp_path / "results.jsonl"
    with BatchServer(repairing) as server:
        tally = read(folder, out, server)
    assert (tally.read, tally.failed, server.live) == (4, 0, 0)
    assert [is_repair(body) for body in server.asked] == [False] * 4 + [True] * 4
    assert [sent.requests for sent in state_of(out).files] == [4, 4]
    assert {result.extraction.provenance.repairs for result in read_results(out)} == {1}


def test_reprints_are_no_second_request(folder, tmp_path):
    (folder / "reprint.md").write_text(f"---\ntitle: Again\n---\nArticle 0. {TEXT}")
    out = tmp_path / "results.jsonl"
    with BatchServer(good) as server:
        tally = read(folder, out, server)
    assert (tally.read, len(server.asked)) == (5, 4)


def test_files_are_split_by_the_limits(tmp_path):
    with RequestFiles(tmp_path / "r.jsonl", split=True, most=2) as files:
        for number in (1, 2, 2, 3, 4, 5):
            files.add(f"{number:064x}", b"{}")
    assert [(path.name, count) for path, count in files.written] == [
        ("r-1.jsonl", 2),
        ("r-2.jsonl", 2),
        ("r-3.jsonl", 1),
    ]
    assert list(keys_in(files.written[1][0])) == [f"{3:064x}", f"{4:064x}"]
    with RequestFiles(tmp_path / "s.jsonl", split=True, most_bytes=300) as files:
        for number in range(4):
            files.add(f"{number:064x}", b"{}")
    assert [count for _, count in files.written] == [2, 2]
    assert all(path.stat().st_size <= 300 for path, _ in files.written)


def test_request_that_fails_in_a_batch_fails_its_article_and_is_sent_again_by_the_next_run(folder, tmp_path):
    out = tmp_path / "results.jsonl"
    with BatchServer(lambda body: 400 if "Article 2" in body["messages"][1]["content"] else EMPTY) as server:
        tally = read(folder, out, server)
        assert (tally.read, tally.failed) == (3, 1)
        assert failures(out) == {"2.txt": "2.txt: a bad request [bad]; the same command again asks once more"}
        server.answer_of = lambda _: EMPTY
        tally = read(folder, out, server)
    assert (tally.read, tally.failed, len(server.asked), server.live) == (4, 0, 5, 0)


def test_what_a_batch_did_before_it_expired_is_kept_and_the_rest_is_sent_by_the_next_run(folder, tmp_path):
    out = tmp_path / "results.jsonl"
    with BatchServer(lambda _: EMPTY, ends=["expired"]) as server:
        tally = read(folder, out, server)
        assert (tally.read, tally.failed) == (2, 2)
        assert "not executed in time [batch_expired]" in failures(out)["3.txt"]
        tally = read(folder, out, server)
    assert (tally.read, tally.failed, len(server.asked)) == (4, 0, 4)


_REFUSED = "the endpoint did not take the file: Enqueued token limit reached: the account may not have so many tokens"


@pytest.mark.parametrize(
    ("end", "failed", "said"), [("failed", 4, _REFUSED), ("cancelled", 2, "it was cancelled at the endpoint")]
)
def test_batch_that_fails_says_why(folder, tmp_path, end, failed, said):
    out = tmp_path / "results.jsonl"
    with BatchServer(lambda _: EMPTY, ends=[end]) as server:
        tally = read(folder, out, server)
    assert (tally.failed, server.live) == (failed, 0)
    assert state_of(out).files[0].problem.startswith(said)


def test_batch_that_was_made_but_not_noted_is_found_and_not_made_twice(folder, tmp_path):
    out = tmp_path / "results.jsonl"
    with BatchServer(good) as server:
        server.fail_next.append("/v1/batches")
        with pytest.raises(EndpointError, match="the same command again goes on from here"):
            read(folder, out, server)
        assert (len(server.batches), state_of(out).files[0].batch) == (1, None)
        tally = read(folder, out, server)
    assert (tally.read, len(server.batches), len(server.asked), len(server.files)) == (4, 1, 4, 2)


def test_stop_while_a_batch_is_under_way_is_gone_on_with(folder, tmp_path):
    out = tmp_path / "results.jsonl"
    with BatchServer(good) as server:
        server.steps = 10**9
        given = {"model": MODEL, "base_url": server.base_url, "via": "openai-batch"}
        with Extractor(**given) as extractor:
            look = server.get

            def stopping(path):
                if "batch0" in path:
                    extractor._async._stop.reason = extractor._async._stop.reason or "enough"
                return look(path)

            server.get = stopping
            tally = extractor.extract_folder_to(folder, out, published="2023-12-15")
            server.get = look
        assert (tally.stopped, tally.read) == ("enough", 0)
        server.steps = 2
        tally = read(folder, out, server)
    assert (tally.read, len(server.batches), len(server.asked)) == (4, 1, 4)


def test_kill_between_submission_and_collection_loses_nothing_and_sends_nothing_twice(folder, tmp_path):
    out = tmp_path / "results.jsonl"
    environment = {"EXTRACTOR_CACHE_DIR": str(tmp_path / "cache")}
    with BatchServer(good) as server, Launcher(environment) as launcher:
        where = ("--base-url", server.base_url, "--model", MODEL, "--published", "2023-12-15")
        command = ("batch", folder, "--out", out, "--via", "openai-batch", *where)
        pid = launcher.start(*command)
        while not any("looks" in batch for batch in server.batches.values()):
            time.sleep(0.01)
        os.kill(pid, signal.SIGKILL)
        assert launcher.status() == -signal.SIGKILL
        launcher.start(*command)
        assert launcher.status() == 0
    assert (len(server.batches), len(server.asked), server.live) == (1, 4, 0)
    assert sorted(result.source for result in read_results(out)) == [f"{number}.txt" for number in range(4)]


def test_endpoint_without_batches_is_said_to_have_none(folder, tmp_path):
    with BatchServer(good) as server:
        server.post = lambda *_: (404, {"error": {"message": "nothing here"}})
        with pytest.raises(EndpointError, match=r"it has no Batch API.*export-requests"):
            read(folder, tmp_path / "results.jsonl", server)


def test_wrong_key_is_told(folder, tmp_path):
    with BatchServer(good) as server:
        server.post = lambda *_: (401, {"error": {"message": "no such key"}})
        with pytest.raises(AuthenticationError, match="is the key right"):
            read(folder, tmp_path / "results.jsonl", server)


@pytest.mark.parametrize("options", [{"cache": False}, {"refresh": True}, {"max_cost": 1.0}])
def test_settings_that_a_batch_cannot_keep_are_refused(folder, tmp_path, options):
    given = {"model": "gpt-5-mini", "api_key": "any", "via": "openai-batch", **options}
    with Extractor(**given) as extractor, pytest.raises(SettingsError, match="leave"):
        extractor.extract_folder_to(folder, tmp_path / "results.jsonl")


def command(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def answered(requests, responses, answer_of):
    lines = [json.loads(line) for line in requests.read_text().splitlines()]
    entries = [response(line["custom_id"], answer_of(line["body"])) for line in lines]
    responses.write_text("".join(json.dumps(entry) + "\n" for entry in entries))
    return lines


def test_requests_are_exported_answered_elsewhere_imported_and_read_without_a_network(folder, tmp_path):
    requests, responses, out = tmp_path / "requests.jsonl", tmp_path / "responses.jsonl", tmp_path / "results.jsonl"
    there = ("--base-url", "http://offline.invalid/v1", "--model", "m", "--published", "2023-12-15")
    asked = []
    for _ in range(3):
        exported = command("export-requests", folder, "--out", requests, *there)
        assert exported.exit_code == 0
        if exported.stderr.startswith("no requests"):
            break
        asked.append(len(lines := answered(requests, responses, repairing)))
        assert set(lines[0]) == {"custom_id", "method", "url", "body"}
        assert (lines[0]["method"], lines[0]["url"]) == ("POST", "/v1/chat/completions")
        assert command("import-responses", responses).exit_code == 0
    assert asked == [4, 4]
    result = command("batch", folder, "--out", out, "--via", "cache", *there)
    assert result.exit_code == 0
    assert [len(result.extraction.meetings) for result in read_results(out)] == [1, 1, 1, 1]


def test_articles_that_the_cache_does_not_answer_fail_with_advice(folder, tmp_path):
    out = tmp_path / "results.jsonl"
    where = ("--base-url", "http://offline.invalid/v1", "--model", "m", "--via", "cache")
    assert command("batch", folder, "--out", out, *where).exit_code == 1
    assert "export the requests that are left" in failures(out)["0.txt"]


def test_import_counts_what_failed_and_says_why(folder, tmp_path):
    requests, responses = tmp_path / "requests.jsonl", tmp_path / "responses.jsonl"
    command("export-requests", folder, "--out", requests, "--base-url", "http://offline.invalid/v1", "--model", "m")
    answered(requests, responses, lambda body: 400 if "Article 1" in body["messages"][1]["content"] else EMPTY)
    result = command("import-responses", responses)
    assert result.exit_code == 1
    assert result.stderr == "failed a bad request [bad]\n3 answers kept, 0 refusals, 1 failed\n"


@pytest.mark.parametrize(
    ("line", "said"),
    [("{", "responses.jsonl#1 is not JSON"), ('{"custom_id": "request-1"}', "custom_id must be that of")],
)
def test_file_that_holds_no_responses_of_ours_is_told(tmp_path, line, said):
    (tmp_path / "responses.jsonl").write_text(f"{line}\n")
    result = command("import-responses", tmp_path / "responses.jsonl")
    assert result.exit_code == 2
    assert said in result.stderr
