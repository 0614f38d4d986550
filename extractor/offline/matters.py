"""What a position is about, with what the article told before."""

import re

from extractor.offline.clauses import BACK, IN_PERSON, MEANT, MEETS, SUMMIT, TURN
from extractor.offline.issues import IssueWords
from extractor.offline.people import Parsed, level_of
from extractor.offline.sureness import Weight
from extractor.offline.symbols import FILL, MEETING, NAME, TITLE
from schemas import Issue, MeetingLevel, Stance

__all__ = ["Matters", "leads"]

_ANSWERS = {Stance.ACCEPTS, Stance.REJECTS, Stance.SUPPORTS, Stance.REFUSES, Stance.DOUBTS}
# How far behind a meeting, in characters, words tell that it is one of leaders.
_BEHIND_MEETING = 90
# A clause is no shorter, in characters; from this weight on its own words tell its issue.
_SHORT, _PLAIN = 6, 0.3
_WORDED = re.compile(f"[{TITLE}{MEETING}{NAME}]{FILL}*+")


class Matters:
    """Finds what the positions of an article are about.

    Attributes:
        words: the masked text with the words of titles, names and meetings, since they tell issues too.
    """

    def __init__(self, parse: Parsed) -> None:
        """Begin an article."""
        self._parse = parse
        self.words = _with_words(parse)
        self._issues = IssueWords(self.words, parse.masked.places_of, parse.text)

    def issue(
        self, about: tuple[int, int], stance: Stance, place: tuple[int, int, int], *, leader: bool
    ) -> tuple[Issue, Weight]:
        """The issue of a position, and how plainly its words tell it.

        Args:
            about: where the words stand that tell it.
            stance: what is taken.
            place: the number of its sentence, and where the position begins and ends.
            leader: whether a head of state or government speaks.
        """
        number, start, end = place
        issue, margin = self._told(*about)
        answers = stance in _ANSWERS and MEANT.match(self.words, about[0])
        back = answers or issue is None or (margin < 1 and BACK.match(self.words, *about))
        # `rejected it`, `called it a mistake`: what is spoken of around.
        if back and (meant := self._around(number, start, end)):
            return meant, Weight.MEANT if answers else Weight.NONE
        if issue in {None, Issue.NEGOTIATION_PROCESS} and self._meets_leader(about, leader=leader):
            return Issue.LEADERS_SUMMIT, Weight.LOW
        if issue is None:
            return Issue.NEGOTIATION_PROCESS, Weight.NONE
        if issue is Issue.NEGOTIATION_PROCESS and self._of_leaders(start, end):
            issue = Issue.LEADERS_SUMMIT
        return issue, Weight.of(margin)

    def _around(self, number: int, start: int, end: int) -> Issue | None:
        """The issue that is named nearest: in the sentence, before and behind, in the one before it, in the article."""
        sentences = self._parse.masked.sentences
        here, before = sentences[number], sentences[max(0, number - 1)]
        stretches = ((here.start, start), (end, here.end), (before.start, before.end))
        return next((issue for one in stretches if (issue := self.named(*one))), self._issues.topic)

    def _told(self, start: int, end: int) -> tuple[Issue | None, float]:
        """The issue of what is wanted, else of when and why it is."""
        turn = TURN.search(self.words, start + _SHORT, end)
        if turn:
            issue, margin = self._issues.issue(start, turn.start())
            if issue and margin >= _PLAIN:
                return issue, margin
        return self._issues.issue(start, end)

    def named(self, start: int, end: int) -> Issue | None:
        """The issue that the words from `start` to `end` name."""
        return self._issues.issue(start, end)[0]

    def _meets_leader(self, about: tuple[int, int], *, leader: bool) -> bool:
        """Whether words speak of meeting a leader, or of a leader's meeting somebody in person."""
        if leader and IN_PERSON.search(self.words, *about):
            return True
        met = MEETS.search(self._parse.mask, *about)
        return bool(met and leads(self._parse, self._parse.masked.at[met.start("who")].person))

    def _of_leaders(self, start: int, end: int) -> bool:
        at = self._parse.mask.find(MEETING, start, end)
        if at < 0:
            return False
        if SUMMIT.search(self._parse.text, at, min(end, at + _BEHIND_MEETING)):
            return True
        return sum(bool(one.person) for one in self._parse.masked.within(at, end)) > 1


def leads(parse: Parsed, person: str | None) -> bool:
    """Whether a person is a head of state or government, by the title or as one whom everybody knows."""
    if person is None:
        return False
    someone = parse.people[person]
    if someone.title:
        return level_of(someone.title, parse.words) is MeetingLevel.LEADERS
    return someone.name in parse.words.leaders


def _with_words(parse: Parsed) -> str:
    pieces: list[str] = []
    at = 0
    for match in _WORDED.finditer(parse.mask):
        pieces.append(parse.mask[at : match.start()])
        shown = parse.text[match.start() : match.end()].lower()
        pieces.append(shown if len(shown) == match.end() - match.start() else match[0])
        at = match.end()
    pieces.append(parse.mask[at:])
    return "".join(pieces)
