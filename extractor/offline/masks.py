"""An article in which what was recognised is marked by symbols."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from extractor.offline.sentences import Sentence
from extractor.offline.symbols import FILL
from schemas import Actor

__all__ = ["Masked", "Mention"]


@dataclass(slots=True)
class Mention:
    """One symbol of a masked text, with what it stands for.

    Attributes:
        person: key of the named person in the article's register.
        actors: for whom it stands or acts.
        title: office, in the article's words.
        form: what kind of name, office or place it is.
        country, city: of places.
        plural: whether more than one are meant.
    """

    symbol: str
    start: int
    end: int
    actors: tuple[Actor, ...] = ()
    person: str | None = None
    title: str | None = None
    form: str = ""
    country: str | None = None
    city: str | None = None
    plural: bool = False


@dataclass
class Masked:
    """An article as the rules see it: the text, its mask, and what stands at each symbol of the mask."""

    text: str
    mask: str
    at: dict[int, Mention] = field(default_factory=dict[int, Mention])
    sentences: list[Sentence] = field(default_factory=list[Sentence])

    def rewrite(self, pattern: re.Pattern[str], mention: "Mentioning") -> None:
        """Put one symbol for each match of `pattern` for which `mention` gives one."""

        def replaced(match: re.Match[str]) -> str:
            found = mention(self, match)
            if found is None:
                return match[0]
            self.at[found.start] = found
            head, tail = match[0][: found.start - match.start()], match[0][found.end - match.start() :]
            return f"{head}{found.symbol}{FILL * (found.end - found.start - 1)}{tail}"

        self.mask = pattern.sub(replaced, self.mask)

    def within(self, start: int, end: int) -> list[Mention]:
        """The mentions whose symbols stand from `start` to `end`."""
        return [self.at[match.start()] for match in _SYMBOL.finditer(self.mask, start, end)]


_SYMBOL = re.compile("[\ue000-\ue00b]")
Mentioning = Callable[[Masked, re.Match[str]], Mention | None]
