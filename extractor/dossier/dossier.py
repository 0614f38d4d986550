"""The dossier: results of many articles go in, each real meeting and each actor's time line come out."""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Self

from extractor.dossier.actors import actors_of
from extractor.dossier.aliases import Aliases
from extractor.dossier.building import Builder, Built
from extractor.dossier.clustering import Group
from extractor.dossier.collection import collection_put_off
from extractor.dossier.identity import Identity
from extractor.dossier.merging import merge_meeting
from extractor.dossier.positions import merge_position
from extractor.dossier.rows import ArticleRows
from extractor.dossier.tables import to_pandas, to_polars
from extractor.dossier.timeline import timeline_of
from extractor.dossier.told import Keeper
from schemas import Issue, Result
from schemas.dossier import (
    DossierActor,
    DossierArticle,
    DossierDocument,
    DossierMeeting,
    Resemblance,
    SourceCount,
    Timeline,
)

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

__all__ = ["Dossier", "DossierSize"]

_RESEMBLING = 3


@dataclass(frozen=True)
class DossierSize:
    """How much a dossier holds: what the articles told, and what was made of it."""

    articles: SourceCount
    unread: int
    skipped: int
    meetings: int
    meeting_reports: int
    positions: int
    position_reports: int


class Dossier:
    """Each real meeting once, and each actor's positions over time, out of many articles' results.

        dossier = Dossier.from_results(read_results(Path("results.jsonl")))
        for meeting in dossier.meetings():
            print(meeting.date.value, meeting.name, meeting.sources.articles)

    The outcome depends on the articles alone: not on their order, and not on whether they came at once or one by one.
    An article that comes twice counts once: as the run that began later read it.

    Attributes:
        identity: who counts as one.
    """

    def __init__(self, aliases: Aliases | None = None) -> None:
        """Begin with no article; `aliases` say which names mean the same."""
        self.identity = Identity(aliases)
        self._keeper = Keeper()
        self._articles: dict[str, tuple[float, ArticleRows]] = {}
        self._unread: set[str] = set()
        self._skipped: set[str] = set()
        self._builder = Builder(self.identity)
        self._built: Built | None = None

    @classmethod
    def from_results(cls, results: Iterable[Result], aliases: Aliases | None = None) -> Self:
        """The dossier of all `results`, such as `read_results` gives."""
        dossier = cls(aliases)
        for result in results:
            dossier.add(result)
        return dossier

    def add(self, result: Result) -> None:
        """Add one article's result; one that failed or was passed over is only counted."""
        extraction = result.extraction
        if extraction is None:
            (self._skipped if result.skipped else self._unread).add(result.source)
            return
        # Runs of the same moment are told apart by what they hold, so that the order of adding can't matter.
        age = extraction.provenance.started.timestamp()
        known = self._articles.get(extraction.article.id)
        if known and known[0] > age:
            return
        rows = ArticleRows.of(extraction, self.identity, self._keeper)
        if known and known[0] == age and known[1].written_out >= rows.written_out:
            return
        self._articles[extraction.article.id] = (age, rows)
        self._built = None

    def meetings(self, *, actor: str | None = None) -> Iterator[DossierMeeting]:
        """The meetings in order of time, all or those of one `actor`; without a date they stand where first published.

        Args:
            actor: name of a party, mediator or host, in any form that the extraction knows ("Kyiv", "Ukrainian").
        """
        built = self._build()
        key = self.identity.named(actor) if actor else None
        for group in built.groups:
            if key is None or any(key in row.parties or key in row.helpers for row in group.rows):
                yield _meeting(group, built)

    def most_reported(self, count: int) -> list[DossierMeeting]:
        """The `count` meetings that the most articles report, in order of time."""
        built = self._build()
        chosen = {id(group) for group in heapq.nlargest(count, built.groups, key=lambda group: len(group.rows))}
        return [_meeting(group, built) for group in built.groups if id(group) in chosen]

    def size(self) -> DossierSize:
        """How much it holds."""
        built = self._build()
        return DossierSize(
            articles=built.context.count(self._articles),
            unread=len(self._unread),
            skipped=len(self._skipped),
            meetings=len(built.groups),
            meeting_reports=sum(len(group.rows) for group in built.groups),
            positions=sum(len(held) for held in built.positions.values()),
            position_reports=sum(len(rows) for held in built.positions.values() for rows in held),
        )

    def timelines(self, *, actor: str | None = None, issue: Issue | None = None) -> Iterator[Timeline]:
        """The positions of each actor on each issue over time, by the actor's name and the issue; all or some."""
        built = self._build()
        key = self.identity.named(actor) if actor else None
        for holder, about in sorted(built.positions, key=lambda line: (self.identity.label(line[0]), line)):
            if key in {None, holder} and issue in {None, about}:
                positions = built.positions[holder, about]
                yield timeline_of(
                    (merge_position(rows, built.meeting_of, built.context) for rows in positions), self.identity
                )

    def actors(self) -> list[DossierActor]:
        """All parties, mediators, hosts and holders of positions, by name."""
        return actors_of(self.meetings(), self.timelines(), self.identity)

    def articles(self) -> list[DossierArticle]:
        """All articles that were read, in order of publication."""
        families = self._build().context.sources.families
        infos = sorted(
            (rows.info for _, rows in self._articles.values()), key=lambda info: (info.published or date.max, info.id)
        )
        return [
            DossierArticle(info=info, same_text_as=first if (first := families.get(info.id)) != info.id else None)
            for info in infos
        ]

    def unread(self) -> list[str]:
        """Sources of the articles that could not be read."""
        return sorted(self._unread)

    def skipped(self) -> list[str]:
        """Sources of the articles that triage passed over."""
        return sorted(self._skipped)

    def to_pandas(self) -> "dict[str, pd.DataFrame]":
        """Tables as pandas data frames, by name; docs/dossier.md lists them.

        Raises:
            DossierError: pandas is not installed.
        """
        return to_pandas(self.meetings(), self.timelines())

    def to_polars(self) -> "dict[str, pl.DataFrame]":
        """The same tables as polars data frames.

        Raises:
            DossierError: polars is not installed.
        """
        return to_polars(self.meetings(), self.timelines())

    def document(self) -> DossierDocument:
        """All of it at once, as a file holds it; `write_dossier` needs less memory."""
        meetings, timelines = list(self.meetings()), list(self.timelines())
        return DossierDocument(
            articles=self.articles(),
            meetings=meetings,
            timelines=timelines,
            actors=actors_of(meetings, timelines, self.identity),
            unread=self.unread(),
            skipped=self.skipped(),
        )

    def _build(self) -> Built:
        if self._built is None:
            with collection_put_off():
                self._built = self._builder.build([rows for _, rows in self._articles.values()])
        return self._built


def _meeting(group: Group, built: Built) -> DossierMeeting:
    return merge_meeting(group, built.delegations, _resembling(group, built), built.context)


def _resembling(group: Group, built: Built) -> list[Resemblance]:
    own = built.meeting_of[group.rows[0].ref]
    found: dict[str, Resemblance] = {}
    for tie in sorted(group.resembling, key=lambda tie: (-tie.evidence.score, tie.row.ref, tie.other.ref)):
        for row in (tie.row, tie.other):
            meeting = built.meeting_of[row.ref]
            if meeting != own:
                found.setdefault(
                    meeting,
                    Resemblance(meeting=meeting, score=tie.evidence.score, reasons=tie.evidence.reasons),
                )
    return list(found.values())[:_RESEMBLING]
