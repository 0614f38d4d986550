"""The delegations of one meeting, united over articles: each person once, with all names, titles and sources."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extractor.dossier.claims import Sources, TextClaim, claims_of, merged
from extractor.dossier.folding import folded
from extractor.dossier.identity import Identity, state_actor
from extractor.dossier.rows import DelegationRow, MeetingRow
from schemas import Actor, ActorKind, Delegation, Meeting, Person, Role
from schemas.dossier import Contradiction, DossierDelegation, DossierMember

__all__ = ["DelegationReport", "delegation_reports", "unite_delegations"]


@dataclass(frozen=True, slots=True)
class DelegationReport:
    """What one article says of a delegation."""

    ref: str
    article: str
    published: int | None
    delegation: Delegation


def delegation_reports(
    row: MeetingRow, meeting: Meeting, delegations: Iterable[DelegationRow], identity: Identity
) -> Iterator[DelegationReport]:
    """What the article of `row` says of delegations, in rows of their own or by naming who met in person."""
    told: set[str] = set()
    for told_of in delegations:
        delegation = told_of.delegation()
        told.add(identity.side(delegation.party))
        yield DelegationReport(told_of.ref, row.article, row.published, delegation)
    for code, people in _in_person(meeting).items():
        if code in told:
            continue
        # Who meets in person is the delegation of their state, and leads it if they meet alone.
        members = [Person(name=actor.name, affiliation=state_actor(code).name) for actor in people]
        head = members[0] if len(members) == 1 else None
        delegation = Delegation(
            meeting=meeting.id, quotes=meeting.quotes, party=state_actor(code), head=head, members=members
        )
        yield DelegationReport(row.ref, row.article, row.published, delegation)


def unite_delegations(
    reports: Iterable[DelegationReport], identity: Identity, sources: Sources
) -> tuple[list[DossierDelegation], list[Contradiction]]:
    """One delegation for each actor, in order of the actors' names, and what contradicts in them."""
    by_party: dict[str, list[DelegationReport]] = {}
    for report in sorted(reports, key=_by_publication):
        by_party.setdefault(identity.side(report.delegation.party), []).append(report)
    united: list[DossierDelegation] = []
    contradictions: list[Contradiction] = []
    for _, rows in sorted(by_party.items()):
        delegation, contradiction = _unite(rows, identity, sources)
        united.append(delegation)
        if contradiction:
            contradictions.append(contradiction)
    return sorted(united, key=lambda delegation: delegation.party.name), contradictions


def _unite(
    rows: list[DelegationReport], identity: Identity, sources: Sources
) -> tuple[DossierDelegation, Contradiction | None]:
    named = [(report, person) for report in rows for person in report.delegation.members]
    groups = identity.people([person.name for _, person in named])
    members = [_member([named[number] for number in group], identity, sources) for group in groups]
    members.sort(key=lambda member: (not member.head, -len(member.sources), member.name))
    heads = [TextClaim(value=member.name, sources=member.head) for member in members if member.head]
    heads.sort(key=lambda claim: (-sources.independent(ref.partition("/")[0] for ref in claim.sources), claim.value))
    party = identity.common(report.delegation.party for report in rows)
    roles = [(role, report) for report in rows if (role := report.delegation.role) is not Role.UNKNOWN]
    role_claims = claims_of(roles, Role, sources)
    united = DossierDelegation(
        party=party,
        role=merged(role_claims, Role, contradicted=len(role_claims) > 1),
        head=merged(heads, str, contradicted=len(heads) > 1),
        members=members,
        quotes={report.ref: report.delegation.quotes for report in rows},
    )
    contradiction = Contradiction(field=f"head of {party.name}", said=heads) if len(heads) > 1 else None
    return united, contradiction


def _member(named: list[tuple[DelegationReport, Person]], identity: Identity, sources: Sources) -> DossierMember:
    names = claims_of(
        [(identity.person(person.name), report) for report, person in named],
        str,
        sources,
        exactness=lambda name: len(name.split()),
    )
    titles = claims_of([(person.title, report) for report, person in named if person.title], str, sources, key=folded)
    heads = [
        report.ref
        for report, person in named
        if (head := report.delegation.head) and folded(head.name) == folded(person.name)
    ]
    return DossierMember(
        name=names[0].value,
        names=names,
        titles=titles,
        head=list(dict.fromkeys(heads)),
        sources=list(dict.fromkeys(report.ref for report, _ in named)),
    )


def _in_person(meeting: Meeting) -> dict[str, list[Actor]]:
    people: dict[str, list[Actor]] = {}
    for actor in meeting.parties:
        if actor.kind is ActorKind.PERSON and actor.country:
            people.setdefault(actor.country, []).append(actor)
    return people


def _by_publication(report: DelegationReport) -> tuple[bool, int, str]:
    return report.published is None, report.published or 0, report.ref
