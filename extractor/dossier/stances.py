"""Which stances go in one direction, and which pair of stances is a change."""

from enum import StrEnum

from schemas import Stance

__all__ = ["Direction", "change_between", "direction_of"]


class Direction(StrEnum):
    """Which way a stance goes."""

    FOR = "for"
    ASKS = "asks"
    AGAINST = "against"
    THREATENS = "threatens"
    ASSESSES = "assesses"


_DIRECTIONS = {
    Stance.SUPPORTS: Direction.FOR,
    Stance.ACCEPTS: Direction.FOR,
    Stance.OFFERS: Direction.FOR,
    Stance.COMMITS: Direction.FOR,
    Stance.PROPOSES: Direction.ASKS,
    Stance.DEMANDS: Direction.ASKS,
    Stance.CALLS_FOR: Direction.ASKS,
    Stance.REJECTS: Direction.AGAINST,
    Stance.REFUSES: Direction.AGAINST,
    Stance.DOUBTS: Direction.AGAINST,
    Stance.THREATENS: Direction.THREATENS,
    Stance.ASSESSES: Direction.ASSESSES,
}
_CHANGES = {
    (Direction.AGAINST, Direction.FOR): "turns_to",
    (Direction.AGAINST, Direction.ASKS): "turns_to",
    (Direction.FOR, Direction.AGAINST): "turns_from",
    (Direction.ASKS, Direction.AGAINST): "turns_from",
}


def direction_of(stance: Stance) -> Direction:
    """The direction in which `stance` goes."""
    return _DIRECTIONS[stance]


def change_between(before: Stance, after: Stance) -> str | None:
    """`turns_to` or `turns_from` if going from `before` to `after` on one subject is a change, else None.

    To ask for what one then accepts, or to threaten and then to demand, is no change; an assessment is no stance for
    or against.
    """
    return _CHANGES.get((direction_of(before), direction_of(after)))
