"""Rows as they are compared: each field with all its values that are right, each delegate a row of their own."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Self, TypeAlias, TypeVar

from extractor.formats import SUPPORTED_SUFFIXES
from schemas import Extraction, Quote, Result

__all__ = ["Accepted", "DelegateRow", "Kind", "MeetingRow", "PositionRow", "Reading", "Row", "Span", "article_name"]

Value = TypeVar("Value")
# The values that are right; none where gold says nothing, so that nothing is compared. What was found has one.
Accepted: TypeAlias = tuple[Value, ...]


class Kind(StrEnum):
    """What is counted."""

    MEETINGS = "meetings"
    DELEGATES = "delegates"
    POSITIONS = "positions"


@dataclass(frozen=True)
class Span:
    """A quote; its offsets where they are known."""

    text: str
    start: int | None = None
    end: int | None = None

    @classmethod
    def of(cls, quotes: Iterable[Quote]) -> tuple[Self, ...]:
        """The spans of the quotes of a result."""
        return tuple(cls(quote.text, quote.start, quote.end) for quote in quotes)


@dataclass(frozen=True, kw_only=True)
class MeetingRow:
    """A meeting to be compared."""

    id: str
    name: str
    quotes: tuple[Span, ...]
    format: Accepted[str] = ()
    status: Accepted[str] = ()
    date: Accepted[str | None] = ()
    round: Accepted[int | None] = ()
    city: Accepted[str | None] = ()
    country: Accepted[str | None] = ()
    venue: Accepted[str | None] = ()
    duration: Accepted[str | None] = ()
    parties: Accepted[tuple[str, ...]] = ()
    mediators_or_hosts: Accepted[tuple[str, ...]] = ()
    outcomes: Accepted[tuple[str, ...]] = ()
    optional: bool = False

    @property
    def label(self) -> str:
        """What to call it."""
        return self.name or self.id


@dataclass(frozen=True, kw_only=True)
class DelegateRow:
    """One person of a delegation to be compared."""

    name: str
    meeting: str | None
    quotes: tuple[Span, ...]
    party: Accepted[str] = ()
    role: Accepted[str] = ()
    head: Accepted[bool] = ()
    optional: bool = False

    @property
    def label(self) -> str:
        """What to call it."""
        return self.name


@dataclass(frozen=True, kw_only=True)
class PositionRow:
    """A position to be compared."""

    subject: str
    holder: Accepted[str]
    quotes: tuple[Span, ...]
    stance: Accepted[str] = ()
    issue: Accepted[str] = ()
    speaker: Accepted[str | None] = ()
    toward: Accepted[str | None] = ()
    date: Accepted[str | None] = ()
    reported_by: Accepted[str | None] = ()
    certainty: Accepted[str] = ()
    optional: bool = False

    @property
    def label(self) -> str:
        """What to call it."""
        return f"{' or '.join(self.holder)}: {self.subject}"


Row: TypeAlias = MeetingRow | DelegateRow | PositionRow


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What one reader, a person or a model, took from one article.

    Attributes:
        name: what the two sides of a comparison are paired by; see `article_name`.
        source: the file it comes from.
        meetings, delegates, positions: the rows.
        article: id of the article, if it is known.
        title, text, language: of the article, if they are known.
        rejected: how many rows the checks dropped.
        error: why there are no rows, if reading failed.
        notes: what is odd about it.
    """

    name: str
    source: str
    meetings: tuple[MeetingRow, ...] = ()
    delegates: tuple[DelegateRow, ...] = ()
    positions: tuple[PositionRow, ...] = ()
    article: str | None = None
    title: str | None = None
    text: str | None = None
    language: str | None = None
    rejected: int = 0
    error: str | None = None
    notes: tuple[str, ...] = ()

    @classmethod
    def of(cls, result: Result) -> Self:
        """The rows of one line of a results file."""
        name, found = article_name(result.source), result.extraction
        if result.skipped:
            return cls(name=name, source=result.source)
        if found is None:
            said = result.error.message if result.error else "it holds neither rows nor an error"
            return cls(name=name, source=result.source, error=said)
        return cls(
            name=name,
            source=result.source,
            meetings=_meetings(found),
            delegates=_delegates(found),
            positions=_positions(found),
            article=found.article.id,
            title=found.article.title,
            text=found.article.text,
            language=found.article.language,
            rejected=len(found.rejected),
        )


def article_name(source: str) -> str:
    """The name of a file without its ending; a line of a .jsonl file keeps its `#LINE`."""
    file, mark, line = source.rpartition("#")
    if not (mark and line.isdigit()):
        file, mark, line = source, "", ""
    path = PurePosixPath(file)
    if path.suffix.lower() in {*SUPPORTED_SUFFIXES, ".json"}:
        file = str(path.with_suffix(""))
    return file + mark + line


def _meetings(found: Extraction) -> tuple[MeetingRow, ...]:
    return tuple(
        MeetingRow(
            id=row.id,
            name=row.name,
            quotes=Span.of(row.quotes),
            format=(row.format.value,),
            status=(row.status.value,),
            date=(row.when.edtf,),
            round=(row.round,),
            city=(row.place and row.place.city,),
            country=(row.place and row.place.country,),
            venue=(row.place and row.place.venue,),
            duration=(row.duration,),
            parties=(tuple(actor.name for actor in row.parties),),
            mediators_or_hosts=(tuple(dict.fromkeys(actor.name for actor in (*row.mediators, *row.hosts))),),
            outcomes=(tuple(dict.fromkeys(outcome.kind.value for outcome in row.outcomes)),),
        )
        for row in found.meetings
    )


def _delegates(found: Extraction) -> tuple[DelegateRow, ...]:
    return tuple(
        DelegateRow(
            name=person.name,
            meeting=row.meeting,
            quotes=Span.of(row.quotes),
            party=(row.party.name,),
            role=(row.role.value,),
            head=(row.head is not None and row.head.name == person.name,),
        )
        for row in found.delegations
        for person in row.members
    )


def _positions(found: Extraction) -> tuple[PositionRow, ...]:
    return tuple(
        PositionRow(
            subject=row.subject,
            holder=(row.holder.name,),
            quotes=Span.of(row.quotes),
            stance=(row.stance.value,),
            issue=(row.issue.value,),
            speaker=(row.speaker and row.speaker.name,),
            toward=(row.toward and row.toward.name,),
            date=(row.when.edtf,),
            reported_by=(row.reported_by,),
            certainty=(row.certainty.value,),
        )
        for row in found.positions
    )
