"""The command line, as a person uses it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from faults.server import FaultyServer, answer, status

from extractor.cli import main
from extractor.results import read_results

EMPTY = '{"meetings": [], "delegations": [], "positions": []}'
TALKS = json.dumps(
    {
        "meetings": [
            {
                "id": "m1",
                "quotes": ["met on Thursday"],
                "name": "Argyle [talks]",
                "status": "held",
                "when": {"as_written": "on Thursday", "edtf": "2023-12-14", "basis": "relative"},
                "parties": [{"name": "Guyana"}, {"name": "Venezuela"}],
            }
        ],
        "delegations": [],
        "positions": [],
    }
)


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text("Envoys of Guyana and Venezuela met on Thursday in Argyle.")
    (folder / "b.md").write_text(
        "---\ntitle: B\npublished: 2023-12-15\n---\nEnvoys of Guyana and Venezuela met on Thursday again."
    )
    (folder / "empty.txt").write_text("  \n")
    return folder


@pytest.fixture
def server():
    with FaultyServer([answer(TALKS)]) as server:
        yield server


def run(*arguments, stdin=None):
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)


def at(server):
    return "--base-url", server.base_url, "--model", "faulty"


def test_extract_prints_rows_with_their_quotes(folder, server):
    result = run("extract", folder / "b.md", *at(server))
    assert result.exit_code == 0
    assert "Argyle [talks]" in result.stdout
    assert "2023-12-14 · held" in result.stdout
    assert "31-46 met on Thursday" in result.stdout


def test_extract_prints_json_for_programs(folder, server):
    result = run("extract", folder / "b.md", "--json", *at(server))
    extraction = json.loads(result.stdout)
    assert extraction["meetings"][0]["when"]["edtf"] == "2023-12-14"
    assert extraction["article"]["source"] == "b.md"


def test_extract_reads_standard_input(server):
    result = run("extract", "-", "--published", "2023-12-15", "--json", *at(server), stdin="They met on Thursday.")
    assert json.loads(result.stdout)["article"]["source"] == "<stdin>"


def test_article_without_a_date_is_read_with_a_note(folder, server):
    result = run("extract", folder / "a.txt", *at(server))
    assert "no publication date" in result.stdout


def test_batch_writes_a_line_an_article_and_goes_on_past_a_bad_one(folder, server, tmp_path):
    out = tmp_path / "out" / "results.jsonl"
    result = run("batch", folder, "--out", out, *at(server))
    assert result.exit_code == 1
    results = {row.source: row for row in read_results(out)}
    assert set(results) == {"a.txt", "b.md", "empty.txt"}
    assert results["empty.txt"].error.kind == "ArticleError"
    assert results["b.md"].extraction.meetings[0].when.edtf == "2023-12-14"
    assert results["a.txt"].extraction.meetings[0].when.edtf is None
    assert "2 read, 1 failed" in result.stderr
    assert "no publication date, so relative dates stay null: a.txt; give" in result.stderr
    assert "empty.txt" in result.stderr
    assert not out.with_name("results.jsonl.part").exists()


def test_second_run_of_a_folder_makes_no_request(folder, server, tmp_path):
    out = tmp_path / "results.jsonl"
    run("batch", folder, "--out", out, *at(server))
    made = len(server.requests)
    run("batch", folder, "--out", out, "--restart", *at(server))
    assert made > 0
    assert len(server.requests) == made
    assert all(row.extraction.provenance.cached for row in read_results(out) if row.extraction)
    run("batch", folder, "--out", out, "--restart", "--refresh", *at(server))
    assert len(server.requests) == 2 * made


def test_same_command_again_reads_what_failed_is_new_or_has_changed(folder, server, tmp_path):
    out = tmp_path / "results.jsonl"
    run("batch", folder, "--out", out, *at(server))
    (folder / "empty.txt").write_text("Two envoys met on Thursday after all.")
    (folder / "b.md").write_text(
        "---\npublished: 2023-12-16\n---\nEnvoys of Guyana and Venezuela met on Thursday again."
    )
    (folder / "new.txt").write_text("Two envoys met on Thursday, news.")
    result = run("batch", folder, "--out", out, *at(server))
    assert result.exit_code == 0
    assert "4 read, 0 failed (1 read before)" in result.stderr
    assert sorted(row.source for row in read_results(out)) == ["a.txt", "b.md", "empty.txt", "new.txt"]
    assert {str(row.extraction.article.published) for row in read_results(out)} == {"None", "2023-12-16"}


def test_other_model_needs_a_decision(folder, server, tmp_path):
    out = tmp_path / "results.jsonl"
    run("batch", folder, "--out", out, *at(server))
    command = ("batch", folder, "--out", out, *at(server), "--model", "other")
    refused = run(*command)
    assert refused.exit_code == 2
    assert "was made with something else: model was faulty, is other: `--continue` keeps" in refused.stderr
    run(*command, "--continue")
    assert {row.extraction.provenance.model for row in read_results(out) if row.extraction} == {"faulty"}
    run(*command, "--restart")
    assert {row.extraction.provenance.model for row in read_results(out) if row.extraction} == {"other"}


def test_results_in_the_folder_that_is_read_are_not_read_as_articles(folder, server):
    out = folder / "results.jsonl"
    run("batch", folder, "--out", out, *at(server))
    run("batch", folder, "--out", out, *at(server))
    assert {row.source for row in read_results(out)} == {"a.txt", "b.md", "empty.txt"}


def test_batch_takes_dates_from_a_table(folder, server, tmp_path):
    table = tmp_path / "dates.csv"
    table.write_text("file,published\na.txt,2023-12-15\n")
    result = run("batch", folder, "--out", "-", "--metadata", table, *at(server))
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    dates = {line["source"]: line["extraction"]["article"]["published"] for line in lines if line["extraction"]}
    assert dates == {"a.txt": "2023-12-15", "b.md": "2023-12-15"}


def test_batch_records_why_the_endpoint_failed(folder, tmp_path):
    out = tmp_path / "results.jsonl"
    with FaultyServer([status(401)]) as server:
        result = run("batch", folder, "--out", out, *at(server))
    assert result.exit_code == 1
    errors = {row.source: row.error.kind for row in read_results(out)}
    assert errors == {"a.txt": "AuthenticationError", "b.md": "AuthenticationError", "empty.txt": "ArticleError"}


def test_record_then_replay_without_the_endpoint(folder, tmp_path):
    cassette = tmp_path / "run.yaml"
    with FaultyServer([answer(TALKS)]) as server:
        recorded = run("record", folder, "--cassette", cassette, "--out", tmp_path / "one.jsonl", *at(server))
    replayed = run("batch", folder, "--replay", cassette, "--out", tmp_path / "two.jsonl")
    # One article is empty; what the others got is recorded all the same.
    assert (recorded.exit_code, replayed.exit_code) == (1, 1)
    assert recorded.stderr.endswith(f"recording: {cassette}\n")
    one, two = (
        sorted((row.source, row.extraction and row.extraction.meetings) for row in read_results(tmp_path / name))
        for name in ("one.jsonl", "two.jsonl")
    )
    assert one == two
    again = run("record", folder, "--cassette", cassette)
    assert again.exit_code == 2
    assert "exists already" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["batch", "no-such-folder"], "no-such-folder"),
        (["batch", ".", "--metadata", "no-such.csv", "--base-url", "http://127.0.0.1:1/v1"], "no-such.csv"),
        (["batch", ".", "--replay", "no-such.yaml"], "no such recording"),
        (["extract", "-", "--published", "yesterday"], "--published"),
        (["extract", "-", "--model", "gpt-5-mini"], "set OPENAI_API_KEY"),
        (["batch", ".", "--base-url", "somewhere"], "an address like"),
    ],
)
def test_bad_usage_is_told_in_a_line_and_exits_with_2(arguments, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run(*arguments, stdin="text")
    assert result.exit_code == 2
    assert result.stderr.startswith("extractor: ")
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_extract_of_a_missing_file_exits_with_1_and_names_it(server):
    result = run("extract", "gone.txt", *at(server))
    assert result.exit_code == 1
    assert "gone.txt" in result.stderr


def test_older_results_stay_if_a_run_ends_before_its_time(folder, server, tmp_path):
    out = tmp_path / "results.jsonl"
    out.write_text("older\n")
    result = run("batch", folder, "--out", out, "--metadata", "gone.csv", *at(server))
    assert result.exit_code == 2
    assert out.read_text() == "older\n"


def test_schema_is_the_one_that_is_sent_and_asks_for_nothing_computed():
    schema = run("schema").stdout
    assert set(json.loads(schema)["properties"]) == {"meetings", "delegations", "positions"}
    assert not {'"start"', '"end"', '"match"', '"provenance"', '"rejected"'} & set(schema.split())
    assert "provenance" in run("schema", "--results").stdout


def test_cache_is_looked_after(folder, server, tmp_path):
    run("batch", folder, "--out", tmp_path / "r.jsonl", "--published", "2023-12-15", *at(server))
    assert json.loads(run("cache", "stats", "--json").stdout)["entries"] == 2
    assert "2 answers" in run("cache", "stats").stdout
    assert "0 answers removed" in run("cache", "prune", "--older-than", "1").stderr
    assert "2 answers removed" in run("cache", "clear").stderr
    assert json.loads(run("cache", "stats", "--json").stdout)["entries"] == 0


def test_doctor_tries_the_endpoint(server):
    result = run("doctor", *at(server))
    assert result.exit_code == 0
    assert "answers in" in result.stdout
    assert [received.path for received in server.requests] == ["/v1/models"]


def test_doctor_says_what_is_wrong():
    result = run("doctor", "--json", "--base-url", "http://127.0.0.1:9/v1")
    assert result.exit_code == 1
    findings = {finding["name"]: finding for finding in json.loads(result.stdout)["findings"]}
    assert findings["connection"]["ok"] is False
    assert findings["endpoint"]["said"] == "http://127.0.0.1:9/v1"
    assert findings["key"]["ok"] is True


def test_doctor_names_a_missing_key():
    result = run("doctor", "--model", "gpt-5-mini")
    assert result.exit_code == 1
    assert "OPENAI_API_KEY" in result.stdout


def test_doctor_tells_of_the_offline_reader_where_no_endpoint_is_configured(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run("doctor")
    assert result.exit_code == 0
    assert "offline: the built-in rules" in result.stdout


def test_without_an_endpoint_the_offline_reader_reads_and_says_so(folder, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    result = run("extract", folder / "b.md")
    assert result.exit_code == 0
    assert "no endpoint is configured, so the built-in offline reader reads" in result.stderr
    assert "2023-12-14 · held" in result.stdout


def test_offline_reader_that_is_asked_for_reads_without_a_word(folder):
    result = run("extract", folder / "b.md", "--model", "offline")
    assert (result.exit_code, result.stderr) == (0, "")


def test_batch_reads_offline(folder, tmp_path):
    out = tmp_path / "results.jsonl"
    result = run("batch", folder, "--out", out, "--model", "offline", "--ordered")
    assert result.exit_code == 1
    assert [len(row.extraction.meetings) if row.extraction else row.error.kind for row in read_results(out)] == [
        1,
        1,
        "ArticleError",
    ]


def test_help_imports_nothing_heavy():
    code = (
        "import sys; from extractor.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'openai', 'instructor', 'vcr', 'trafilatura', 'diskcache', 'genai_prices', 'edtf'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.splitlines()[-1] == "[]"


def test_two_processes_one_cache_one_article_one_request(folder, tmp_path):
    (folder / "b.md").unlink()
    (folder / "empty.txt").unlink()
    environment = {**os.environ, "EXTRACTOR_CACHE_DIR": str(tmp_path / "shared")}
    with FaultyServer([answer(TALKS)], latency=2.0) as server:
        command = [sys.executable, "-m", "extractor", "batch", str(folder), *at(server)]
        runs = [
            subprocess.Popen(
                [*command, "--published", "2023-12-15", "--out", str(tmp_path / f"{n}.jsonl")],
                env=environment,
                stderr=subprocess.PIPE,
            )
            for n in range(2)
        ]
        for process in runs:
            process.communicate(timeout=60)
    assert [process.returncode for process in runs] == [0, 0]
    assert len(server.requests) == 1
    assert sorted(next(read_results(Path(tmp_path / f"{n}.jsonl"))).extraction.provenance.cached for n in range(2)) == [
        False,
        True,
    ]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is full")
@pytest.mark.parametrize("command", [["extract", "articles/a.txt"], ["batch", "articles", "--out", "-"]])
def test_standard_output_on_a_full_disk_is_told_in_a_line(folder, command):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "extractor", *command, "--model", "offline"],
            cwd=folder.parent,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    said = "extractor: the output can't be written: No space left on device; make room, then repeat it\n"
    assert (done.returncode, done.stderr) == (1, said)


def test_table_that_names_no_file_of_the_folder_is_refused(folder, tmp_path):
    table = tmp_path / "dates.csv"
    table.write_text("file,published\narticles/a.txt,2023-12-15\n")
    result = run("batch", folder, "--out", "-", "--metadata", table, "--model", "offline")
    said = f"{table}: no row is of a file in {folder}; `file` is a path within it, or a bare name, not 'articles/a.txt'"
    assert (result.exit_code, result.stderr) == (2, f"extractor: {said}\n")
