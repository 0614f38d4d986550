"""A dossier as tables, for data frames: what is nested becomes a table of its own, joined by ids."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from extractor.dates import span_of
from extractor.errors import DossierError
from schemas import Place
from schemas.dossier import DossierMeeting, SourceCount, Timeline

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

__all__ = ["to_pandas", "to_polars"]

Row = tuple[Any, ...]
Kind = type[str] | type[int] | type[float] | type[bool] | type[date]

_TABLES: dict[str, dict[str, Kind]] = {
    "meetings": {
        "meeting": str,
        "name": str,
        "date": str,
        "first_day": date,
        "last_day": date,
        "status": str,
        "format": str,
        "level": str,
        "round": int,
        "venue": str,
        "city": str,
        "country": str,
        "duration": str,
        "articles": int,
        "independent": int,
        "publishers": int,
        "contradictions": int,
    },
    "reports": {
        "row": str,
        "meeting": str,
        "article": str,
        "published": date,
        "name": str,
        "status": str,
        "date": str,
        "quotes": str,
    },
    "statuses": {"meeting": str, "published": date, "status": str, "date": str, "sources": int},
    "participants": {"meeting": str, "part": str, "actor": str, "kind": str, "country": str, "sources": int},
    "delegates": {
        "meeting": str,
        "party": str,
        "role": str,
        "name": str,
        "names": str,
        "titles": str,
        "head": bool,
        "sources": int,
    },
    "contradictions": {"meeting": str, "field": str, "value": str, "sources": int, "rows": str},
    "links": {"meeting": str, "row": str, "same_as": str, "score": float, "reasons": str},
    "positions": {
        "position": str,
        "actor": str,
        "issue": str,
        "day": date,
        "date": str,
        "stance": str,
        "subject": str,
        "statement": str,
        "speakers": str,
        "toward": str,
        "meeting": str,
        "certainty": str,
        "articles": int,
        "independent": int,
        "publishers": int,
    },
    "changes": {"actor": str, "issue": str, "before": str, "after": str, "kind": str, "said": str},
}


def to_pandas(meetings: Iterable[DossierMeeting], timelines: Iterable[Timeline]) -> "dict[str, pd.DataFrame]":
    """The tables by name, as pandas data frames; dates are datetime64, whole numbers Int64.

    Raises:
        DossierError: pandas is not installed.
    """
    try:
        import pandas as pd  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise _missing("pandas") from error
    dtypes = {str: "string", int: "Int64", float: "float64", bool: "bool", date: "datetime64[s]"}
    rows = _rows(meetings, timelines)
    return {
        name: pd.DataFrame(rows[name], columns=list(columns)).astype(  # pyright: ignore[reportUnknownMemberType]
            {column: dtypes[kind] for column, kind in columns.items()}
        )
        for name, columns in _TABLES.items()
    }


def to_polars(meetings: Iterable[DossierMeeting], timelines: Iterable[Timeline]) -> "dict[str, pl.DataFrame]":
    """The tables by name, as polars data frames.

    Raises:
        DossierError: polars is not installed.
    """
    try:
        import polars as pl  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise _missing("polars") from error
    dtypes = {str: pl.String, int: pl.Int64, float: pl.Float64, bool: pl.Boolean, date: pl.Date}
    rows = _rows(meetings, timelines)
    return {
        name: pl.DataFrame(rows[name], schema={column: dtypes[kind] for column, kind in columns.items()}, orient="row")
        for name, columns in _TABLES.items()
    }


def _missing(library: str) -> DossierError:
    return DossierError(f"{library} is not installed: pip install 'talks-extractor[{library}]'")


def _rows(meetings: Iterable[DossierMeeting], timelines: Iterable[Timeline]) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {name: [] for name in _TABLES}
    for meeting in meetings:
        _add_meeting(meeting, rows)
    for timeline in timelines:
        _add_timeline(timeline, rows)
    return rows


def _add_meeting(meeting: DossierMeeting, rows: dict[str, list[Row]]) -> None:
    place = meeting.place.value or Place()
    rows["meetings"].append(
        (
            meeting.id,
            meeting.name,
            meeting.date.value,
            *_span(meeting.date.value),
            meeting.status.value,
            meeting.format.value and meeting.format.value.value,
            meeting.level.value and meeting.level.value.value,
            meeting.round.value,
            place.venue,
            place.city,
            place.country,
            meeting.duration.value,
            *_counts(meeting.sources),
            len(meeting.contradictions),
        )
    )
    rows["reports"] += (
        (
            report.row,
            meeting.id,
            report.article,
            report.published,
            report.name,
            report.status.value,
            report.when.edtf,
            _joined(quote.text for quote in report.quotes),
        )
        for report in meeting.reports
    )
    rows["statuses"] += (
        (meeting.id, entry.published, entry.status.value, entry.date, len(entry.sources)) for entry in meeting.history
    )
    for part, participants in (("party", meeting.parties), ("mediator", meeting.mediators), ("host", meeting.hosts)):
        rows["participants"] += (
            (meeting.id, part, one.actor.name, one.actor.kind.value, one.actor.country, len(one.sources))
            for one in participants
        )
    for delegation in meeting.delegations:
        role = delegation.role.value and delegation.role.value.value
        rows["delegates"] += (
            (
                meeting.id,
                delegation.party.name,
                role,
                member.name,
                _joined(claim.value for claim in member.names),
                _joined(claim.value for claim in member.titles),
                bool(member.head),
                len(member.sources),
            )
            for member in delegation.members
        )
    rows["contradictions"] += (
        (meeting.id, contradiction.field, claim.value, len(claim.sources), _joined(claim.sources))
        for contradiction in meeting.contradictions
        for claim in contradiction.said
    )
    rows["links"] += ((meeting.id, link.row, link.same_as, link.score, _joined(link.reasons)) for link in meeting.links)


def _add_timeline(timeline: Timeline, rows: dict[str, list[Row]]) -> None:
    rows["positions"] += (
        (
            one.id,
            timeline.actor.name,
            timeline.issue.value,
            one.ordered_by,
            one.date,
            one.stance.value,
            one.subject,
            one.statement,
            _joined(claim.value for claim in one.speakers),
            _joined(participant.actor.name for participant in one.toward),
            one.meeting,
            one.certainty.value,
            *_counts(one.sources),
        )
        for one in timeline.positions
    )
    rows["changes"] += (
        (timeline.actor.name, timeline.issue.value, change.before, change.after, change.kind, change.said)
        for change in timeline.changes
    )


def _span(edtf: str | None) -> tuple[date | None, date | None]:
    return span_of(edtf) if edtf else (None, None)


def _counts(sources: SourceCount) -> tuple[int, int, int]:
    return sources.articles, sources.independent, sources.publishers


def _joined(parts: Iterable[str]) -> str | None:
    # A null where there is none, so that a filter for missing values finds it.
    return " | ".join(parts) or None
