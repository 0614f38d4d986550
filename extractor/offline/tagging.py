"""The first pass over an article: states, bodies, places, titles, names and dates become symbols."""

import re
from dataclasses import replace
from functools import cache

from extractor.actors import KnownActor, actors_in
from extractor.offline.introductions import introduced
from extractor.offline.lexicon import Lexicon, Named
from extractor.offline.masks import Masked, Mention
from extractor.offline.offices import begins_before, ends_at, is_no_title
from extractor.offline.sentences import sentences
from extractor.offline.symbols import ADJECTIVE, BREAK, CITY, DATE, FILL, HE, NAME, STATE, TITLE
from extractor.offline.timespans import time_spans
from extractor.offline.tokens import Tokens
from extractor.states import Form
from schemas import Actor, ActorKind

__all__ = ["tagged"]

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
        self.parts = list(sentences(self.plain))
        self.tokens = Tokens(self.plain, frozenset(part.start for part in self.parts), words)
        self.mentions: list[Mention] = []
        self.dates: list[Mention] = []
        self._renamed: dict[str, Actor] = {}
        self._actors: dict[int, tuple[int, Named]] = {}

    def run(self) -> Masked:
        self._names(self._dates())
        mask = self._mask()
        spoken = [(word.lower(), start) for word, start, _ in self.tokens.all]
        return Masked(self.text, mask, self.mentions, self.parts, spoken)

    def _known_actors(self) -> dict[int, tuple[int, Named]]:
        found = introduced(self.plain, {word for word, _, _ in self.tokens.all}, self.words.organisations)
        for mention in actors_in(self.plain):
            city = self.plain[mention.start : mention.end] if mention.form is Form.CAPITAL else None
            actor = _actor_of(mention.actor)
            if mention.start not in found or found[mention.start][0] <= mention.end:
                found[mention.start] = mention.end, Named(_FORMS[mention.form], actor, actor.country, city)
        return found

    def _dates(self) -> list[tuple[int, int]]:
        spans = [span for span in time_spans(self.plain, self.tokens.all) if not _JAN.match(self.plain, span[0])]
        self.dates += [Mention(DATE, *span) for span in spans]
        return spans

    def _names(self, taken: list[tuple[int, int]]) -> None:
        tokens, words = self.tokens.all, self.words
        free = iter([*taken, (len(self.text) + 1, len(self.text) + 1)])
        busy = next(free)
        self._actors = known_actors = self._known_actors()
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
            if (
                title
                and not is_no_title(self.tokens, number, low)
                and (length := self.tokens.length(title, number, lower=True))
            ):
                after = self._title(number, *length)
            elif word[0].isupper() or word[0].isdigit():
                after = self._capital(number, known_actors.get(start), busy[0])

    def _capital(self, number: int, state: tuple[int, Named] | None, limit: int) -> int:
        """Mark what begins with a capital or figure, and give the number of the next word to look at."""
        word, start, _ = self.tokens.all[number]
        known = self.words.names.starting(word)
        if (state or known) and self._is_given_name(number):
            return self._run(number, limit)
        length = self.tokens.length(known, number, lower=False) if known else None
        if state and (length is None or self.tokens.all[number + length[0] - 1][2] <= state[0]):
            return self._known(number, state[0], state[1])
        if length:
            end = self.tokens.all[number + length[0] - 1][2]
            return self._known(number, end, self._as_written(length[1], self.plain[start:end]))
        low = word.lower()
        if (
            low in self.words.modifiers
            and number + 1 < len(self.tokens.all)
            and (self.tokens.all[number + 1][1] in self._actors)
        ):
            # `Senior Hamas officials`
            return number + 1
        if word[0].isupper() and self.tokens.may_be_name(number, low):
            return self._run(number, limit)
        return number + 1

    def _is_given_name(self, number: int) -> bool:
        """Whether a word that is known as a place is a given name behind a title: `President Milan Petrovic`."""
        title = self.mentions[-1] if self.mentions else None
        if title is None or title.symbol != TITLE or title.plural or number + 1 >= len(self.tokens.all):
            return False
        word, start, _ = self.tokens.all[number]
        follower, begins, _ = self.tokens.all[number + 1]
        return (
            title.end == start - 1
            and self.tokens.gap(number) == " "
            and word.isalpha()
            and follower[0].isupper()
            and not follower.isupper()
            and self.tokens.may_be_name(number + 1, follower.lower())
            and not self.words.titles.starting(follower.lower())
            and begins not in self._actors
        )

    def _title(self, number: int, length: int, kind: str) -> int:
        first = begins_before(self.tokens, number)
        start = self.tokens.all[first][1]
        if (last := self._end_before(start)) and last < self.tokens.all[number][1]:
            while self.tokens.all[first][1] < last:
                first += 1
            start = self.tokens.all[first][1]
        while self.mentions and self.mentions[-1].end > start:
            self.mentions.pop()
        start = self._body_before(start)
        last = ends_at(self.tokens, number + length - 1)
        end = self.tokens.all[last][2]
        self.mentions.append(Mention(TITLE, start, end, title=self.text[start:end], form=kind, plural=kind == "plural"))
        return last + 1

    def _end_before(self, start: int) -> int | None:
        """Where the mention ends in which `start` stands, if it is no part of an office.

        `African Union mediator` names an actor before, `Chief of Staff Lieutenant General` an office; but `Security
        Council secretary` is all office.
        """
        before = self.mentions[-1] if self.mentions else None
        if before is None or not before.start <= start < before.end:
            return None
        if before.symbol == TITLE:
            return before.end if _WITH_DEPARTMENT.search(before.title or "") else None
        return before.end if before.actors and before.start < start else None

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
                while self.mentions and self.mentions[-1].start >= body.start:
                    self.mentions.pop()
                return body.start
        return start

    def _as_written(self, named: Named, words: str) -> Named:
        """Actors of our own list go by the name that the article has first, if it never has their usual one."""
        actor = named.actor
        if actor is None or actor.kind is ActorKind.STATE or actor.name in self.plain:
            return named
        known = self._renamed.get(actor.name)
        if known is None:
            group = _group_of(words).search(self.plain)
            known = actor.model_copy(update={"name": group[0] if group else words})
            self._renamed[actor.name] = known
        return replace(named, actor=known)

    def _known(self, number: int, end: int, named: Named) -> int:
        start = self.tokens.all[number][1]
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
        while number < len(self.tokens.all) and self.tokens.all[number][1] < end:
            number += 1
        return number

    def _run(self, number: int, limit: int) -> int:
        last = self.tokens.end_of_name(number, limit)
        start, end = self.tokens.all[number][1], self.tokens.all[last][2]
        self._add_run(self.text[start:end], start, end)
        return last + 1

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

    def _mask(self) -> str:
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
        for part in self.parts:
            body = mask[part.start : part.end].rstrip() if part.prose else ""
            cut.append(body + BREAK * (part.end - part.start - len(body)))
        return "".join(cut)


@cache
def _beginners(words: Lexicon) -> frozenset[str]:
    """The small words that begin a title, and pronouns."""
    return frozenset(words.titles.firsts()) | _PRONOUNS


# `Jan Verbeek` is no day of January.
_JAN = re.compile(r"Jan [A-Z][a-z]")
_WITH_DEPARTMENT = re.compile(" (?:of|for|on) ")
_SHORT_FORM = re.compile(r" \([A-Z][\w-]{1,9}\) $")
_FORMS = {
    Form.NAME: "name",
    Form.SEAT: "name",
    Form.ADJECTIVE: "adjective",
    Form.PEOPLE: "adjective",
    Form.CAPITAL: "capital",
}


def _group_of(words: str) -> re.Pattern[str]:
    # An adjective alone is no name: `Tigrayan forces`.
    return re.compile(rf"\b{re.escape(words)} (?:forces|rebels|fighters|movement)\b")


@cache
def _actor_of(known: KnownActor) -> Actor:
    return Actor(name=known.name, kind=known.kind, country=known.country)


_PRONOUNS = frozenset({"he", "she"})
