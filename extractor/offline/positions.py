"""What actors want, offer, accept, reject and think."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from operator import itemgetter

from extractor.offline.clauses import (
    ACCORDING,
    AGREED,
    BE,
    BY,
    CLAUSE_END,
    CLEFT,
    DENIALS,
    FINITE,
    GIVEN_UP,
    IF,
    MEANT,
    NAMELESS,
    OBLIGES,
    OWNER,
    QUESTION,
    SEES,
    SUPPOSED,
    TOWARD,
    WILLING,
)
from extractor.offline.holders import Holders, Who
from extractor.offline.matters import Matters, leads
from extractor.offline.people import Parsed, actors_of
from extractor.offline.seats import Seats
from extractor.offline.speech import Speech, stance_of
from extractor.offline.stances import Cue, Cues, Form, Found, light_verbs, noun_cues, verb_cues
from extractor.offline.subjects import Clause, Saying, Subject, Subjects
from extractor.offline.sureness import Rule, sureness
from extractor.offline.symbols import DATE
from schemas import Actor, ActorKind, Certainty, Issue, Stance

__all__ = ["Stand", "stands"]

_MAX_SENTENCE = 1_200
# How far, in characters, rules look around a word.
_BEFORE_PARTICIPLE, _BEFORE_IF, _BEFORE_NOUN, _DATE_REACH = 80, 20, 90, 60
# Less than this behind a verb is no object.
_NOTHING = 4
_FIRMLY = frozenset({"will not", "will never", "won't"})
_LONG_AGO = re.compile(
    "(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])|so far|previous|(?:last|earlier|first|second|past) (?:month|year|round|time)|"
    "(?:in|under) that (?:accord|agreement|deal|treaty|declaration|pact)",
    re.IGNORECASE,
)


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
    confidence: float
    toward: Actor | None = None
    when: tuple[int, int] | None = None
    reported_by: str | None = None
    certainty: Certainty = Certainty.STATED

    def says_the_same(self, other: "Stand") -> bool:
        """Whether the other one is told in the same sentence with the same values."""
        mine = (self.sentence, self.holder.name, self.issue, self.stance)
        return mine == (other.sentence, other.holder.name, other.issue, other.stance)


@dataclass(frozen=True, slots=True)
class _Row:
    """A position in the making: its place, the words that tell the issue, and by what it was found."""

    stance: Stance
    start: int
    end: int
    about: tuple[int, int]
    rule: Rule
    form: Form | None = None


def stands(parse: Parsed, title: str | None = None, seats: Sequence[Seats] = ()) -> list[Stand]:
    """The positions of an article, each once a sentence, in their order; `seats`: who sat for whom."""
    return _Finder(parse, title, seats).run()


class _Finder:
    def __init__(self, parse: Parsed, title: str | None, seats: Sequence[Seats]) -> None:
        self.parse = parse
        self.mask = parse.mask
        self.matters = Matters(parse)
        self.words = self.matters.words
        self.holders = Holders(parse, title, seats)
        self.subjects = Subjects(parse, self.holders)
        self.speech = Speech(parse, self.subjects, self.holders)
        self.found: list[Stand] = []

    def run(self) -> list[Stand]:
        places = self.parse.masked.places_of
        verbs, nouns = Cues(verb_cues().find_at(self.mask, places)), Cues(noun_cues().find_at(self.words, places))
        for number, part in enumerate(self.parse.masked.sentences):
            here, named = verbs.until(part.end), nouns.until(part.end)
            if part.prose and part.end - part.start <= _MAX_SENTENCE:
                end = part.start + len(self.mask[part.start : part.end].rstrip("\n "))
                self._sentence(self.subjects.clause(number, part.start, end), here, named)
        return self.found

    def _sentence(self, clause: Clause, verbs: list[Found], nouns: list[Found]) -> None:
        before = len(self.found)
        self.speech.find(clause, [one for one in verbs if one[2].speech])
        for first, last, cue in sorted([*verbs, *nouns], key=itemgetter(0)):
            if cue.form is Form.NOUN and cue.stance:
                self._noun(clause, first, last, cue.stance)
            elif cue.stance:
                self._verb(clause, first, last, cue, cue.stance)
        self._agreed(clause)
        if "will" in clause.words or "would" in clause.words or "won't" in clause.words:
            self._willing(clause, {first for first, _, _ in verbs})
        for saying in clause.sayings:
            if not saying.told:
                self._said(clause, saying)
        about = clause.sayings[-1].who if clause.sayings else clause.subject or self.subjects.first(clause)
        self.holders.last = about or self.holders.last
        self._attribute(self.found[before:], clause)

    # What tells a position

    def _said(self, clause: Clause, saying: Saying) -> None:
        stance, judged = stance_of(self.mask[saying.start : saying.end])
        end = saying.begin + len(self.mask[saying.begin : saying.end].rstrip("\n .,;"))
        rule = Rule.JUDGED if judged else Rule.REPORTED if saying.reported else Rule.SAID
        self._add(clause, saying.who, _Row(stance, saying.begin, end, (saying.start, saying.end), rule))

    def _verb(self, clause: Clause, first: int, last: int, cue: Cue, stance: Stance) -> None:
        said = self.subjects.of(clause, first)
        words = said.words if said else set[str]()
        by = BY.match(self.mask, last) if cue.form in {Form.PAST, Form.PARTICIPLE} else None
        if by and (said is None or words & BE or not words & {"has", "have", "had"}):
            self._passive(clause, first, by, stance)
            return
        if said is None or (cue.form is Form.ING and not words & BE):
            said = (self.subjects.of_participle if cue.form is Form.ING else self.subjects.shared)(clause, first)
            if said is None:
                return
        else:
            clause.subject = said.who
        if not self._takes(clause, said, cue, first, last):
            return
        denied = self.mask.endswith(("nor ", "neither "), 0, said.start) or "no longer" in said.aux
        taken = cue.negated if denied or said.words & DENIALS else stance
        if taken:
            end = self._clause_end(last, clause.end)
            about = self._object_before(clause, said, last, end) or (last, end)
            rule = Rule.VERB if said.own else Rule.SHARED
            self._add(clause, said.who, _Row(taken, said.start, end, about, rule, cue.form))

    def _passive(self, clause: Clause, first: int, by: re.Match[str], stance: Stance) -> None:
        # `The plan, rejected by Chile`: the words before tell what; else those behind: `Chad, backed by Chile, wants`.
        begin = max(clause.start, first - _BEFORE_PARTICIPLE)
        about = (begin, first) if self.matters.named(begin, first) else (min(by.end() + 2, clause.end), clause.end)
        who = self.holders.named(*by.span("who"))
        self._add(clause, who, _Row(stance, begin, by.end(), about, Rule.PASSIVE))

    def _object_before(self, clause: Clause, said: Subject, last: int, end: int) -> tuple[int, int] | None:
        """What a verb is about, if it stands before: `an embargo, which Chile rejects`."""
        cleft = CLEFT.search(self.mask, clause.start, said.start)
        if cleft:
            return cleft.span("what")
        before = self.mask.endswith(("which ", "whom "), 0, said.start) or (
            len(self.mask[last:end].strip(" ,.")) < _NOTHING and not MEANT.match(self.words, last)
        )
        return (clause.start, said.start) if before else None

    def _takes(self, clause: Clause, said: Subject, cue: Cue, first: int, last: int) -> bool:
        """Whether the subject of a verb itself takes the stance, now."""
        mask, words = self.mask, said.words
        asks = mask.startswith("ask", first) and QUESTION.match(mask, last)
        sees = cue.stance is Stance.ASSESSES and mask.startswith(("see", "saw"), first) and not SEES.match(mask, last)
        calls = mask.endswith((" what ", " as "), 0, said.start) and cue.stance is Stance.ASSESSES
        if (
            asks
            or sees
            or calls
            or words & SUPPOSED
            or IF.search(mask, max(clause.start, said.start - _BEFORE_IF), said.start)
        ):
            return False
        match cue.form:
            case Form.STATE:
                return bool(words & BE)
            case Form.BASE:
                # `Chile demanded that the sides agree` is no stance of the sides.
                return bool(words & FINITE) or (said.plural and not mask.endswith("that ", 0, said.start))
            case Form.PAST | Form.PARTICIPLE:
                return cue.state or not words & BE
            case _:
                return True

    def _noun(self, clause: Clause, first: int, last: int, stance: Stance) -> None:
        end = self._clause_end(last, clause.end)
        light = light_verbs().search(self.words, max(clause.start, first - _BEFORE_NOUN), first)
        if light:
            said = self.subjects.of(clause, light.start()) or self.subjects.shared(clause, light.start())
            given_up = GIVEN_UP.search(self.words, light.start(), first)
            if said and not given_up and not said.words & (DENIALS | SUPPOSED):
                self._add(clause, said.who, _Row(stance, said.start, end, (last, end), Rule.LIGHT))
            return
        owner = OWNER.search(self.mask, max(clause.start, first - _BEFORE_NOUN), first)
        if owner and not GIVEN_UP.search(self.words, clause.start, owner.start()):
            who = self.holders.named(*owner.span("who")) if owner["who"] else self.subjects.main(clause, first)
            # `Chile praised the sides for their restraint`: not Chile's.
            if owner[0].startswith("their") and len(who) == 1 and not who[0].many and len(who[0].actors) == 1:
                return
            self._add(clause, who, _Row(stance, owner.start(), end, (last, end), Rule.NOUN))

    def _agreed(self, clause: Clause) -> None:
        for match in OBLIGES.all_in(self.mask, clause.start, clause.end, clause.words):
            end = self._clause_end(match.end(), clause.end)
            row = _Row(Stance.COMMITS, match.start(), end, (match.end(), clause.end), Rule.BOUND)
            self._add(clause, self.holders.named(*match.span("who")), row)
        agreed = AGREED.search(self.mask, clause.start, clause.end, clause.words)
        if agreed and len(self.holders.pair) > 1:
            end = self._clause_end(agreed.end(), clause.end)
            row = _Row(Stance.ACCEPTS, agreed.start(), end, (agreed.end(), clause.end), Rule.AGREED)
            self._add(clause, [Who(self.holders.pair)], row)

    def _willing(self, clause: Clause, known: set[int]) -> None:
        for match in WILLING.finditer(self.mask, clause.start, clause.end):
            at = match.start("verb")
            # What `would` tells without a condition is somebody's guess.
            if at in known or clause.saying_at(at) or not (match["unless"] or match["never"] in _FIRMLY):
                continue
            said = self.subjects.of(clause, at)
            if said:
                stance = Stance.REFUSES if match["never"] else Stance.COMMITS
                row = _Row(stance, said.start, match.end("what"), match.span("what"), Rule.WILLING)
                self._add(clause, said.who, row)

    # Rows

    def _clause_end(self, at: int, end: int) -> int:
        match = CLAUSE_END.search(self.mask, at, end)
        stop = match.start() if match else end
        return at + len(self.mask[at:stop].rstrip("\n ."))

    def _add(self, clause: Clause, who: list[Who], row: _Row) -> None:
        issue, weight = self.matters.issue(
            row.about,
            row.stance,
            (clause.number, row.start, row.end),
            leader=any(leads(self.parse, one.person) for one in who),
        )
        # What was agreed long ago is an outcome of that time.
        old = row.stance is Stance.ACCEPTS and bool(_LONG_AGO.search(self.parse.text, clause.start, clause.end))
        for saying in clause.sayings:
            if saying.begin <= row.start < max(saying.end, saying.start) or saying.holds(row.about[0]):
                saying.told = True
        for one in who:
            if self.holders.onlooker(one) or row.end <= row.start:
                continue
            for holder in one.actors or self._person(one):
                stand = Stand(
                    holder=holder,
                    speaker=one.person,
                    stance=row.stance,
                    issue=issue,
                    start=row.start,
                    end=row.end,
                    subject=(min(row.about[0], row.end), row.end),
                    sentence=clause.number,
                    confidence=sureness(one, row.stance, row.rule, weight, row.form, old=old),
                    toward=self._toward(row, holder),
                )
                if not any(other.says_the_same(stand) for other in self._lately(clause.number)):
                    self.found.append(stand)

    def _lately(self, sentence: int) -> Iterator[Stand]:
        """The rows of this sentence and those behind it, the last first."""
        return takewhile(lambda one: one.sentence >= sentence, reversed(self.found))

    def _person(self, one: Who) -> tuple[Actor, ...]:
        if one.person is None:
            return ()
        return (Actor(name=self.parse.people[one.person].name, kind=ActorKind.PERSON),)

    def _toward(self, row: _Row, holder: Actor) -> Actor | None:
        match = TOWARD.search(self.mask, row.start, row.end)
        if match is None:
            return None
        actors = actors_of(self.parse, self.parse.masked.at[match.start("who")])
        return actors[0] if actors and actors[0] != holder else None

    def _attribute(self, rows: list[Stand], clause: Clause) -> None:
        if not rows:
            return
        nameless = bool(NAMELESS.search(self.mask, clause.start, clause.end))
        according = ACCORDING.search(self.mask, clause.start, clause.end, clause.words)
        for row in rows:
            if nameless:
                row.certainty = Certainty.ANONYMOUS_SOURCES
            elif according:
                row.certainty = Certainty.REPORTED
            if according:
                row.reported_by = self.parse.text[slice(*according.span(according.lastgroup or 0))].strip()
            near = self.parse.masked.within(row.start, min(clause.end, row.start + _DATE_REACH))
            row.when = next(((one.start, one.end) for one in near if one.symbol == DATE), None)
