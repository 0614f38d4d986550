"""Exports as a SQLite database with foreign keys, indices, views, and full-text search over the quotes."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from extractor.errors import ResultsError
from extractor.exports.files import in_place
from extractor.exports.tables import TABLES, Kind, Row, Table, Value
from schemas import SCHEMA_VERSION

__all__ = ["write_sqlite"]

_TYPES = {
    Kind.TEXT: "TEXT",
    Kind.INTEGER: "INTEGER",
    Kind.REAL: "REAL",
    Kind.BOOLEAN: "INTEGER",
    Kind.DATE: "TEXT",
    Kind.TIMESTAMP: "TEXT",
}

# What people look things up by. The keys have their indices already.
_INDICES = {
    "articles": ("published", "publisher"),
    "meetings": ("when_first", "status"),
    "participants": ("actor_name", "actor_country"),
    "delegates": ("name",),
    "positions": ("holder_name", "issue", "when_first"),
}

_VIEWS = """
CREATE VIEW delegate_meetings AS
SELECT people.name AS delegate, people.title, people.head, team.party_name AS party, team.role,
       meeting.name AS meeting, meeting.status, meeting.when_edtf, meeting.when_first, meeting.when_last,
       meeting.city, meeting.country, article.publisher, article.published, article.source,
       article_id, team.delegation_id, meeting.meeting_id
FROM delegates AS people
JOIN delegations AS team USING (article_id, delegation_id)
JOIN meetings AS meeting USING (article_id, meeting_id)
JOIN articles AS article USING (article_id);

CREATE VIEW position_holders AS
SELECT position.holder_name AS holder, position.holder_country, position.speaker_name AS speaker, position.stance,
       position.issue, position.subject, position.statement, position.toward_name AS toward,
       position.when_edtf, coalesce(position.when_first, article.published) AS day,
       position.certainty, article.publisher, article.published, article.source, quote.text AS quote,
       article_id, position.position_id, position.meeting_id
FROM positions AS position
JOIN articles AS article USING (article_id)
LEFT JOIN quotes AS quote USING (article_id)
WHERE quote.number IS NULL OR (quote.row_id = position.position_id AND quote.number = 1);
"""

# An index that keeps no text of its own (https://www.sqlite.org/fts5.html#external_content_tables). Marks on letters
# do not count: who looks for Erdogan finds Erdoğan.
_SEARCH = """
CREATE VIRTUAL TABLE quote_search USING fts5(
    text, content = 'quotes', content_rowid = 'rowid', tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO quote_search (quote_search) VALUES ('rebuild');
"""


def write_sqlite(rows: Iterable[tuple[str, Row]], path: Path) -> Counter[str]:
    """Write `rows` to a new database at `path`; counts them.

    Raises:
        ResultsError: it can't be written, or a row points at one that is not there.
    """
    counts = Counter({table.name: 0 for table in TABLES})
    with in_place(path) as unfinished:
        try:
            with closing(sqlite3.connect(unfinished, isolation_level=None)) as database:
                # No other process sees the file before it is whole, and one that is broken off is thrown away.
                database.executescript("PRAGMA foreign_keys = ON; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
                database.executescript("\n".join(_tables()))
                database.execute("BEGIN")
                for name, row in rows:
                    _insert(database, name, row, path)
                    counts[name] += 1
                database.execute("COMMIT")
                database.executescript("\n".join([*_indices(), _VIEWS, _SEARCH]))
                # In which version of the data model the rows are; `PRAGMA user_version` gives it.
                database.execute(f"PRAGMA user_version = {int(SCHEMA_VERSION)}")
        except sqlite3.Error as error:
            raise ResultsError(f"{path} can't be written: {error}; give another --out or make room there") from error
    return counts


def _tables() -> Iterator[str]:
    for table in TABLES:
        lines = [
            f"    {_quoted(column.name)} {_TYPES[column.kind]}{' NOT NULL' if column.required else ''}"
            for column in table.columns
        ]
        lines.append(f"    PRIMARY KEY ({_list(table.key)})")
        lines += [f"    FOREIGN KEY ({_list(columns)}) REFERENCES {of}" for of, columns in table.references.items()]
        yield f"CREATE TABLE {table.name} (\n" + ",\n".join(lines) + "\n);"


def _indices() -> Iterator[str]:
    for table, columns in _INDICES.items():
        for column in columns:
            yield f"CREATE INDEX {table}_by_{column} ON {table} ({column});"
    for table in TABLES:
        for of, columns in table.references.items():
            # Without it every look from a meeting to what points at it reads the whole table.
            if columns != table.key[: len(columns)]:
                yield f"CREATE INDEX {table.name}_of_{of} ON {table.name} ({_list(columns)});"


def _list(columns: Iterable[str]) -> str:
    return ", ".join(map(_quoted, columns))


def _quoted(name: str) -> str:
    # `end` and `match` are words of SQL.
    return f'"{name}"'


def _statement(table: Table) -> str:
    return f"INSERT INTO {table.name} VALUES ({', '.join('?' * len(table.columns))})"  # noqa: S608 - names of our own


_INSERTS = {table.name: _statement(table) for table in TABLES}


def _insert(database: sqlite3.Connection, name: str, row: Row, path: Path) -> None:
    try:
        database.execute(_INSERTS[name], tuple(map(_stored, row)))
    except sqlite3.IntegrityError as error:
        raise ResultsError(
            f"{path} is not written: a row of {name} breaks its keys ({error}): {row}; read that article again"
        ) from error


def _stored(value: Value) -> str | int | float | None:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if value is None or isinstance(value, int | float):
        return value
    return str(value)
