"""`extractor export`, `report` and `plot`, as a person uses them."""

import pytest
from click.testing import CliRunner
from unit.samples import extraction, failed, meeting, position, result_full_of

from extractor.cli import main
from extractor.exports.files import read_csv
from schemas import Result


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def results(tmp_path):
    found = extraction(meetings=[meeting()], positions=[position(), position("assesses")])
    rows = [Result(source="a.md", extraction=found), failed()]
    path = tmp_path / "results.jsonl"
    path.write_text("".join(f"{row.model_dump_json()}\n" for row in rows))
    return path


def test_export_says_what_it_wrote(results, tmp_path):
    result = run("export", results, "--format", "csv", "--out", tmp_path / "tables")
    assert result.exit_code == 0
    assert result.stderr == f"{tmp_path}/tables: 1 articles, 1 meetings, 2 participants, 2 positions, 1 failures\n"
    assert len(list(read_csv(tmp_path / "tables"))) == 7


def test_export_of_events_says_what_is_left_out(results, tmp_path):
    result = run("export", results, "--format", "plover", "--out", tmp_path / "events.jsonl")
    assert result.stderr == f"{tmp_path}/events.jsonl: 2 events\nleft out: 1 × position, assesses\n"


def test_report_of_several_results_says_what_lacks_its_text(results, tmp_path):
    more, page = tmp_path / "more.jsonl", tmp_path / "report.html"
    found = result_full_of("words")
    bare = found.extraction.article.model_copy(update={"text": None})
    more.write_text(
        found.model_copy(update={"extraction": found.extraction.model_copy(update={"article": bare})}).model_dump_json()
    )
    result = run("report", results, more, "--out", page, "--title", "Two <files>")
    assert result.exit_code == 0
    assert result.stderr.startswith(
        f"{page}: 2 meetings, 3 positions, 2 articles, 0.0 MB\n1 articles show their quotes"
    )
    assert "<h1>Two &lt;files&gt;</h1>" in page.read_text()


def test_plot_writes_a_picture(results, tmp_path):
    result = run("plot", results, "--what", "timeline", "--out", tmp_path / "a.svg")
    assert (result.exit_code, result.stderr) == (0, "")
    assert (tmp_path / "a.svg").stat().st_size > 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["export", "no-such.jsonl", "--format", "csv", "--out", "t"], "no-such.jsonl can't be read"),
        (["report", "no-such.jsonl", "--out", "r.html"], "no-such.jsonl can't be read"),
        (["report", "results.jsonl", "--out", "r.html", "--articles", "nowhere"], "nowhere"),
        (["report", "results.jsonl", "--out", "results.jsonl/r.html"], "give another --out"),
        (["plot", "results.jsonl", "--what", "timeline", "--out", "a.gif"], "neither .svg nor .png"),
    ],
)
def test_bad_usage_is_told_in_a_line_and_exits_with_2(arguments, said, results, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["dossier", "results.jsonl", "--out", "results.jsonl"],
        ["report", "results.jsonl", "--out", "results.jsonl"],
        ["export", "results.jsonl", "--format", "sqlite", "--out", "results.jsonl"],
        ["export", "results.jsonl", "--format", "plover", "--out", "../here/results.jsonl"],
        ["eval", "results.jsonl", "results.jsonl", "--html", "results.jsonl"],
    ],
)
def test_results_are_not_written_over_by_what_is_made_of_them(arguments, results, tmp_path, monkeypatch):
    here = tmp_path / "here"
    here.mkdir()
    kept = results.rename(here / "results.jsonl")
    before = kept.read_bytes()
    monkeypatch.chdir(here)
    result = run(*arguments)
    assert (result.exit_code, result.stderr.endswith("would be lost: give another --out\n")) == (2, True)
    assert kept.read_bytes() == before
