"""From results to a form of export, by its name."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from extractor.exports.files import write_csv, write_jsonl
from extractor.exports.parquet import write_parquet
from extractor.exports.plover import write_plover
from extractor.exports.rows import rows_of
from extractor.exports.sqlite import write_sqlite
from schemas import Result

__all__ = ["Exported", "Format", "export"]


class Format(StrEnum):
    """Forms of export; the first three are folders with a file a table."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    SQLITE = "sqlite"
    PLOVER = "plover"


@dataclass(frozen=True)
class Exported:
    """What was written: rows by table, or events; and the rows that are no events, by reason."""

    rows: Counter[str]
    left_out: Counter[str]


_WRITERS = {
    Format.JSONL: write_jsonl,
    Format.CSV: write_csv,
    Format.PARQUET: write_parquet,
    Format.SQLITE: write_sqlite,
}


def export(results: Iterable[Result], path: Path, form: Format) -> Exported:
    """Write `results` to `path`, a folder or a file, in this form; one after the other, whatever their number.

    Raises:
        ResultsError: `path` can't be written.
        SettingsError: the form needs a package that is not installed.
    """
    if form is Format.PLOVER:
        events, unmapped = write_plover(results, path)
        return Exported(Counter(events=events), unmapped)
    return Exported(_WRITERS[form](rows_of(results), path), Counter())
