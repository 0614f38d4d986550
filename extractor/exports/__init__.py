"""Results in the forms that other programs read: tables in CSV, JSON lines, Parquet and SQLite, and PLOVER events."""

from extractor.exports.exporting import Exported, Format, export

__all__ = ["Exported", "Format", "export"]
