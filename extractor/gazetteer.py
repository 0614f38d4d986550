"""Known names in running text."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

__all__ = ["Gazetteer"]

Meaning = TypeVar("Meaning")

_FIRST_WORD = re.compile(r"^\w+")
_CAPITALISED = re.compile(r"(?<!\w)[^\W\d_a-z]\w*")
# Each for one sign, so that offsets stay.
_SAME = (("\u2019", "'"), ("\n", " "), ("\u00a0", " "))


class Gazetteer(Generic[Meaning]):
    """Names, each with what it means, that are found in texts in one pass.

    A name begins with a letter or digit. One whose meaning is None is passed over, with all shorter ones in it. One
    that ends with a hyphen is the first part of a compound.

    Words of the text are looked up by their first letters and then in a table. Over 2,400 names this takes a hundredth
    of the time of one regular expression; a compiled Aho-Corasick automaton would take less still, but the tenth of a
    millisecond that is left for an article is not worth a dependency.
    """

    def __init__(self, names: Mapping[str, Meaning | None]) -> None:
        """Prepare to find `names`."""
        # If all have a word with a capital they are known by that, since most words of a text have none.
        telling = _CAPITALISED if all(map(_CAPITALISED.search, names)) else _FIRST_WORD
        # By that word: the name, and where the word stands in it.
        self._by_word: dict[str, list[tuple[str, int, Meaning | None]]] = {}
        for name in sorted(names, key=len, reverse=True):
            word = next(telling.finditer(name))
            self._by_word.setdefault(word[0], []).append((name, word.start(), names[name]))
        initials = "".join(sorted({word[0] for word in self._by_word}))
        # The look back comes second: a search for one of some signs is fast, one for the edge of a word is not.
        self._word = re.compile(rf"[{re.escape(initials)}](?<!\w.)\w*")

    def find(self, text: str) -> Iterator[tuple[int, int, Meaning]]:
        """Where names stand in `text`, as start, end and meaning: in order, none in another, the longest first.

        Case counts; a name is no part of a longer word; apostrophes may be curly, and spaces line breaks.
        """
        for written, plain in _SAME:
            text = text.replace(written, plain)
        return self._standing(text, ((word.start(), word[0]) for word in self._word.finditer(text)))

    def find_at(self, text: str, places: Mapping[str, Sequence[int]]) -> Iterator[tuple[int, int, Meaning]]:
        """The same in a text of plain signs of which it is known at which places each word stands."""
        known = places.keys() & self._by_word.keys()
        return self._standing(text, sorted((at, word) for word in known for at in places[word]))

    def _standing(self, text: str, words: Iterable[tuple[int, str]]) -> Iterator[tuple[int, int, Meaning]]:
        after = 0
        for at, word in words:
            for name, before, meaning in self._by_word.get(word, ()):
                start = at - before
                end = start + len(name)
                if (
                    start >= after
                    and text.startswith(name, start)
                    and not (start and _continues(text[start - 1]))
                    and (name[-1] == "-" or not _continues(text[end : end + 1]))
                ):
                    after = end
                    if meaning is not None:
                        yield start, end, meaning
                    break


def _continues(sign: str) -> bool:
    return sign.isalnum() or sign == "_"
