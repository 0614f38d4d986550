"""The rows of results in the tables of their export."""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress

from extractor.dates import span_of
from extractor.exports.tables import TABLES, Kind, Row
from schemas import Actor, Delegation, Extraction, Meeting, Person, Position, Quote, Result, When

__all__ = ["rows_of"]

_OPTIONAL_TEXTS = {
    table.name: tuple(column.kind is Kind.TEXT and not column.required for column in table.columns) for table in TABLES
}


def rows_of(results: Iterable[Result]) -> Iterator[tuple[str, Row]]:
    """The rows of `results`, each with the name of its table, those that are pointed at before those that point.

    An article that stands in the results again (the same text under another name) is left out there, since its rows
    would have the same keys. An optional text that is empty is null, as no form but JSON can tell the two apart.
    """
    # 16 digits an article, kept as a number: 6 MB for 100,000 articles.
    seen: set[int] = set()
    failures = 0
    for result in results:
        if result.skipped:
            continue
        if result.extraction is None:
            failures += 1
            kind, message = (result.error.kind, result.error.message) if result.error else ("unknown", "")
            yield "failures", (failures, result.source, kind, message)
            continue
        mark = hash(result.extraction.article.id)
        if mark in seen:
            continue
        seen.add(mark)
        for table, row in _rows(result.source, result.extraction):
            optional = _OPTIONAL_TEXTS[table]
            yield (
                table,
                tuple(None if empty and not value else value for empty, value in zip(optional, row, strict=True)),
            )


def _rows(source: str, extraction: Extraction) -> Iterator[tuple[str, Row]]:
    article, made = extraction.article, extraction.provenance
    yield (
        "articles",
        (
            article.id,
            source,
            article.title,
            article.publisher,
            article.published,
            article.url,
            article.language,
            made.model,
            made.prompt_version,
            made.schema_version,
            made.attempts,
            made.repairs,
            made.tokens.prompt,
            made.tokens.completion,
            made.cost,
            made.cached,
            made.started,
            made.seconds,
        ),
    )
    for meeting in extraction.meetings:
        yield from _meeting(article.id, meeting)
    for number, delegation in enumerate(extraction.delegations, start=1):
        yield from _delegation(article.id, f"d{number}", delegation)
    for number, position in enumerate(extraction.positions, start=1):
        yield from _position(article.id, f"p{number}", position)
    forms = [(name, variant) for name in extraction.names for variant in name.variants]
    for number, (name, variant) in enumerate(forms, start=1):
        yield "names", (article.id, number, name.name, name.kind, variant)
    for number, dropped in enumerate(extraction.rejected, start=1):
        item = json.dumps(dropped.item, ensure_ascii=False)
        yield "rejected", (article.id, number, dropped.path, dropped.rule, dropped.reason, item)


def _meeting(article: str, meeting: Meeting) -> Iterator[tuple[str, Row]]:
    key = (article, meeting.id)
    place = meeting.place
    yield (
        "meetings",
        (
            *key,
            meeting.name,
            meeting.format,
            meeting.status,
            meeting.level,
            meeting.round,
            *_dated(meeting.when),
            meeting.duration,
            *((place.venue, place.city, place.country) if place else (None, None, None)),
        ),
    )
    for part, actors in (("party", meeting.parties), ("mediator", meeting.mediators), ("host", meeting.hosts)):
        for number, actor in enumerate(actors, start=1):
            yield "participants", (*key, part, number, *_named(actor))
    for number, topic in enumerate(meeting.topics, start=1):
        yield "topics", (*key, number, topic)
    for number, outcome in enumerate(meeting.outcomes, start=1):
        yield "outcomes", (*key, number, outcome.kind, outcome.description)
    yield from _quoted(*key, meeting.quotes)


def _delegation(article: str, key: str, delegation: Delegation) -> Iterator[tuple[str, Row]]:
    yield "delegations", (article, key, delegation.meeting, *_named(delegation.party), delegation.role)
    for number, member in enumerate(delegation.members, start=1):
        head = delegation.head is not None and member.name == delegation.head.name
        yield "delegates", (article, key, number, *_person(member), head)
    yield from _quoted(article, key, delegation.quotes)


def _position(article: str, key: str, position: Position) -> Iterator[tuple[str, Row]]:
    yield (
        "positions",
        (
            article,
            key,
            position.meeting,
            *_named(position.holder),
            *_person(position.speaker),
            position.stance,
            position.issue,
            position.subject,
            position.statement,
            *_named(position.toward),
            *_dated(position.when),
            position.reported_by,
            position.certainty,
        ),
    )
    yield from _quoted(article, key, position.quotes)


def _quoted(article: str, row: str, quotes: list[Quote]) -> Iterator[tuple[str, Row]]:
    for number, quote in enumerate(quotes, start=1):
        yield "quotes", (article, row, number, quote.text, quote.start, quote.end, quote.match)


def _dated(when: When) -> Row:
    first = last = None
    if when.edtf:
        # Results of other programs may hold what is no date; the words stay.
        with suppress(ValueError):
            first, last = span_of(when.edtf)
    return when.as_written, when.edtf, first, last, when.basis


def _named(actor: Actor | None) -> Row:
    return (actor.name, actor.kind, actor.country) if actor else (None, None, None)


def _person(person: Person | None) -> Row:
    return (person.name, person.title, person.affiliation) if person else (None, None, None)
