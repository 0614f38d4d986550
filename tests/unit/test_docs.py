"""The docs tell the truth: reference pages are those of the code, and the README's Python runs."""

import importlib.util
from pathlib import Path

import pytest
from dossier_articles import article, delegation, talks
from faults.server import FaultyServer, answer
from pytest_examples import CodeExample, EvalExample, find_examples

from extractor import Extractor, record

ROOT = Path(__file__).parents[2]
EMPTY = '{"meetings": [], "delegations": [], "positions": []}'


def generator():
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", generator().pages())
def test_reference_page_is_what_the_code_says(name):
    committed = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert committed == generator().pages()[name], "run: python docs/generate.py"


@pytest.fixture
def readers_folder(pytester, monkeypatch):
    """A folder as the README supposes it: articles, a recorded run, and an endpoint in the environment."""
    (pytester.path / "articles").mkdir()
    (pytester.path / "articles" / "a.txt").write_text("The envoys met on Thursday in Argyle.")
    (pytester.path / "tests").mkdir()
    cassette = pytester.path / "tests" / "run.yaml"
    with FaultyServer([answer(EMPTY)]) as server:
        with record(cassette, model="faulty", base_url=server.base_url) as options, Extractor(**options) as extractor:
            list(extractor.extract_folder("articles"))
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        yield pytester


@pytest.mark.parametrize(
    "example", list(find_examples(str(ROOT / "README.md"))), ids=lambda example: f"line {example.start_line}"
)
def test_python_of_the_readme_runs(example: CodeExample, eval_example: EvalExample, readers_folder):
    if "def test_" in example.source:
        (readers_folder.path / "run.yaml").write_bytes((readers_folder.path / "tests" / "run.yaml").read_bytes())
        readers_folder.makepyfile(example.source)
        readers_folder.runpytest_subprocess().assert_outcomes(passed=1)
    else:
        eval_example.run(example)


@pytest.mark.parametrize(
    "example",
    list(find_examples(str(ROOT / "docs" / "dossier.md"))),
    ids=lambda example: f"line {example.start_line}",
)
def test_python_of_the_dossiers_guide_runs(example: CodeExample, eval_example: EvalExample, tmp_path, monkeypatch):
    talked = article("a", "2024-05-08", talks(on="2024-05-07"), delegation("Sudan", "Amina Deng"))
    monkeypatch.chdir(tmp_path)
    Path("results.jsonl").write_text(talked.model_dump_json())
    eval_example.run(example)


@pytest.mark.parametrize("example", list(find_examples(str(ROOT / "docs" / "names.md"))), ids=["names"])
def test_python_of_the_guide_of_names_runs(example: CodeExample, eval_example: EvalExample):
    eval_example.run(example)
