"""The delegations of one meeting, united over articles: each person once, with all names, titles and sources."""

from collections.abc import Iterable
from dataclasses import dataclass

from extractor.dossier.claims import Said, Sources, claims_of, merged
from extractor.dossier.folding import folded
from extractor.dossier.identity import Identity
from schemas import Delegation, Person, Role
from schemas.dossier import Claim, Contradiction, DossierDelegation, DossierMember

__all__ = ["DelegationReport", "unite_delegations"]


@dataclass(frozen=True, slots=True)
class DelegationReport:
    """What one article says of a delegation."""

    ref: str
    article: str
    published: int | None
    delegation: Delegation

    def said(self, value: str) -> Said[str]:
        """`value`, said by this row."""
        return Said(value, self.ref, self.article, self.published)


def unite_delegations(
    reports: Iterable[DelegationReport], identity: Identity, sources: Sources
) -> tuple[list[DossierDelegation], list[Contradiction]]:
    """One delegation for each actor, in order of the actors' names, and what contradicts in them."""
    by_party: dict[str, list[DelegationReport]] = {}
    for report in reports:
        by_party.setdefault(identity.side(report.delegation.party), []).append(report)
    united: list[DossierDelegation] = []
    contradictions: list[Contradiction] = []
    for _, rows in sorted(by_party.items()):
        delegation, contradiction = _unite(rows, identity, sources)
        united.append(delegation)
        if contradiction:
            contradictions.append(contradiction)
    return united, contradictions


def _unite(
    rows: list[DelegationReport], identity: Identity, sources: Sources
) -> tuple[DossierDelegation, Contradiction | None]:
    named = [(report, person) for report in rows for person in report.delegation.members]
    groups = identity.people([person.name for _, person in named])
    members = [_member([named[number] for number in group], identity, sources) for group in groups]
    members.sort(key=lambda member: (not member.head, -len(member.sources), member.name))
    heads = [Claim[str](value=member.name, sources=member.head) for member in members if member.head]
    heads.sort(key=lambda claim: (-sources.independent(ref.partition("/")[0] for ref in claim.sources), claim.value))
    party = identity.common(report.delegation.party for report in rows)
    roles = [
        Said(report.delegation.role, report.ref, report.article, report.published)
        for report in rows
        if report.delegation.role is not Role.UNKNOWN
    ]
    role_claims = claims_of(roles, sources)
    united = DossierDelegation(
        party=party,
        role=merged(role_claims, contradicted=len(role_claims) > 1),
        head=merged(heads, contradicted=len(heads) > 1),
        members=members,
        quotes={report.ref: report.delegation.quotes for report in rows},
    )
    contradiction = Contradiction(field=f"head of {party.name}", said=heads) if len(heads) > 1 else None
    return united, contradiction


def _member(named: list[tuple[DelegationReport, Person]], identity: Identity, sources: Sources) -> DossierMember:
    names = claims_of(
        [report.said(identity.person(person.name)) for report, person in named],
        sources,
        exactness=lambda name: len(name.split()),
    )
    titles = claims_of([report.said(person.title) for report, person in named if person.title], sources, key=folded)
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
