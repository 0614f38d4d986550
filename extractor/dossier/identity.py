"""Who is who across articles: keys under which states, bodies and people count as one."""

from collections import Counter
from collections.abc import Iterable, Sequence

from extractor.actors import canonical_actor, known_actor
from extractor.dossier.aliases import Aliases
from extractor.dossier.folding import folded
from extractor.persons import cluster_persons
from extractor.states import state_with_code
from schemas import Actor, ActorKind

__all__ = ["Identity", "state_actor"]


class Identity:
    """Keys for actors and people, by the rules of the extraction and the user's aliases."""

    def __init__(self, aliases: Aliases | None = None) -> None:
        """Let `aliases` go before every other rule."""
        self._aliases = aliases or Aliases()
        self._keys: dict[tuple[str, ActorKind, str | None], str] = {}
        self._shown: dict[tuple[str, ActorKind, str | None], Actor] = {}

    def actor(self, actor: Actor) -> str:
        """The key of `actor`: the code of a state, else the folded name."""
        asked = (actor.name, actor.kind, actor.country)
        if asked not in self._keys:
            shown = self.shown(actor)
            state = shown.kind is ActorKind.STATE and shown.country
            self._keys[asked] = shown.country if state and shown.country else folded(shown.name)
        return self._keys[asked]

    def named(self, name: str) -> str:
        """The key of the actor that `name` stands for."""
        return self.actor(Actor(name=name))

    def side(self, actor: Actor) -> str:
        """The key of the side for which `actor` comes to a meeting: a person, for the state that they act for."""
        if actor.kind is ActorKind.PERSON and actor.country:
            return actor.country
        return self.actor(actor)

    def sides(self, actors: Sequence[Actor]) -> frozenset[str]:
        """The sides of a meeting."""
        sides = frozenset(map(self.side, actors))
        # Two that belong to one state and meet each other do not meet for it.
        return sides if len(sides) > 1 else frozenset(map(self.actor, actors))

    def shown(self, actor: Actor) -> Actor:
        """`actor` under its canonical name, or the one that the aliases give it."""
        asked = (actor.name, actor.kind, actor.country)
        if asked not in self._shown:
            self._shown[asked] = self._canonical(actor)
        return self._shown[asked]

    def common(self, actors: Iterable[Actor]) -> Actor:
        """The commonest form of actors on one side; a state or body goes before those who act for it."""
        shown = list(map(self.shown, actors))
        # Mostly all say the same, and to count them takes long.
        if all(one is shown[0] for one in shown):
            return shown[0]
        counts = Counter(shown)
        people = [actor for actor in counts if actor.kind is ActorKind.PERSON]
        if len(people) == len(counts) > 1 and people[0].country and len(self.people([one.name for one in people])) > 1:
            return state_actor(people[0].country)
        return min(counts, key=lambda one: (one.kind is ActorKind.PERSON, -counts[one], not one.country, one.name))

    def names(self, actors: Iterable[Actor]) -> list[str]:
        """The names of `actors`, the commonest first."""
        counts = Counter([actor.name for actor in actors])
        return sorted(counts, key=lambda name: (-counts[name], name))

    def label(self, key: str) -> str:
        """The name by which the actor with this key is put in order."""
        state = state_with_code(key) if key.isupper() else None
        return folded(state.name) if state else key

    def people(self, names: Sequence[str]) -> list[list[int]]:
        """The places in `names` of those that name one person, for each person."""
        known = [self.person(name) for name in names]
        if len(set(known)) == 1:
            return [list(range(len(known)))]
        groups: list[list[int]] = []
        group_of: dict[str, list[int]] = {}
        for cluster in cluster_persons(known):
            groups.append([])
            group_of |= dict.fromkeys(cluster.variants, groups[-1])
        for number, name in enumerate(known):
            group_of[name].append(number)
        return groups

    def person(self, name: str) -> str:
        """`name`, or the one that the aliases give in its place."""
        return self._aliases.person(name) or name

    def _canonical(self, actor: Actor) -> Actor:
        if name := self._aliases.actor(actor.name):
            known = known_actor(name)
            kind, country = (known.kind, known.country) if known else (actor.kind, actor.country)
            return Actor(name=name, kind=kind, country=country)
        if actor.kind is ActorKind.PERSON:
            return actor.model_copy(update={"name": self.person(actor.name)})
        if actor.kind is ActorKind.STATE and actor.country and (state := state_with_code(actor.country)):
            return actor.model_copy(update={"name": state.name})
        if known := known_actor(actor.name):
            return Actor(name=known.name, kind=known.kind, country=known.country)
        return actor.model_copy(update={"name": canonical_actor(actor.name) or actor.name})


def state_actor(code: str) -> Actor:
    """The state with the ISO 3166-1 alpha-2 `code`."""
    state = state_with_code(code)
    return Actor(name=state.name if state else code, kind=ActorKind.STATE, country=code)
