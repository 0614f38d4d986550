"""Exports as files, one a table, in a folder: CSV and JSON lines."""

import csv
import json
import sys
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from extractor.errors import ResultsError
from extractor.exports.cells import as_cell, as_value
from extractor.exports.tables import TABLES, Row, Table, Value

__all__ = ["in_place", "read_csv", "write_csv", "write_jsonl", "write_tables"]


@contextmanager
def in_place(path: Path) -> Generator[Path]:
    """A path to write to that takes the place of `path` in the end, and leaves nothing behind if that fails.

    Raises:
        ResultsError: it can't be written.
    """
    unfinished = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        yield unfinished
        unfinished.replace(path)
    except OSError as error:
        raise ResultsError(
            f"{path} can't be written: {error.strerror or error}; give another --out or make room there"
        ) from error
    finally:
        # What could not be made can't be removed.
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def write_tables(
    rows: Iterable[tuple[str, Row]],
    folder: Path,
    suffix: str,
    opened: Callable[[Table, Path, ExitStack], Callable[[Row], None]],
) -> Counter[str]:
    """Write each table to a file in `folder`; `opened` gives the function that writes its rows. Counts the rows.

    Raises:
        ResultsError: a file can't be written.
    """
    counts = Counter({table.name: 0 for table in TABLES})
    with ExitStack() as files:
        paths = {table.name: files.enter_context(in_place(folder / f"{table.name}{suffix}")) for table in TABLES}
        # Closed before they take their places.
        with ExitStack() as open_files:
            write = {table.name: opened(table, paths[table.name], open_files) for table in TABLES}
            for name, row in rows:
                write[name](row)
                counts[name] += 1
    return counts


def write_csv(rows: Iterable[tuple[str, Row]], folder: Path) -> Counter[str]:
    """Write `rows` to CSV files (RFC 4180; UTF-8 with the mark that Excel knows it by) in `folder`.

    Raises:
        ResultsError: a file can't be written.
    """

    def opened(table: Table, path: Path, files: ExitStack) -> Callable[[Row], None]:
        file = files.enter_context(path.open("w", encoding="utf-8-sig", newline=""))
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(column.name for column in table.columns)
        return lambda row: writer.writerow(map(as_cell, row))

    return write_tables(rows, folder, ".csv", opened)


def read_csv(folder: Path) -> Iterator[tuple[str, Row]]:
    """The rows that `write_csv` wrote to `folder`, table after table.

    Raises:
        ResultsError: a file is missing or is none of these.
    """
    for table in TABLES:
        path = folder / f"{table.name}.csv"
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                yield from ((table.name, row) for row in _read(file, table))
        except (OSError, ValueError, KeyError, csv.Error) as error:
            raise ResultsError(f"{path} is not a table of `extractor export --format csv`: {error}") from error


def write_jsonl(rows: Iterable[tuple[str, Row]], folder: Path) -> Counter[str]:
    """Write `rows` to files of JSON lines in `folder`: an object a row.

    Raises:
        ResultsError: a file can't be written.
    """

    def opened(table: Table, path: Path, files: ExitStack) -> Callable[[Row], None]:
        file = files.enter_context(path.open("w", encoding="utf-8", newline="\n"))
        names = [column.name for column in table.columns]

        def write(row: Row) -> None:
            named = dict(zip(names, map(_plain, row), strict=True))
            file.write(f"{json.dumps(named, ensure_ascii=False)}\n")

        return write

    return write_tables(rows, folder, ".jsonl", opened)


def _plain(value: Value) -> Value:
    # As in CSV, but for what JSON has itself.
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value if value is None or isinstance(value, str | int | float) else value.isoformat()


def _read(file: Iterable[str], table: Table) -> Iterator[Row]:
    # A quote may be longer than the module's limit of 131,072 characters, which is one for the whole process.
    limit = csv.field_size_limit(sys.maxsize)
    try:
        reader = csv.reader(file, strict=True)
        names = [column.name for column in table.columns]
        if next(reader, None) != names:
            raise ValueError(f"its columns are not {', '.join(names)}")
        for cells in reader:
            yield tuple(as_value(cell, column) for cell, column in zip(cells, table.columns, strict=True))
    finally:
        csv.field_size_limit(limit)
