"""The guides of exports and the report: their Python runs, their commands parse, their pages are those of the code."""

import re
import shlex
from pathlib import Path

import pytest
from pytest_examples import CodeExample, EvalExample, find_examples
from unit.samples import failed, result_full_of
from unit.test_docs import generator

from extractor.cli import main

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", ["tables.md", "plover.md"])
def test_reference_page_is_what_the_code_says(name):
    assert (DOCS / name).read_text(encoding="utf-8") == generator().pages()[name], "run: python docs/generate.py"


@pytest.mark.parametrize(
    "example", list(find_examples(str(DOCS / "export.md"))), ids=lambda example: f"line {example.start_line}"
)
def test_python_of_the_guide_runs(example: CodeExample, eval_example: EvalExample, tmp_path, monkeypatch):
    results = (result_full_of("a ceasefire"), failed())
    (tmp_path / "results.jsonl").write_text("".join(f"{result.model_dump_json()}\n" for result in results))
    monkeypatch.chdir(tmp_path)
    eval_example.run(example)


@pytest.mark.parametrize("page", ["export.md", "report.md"])
def test_commands_of_the_guide_are_ones_that_there_are(page):
    block = re.compile(r"```sh\n(.*?)```", re.DOTALL)
    lines = [line for found in block.findall((DOCS / page).read_text()) for line in found.splitlines()]
    commands = [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("extractor ")]
    assert commands
    for name, *arguments in commands:
        main.commands[name].make_context(name, arguments)


@pytest.mark.parametrize("page", ["export.md", "report.md"])
def test_pictures_and_pages_that_a_guide_names_are_there(page):
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", (DOCS / page).read_text())
    assert [target for target in targets if not (DOCS / target).exists()] == []
