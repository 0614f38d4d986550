"""What actors want, offer, accept, reject and think."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import takewhile

from extractor.gazetteer import Gazetteer
from extractor.offline.clauses import (
    ACCORDING,
    ADJECTIVES,
    BE,
    BY,
    CLAUSE_END,
    IF,
    MEANT,
    MODAL,
    NAMELESS,
    OPINION,
    OURS,
    SAID_BY,
    SAYER,
    SHARED,
    SUBJECT,
    SUMMIT,
    TOWARD,
)
from extractor.offline.issues import issue_of
from extractor.offline.lexicon import data
from extractor.offline.masks import Mention
from extractor.offline.people import Parsed, actors_of
from extractor.offline.symbols import CITY, DATE, FILL, HE, MEETING, NAME, OFFICE, PERSON, STATE, TITLE
from schemas import Actor, ActorKind, Certainty, Issue, Stance

__all__ = ["Stand", "stands"]

# Stances whose verbs were right about one time in three on the development set, and what that costs a row.
_LESS_SURE = {Stance.COMMITS, Stance.ASSESSES, Stance.DOUBTS, Stance.THREATENS}
_UNSURE = 0.15
_ANSWERS = {Stance.ACCEPTS, Stance.REJECTS, Stance.SUPPORTS, Stance.REFUSES, Stance.DOUBTS}
# What rows rest on, and what takes from it: right shares on the development set, to the nearest twentieth.
_BY_VERB, _BY_SPEECH, _STRANGER, _GUESSED = 0.7, 0.5, 0.35, 0.1
_DENIALS = frozenset({"not", "never", "nor", "neither", "cannot"})
# Modal verbs in what somebody says, the stance if it is about the speaker's side, and else.
_MODALS = (
    (frozenset({"must", "has to", "have to", "had to", "needs to", "need to"}), Stance.DEMANDS, Stance.DEMANDS),
    (frozenset({"should", "ought to"}), Stance.CALLS_FOR, Stance.CALLS_FOR),
    (
        frozenset({"will not", "would not", "won't", "cannot", "can't", "could never"}),
        Stance.REFUSES,
        Stance.REJECTS,
    ),
    (frozenset({"will", "would"}), Stance.COMMITS, Stance.ASSESSES),
)


_MAX_SENTENCE = 1_200
# How far, in characters, rules look around a verb.
_REACH, _SHARED_REACH, _BEFORE_PARTICIPLE, _BEFORE_IF, _MEMORY, _DATE_REACH, _NOUN_REACH = 260, 40, 80, 20, 350, 60, 90
_NO_WORD = ("-", "'")
_EARLY = 60
_SPEAKERS = (PERSON, STATE, OFFICE, CITY)


@dataclass
class Stand:
    """One position: who, what, and where it is told."""

    holder: Actor
    speaker: str | None
    stance: Stance
    issue: Issue
    start: int
    end: int
    subject: tuple[int, int]
    sentence: int
    toward: Actor | None = None
    when: tuple[int, int] | None = None
    reported_by: str | None = None
    certainty: Certainty = Certainty.STATED
    confidence: float = 0.7

    def says_the_same(self, other: "Stand") -> bool:
        """Whether the other one is told in the same sentence with the same values."""
        mine = (self.sentence, self.holder.name, self.issue, self.stance)
        return mine == (other.sentence, other.holder.name, other.issue, other.stance)


@dataclass(frozen=True)
class _Verb:
    stance: Stance
    negated: Stance | None
    weak: bool


@dataclass
class _Sentence:
    """A sentence in work: who speaks in it, whose verb was last, and whether it has given a row."""

    number: int
    start: int
    end: int
    sayer: list[Mention] = field(default_factory=list[Mention])
    subject: list[Mention] = field(default_factory=list[Mention])
    told: bool = False


@dataclass(frozen=True)
class _Subject:
    """Who does what a verb says, the auxiliaries between, and where that begins; `itself`: by a pronoun."""

    who: list[Mention]
    aux: str
    start: int
    itself: bool = False


@dataclass(frozen=True)
class _Row:
    """A position in the making: its place, where its matter begins, and the words that tell the issue."""

    stance: Stance
    start: int
    end: int
    about: int
    words: str
    verb: _Verb | None = None


@cache
def _verbs() -> Gazetteer[_Verb]:
    table: dict[str, _Verb | None] = {}
    for entry in data("stances.yaml"):
        negated = Stance(entry["negated"]) if "negated" in entry else None
        for verb in entry["verbs"]:
            table.setdefault(verb, _Verb(Stance(entry["stance"]), negated, entry.get("weak", False)))
    return Gazetteer(table)


def stands(parse: Parsed) -> list[Stand]:
    """The positions of an article, each once a sentence, in their order."""
    return _Finder(parse).run()


class _Finder:
    def __init__(self, parse: Parsed) -> None:
        self.parse = parse
        self.found: list[Stand] = []
        # Who spoke last: the one that `he said` and `it added` mean.
        self.last: list[Mention] = []
        self.words = _with_words(parse)

    def run(self) -> list[Stand]:
        found = [one for one in _verbs().find(self.parse.mask) if self.parse.mask[one[0] - 1 : one[0]] not in _NO_WORD]
        at = 0
        for number, sentence in enumerate(self.parse.masked.sentences):
            here: list[tuple[int, int, _Verb]] = []
            while at < len(found) and found[at][0] < sentence.end:
                here.append(found[at])
                at += 1
            if sentence.prose and sentence.end - sentence.start <= _MAX_SENTENCE:
                self._sentence(_Sentence(number, sentence.start, sentence.end), here)
        return self.found

    def _sentence(self, clause: _Sentence, verbs: list[tuple[int, int, _Verb]]) -> None:
        before = len(self.found)
        clause.sayer = self._sayer(clause)
        for first, last, verb in verbs:
            self._verb(clause, first, last, verb)
        if clause.sayer and not clause.told:
            self._said(clause)
        self.last = clause.sayer or clause.subject or self._first(clause) or self.last
        if len(self.found) > before:
            self._attribute(self.found[before:], clause)

    def _verb(self, clause: _Sentence, first: int, last: int, verb: _Verb) -> None:
        mask = self.parse.mask
        said = self._subject(clause, first)
        if said is None:
            by = None if verb.weak else BY.match(mask, last)
            if by:
                # `the plan, rejected by Chile`: the words before it tell what.
                who = self._resolved(self.parse.masked.within(*by.span("who")))
                begin = max(clause.start, first - _BEFORE_PARTICIPLE)
                row = _Row(verb.stance, begin, by.end(), last, self.words[clause.start : by.end()], verb)
                self._add(clause, who, row)
            return
        if not verb.weak or not said.itself:
            clause.subject = said.who
        if verb.weak or IF.search(mask, max(clause.start, said.start - _BEFORE_IF), said.start):
            return
        who, words = said.who, set(said.aux.split())
        participle = mask[first:last].split()[0].endswith("ed") and mask[first:last] not in ADJECTIVES
        if words & BE and participle:
            # Passive: somebody else holds it.
            by = BY.match(mask, last)
            if by is None:
                return
            who = self._resolved(self.parse.masked.within(*by.span("who")))
        denied = bool(words & _DENIALS) or "no longer" in said.aux
        stance = verb.negated if denied else verb.stance
        if stance:
            end = self._clause_end(last, clause.end)
            self._add(clause, who, _Row(stance, said.start, end, last, self.words[first:end], verb))

    def _first(self, clause: _Sentence) -> list[Mention]:
        """Whom a sentence begins with: the next one's `it` and `they`."""
        found = self.parse.masked.within(clause.start, min(clause.end, clause.start + _EARLY))
        return [one for one in found if one.symbol in _SPEAKERS][:1]

    def _sayer(self, clause: _Sentence) -> list[Mention]:
        mask = self.parse.mask
        match = SAYER.search(mask, clause.start, clause.end) or SAID_BY.search(mask, clause.start, clause.end)
        return self._resolved(self.parse.masked.within(*match.span("who"))) if match else []

    def _resolved(self, who: list[Mention]) -> list[Mention]:
        found: list[Mention] = []
        for mention in who:
            if mention.symbol == HE:
                people = [one for one in self.last if one.person] or self._people_before(mention.start)
                found += people[-1:]
            elif mention.symbol != DATE:
                found.append(mention)
        return found

    def _people_before(self, at: int) -> list[Mention]:
        return [one for one in self.parse.masked.within(max(0, at - _MEMORY), at) if one.person]

    def _subject(self, clause: _Sentence, verb: int) -> _Subject | None:
        match = SUBJECT.search(self.parse.mask, max(clause.start, verb - _REACH), verb)
        if match is None:
            shared = SHARED.search(self.parse.mask, max(clause.start, verb - _SHARED_REACH), verb)
            return _Subject(clause.subject, "", verb) if clause.subject and shared else None
        itself = match["who"] is None
        if itself:
            who = clause.sayer or clause.subject or self.last
        else:
            who = self._resolved(self.parse.masked.within(*match.span("who")))
        return _Subject(who, match["aux"], match.start(), itself) if who else None

    def _clause_end(self, at: int, end: int) -> int:
        match = CLAUSE_END.search(self.parse.mask, at, end)
        stop = match.start() if match else end
        return at + len(self.parse.mask[at:stop].rstrip("\n ."))

    def _said(self, clause: _Sentence) -> None:
        mask = self.parse.mask
        modal = MODAL.search(mask, clause.start, clause.end)
        if modal:
            ours = bool(OURS.search(mask, clause.start, modal.start()))
            stance = next(
                (ours_is if ours else else_is for words, ours_is, else_is in _MODALS if modal["modal"] in words)
            )
            end = clause.end
        elif OPINION.search(mask, clause.start, clause.end):
            stance, end = Stance.ASSESSES, self._clause_end(clause.end - 1, clause.end)
        else:
            return
        self._add(clause, clause.sayer, _Row(stance, clause.start, end, clause.start, self.words[clause.start : end]))

    def _add(self, clause: _Sentence, who: list[Mention], row: _Row) -> None:
        issue, confidence = self._issue(clause, row)
        if issue is None:
            return
        clause.told = True
        for mention in who:
            known = actors_of(self.parse, mention)
            sure = confidence if known else confidence - _STRANGER
            if mention.person and self.parse.people[mention.person].guessed:
                sure -= _GUESSED
            for holder in known or self._person(mention):
                stand = Stand(
                    holder=holder,
                    speaker=mention.person,
                    stance=row.stance,
                    issue=issue,
                    start=row.start,
                    end=row.end,
                    subject=(min(row.about, row.end), row.end),
                    sentence=clause.number,
                    toward=self._toward(row, holder),
                    confidence=round(sure, 2),
                )
                if not any(one.says_the_same(stand) for one in self._lately(clause.number)):
                    self.found.append(stand)

    def _lately(self, sentence: int) -> Iterator[Stand]:
        """The rows of this sentence and those behind it, the last first."""
        return takewhile(lambda one: one.sentence >= sentence, reversed(self.found))

    def _issue(self, clause: _Sentence, row: _Row) -> tuple[Issue | None, float]:
        """The issue of a row, None if it is of none, and how sure the row is."""
        confidence = _BY_VERB if row.verb else _BY_SPEECH
        issue = issue_of(row.words)
        if row.verb and row.stance in _ANSWERS and MEANT.match(self.words, row.about):
            # `rejected it`: what was put forward just before.
            earlier = next(self._lately(clause.number - 1), None)
            issue = earlier.issue if earlier else issue
        if issue is None:
            issue = Issue.OTHER if row.verb else issue_of(self.words[clause.start : clause.end])
            confidence -= 2 * _UNSURE if row.verb else _UNSURE
        if row.stance in _LESS_SURE:
            confidence -= _UNSURE
            if row.verb is None and issue is Issue.NEGOTIATION_PROCESS:
                confidence -= _UNSURE
        if issue is Issue.NEGOTIATION_PROCESS and self._of_leaders(row):
            issue = Issue.LEADERS_SUMMIT
        return issue, confidence

    def _person(self, mention: Mention) -> tuple[Actor, ...]:
        if mention.person is None:
            return ()
        return (Actor(name=self.parse.people[mention.person].name, kind=ActorKind.PERSON),)

    def _of_leaders(self, row: _Row) -> bool:
        at = self.parse.mask.find(MEETING, row.start, row.end)
        if at < 0:
            return False
        if SUMMIT.search(self.parse.text, at, min(row.end, at + _NOUN_REACH)):
            return True
        return sum(bool(one.person) for one in self.parse.masked.within(at, row.end)) > 1

    def _toward(self, row: _Row, holder: Actor) -> Actor | None:
        match = TOWARD.search(self.parse.mask, row.start, row.end)
        if match is None:
            return None
        actors = actors_of(self.parse, self.parse.masked.at[match.start("who")])
        return actors[0] if actors and actors[0] != holder else None

    def _attribute(self, rows: list[Stand], clause: _Sentence) -> None:
        mask = self.parse.mask
        nameless = bool(NAMELESS.search(mask, clause.start, clause.end))
        according = ACCORDING.search(mask, clause.start, clause.end)
        for row in rows:
            if nameless:
                row.certainty = Certainty.ANONYMOUS_SOURCES
            elif according:
                row.certainty = Certainty.REPORTED
            if according:
                row.reported_by = self.parse.text[according.start("who") : according.end("who")].strip()
            near = self.parse.masked.within(row.start, min(clause.end, row.start + _DATE_REACH))
            row.when = next(((one.start, one.end) for one in near if one.symbol == DATE), None)


def _with_words(parse: Parsed) -> str:
    # Issues are known by words that stand in titles, names and noun phrases too: `as mediators`, `talks`.
    pieces: list[str] = []
    at = 0
    for match in _WORDED.finditer(parse.mask):
        pieces.append(parse.mask[at : match.start()])
        shown = parse.text[match.start() : match.end()].lower()
        pieces.append(shown if len(shown) == match.end() - match.start() else match[0])
        at = match.end()
    pieces.append(parse.mask[at:])
    return "".join(pieces)


_WORDED = re.compile(f"[{TITLE}{MEETING}{NAME}]{FILL}*+")
