"""What actors want, offer, accept, reject and think."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import takewhile

from extractor.offline.clauses import (
    ABSOLUTE,
    ACCORDING,
    AGREED,
    BE,
    BACK,
    BY,
    CLAUSE_END,
    DENIALS,
    FINITE,
    GIVEN_UP,
    GAP,
    IF,
    INSTEAD,
    MEANT,
    NAMELESS,
    OBLIGES,
    PHRASE,
    PREPOSITION,
    QUESTION,
    SHARED,
    SUMMIT,
    THAT,
    TOWARD,
)
from extractor.offline.holders import Holders, Who
from extractor.offline.issues import issue_of, topic_of
from extractor.offline.people import Parsed, actors_of
from extractor.offline.speech import Saying, stance_of
from extractor.offline.stances import Cue, Form, light_verbs, noun_cues, verb_cues
from extractor.offline.symbols import DATE, FILL, HE, MEETING, NAME, TITLE
from schemas import Actor, ActorKind, Certainty, Issue, Stance

__all__ = ["Stand", "stands"]

_ANSWERS = {Stance.ACCEPTS, Stance.REJECTS, Stance.SUPPORTS, Stance.REFUSES, Stance.DOUBTS}
_MAX_SENTENCE = 1_200
# How far, in characters, rules look around a word.
_BEFORE_PARTICIPLE, _BEFORE_IF, _DATE_REACH, _NOUN_REACH, _SHARED_REACH = 80, 20, 60, 90, 70
_TRIED = 4
_SHORT = 14


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
    by: str = ""

    def says_the_same(self, other: "Stand") -> bool:
        """Whether the other one is told in the same sentence with the same values."""
        mine = (self.sentence, self.holder.name, self.issue, self.stance)
        return mine == (other.sentence, other.holder.name, other.issue, other.stance)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """What can be a subject."""

    start: int
    end: int
    match: re.Match[str]


@dataclass(frozen=True, slots=True)
class _Subject:
    """Who does what a verb says, the auxiliaries between, and where that begins."""

    who: list[Who]
    aux: str
    start: int
    plural: bool


@dataclass
class _Sentence:
    """A sentence in work."""

    number: int
    start: int
    end: int
    phrases: list[_Phrase]
    sayings: list[Saying] = field(default_factory=list[Saying])
    subject: list[Who] = field(default_factory=list[Who])


@dataclass(frozen=True, slots=True)
class _Row:
    """A position in the making: its place, the words that tell the issue, and where they begin."""

    stance: Stance
    start: int
    end: int
    about: tuple[int, int]
    by: str


def stands(parse: Parsed, title: str | None = None) -> list[Stand]:
    """The positions of an article, each once a sentence, in their order."""
    return _Finder(parse, title).run()


class _Finder:
    def __init__(self, parse: Parsed, title: str | None) -> None:
        self.parse = parse
        self.mask = parse.mask
        self.words = _with_words(parse)
        self.topic = topic_of(self.words)
        self.holders = Holders(parse, title)
        self.found: list[Stand] = []
        self.speaking: list[Who] = []

    def run(self) -> list[Stand]:
        verbs = _Cues(verb_cues().find(self.mask))
        nouns = _Cues(noun_cues().find(self.words))
        for number, part in enumerate(self.parse.masked.sentences):
            here, named = verbs.until(part.end), nouns.until(part.end)
            if part.prose and part.end - part.start <= _MAX_SENTENCE:
                self._sentence(number, part.start, part.start + len(self.mask[part.start : part.end].rstrip("\n ")), here, named)
        return self.found

    def _sentence(self, number: int, start: int, end: int, verbs: list["_Found"], nouns: list["_Found"]) -> None:
        before = len(self.found)
        clause = _Sentence(number, start, end, self._phrases(start, end))
        self._sayings(clause, [one for one in verbs if one[2].speech])
        for first, last, cue in verbs:
            if not cue.speech:
                self._verb(clause, first, last, cue)
        for first, last, cue in nouns:
            self._noun(clause, first, last, cue)
        self._bound(clause)
        for saying in clause.sayings:
            if not saying.told:
                self._said(clause, saying)
        self.speaking = clause.sayings[-1].who if clause.sayings else []
        about = clause.sayings[-1].who if clause.sayings else clause.subject or self._first(clause)
        self.holders.last = about or self.holders.last
        self._attribute(self.found[before:], clause)

    # Who

    def _phrases(self, start: int, end: int) -> list[_Phrase]:
        found: list[_Phrase] = []
        for match in PHRASE.finditer(self.mask, start, end):
            if not PREPOSITION.search(self.mask, max(start, match.start() - 14), match.start()):
                found.append(_Phrase(match.start(), match.end(), match))
        return found

    def _who(self, clause: _Sentence, phrase: _Phrase) -> list[Who]:
        match = phrase.match
        if match["itself"] or match["own"]:
            if match[0].startswith("whose"):
                near = [one for one in self.parse.masked.within(clause.start, phrase.start) if one.actors or one.person]
                return [Who(one.actors, how="own") for one in near[-1:]]
            saying = self._saying(clause, phrase.start)
            meant = saying.who if saying else clause.subject or self.holders.last
            if match["own"]:
                return self.holders.owned(phrase.start, phrase.end, meant)
            one_only = len(meant) == 1 and len(meant[0].actors) < 2  # noqa: PLR2004 - both
            return [replace(one, how="it") for one in meant] if one_only or match[0] in {"we", "i"} else []
        if match["pair"]:
            return [Who(self.holders.pair, how="they", many=True)] if len(self.holders.pair) > 1 else []
        if match["there"]:
            return self.holders.of_place(*match.span("there"))
        if match["owner"]:
            return [Who(one.actors, how="owner") for one in self.holders.named(*match.span("owner"))]
        saying = self._saying(clause, phrase.start)
        speakers = saying.who if saying else clause.subject if match[0][0] == HE else []
        return self.holders.named(phrase.start, phrase.end, speakers)

    def _saying(self, clause: _Sentence, at: int) -> Saying | None:
        return next((one for one in clause.sayings if one.holds(at)), None)

    def _subject(self, clause: _Sentence, at: int) -> _Subject | None:
        """The subject of the verb that begins at `at`."""
        tried = 0
        at -= self.mask.endswith('"', 0, at)
        for phrase in reversed(clause.phrases):
            if phrase.end > at:
                continue
            tried += 1
            if tried > _TRIED:
                break
            gap = GAP.fullmatch(self.mask, phrase.end, at)
            if gap:
                who = self._who(clause, phrase)
                words = phrase.match[0]
                plural = len(who) > 1 or any(one.many or len(one.actors) > 1 for one in who) or words in {"we", "i"}
                return _Subject(who, gap[0], phrase.start, plural) if who else None
        return None

    def _main(self, clause: _Sentence, at: int) -> list[Who]:
        """The subject of the sentence, for a verb further on."""
        saying = self._saying(clause, at)
        if clause.subject:
            return clause.subject
        if saying:
            return saying.who
        return self._first(clause)

    def _first(self, clause: _Sentence) -> list[Who]:
        for phrase in clause.phrases[:1]:
            return self._who(clause, phrase)
        return []

    def _shared(self, clause: _Sentence, at: int) -> _Subject | None:
        at -= self.mask.endswith('"', 0, at)
        shared = SHARED.search(self.mask, max(clause.start, at - _SHARED_REACH), at)
        who = self._main(clause, at) if shared else []
        return _Subject(who, shared["aux"], at, plural=True) if shared and who else None

    # Speech

    def _sayings(self, clause: _Sentence, verbs: list["_Found"]) -> None:
        mask, at = self.mask, clause.start
        for first, last, cue in verbs:
            if first < at:
                continue
            said = self._subject(clause, first)
            if cue.form is Form.BASE and not (said and (said.plural or set(said.aux.split()) & FINITE)):
                continue
            if said and IF.search(mask, max(clause.start, said.start - _BEFORE_IF), said.start):
                continue
            inverted = None
            if said is None:
                inverted = next((one for one in clause.phrases if one.start == last + 1), None)
                if inverted and first > clause.start + 1 and mask[first - 2] in ",\"":
                    self._trailing(clause, at, first, self._who(clause, inverted))
                    at = inverted.end
                    continue
                said = self._shared(clause, first) if cue.form is not Form.ING else None
                if cue.form is Form.ING and (
                    INSTEAD.search(mask, max(clause.start, first - 20), first) or THAT.match(mask, last)
                ):
                    said = _Subject(self._main(clause, first), "", first, plural=True)
            if said is None or not said.who:
                continue
            trails = self._trails(clause, at, said.start, last)
            if cue.reporting and not trails and not THAT.match(mask, last):
                continue
            if set(said.aux.split()) & (DENIALS | BE):
                continue
            if trails:
                self._trailing(clause, at, said.start, said.who)
            else:
                if clause.sayings:
                    clause.sayings[-1].end = min(clause.sayings[-1].end, said.start)
                clause.sayings.append(Saying(said.who, said.start, last, clause.end))
            clause.subject = said.who
            at = last
        if not clause.sayings:
            self._unmarked(clause)

    def _trails(self, clause: _Sentence, at: int, start: int, last: int) -> bool:
        """Whether a verb of speech stands behind what is said: `…, Chile said in Lima`."""
        if start - at <= _SHORT:
            return False
        rest = re.sub("[^a-z\ue000-\ue00b]", "", self.mask[last : clause.end])
        return len(rest) < _SHORT or (
            self.mask.endswith((", ", '" '), 0, start) and self.mask[last] in ",." and not THAT.match(self.mask, last)
        )

    def _trailing(self, clause: _Sentence, start: int, end: int, who: list[Who]) -> None:
        if clause.sayings:
            clause.sayings[-1].end = min(clause.sayings[-1].end, start)
        if who:
            clause.sayings.append(Saying(who, start, start, end))

    def _unmarked(self, clause: _Sentence) -> None:
        according = ACCORDING.search(self.mask, clause.start, clause.end)
        if according:
            who = self.holders.named(*according.span("who"))
            if who:
                clause.sayings.append(Saying(who, clause.start, clause.start, clause.end))
        elif self.mask.startswith('"', clause.start) and self.speaking:
            clause.sayings.append(Saying(self.speaking, clause.start, clause.start, clause.end))

    def _said(self, clause: _Sentence, saying: Saying) -> None:
        stance, marked = stance_of(self.mask[saying.start : saying.end])
        row = _Row(stance, saying.begin, self._trimmed(saying.end), (saying.start, saying.end), "said-modal" if marked else "said")
        self._add(clause, saying.who, row)

    # Verbs, states and nouns of stance

    def _verb(self, clause: _Sentence, first: int, last: int, cue: Cue) -> None:
        mask = self.mask
        by = BY.match(mask, last) if cue.form in {Form.PAST, Form.PARTICIPLE} else None
        said = self._subject(clause, first)
        words = set(said.aux.replace("'", " '").split()) if said else set[str]()
        if by and (said is None or not words & {"has", "have", "had"} or words & BE):
            # `the plan, rejected by Chile`: the words before it tell what.
            who = self.holders.named(*by.span("who"))
            begin = max(clause.start, first - _BEFORE_PARTICIPLE)
            about = (begin, first) if issue_of(self.words[begin:first], None)[0] else (by.end(), clause.end)
            self._add(clause, who, _Row(cue.stance or Stance.ASSESSES, begin, by.end(), about, "passive"))
            return
        shared = said is None
        if said is None:
            said = self._participle(clause, first, cue) if cue.form is Form.ING else self._shared(clause, first)
            if said is None:
                return
            words = set(said.aux.split())
        elif cue.form is Form.ING and not words & BE:
            return
        if not shared:
            clause.subject = said.who
        if not self._takes(clause, said, cue, words, first, last):
            return
        denied = bool(words & DENIALS) or "no longer" in said.aux or self.mask.endswith(("nor ", "neither "), 0, said.start)
        stance = cue.negated if denied else cue.stance
        if stance:
            end = self._clause_end(last, clause.end)
            about = (last, end)
            if len(self.mask[last:end].strip(" ,.")) < 4 and not MEANT.match(self.words, last) or self.mask.endswith(("which ", "whom "), 0, said.start):
                about = (clause.start, said.start)
            self._add(clause, said.who, _Row(stance, said.start, end, about, f"{'shared' if shared else 'verb'}-{cue.form}"))

    def _takes(self, clause: _Sentence, said: _Subject, cue: Cue, words: set[str], first: int, last: int) -> bool:
        """Whether the subject of a verb itself takes the stance, now."""
        asks = self.mask.startswith("ask", first) and QUESTION.match(self.mask, last)
        if asks or (cue.form is Form.BASE and not words & FINITE and self.mask.endswith("that ", 0, said.start)):
            return False
        if self.mask.endswith((" what ", " as "), 0, said.start) and cue.stance is Stance.ASSESSES:
            return False
        if words & ABSOLUTE or IF.search(self.mask, max(clause.start, said.start - _BEFORE_IF), said.start):
            return False
        match cue.form:
            case Form.STATE:
                return bool(words & BE)
            case Form.BASE:
                return bool(words & FINITE) or said.plural
            case Form.PAST | Form.PARTICIPLE:
                return not words & BE
            case _:
                return True

    def _participle(self, clause: _Sentence, first: int, cue: Cue) -> _Subject | None:
        before = INSTEAD.search(self.mask, max(clause.start, first - 20), first)
        who = self._main(clause, first) if before else []
        return _Subject(who, "", first, plural=True) if who else None

    def _noun(self, clause: _Sentence, first: int, last: int, cue: Cue) -> None:
        mask = self.words
        end = self._clause_end(last, clause.end)
        if (light := light_verbs().search(mask, max(clause.start, first - 60), first)) and cue.stance:
            said = self._subject(clause, light.start()) or self._shared(clause, light.start())
            if said and not set(said.aux.split()) & (DENIALS | ABSOLUTE):
                self._add(clause, said.who, _Row(cue.stance, said.start, end, (last, end), "light"))
            return
        owner = _OWNER.search(self.mask, max(clause.start, first - 90), first)
        if owner is None or cue.stance is None or GIVEN_UP.search(mask, clause.start, owner.start()):
            return
        who = self.holders.named(*owner.span("who")) if owner["who"] else self._main(clause, first)
        self._add(clause, who, _Row(cue.stance, owner.start(), end, (last, end), "noun" if owner["who"] else "its-noun"))

    def _bound(self, clause: _Sentence) -> None:
        for match in OBLIGES.finditer(self.mask, clause.start, clause.end):
            if self._subject(clause, match.start()) is None or True:
                row = _Row(Stance.COMMITS, match.start(), self._clause_end(match.end(), clause.end), (match.end(), clause.end), "bound")
                self._add(clause, self.holders.named(*match.span("who")), row)
        agreed = AGREED.search(self.mask, clause.start, clause.end)
        if agreed and len(self.holders.pair) > 1:
            row = _Row(Stance.ACCEPTS, agreed.start(), self._clause_end(agreed.end(), clause.end), (agreed.end(), clause.end), "agreed")
            self._add(clause, [Who(self.holders.pair)], row)

    # Rows

    def _clause_end(self, at: int, end: int) -> int:
        match = CLAUSE_END.search(self.mask, at, end)
        stop = match.start() if match else end
        return at + len(self.mask[at:stop].rstrip("\n ."))

    def _trimmed(self, end: int) -> int:
        while end and self.mask[end - 1] in "\n .,;":
            end -= 1
        return end

    def _add(self, clause: _Sentence, who: list[Who], row: _Row) -> None:
        issue, confidence = self._issue(clause, row)
        for saying in clause.sayings:
            if saying.begin <= row.start < max(saying.end, saying.start) or saying.holds(row.about[0]):
                saying.told = True
        for one in who:
            if self.holders.onlooker(one):
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
                    toward=self._toward(row, holder),
                    confidence=confidence,
                    by=row.by + ("" if one.actors else " stranger") + (" guessed" if one.guessed else "") + f" how={one.how} st={row.stance} {self._dbg}",
                )
                if row.end > row.start and not any(old.says_the_same(stand) for old in self._lately(clause.number)):
                    self.found.append(stand)

    def _lately(self, sentence: int) -> Iterator[Stand]:
        """The rows of this sentence and those behind it, the last first."""
        return takewhile(lambda one: one.sentence >= sentence, reversed(self.found))

    def _issue(self, clause: _Sentence, row: _Row) -> tuple[Issue, float]:
        """The issue of a row, and how sure it is."""
        issue, weight = issue_of(self.words[slice(*row.about)], self.topic)
        earlier = next(self._lately(clause.number - 1), None)
        if row.stance in _ANSWERS and earlier and MEANT.match(self.words, row.about[0]):
            # `rejected it`: what was put forward just before.
            self._dbg = "w=meant"
            return earlier.issue, 0.6
        self._dbg = f"w={round(weight*2)/2}"
        back = BACK.match(self.words, *row.about)
        if back and weight < 1 and (pointed := earlier.issue if earlier else self.topic):
            self._dbg = "w=back"
            return pointed, 0.5
        if issue is None:
            self._dbg = "w=carried" if earlier else "w=topic" if self.topic else "w=none"
            return Issue.NEGOTIATION_PROCESS, 0.4
        if issue is Issue.NEGOTIATION_PROCESS and self._of_leaders(row):
            issue = Issue.LEADERS_SUMMIT
        return issue, 0.7 if weight >= 1 else 0.55

    def _person(self, one: Who) -> tuple[Actor, ...]:
        if one.person is None:
            return ()
        return (Actor(name=self.parse.people[one.person].name, kind=ActorKind.PERSON),)

    def _of_leaders(self, row: _Row) -> bool:
        at = self.mask.find(MEETING, row.start, row.end)
        if at < 0:
            return False
        if SUMMIT.search(self.parse.text, at, min(row.end, at + _NOUN_REACH)):
            return True
        return sum(bool(one.person) for one in self.parse.masked.within(at, row.end)) > 1

    def _toward(self, row: _Row, holder: Actor) -> Actor | None:
        match = TOWARD.search(self.mask, row.start, row.end)
        if match is None:
            return None
        actors = actors_of(self.parse, self.parse.masked.at[match.start("who")])
        return actors[0] if actors and actors[0] != holder else None

    def _attribute(self, rows: list[Stand], clause: _Sentence) -> None:
        if not rows:
            return
        nameless = bool(NAMELESS.search(self.mask, clause.start, clause.end))
        according = ACCORDING.search(self.mask, clause.start, clause.end)
        for row in rows:
            if nameless:
                row.certainty = Certainty.ANONYMOUS_SOURCES
            elif according:
                row.certainty = Certainty.REPORTED
            if according:
                row.reported_by = self.parse.text[according.start("who") : according.end("who")].strip()
            near = self.parse.masked.within(row.start, min(clause.end, row.start + _DATE_REACH))
            row.when = next(((one.start, one.end) for one in near if one.symbol == DATE), None)


_Found = tuple[int, int, Cue]


class _Cues:
    """Words of stance in the order of the text, handed out sentence by sentence."""

    def __init__(self, found: Iterator[_Found]) -> None:
        self._found = found
        self._next = next(found, None)

    def until(self, end: int) -> list[_Found]:
        here: list[_Found] = []
        while self._next and self._next[0] < end:
            here.append(self._next)
            self._next = next(self._found, None)
        return here


# Whose a noun is: `Chile's firm`, `its`.
_OWNER = re.compile(
    "(?:(?P<who>[\ue000\ue002\ue005-\ue008]\ue00f*)'s?|(?<![a-z])(?:his|her|its|their))(?: [a-z-]+){0,3} $"
)


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
