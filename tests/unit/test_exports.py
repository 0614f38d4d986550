"""Exports: the same rows come back from every form, and nothing in a cell can act."""

import csv
import json
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from unit.samples import extraction, failed, meeting, position, quote_of, result_full_of

from extractor.errors import ResultsError
from extractor.exports import Format, export
from extractor.exports.cells import FORMULA_MARKS, as_cell, as_value
from extractor.exports.files import read_csv
from extractor.exports.rows import rows_of
from extractor.exports.tables import TABLES, Column, Kind
from schemas import SCHEMA_VERSION, Result

WORDS = st.text(st.characters(codec="utf-8"), min_size=1) | st.text(f"{FORMULA_MARKS}'\"a,;\n", min_size=1)
TEXT = Column("c", "")
READERS = {Kind.DATE: date.fromisoformat, Kind.TIMESTAMP: datetime.fromisoformat, Kind.BOOLEAN: bool}


def columns_of(table):
    return {column.name: column for column in table.columns}


def from_plain(table, values):
    return tuple(
        value if value is None else READERS.get(column.kind, lambda same: same)(value)
        for column, value in zip(table.columns, values, strict=True)
    )


def read_jsonl(folder):
    for table in TABLES:
        for line in (folder / f"{table.name}.jsonl").read_text().split("\n")[:-1]:
            yield table.name, from_plain(table, json.loads(line).values())


def read_parquet(folder):
    for table in TABLES:
        for row in pq.read_table(folder / f"{table.name}.parquet").to_pylist():
            yield table.name, tuple(row.values())


def read_sqlite(path):
    with closing(sqlite3.connect(path)) as database:
        for table in TABLES:
            for row in database.execute(f"SELECT * FROM {table.name} ORDER BY rowid"):  # noqa: S608
                yield table.name, from_plain(table, row)


def in_order(rows):
    return sorted(rows, key=lambda row: [table.name for table in TABLES].index(row[0]))


@given(st.text(), st.sampled_from([True, False]))
def test_text_comes_back_from_a_cell(text, required):
    column = Column("c", "", required=required)
    assert as_value(as_cell(text), column) == (text if text or required else None)


@given(WORDS)
def test_no_cell_begins_like_a_formula(text):
    assert as_cell(text)[0] not in FORMULA_MARKS


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1"])
def test_formula_gets_an_apostrophe_in_front(text):
    assert as_cell(text) == f"'{text}"
    assert as_value(f"'{text}", TEXT) == text


def test_apostrophe_that_stood_there_is_kept():
    assert as_cell("'quoted'") == "'quoted'"
    assert as_value("'quoted'", TEXT) == "'quoted'"
    assert as_cell("'=1") == "''=1"
    assert as_value("''=1", TEXT) == "'=1"


@pytest.mark.parametrize(
    ("form", "read"),
    [(Format.CSV, read_csv), (Format.JSONL, read_jsonl), (Format.PARQUET, read_parquet), (Format.SQLITE, read_sqlite)],
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(words=st.lists(WORDS, min_size=1, max_size=2, unique_by=lambda words: " ".join(words.split())))
def test_rows_come_back_from_every_form(form, read, words, tmp_path):
    results = [*map(result_full_of, words), failed(words[0])]
    export(results, tmp_path / "out", form)
    assert list(read(tmp_path / "out")) == in_order(rows_of(results))


def test_parquet_has_types_and_says_which_values_may_be_missing(tmp_path):
    export([result_full_of("words")], tmp_path, Format.PARQUET)
    schema = pq.read_schema(tmp_path / "articles.parquet")
    assert str(schema.field("published").type) == "date32[day]"
    assert str(schema.field("started").type) == "timestamp[us, tz=UTC]"
    assert str(schema.field("cached").type) == "bool"
    assert not schema.field("article_id").nullable
    assert schema.field("title").nullable


def test_csv_opens_in_spreadsheets_as_utf_8(tmp_path):
    export([result_full_of("Erdoğan")], tmp_path, Format.CSV)
    assert (tmp_path / "delegates.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_csv_of_something_else_is_refused_by_name(tmp_path):
    export([result_full_of("words")], tmp_path, Format.CSV)
    (tmp_path / "meetings.csv").write_text("a,b\n1,2\n")
    with pytest.raises(ResultsError, match=r"meetings\.csv is not a table"):
        list(read_csv(tmp_path))


def test_quote_longer_than_the_csv_module_allows_comes_back(tmp_path):
    results = [result_full_of("x" * 200_000)]
    limit = csv.field_size_limit()
    export(results, tmp_path, Format.CSV)
    assert list(read_csv(tmp_path)) == in_order(rows_of(results))
    assert csv.field_size_limit() == limit


def test_rows_say_who_met_when_and_on_which_days():
    when = {"as_written": "last month", "edtf": "2023-11", "basis": "relative"}
    rows = dict(rows_of([Result(source="a.md", extraction=extraction(meetings=[meeting(when=when)]))]))
    table = next(table for table in TABLES if table.name == "meetings")
    row = dict(zip(columns_of(table), rows["meetings"], strict=True))
    assert (row["when_edtf"], row["when_first"], row["when_last"]) == ("2023-11", date(2023, 11, 1), date(2023, 11, 30))
    assert rows["participants"][2:] == ("party", 2, "Venezuela", "state", "VE")


def test_text_that_stands_twice_is_exported_once():
    result = Result(source="a.md", extraction=extraction(meetings=[meeting()]))
    again = result.model_copy(update={"source": "b.md"})
    assert list(rows_of([result, again])) == list(rows_of([result]))


@pytest.fixture
def database(tmp_path):
    text = "Mr Erdoğan met them on Thursday. He demands it."
    told = meeting(quotes=[quote_of("Erdoğan met them", text)])
    wanted = position(quotes=[quote_of("He demands it", text)], meeting="m1")
    results = [Result(source="a.md", extraction=extraction(text=text, meetings=[told], positions=[wanted]))]
    export(results, tmp_path / "out.sqlite", Format.SQLITE)
    with closing(sqlite3.connect(tmp_path / "out.sqlite")) as database:
        yield database


def test_quotes_are_found_without_their_accents(database):
    found = database.execute(
        "SELECT article_id, row_id, quotes.text FROM quote_search JOIN quotes ON quotes.rowid = quote_search.rowid "
        "WHERE quote_search MATCH 'erdogan'"
    ).fetchall()
    assert [(row, text) for _, row, text in found] == [("m1", "Erdoğan met them")]


def test_position_stands_in_its_view_with_holder_day_and_quote(database):
    found = database.execute("SELECT holder, stance, day, quote, position_id, meeting_id FROM position_holders")
    assert found.fetchall() == [("Guyana", "demands", "2023-12-14", "He demands it", "p1", "m1")]


def test_delegate_stands_in_its_view_with_meeting_and_date(tmp_path):
    export([result_full_of("Irfaan Ali")], tmp_path / "out.sqlite", Format.SQLITE)
    with closing(sqlite3.connect(tmp_path / "out.sqlite")) as database:
        found = database.execute("SELECT delegate, party, when_first, meeting_id, head FROM delegate_meetings")
        assert found.fetchall() == [("Irfaan Ali", "Irfaan Ali", "2023-12-14", "m1", 1)]


def test_database_keeps_its_keys(database):
    database.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(sqlite3.IntegrityError):
        database.execute("INSERT INTO topics VALUES ('nowhere', 'm1', 1, 'topic')")
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA user_version").fetchone() == (int(SCHEMA_VERSION),)


def test_row_that_points_at_nothing_leaves_no_database_behind(tmp_path):
    results = [Result(source="a.md", extraction=extraction(positions=[position(meeting="m7")]))]
    with pytest.raises(ResultsError, match="a row of positions breaks its keys"):
        export(results, tmp_path / "out.sqlite", Format.SQLITE)
    assert list(tmp_path.iterdir()) == []


def test_export_that_breaks_off_leaves_the_earlier_one_untouched(tmp_path):
    def broken():
        yield result_full_of("second")
        raise ResultsError("line 2 is not a result")

    export([result_full_of("first")], tmp_path, Format.CSV)
    with pytest.raises(ResultsError, match="line 2"):
        export(broken(), tmp_path, Format.CSV)
    assert [row[1] for name, row in read_csv(tmp_path) if name == "articles"] == ["first"]
    assert [path.suffix for path in tmp_path.iterdir()] == [".csv"] * len(TABLES)


def test_counts_are_of_all_tables(tmp_path):
    exported = export([result_full_of("words"), failed()], tmp_path, Format.JSONL)
    assert dict(exported.rows) == {
        "articles": 1,
        "meetings": 1,
        "participants": 4,
        "topics": 2,
        "outcomes": 1,
        "delegations": 1,
        "delegates": 1,
        "positions": 1,
        "quotes": 3,
        "names": 2,
        "rejected": 1,
        "failures": 1,
    }


def test_times_are_in_utc():
    assert as_cell(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)) == "2026-01-02T03:04:05+00:00"
