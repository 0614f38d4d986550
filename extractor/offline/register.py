"""The people whom an article names, under whichever names it calls them."""

import re
from collections.abc import Iterable

from extractor.offline.lexicon import Lexicon
from extractor.offline.people import Someone

__all__ = ["Register"]

# What stands before a family name and belongs to it, joined (`al-Mahdi`) or not (`Van Walsum`).
_PREFIX = re.compile(r"^(?:(?:al|el|ul|ad|as|ash|ar|bin|ould)[- ])+(?=\w)", re.IGNORECASE)
_SHORTEST, _LONGEST = 2, 5


class Register:
    """People by a key; the names by which an article goes on with them lead to it."""

    def __init__(self, words: Lexicon) -> None:
        """Begin with nobody."""
        self.people: dict[str, Someone] = {}
        self._words = words
        self._by_word: dict[str, str] = {}
        # Those whom the article names again by one name: not the way of places and bodies.
        self._again: set[str] = set()

    def learn(self, names: Iterable[str]) -> None:
        """Take the full names of an article, and see which of them it goes on with."""
        several = list(names)
        for name in several:
            self.known(name)
        for name in several:
            if name in self._by_word:
                self._again.add(self._by_word[name])

    def known(self, name: str) -> str | None:
        """The key of whoever goes by `name`; a full name that is new is entered, a single word is not."""
        parts = name.split()
        if len(parts) < _SHORTEST:
            return self.called(name)
        key = name.casefold()
        if key not in self.people:
            last, first = self._by_word.get(parts[-1]), self._by_word.get(parts[0])
            if last and (last == first or self._is_rest(parts[:-1], last)):
                return last
            self._enter(key, Someone(name, actor=self._words.leaders.get(name)), parts)
        return key

    def called(self, word: str) -> str | None:
        """The key of whoever is called by one `word`."""
        if word in self._by_word:
            return self._by_word[word]
        if word in self._words.leaders:
            return self.single(word)
        return None

    def single(self, word: str) -> str:
        """The key of someone who has no other name than `word`."""
        key = word.casefold()
        self.people.setdefault(key, Someone(word, actor=self._words.leaders.get(word)))
        self._by_word[word] = key
        return key

    def is_person(self, key: str) -> bool:
        """Whether a run of capitalised words is surely a person's name: by office, side or how it is named again."""
        someone = self.people[key]
        return bool(someone.title or someone.actor) or key in self._again

    def may_be_person(self, key: str) -> bool:
        """Whether a name looks like a person's."""
        words = self.people[key].name.split()
        things = self._words.things
        return (
            _SHORTEST <= len(words) <= _LONGEST and words[-1].lower() not in things and words[0].lower() not in things
        )

    def _enter(self, key: str, someone: Someone, parts: list[str]) -> None:
        self.people[key] = someone
        family = parts[-1]
        self._by_word.setdefault(family, key)
        if bare := _PREFIX.sub("", family):
            self._by_word.setdefault(bare, key)
        # A headline in capitals may begin with whoever leads a state: `Maduro Says Talks Go On`.
        if len(parts[0]) > 1 and (someone.actor or parts[0] not in self._words.leaders):
            self._by_word.setdefault(parts[0], key)

    def _is_rest(self, parts: list[str], key: str) -> bool:
        # `Van Walsum` of `Peter van Walsum`.
        name = self.people[key].name.casefold()
        return all(part.lower() in self._words.particles for part in parts) and all(
            part.casefold() in name for part in parts
        )
