"""The time line and the positions of a dossier as pictures for a paper (extra `plots`).

They are in greys, with shapes for what a web page would colour, so that print and colour blindness take nothing away;
the same dossier gives the same bytes with the same version of matplotlib.
"""

from collections import Counter
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.dates import span_of
from extractor.dossier.stances import Direction, direction_of
from extractor.errors import ResultsError, SettingsError
from extractor.exports.files import in_place
from extractor.report.wording import country_name
from schemas import Actor, ActorKind, Issue, MeetingStatus
from schemas.dossier import DossierDocument, DossierMeeting

if TYPE_CHECKING:
    from collections.abc import Generator

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["What", "plot"]


class What(StrEnum):
    """What can be drawn."""

    TIMELINE = "timeline"
    POSITIONS = "positions"


# Two columns of A4 or Letter, in inches; journals set figures 170 to 180 mm wide.
_WIDTH = 7.0
# A lane or a row more is too small to read, or too high for a page: what was named most often is drawn.
_MAX_ROWS = 24
_ROW = 0.26
# Room for so many marks in a column at least; of more than so many in a row the last are drawn, and the rest counted.
_MIN_MARKS, _MAX_MARKS = 4, 14
_MARKERS = {
    Direction.FOR: ("^", "0.15", "supports, accepts, offers, commits"),
    Direction.ASKS: ("D", "0.6", "proposes, demands, calls for"),
    Direction.AGAINST: ("v", "1.0", "rejects, refuses, doubts"),
    Direction.THREATENS: ("X", "0.15", "threatens"),
    Direction.ASSESSES: ("o", "1.0", "assesses"),
}
_STATUS = {
    MeetingStatus.HELD: ("o", "0.15", "held"),
    MeetingStatus.ONGOING: ("o", "0.6", "ongoing"),
    MeetingStatus.PLANNED: ("o", "1.0", "planned"),
    MeetingStatus.PROPOSED: ("D", "1.0", "proposed"),
    MeetingStatus.POSTPONED: ("s", "1.0", "postponed"),
    MeetingStatus.CANCELLED: ("X", "1.0", "cancelled"),
    MeetingStatus.REFUSED: ("X", "0.15", "refused"),
    MeetingStatus.UNKNOWN: ("P", "1.0", "unknown"),
}
_STYLE = {
    "font.family": "DejaVu Sans",  # comes with matplotlib, so that pictures are alike on all machines
    "font.size": 8.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.6,
    "svg.fonttype": "path",
    "svg.hashsalt": "talks-extractor",
    "text.parse_math": False,  # a name may hold dollar signs
}


def plot(document: DossierDocument, what: What, path: Path) -> None:
    """Draw `what` of `document` to `path`, a .svg or .png file.

    Raises:
        ResultsError: there is nothing to draw, or `path` can't be written.
        SettingsError: `path` has another suffix, or matplotlib is not installed.
    """
    kind = path.suffix.lower().lstrip(".")
    if kind not in {"svg", "png"}:
        raise SettingsError(f"{path} is neither .svg nor .png: give --out one of these suffixes")
    with _figure() as figure:
        (_timeline if what is What.TIMELINE else _positions)(figure, document)
        # Without the date of drawing.
        undated: dict[str, Any] = {"Date": None} if kind == "svg" else {"Software": None}
        with in_place(path) as unfinished:
            figure.savefig(unfinished, format=kind, dpi=300, bbox_inches="tight", metadata=undated)


@contextmanager
def _figure() -> "Generator[Figure]":
    try:
        # Late: half a second, and an extra.
        from matplotlib import rc_context  # noqa: PLC0415
        from matplotlib.figure import Figure  # noqa: PLC0415
    except ImportError as error:
        raise SettingsError("plots need matplotlib: pip install 'talks-extractor[plots]'") from error
    with rc_context(_STYLE):
        yield Figure(figsize=(_WIDTH, 1.0), layout="constrained")


def _timeline(figure: "Figure", document: DossierDocument) -> None:
    """A lane for each set of parties, a mark for each meeting."""
    dated = [(meeting, span) for meeting in document.meetings if (span := _span(meeting))]
    lanes = Counter(_parties(meeting) for meeting, _ in dated)
    if not lanes:
        raise ResultsError("no meeting has a date, so that there is no time line to draw")
    # The first to meet stands on top.
    shown = {lane for lane, _ in sorted(lanes.items(), key=lambda lane: (-lane[1], lane[0]))[:_MAX_ROWS]}
    order = list(dict.fromkeys(lane for meeting, _ in dated if (lane := _parties(meeting)) in shown))
    axes = _axes(figure, order, left_out=len(lanes) - len(order), noun="sets of parties")
    axes.xaxis_date()
    for meeting, (first, last) in dated:
        if (lane := _parties(meeting)) not in shown:
            continue
        row = order.index(lane)
        marker, grey, _ = _STATUS[meeting.status]
        begin, end = first.toordinal() - _EPOCH, last.toordinal() - _EPOCH
        if end > begin:
            axes.plot([begin, end], [row, row], color="0.15", linewidth=1.2, zorder=2)
        axes.plot([(begin + end) / 2], [row], marker=marker, **_face(grey))
    used = {meeting.status for meeting, _ in dated if _parties(meeting) in shown}
    _legend(figure, [_STATUS[status] for status in MeetingStatus if status in used])
    notes = [
        axes.get_xlabel(),
        f"not dated: {undated} meetings" if (undated := len(document.meetings) - len(dated)) else "",
    ]
    axes.set_xlabel(", ".join(filter(None, notes)), fontsize=7, color="0.3")


def _positions(figure: "Figure", document: DossierDocument) -> None:
    """A row for each actor, a column for each issue, a mark for each position in order of time."""
    totals, issues = Counter[Actor](), Counter[Issue]()
    for timeline in document.timelines:
        totals[timeline.actor] += len(timeline.positions)
        issues[timeline.issue] += len(timeline.positions)
    if not totals:
        raise ResultsError("there is no position to draw")
    actors = sorted(totals, key=lambda actor: (-totals[actor], actor.name))[:_MAX_ROWS]
    columns = sorted(issues, key=lambda issue: (-issues[issue], issue))
    axes = _axes(figure, [actor.name for actor in actors], left_out=len(totals) - len(actors), noun="actors")
    edges = [0.0]
    for issue in columns:
        fullest = max(len(timeline.positions) for timeline in document.timelines if timeline.issue is issue)
        edges.append(edges[-1] + min(max(fullest, _MIN_MARKS), _MAX_MARKS) + 1)
    used: set[Direction] = set()
    for timeline in document.timelines:
        if timeline.actor not in actors:
            continue
        row, left = actors.index(timeline.actor), edges[columns.index(timeline.issue)]
        turned = {change.after for change in timeline.changes}
        for number, position in enumerate(timeline.positions[-_MAX_MARKS:], start=1):
            direction = direction_of(position.stance)
            used.add(direction)
            marker, grey, _ = _MARKERS[direction]
            axes.plot([left + number], [row], marker=marker, **_face(grey))
            if position.id in turned:
                axes.plot([left + number - 0.5] * 2, [row - 0.4, row + 0.4], color="0", linewidth=0.9)
        if len(timeline.positions) > _MAX_MARKS:
            axes.text(left + 0.2, row - 0.2, f"+{len(timeline.positions) - _MAX_MARKS}", fontsize=5.5)
    axes.set_xlim(0, edges[-1])
    axes.set_xticks(
        [left + 1 for left in edges[:-1]],
        [issue.replace("_", " ") for issue in columns],
        rotation=35,
        ha="left",
        rotation_mode="anchor",
    )
    axes.xaxis.tick_top()
    axes.tick_params(length=0, axis="x")
    axes.spines["top"].set_visible(True)
    axes.spines["bottom"].set_visible(False)
    for edge in edges[1:]:
        axes.axvline(edge, color="0.8", linewidth=0.5, zorder=0)
    entries = [_MARKERS[direction] for direction in Direction if direction in used]
    changed = any(timeline.changes for timeline in document.timelines)
    _legend(figure, [*entries, *([("|", "0", "change of stance")] if changed else [])])


# Matplotlib counts days from here.
_EPOCH = date(1970, 1, 1).toordinal()


def _axes(figure: "Figure", rows: list[str], *, left_out: int, noun: str) -> "Axes":
    figure.set_size_inches(_WIDTH, 1.3 + _ROW * len(rows))
    axes = figure.add_subplot()
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_yticks(range(len(rows)), [_short(row) for row in rows])
    axes.tick_params(length=0, axis="y")
    for row in range(len(rows)):
        axes.axhline(row, color="0.88", linewidth=0.5, zorder=0)
    if left_out:
        axes.set_xlabel(f"not drawn: {left_out} more {noun}", fontsize=7, color="0.3")
    return axes


def _legend(figure: "Figure", entries: list[tuple[str, str, str]]) -> None:
    from matplotlib.lines import Line2D  # noqa: PLC0415 - as above

    handles = [Line2D([], [], marker=marker, label=label, **_face(grey)) for marker, grey, label in entries]
    figure.legend(handles=handles, loc="outside lower center", ncols=3, frameon=False)


def _face(grey: str) -> dict[str, Any]:
    return {
        "linestyle": "none",
        "markersize": 5.0,
        "markerfacecolor": grey,
        "markeredgecolor": "0",
        "markeredgewidth": 0.7,
        "clip_on": False,
        "zorder": 3,
    }


def _span(meeting: DossierMeeting) -> tuple[date, date] | None:
    try:
        first, last = span_of(meeting.date.value) if meeting.date.value else (None, None)
    except ValueError:
        return None
    return (first, last) if first and last else None


def _parties(meeting: DossierMeeting) -> str:
    # People who meet stand for their states, so that a pair of states is one lane.
    names = {
        country_name(actor.country) if actor.kind is ActorKind.PERSON and actor.country else actor.name
        for actor in (party.actor for party in meeting.parties)
    }
    return " \N{EN DASH} ".join(sorted(names)) or "parties not named"


def _short(name: str) -> str:
    # More would leave no room for the drawing.
    return name if len(name) <= 44 else f"{name[:42]}\N{HORIZONTAL ELLIPSIS}"  # noqa: PLR2004
