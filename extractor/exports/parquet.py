"""Exports as Parquet files, one a table, with types (extra `parquet`)."""

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.errors import SettingsError
from extractor.exports.files import write_tables
from extractor.exports.tables import Kind, Row, Table

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["arrow_schema", "write_parquet"]

# Rows held before they are written: memory stays flat, and row groups do not get too small to be packed well.
_GROUP = 20_000


def write_parquet(rows: Iterable[tuple[str, Row]], folder: Path) -> Counter[str]:
    """Write `rows` to Parquet files in `folder`.

    Raises:
        ResultsError: a file can't be written.
        SettingsError: pyarrow is not installed.
    """
    try:
        # Late: half a second, and an extra.
        import pyarrow as pa  # noqa: PLC0415
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        raise SettingsError("Parquet needs pyarrow: pip install 'talks-extractor[parquet]'") from error

    def opened(table: Table, path: Path, files: ExitStack) -> Callable[[Row], None]:
        schema = arrow_schema(table)
        writer = files.enter_context(parquet.ParquetWriter(str(path), schema, compression="zstd"))
        held: list[Row] = []

        def flush() -> None:
            columns = list(zip(*held, strict=True)) or [()] * len(table.columns)
            arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
            held.clear()

        def write(row: Row) -> None:
            held.append(row)
            if len(held) >= _GROUP:
                flush()

        files.callback(lambda: flush() if held else None)
        return write

    return write_tables(rows, folder, ".parquet", opened)


def arrow_schema(table: Table) -> "pa.Schema":
    """The Arrow schema of `table`."""
    import pyarrow as pa  # noqa: PLC0415 - as above

    types = {
        Kind.TEXT: pa.string(),
        Kind.INTEGER: pa.int64(),
        Kind.REAL: pa.float64(),
        Kind.BOOLEAN: pa.bool_(),
        Kind.DATE: pa.date32(),
        Kind.TIMESTAMP: pa.timestamp("us", tz="UTC"),
    }
    return pa.schema(
        [
            pa.field(
                column.name, types[column.kind], nullable=not column.required, metadata={"meaning": column.meaning}
            )
            for column in table.columns
        ]
    )
