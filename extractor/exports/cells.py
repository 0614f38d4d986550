"""The cells of a CSV file: values as text that no spreadsheet takes for a formula, and back.

A spreadsheet runs a cell that begins with one of FORMULA_MARKS as a formula, and a formula can send what stands beside
it away. As OWASP advises (https://owasp.org/www-community/attacks/CSV_Injection), every cell is quoted, and one that
begins so gets an apostrophe in front, which spreadsheets read as "this is text". So that reading takes away only what
writing put there, a cell that begins with apostrophes and then one of the marks gets one more too.
"""

import re
from datetime import UTC, date, datetime

from extractor.exports.tables import Column, Kind, Value

__all__ = ["FORMULA_MARKS", "as_cell", "as_value"]

# The four signs in both widths, tab, carriage return and line feed: OWASP's list.
FORMULA_MARKS = "=+-@\t\r\n＝＋－＠"  # noqa: RUF001 - the wide ones are meant

_FORMULA = re.compile(rf"'*[{re.escape(FORMULA_MARKS)}]")
_GUARDED = re.compile(rf"'+[{re.escape(FORMULA_MARKS)}]")


def as_cell(value: Value) -> str:
    """The text of a cell; null is the empty text."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case str():
            return f"'{value}" if _FORMULA.match(value) else str(value)
        case _:
            return repr(value)


def as_value(cell: str, column: Column) -> Value:  # noqa: PLR0911 - a line a kind
    """What `as_cell` made the text of.

    Raises:
        ValueError: the text is none of this column's kind.
    """
    if not cell and not (column.required and column.kind is Kind.TEXT):
        return None
    match column.kind:
        case Kind.TEXT:
            return cell[1:] if _GUARDED.match(cell) else cell
        case Kind.INTEGER:
            return int(cell)
        case Kind.REAL:
            return float(cell)
        case Kind.BOOLEAN:
            return {"true": True, "false": False}[cell]
        case Kind.DATE:
            return date.fromisoformat(cell)
        case Kind.TIMESTAMP:
            return datetime.fromisoformat(cell)
