"""The first pass over an article: states, bodies, places, titles, names and dates become symbols."""

import re
from dataclasses import replace
from functools import cache, cached_property
from typing import TypeVar

from extractor.actors import KnownActor, actors_in
from extractor.offline.lexicon import TOKEN, Lexicon, Named
from extractor.offline.masks import Masked, Mention
from extractor.offline.sentences import Sentence, sentences
from extractor.offline.symbols import ADJECTIVE, BREAK, CITY, DATE, FILL, HE, NAME, STATE, TITLE
from extractor.offline.timespans import time_spans
from extractor.states import Form
from schemas import Actor

__all__ = ["tagged"]

T = TypeVar("T")

_PRIVATE = re.compile("[\ue000-\uf8ff]")
_SAME_LENGTH = str.maketrans(
    {"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " ", "\t": " ", "\r": " ", "\u2013": "-"}
)
_LOWER = str.maketrans({chr(code): chr(code + 32) for code in range(65, 91)})


def tagged(text: str, words: Lexicon) -> Masked:
    """The first mask of `text`."""
    return _Tagger(text, words).run()


class _Tagger:
    def __init__(self, text: str, words: Lexicon) -> None:
        self.text = text
        self.plain = _PRIVATE.sub(" ", text)
        self.words = words
        self.tokens = [(match[0], match.start(), match.end()) for match in TOKEN.finditer(self.plain)]
        self.mentions: list[Mention] = []
        self.dates: list[Mention] = []
        self._renamed: dict[str, Actor] = {}

    def run(self) -> Masked:
        parts = list(sentences(self.plain))
        taken = self._dates()
        self._starts = {part.start for part in parts}
        self._names(taken)
        mask = self._mask(parts)
        return Masked(self.text, mask, {mention.start: mention for mention in self.mentions}, parts)

    def _known_actors(self) -> dict[int, tuple[int, Named]]:
        found: dict[int, tuple[int, Named]] = {}
        for mention in actors_in(self.plain):
            city = self.plain[mention.start : mention.end] if mention.form is Form.CAPITAL else None
            actor = _actor_of(mention.actor)
            found[mention.start] = mention.end, Named(_FORMS[mention.form], actor, actor.country, city)
        return found

    def _dates(self) -> list[tuple[int, int]]:
        spans = time_spans(self.plain, self.tokens)
        self.dates += [Mention(DATE, *span) for span in spans]
        return spans

    def _names(self, taken: list[tuple[int, int]]) -> None:
        tokens, words = self.tokens, self.words
        free = iter([*taken, (len(self.text) + 1, len(self.text) + 1)])
        busy = next(free)
        known_actors = self._known_actors()
        beginners = _beginners(words)
        after = 0
        # Most words are small and begin nothing: these are not looked at.
        for number in [n for n, (word, _, _) in enumerate(tokens) if not word[0].islower() or word in beginners]:
            if number < after:
                continue
            word, start, end = tokens[number]
            while start >= busy[1]:
                busy = next(free)
            if start >= busy[0]:
                continue
            low = word.lower()
            if low in _PRONOUNS:
                self.mentions.append(Mention(HE, start, end, form=low))
                continue
            title = words.titles.starting(low)
            if title and not self._is_no_title(number, low) and (length := self._length(title, number, lower=True)):
                after = self._title(number, *length)
            elif word[0].isupper() or word[0].isdigit():
                after = self._capital(number, known_actors.get(start), busy[0])

    def _capital(self, number: int, state: tuple[int, Named] | None, limit: int) -> int:
        """Mark what begins with a capital or figure, and give the number of the next word to look at."""
        word, start, _ = self.tokens[number]
        known = self.words.names.starting(word)
        length = self._length(known, number, lower=False) if known else None
        if state and (length is None or self.tokens[number + length[0] - 1][2] <= state[0]):
            return self._known(number, state[0], state[1])
        if length:
            end = self.tokens[number + length[0] - 1][2]
            return self._known(number, end, self._as_written(length[1], self.plain[start:end]))
        if word[0].isupper() and self._may_be_name(number, word.lower()):
            return self._run(number, limit)
        return number + 1

    def _length(self, phrases: list[tuple[tuple[str, ...], T]], number: int, *, lower: bool) -> tuple[int, T] | None:
        tokens = self.tokens
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

    def _is_no_title(self, number: int, low: str) -> bool:
        if number and self._gap(number - 1) == "-" and self.tokens[number - 1][0].lower() not in self.words.modifiers:
            # `five-member panel`
            return not self.tokens[number - 1][0][0].isupper()
        if low in _ALSO_ADJECTIVES and number + 1 < len(self.tokens):
            return self.tokens[number + 1][0] in _BEHIND_ADJECTIVES
        if low not in _ALSO_VERBS:
            return False
        before = self.tokens[number - 1][0].lower() if number else ""
        after = self.tokens[number + 1][0].lower() if number + 1 < len(self.tokens) else ""
        return before in _BEFORE_VERBS or after in _BEHIND_VERBS

    def _title(self, number: int, length: int, kind: str) -> int:
        first = self._first_modifier(number)
        start = self.tokens[first][1]
        while self.mentions and self.mentions[-1].end > start:
            self.mentions.pop()
        start = self._body_before(start)
        last = self._department(number + length - 1)
        end = self.tokens[last][2]
        self.mentions.append(Mention(TITLE, start, end, title=self.text[start:end], form=kind, plural=kind == "plural"))
        return last + 1

    def _first_modifier(self, number: int) -> int:
        """Modifiers stand before: `deputy foreign`, also capitalised ones taken for a name (`Security Council`)."""
        first = number
        while (
            first > number - _MODIFIERS
            and first
            and self.tokens[first - 1][0].lower() in self.words.modifiers
            and self._joined(first - 1)
        ):
            first -= 1
        return first

    def _body_before(self, start: int) -> int:
        """Where a title that begins at `start` begins with the body before it: `Presidential Office head`."""
        name = self.mentions[-1] if self.mentions else None
        if (
            name
            and name.symbol == NAME
            and start - name.end == 1
            and self.text[start - 1] == " "
            # But not `Obama aide`.
            and any(word.lower() in self.words.body_words for word in self.text[name.start : name.end].split())
        ):
            self.mentions.pop()
            return name.start
        # `National Intelligence Organization (MIT) Chief`.
        if (short := _SHORT_FORM.search(self.plain, max(0, start - 14), start)) and self.mentions:
            body = next((one for one in reversed(self.mentions) if one.end == short.start()), None)
            if body is not None:
                self.mentions = [one for one in self.mentions if one.start < body.start]
                return body.start
        return start

    def _department(self, last: int) -> int:
        """The last word of a title with its department: `Minister of Foreign Affairs and Trade`."""
        tokens, count = self.tokens, len(self.tokens)
        at = last
        while at + 2 < count and tokens[at + 1][0] in (_OF if at == last else _AND) and self._gap(at) == " ":
            at += 2 if tokens[at + 2][0] != "the" or at + 3 >= count else 3
            found = self.words.departments.starting(tokens[at][0].lower())
            length = self._length(found, at, lower=True) if found else None
            if length is None:
                break
            at = last = at + length[0] - 1
        return last

    def _joined(self, number: int) -> bool:
        return self._gap(number) in {" ", "-"}

    def _as_written(self, named: Named, words: str) -> Named:
        """Actors of our own list go by the name that the article has first, if it never has their usual one."""
        actor = named.actor
        if actor is None or actor.name in self.plain:
            return named
        known = self._renamed.setdefault(actor.name, actor.model_copy(update={"name": words}))
        return replace(named, actor=known)

    def _known(self, number: int, end: int, named: Named) -> int:
        start = self.tokens[number][1]
        symbol = {"name": STATE, "adjective": ADJECTIVE, "capital": CITY, "city": CITY, "region": NAME}[named.form]
        self.mentions.append(
            Mention(
                symbol,
                start,
                end,
                (named.actor,) if named.actor else (),
                form=named.form,
                country=named.country,
                city=named.city,
            )
        )
        while number < len(self.tokens) and self.tokens[number][1] < end:
            number += 1
        return number

    def _may_be_name(self, number: int, low: str) -> bool:
        if low in self.words.calendar or low in self.words.function_words:
            return False
        start = self.tokens[number][1]
        if self._is_inside(start):
            return True
        # The first word of a sentence is a name if another one follows it, or if it is one elsewhere.
        if number + 1 < len(self.tokens):
            follower = self.tokens[number + 1][0]
            gap = self._gap(number)
            if gap == " " and follower in self.words.particles and self._goes_on(number + 1):
                return True
            if gap in {" ", "-"} and follower[0].isupper():
                return follower.lower() not in self.words.calendar and not low.endswith(("ly", "ing"))
        word = self.tokens[number][0]
        return word in self._inner_names or word in self.words.leaders

    @cached_property
    def _inner_names(self) -> frozenset[str]:
        capitals = [(word, start) for word, start, _ in self.tokens if word[0].isupper()]
        return frozenset(word for word, start in capitals if self._is_inside(start))

    def _is_inside(self, start: int) -> bool:
        return start not in self._starts and (start == 0 or self.plain[start - 1] not in _OPENING)

    def _run(self, number: int, limit: int) -> int:
        last = number
        while (step := self._next_of_run(last, limit)) is not None:
            last = step
        start, end = self.tokens[number][1], self.tokens[last][2]
        self._add_run(self.text[start:end], start, end)
        return last + 1

    def _next_of_run(self, last: int, limit: int) -> int | None:
        """The word with which a run of capitalised words that has come to `last` goes on, or None if it ends."""
        if last + 1 >= len(self.tokens) or self.tokens[last + 1][1] >= limit:
            return None
        word, gap = self.tokens[last + 1][0], self._gap(last)
        before = self.tokens[last][0]
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

    def _gap(self, number: int) -> str:
        return self.plain[self.tokens[number][2] : self.tokens[number + 1][1]]

    def _ends_run(self, number: int, gap: str) -> bool:
        low = self.tokens[number][0].lower()
        if low in _MONTH_NAMES and gap == " ":
            # `Naw May Oo`, `Kim Yong Jun`
            return number + 1 < len(self.tokens) and self.tokens[number + 1][0][0].isdigit()
        if low in self.words.calendar or (low in self.words.function_words and low != "he"):
            return True
        titles = self.words.titles.starting(low)
        return bool(titles and gap == " " and self._length(titles, number, lower=True))

    def _goes_on(self, particle: int) -> bool:
        """Whether a name goes on behind a word like `von`."""
        if particle + 1 >= len(self.tokens):
            return False
        word = self.tokens[particle + 1][0]
        return (word[0].isupper() or word in self.words.particles) and self._gap(particle) in {" ", "-"}

    def _add_run(self, run: str, start: int, end: int) -> None:
        if run.lower() in self.words.bodies:
            # `Foreign Ministry` belongs to the state before it, as in small letters.
            return
        final = run.rsplit(maxsplit=1)[-1].lower() if " " in run else ""
        kind = self.words.organisations.get(final)
        if final in self.words.venues:
            self.mentions.append(Mention(NAME, start, end, form="venue"))
        elif kind:
            actor = Actor(name=run, kind=kind)
            self.mentions.append(Mention(STATE, start, end, (actor,), form="organisation"))
        else:
            self.mentions.append(Mention(NAME, start, end, form="caps"))

    def _mask(self, parts: list[Sentence]) -> str:
        self.mentions = sorted([*self.mentions, *self.dates], key=lambda mention: mention.start)
        plain = self.plain.translate(_SAME_LENGTH).translate(_LOWER)
        pieces: list[str] = []
        at = 0
        for mention in self.mentions:
            pieces.append(plain[at : mention.start])
            pieces.append(mention.symbol + FILL * (mention.end - mention.start - 1))
            at = mention.end
        pieces.append(plain[at:])
        mask = "".join(pieces).replace("\n", " ")
        cut: list[str] = []
        for part in parts:
            body = mask[part.start : part.end].rstrip() if part.prose else ""
            cut.append(body + BREAK * (part.end - part.start - len(body)))
        return "".join(cut)


@cache
def _beginners(words: Lexicon) -> frozenset[str]:
    """The small words that begin a title, and pronouns."""
    return frozenset(words.titles.firsts()) | _PRONOUNS


_SHORT_FORM = re.compile(r" \([A-Z][\w-]{1,9}\) $")
# More words than this before an office are none of its title.
_MODIFIERS = 6
# Titles that are verbs as well: `will head the delegation`.
_ALSO_VERBS = frozenset({"head", "chair", "chairs", "judge", "captain", "delegate", "moderate"})
_ALSO_ADJECTIVES = frozenset(
    {"official", "first", "member", "general", "major", "secretary", "representative", "chief"}
)
_BEHIND_ADJECTIVES = frozenset(
    [
        "meeting",
        "meetings",
        "talks",
        "visit",
        "visits",
        "round",
        "delegation",
        "negotiations",
        "contacts",
        "statement",
        "residence",
        "position",
        "states",
        "nations",
        "countries",
        "state",
        "elections",
        "election",
        "agreement",
        "media",
        "website",
        "language",
        "letter",
        "invitation",
        "response",
        "announcement",
        "dialogue",
        "contact",
        "request",
        "channels",
        "assembly",
        "power",
        "powers",
        "step",
        "obstacle",
        "obstacles",
        "issues",
        "sticking",
        "concern",
        "results",
        "news",
        "account",
    ]
)
_MONTH_NAMES = frozenset({"may", "april", "june", "august", "jan", "jun", "mar", "dec", "jul"})
_OF, _AND = frozenset({"of", "for"}), frozenset({"and"})
_BEFORE_VERBS = frozenset({"will", "would", "to", "who", "himself", "herself", "and"})
_BEHIND_VERBS = frozenset({"the", "its", "their", "a", "his", "her", "our"})
_FORMS = {
    Form.NAME: "name",
    Form.SEAT: "name",
    Form.ADJECTIVE: "adjective",
    Form.PEOPLE: "adjective",
    Form.CAPITAL: "capital",
}


@cache
def _actor_of(known: KnownActor) -> Actor:
    return Actor(name=known.name, kind=known.kind, country=known.country)


# Signs before the first word of a quotation.
_OPENING = "\"\u201c\u2018'(*_[>"
# What stands between the parts of one name.
_WITHIN_NAMES = frozenset({" ", "-", "\u2019", "'"})
_POSSESSIVE = frozenset({"\u2019s ", "'s "})
# `J.`, `St.`; the first part of a given name like `Jae-myung`.
_INITIAL, _GIVEN = 2, 7
_PRONOUNS = frozenset({"he", "she"})
