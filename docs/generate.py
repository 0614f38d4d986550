"""Write the reference pages from the code: `python docs/generate.py`. A test compares them with what is committed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

import schemas
from extractor.cli import main
from extractor.settings import Settings

FOLDER = Path(__file__).parent

_RECORDS = (
    "Result",
    "Extraction",
    "ArticleInfo",
    "Meeting",
    "Outcome",
    "Delegation",
    "Position",
    "Quote",
    "When",
    "Place",
    "Actor",
    "Person",
    "Name",
    "Rejected",
    "Provenance",
    "Tokens",
    "Failure",
)
_NOTE = "<!-- Written by docs/generate.py; change the code, not this page. -->"


def pages() -> dict[str, str]:
    """All reference pages by file name."""
    return {
        "settings.md": "\n".join(_settings()),
        "data-model.md": "\n".join(_data_model()),
        "commands.md": "\n".join(_commands()),
    }


def _settings() -> Iterator[str]:
    yield f"# Settings\n\n{_NOTE}\n"
    yield "Arguments of `Extractor(...)` and options of the commands go before variables, those before a file `.env`."
    yield "A variable is `EXTRACTOR_` and the name in capitals; `OPENAI_API_KEY` and `OPENAI_BASE_URL` are read too.\n"
    yield "| setting | default | meaning |\n| --- | --- | --- |"
    for name, field in Settings.model_fields.items():
        default = "user's cache folder" if name == "cache_dir" else f"`{_plain(field.default)}`"
        yield f"| `{name}` | {default} | {field.description or 'Where answers are kept.'} |"
    yield ""


def _data_model() -> Iterator[str]:
    yield f"# Data model\n\n{_NOTE}\n"
    yield f"Schema version {schemas.SCHEMA_VERSION}. A line of a results file is a `Result`. The descriptions of"
    yield "meetings, delegations, positions and their parts are, word for word, what the model is told.\n"
    for name in _RECORDS:
        model = getattr(schemas, name)
        schema = model.model_json_schema(mode="serialization")
        yield f"## {name}\n\n{schema.get('description', '')}\n"
        yield "| field | type | meaning |\n| --- | --- | --- |"
        for field, node in schema["properties"].items():
            yield f"| `{field}` | {_type(node)} | {node.get('description', '')} |"
        yield ""
    yield "## Vocabularies\n\n| vocabulary | values |\n| --- | --- |"
    for name in sorted(schemas.vocabularies.__all__):
        values = ", ".join(f"`{value}`" for value in getattr(schemas.vocabularies, name))
        yield f"| {name} | {values} |"
    yield ""


def _commands() -> Iterator[str]:
    yield f"# Commands\n\n{_NOTE}\n"
    for path, command in _walk(main, ("extractor",)):
        context = click.Context(command, info_name=" ".join(path), terminal_width=100, **main.context_settings)
        yield f"## {' '.join(path)}\n\n```text\n{command.get_help(context)}\n```\n"


def _walk(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name in sorted(command.commands):
            yield from _walk(command.commands[name], (*path, name))


def _type(node: dict[str, Any]) -> str:
    if "$ref" in node:
        return node["$ref"].rpartition("/")[2]
    if "anyOf" in node:
        return " or ".join(_type(option) for option in node["anyOf"])
    if node.get("type") == "array":
        return f"list of {_type(node['items'])}"
    return node.get("format") or node.get("type") or "anything"


def _plain(value: Any) -> str:
    return str(getattr(value, "value", value)).lower() if isinstance(value, bool) else str(value)


if __name__ == "__main__":
    for name, page in pages().items():
        (FOLDER / name).write_text(page, encoding="utf-8")
