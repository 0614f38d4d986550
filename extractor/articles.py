"""Articles, from files, folders, standard input and text."""

import stat
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from pathlib import Path

from extractor.errors import ArticleError
from extractor.files import printable, unreadable
from extractor.formats import (
    FORMATS,
    JSON_LINES,
    SUPPORTED_SUFFIXES,
    About,
    Content,
    UnreadableError,
    day,
    decoded,
    from_html,
    from_json_line,
    from_markdown,
    looks_like_html,
)
from extractor.metadata import Metadata
from schemas import Article

__all__ = ["MAX_CHARS", "article_from_text", "as_date", "load_articles", "load_stdin"]

# A novel; what is longer is no article but a mistake.
MAX_CHARS = 1_000_000
# Hardly a character takes more in any encoding or JSON escape, and a page has its mark-up.
_BYTES_PER_CHAR = 8
_MARKUP_BYTES = 1_000_000
_STDIN = "<stdin>"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")


def article_from_text(
    text: str,
    *,
    published: date | str | None = None,
    title: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    language: str | None = None,
    source: str | None = None,
    max_chars: int = MAX_CHARS,
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
        max_chars: the longest text to take.

    Raises:
        ArticleError: the text is empty, not text or longer than `max_chars`, or `published` is no date.
    """
    source = source and printable(source)
    name = source or "the text"
    _check_text(text, name, max_chars)
    for field, value in (("title", title), ("publisher", publisher), ("url", url), ("language", language)):
        _check_characters(value or "", f"its {field}", name)
    if isinstance(published, str):
        published = as_date(published, name)
    return Article.from_text(
        text,
        title=title,
        publisher=publisher,
        published=published.date() if isinstance(published, datetime) else published,
        url=url,
        language=language,
        source=source,
    )


def load_articles(
    path: str | Path,
    *,
    metadata: Metadata | None = None,
    published: date | None = None,
    source: str | None = None,
    max_chars: int = MAX_CHARS,
) -> Iterator[Article | ArticleError]:
    """The articles in one file: one, or in a .jsonl file one a line, with `#LINE` behind its source.

    What can't be read comes as an ArticleError that names the file (and line), so that a batch can go on.

    The day of publication is that of `metadata`; if it has none, the one that the file itself gives (front matter,
    page, JSON); if that has none either, `published`. Title, publisher, url and language go by the same order.

    Args:
        path: a file with one of SUPPORTED_SUFFIXES.
        metadata: what a table says of files, found by `source` or by file name.
        published: day of publication of the articles that have none of their own.
        source: what to call the file, if not by its name.
        max_chars: the longest text to take.
    """
    path = Path(path)
    name = printable(source or path.name)
    known = metadata or Metadata({})
    given = About(published=published)
    try:
        _check_file(path, name, _max_bytes(max_chars))
        suffix = path.suffix.lower()
        if suffix == JSON_LINES:
            yield from _json_lines(path, name, known, given, max_chars)
        else:
            own = known.of(source or path.name, path.name) or About()
            yield _article(lambda: FORMATS[suffix](path.read_bytes()), name, own, given, max_chars)
    except OSError as error:
        yield _caused(unreadable(name, error), error)
    except ArticleError as error:
        yield error


def load_stdin(data: bytes, *, published: date | None = None) -> Article | ArticleError:
    """The article in what came by standard input: a page if it looks like HTML, else text with or without front matter.

    Args:
        data: all of it.
        published: day of publication if it does not tell itself.

    Returns:
        The article, or an error as a value, as from `load_articles`; the source of both is `<stdin>`.
    """

    def read() -> Content:
        return from_html(data) if looks_like_html(decoded(data)) else from_markdown(data)

    return _article(read, _STDIN, About(), About(published=published), MAX_CHARS)


def as_date(text: str, where: str) -> date:
    """The day in an ISO 8601 date or date-time, as written: no time zone is reckoned with.

    Raises:
        ArticleError: it is none; the message names `where` it stands.
    """
    try:
        return day(text)
    except UnreadableError as error:
        raise ArticleError(where, str(error)) from error


def _check_text(text: str, name: str, max_chars: int) -> None:
    if not text.strip():
        raise ArticleError(name, "it is empty; give a text")
    if len(text) > max_chars:
        raise ArticleError(name, f"it has {len(text):,} characters, and {max_chars:,} are the most; split it")
    _check_characters(text, "its text", name)


def _check_characters(text: str, what: str, name: str) -> None:
    if "\0" in text:
        raise ArticleError(name, f"{what} holds a NUL character, so it is not text; take it out")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ArticleError(name, f"{what} holds half a character (a lone surrogate); mend the escape") from error


def _check_file(path: Path, name: str, max_bytes: int) -> None:
    found = path.stat()
    if stat.S_ISDIR(found.st_mode):
        raise ArticleError(name, "it is a folder; `extractor batch` reads folders")
    suffix = path.suffix.lower()
    if suffix not in SUPPORTED_SUFFIXES:
        kinds = ", ".join(sorted(SUPPORTED_SUFFIXES))
        raise ArticleError(name, f"files of this kind are not read, only {kinds}; rename or convert it")
    if not stat.S_ISREG(found.st_mode):
        # A pipe would be waited for without end.
        raise ArticleError(name, "it is not a regular file; save it as one, or give it by standard input")
    if suffix != JSON_LINES and found.st_size > max_bytes:
        raise ArticleError(name, f"it has {found.st_size:,} bytes: too long; split it")


def _json_lines(
    path: Path, name: str, known: Metadata, given: About, max_chars: int
) -> Iterator[Article | ArticleError]:
    max_bytes = _max_bytes(max_chars)
    number = 0
    blank = True
    with path.open("rb") as file:
        # Its lines could not be told apart by bytes.
        if file.peek(4).startswith(_WIDE_MARKS):
            raise ArticleError(name, "it is UTF-16 or UTF-32; save it as UTF-8")
        while line := file.readline(max_bytes + 1):
            number += 1
            where = f"{name}#{number}"
            if not line.strip():
                continue
            blank = False
            if len(line) > max_bytes:
                yield ArticleError(where, f"it has over {max_bytes:,} bytes: too long; split it")
                while not line.endswith(b"\n") and line:
                    line = file.readline(max_bytes)
                continue
            own = known.of(where, f"{path.name}#{number}", name, path.name) or About()
            yield _article(partial(from_json_line, line), where, own, given, max_chars)
    if blank:
        raise ArticleError(name, 'it is empty; a line looks like {"text": "...", "published": "2023-12-15"}')


def _article(
    read: Callable[[], Content], name: str, known: About, given: About, max_chars: int
) -> Article | ArticleError:
    try:
        content = read()
        said = known.over(content.about).over(given)
        return article_from_text(
            content.text,
            published=said.published,
            title=said.title,
            publisher=said.publisher,
            url=said.url,
            language=said.language,
            source=name,
            max_chars=max_chars,
        )
    except UnreadableError as error:
        return _caused(ArticleError(name, str(error)), error)
    except ArticleError as error:
        return error


def _max_bytes(max_chars: int) -> int:
    return _BYTES_PER_CHAR * max_chars + _MARKUP_BYTES


def _caused(error: ArticleError, cause: Exception) -> ArticleError:
    error.__cause__ = cause
    return error
