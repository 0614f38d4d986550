"""Write the reference pages from the code: `python docs/generate.py`. A test compares them with what is committed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from pydantic import BaseModel

import schemas
from extractor.cli import main
from extractor.exports.plover_mapping import MEETINGS, POSITIONS
from extractor.exports.tables import TABLES
from extractor.rules import RULES
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
    "Name",
    "Rejected",
    "Provenance",
    "Tokens",
    "Failure",
    "Skipped",
)
# Defaults that depend on the machine or on other settings.
_FOUND = {"cache_dir": "user's cache folder", "model": "`gpt-5-mini` or `offline`"}
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

_CHECKS_BEFORE = """\
Every answer of a model is checked against its article before anything of it becomes a result. A rule that fails says
so in words that the model can act on, and the bad rows go back to it, up to `repairs` times: it sees its answer and the
complaints, and gives only those rows again, or withdraws them. So a repair costs what the bad rows cost, not another
whole answer; `provenance.repairs` and `provenance.repair_tokens` say how much that was.

What is still wrong then is mended where that needs no guess, or set aside in `rejected` with the name of the rule; the
rows that are right stay in any case. Each mend is a line in `provenance.warnings`.
"""
_CHECKS_AFTER = """\
Without being asked, the program also

- gives meetings their ids `m1`, `m2` … without gaps, and puts the head of a delegation among its members;
- makes one row of what is told twice: two meetings of the same parties on the same day, or of the same round, or with
  the same quote, that nothing else tells apart (place, format, level, status); two rows for one delegation; two
  positions with the same holder, stance and issue whose quotes overlap. The same rules join the parts of a long
  article;
- calls each actor by one name (`Moscow` and `the Kremlin` are Russia; [names.md](names.md)) and each person by the
  fullest name that the rows have, and lists the other forms in `names`;
- takes invisible and control characters out of the model's own sentences, and leaves a place away that says nothing.

Offsets are never asked of a model. `article_text[quote.start:quote.end] == quote.text` holds for every quote in every
result, by construction; results carry the text with `--include-text`, so that this can be tried on the file alone.

An answer that is no JSON object with the three lists goes back whole. If no try can be read, the article fails.
"""

_PLOVER_BEFORE = """\
`extractor export results.jsonl --format plover --out events.jsonl` writes event records of
[PLOVER](https://github.com/openeventdata/PLOVER), the ontology that followed CAMEO and that POLECAT is coded in: a JSON
object a line, with the fields of chapter "Data Fields" of the manual's draft 0.8.

| field | holds |
| --- | --- |
| `id` | article's id and the row: `ARTICLE-m1`, `ARTICLE-p3` |
| `date`, `enddate` | first and last day; `enddate` where they differ. `edtf`, a field of ours, tells how exact |
| `actor`, `recipient` | lists of entities: `code`, `sector`, `entity_text`, and for a speaker `office` |
| `event`, `mode`, `context`, `quad_code` | lists, as the manual has them; every event has the context `diplomatic` |
| `event_loc` | the place, without coordinates: nothing is looked up |
| `event_text`, `text_info` | the quotes, and their offsets in the article |
| `link` | of a position: the id of the meeting that it is about |
| `cite_info`, `coder`, `comment` | the article; this program and its version; the row in words |

A row of one article is one event: an event that three articles tell is three records, as in other event data. What
can't be an event is left out, and the command says how many rows that are, by reason.

**Dates.** A meeting has its own date; one without a date is left out. A position has the day on which it was said, else
the day of publication, as in POLECAT.

**Entities.** The country is coded by ISO 3166-1 alpha-3, Kosovo by `KOS`, a dependent territory as the state that
controls it; Abkhazia, Transnistria and their like as the state that claims them, with the sector `PRE` besides. `UNO`
is the United Nations, `EUR` the European Union, `IGO` any other organisation of states, `IMG` an armed group and
`MNC` a company that belongs to no country. Sectors: `GOV` for states (their names stand for their governments) and
government bodies, `GOV` too for people who meet as leaders, ministers or officials, `REB` for armed groups, `PTY`,
`BUS`. Parliaments, courts and armies are `GOV` too: the data model does not tell them apart. An event of which no
actor has a code is left out.

**Modes of CONSULT.** `phone` for calls, video and letters ("some other remote medium"). `visit` if one of the parties
is named as the host, or, where no host is named, the place lies in the country of just one party: it is the
recipient, and the others are actors. `third-party` if somebody else hosts it or the place is in a third country.
`multilateral` for three states or more, or with an organisation of states among the parties; it may stand beside
another mode.

## Meetings
"""
_PLOVER_BETWEEN = """
## Positions

The first line that fits decides. PLOVER codes a party's own call for an end of the fighting as AGREE; who is a party to
a conflict is not in the data, so that such calls are REQUEST here.
"""


def pages() -> dict[str, str]:
    """All reference pages by file name."""
    return {
        "settings.md": "\n".join(_settings()),
        "data-model.md": "\n".join(_data_model()),
        "dossier-model.md": "\n".join(_dossier_model()),
        "commands.md": "\n".join(_commands()),
        "tables.md": "\n".join(_tables()),
        "plover.md": "\n".join(_plover()),
        "checks.md": "\n".join(_checks()),
    }


def _settings() -> Iterator[str]:
    yield f"# Settings\n\n{_NOTE}\n"
    yield "Arguments of `Extractor(...)` and options of the commands go before variables, those before a file `.env`."
    yield "A variable is `EXTRACTOR_` and the name in capitals; `OPENAI_API_KEY` and `OPENAI_BASE_URL` are read too.\n"
    yield "| setting | default | meaning |\n| --- | --- | --- |"
    for name, field in Settings.model_fields.items():
        default = _FOUND.get(name) or f"`{_plain(field.default)}`"
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
    yield f"Version {dossier.DOSSIER_VERSION}. `dossier.json` is a `DossierDocument`; [dossier.md](dossier.md) says"
    yield "how it comes about. A row of an article is named by a reference, `ARTICLE/ROW`: the article's id, and `m1`,"
    yield "`d1` or `p1` for its first meeting, delegation or position.\n"
    yield "`Claim[…]` is a value (`value`) with the references of the rows that say so (`sources`); `Merged[…]` is a"
    yield "field of several rows: the preferred `value` or null, all `claims` with the preferred first, and whether two"
    yield "of them can't both be true (`contradicted`).\n"
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


def _checks() -> Iterator[str]:
    yield f"# Checks\n\n{_NOTE}\n"
    yield _CHECKS_BEFORE
    yield "| rule | what must hold | what breaks it | in the end |\n| --- | --- | --- | --- |"
    for rule in RULES:
        yield f"| `{rule.name}` | {rule.demand} | {rule.example} | {rule.otherwise} |"
    yield f"\n{_CHECKS_AFTER}"


def _tables() -> Iterator[str]:
    yield f"# Tables of the exports\n\n{_NOTE}\n"
    yield "CSV, JSON lines, Parquet and SQLite have the same tables. Bold columns are the key of their table; what"
    yield "points at another table is named below each. [export.md](export.md) tells how to use them.\n"
    for table in TABLES:
        yield f"## {table.name}\n\n{table.meaning}\n"
        yield "| column | type | may be null | meaning |\n| --- | --- | --- | --- |"
        for column in table.columns:
            name = f"**`{column.name}`**" if column.name in table.key else f"`{column.name}`"
            yield f"| {name} | {column.kind} | {'' if column.required else 'yes'} | {column.meaning} |"
        for of, columns in table.references.items():
            yield f"\n{', '.join(f'`{column}`' for column in columns)} point at `{of}`."
        yield ""


def _plover() -> Iterator[str]:
    yield f"# PLOVER events\n\n{_NOTE}\n"
    yield _PLOVER_BEFORE
    yield "| status | event | why |\n| --- | --- | --- |"
    for line in MEETINGS:
        yield f"| `{line.status}` | {line.event or 'none'} | {line.reason} |"
    yield _PLOVER_BETWEEN
    yield "| stance | issues | event | mode | why |\n| --- | --- | --- | --- | --- |"
    for line in POSITIONS:
        issues = ", ".join(f"`{issue}`" for issue in sorted(line.issues)) or "all others"
        code = f"{line.event or 'none'} | {line.mode or ''}"
        yield f"| `{line.stance}` | {issues} | {code} | {line.reason} |"
    yield ""


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
