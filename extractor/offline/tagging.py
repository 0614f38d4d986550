"""The first pass over an article: states, bodies, places, titles, names and dates become symbols."""

import re
from dataclasses import dataclass, field
from functools import cache

from extractor.actors import KnownActor, actors_in
from extractor.offline.lexicon import TOKEN, Lexicon, Named
from extractor.offline.sentences import Sentence, sentences
from extractor.offline.symbols import ADJECTIVE, BREAK, CITY, DATE, FILL, HE, NAME, STATE, TITLE
from extractor.offline.timespans import time_spans
from extractor.states import Form
from schemas import Actor

__all__ = ["Masked", "Mention", "tagged"]

_PRIVATE = re.compile("[\ue000-\uf8ff]")
_SAME_LENGTH = str.maketrans(
    {"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " ", "\t": " ", "\r": " ", "\u2013": "-"}
)
_LOWER = str.maketrans({chr(code): chr(code + 32) for code in range(65, 91)})


@dataclass(slots=True)
class Mention:
    """One symbol of a masked text, with what it stands for.

    Attributes:
        person: key of the named person in the article's register.
        actors: for whom it stands or acts.
        title: office, in the article's words.
        form: of a name: `name`, `adjective`, `capital`, `city`.
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
    mark: str = ""


@dataclass
class Masked:
    """An article as the rules see it: the text, its mask, and what stands at each symbol of the mask."""

    text: str
    mask: str
    at: dict[int, Mention] = field(default_factory=dict[int, Mention])
    sentences: list[Sentence] = field(default_factory=list[Sentence])

    def rewrite(self, pattern: re.Pattern[str], mention: "Callback") -> None:
        """Put one symbol for each match of `pattern` for which `mention` gives one."""

        def replaced(match: re.Match[str]) -> str:
            found = mention(self, match)
            if found is None:
                return match[0]
            self.at[found.start] = found
            start, end = match.span()
            head, tail = match[0][: found.start - start], match[0][len(match[0]) - (end - found.end) :]
            if end == found.end:
                tail = ""
            return f"{head}{found.symbol}{FILL * (found.end - found.start - 1)}{tail}"

        self.mask = pattern.sub(replaced, self.mask)

    def within(self, start: int, end: int) -> list[Mention]:
        """The mentions whose symbols stand from `start` to `end`."""
        found: list[Mention] = []
        for match in _SYMBOL.finditer(self.mask, start, end):
            found.append(self.at[match.start()])
        return found


_SYMBOL = re.compile("[\ue000-\ue00b]")
Callback = "Callable[[Masked, re.Match[str]], Mention | None]"


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
        count, number, free = len(tokens), 0, iter([*taken, (len(self.text) + 1, len(self.text) + 1)])
        busy = next(free)
        known_actors = self._known_actors()
        while number < count:
            word, start, end = tokens[number]
            while start >= busy[1]:
                busy = next(free)
            if start >= busy[0]:
                number += 1
                continue
            low = word.lower()
            if low in _PRONOUNS:
                self.mentions.append(Mention(HE, start, end, form=low))
                number += 1
                continue
            title = words.titles.starting(low)
            if title and not self._is_verb(number, low) and (length := self._length(title, number, lower=True)):
                number = self._title(number, *length)
                continue
            if word[0].isupper() or word[0].isdigit():
                known = words.names.starting(word)
                length = self._length(known, number, lower=False) if known else None
                state = known_actors.get(start)
                if state and (length is None or tokens[number + length[0] - 1][2] <= state[0]):
                    number = self._known(number, state[0], state[1])
                    continue
                if length:
                    number = self._known(number, tokens[number + length[0] - 1][2], length[1])
                    continue
                if word[0].isupper() and self._may_be_name(number, low):
                    number = self._run(number, busy[0])
                    continue
            number += 1

    def _length(
        self, phrases: "list[tuple[tuple[str, ...], T]]", number: int, *, lower: bool
    ) -> "tuple[int, T] | None":
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

    def _is_verb(self, number: int, low: str) -> bool:
        if low not in _ALSO_VERBS:
            return False
        before = self.tokens[number - 1][0].lower() if number else ""
        after = self.tokens[number + 1][0].lower() if number + 1 < len(self.tokens) else ""
        return before in _BEFORE_VERBS or after in _BEHIND_VERBS

    def _title(self, number: int, length: int, kind: str) -> int:
        start, end = self.tokens[number][1], self.tokens[number + length - 1][2]
        # Modifiers stand before: `deputy foreign`, also capitalised words that were taken for a name (`Security Council`).
        first = number
        while (
            first > number - _MODIFIERS
            and first
            and self.tokens[first - 1][0].lower() in self.words.modifiers
            and self._joined(first - 1)
        ):
            first -= 1
        start = self.tokens[first][1]
        while self.mentions and self.mentions[-1].end > start:
            self.mentions.pop()
        if (
            self.mentions
            and self.mentions[-1].symbol == NAME
            and start - self.mentions[-1].end == 1
            and self.text[start - 1] == " "
        ):
            name = self.mentions[-1]
            # `Presidential Office head`, but not `Obama aide` after a full name: two words or more and no person's title before.
            if any(word.lower() in _BODY_WORDS for word in self.text[name.start : name.end].split()):
                start = name.start
                self.mentions.pop()
        # `National Intelligence Organization (MIT) Chief`.
        if (short := _SHORT_FORM.search(self.plain, max(0, start - 14), start)) and self.mentions:
            body = next((one for one in reversed(self.mentions) if one.end == short.start()), None)
            if body is not None:
                start = body.start
                self.mentions = [one for one in self.mentions if one.start < start]
        self.mentions.append(Mention(TITLE, start, end, title=self.text[start:end], form=kind, plural=kind == "plural"))
        return number + length

    def _joined(self, number: int) -> bool:
        gap = self.plain[self.tokens[number][2] : self.tokens[number + 1][1]]
        return gap in {" ", "-"}

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
        if low in self.words.calendar or low in _FUNCTION_WORDS:
            return False
        start = self.tokens[number][1]
        if start not in self._starts and (start == 0 or self.plain[start - 1] not in "\"“‘'("):
            return True
        # The first word of a sentence is a name if another one follows it, or if it is one elsewhere.
        follower = self.tokens[number + 1] if number + 1 < len(self.tokens) else None
        word = self.tokens[number][0]
        if follower and follower[0] in self.words.particles and number + 2 < len(self.tokens):
            beyond = self.tokens[number + 2][0]
            if (beyond[0].isupper() or beyond in self.words.particles) and self.plain[
                self.tokens[number][2] : follower[1]
            ] == " ":
                return True
        if follower and self.plain[self.tokens[number][2] : follower[1]] in {" ", "-"} and follower[0][0].isupper():
            return follower[0].lower() not in self.words.calendar and not low.endswith("ly")
        return word in self._inner_names

    @property
    def _inner_names(self) -> frozenset[str]:
        if not hasattr(self, "_inner"):
            self._inner = frozenset(
                word
                for word, start, _ in self.tokens
                if word[0].isupper() and start not in self._starts and self.plain[start - 1] not in "\"“‘'("
            )
        return self._inner

    def _run(self, number: int, limit: int) -> int:
        tokens, words = self.tokens, self.words
        last = number
        while last + 1 < len(tokens) and tokens[last + 1][1] < limit:
            gap = self.plain[tokens[last][2] : tokens[last + 1][1]]
            word = tokens[last + 1][0]
            low = word.lower()
            if gap == ". " and len(tokens[last][0]) <= 2 and word[0].isupper():  # noqa: PLR2004 - an initial, `St.`
                last += 1
                continue
            if gap not in {" ", "-", "’", "'"}:
                break
            if word[0].isupper():
                if (
                    low in words.calendar
                    or (low in _FUNCTION_WORDS and low != "he")
                    or (
                        words.titles.starting(low)
                        and gap == " "
                        and self._length(words.titles.starting(low) or [], last + 1, lower=True)
                    )
                ):
                    break
                last += 1
                continue
            after = tokens[last + 2] if last + 2 < len(tokens) else None
            if (
                low in words.particles
                and after
                and (after[0][0].isupper() or after[0].lower() in words.particles)
                and self.plain[tokens[last + 1][2] : after[1]] in {" ", "-"}
            ):
                last += 1
                continue
            if gap == "-" and word.islower() and len(tokens[last][0]) < 8:  # noqa: PLR2004 - `Jae-myung`
                last += 1
                continue
            break
        start, end = tokens[number][1], tokens[last][2]
        run = self.text[start:end]
        parts = run.split()
        final, kind = parts[-1].lower(), None
        if len(parts) > 1 or final in _ALONE:
            kind = words.organisations.get(final) if len(parts) > 1 else None
        if run.lower() in words.bodies:
            # `Foreign Ministry` belongs to the state before it, as in small letters.
            return last + 1
        if kind and final not in words.venues:
            actor = Actor(name=run, kind=kind)
            self.mentions.append(Mention(STATE, start, end, (actor,), form="organisation"))
        elif len(parts) > 1 and final in words.venues:
            self.mentions.append(Mention(NAME, start, end, form="venue"))
        else:
            # `Palace of Westminster` and the like stay names of nobody.
            self.mentions.append(Mention(NAME, start, end, form="caps"))
        return last + 1

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


_SHORT_FORM = re.compile(r" \([A-Z][\w-]{1,9}\) $")
# More words than this before an office are none of its title.
_MODIFIERS = 6
# Titles that are verbs as well: `will head the delegation`.
_ALSO_VERBS = frozenset({"head", "chair", "chairs"})
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


_ALONE: frozenset[str] = frozenset()
_PRONOUNS = frozenset({"he", "she"})
_BODY_WORDS = frozenset(
    ["office", "council", "agency", "organization", "organisation", "ministry", "intelligence", "party", "front", "movement", "union", "army", "forces", "service", "department", "bureau", "committee", "corps"]
)
_FUNCTION_WORDS = frozenset(
    ["a", "an", "the", "this", "that", "these", "those", "it", "its", "they", "their", "them", "he", "she", "his", "her", "him", "we", "our", "us", "i", "you", "your", "my", "me", "who", "what", "which", "whose", "when", "where", "why", "how", "in", "on", "at", "of", "for", "from", "to", "by", "with", "without", "within", "into", "onto", "over", "under", "between", "among", "amid", "after", "before", "since", "until", "during", "through", "across", "against", "about", "and", "but", "or", "nor", "so", "yet", "if", "unless", "while", "although", "though", "because", "as", "than", "then", "there", "here", "not", "no", "yes", "both", "either", "neither", "each", "every", "all", "any", "some", "many", "most", "much", "more", "few", "several", "other", "another", "such", "same", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "first", "second", "third", "last", "next", "new", "old", "is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "do", "does", "did", "will", "would", "can", "could", "may", "might", "must", "shall", "should", "let", "however", "meanwhile", "moreover", "also", "still", "even", "only", "just", "now", "today", "yesterday", "tomorrow", "later", "earlier", "soon", "once", "again", "instead", "despite", "according", "asked", "speaking", "following", "ahead", "given", "under", "like", "unlike", "besides", "beyond", "nearly", "almost", "about", "around", "officials", "negotiators", "diplomats", "talks", "peace", "read", "more", "share", "subscribe", "analysis", "opinion", "news", "world", "latest", "breaking", "updated", "published", "photo", "image", "file", "video", "getty", "reuters", "afp", "ap", "by", "editor", "staff", "correspondent", "source", "sources", "neither", "nothing", "nobody", "everyone", "someone", "anyone", "perhaps", "maybe", "indeed", "thus", "hence", "therefore", "otherwise", "similarly", "finally", "initially", "eventually", "separately", "state-run", "war", "fighting", "negotiations", "meeting", "discussions", "critics", "analysts", "observers", "experts", "relations", "tensions", "thousands", "hundreds", "dozens"]
)
