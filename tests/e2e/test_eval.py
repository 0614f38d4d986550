"""`extractor eval`, as a person and a build use it."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from pytest_examples import CodeExample, EvalExample, find_examples

from extractor.cli import main

ROOT = Path(__file__).parents[2]
HELD = "02-talks-held.md"


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """What a recorded run found in the example articles, without their text."""
    out = tmp_path_factory.mktemp("run") / "results.jsonl"
    run("batch", ROOT / "examples/articles", "--replay", ROOT / "cassettes/examples.yaml", "--out", out)
    return out


@pytest.fixture
def gold(tmp_path):
    folder = tmp_path / "gold"
    folder.mkdir()
    page = (ROOT / "docs/evaluation.md").read_text(encoding="utf-8")
    document = page.partition("```json\n")[2].partition("\n```")[0]
    (folder / "02-talks-held.json").write_text(document, encoding="utf-8")
    return folder


def test_scores_of_a_run_against_gold_are_a_table_for_a_person(results, gold):
    shown = run("eval", gold, results, "--articles", ROOT / "examples/articles")
    assert shown.exit_code == 0
    lines = [line.split() for line in shown.stdout.splitlines()]
    assert lines[0] == ["gold", "found", "right", "missed", "false", "precision", "recall", "F1"]
    assert [line[0] for line in lines[1:4]] == ["meetings", "delegates", "positions"]
    assert "quotes at their offsets:" in shown.stdout
    assert "without gold, left out: 01-phone-call.md" in shown.stdout
    assert "note" not in shown.stdout


def test_scores_are_json_for_programs_and_a_page_for_a_person(results, gold, tmp_path):
    page = tmp_path / "page.html"
    shown = run("eval", gold, results, "--articles", ROOT / "examples/articles", "--json", "--html", page)
    document = json.loads(shown.stdout)
    assert document["total"]["meetings"]["missed"] == 0
    assert document["total"]["quotes"]["share"] == 1.0
    assert document["articles"][0]["meetings"]["pairs"][0]["gold"]["label"] == "Saudi-Iranian talks in Beijing"
    assert shown.stderr == f"page: {page}\n"
    assert "Riyadh and Tehran agree in Beijing" in page.read_text(encoding="utf-8")


def test_two_results_files_are_compared(results):
    shown = run("eval", results, results, "--json", "--min-f1", "1")
    assert shown.exit_code == 0
    total = json.loads(shown.stdout)["total"]
    assert [total[kind]["f1"] for kind in ("meetings", "delegates", "positions")] == [1.0, 1.0, 1.0]


def test_f1_below_the_floor_fails_a_build(results, gold):
    shown = run("eval", gold, results, "--articles", ROOT / "examples/articles", "--min-f1", "positions=1")
    assert shown.exit_code == 1
    assert "extractor: F1 of positions is " in shown.stderr


def test_articles_that_cannot_be_read_are_named_and_the_rest_is_compared(results, gold, tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    shutil.copy(ROOT / "examples/articles" / HELD, folder)
    (folder / "empty.txt").write_text(" ")
    shown = run("eval", gold, results, "--articles", folder)
    assert shown.exit_code == 0
    assert "empty.txt" in shown.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["gone", "gone.jsonl"], "gone can't be read"),
        (["gone.json", "gone.jsonl"], "gone.json can't be read"),
        ([".", "gone.jsonl"], "holds no gold"),
        (["empty.jsonl", "gone.jsonl"], "gone.jsonl can't be read"),
        (["empty.jsonl", "empty.jsonl", "--min-f1", "much"], "--min-f1"),
        (["empty.jsonl", "empty.jsonl", "--articles", "gone"], "gone"),
        (["empty.jsonl", "empty.jsonl", "--html", "gone/page.html"], "gone/page.html can't be written"),
    ],
)
def test_bad_usage_is_told_in_a_line_and_exits_with_2(arguments, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("empty.jsonl").touch()
    shown = run("eval", *arguments)
    assert shown.exit_code == 2
    assert shown.stderr.startswith("extractor: ")
    assert said in shown.stderr


def test_import_of_the_package_leaves_evaluation_aside():
    code = (
        "import sys, extractor\n"
        "before = 'extractor.evaluation' in sys.modules\n"
        "extractor.evaluate, extractor.read_gold, extractor.Evaluation\n"
        "print(before, 'extractor.evaluation' in sys.modules, 'networkx' in sys.modules)"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.split() == ["False", "True", "False"]


@pytest.mark.parametrize("example", list(find_examples(str(ROOT / "docs/evaluation.md"))), ids=str)
def test_python_of_the_guide_runs(example: CodeExample, eval_example: EvalExample, results, gold, monkeypatch):
    shutil.copy(results, gold.parent)
    monkeypatch.chdir(gold.parent)
    eval_example.run(example)
