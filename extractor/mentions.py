"""Whether an article names an actor or a person, in whatever form."""

from dataclasses import dataclass, field
from functools import cached_property

from extractor.actors import actors_in, known_actor
from extractor.folding import visible
from extractor.quotes import ArticleText
from schemas import Actor, ActorKind

__all__ = ["Mentions"]

# Words of an actor's name that prove nothing: half of all bodies have them.
_EMPTY = frozenset(
    {"and", "for", "the", "of", "in", "on", "state", "states", "national", "international", "government", "party"}
)
_MIN_WORD = 3


@dataclass(frozen=True)
class Mentions:
    """Whom a text names. Generous where it can't be sure: a row is dropped only if its actor is surely not there."""

    text: ArticleText
    # What was looked up before: the same few people are in most rows.
    _persons: dict[str, bool] = field(default_factory=dict[str, bool], init=False)

    def person(self, name: str) -> bool:
        """Whether the text names a person so called: the family name stands last or first, as languages go."""
        named = self._persons.get(name)
        if named is None:
            words = name.split()
            named = bool(words) and (self.text.has_word(words[-1]) or self.text.has_word(words[0]))
            self._persons[name] = named
        return named

    def actor(self, actor: Actor) -> bool:
        """Whether the text names `actor`, which goes by its canonical name."""
        if actor.name in self.text.text:
            return True
        if actor.kind is ActorKind.PERSON:
            return self.person(actor.name)
        if known_actor(actor.name):
            return actor.name in self._known
        words = [word for word in actor.name.split() if len(word) >= _MIN_WORD and word.lower() not in _EMPTY]
        return any(self.text.has_word(word) for word in words)

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(mention.actor.name for mention in actors_in(visible(self.text.text)))
