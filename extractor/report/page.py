"""The page itself: a template filled in, with its style, its script and its data inside."""

import base64
import hashlib
import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from extractor.dossier.stances import direction_of
from extractor.report.charts import MARKS, bars_of, line_id, matrix_of, years_of
from extractor.report.index import index_of
from extractor.report.wording import country_name, readable_date, readable_day, readable_place, words
from schemas.dossier import DossierDocument

__all__ = ["render"]

# Ends a script element, begins a comment or an entity, and two line ends of JavaScript that JSON does not know as such.
_UNSAFE_IN_SCRIPT = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}


def render(document: DossierDocument, texts: Mapping[str, str], *, title: str) -> str:
    """The page for `document`, with the articles' `texts` by their ids (for the others the quotes alone)."""
    folder = files("extractor.report") / "page"
    style, script, template = (
        (folder / name).read_text(encoding="utf-8") for name in ("page.css", "page.js", "page.html.jinja")
    )
    lines = {
        position.id: line_id(number)
        for number, timeline in enumerate(document.timelines)
        for position in timeline.positions
    }
    index = index_of(document, texts, lines)
    issues, rows = matrix_of(document.timelines)
    page = _environment().from_string(template)
    return page.render(
        title=title,
        policy=_policy(style, script),
        # Our own two files, and JSON that can't end its element; all else is escaped by the template engine.
        style=Markup(style),  # noqa: S704
        script=Markup(script),  # noqa: S704
        data=Markup(_as_json([article.as_data() for article in index.articles.values()])),  # noqa: S704
        document=document,
        index=index,
        names={meeting.id: meeting.name for meeting in document.meetings},
        bars=bars_of(document.meetings),
        years=years_of(document.meetings),
        issues=issues,
        matrix=rows,
        marks={direction.value: mark for direction, mark in MARKS.items()},
    )


def _environment() -> Environment:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(
        words=words,
        day=readable_day,
        edtf=readable_date,
        place=readable_place,
        country=country_name,
        direction=direction_of,
        line=line_id,
        said=_said,
    )
    return environment


def _said(value: Any) -> str:
    """A claimed value in words, whatever the field."""
    return readable_date(value) if isinstance(value, str) and value[:4].isdigit() else words(str(value))


def _policy(style: str, script: str) -> str:
    """Only our own style and script, known by their hashes; no request of any kind, no frame, no form."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE_IN_SCRIPT)
