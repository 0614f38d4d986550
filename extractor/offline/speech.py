"""What is said, by whom: the stretches of a sentence that are somebody's words."""

import re

from extractor.offline.clauses import ACCORDING, BE, DENIALS, FINITE, FOR, IF, INSTEAD, LABEL, LINE, THAT
from extractor.offline.holders import Holders, Who
from extractor.offline.people import Parsed
from extractor.offline.stances import Cue, Form
from extractor.offline.subjects import Clause, Saying, Subject, Subjects
from schemas import Stance

__all__ = ["Speech", "stance_of"]

# A shorter rest of a sentence, in letters, says nothing; how far, in characters, rules look back.
_SHORT, _IF_REACH, _PARTICIPLE_REACH = 14, 20, 20
_LETTERS = re.compile("[a-z\ue000-\ue00b]")
# What follows a verb of speech that stands behind the words: `, Chile told reporters in Lima`.
_GOES_ON = re.compile(
    "(?: (?:[a-z]+ ){0,3}(?:reporters|journalists|media|television|parliament|lawmakers|senators|agency|newspaper|me|"
    "us|[\ue000\ue004]\ue00f*))?(?:[,.]| (?:in|on|at|before|after|during|late|early|by|when|as|through|via|to|"
    "[\ue009\ue00a]))"
)
_FIRST_PERSON = re.compile("(?<![a-z])(?:i|we|our|my|us)(?![a-z])")
# The speaker or the speaker's side, before a modal verb.
_OURS = re.compile(
    "(?<![a-z])(?:it|they|we|i|he|she|[\ue007\ue008]\ue00f*|(?:his|her|its|their|our) (?:country|government|delegation|"
    "side|team|people|movement|party|army|forces))(?: [a-z]+){0,2} $"
)
_MODAL = re.compile(
    "(?<![a-z])(?:(?P<never>must not|will not|would not|won't|wouldn't|cannot|can't|could not|can never|will never|"
    "would never|never)|(?P<demand>must|has to|have to|had to|needs? to|needed|need|can only|only if|not until|unless|"
    "there (?:can|could|will|would) be no)"
    "|(?P<wish>should|ought to)|(?P<will>will|would))(?![a-z])"
)
_REJECTS = re.compile(
    "(?<![a-z])(?:unacceptable|red line|non-starter|out of the question|illegal|unlawful|violates?|violation|absurd|"
    "not acceptable|insufficient|not open to (?:re)?negotiation|(?:not |non-)negotiable|off the table|"
    "no right|no place|no room|surrender|mistake|betrayal|null and void|unjust|unfair|disaster)(?![a-z])"
)
# What something is to somebody who demands it: `a precondition for talks`, `no withdrawal, no truce`.
_NEEDS = re.compile(
    "(?<![a-z])(?<!without )(?<!no )(?:preconditions?|prerequisites?|indispensable|imperative|"
    "(?:a|the) conditions? (?:for|of))(?![a-z])"
    '|^[ "]*no [^,.;]{3,60}, no '
)
_DOUBTS = re.compile(
    "(?<![a-z])(?:too early|premature|unlikely|far apart|no sign|doubts?|difficult|hard to|little hope|not optimistic|"
    "remains? to be seen|unclear|unrealistic|weak|impossible)(?![a-z])"
)

_JUDGEMENTS = ((_REJECTS, Stance.REJECTS), (_NEEDS, Stance.DEMANDS), (_DOUBTS, Stance.DOUBTS))
# What is so `for` somebody only by that somebody's will.
_FIRM = frozenset({Stance.REJECTS, Stance.DEMANDS})


def stance_of(words: str) -> tuple[Stance, bool]:
    """The stance that somebody's words (masked text) take, and whether a modal verb or a judgement tells it."""
    modal = _MODAL.search(words)
    ours = bool(modal and _OURS.search(words, 0, modal.start()))
    match modal and modal.lastgroup:
        case "never":
            return (Stance.REFUSES if ours else Stance.REJECTS), True
        case "demand":
            return Stance.DEMANDS, True
        case "wish":
            return Stance.CALLS_FOR, True
        case _:
            pass
    judged = next((stance for pattern, stance in _JUDGEMENTS if pattern.search(words)), None)
    return judged or (Stance.COMMITS if ours else Stance.ASSESSES), bool(judged or modal)


class Speech:
    """Finds who says what, sentence after sentence."""

    def __init__(self, parse: Parsed, subjects: Subjects, holders: Holders) -> None:
        """Begin an article."""
        self._mask = parse.mask
        self._subjects = subjects
        self._holders = holders
        # Whose words a quotation goes on with.
        self._speaking: list[Who] = []
        # Who speaks in a transcript.
        self._label: list[Who] = []

    def find(self, clause: Clause, verbs: list[tuple[int, int, Cue]]) -> None:
        """Put what is said into `clause`, by its verbs of speech."""
        at = self._labelled(clause)
        for line in LINE.all_in(self._mask, clause.start, clause.end, clause.words):
            self._cut(clause, line.start())
            who = self._holders.named(*line.span("who"))
            clause.sayings += [Saying(who, line.start(), line.end(), clause.end)] if who else []
            at = line.end()
        for first, last, cue in verbs:
            if first < at:
                continue
            said = self._subjects.of(clause, first)
            inverted = self._inverted(clause, first, last)
            # `…, said Chile.`, but not `officials, who asked for silence, said Chile would …`.
            if inverted and (said is None or self._mask[inverted.end()] in ",.;\n"):
                self._trailing(clause, at, first, self._subjects.who(clause, inverted))
                at = inverted.end()
                continue
            said = self._said(clause, said, first, last, cue)
            if said is None or said.words & (DENIALS | BE):
                continue
            if IF.search(self._mask, max(clause.start, said.start - _IF_REACH), said.start):
                continue
            trails = self._trails(at, said.start, last, clause.end)
            if cue.reporting and not trails and not THAT.match(self._mask, last):
                continue
            if trails:
                self._trailing(clause, at, said.start, said.who)
            else:
                self._cut(clause, said.start)
                clause.sayings.append(Saying(said.who, said.start, last, clause.end, reported=cue.reporting))
            clause.subject = said.who
            at = last
        if not clause.sayings:
            self._unmarked(clause)
        self._speaking = clause.sayings[-1].who if clause.sayings else []

    def _labelled(self, clause: Clause) -> int:
        """Note who speaks in a transcript from here on; where the words begin."""
        label = LABEL.match(self._mask, clause.start)
        if label is None:
            return clause.start
        self._label = self._holders.named(*label.span("who"))
        return label.end()

    def _said(self, clause: Clause, said: Subject | None, first: int, last: int, cue: Cue) -> Subject | None:
        if cue.form is Form.BASE:
            return said if said and (said.plural or said.words & FINITE) else None
        if said:
            return said
        if cue.form is not Form.ING:
            return self._subjects.shared(clause, first)
        goes = INSTEAD.search(self._mask, max(clause.start, first - _PARTICIPLE_REACH), first)
        who = self._subjects.main(clause, first) if goes or THAT.match(self._mask, last) else []
        return Subject(who, "", first, plural=True, own=False) if who else None

    def _inverted(self, clause: Clause, first: int, last: int) -> re.Match[str] | None:
        """`…, said Chile`: the phrase behind the verb."""
        if first < clause.start + 2 or self._mask[first - 2] not in ',"':
            return None
        return next((one for one in clause.phrases if one.start() == last + 1), None)

    def _trails(self, at: int, start: int, last: int, end: int) -> bool:
        """Whether a verb of speech stands behind what is said: `…, Chile said in Lima`."""
        if start - at <= _SHORT:
            return False
        comma = self._mask.find(",", last, end)
        that = self._mask.find(" that ", last, comma if comma >= 0 else end)
        closed = self._mask.endswith((", ", '" '), 0, start) and that < 0
        rest = len(_LETTERS.findall(self._mask, last, end))
        return rest < _SHORT or (closed and not THAT.match(self._mask, last) and bool(_GOES_ON.match(self._mask, last)))

    def _trailing(self, clause: Clause, start: int, end: int, who: list[Who]) -> None:
        self._cut(clause, start)
        if who:
            clause.sayings.append(Saying(who, start, start, end))

    def _cut(self, clause: Clause, at: int) -> None:
        if clause.sayings:
            clause.sayings[-1].end = min(clause.sayings[-1].end, at)

    def _unmarked(self, clause: Clause) -> None:
        according = ACCORDING.search(self._mask, clause.start, clause.end, clause.words)
        who = self._holders.named(*according.span(according.lastgroup or 0)) if according else []
        if not who and self._mask.startswith('"', clause.start):
            who = self._speaking
        if not who and self._label and _FIRST_PERSON.search(self._mask, clause.start, clause.end):
            who = self._label
        if not who and (for_whom := FOR.search(self._mask, max(0, clause.start - 1), clause.end)):
            judged = stance_of(self._mask[for_whom.end() : clause.end])[0] in _FIRM
            who = self._holders.named(*for_whom.span("who")) if judged else []
        if who:
            clause.sayings.append(Saying(who, clause.start, clause.start, clause.end))
