"""What a table says of articles: `--metadata FILE.csv`."""

import csv
import io
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.errors import ArticleError
from extractor.files import unreadable
from extractor.formats import About, UnreadableError, about, decoded

__all__ = ["Metadata", "read_metadata"]

# Where DictReader keeps cells without a column; no column can be called that.
_MORE = "\0"


@dataclass(frozen=True)
class Metadata:
    """What a table says of articles, by file: a path within the folder, or a bare name.

    A row of a .jsonl file speaks of all its lines, a row `file.jsonl#LINE` of one.
    """

    rows: dict[str, About]

    def of(self, *names: str) -> About | None:
        """What is said of an article that goes by these names; the first that the table has counts."""
        return next((self.rows[key] for key in map(_key, names) if key in self.rows), None)


def read_metadata(path: Path) -> Metadata:
    """What a CSV file says of articles: columns `file` and any of published, title, publisher, url, language.

    Separated by comma, semicolon or tab, in any text encoding. `file` is a path within the folder or a bare name.

    Raises:
        ArticleError: it can't be read, has no column `file`, or a row is wrong; the message names the line.
    """
    try:
        text = decoded(path.read_bytes())
    except OSError as error:
        raise unreadable(str(path), error) from error
    except UnreadableError as error:
        raise ArticleError(str(path), str(error)) from error
    header = text.partition("\n")[0]
    # Strict: else a quotation mark that is never closed would swallow all the rows behind it.
    table = csv.DictReader(
        io.StringIO(text), delimiter=max(",;\t", key=header.count), restval="", restkey=_MORE, strict=True
    )
    rows: dict[str, About] = {}
    try:
        table.fieldnames = [name.strip().lower() for name in table.fieldnames or []]
        if "file" not in table.fieldnames:
            raise ArticleError(f"{path}#1", "it has no column `file`; the first line names the columns: file,published")
        for row in table:
            _add_row(rows, row, f"{path}#{table.line_num}")
    except csv.Error as error:
        # `line_num` is that of the last row that was read.
        where = f"{path}#{table.line_num + 1}"
        raise ArticleError(where, f"it is not CSV: {error}; mend the quotation marks") from error
    return Metadata(rows)


def _add_row(rows: dict[str, About], row: dict[str, Any], where: str) -> None:
    if any(cell.strip() for cell in row.pop(_MORE, ())):
        raise ArticleError(
            where, "it has more cells than the first line; put a cell that holds the separator in quotes"
        )
    key = _key(row["file"])
    if not key:
        raise ArticleError(where, "it names no file; fill the column `file`")
    if key in rows:
        raise ArticleError(where, f"{key} is there twice; leave one row of it")
    try:
        rows[key] = about({**row, "date": None}, "it")
    except UnreadableError as error:
        raise ArticleError(where, str(error)) from error


def _key(name: str) -> str:
    # macOS hands out decomposed file names, and tables from Windows have backslashes.
    return unicodedata.normalize("NFC", name.strip().replace("\\", "/").removeprefix("./"))
