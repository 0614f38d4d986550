"""Positions of many articles: which are one and the same, and what they say together."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from operator import attrgetter
from typing import NamedTuple

from rapidfuzz import fuzz

from extractor.dossier.claims import claims_of
from extractor.dossier.context import Context, identity_of
from extractor.dossier.folding import folded
from extractor.dossier.rows import PositionRow, Span, as_day
from extractor.dossier.stances import direction_of
from schemas import Actor, Certainty, Stance
from schemas.dossier import DossierPosition, Participant, PositionReport

__all__ = ["group_positions", "merge_position", "same_subject"]

# Two wordings of one matter ("30-day ceasefire", "unconditional 30-day ceasefire") reach this, two matters do not.
_ALIKE = 80
# At one meeting an actor says less, and wordings may differ more ("short truce for the dead", "2-day truce").
_ALIKE_AT_MEETING = 65
_VERBATIM = 95
# An undated statement is news, made in the week before it was published; in the same words, in the month before.
_NEWS_DAYS = 7
_REPEATED_DAYS = 30
_NUMBER = re.compile(r"\d+")
_ATTESTED = (Certainty.STATED, Certainty.REPORTED, Certainty.ANONYMOUS_SOURCES)


def same_subject(one: str, other: str, alike: float = _ALIKE) -> bool:
    """Whether two subjects, folded, are two wordings of one matter; other figures make another matter."""
    if one == other:
        return True
    figures, other_figures = set(_NUMBER.findall(one)), set(_NUMBER.findall(other))
    if figures and other_figures and not figures & other_figures:
        return False
    return fuzz.token_set_ratio(one, other) >= alike


class _Saying(NamedTuple):
    """Rows that say the same at the same time; `row` stands for them all."""

    row: PositionRow
    meeting: str | None
    rows: tuple[PositionRow, ...]
    articles: frozenset[str]


def group_positions(rows: Iterable[PositionRow], meetings: Mapping[str, str]) -> list[list[PositionRow]]:
    """All `rows`, those that tell one position together; `meetings` gives the dossier's meeting for an article's.

    One position: the same holder, issue and direction of stance, two wordings of one subject, said on the same day or
    at the same meeting and not at two, and told by different articles. The order of the rows does not matter.
    """
    sayings = _sayings(rows, meetings)
    pairs = _candidates(sayings)
    scored = {(one, other): score for one, other in pairs if (score := _likeness(sayings[one], sayings[other]))}
    groups = {number: [number] for number in range(len(sayings))}
    articles = {number: set(saying.articles) for number, saying in enumerate(sayings)}
    root = list(range(len(sayings)))
    for left, right in sorted(sorted(scored), key=scored.__getitem__, reverse=True):
        one, other = sorted((root[left], root[right]))
        if one == other or articles[one] & articles[other]:
            continue
        if all((min(a, b), max(a, b)) in scored for a in groups[one] for b in groups[other]):
            articles[one] |= articles.pop(other)
            for number in groups[other]:
                root[number] = one
            groups[one] += groups.pop(other)
    return [
        sorted([row for number in group for row in sayings[number].rows], key=_by_publication)
        for group in groups.values()
    ]


def merge_position(rows: Sequence[PositionRow], meetings: Mapping[str, str], context: Context) -> DossierPosition:
    """The position that `rows`, in order of publication, tell."""
    stances = claims_of([(row.stance, row) for row in rows], Stance, context.sources)
    preferred = next(row.told for row in reversed(rows) if row.stance is stances[0].value)
    dates = claims_of(
        [(edtf, row) for row in rows if (edtf := row.told.when.edtf) and row.span],
        str,
        context.sources,
        exactness=lambda edtf: len(edtf) if "/" not in edtf else 0,
    )
    speakers = claims_of(
        [(context.identity.person(row.told.speaker), row) for row in rows if row.told.speaker],
        str,
        context.sources,
        key=folded,
        exactness=lambda name: len(name.split()),
    )
    where = Counter([meeting for row in rows if row.meeting and (meeting := meetings.get(row.meeting))])
    days = [row.span.first for row in rows if row.span] or [row.published for row in rows if row.published is not None]
    return DossierPosition(
        id=identity_of("position", rows[0].ref),
        holder=context.identity.common([row.told.holder for row in rows]),
        issue=rows[0].issue,
        stance=stances[0].value,
        stances=stances,
        subject=preferred.subject,
        statement=preferred.statement,
        speakers=speakers,
        toward=_toward(rows, context),
        date=dates[0].value if dates else None,
        ordered_by=as_day(min(days, default=None)),
        meeting=min(where, key=lambda meeting: (-where[meeting], meeting)) if where else None,
        certainty=min([row.told.certainty for row in rows], key=_ATTESTED.index),
        sources=context.count([row.article for row in rows]),
        reports=[_report(row) for row in rows],
    )


def _report(row: PositionRow) -> PositionReport:
    return PositionReport(
        row=row.ref,
        article=row.article,
        published=as_day(row.published),
        stance=row.stance,
        subject=row.told.subject,
        statement=row.told.statement,
        speaker=row.told.speaker,
        when=row.told.when,
        reported_by=row.told.reported_by,
        certainty=row.told.certainty,
        quotes=[words.quote() for words in row.told.words],
    )


def _toward(rows: Iterable[PositionRow], context: Context) -> list[Participant]:
    found: dict[str, list[tuple[str, Actor]]] = {}
    for row in rows:
        if toward := row.told.toward:
            found.setdefault(context.identity.actor(toward), []).append((row.ref, toward))
    return [
        Participant(
            actor=context.identity.common(actor for _, actor in named),
            names=context.identity.names(actor for _, actor in named),
            sources=[ref for ref, _ in named],
        )
        for _, named in sorted(found.items())
    ]


def _sayings(rows: Iterable[PositionRow], meetings: Mapping[str, str]) -> list[_Saying]:
    grouped: defaultdict[tuple[object, ...], list[PositionRow]] = defaultdict(list)
    for row in sorted(rows, key=attrgetter("ref")):
        meeting = _meeting(row, meetings)
        when = row.span or row.published
        grouped[row.holder, row.issue, row.stance, row.subject, when, meeting].append(row)
    # An article that says one thing twice on one day says it once.
    return [
        _Saying(
            row=group[0],
            meeting=_meeting(group[0], meetings),
            rows=tuple(group),
            articles=frozenset([row.article for row in group]),
        )
        for group in grouped.values()
    ]


def _meeting(row: PositionRow, meetings: Mapping[str, str]) -> str | None:
    return meetings.get(row.meeting) if row.meeting else None


def _candidates(sayings: Sequence[_Saying]) -> set[tuple[int, int]]:
    """Pairs of sayings that may be one position, the lower first."""
    blocks: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, saying in enumerate(sayings):
        for key in _keys(saying):
            blocks[key].append(number)
    pairs: set[tuple[int, int]] = set()
    for block in blocks.values():
        if len(block) == 1:
            continue
        # What was said at two meetings is not one, so only those of one meeting, and of none, are compared.
        by_meeting: defaultdict[str | None, list[int]] = defaultdict(list)
        for number in block:
            by_meeting[sayings[number].meeting].append(number)
        anywhere = by_meeting.get(None, [])
        for meeting, said in by_meeting.items():
            pairs.update(combinations(said, 2))
            if meeting is not None and anywhere:
                pairs.update((min(one, other), max(one, other)) for one in said for other in anywhere)
    return pairs


def _keys(saying: _Saying) -> Iterator[tuple[object, ...]]:
    row = saying.row
    about = row.holder, row.issue, direction_of(row.stance)
    if saying.meeting:
        yield *about, saying.meeting
    span = row.span
    if span is None and row.published is not None:
        span = Span(row.published - _NEWS_DAYS, row.published)
        # Words that are repeated without a date meet the report that had one.
        yield from ((*about, row.subject, day // _REPEATED_DAYS) for day in _month_before(row.published))
    elif span and span.exact:
        yield from {(*about, row.subject, day // _REPEATED_DAYS) for day in (span.first, span.last)}
    if span and span.exact:
        weeks = range(span.first // _NEWS_DAYS, span.last // _NEWS_DAYS + 1)
        yield from ((*about, "week", week) for week in weeks)


def _month_before(day: int) -> set[int]:
    return {day - _REPEATED_DAYS, day}


def _likeness(one: _Saying, other: _Saying) -> float:
    """How alike two sayings of one direction are, not of two meetings; 0 if they are not one position."""
    first, second = one.row, other.row
    together = one.meeting is not None and one.meeting == other.meeting
    both_dated = first.span is not None and second.span is not None
    if first.span and second.span and first.span.gap(second.span) > 0:
        return 0
    same_day = first.span is not None and first.span == second.span and first.span.exact
    wording = 100 if first.subject == second.subject else fuzz.token_sort_ratio(first.subject, second.subject)
    if not both_dated and not together:
        apart = _days_apart(first, second)
        if apart is None or apart > (_REPEATED_DAYS if wording >= _VERBATIM else _NEWS_DAYS):
            return 0
    if not same_subject(first.subject, second.subject, _ALIKE_AT_MEETING if together and same_day else _ALIKE):
        return 0
    return wording + (100 if together else 0) + 1


def _days_apart(one: PositionRow, other: PositionRow) -> int | None:
    """Days from when the one was said to the report of the other that gives no date; None if unknown."""
    dated, undated = (one, other) if one.span else (other, one)
    if undated.published is None:
        return None
    if dated.span is None:
        return None if dated.published is None else abs(dated.published - undated.published)
    return undated.published - dated.span.last if undated.published >= dated.span.first else None


def _by_publication(row: PositionRow) -> tuple[bool, int, str]:
    return row.published is None, row.published or 0, row.ref
