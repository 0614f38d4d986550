"""Results beside gold as a page for a person: what is wrong, missed and false, each with its quote."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import jinja2

from extractor.errors import EvaluationError
from extractor.evaluation.fields import DEMANDED, FIELDS, Field, shown
from extractor.evaluation.matching import Matched, Pair
from extractor.evaluation.places import Stretch
from extractor.evaluation.rows import Kind, Row, Span
from extractor.evaluation.scores import ArticleEvaluation, Evaluation

__all__ = ["Segment", "render", "segments", "write"]

_TEMPLATE = "comparison.html.jinja"
# Why two rows at one place are no pair; for positions their fields tell.
_NEAR = {
    Kind.MEETINGS: "in one sentence, but the quotes do not overlap",
    Kind.DELEGATES: "the same person at another meeting",
    Kind.POSITIONS: "at one place, but another holder or issue",
}


@dataclass(frozen=True)
class Segment:
    """A part of an article that all or none of the quotes of a side cover; `start` is its offset."""

    text: str
    start: int
    gold: bool
    found: bool


@dataclass(frozen=True)
class _Quote:
    text: str
    # Where it begins in the article; None if that is not known.
    start: int | None


@dataclass(frozen=True)
class _Side:
    label: str
    facts: tuple[tuple[str, str], ...]
    quotes: tuple[_Quote, ...]


@dataclass(frozen=True)
class _Line:
    # One of: right, wrong (a field is), near, missed, false, optional.
    verdict: str
    note: str
    gold: _Side | None
    found: _Side | None
    fields: tuple[Field, ...] = ()


def render(evaluation: Evaluation) -> str:
    """The page, as HTML that needs no other file."""
    # All that comes from articles, gold and models is escaped.
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("extractor"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["share"] = _share
    environment.filters["shown"] = shown
    page = environment.get_template(_TEMPLATE)
    return page.render(evaluation=evaluation, kinds=list(Kind), lines=_lines, segments=_segments_of)


def write(evaluation: Evaluation, path: Path) -> None:
    """Write the page to `path`.

    Raises:
        EvaluationError: it can't be written.
    """
    try:
        path.write_text(render(evaluation), encoding="utf-8")
    except OSError as error:
        raise EvaluationError(f"{path} can't be written: {error.strerror or error}; give another --html") from error


def segments(text: str, gold: Iterable[Stretch], found: Iterable[Stretch]) -> Iterator[Segment]:
    """`text` in parts, cut where a quote of either side begins or ends."""
    changes: dict[int, Counter[str]] = {0: Counter(), len(text): Counter()}
    for side, stretches in (("gold", gold), ("found", found)):
        for start, end in stretches:
            changes.setdefault(start, Counter())[side] += 1
            changes.setdefault(end, Counter())[side] -= 1
    cuts = sorted(cut for cut in changes if cut <= len(text))
    open_quotes = {"gold": 0, "found": 0}
    for start, end in pairwise(cuts):
        for side in open_quotes:
            open_quotes[side] += changes[start][side]
        yield Segment(text[start:end], start, open_quotes["gold"] > 0, open_quotes["found"] > 0)


def _segments_of(article: ArticleEvaluation) -> list[Segment]:
    places = article.places
    gold = {place for row, _ in _rows(article) if row for quote in row.quotes for place in places.of_gold(quote)}
    found = {place for _, row in _rows(article) if row for quote in row.quotes for place in places.of_found(quote)}
    return list(segments(places.text or "", gold, found))


def _rows(article: ArticleEvaluation) -> Iterator[tuple[Row | None, Row | None]]:
    for kind in Kind:
        matched = article.rows(kind)
        yield from ((pair.gold, pair.found) for pair in (*matched.pairs, *matched.uncounted))
        yield from ((row, None) for row in matched.missed)
        yield from ((None, row) for row in (*matched.false, *matched.ignored))


def _lines(article: ArticleEvaluation, kind: Kind) -> list[_Line]:
    rows: Matched[Any] = article.rows(kind)

    def line(verdict: str, note: str, gold: Row | None, found: Row | None, fields: tuple[Field, ...] = ()) -> _Line:
        return _Line(
            verdict,
            note,
            _side(kind, gold, article.places.of_gold, bare=bool(fields)) if gold else None,
            _side(kind, found, article.places.of_found, bare=bool(fields)) if found else None,
            fields,
        )

    def paired(pair: Pair[Any], verdict: str, note: str) -> _Line:
        return line(verdict, note, pair.gold, pair.found, pair.fields)

    # By identity, since equal rows are not one row.
    near = {id(row) for pair in rows.near for row in (pair.gold, pair.found)}
    return [
        *(line("missed", "missed", row, None) for row in rows.missed if id(row) not in near),
        *(line("false", "false find", None, row) for row in rows.false if id(row) not in near),
        *(paired(pair, "near", f"missed, and a false find {_NEAR[kind]}") for pair in rows.near),
        *(paired(pair, "wrong", "found") for pair in rows.pairs if pair.wrong),
        *(paired(pair, "right", "found") for pair in rows.pairs if not pair.wrong),
        *(paired(pair, "optional", "optional: not counted") for pair in rows.uncounted),
        *(line("optional", "at an optional meeting: not counted", None, row) for row in rows.ignored),
    ]


def _side(kind: Kind, row: Row, places: Any, *, bare: bool) -> _Side:
    # Of a pair the fields are shown beside each other, so not again here.
    names = () if bare else (*DEMANDED[kind], *FIELDS[kind])
    facts = tuple(
        (name, " or ".join(map(shown, values)))
        for name in names
        if (values := getattr(row, name)) and values not in ((None,), ((),))
    )
    return _Side(row.label, facts, tuple(_quote(quote, places(quote)) for quote in row.quotes))


def _quote(quote: Span, places: tuple[Stretch, ...]) -> _Quote:
    return _Quote(quote.text, places[0][0] if places else None)


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
