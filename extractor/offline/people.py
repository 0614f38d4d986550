"""The people of an article, and for whom somebody acts."""

from dataclasses import dataclass

from extractor.offline.lexicon import Lexicon
from extractor.offline.masks import Masked, Mention
from schemas import Actor, MeetingLevel, Person

__all__ = ["Parsed", "Someone", "acting_for", "actors_of", "level_of"]


@dataclass
class Someone:
    """A named person of the article, as far as it tells of them.

    Attributes:
        name: the fullest form.
        title: the first office that the article gives.
        actor: for whom the person acts.
        guessed: whether that is only a guess.
        former: whether they acted so once.
    """

    name: str
    title: str | None = None
    actor: Actor | None = None
    guessed: bool = False
    former: bool = False

    def row(self) -> Person:
        """The person as rows have it."""
        return Person(name=self.name, title=self.title, affiliation=self.actor.name if self.actor else None)


@dataclass
class Parsed:
    """An article with its people, offices, groups and places marked."""

    masked: Masked
    people: dict[str, Someone]
    words: Lexicon

    @property
    def mask(self) -> str:
        """The masked text."""
        return self.masked.mask

    @property
    def text(self) -> str:
        """The article's text."""
        return self.masked.text

    def level(self, mention: Mention) -> MeetingLevel | None:
        """The rank of a person or office, by the title."""
        title = mention.title
        if mention.person:
            title = self.people[mention.person].title or title
        return level_of(title, self.words) if title else None


def level_of(title: str, words: Lexicon) -> MeetingLevel:
    """The rank of an office."""
    low = title.lower()
    parts = low.split()
    if parts and parts[0] in {"deputy", "vice", "vice-president", "assistant", "special", "under"}:
        return MeetingLevel.OFFICIALS
    for length in (3, 2, 1):
        tail = " ".join(parts[-length:])
        for key in (tail, tail.removesuffix("s")):
            if key in words.levels:
                return words.levels[key]
    return MeetingLevel.OFFICIALS


def actors_of(parse: Parsed, mention: Mention) -> tuple[Actor, ...]:
    """For whom a mention stands or acts."""
    return acting_for(parse.people, mention)


def acting_for(people: dict[str, Someone], mention: Mention) -> tuple[Actor, ...]:
    """The same, of people in the making."""
    if mention.person:
        someone = people[mention.person]
        actor = someone.actor or (mention.actors[0] if mention.actors else None)
        return (actor,) if actor else ()
    return mention.actors
