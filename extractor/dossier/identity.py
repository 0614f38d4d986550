"""Who is who across articles: keys under which states, bodies and people count as one."""

from collections import Counter
from collections.abc import Iterable, Sequence

from extractor.dossier.aliases import Aliases
from extractor.dossier.folding import folded
from schemas import Actor, ActorKind

__all__ = ["Identity"]


class Identity:
    """Keys for actors and people, by the rules of the extraction and the user's aliases."""

    def __init__(self, aliases: Aliases | None = None) -> None:
        """Let `aliases` go before every other rule."""
        self._aliases = aliases or Aliases()
        self._keys: dict[tuple[str, ActorKind, str | None], str] = {}

    def actor(self, actor: Actor) -> str:
        """The key of `actor`: the code of a state, else the folded name."""
        asked = (actor.name, actor.kind, actor.country)
        if asked not in self._keys:
            self._keys[asked] = self._actor(actor)
        return self._keys[asked]

    def actors(self, actors: Iterable[Actor]) -> frozenset[str]:
        """The keys of `actors`."""
        return frozenset(map(self.actor, actors))

    def shown(self, actor: Actor) -> Actor:
        """`actor` under the name that the aliases give it."""
        name = self._aliases.actor(actor.name)
        return actor.model_copy(update={"name": name}) if name else actor

    def common(self, actors: Iterable[Actor]) -> Actor:
        """The commonest form of actors that have one key."""
        counts = Counter(map(self.shown, actors))
        return min(counts, key=lambda actor: (-counts[actor], actor.country is None, actor.name, actor.kind))

    def names(self, actors: Iterable[Actor]) -> list[str]:
        """The names of `actors`, the commonest first."""
        counts = Counter(actor.name for actor in actors)
        return sorted(counts, key=lambda name: (-counts[name], name))

    def people(self, names: Sequence[str]) -> list[list[int]]:
        """The places in `names` of those that name one person, for each person; in order of the first."""
        groups: list[list[int]] = []
        # The fullest first: a surname alone joins the person that it fits.
        for number in sorted(range(len(names)), key=lambda number: (-len(names[number].split()), names[number])):
            name = self.person(names[number])
            fitting = [group for group in groups if all(_same(name, self.person(names[other])) for other in group)]
            if len(fitting) == 1:
                fitting[0].append(number)
            else:
                groups.append([number])
        return [sorted(group) for group in groups]

    def person(self, name: str) -> str:
        """`name`, or the one that the aliases give in its place."""
        return self._aliases.person(name) or name

    def _actor(self, actor: Actor) -> str:
        shown = self.shown(actor)
        if shown.kind is ActorKind.STATE and shown.country:
            return shown.country
        return folded(shown.name)


def _same(one: str, other: str) -> bool:
    first, second = folded(one).split(), folded(other).split()
    return first == second or (
        first[-1:] == second[-1:] and (len(first) == 1 or len(second) == 1 or first[0] == second[0])
    )
