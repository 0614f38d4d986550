"""The tables that results are exported as.

Keys are stable: an article's `id` is made of its text, and a row of an article is `m1`, `d1` or `p1` for its first
meeting, delegation or position, as in the results and in a dossier.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

__all__ = ["TABLES", "Column", "Kind", "Row", "Table", "Value"]

Value: TypeAlias = str | int | float | bool | date | datetime | None
Row: TypeAlias = tuple[Value, ...]


class Kind(StrEnum):
    """What the values of a column are."""

    TEXT = "text"
    INTEGER = "integer"
    REAL = "real"
    BOOLEAN = "boolean"
    DATE = "date"
    TIMESTAMP = "timestamp"


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    name: str
    meaning: str
    kind: Kind = Kind.TEXT
    required: bool = False


@dataclass(frozen=True)
class Table:
    """A table: its columns, those that are its key, and those that point at another table's key."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: dict[str, tuple[str, ...]]


def _key(name: str, meaning: str, kind: Kind = Kind.TEXT) -> Column:
    return Column(name, meaning, kind, required=True)


_ARTICLE = _key("article_id", "The article's `id`.")
_MEETING = _key("meeting_id", "`m1`, `m2`, … within the article.")
_DELEGATION = _key("delegation_id", "`d1`, `d2`, … within the article.")
_POSITION = _key("position_id", "`p1`, `p2`, … within the article.")
_NUMBER = _key("number", "From 1, in the order of the results.", Kind.INTEGER)
_OF_ARTICLE = {"articles": ("article_id",)}
_OF_MEETING = {"meetings": ("article_id", "meeting_id")}


def _when(of: str) -> tuple[Column, ...]:
    return (
        Column("when_as_written", f"Time of {of} in the article's words."),
        Column("when_edtf", "The same as an EDTF date."),
        Column("when_first", "First day of it.", Kind.DATE),
        Column("when_last", "Last day of it.", Kind.DATE),
        Column("when_basis", "`explicit`, `relative` or `unknown`.", required=True),
    )


def _actor(prefix: str, meaning: str, *, required: bool = True) -> tuple[Column, ...]:
    return (
        Column(f"{prefix}_name", meaning, required=required),
        Column(f"{prefix}_kind", "Kind of actor.", required=required),
        Column(f"{prefix}_country", "ISO 3166-1 alpha-2 code."),
    )


TABLES = (
    Table(
        "articles",
        "The articles that were read.",
        (
            _ARTICLE,
            Column("source", "File, with `#LINE` for a line of a .jsonl file.", required=True),
            Column("title", "Title."),
            Column("publisher", "Publisher."),
            Column("published", "Day of publication.", Kind.DATE),
            Column("url", "Address."),
            Column("language", "BCP 47 tag."),
            Column("model", "The model that read it.", required=True),
            Column("prompt_version", "Version of the prompt.", required=True),
            Column("schema_version", "Version of the data model.", required=True),
            Column("attempts", "Answers of the model that were read.", Kind.INTEGER, required=True),
            Column("repairs", "How many of these mended rows.", Kind.INTEGER, required=True),
            Column("prompt_tokens", "Tokens sent.", Kind.INTEGER, required=True),
            Column("completion_tokens", "Tokens received.", Kind.INTEGER, required=True),
            Column("cost", "US dollars.", Kind.REAL),
            Column("cached", "Whether no request was made.", Kind.BOOLEAN, required=True),
            Column("started", "When it was read (UTC).", Kind.TIMESTAMP, required=True),
            Column("seconds", "How long that took.", Kind.REAL, required=True),
        ),
        ("article_id",),
        {},
    ),
    Table(
        "meetings",
        "What each article says of each meeting.",
        (
            _ARTICLE,
            _MEETING,
            Column("name", "Short name.", required=True),
            Column("format", "How they met.", required=True),
            Column("status", "How far it had come at publication.", required=True),
            Column("level", "Rank of those who met.", required=True),
            Column("round", "Number of the round.", Kind.INTEGER),
            *_when("the meeting"),
            Column("duration", "How long it lasted, in the article's words."),
            Column("venue", "Building or site."),
            Column("city", "City."),
            Column("country", "ISO 3166-1 alpha-2 code of the place."),
        ),
        ("article_id", "meeting_id"),
        _OF_ARTICLE,
    ),
    Table(
        "participants",
        "Who met, mediated and hosted: a row for each actor and part.",
        (_ARTICLE, _MEETING, _key("part", "`party`, `mediator` or `host`."), _NUMBER, *_actor("actor", "Who.")),
        ("article_id", "meeting_id", "part", "number"),
        _OF_MEETING,
    ),
    Table(
        "topics",
        "What the meetings were about.",
        (_ARTICLE, _MEETING, _NUMBER, Column("topic", "A few words.", required=True)),
        ("article_id", "meeting_id", "number"),
        _OF_MEETING,
    ),
    Table(
        "outcomes",
        "What the meetings brought.",
        (
            _ARTICLE,
            _MEETING,
            _NUMBER,
            Column("kind", "Kind of outcome.", required=True),
            Column("description", "One sentence.", required=True),
        ),
        ("article_id", "meeting_id", "number"),
        _OF_MEETING,
    ),
    Table(
        "delegations",
        "An actor's team at a meeting.",
        (
            _ARTICLE,
            _DELEGATION,
            _MEETING,
            *_actor("party", "For whom it acts."),
            Column("role", "Its part in the meeting.", required=True),
        ),
        ("article_id", "delegation_id"),
        _OF_MEETING,
    ),
    Table(
        "delegates",
        "The people of the delegations.",
        (
            _ARTICLE,
            _DELEGATION,
            _NUMBER,
            Column("name", "Name.", required=True),
            Column("title", "Office or function."),
            Column("affiliation", "For whom the person acts."),
            Column("head", "Whether the person leads the delegation.", Kind.BOOLEAN, required=True),
        ),
        ("article_id", "delegation_id", "number"),
        {"delegations": ("article_id", "delegation_id")},
    ),
    Table(
        "positions",
        "What actors want, offer, accept, reject …",
        (
            _ARTICLE,
            _POSITION,
            Column("meeting_id", "The meeting at which it was taken or which it is about."),
            *_actor("holder", "Whose position it is."),
            Column("speaker_name", "Who said it."),
            Column("speaker_title", "That person's office."),
            Column("speaker_affiliation", "For whom that person acts."),
            Column("stance", "What the holder does about the issue.", required=True),
            Column("issue", "The issue.", required=True),
            Column("subject", "The matter in a few words.", required=True),
            Column("statement", "The position as one sentence.", required=True),
            *_actor("toward", "At whom it is directed.", required=False),
            *_when("saying it"),
            Column("reported_by", "Who reports it, if not the holder."),
            Column("certainty", "How well it is attested.", required=True),
        ),
        ("article_id", "position_id"),
        {**_OF_ARTICLE, **_OF_MEETING},
    ),
    Table(
        "quotes",
        "The words that prove the rows.",
        (
            _ARTICLE,
            _key("row_id", "The meeting, delegation or position that it proves: `m1`, `d1`, `p1`."),
            _NUMBER,
            Column("text", "Verbatim from the article.", required=True),
            Column("start", "Offset of its first character in the article's text.", Kind.INTEGER, required=True),
            Column("end", "Offset behind its last character.", Kind.INTEGER, required=True),
            Column("match", "How it was found: `exact`, `normalized` or `fuzzy`.", required=True),
        ),
        ("article_id", "row_id", "number"),
        _OF_ARTICLE,
    ),
    Table(
        "names",
        "Other forms in which the articles name actors and people.",
        (
            _ARTICLE,
            _NUMBER,
            Column("name", "The name that the rows use.", required=True),
            Column("kind", "Kind of actor.", required=True),
            Column("variant", "The other form.", required=True),
        ),
        ("article_id", "number"),
        _OF_ARTICLE,
    ),
    Table(
        "rejected",
        "What the model gave and the checks dropped.",
        (
            _ARTICLE,
            _NUMBER,
            Column("path", "Where it stood in the answer.", required=True),
            Column("rule", "Name of the check that it broke.", required=True),
            Column("reason", "How it broke it.", required=True),
            Column("item", "What was dropped, as JSON.", required=True),
        ),
        ("article_id", "number"),
        _OF_ARTICLE,
    ),
    Table(
        "failures",
        "The articles that could not be read.",
        (
            _key("number", "From 1, in the order of the results.", Kind.INTEGER),
            Column("source", "File, with `#LINE` for a line of a .jsonl file.", required=True),
            Column("kind", "Name of the error.", required=True),
            Column("message", "What happened.", required=True),
        ),
        ("number",),
        {},
    ),
)
