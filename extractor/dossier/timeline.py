"""An actor's positions on one issue over time, with the changes of stance marked."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from extractor.dossier.folding import folded
from extractor.dossier.identity import Identity
from extractor.dossier.positions import same_subject
from extractor.dossier.stances import change_between
from schemas.dossier import DossierPosition, StanceChange, Timeline

__all__ = ["timelines_of"]


def timelines_of(positions: Iterable[DossierPosition], identity: Identity) -> list[Timeline]:
    """A time line for each actor and issue, by the actor's name and the issue."""
    by_holder: defaultdict[tuple[str, str], list[DossierPosition]] = defaultdict(list)
    for position in positions:
        by_holder[identity.actor(position.holder), position.issue].append(position)
    timelines = [_timeline(held, identity) for held in by_holder.values()]
    return sorted(timelines, key=lambda line: (line.actor.name, line.actor.kind, line.issue, line.positions[0].id))


def _timeline(held: list[DossierPosition], identity: Identity) -> Timeline:
    held.sort(key=lambda position: (position.ordered_by or date.max, position.id))
    return Timeline(
        actor=identity.common(position.holder for position in held),
        issue=held[0].issue,
        positions=held,
        changes=list(_changes(held)),
    )


def _changes(held: list[DossierPosition]) -> Iterable[StanceChange]:
    for number, after in enumerate(held):
        # Against the last that was said of the subject; what was said on the same day is no earlier stance.
        before = next(
            (
                earlier
                for earlier in reversed(held[:number])
                if earlier.ordered_by
                and after.ordered_by
                and earlier.ordered_by < after.ordered_by
                and same_subject(folded(earlier.subject), folded(after.subject))
            ),
            None,
        )
        if before and (kind := change_between(before.stance, after.stance)):
            said = f"{before.stance} ({before.ordered_by}), then {after.stance} ({after.ordered_by}): {after.subject}"
            yield StanceChange(before=before.id, after=after.id, kind=kind, said=said)
