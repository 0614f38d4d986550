"""Which fields of a found row are right."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from extractor.actors import same_actor
from extractor.dates import span_of
from extractor.evaluation.identity import Affiliations, folded
from extractor.evaluation.rows import Kind, Row
from extractor.persons import same_person

__all__ = ["DEMANDED", "FIELDS", "Field", "compared", "same_dates", "shown"]

FIELDS: dict[Kind, tuple[str, ...]] = {
    Kind.MEETINGS: (
        "format",
        "status",
        "date",
        "round",
        "city",
        "country",
        "venue",
        "duration",
        "parties",
        "mediators_or_hosts",
        "outcomes",
    ),
    Kind.DELEGATES: ("party", "role", "head"),
    Kind.POSITIONS: ("stance", "speaker", "toward", "date", "reported_by", "certainty"),
}
# What two rows must have in common to match at all, so that it is right in every matched pair.
DEMANDED: dict[Kind, tuple[str, ...]] = {
    Kind.MEETINGS: (),
    Kind.DELEGATES: (),
    Kind.POSITIONS: ("holder", "issue"),
}


@dataclass(frozen=True)
class Field:
    """One field of a matched pair.

    Attributes:
        name: of the field.
        accepted: the values that are right.
        found: the value that was found.
        right: whether it is one of them.
    """

    name: str
    accepted: tuple[Any, ...]
    found: Any
    right: bool

    @property
    def given(self) -> bool:
        """Whether a value was found at all."""
        return self.found not in (None, ())


def compared(names: Iterable[str], gold: Row, found: Row, people: Affiliations) -> tuple[Field, ...]:
    """Of the fields of these names, those that gold tells; each is right or wrong by itself."""
    same = _comparisons(people)
    fields: list[Field] = []
    for name in names:
        accepted, values = getattr(gold, name), getattr(found, name)
        if accepted and values:
            value = values[0]
            fields.append(Field(name, accepted, value, any(same[name](one, value) for one in accepted)))
    return tuple(fields)


def same_dates(one: str | None, other: str | None) -> bool:
    """Whether two EDTF dates cover the same days, or neither is given."""
    if one is None or other is None:
        return one is other
    try:
        return one == other or span_of(one) == span_of(other)
    except ValueError:
        return False


def shown(value: Any) -> str:
    """A field's value for a person."""
    if isinstance(value, tuple):
        return ", ".join(map(shown, value)) or "none"  # pyright: ignore[reportUnknownArgumentType]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value)


def _comparisons(people: Affiliations) -> dict[str, Callable[[Any, Any], bool]]:
    return {
        **dict.fromkeys(
            ("format", "status", "round", "country", "role", "head", "stance", "issue", "certainty"), _equal
        ),
        "date": same_dates,
        "city": _same_words,
        "venue": _same_words,
        "duration": _same_words,
        "outcomes": lambda one, other: set(one) == set(other),
        "parties": people.same_parties,
        "mediators_or_hosts": people.same_parties,
        "party": same_actor,
        "holder": same_actor,
        "toward": _or_neither(people.same_party),
        "speaker": _or_neither(same_person),
        "reported_by": _or_neither(same_actor),
    }


def _equal(one: Any, other: Any) -> bool:
    return one == other


def _same_words(one: str | None, other: str | None) -> bool:
    # The palace, or the Dolmabahce Palace: a name in part is the name.
    if one is None or other is None:
        return one is other
    left, right = set(folded(one).split()), set(folded(other).split())
    return one == other or (bool(left and right) and (left <= right or right <= left))


def _or_neither(same: Callable[[str, str], bool]) -> Callable[[str | None, str | None], bool]:
    # An empty name is nobody's, but beside itself it is no difference.
    return lambda one, other: one == other or (one is not None and other is not None and same(one, other))
