"""Long articles: cut at paragraph ends, read part by part, put together again."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from extractor.checks import Checked
from extractor.prompting import Part
from schemas import Delegation, Meeting, Position

__all__ = ["cut", "halves", "merged"]

# The ends at which a text may be cut, the best first.
_ENDS = (re.compile(r"\n[^\S\n]*\n\s*"), re.compile(r"\n"), re.compile(r"[.!?…]\S{0,2}\s+"), re.compile(r"\s+"))
# Below this, half an article would hardly make a shorter answer.
_SHORTEST = 600
# What is repeated of the beginning: news names its people, places and days there.
_BEGINNING = 1_200


def cut(text: str, max_chars: int) -> list[Part]:
    """The parts of `text`, each at most `max_chars` characters; together they are the text, without gap or overlap."""
    stretches = list(_stretches(text, 0, len(text), max_chars))
    return _numbered(text, stretches)


def halves(text: str, part: Part) -> list[Part]:
    """`part` in two, cut at the best place about its middle; empty if it is too short for that."""
    length = part.end - part.start
    if length < _SHORTEST:
        return []
    at = _best_end(text, part.start, part.start + length * 5 // 8)
    return _numbered(text, [(part.start, at), (at, part.end)])


def _numbered(text: str, stretches: Sequence[tuple[int, int]]) -> list[Part]:
    beginning = text[: min(_BEGINNING, len(text))]
    return [
        Part(start, end, number, len(stretches), beginning if start else "")
        for number, (start, end) in enumerate(stretches, start=1)
    ]


def _stretches(text: str, start: int, end: int, max_chars: int) -> Iterator[tuple[int, int]]:
    while end - start > max_chars:
        at = _best_end(text, start, start + max_chars)
        yield start, at
        start = at
    yield start, end


def _best_end(text: str, start: int, limit: int) -> int:
    # Not in the first half: a heading alone makes no part.
    earliest = start + (limit - start) // 2
    for pattern in _ENDS:
        ends = [match.end() for match in pattern.finditer(text, earliest, limit)]
        if ends:
            return ends[-1]
    return limit


def merged(parts: Sequence[Checked]) -> Checked:
    """One result of those of the parts: meetings that agree in date, format and parties become one.

    Ids are given anew; rows that are the same in all but their quotes are kept once, with the quotes of all.
    """
    if len(parts) == 1:
        return parts[0]
    meetings: dict[Any, Meeting] = {}
    delegations: dict[Any, Delegation] = {}
    positions: dict[Any, Position] = {}
    for number, part in enumerate(parts):
        ids: dict[str | None, str | None] = {None: None}
        for meeting in part.meetings:
            key = _meeting_key(meeting) or (number, meeting.id)
            known = meetings.get(key)
            if known is None:
                meetings[key] = meeting.model_copy(update={"id": f"m{len(meetings) + 1}"})
            else:
                meetings[key] = known.model_copy(update={"quotes": [*known.quotes, *meeting.quotes]})
            ids[meeting.id] = meetings[key].id
        for delegation in part.delegations:
            moved = delegation.model_copy(update={"meeting": ids[delegation.meeting]})
            _add(delegations, (moved.meeting, moved.party.name, moved.role), moved)
        for position in part.positions:
            moved = position.model_copy(update={"meeting": ids[position.meeting]})
            _add(positions, (moved.holder.name, moved.stance, moved.issue, moved.subject.casefold()), moved)
    return Checked(
        meetings=list(meetings.values()),
        delegations=list(delegations.values()),
        positions=list(positions.values()),
        rejected=[item for part in parts for item in part.rejected],
        problems=[problem for part in parts for problem in part.problems],
        warnings=[warning for part in parts for warning in part.warnings],
    )


def _meeting_key(meeting: Meeting) -> tuple[Any, ...] | None:
    if not meeting.when.edtf:
        return None
    return meeting.when.edtf, meeting.format, frozenset(actor.name for actor in meeting.parties)


def _add(rows: dict[Any, Any], key: Any, row: Delegation | Position) -> None:
    known = rows.get(key)
    if known is None:
        rows[key] = row
        return
    update: dict[str, Any] = {"quotes": [*known.quotes, *row.quotes]}
    if isinstance(row, Delegation):
        names = {member.name for member in known.members}
        update["members"] = [*known.members, *(member for member in row.members if member.name not in names)]
        update["head"] = known.head or row.head
    rows[key] = known.model_copy(update=update)
