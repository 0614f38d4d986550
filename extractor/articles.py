"""Articles, from files, folders, standard input and text."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from extractor.errors import ArticleError
from extractor.formats import FORMATS, Content, UnreadableError, decoded, from_html, from_json_line, from_markdown
from schemas import Article

__all__ = [
    "MAX_CHARS",
    "SUPPORTED_SUFFIXES",
    "Metadata",
    "article_from_text",
    "as_date",
    "find_files",
    "load_articles",
    "load_stdin",
    "read_metadata",
]

# A novel; what is longer is no article but a mistake.
MAX_CHARS = 1_000_000
# No character takes more bytes than this in any encoding, with room for the mark-up of a page.
_MAX_BYTES = 8 * MAX_CHARS
_JSON_LINES = ".jsonl"
SUPPORTED_SUFFIXES = frozenset({*FORMATS, _JSON_LINES})
_STDIN = "<stdin>"
_COLUMNS = ("title", "publisher", "published", "url", "language")
_HTML_STARTS = ("<!doctype html", "<html")


@dataclass(frozen=True)
class Metadata:
    """What a table says of articles, by file: a path within the folder, or a bare name."""

    rows: dict[str, Content]

    def of(self, source: str) -> Content | None:
        """What is said of the file `source`."""
        return self.rows.get(source) or self.rows.get(source.rpartition("/")[2])


def article_from_text(
    text: str,
    *,
    published: date | str | None = None,
    title: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    language: str | None = None,
    source: str | None = None,
) -> Article:
    """An article of a text that is at hand.

    Args:
        text: the article; kept as it is.
        published: day of publication, a date or `YYYY-MM-DD`.
        title: headline, if it is not part of the text.
        publisher: name of the paper or site.
        url: where it stands.
        language: BCP 47 tag.
        source: what to call it in results and errors.

    Raises:
        ArticleError: the text is empty or longer than MAX_CHARS, or `published` is no date.
    """
    name = source or "the text"
    if not text.strip():
        raise ArticleError(name, "it is empty")
    if len(text) > MAX_CHARS:
        raise ArticleError(name, f"it has {len(text):,} characters, and {MAX_CHARS:,} are the most; split it")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ArticleError(name, "it holds half a character (a lone surrogate), which can't be sent") from error
    return Article.from_text(
        text,
        title=title,
        publisher=publisher,
        published=as_date(published, name) if isinstance(published, str) else published,
        url=url,
        language=language,
        source=source,
    )


def load_articles(
    path: Path, *, metadata: Metadata | None = None, published: date | None = None, source: str | None = None
) -> Iterator[Article | ArticleError]:
    """The articles in one file: one, or in a .jsonl file one a line.

    What can't be read comes as an ArticleError that names the file (and line), so that a batch can go on.

    Args:
        path: a file with one of SUPPORTED_SUFFIXES.
        metadata: what a table says of files; it goes before what the file says itself.
        published: day of publication if neither the table nor the file tells it.
        source: what to call the file, if not by its name.
    """
    source = source or path.name
    suffix = path.suffix.lower()
    try:
        if path.is_dir():
            yield ArticleError(source, "it is a folder; `extractor batch` reads folders")
        elif suffix == _JSON_LINES:
            yield from _json_lines(path, source, published)
        elif suffix not in FORMATS:
            kinds = ", ".join(sorted(SUPPORTED_SUFFIXES))
            yield ArticleError(source, f"files of this kind are not read, only {kinds}; rename or convert it")
        elif (size := path.stat().st_size) > _MAX_BYTES:
            yield ArticleError(source, f"it has {size:,} bytes: too long for an article; split it")
        else:
            known = metadata.of(source) if metadata else None
            yield _article(lambda: FORMATS[suffix](path.read_bytes()), source, published, known)
    except OSError as error:
        yield ArticleError(source, f"it can't be read: {error.strerror or error}")


def load_stdin(data: bytes, *, published: date | None = None) -> Article | ArticleError:
    """The article in what came by standard input: a page if it looks like HTML, else text with or without front matter.

    Args:
        data: all of it.
        published: day of publication if it does not tell itself.
    """

    def read() -> Content:
        start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        return (
            from_html(data) if start.startswith(tuple(mark.encode() for mark in _HTML_STARTS)) else from_markdown(data)
        )

    return _article(read, _STDIN, published, None)


def find_files(folder: Path) -> Iterator[Path]:
    """The readable files below `folder`, in order of name; hidden ones and links to folders are passed over.

    Raises:
        ArticleError: there is no such folder, or it can't be listed.
    """
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        raise ArticleError(str(folder), f"this folder can't be listed: {error.strerror or error}") from error
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            if not entry.is_symlink():
                yield from find_files(entry)
        elif entry.suffix.lower() in SUPPORTED_SUFFIXES:
            yield entry


def read_metadata(path: Path) -> Metadata:
    """What a CSV file says of articles: columns `file` and any of published, title, publisher, url, language.

    Separated by comma, semicolon or tab, in any text encoding.

    Raises:
        ArticleError: it can't be read, has no column `file`, or a row is wrong; the message names the line.
    """
    try:
        text = decoded(path.read_bytes())
    except OSError as error:
        raise ArticleError(str(path), f"it can't be read: {error.strerror or error}") from error
    except UnreadableError as error:
        raise ArticleError(str(path), str(error)) from error
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    table = csv.DictReader(io.StringIO(text), delimiter=delimiter, restval="")
    names = [name.strip().lower() for name in table.fieldnames or []]
    if "file" not in names:
        raise ArticleError(str(path), "its first line must name the columns, `file` among them: file,published")
    table.fieldnames = names
    rows: dict[str, Content] = {}
    for row in table:
        where = f"{path}#{table.line_num}"
        cells = {name: (row.get(name) or "").strip() or None for name in _COLUMNS}
        file = (row["file"] or "").strip().removeprefix("./")
        if not file:
            raise ArticleError(where, "it names no file")
        if file in rows:
            raise ArticleError(where, f"{file} is there twice")
        if cells["published"]:
            as_date(cells["published"], where)
        rows[file] = Content("", **cells)
    return Metadata(rows)


def as_date(text: str, where: str) -> date:
    """The day in an ISO 8601 date or date-time, as written: no time zone is reckoned with.

    Raises:
        ArticleError: it is none; the message names `where` it stands.
    """
    try:
        return datetime.fromisoformat(text.strip()).date()
    except ValueError as error:
        raise ArticleError(where, f"{text!r} is no date; write it as 2023-12-15") from error


def _json_lines(path: Path, source: str, published: date | None) -> Iterator[Article | ArticleError]:
    with path.open("rb") as file:
        number = 0
        while line := file.readline(_MAX_BYTES):
            number += 1
            where = f"{source}#{number}"
            if not line.endswith(b"\n") and len(line) == _MAX_BYTES:
                yield ArticleError(where, f"the line has over {_MAX_BYTES:,} bytes: too long for an article; split it")
                while (rest := file.readline(_MAX_BYTES)) and not rest.endswith(b"\n"):
                    pass
            elif line.strip():
                yield _article(_line_reader(line), where, published, None)


def _line_reader(line: bytes) -> Callable[[], Content]:
    return lambda: from_json_line(line)


def _article(
    read: Callable[[], Content], source: str, published: date | None, known: Content | None
) -> Article | ArticleError:
    try:
        content = read()
        own = as_date(content.published, source) if content.published else None
        table = as_date(known.published, source) if known and known.published else None
        return article_from_text(
            content.text,
            published=table or own or published,
            title=(known and known.title) or content.title,
            publisher=(known and known.publisher) or content.publisher,
            url=(known and known.url) or content.url,
            language=(known and known.language) or content.language,
            source=source,
        )
    except UnreadableError as error:
        return ArticleError(source, str(error))
    except ArticleError as error:
        return error
