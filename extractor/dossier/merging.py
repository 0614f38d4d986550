"""One meeting out of what many articles say of it; every value with its sources, every contradiction listed."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from extractor.dates import span_of
from extractor.dossier.claims import TextClaim, claims_of, merged
from extractor.dossier.clustering import Group
from extractor.dossier.context import Context, identity_of
from extractor.dossier.delegations import all_delegations, unite_delegations
from extractor.dossier.durations import contradict
from extractor.dossier.folding import folded
from extractor.dossier.matching import compare
from extractor.dossier.rows import DelegationRow, MeetingRow, Phase, as_day
from schemas import (
    Actor,
    MeetingFormat,
    MeetingLevel,
    MeetingStatus,
    Outcome,
    OutcomeKind,
    Place,
)
from schemas.dossier import (
    Claim,
    Contradiction,
    DossierMeeting,
    Link,
    MeetingReport,
    Merged,
    Participant,
    Resemblance,
    StatusEntry,
)

__all__ = ["merge_meeting"]

T = TypeVar("T")

_STAGES = {
    status: stage
    for stage, status in enumerate(
        (
            MeetingStatus.UNKNOWN,
            MeetingStatus.PROPOSED,
            MeetingStatus.REFUSED,
            MeetingStatus.PLANNED,
            MeetingStatus.POSTPONED,
            MeetingStatus.CANCELLED,
            MeetingStatus.ONGOING,
            MeetingStatus.HELD,
        )
    )
}
_NO_DAY = date.max.toordinal()
_NOWHERE = Place()


def merge_meeting(
    group: Group, delegations: Mapping[str, list[DelegationRow]], resembling: Sequence[Resemblance], context: Context
) -> DossierMeeting:
    """The meeting that `group` tells of, with its `delegations` by the reference of their meeting's row."""
    merging = _Merging(group.rows, context)
    united, disputed_heads = unite_delegations(
        [told for row in group.rows for told in all_delegations(row, delegations.get(row.ref, ()), context.identity)],
        context.identity,
        context.sources,
    )
    names = merging.claims(str, lambda row: row.told.name)
    history = merging.history()
    return DossierMeeting(
        id=identity_of("meeting", group.rows[0].ref),
        name=names[0].value,
        names=names,
        status=_latest_status(history),
        history=history,
        date=merging.date(),
        place=merging.place(),
        format=merging.plain("format", MeetingFormat, lambda row: _known(row.format, MeetingFormat.UNKNOWN)),
        level=merging.level(),
        round=merging.plain("round", int, lambda row: row.round),
        duration=merging.duration(),
        parties=merging.participants(lambda row: row.told.parties),
        mediators=merging.participants(lambda row: row.told.mediators),
        hosts=merging.participants(lambda row: row.told.hosts),
        topics=merging.several(str, lambda row: row.told.topics, key=folded),
        outcomes=merging.outcomes(),
        delegations=united,
        contradictions=[*merging.contradictions, *disputed_heads],
        sources=context.count([row.article for row in group.rows]),
        reports=[report_of(row) for row in group.rows],
        links=_links(group),
        perhaps_same=list(resembling),
    )


def report_of(row: MeetingRow) -> MeetingReport:
    """What the article of `row` says, for the dossier."""
    return MeetingReport(
        row=row.ref,
        article=row.article,
        published=as_day(row.published),
        name=row.told.name,
        status=row.status,
        when=row.told.when,
        quotes=[words.quote() for words in row.told.words],
    )


class _Merging:
    """The fields of one meeting; what contradicts is gathered on the way."""

    def __init__(self, rows: list[MeetingRow], context: Context) -> None:
        self.rows = rows
        self.context = context
        self.contradictions: list[Contradiction] = []

    def claims(
        self,
        kind: type[T],
        value: Callable[[MeetingRow], T | None],
        *,
        key: Callable[[T], Hashable] | None = None,
        exactness: Callable[[T], float] | None = None,
    ) -> list[Claim[T]]:
        said = [(found, row) for row in self.rows if (found := value(row)) is not None]
        return claims_of(said, kind, self.context.sources, key=key, exactness=exactness)

    def several(
        self, kind: type[T], values: Callable[[MeetingRow], Iterable[T]], *, key: Callable[[T], Hashable]
    ) -> list[Claim[T]]:
        said = [(value, row) for row in self.rows for value in values(row)]
        return claims_of(said, kind, self.context.sources, key=key)

    def plain(self, field: str, kind: type[T], value: Callable[[MeetingRow], T | None]) -> Merged[T]:
        return self.field(field, kind, self.claims(kind, value), lambda one, other: one != other)

    def field(
        self,
        name: str,
        kind: type[T],
        claims: list[Claim[T]],
        differ: Callable[[T, T], bool],
        shown: Callable[[T], str] = str,
    ) -> Merged[T]:
        clashing = [
            claim for claim in claims if any(differ(claim.value, other.value) for other in claims if other is not claim)
        ]
        if clashing:
            said = [TextClaim(value=shown(claim.value), sources=claim.sources) for claim in clashing]
            self.contradictions.append(Contradiction(field=name, said=said))
        return merged(claims, kind, contradicted=bool(clashing))

    def history(self) -> list[StatusEntry]:
        entries: list[tuple[MeetingRow, list[str]]] = []
        # Of one day, what lay ahead comes before what was over.
        for row in sorted(self.rows, key=lambda row: (row.published or _NO_DAY, _STAGES[row.status])):
            last = entries[-1][0] if entries else None
            if last and last.status is row.status and last.told.when.edtf == row.told.when.edtf:
                entries[-1][1].append(row.ref)
            elif row.status is not MeetingStatus.UNKNOWN:
                entries.append((row, [row.ref]))
        return [
            StatusEntry(published=as_day(row.published), status=row.status, date=row.told.when.edtf, sources=sources)
            for row, sources in entries
        ]

    def date(self) -> Merged[str]:
        # What was planned gives way to what was reported; the history keeps it.
        told = [row for row in self.rows if row.phase is Phase.TOLD and row.span]
        dated = told or [row for row in self.rows if row.span]
        said = [(edtf, row) for row in dated if (edtf := row.told.when.edtf)]
        claims = claims_of(said, str, self.context.sources, exactness=_exactness)
        return self.field("date", str, claims, _no_common_day)

    def place(self) -> Merged[Place]:
        claims = self.claims(
            Place,
            lambda row: row.told.place if row.told.place != _NOWHERE else None,
            key=lambda place: (folded(place.venue or ""), folded(place.city or ""), place.country),
            exactness=lambda place: sum(part is not None for part in (place.venue, place.city, place.country)),
        )
        return self.field("place", Place, claims, _elsewhere, _shown_place)

    def level(self) -> Merged[MeetingLevel]:
        claims = self.claims(MeetingLevel, lambda row: _known(row.level, MeetingLevel.UNKNOWN))
        return self.field("level", MeetingLevel, claims, lambda one, other: MeetingLevel.MIXED not in {one, other})

    def duration(self) -> Merged[str]:
        claims = self.claims(str, lambda row: row.told.duration, key=folded)
        return self.field("duration", str, claims, contradict)

    def outcomes(self) -> list[Claim[Outcome]]:
        claims = self.several(
            Outcome, lambda row: row.told.outcomes, key=lambda outcome: (outcome.kind, folded(outcome.description))
        )
        kinds = {kind: [claim for claim in claims if claim.value.kind is kind] for kind in OutcomeKind}
        agreed, failed = kinds[OutcomeKind.AGREEMENT], kinds[OutcomeKind.NO_AGREEMENT]
        if agreed and failed:
            said = [
                TextClaim(value=f"{claim.value.kind}: {claim.value.description}", sources=claim.sources)
                for claim in (*agreed, *failed)
            ]
            self.contradictions.append(Contradiction(field="outcome", said=said))
        return claims

    def participants(self, actors: Callable[[MeetingRow], Iterable[Actor]]) -> list[Participant]:
        identity = self.context.identity
        found: dict[str, list[tuple[str, Actor]]] = {}
        for row in self.rows:
            for actor in actors(row):
                found.setdefault(identity.side(actor), []).append((row.ref, actor))
        participants = [
            Participant(
                actor=identity.common(actor for _, actor in named),
                names=identity.names(actor for _, actor in named),
                sources=list(dict.fromkeys(ref for ref, _ in named)),
            )
            for _, named in sorted(found.items())
        ]
        return sorted(participants, key=lambda participant: (-len(participant.sources), participant.actor.name))


def _links(group: Group) -> list[Link]:
    # Rows that say the same stand as one in the ties; what ties them to each other is told here.
    standing = {row.ref for row in group.rows}
    links: list[Link] = []
    for tie in group.ties:
        if tie.row.ref in standing and tie.other.ref in standing:
            earlier, later = sorted((tie.row, tie.other), key=_order)
            links.append(
                Link(row=later.ref, same_as=earlier.ref, score=tie.evidence.score, reasons=tie.evidence.reasons)
            )
    for row, first in group.alike:
        evidence = compare(row, first)
        if evidence:
            links.append(Link(row=row.ref, same_as=first.ref, score=evidence.score, reasons=evidence.reasons))
    return sorted(links, key=lambda link: (link.row, link.same_as))


def _order(row: MeetingRow) -> tuple[int, str]:
    return row.published or 0, row.ref


def _latest_status(history: list[StatusEntry]) -> MeetingStatus:
    # Once over, a meeting stays over: a plan that is published later, out of an old text, does not undo it.
    for status in (MeetingStatus.HELD, MeetingStatus.ONGOING):
        if any(entry.status is status for entry in history):
            return status
    return history[-1].status if history else MeetingStatus.UNKNOWN


def _known(value: T, unknown: T) -> T | None:
    return None if value == unknown else value


def _exactness(edtf: str) -> float:
    first, last = span_of(edtf)
    return -(last - first).days if first and last else float("-inf")


def _no_common_day(one: str, other: str) -> bool:
    (first, last), (other_first, other_last) = span_of(one), span_of(other)
    if not (first and last and other_first and other_last):
        return False
    return first > other_last or other_first > last


def _elsewhere(one: Place, other: Place) -> bool:
    if one.city and other.city:
        return folded(one.city) != folded(other.city)
    return bool(one.country and other.country) and one.country != other.country


def _shown_place(place: Place) -> str:
    return ", ".join(part for part in (place.venue, place.city, place.country) if part)
