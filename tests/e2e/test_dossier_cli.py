"""`extractor dossier`, as a person uses it."""

from pathlib import Path

from click.testing import CliRunner
from dossier_articles import article, call, quote, talks

from extractor.cli import main
from extractor.dossier import read_dossier
from schemas import MeetingStatus, Result, Skipped

ROOT = Path(__file__).parents[2]


def run(*arguments):
    return CliRunner().invoke(main, ["dossier", *map(str, arguments)], env={"COLUMNS": "200"})


def results(path, *articles):
    path.write_text("".join(f"{one.model_dump_json()}\n" for one in articles), encoding="utf-8")
    return path


def test_several_results_files_become_one_dossier_with_a_summary(tmp_path):
    planned = talks(on="2024-05-07", status=MeetingStatus.PLANNED, round=3, name="Third round [of talks]")
    one = results(
        tmp_path / "one.jsonl",
        article("a", "2024-05-02", planned, publisher="Wire"),
        article("failed", None).model_copy(update={"extraction": None}),
        Result(source="sports.txt", skipped=Skipped(reason="irrelevant")),
    )
    two = results(
        tmp_path / "two.jsonl",
        article("b", "2024-05-08", talks(on="2024-05-07", round=3, city="Montreux", name="Third round [of talks]")),
    )
    result = run(one, two, "--out", tmp_path / "dossier.json")
    assert (result.exit_code, result.stderr) == (0, f"dossier: {tmp_path / 'dossier.json'}\n")
    assert result.stdout.splitlines() == [
        "2024-05-07            Third round [of talks]",
        "  Chad - Sudan · in_person · officials · Montreux, CH · 2 articles",
        "  planned 2024-05-02 (for 2024-05-07) → held 2024-05-08",
        "  contradiction place: Montreux, CH (b.txt) / Geneva, CH (Wire)",
        "",
        "2 articles; 1 meetings out of 2 reports; 0 positions out of 0",
        "1 articles were passed over by --triage",
        "1 articles could not be read and are not in it",
    ]
    assert [len(meeting.reports) for meeting in read_dossier(tmp_path / "dossier.json").meetings] == [2]


def test_show_limits_what_is_printed_to_the_most_reported(tmp_path):
    file = results(
        tmp_path / "results.jsonl",
        article("a", "2024-05-08", call("m1", "2024-05-03"), talks("m2", "2024-05-07")),
        article("b", "2024-05-08", talks("m1", "2024-05-07")),
    )
    result = run(file, "--out", tmp_path / "dossier.json", "--show", "1")
    assert "2024-05-07" in result.stdout
    assert "2024-05-03" not in result.stdout
    assert "1 more meetings; --show N shows N" in result.stdout


def test_files_that_are_wrong_are_bad_usage(tmp_path):
    good = results(tmp_path / "results.jsonl", article("a", "2024-05-08", talks(on="2024-05-07", quotes=[quote()])))
    aliases = tmp_path / "aliases.csv"
    aliases.write_text("alias,name\n")
    for arguments in ((tmp_path / "none.jsonl",), (good, "--aliases", aliases), (good, "--out", tmp_path)):
        result = run(*arguments)
        assert result.exit_code == 2
        assert str(tmp_path) in result.stderr


def test_the_examples_are_ten_articles_of_other_events_and_none_is_merged_wrongly(tmp_path):
    runner = CliRunner()
    file = tmp_path / "results.jsonl"
    replay = ["--replay", str(ROOT / "cassettes" / "examples.yaml"), "--out", str(file)]
    assert runner.invoke(main, ["batch", str(ROOT / "examples" / "articles"), *replay]).exit_code == 0
    assert run(file, "--out", tmp_path / "dossier.json").exit_code == 0
    document = read_dossier(tmp_path / "dossier.json")
    assert len(document.articles) == 10
    assert all(len(meeting.reports) == 1 for meeting in document.meetings)
