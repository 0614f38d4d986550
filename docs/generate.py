"""Write the reference pages from the code: `python docs/generate.py`. A test compares them with what is committed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from pydantic import BaseModel

import schemas
from extractor.cli import main
from extractor.settings import Settings
from schemas import dossier

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
    "Rejected",
    "Provenance",
    "Tokens",
    "Failure",
)
_DOSSIER_RECORDS = (
    "DossierDocument",
    "DossierArticle",
    "DossierMeeting",
    "MeetingReport",
    "StatusEntry",
    "Participant",
    "DossierDelegation",
    "DossierMember",
    "Contradiction",
    "Link",
    "Resemblance",
    "SourceCount",
    "Timeline",
    "DossierPosition",
    "PositionReport",
    "StanceChange",
    "DossierActor",
)
_NOTE = "<!-- Written by docs/generate.py; change the code, not this page. -->"


def pages() -> dict[str, str]:
    """All reference pages by file name."""
    return {
        "settings.md": "\n".join(_settings()),
        "data-model.md": "\n".join(_data_model()),
        "dossier-model.md": "\n".join(_dossier_model()),
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
        yield from _record(name, getattr(schemas, name))
    yield "## Vocabularies\n\n| vocabulary | values |\n| --- | --- |"
    for name in sorted(schemas.vocabularies.__all__):
        values = ", ".join(f"`{value}`" for value in getattr(schemas.vocabularies, name))
        yield f"| {name} | {values} |"
    yield ""


def _dossier_model() -> Iterator[str]:
    yield f"# Data model of a dossier\n\n{_NOTE}\n"
    yield f"Version {dossier.DOSSIER_VERSION}. `dossier.json` is a `DossierDocument`; [dossier.md](dossier.md) says how"
    yield "it comes about. A row of an article is named by a reference, `ARTICLE/ROW`: the article's id, and `m1`, `d1` or"
    yield "`p1` for its first meeting, delegation or position.\n"
    yield "`Claim[…]` is a value (`value`) with the references of the rows that say so (`sources`); `Merged[…]` is a field"
    yield "of several rows: the preferred `value` or null, all `claims` with the preferred first, and `contradicted`.\n"
    for name in _DOSSIER_RECORDS:
        yield from _record(name, getattr(dossier, name))


def _record(name: str, model: type[BaseModel]) -> Iterator[str]:
    schema = model.model_json_schema(mode="serialization")
    yield f"## {name}\n\n{schema.get('description', '')}\n"
    yield "| field | type | meaning |\n| --- | --- | --- |"
    for field, node in schema["properties"].items():
        yield f"| `{field}` | {_type(node)} | {node.get('description', '')} |"
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
        name = node["$ref"].rpartition("/")[2]
        # `Claim_str_` is how a JSON schema names Claim[str].
        generic, _, of = name.partition("_")
        return f"{generic}[{of.strip('_').replace('str', 'string').replace('int', 'integer')}]" if of else name
    if "anyOf" in node:
        return " or ".join(_type(option) for option in node["anyOf"])
    if "additionalProperties" in node:
        return f"object of {_type(node['additionalProperties'])}"
    if node.get("type") == "array":
        return f"list of {_type(node['items'])}"
    return node.get("format") or node.get("type") or "anything"


def _plain(value: Any) -> str:
    return str(getattr(value, "value", value)).lower() if isinstance(value, bool) else str(value)


if __name__ == "__main__":
    for name, page in pages().items():
        (FOLDER / name).write_text(page, encoding="utf-8")
