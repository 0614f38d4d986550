"""What the page counts and lines up: meetings by year or month, and positions by actor and issue."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from extractor.dossier.stances import Direction, direction_of
from extractor.report.wording import first_day
from schemas import Actor, Issue, MeetingStatus
from schemas.dossier import DossierMeeting, DossierPosition, Timeline

__all__ = ["MARKS", "Bar", "Cell", "Mark", "MatrixRow", "bars_of", "line_id", "matrix_of", "years_of"]

# More months than this in a row are too narrow to tell apart, and are counted by year.
_MAX_MONTHS = 36
_TOOK_PLACE = {MeetingStatus.HELD, MeetingStatus.ONGOING}
# How many of a cell's positions are drawn: the last ones.
_DRAWN = 6

# A shape for each direction, since colours alone tell some readers nothing.
MARKS = {
    Direction.FOR: "▲",
    Direction.ASKS: "◆",
    Direction.AGAINST: "▼",
    Direction.THREATENS: "✖",
    Direction.ASSESSES: "●",
}


@dataclass(frozen=True)
class Bar:
    """The meetings of a year or month."""

    label: str
    year: int
    held: int
    other: int
    place: float
    tick: str

    @property
    def total(self) -> int:
        """All of them."""
        return self.held + self.other


@dataclass(frozen=True)
class Mark:
    """One position in a cell."""

    sign: str
    direction: Direction
    turn: bool


@dataclass(frozen=True)
class Cell:
    """An actor's positions on an issue."""

    line: str
    total: int
    marks: tuple[Mark, ...]
    latest: DossierPosition
    turns: int


@dataclass(frozen=True)
class MatrixRow:
    """An actor with its positions on each issue."""

    actor: str
    cells: tuple[Cell | None, ...]
    total: int


def bars_of(meetings: Iterable[DossierMeeting]) -> list[Bar]:
    """How many meetings there were in each year, or in each month where that gives few enough."""
    dated = [(day, meeting.status in _TOOK_PLACE) for meeting in meetings if (day := first_day(meeting.date.value))]
    if not dated:
        return []
    months = [day.year * 12 + day.month - 1 for day, _ in dated]
    by_month = max(months) - min(months) < _MAX_MONTHS
    keys = months if by_month else [day.year for day, _ in dated]
    spread = max(keys) - min(keys) + 1
    counts = Counter(zip(keys, (held for _, held in dated), strict=True))
    return [
        Bar(
            label=f"{date(key // 12, key % 12 + 1, 1):%B %Y}" if by_month else str(key),
            year=key // 12 if by_month else key,
            held=counts[key, True],
            other=counts[key, False],
            place=number + 0.5,
            tick=_tick(key, number, spread, by_month=by_month),
        )
        for number, key in enumerate(range(min(keys), max(keys) + 1))
    ]


def _tick(key: int, number: int, spread: int, *, by_month: bool) -> str:
    # Not more than a dozen labels fit side by side.
    every = -(-spread // 12)
    if by_month:
        return f"{date(key // 12, key % 12 + 1, 1):%b %Y}" if number % max(every, 2) == 0 else ""
    return str(key) if number % every == 0 else ""


def years_of(meetings: Iterable[DossierMeeting]) -> dict[str, list[DossierMeeting]]:
    """The meetings by the year of their date, in order; those without a date last."""
    years: dict[str, list[DossierMeeting]] = {}
    for meeting in meetings:
        day = first_day(meeting.date.value)
        years.setdefault(str(day.year) if day else "undated", []).append(meeting)
    undated = years.pop("undated", None)
    ordered = dict(sorted(years.items(), key=lambda year: int(year[0])))
    return {**ordered, "undated": undated} if undated else ordered


def line_id(number: int) -> str:
    """The id on the page of the time line with this number, from 0."""
    return f"line-{number + 1}"


def matrix_of(timelines: list[Timeline]) -> tuple[list[Issue], list[MatrixRow]]:
    """The issues that occur, and each actor's row; those with most positions come first."""
    counts = Counter[Issue]()
    for timeline in timelines:
        counts[timeline.issue] += len(timeline.positions)
    issues = sorted(counts, key=lambda issue: (-counts[issue], issue))
    cells: dict[Actor, dict[Issue, Cell]] = {}
    for number, timeline in enumerate(timelines):
        cells.setdefault(timeline.actor, {})[timeline.issue] = _cell(timeline, line_id(number))
    rows = [
        MatrixRow(actor.name, tuple(map(found.get, issues)), sum(cell.total for cell in found.values()))
        for actor, found in cells.items()
    ]
    return issues, sorted(rows, key=lambda row: (-row.total, row.actor))


def _cell(timeline: Timeline, line: str) -> Cell:
    turned = {change.after for change in timeline.changes}
    marks = [
        Mark(MARKS[direction_of(position.stance)], direction_of(position.stance), position.id in turned)
        for position in timeline.positions
    ]
    dated = [position for position in timeline.positions if position.ordered_by]
    return Cell(
        line=line,
        total=len(marks),
        marks=tuple(marks[-_DRAWN:]),
        latest=(dated or timeline.positions)[-1],
        turns=len(timeline.changes),
    )
