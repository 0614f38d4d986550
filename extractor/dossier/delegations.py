"""The delegations of one meeting, united over articles: each person once, with all names, titles and sources."""

from collections.abc import Iterable, Iterator

from extractor.dossier.claims import Sources, TextClaim, claims_of, merged
from extractor.dossier.folding import folded
from extractor.dossier.identity import Identity, state_actor
from extractor.dossier.rows import DelegationRow, MeetingRow
from extractor.dossier.told import Delegate, ToldDelegation
from schemas import Actor, ActorKind, Role
from schemas.dossier import Contradiction, DossierDelegation, DossierMember

__all__ = ["all_delegations", "unite_delegations"]


def all_delegations(
    row: MeetingRow, delegations: Iterable[DelegationRow], identity: Identity
) -> Iterator[DelegationRow]:
    """What the article of `row` says of delegations, in rows of their own or by naming who met in person."""
    told: set[str] = set()
    for delegation in delegations:
        told.add(identity.side(delegation.told.party))
        yield delegation
    for code, people in _in_person(row.told.parties).items():
        if code in told:
            continue
        # Who meets in person is the delegation of their state, and leads it if they meet alone.
        members = tuple(Delegate(actor.name, None) for actor in people)
        head = members[0].name if len(members) == 1 else None
        delegation = ToldDelegation(state_actor(code), Role.UNKNOWN, head, members, row.told.words)
        yield DelegationRow(row.ref, row.article, row.published, row.ref, delegation)


def unite_delegations(
    rows: Iterable[DelegationRow], identity: Identity, sources: Sources
) -> tuple[list[DossierDelegation], list[Contradiction]]:
    """One delegation for each actor, in order of the actors' names, and what contradicts in them."""
    by_party: dict[str, list[DelegationRow]] = {}
    for row in sorted(rows, key=_by_publication):
        by_party.setdefault(identity.side(row.told.party), []).append(row)
    united: list[DossierDelegation] = []
    contradictions: list[Contradiction] = []
    for _, party_rows in sorted(by_party.items()):
        delegation, contradiction = _unite(party_rows, identity, sources)
        united.append(delegation)
        if contradiction:
            contradictions.append(contradiction)
    return sorted(united, key=lambda delegation: delegation.party.name), contradictions


def _unite(
    rows: list[DelegationRow], identity: Identity, sources: Sources
) -> tuple[DossierDelegation, Contradiction | None]:
    named = [(row, person) for row in rows for person in row.told.members]
    groups = identity.people([person.name for _, person in named])
    members = [_member([named[number] for number in group], identity, sources) for group in groups]
    members.sort(key=lambda member: (not member.head, -len(member.sources), member.name))
    heads = [TextClaim(value=member.name, sources=member.head) for member in members if member.head]
    heads.sort(key=lambda claim: (-sources.independent(ref.partition("/")[0] for ref in claim.sources), claim.value))
    party = identity.common([row.told.party for row in rows])
    roles = [(role, row) for row in rows if (role := row.told.role) is not Role.UNKNOWN]
    role_claims = claims_of(roles, Role, sources)
    united = DossierDelegation(
        party=party,
        role=merged(role_claims, Role, contradicted=len(role_claims) > 1),
        head=merged(heads, str, contradicted=len(heads) > 1),
        members=members,
        quotes={row.ref: [words.quote() for words in row.told.words] for row in rows},
    )
    contradiction = Contradiction(field=f"head of {party.name}", said=heads) if len(heads) > 1 else None
    return united, contradiction


def _member(named: list[tuple[DelegationRow, Delegate]], identity: Identity, sources: Sources) -> DossierMember:
    names = claims_of(
        [(identity.person(person.name), row) for row, person in named],
        str,
        sources,
        exactness=lambda name: len(name.split()),
    )
    titles = claims_of([(person.title, row) for row, person in named if person.title], str, sources, key=folded)
    heads = [row.ref for row, person in named if row.told.head and folded(row.told.head) == folded(person.name)]
    return DossierMember(
        name=names[0].value,
        names=names,
        titles=titles,
        head=list(dict.fromkeys(heads)),
        sources=list(dict.fromkeys(row.ref for row, _ in named)),
    )


def _in_person(parties: Iterable[Actor]) -> dict[str, list[Actor]]:
    people: dict[str, list[Actor]] = {}
    for actor in parties:
        if actor.kind is ActorKind.PERSON and actor.country:
            people.setdefault(actor.country, []).append(actor)
    return people


def _by_publication(row: DelegationRow) -> tuple[bool, int, str]:
    return row.published is None, row.published or 0, row.ref
