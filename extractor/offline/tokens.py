"""The words of an article with their places, and which phrases and names begin at one of them."""

from functools import cached_property
from typing import TypeVar

from extractor.offline.lexicon import TOKEN, Lexicon

__all__ = ["Tokens"]

T = TypeVar("T")

# Signs before the first word of a quotation.
_OPENING = "\"\u201c\u2018'(*_[>"
# What stands between the parts of one name.
_WITHIN_NAMES = frozenset({" ", "-", "\u2019", "'"})
_POSSESSIVE = frozenset({"\u2019s ", "'s "})
# `J.`, `St.`; the first part of a given name like `Jae-myung`.
_INITIAL, _GIVEN = 2, 7
_GIVEN_NAMES = frozenset({"jan", "than"})
_MONTH_NAMES = frozenset({"may", "april", "june", "august", "jan", "jun", "mar", "dec", "jul"})


class Tokens:
    """The words of a text; each has a number, by which the methods speak of it."""

    def __init__(self, plain: str, starts: frozenset[int], words: Lexicon) -> None:
        """Cut a text into words.

        Args:
            plain: the text.
            starts: where its sentences begin.
            words: the word lists.
        """
        self.plain = plain
        self.all = [(match[0], *match.span()) for match in TOKEN.finditer(plain)]
        self.words = words
        self._starts = starts

    def gap(self, number: int) -> str:
        """What stands between a word and the next one."""
        return self.plain[self.all[number][2] : self.all[number + 1][1]]

    def joined(self, number: int) -> bool:
        """Whether a word and the next one belong to one phrase."""
        return self.gap(number) in {" ", "-"}

    def length(self, phrases: list[tuple[tuple[str, ...], T]], number: int, *, lower: bool) -> tuple[int, T] | None:
        """The first of `phrases` that begins at a word: how many words it has, and its value."""
        tokens = self.all
        for parts, value in phrases:
            last = number + len(parts)
            if last > len(tokens):
                continue
            if len(parts) == 1:
                return 1, value
            if all(
                (tokens[number + at][0].lower() if lower else tokens[number + at][0]) == parts[at]
                and tokens[number + at][1] - tokens[number + at - 1][2] <= 2  # noqa: PLR2004 - `. ` in `St. Petersburg`
                for at in range(1, len(parts))
            ):
                return len(parts), value
        return None

    def may_be_name(self, number: int, low: str) -> bool:
        """Whether a capitalised word, `low` in small letters, begins a name."""
        if low in self.words.calendar or low in self.words.function_words:
            return self.is_given_name(number, low)
        start = self.all[number][1]
        if self._is_inside(start):
            return True
        # The first word of a sentence is a name if another one follows it, or if it is one elsewhere.
        if number + 1 < len(self.all):
            follower = self.all[number + 1][0]
            gap = self.gap(number)
            if gap == " " and follower in self.words.particles and self._goes_on(number + 1):
                return True
            if gap in {" ", "-"} and follower[0].isupper():
                return follower.lower() not in self.words.calendar and not low.endswith(("ly", "ing"))
        word = self.all[number][0]
        return word in self._inner_names or word in self.words.leaders

    def is_given_name(self, number: int, low: str) -> bool:
        """Whether a capitalised word of the calendar or of grammar begins somebody's name."""
        # `Jan Verbeek`, `U Than Swe`, but not `Jan 5` nor `In Geneva`.
        if low not in _GIVEN_NAMES or number + 1 >= len(self.all) or self.gap(number) != " ":
            return False
        follower = self.all[number + 1][0]
        return follower[0].isupper() and follower.lower() not in self.words.function_words

    @cached_property
    def _inner_names(self) -> frozenset[str]:
        capitals = [(word, start) for word, start, _ in self.all if word[0].isupper()]
        return frozenset(word for word, start in capitals if self._is_inside(start))

    def _is_inside(self, start: int) -> bool:
        return start not in self._starts and (start == 0 or self.plain[start - 1] not in _OPENING)

    def end_of_name(self, number: int, limit: int) -> int:
        """The last word of the name that begins at a word and ends before the place `limit`."""
        last = number
        while (step := self._next_of_run(last, limit)) is not None:
            last = step
        return last

    def _next_of_run(self, last: int, limit: int) -> int | None:
        """The word with which a run of capitalised words that has come to `last` goes on, or None if it ends."""
        if last + 1 >= len(self.all) or self.all[last + 1][1] >= limit:
            return None
        word, gap = self.all[last + 1][0], self.gap(last)
        before = self.all[last][0]
        if not word[0].isupper():
            particle = gap in _WITHIN_NAMES and word in self.words.particles and self._goes_on(last + 1)
            goes_on = particle or (gap == "-" and word.islower() and len(before) <= _GIVEN)
        elif gap == ". ":
            goes_on = len(before) <= _INITIAL
        elif gap in _POSSESSIVE:
            # `Korean People's Army`
            goes_on = before == "People"
        else:
            goes_on = gap in _WITHIN_NAMES and not self._ends_run(last + 1, gap)
        return last + 1 if goes_on else None

    def _ends_run(self, number: int, gap: str) -> bool:
        low = self.all[number][0].lower()
        if low in _MONTH_NAMES and gap == " ":
            # `Naw May Oo`, `Kim Yong Jun`
            return number + 1 < len(self.all) and self.all[number + 1][0][0].isdigit()
        if low in self.words.calendar or (low in self.words.function_words and low != "he"):
            return True
        titles = self.words.titles.starting(low)
        return bool(titles and gap == " " and self.length(titles, number, lower=True))

    def _goes_on(self, particle: int) -> bool:
        """Whether a name goes on behind a word like `von`."""
        if particle + 1 >= len(self.all):
            return False
        word = self.all[particle + 1][0]
        return (word[0].isupper() or word in self.words.particles) and self.gap(particle) in {" ", "-"}
