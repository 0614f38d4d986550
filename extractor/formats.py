"""What is in a file: its text, and what the file itself says of the article."""

import codecs
import io
import json
import logging
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, cast

from extractor.frontmatter import FrontMatterError, split

__all__ = [
    "FORMATS",
    "JSON_LINES",
    "SUPPORTED_SUFFIXES",
    "About",
    "Content",
    "UnreadableError",
    "about",
    "day",
    "decoded",
    "from_html",
    "from_json_line",
    "from_markdown",
    "looks_like_html",
]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    # UTF-32 first: its mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_TEXT = "it is not text (a binary file?); give .txt, .md, .html, .jsonl or .pdf files, best in UTF-8"
_UNHEARD = logging.NullHandler()
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# A stray control sign happens in scraped text; one in two hundred does not.
_MAX_CONTROLS = 0.005
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ].+)?", re.ASCII)
_HTML = re.compile(
    r"(?:\s|<\?xml[^>]*>|(?><!--.*?-->))*+<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_HTML_LANGUAGE = re.compile(r"<html\b[^>]*?\slang\s*=\s*[\"']?([A-Za-z0-9-]+)", re.IGNORECASE)
# Standards want the declaration in the first 1,024 bytes; pages are later by a little.
_HTML_CHARSET = re.compile(rb"<meta\b[^>]*?\bcharset\s*=\s*[\"']?([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_HTML_HEAD = 4096
# The WHATWG encoding standard: pages that declare these have curly quotes where these have none.
_AS_BROWSERS = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030"}
_MATTER = re.compile(r"---[ \t]*\n(?P<matter>.*?)^---[ \t]*$", re.DOTALL | re.MULTILINE)
_KEY = re.compile(r"^[\"']?[\w-]+[\"']?[ \t]*:(?:[ \t]|$)", re.MULTILINE)
_UNCLOSED = re.compile(r"---[ \t]*\n(?:title|publisher|published|date|url|language)[ \t]*:")
# What is longer is a text between two rules; YAML would take minutes to find that out.
_MAX_MATTER = 65_536
_YAML_NULLS = {"null", "Null", "NULL", "~"}


class UnreadableError(ValueError):
    """A file is not what its name says; the message says what is wrong and what to do."""


@dataclass(frozen=True)
class About:
    """What is said of an article."""

    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    url: str | None = None
    language: str | None = None

    def over(self, other: "About") -> "About":
        """All that this one says, and of the `other` what this one leaves open."""
        return About(**{field.name: getattr(self, field.name) or getattr(other, field.name) for field in fields(About)})


@dataclass(frozen=True)
class Content:
    """A text, and what its file says of it."""

    text: str
    about: About = About()


def decoded(data: bytes) -> str:
    """The text in `data`, in whatever encoding; its newlines become line feeds, and a byte order mark goes.

    Raises:
        UnreadableError: it is not text.
    """
    text = _decoded(data)
    if "\0" in text:
        raise UnreadableError(_NOT_TEXT)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def day(text: str) -> date:
    """The day in an ISO 8601 date or date-time, as written: no time zone is reckoned with.

    Raises:
        UnreadableError: it is none.
    """
    try:
        if _ISO_DAY.fullmatch(text.strip()):
            return datetime.fromisoformat(text.strip()).date()
    except ValueError as error:
        raise UnreadableError(f"{text!r:.60} is not in the calendar; write the date as 2023-12-15") from error
    raise UnreadableError(f"{text!r:.60} is no date; write it as 2023-12-15")


def about(said: Mapping[str, Any], who: str) -> About:
    """What `said` has under title, publisher, published (or date), url and language; `who` is named in errors.

    Raises:
        UnreadableError: a value is no text, or the date is none.
    """
    words = {name: _word(said, name, who) for name in ("title", "publisher", "published", "date", "url", "language")}
    published = words.pop("date")
    published = words.pop("published") or published
    return About(**words, published=day(published) if published else None)


def looks_like_html(text: str) -> bool:
    """Whether `text` begins as a page does."""
    return _HTML.match(text) is not None


def from_text(data: bytes) -> Content:
    """A plain text."""
    return Content(decoded(data))


def from_markdown(data: bytes) -> Content:
    """A text with or without YAML front matter.

    Raises:
        UnreadableError: it is not text, or its front matter is broken.
    """
    text = decoded(data)
    if not _has_front_matter(text):
        return Content(text)
    try:
        matter, body = split(text)
    except FrontMatterError as error:
        problem = " ".join(str(error).split())
        raise UnreadableError(f"its front matter is not YAML: {problem}; mend it, or take it away") from error
    except RecursionError as error:
        raise UnreadableError("its front matter is nested too deeply; write `key: value` lines") from error
    said = {key: value for key, value in matter.items() if not (isinstance(value, str) and value in _YAML_NULLS)}
    return Content(body, about(said, "its front matter"))


def from_html(data: bytes) -> Content:
    """The main text of a page, and what its metadata say; a date there that is none is passed over.

    Raises:
        UnreadableError: it is not text, or no article is found in it.
    """
    # Late: trafilatura takes over a tenth of a second to import.
    from trafilatura import bare_extraction  # noqa: PLC0415
    from trafilatura.settings import Document  # noqa: PLC0415

    html = _decoded_page(data)
    # No extensive search: it would take any date on the page for that of publication.
    dates = {"extensive_search": False, "original_date": True}
    page = bare_extraction(html, with_metadata=True, include_comments=False, date_extraction_params=dates)
    text = page.text if isinstance(page, Document) else None
    if not isinstance(page, Document) or not text or not text.strip():
        raise UnreadableError("no article was found in this page; save its text as .txt")
    language = _HTML_LANGUAGE.search(html[:_HTML_HEAD])
    return Content(
        text,
        About(
            title=page.title,
            publisher=page.sitename,
            published=_day_if_any(page.date),
            url=page.url,
            language=language[1] if language else None,
        ),
    )


def from_pdf(data: bytes) -> Content:
    """The text of all pages.

    Raises:
        UnreadableError: pypdf is not installed, or the file is broken, encrypted or without text.
    """
    try:
        # Late, and an extra: most users have no PDF files.
        from pypdf import PdfReader  # noqa: PLC0415
    except ImportError as error:
        raise UnreadableError("PDF files need the extra: pip install 'talks-extractor[pdf]'") from error
    # What it finds odd it would print, without the name of the file; what matters is raised.
    logging.getLogger("pypdf").addHandler(_UNHEARD)
    encrypted = False
    try:
        reader = PdfReader(io.BytesIO(data))
        encrypted = reader.is_encrypted
        text = "\n\n".join(page.extract_text() for page in reader.pages)
        title = reader.metadata.title if reader.metadata else None
    except Exception as error:  # a broken PDF raises nearly anything, and the batch must go on
        if encrypted:
            raise UnreadableError("it is encrypted; save it without a password") from error
        raise UnreadableError(f"it can't be read as PDF ({error!s:.100}); save it anew, or its text as .txt") from error
    if not text.strip():
        raise UnreadableError("it holds no text (scanned pages?); run it through text recognition first")
    return Content(_mended(text), About(title=_mended(title) if title else None))


def from_json_line(data: bytes) -> Content:
    """An article as a JSON object with `text`, kept as it is, and what else is known of it.

    Raises:
        UnreadableError: it is no such object.
    """
    line = decoded(data)
    try:
        item = json.loads(line)
    except json.JSONDecodeError as error:
        raise UnreadableError(f"it is not JSON: {error.msg} at column {error.colno}; mend the line") from error
    except (RecursionError, ValueError) as error:
        raise UnreadableError("its JSON is nested too deeply or holds too long a number; mend the line") from error
    if not isinstance(item, dict):
        raise UnreadableError('it is not an object; a line looks like {"text": "...", "published": "2023-12-15"}')
    said = cast("dict[str, Any]", item)
    text = said.get("text")
    if not isinstance(text, str):
        raise UnreadableError('it has no `text`; a line looks like {"text": "...", "published": "2023-12-15"}')
    return Content(text, about(said, "it"))


FORMATS: dict[str, Callable[[bytes], Content]] = {
    ".txt": from_text,
    ".md": from_markdown,
    ".markdown": from_markdown,
    ".html": from_html,
    ".htm": from_html,
    ".pdf": from_pdf,
}
JSON_LINES = ".jsonl"
SUPPORTED_SUFFIXES = frozenset({*FORMATS, JSON_LINES})


def _word(said: Mapping[str, Any], name: str, who: str) -> str | None:
    value = said.get(name)
    if isinstance(value, dict | list):
        # Not shown: a few bytes of YAML aliases can stand for gigabytes.
        raise UnreadableError(f"{who} has a list or mapping as {name}, where text is wanted")
    if value is not None and not isinstance(value, str):
        wanted = "a date like 2023-12-15" if name in {"published", "date"} else "text"
        raise UnreadableError(f"{who} has {value!r:.60} as {name}, where {wanted} is wanted")
    return (value or "").strip() or None


def _has_front_matter(text: str) -> bool:
    block = _MATTER.match(text)
    if block is None:
        if _UNCLOSED.match(text):
            raise UnreadableError("its front matter (line 1) has no end; put a line `---` behind it")
        return False
    matter = block["matter"]
    # A blank line behind `---`, or no `key:` before the next one: it is a rule, not the mark of front matter.
    return not matter.startswith("\n") and len(matter) <= _MAX_MATTER and _KEY.search(matter) is not None


def _day_if_any(text: str | None) -> date | None:
    try:
        return day(text) if text else None
    except UnreadableError:
        return None


def _mended(text: str) -> str:
    # Broken fonts give NULs and halves of surrogate pairs, which no file could hold.
    return text.replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _decoded_page(data: bytes) -> str:
    charset = _HTML_CHARSET.search(data[:_HTML_HEAD])
    if charset and not data.startswith(tuple(mark for mark, _ in _BOMS)):
        with suppress(LookupError, UnicodeError):
            codec = codecs.lookup(charset[1].decode()).name
            # What is UTF-8 is UTF-8, whatever it declares.
            data = data if _is_utf8(data) else data.decode(_AS_BROWSERS.get(codec, codec)).encode()
    return decoded(data)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _decoded(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise UnreadableError(
                    f"it is not text: it begins as {encoding[:6].upper()} and goes on as something else"
                ) from error
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        return _guessed(data, error)


def _guessed(data: bytes, error: UnicodeDecodeError) -> str:
    if b"\0" in data:
        raise UnreadableError(_NOT_TEXT) from error
    lenient = data.decode(errors="replace")
    broken = lenient.count("\ufffd")
    # Other encodings hardly ever look like UTF-8; a guess would garble all that is right in the file.
    if sum(char > "\x7f" for char in lenient) - broken > broken:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableError(f"it is UTF-8 with damaged characters, the first in line {line}; mend them") from error
    # Late: most files are UTF-8.
    from charset_normalizer import from_bytes  # noqa: PLC0415

    best = from_bytes(data).best()
    text = "" if best is None else str(best)
    if best is None or len(_CONTROLS.findall(text)) > len(text) * _MAX_CONTROLS:
        raise UnreadableError(_NOT_TEXT) from error
    return text
