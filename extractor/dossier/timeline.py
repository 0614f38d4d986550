"""An actor's positions on one issue over time, with the changes of stance marked."""

from collections.abc import Iterable
from datetime import date

from extractor.dossier.folding import folded
from extractor.dossier.identity import Identity
from extractor.dossier.positions import same_subject
from extractor.dossier.stances import change_between
from schemas.dossier import DossierPosition, StanceChange, Timeline

__all__ = ["timeline_of"]


def timeline_of(positions: Iterable[DossierPosition], identity: Identity) -> Timeline:
    """The time line of `positions` of one actor on one issue."""
    held = sorted(positions, key=lambda position: (position.ordered_by or date.max, position.id))
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
