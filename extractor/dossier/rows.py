"""The rows of many articles: what matching looks at, beside what each article says."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from sys import intern
from typing import NamedTuple, Self

from extractor.dates import span_of
from extractor.dossier.folding import fold, folded
from extractor.dossier.identity import Identity
from extractor.dossier.told import Keeper, ToldDelegation, ToldMeeting, ToldPosition
from extractor.persons import fold_name
from schemas import (
    ActorKind,
    ArticleInfo,
    Extraction,
    Issue,
    Meeting,
    MeetingFormat,
    MeetingLevel,
    MeetingStatus,
    Quote,
    Stance,
    When,
)

__all__ = ["ArticleRows", "DelegationRow", "MeetingRow", "Phase", "PositionRow", "Span", "as_day", "span_in_days"]

# Shorter quotes ("in Istanbul on Wednesday") recur in articles that have nothing else in common.
_TELLING_QUOTE = 40
# Talks go on for days, but what spans more than a fortnight is a vague date, such as a month, and no event.
_EXACT_DAYS = 14


# Words that are in the name of any meeting, and tell none from another.
_EVERY_MEETING = frozenset(
    {"call", "calls", "consultations", "conversation", "dialogue", "discussion", "discussions", "meeting", "meetings"}
    | {"negotiation", "negotiations", "round", "session", "summit", "talk", "talks", "visit", "online", "phone"}
    | {"telephone", "held", "planned", "proposed", "a", "an", "and", "at", "between", "by", "for", "from", "in", "its"}
    | {"of", "on", "the", "their", "to", "with"}
)


class Phase(StrEnum):
    """Whether a row tells of a meeting from before it or from after it."""

    AHEAD = "ahead"
    TOLD = "told"


_AHEAD = {
    MeetingStatus.PLANNED,
    MeetingStatus.PROPOSED,
    MeetingStatus.POSTPONED,
    MeetingStatus.CANCELLED,
    MeetingStatus.REFUSED,
}


class Span(NamedTuple):
    """First and last day, as ordinals of the calendar."""

    first: int
    last: int

    @property
    def exact(self) -> bool:
        """Whether it can be the days of one event, and is not a vague date."""
        return self.last - self.first < _EXACT_DAYS

    def gap(self, other: "Span") -> int:
        """Days from the end of the earlier to the beginning of the later; 0 or less if they overlap."""
        return max(self.first, other.first) - min(self.last, other.last)


# Not frozen, for that makes the making of a row three times as slow; and yet no row is changed.
@dataclass(slots=True, eq=False)
class MeetingRow:
    """A meeting of one article, with what matching looks at; `told` is the rest of it.

    Attributes:
        name: what its name says beyond that these parties meet.
        helpers: mediators and hosts.
        people: the persons that it names, by their side.
        quotes: hashes of the quotes that are long enough to be told apart.
        foretold: the day of publication, if the meeting lay ahead then.
        over: the day on which it was over, if it was and that is known.
    """

    ref: str
    article: str
    published: int | None
    name: str
    span: Span | None
    phase: Phase
    status: MeetingStatus
    format: MeetingFormat
    level: MeetingLevel
    round: int | None
    parties: frozenset[str]
    helpers: frozenset[str]
    city: str | None
    country: str | None
    people: dict[str, frozenset[str]]
    quotes: frozenset[int]
    told: ToldMeeting
    foretold: int | None = field(init=False)
    over: int | None = field(init=False)

    def __post_init__(self) -> None:
        """Work out once what is compared millions of times."""
        self.foretold = self.published if self.phase is Phase.AHEAD else None
        over = self.span.last if self.span and self.span.exact else self.published
        self.over = over if self.status is MeetingStatus.HELD else None


class DelegationRow(NamedTuple):
    """A delegation of one article; `meeting` is the reference of its meeting's row."""

    ref: str
    article: str
    published: int | None
    meeting: str
    told: ToldDelegation


class PositionRow(NamedTuple):
    """A position of one article, with what matching looks at; `told` is the rest of it."""

    ref: str
    article: str
    published: int | None
    holder: str
    issue: Issue
    stance: Stance
    subject: str
    span: Span | None
    meeting: str | None
    told: ToldPosition


@dataclass(frozen=True, slots=True)
class ArticleRows:
    """One article with its rows."""

    info: ArticleInfo
    meetings: tuple[MeetingRow, ...]
    delegations: tuple[DelegationRow, ...]
    positions: tuple[PositionRow, ...]
    # Sorted, and no set, which would take five times the memory.
    quotes: tuple[int, ...]

    @property
    def written_out(self) -> str:
        """All that the rows say, by which two readings of one article can be told apart."""
        meetings = [(row.status, row.format, row.level, row.round, row.told) for row in self.meetings]
        delegations = [(row.meeting, row.told) for row in self.delegations]
        return repr((meetings, delegations, [(row.issue, row.stance, row.meeting, row.told) for row in self.positions]))

    @classmethod
    def of(cls, extraction: Extraction, identity: Identity, keeper: Keeper) -> Self:
        """The rows of `extraction`, with the keys that `identity` gives and the small forms that `keeper` makes."""
        info = extraction.article
        article = intern(info.id)
        published = info.published.toordinal() if info.published else None
        people: dict[str, dict[str, set[str]]] = {}
        for delegation in extraction.delegations:
            team = people.setdefault(delegation.meeting, {}).setdefault(identity.side(delegation.party), set())
            team.update(intern(fold_name(identity.person(member.name))) for member in delegation.members)
        for meeting in extraction.meetings:
            for actor in meeting.parties:
                if actor.kind is ActorKind.PERSON:
                    team = people.setdefault(meeting.id, {}).setdefault(identity.side(actor), set())
                    team.add(intern(fold_name(identity.person(actor.name))))
        refs = {meeting.id: f"{article}/{meeting.id}" for meeting in extraction.meetings}
        meetings = tuple(
            MeetingRow(
                ref=refs[meeting.id],
                article=article,
                published=published,
                name=_telling_name(meeting),
                span=span_in_days(meeting.when),
                phase=Phase.AHEAD if meeting.status in _AHEAD else Phase.TOLD,
                status=meeting.status,
                format=meeting.format,
                level=meeting.level,
                round=meeting.round,
                parties=keeper.names(identity.sides(meeting.parties)),
                helpers=keeper.names(map(identity.actor, (*meeting.mediators, *meeting.hosts))),
                city=intern(folded(meeting.place.city)) if meeting.place and meeting.place.city else None,
                country=meeting.place.country if meeting.place else None,
                people={party: keeper.names(names) for party, names in sorted(people.get(meeting.id, {}).items())},
                quotes=_telling(meeting.quotes),
                told=keeper.meeting(meeting),
            )
            for meeting in extraction.meetings
        )
        delegations = tuple(
            DelegationRow(
                ref=f"{article}/d{number}",
                article=article,
                published=published,
                meeting=refs.get(delegation.meeting, ""),
                told=keeper.delegation(delegation),
            )
            for number, delegation in enumerate(extraction.delegations, start=1)
        )
        positions = tuple(
            PositionRow(
                ref=f"{article}/p{number}",
                article=article,
                published=published,
                holder=identity.actor(position.holder),
                issue=position.issue,
                stance=position.stance,
                subject=folded(position.subject),
                span=span_in_days(position.when),
                meeting=refs.get(position.meeting) if position.meeting else None,
                told=keeper.position(position),
            )
            for number, position in enumerate(extraction.positions, start=1)
        )
        others = (*extraction.delegations, *extraction.positions)
        quotes = _telling(quote for row in others for quote in row.quotes).union(*(row.quotes for row in meetings))
        return cls(info, meetings, delegations, positions, tuple(sorted(quotes)))


def span_in_days(when: When) -> Span | None:
    """The days that `when` covers; None for no date, and for one with an open or unknown end."""
    return None if when.edtf is None else _span(when.edtf)


@lru_cache(maxsize=65536)
def _span(edtf: str) -> Span | None:
    try:
        first, last = span_of(edtf)
    except ValueError:
        return None
    return Span(first.toordinal(), last.toordinal()) if first and last else None


def as_day(ordinal: int | None) -> date | None:
    """The day with this ordinal of the calendar."""
    return None if ordinal is None else date.fromordinal(ordinal)


def _telling_name(meeting: Meeting) -> str:
    telling = [word for word in folded(meeting.name).split() if word not in _EVERY_MEETING]
    if telling:
        actors = (*meeting.parties, *meeting.mediators, *meeting.hosts)
        said_already = {word for actor in actors for word in _words(actor.name)}
        telling = [word for word in telling if word not in said_already]
    return " ".join(telling)


@lru_cache(maxsize=65536)
def _words(name: str) -> tuple[str, ...]:
    return tuple(folded(name).split())


def _telling(quotes: Iterable[Quote]) -> frozenset[int]:
    return frozenset(hash(text) for quote in quotes if len(text := fold(quote.text)) >= _TELLING_QUOTE)
