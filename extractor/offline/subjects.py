"""Who does what a verb says."""

import re
from dataclasses import dataclass, field, replace

from extractor.offline.clauses import GAP, INSTEAD, PHRASE, PREPOSITION, SHARED
from extractor.offline.holders import Holders, How, Who
from extractor.offline.people import Parsed
from extractor.offline.symbols import HE

__all__ = ["Clause", "Saying", "Subject", "Subjects"]

# How many phrases before a verb are tried, and how far, in characters, rules look.
_TRIED, _SHARED_REACH, _PREPOSITION_REACH, _PARTICIPLE_REACH = 4, 70, 14, 20


@dataclass(slots=True)
class Saying:
    """Somebody's words in a sentence.

    Attributes:
        who: those who say it.
        begin: where the clause begins, with its subject.
        start, end: where the words stand.
        told: whether a position was found in it.
        reported: whether its verb is one by which facts are told: `announced`.
    """

    who: list[Who]
    begin: int
    start: int
    end: int
    told: bool = False
    reported: bool = False

    def holds(self, at: int) -> bool:
        """Whether a place is within the words."""
        return self.start <= at < self.end


@dataclass(slots=True)
class Clause:
    """A sentence in work.

    Attributes:
        words: those that stand in it.
        phrases: what can be the subject of a verb.
        objects: what can be so only of `who`, since it stands behind a preposition.
        sayings: what somebody says in it.
        subject: whose verb was last.
    """

    number: int
    start: int
    end: int
    words: frozenset[str]
    phrases: list[re.Match[str]] = field(default_factory=list[re.Match[str]])
    objects: list[re.Match[str]] = field(default_factory=list[re.Match[str]])
    sayings: list[Saying] = field(default_factory=list[Saying])
    subject: list[Who] = field(default_factory=list[Who])

    def saying_at(self, at: int) -> Saying | None:
        """Whose words a place is in."""
        return next((one for one in self.sayings if one.holds(at)), None)


@dataclass(frozen=True, slots=True)
class Subject:
    """The subject of a verb.

    Attributes:
        aux: the auxiliaries between the two.
        start: where it begins.
        plural: whether a base form agrees with it.
        own: whether it stands before this very verb, not before another one of the sentence.
    """

    who: list[Who]
    aux: str
    start: int
    plural: bool
    own: bool = True

    @property
    def words(self) -> set[str]:
        """The auxiliaries."""
        return set(self.aux.split())


def _by_start(match: re.Match[str]) -> int:
    return match.start()


class Subjects:
    """Finds the subjects of verbs, sentence after sentence."""

    def __init__(self, parse: Parsed, holders: Holders) -> None:
        """Begin an article."""
        self._parse = parse
        self._mask = parse.mask
        self._holders = holders

    def clause(self, number: int, start: int, end: int) -> Clause:
        """A sentence with the phrases that can be subjects."""
        clause = Clause(number, start, end, self._parse.masked.words(number))
        for match in PHRASE.finditer(self._mask, start, end):
            behind = PREPOSITION.search(self._mask, max(start, match.start() - _PREPOSITION_REACH), match.start())
            (clause.objects if behind else clause.phrases).append(match)
        return clause

    def of(self, clause: Clause, at: int) -> Subject | None:
        """The subject that stands before the verb at `at`."""
        at -= self._mask.endswith('"', 0, at)
        before = sorted((one for one in (*clause.phrases, *clause.objects) if one.end() <= at), key=_by_start)
        for phrase in before[: -_TRIED - 1 : -1]:
            gap = GAP.fullmatch(self._mask, phrase.end(), at)
            if gap and (phrase in clause.phrases or " who " in gap[0]):
                who = self.who(clause, phrase)
                several = len(who) > 1 or any(one.many or len(one.actors) > 1 for one in who)
                plural = several or phrase[0] in {"we", "i"}
                return Subject(who, (gap["short"] or "") + gap["aux"], phrase.start(), plural) if who else None
        return None

    def shared(self, clause: Clause, at: int) -> Subject | None:
        """The subject of the sentence for one more verb: `… and rejected`."""
        at -= self._mask.endswith('"', 0, at)
        shared = SHARED.search(self._mask, max(clause.start, at - _SHARED_REACH), at)
        who = self.main(clause, at) if shared else []
        return Subject(who, shared["aux"], at, plural=False, own=False) if shared and who else None

    def of_participle(self, clause: Clause, at: int) -> Subject | None:
        """The subject of the sentence for a participle: `…, rejecting`."""
        before = INSTEAD.search(self._mask, max(clause.start, at - _PARTICIPLE_REACH), at)
        who = self.main(clause, at) if before else []
        return Subject(who, "", at, plural=True, own=False) if who else None

    def main(self, clause: Clause, at: int) -> list[Who]:
        """Whom a verb goes with that has no subject of its own."""
        if clause.subject:
            return clause.subject
        saying = clause.saying_at(at)
        return saying.who if saying else self.first(clause)

    def first(self, clause: Clause) -> list[Who]:
        """Whom a sentence begins with."""
        return self.who(clause, clause.phrases[0]) if clause.phrases else []

    def who(self, clause: Clause, phrase: re.Match[str]) -> list[Who]:
        """Those whom a phrase stands for."""
        holders = self._holders
        saying = clause.saying_at(phrase.start())
        meant = saying.who if saying else clause.subject or holders.last
        match phrase.lastgroup:
            case "itself":
                # The author's own `we` is nobody's; `it` is one alone.
                first_person = phrase[0] in {"we", "i"}
                alone = len(meant) == 1 and len(meant[0].actors) == 1
                fits = bool(saying) if first_person else alone
                return [replace(one, how=How.IT) for one in meant if fits]
            case "own":
                whose = phrase[0].startswith("whose")
                owner = holders.before(clause.start, phrase.start()) if whose else meant
                return holders.owned(phrase.end(), owner)
            case "owner" | "principal" as group:
                return [Who(one.actors, how=How.OWNER) for one in holders.named(*phrase.span(group))]
            case "pair":
                return [Who(holders.pair, how=How.THEY, many=True)] if len(holders.pair) > 1 else []
            case "there":
                return holders.of_place(*phrase.span())
            case _:
                speakers = saying.who if saying else clause.subject if phrase[0][0] == HE else []
                return holders.named(*phrase.span(), speakers)
