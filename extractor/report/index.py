"""Which row of which article is where on the page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from extractor.report.texts import quotes_alone, segments_of, stands
from extractor.report.wording import readable_date, readable_day, words
from schemas import ArticleInfo, Quote
from schemas.dossier import DossierDocument

__all__ = ["ArticleEntry", "Index", "Proof", "index_of"]


@dataclass(frozen=True)
class Proof:
    """A row of an article: what it became on the page, and its quotes."""

    number: int
    kind: str
    label: str
    target: str
    quotes: tuple[Quote, ...]


@dataclass
class ArticleEntry:
    """An article on the page, with its rows."""

    number: int
    info: ArticleInfo
    same_text_as: str | None
    text: str | None
    rows: dict[str, Proof] = field(default_factory=dict[str, Proof])

    @property
    def title(self) -> str:
        """What the article is called on the page."""
        return self.info.title or self.info.source or self.info.id

    @property
    def byline(self) -> str:
        """Where and when it was published."""
        return ", ".join(filter(None, (self.info.publisher, readable_day(self.info.published))))

    def of_kind(self, kind: str) -> int:
        """How many of its rows are of this kind."""
        return sum(row.kind == kind for row in self.rows.values())

    def as_data(self) -> dict[str, Any]:
        """What the page's script shows of it: the text in segments, and the rows that these prove."""
        quotes = [(row.number, quote) for row in self.rows.values() for quote in row.quotes]
        text = self.text
        whole = text is not None and all(stands(quote, text) for _, quote in quotes)
        segments = segments_of(text, quotes) if text is not None and whole else quotes_alone(quotes)
        return {
            "title": self.title,
            "byline": self.byline,
            "whole": whole,
            "segments": [[segment.text, *segment.rows] for segment in segments],
            "rows": [[row.kind, row.label, row.target] for row in self.rows.values()],
        }


@dataclass(frozen=True)
class Index:
    """The articles by id, in order of publication."""

    articles: dict[str, ArticleEntry]

    def row(self, reference: str) -> tuple[ArticleEntry, Proof]:
        """The article and the row that `reference` (`ARTICLE/m1`) names."""
        article = self.articles[reference.rpartition("/")[0]]
        return article, article.rows[reference]


def index_of(document: DossierDocument, texts: Mapping[str, str], lines: Mapping[str, str]) -> Index:
    """The index of `document`; `texts` by article, and where each position's time line stands, by the position's id."""
    articles = {
        article.info.id: ArticleEntry(number, article.info, article.same_text_as, texts.get(article.info.id))
        for number, article in enumerate(document.articles)
    }
    for reference, kind, label, target, quotes in _proofs(document, lines):
        entry = articles[reference.rpartition("/")[0]]
        entry.rows[reference] = Proof(len(entry.rows), kind, label, target, tuple(quotes))
    return Index(articles)


def _proofs(document: DossierDocument, lines: Mapping[str, str]) -> Iterator[tuple[str, str, str, str, list[Quote]]]:
    for meeting in document.meetings:
        day = readable_date(meeting.date.value)
        for report in meeting.reports:
            yield report.row, "meeting", f"{meeting.name} ({day}): {words(report.status)}", meeting.id, report.quotes
        for delegation in meeting.delegations:
            for row, quotes in delegation.quotes.items():
                people = ", ".join(member.name for member in delegation.members if row in member.sources)
                label = f"{delegation.party.name}: {people} ({meeting.name})"
                yield row, "delegation", label, meeting.id, quotes
    for timeline in document.timelines:
        for position in timeline.positions:
            for report in position.reports:
                label = f"{position.holder.name} {words(report.stance)}: {report.subject}"
                yield report.row, "position", label, lines[position.id], report.quotes
