"""What is in a file: its text, and what the file itself says of the article."""

import codecs
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from extractor.frontmatter import FrontMatterError, split

__all__ = ["FORMATS", "Content", "UnreadableError", "decoded", "from_html", "from_json_line", "from_markdown"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    # UTF-32 first: its mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# A stray control sign happens in scraped text; one in two hundred does not.
_MAX_CONTROLS = 0.005
_HTML_LANGUAGE = re.compile(rb"<html[^>]*\blang\s*=\s*[\"']?([A-Za-z0-9-]+)", re.IGNORECASE)


class UnreadableError(ValueError):
    """A file is not what its name says; the message says what is wrong and what to do."""


@dataclass(frozen=True)
class Content:
    """A text, and what its file says of it. `published` is as written."""

    text: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None


def decoded(data: bytes) -> str:
    """The text in `data`, in whatever encoding; its newlines become line feeds, and a byte order mark goes.

    Raises:
        UnreadableError: it is not text.
    """
    text = _decoded(data)
    if len(_CONTROLS.findall(text)) > len(text) * _MAX_CONTROLS:
        raise UnreadableError("it is not text (a binary file?); give .txt, .md, .html, .jsonl or .pdf files")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def from_text(data: bytes) -> Content:
    """A plain text."""
    return Content(decoded(data))


def from_markdown(data: bytes) -> Content:
    """A text with or without YAML front matter; `date` there means the same as `published`."""
    try:
        matter, text = split(decoded(data))
    except FrontMatterError as error:
        raise UnreadableError(f"its front matter is not YAML: {error}; mend it, or take it away") from error
    return _described(text, {"published": matter.get("date"), **matter}, "its front matter")


def from_html(data: bytes) -> Content:
    """The main text of a page, and what its metadata say."""
    # Late: trafilatura takes over a tenth of a second to import.
    from trafilatura import bare_extraction  # noqa: PLC0415
    from trafilatura.settings import Document  # noqa: PLC0415

    # No extensive search: it would take any date on the page for that of publication.
    dates = {"extensive_search": False, "original_date": True}
    page = bare_extraction(data, with_metadata=True, include_comments=False, date_extraction_params=dates)
    if not isinstance(page, Document) or not (page.text or "").strip():
        raise UnreadableError("no article was found in this page; save its text as .txt")
    language = _HTML_LANGUAGE.search(data)
    return Content(
        decoded(cast("str", page.text).encode()),
        title=page.title,
        publisher=page.sitename,
        published=page.date,
        url=page.url,
        language=language[1].decode() if language else None,
    )


def from_pdf(data: bytes) -> Content:
    """The text of all pages."""
    try:
        # Late, and an extra: most users have no PDF files.
        from pypdf import PdfReader  # noqa: PLC0415
        from pypdf.errors import PyPdfError  # noqa: PLC0415
    except ImportError as error:
        raise UnreadableError("PDF files need the extra: pip install 'talks-extractor[pdf]'") from error
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError("it is encrypted; save it without a password")
        text = "\n\n".join(page.extract_text() for page in reader.pages)
        title = reader.metadata.title if reader.metadata else None
    except (PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError(f"it can't be read as PDF: {error}") from error
    if not text.strip():
        raise UnreadableError("it holds no text (scanned pages?); run it through text recognition first")
    # Broken fonts give halves of surrogate pairs, which no file could hold.
    return Content(text.encode("utf-8", "replace").decode(), title=title or None)


def from_json_line(data: bytes) -> Content:
    """An article as a JSON object with `text`, and what else is known of it."""
    try:
        item = json.loads(decoded(data))
    except (json.JSONDecodeError, RecursionError) as error:
        raise UnreadableError(f"it is not JSON: {error}") from error
    if not isinstance(item, dict):
        raise UnreadableError('a line is an object like {"text": "...", "published": "2023-12-15"}')
    fields = cast("dict[str, Any]", item)
    text = fields.get("text")
    if not isinstance(text, str):
        raise UnreadableError("it has no `text`")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UnreadableError("its `text` holds half a character (a lone surrogate); mend the escape") from error
    return _described(text, fields, "it")


FORMATS: dict[str, Callable[[bytes], Content]] = {
    ".txt": from_text,
    ".md": from_markdown,
    ".markdown": from_markdown,
    ".html": from_html,
    ".htm": from_html,
    ".pdf": from_pdf,
}


def _described(text: str, fields: dict[str, Any], who: str) -> Content:
    known: dict[str, str | None] = {}
    for name in ("title", "publisher", "published", "url", "language"):
        value = fields.get(name)
        if value is not None and not isinstance(value, str):
            raise UnreadableError(f"{who} says {name}: {value!r}, where text is wanted")
        known[name] = (value or "").strip() or None
    return Content(text, **known)


def _decoded(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise UnreadableError(f"it begins as {encoding.upper()} and goes on as something else") from error
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    # Late: most files are UTF-8.
    from charset_normalizer import from_bytes  # noqa: PLC0415

    best = None if b"\0" in data else from_bytes(data).best()
    if best is None:
        raise UnreadableError("it is not text (a binary file?); give .txt, .md, .html, .jsonl or .pdf files")
    return str(best)
