"""Noun phrases that name a meeting: `a third round of direct talks`, `Tuesday's Zelensky-Putin call`."""

import re
from dataclasses import dataclass
from functools import cache

from extractor.offline.lexicon import data
from extractor.offline.masks import Mention
from extractor.offline.people import Parsed
from extractor.offline.symbols import (
    ADJECTIVE,
    BREAK,
    CITY,
    DATE,
    FILL,
    MEETING,
    NAME,
    OFFICE,
    PERSON,
    STATE,
    TITLE,
    any_of,
)
from extractor.offline.worded import Begun
from schemas import MeetingFormat

__all__ = ["Noun", "mark_meetings", "vague_nouns"]

# How far before the noun its phrase may begin, in characters.
_REACH = 110
_HELPERS = re.compile("-(?:brokered|mediated|led|hosted|sponsored|backed|facilitated|organised|organized|convened)$")
_MAKES_NO_MEETING = {"no"}


@dataclass(frozen=True, slots=True)
class Noun:
    """A meeting's noun phrase.

    Attributes:
        mentions: who stands in it as those who meet.
        helpers: who stands in it as mediator or host (`Qatari-mediated talks`).
        date: the date that stands in it (`Tuesday's talks`).
        place: the town that stands in it (`the Vienna talks`).
        definite: whether it speaks of something told before (`the talks`).
        words: its modifiers and determiners.
        elliptic: whether the noun itself is left out (`the third in January`).
        denied: whether it is said that there will be none (`there will be no talks`).
    """

    start: int
    end: int
    noun: str
    format: MeetingFormat
    round: int | None
    mentions: tuple[Mention, ...]
    helpers: tuple[Mention, ...]
    date: Mention | None
    definite: bool
    words: frozenset[str]
    elliptic: bool = False
    place: Mention | None = None
    denied: bool = False


@dataclass(frozen=True)
class _Lists:
    nouns: Begun
    formats: dict[str, MeetingFormat]
    modifiers: frozenset[str]
    ordinals: dict[str, int]
    determiners: frozenset[str]
    vague: frozenset[str]


@cache
def _lists() -> _Lists:
    found = data("meetings.yaml")
    formats = {noun: MeetingFormat(kind) for kind, nouns in found["nouns"].items() for noun in nouns}
    nouns = any_of(formats)
    tail = (
        f"(?: of (?:(?:[a-z.'-]+|[{STATE}{ADJECTIVE}{NAME}{CITY}]{FILL}*+)(?:[ -]|[a-z'-]+ )){{0,5}}?"
        "(?:talks|negotiations|consultations|dialogue|meetings|discussions|contacts|conversations))?"
    )
    things = "|".join(found["things"])
    return _Lists(
        Begun(formats, rf"(?<![a-z-])({nouns}){tail}(?![a-z])(?!-)(?! (?:{things})(?![a-z]))"),
        formats,
        frozenset(found["modifiers"]),
        found["ordinals"],
        frozenset(found["determiners"]),
        frozenset(found["vague"]),
    )


def vague_nouns() -> frozenset[str]:
    """Nouns that name a meeting only together with those who meet, or a day."""
    return _lists().vague


def mark_meetings(parse: Parsed) -> dict[int, Noun]:
    """Put a symbol for each meeting's noun phrase; the phrases by their places."""
    lists, masked = _lists(), parse.masked
    found: dict[int, Noun] = {}
    at = 0
    matches = list(lists.nouns.all(masked))
    for number, match in enumerate(matches):
        if match.start() < at or _is_verb(parse, match):
            continue
        if number + 1 < len(matches) and matches[number + 1].start() == match.end() + 1 and match[1] in lists.modifiers:
            # `a trilateral summit`: one phrase.
            continue
        noun = _Phrase(parse, match, lists).read(at)
        if noun is None:
            continue
        found[noun.start] = noun
        at = noun.end
    masked.put([Mention(MEETING, noun.start, noun.end) for noun in found.values()])
    return found


def _is_verb(parse: Parsed, match: re.Match[str]) -> bool:
    """Whether the word is a verb here, or speaks of something else."""
    mask = parse.mask
    noun = match[1]
    if noun not in _TWO_FACED:
        return False
    before = mask[max(0, match.start() - _WORD_BEFORE) : match.start()].split(" ")
    previous = before[-2] if len(before) > 1 and not before[-1] else ""
    behind = mask[match.end() : match.end() + _WORD_BEHIND]
    if noun == "call":
        # Only a call that is known as one: `the call`, `a call with`; `to call`, `a call for` are something else.
        known = previous in _BEFORE_CALLS or previous.endswith((f"{FILL}'", f"{FILL}'s"))
        return not known or bool(_CALLS.match(behind))
    if noun == "meeting":
        return _is_participle(previous, behind)
    if noun == "talks":
        return previous.endswith(FILL) and bool(_SPEAKING.match(behind))
    if noun in {"round", "rounds"}:
        return previous in _OTHER_ROUNDS or (bool(_ROUNDS_OF.match(behind)) and noun == match[0])
    return previous in _OTHER_CONFERENCES


def _is_participle(previous: str, behind: str) -> bool:
    """Whether `meeting` is a form of the verb: `after meeting Putin`, `envoys, meeting in Istanbul`."""
    if previous in _BEFORE_PARTICIPLES:
        return previous in _BE and bool(_PARTICIPLE.match(behind))
    if previous in _BEFORE_GERUNDS:
        return bool(_SOMEBODY.match(behind))
    if previous.endswith(FILL) and previous[0] in _MODIFYING:
        return False
    return previous.endswith((FILL, ",")) and bool(_PARTICIPLE.match(behind))


class _Phrase:
    """Goes back from a noun, word by word, as far as its phrase reaches."""

    def __init__(self, parse: Parsed, match: re.Match[str], lists: _Lists) -> None:
        self.parse = parse
        self.noun = match
        self.lists = lists
        self.start, self.end = match.span()
        self.mentions: list[Mention] = []
        self.helpers: list[Mention] = []
        self.words: set[str] = set()
        self.date: Mention | None = None
        self.place: Mention | None = None
        self.number: int | None = None
        self.definite = False

    def read(self, floor: int) -> Noun | None:
        """The phrase, which does not begin before `floor`; None if it says that there is no meeting."""
        mask = self.parse.mask
        low = max(floor, self.start - _REACH, mask.rfind(BREAK, 0, self.start) + 1)
        pieces = [(piece[0], low + piece.start()) for piece in _PIECE.finditer(mask[low : self.start])]
        for piece, at in reversed(pieces):
            if not (self._symbols(piece, at) if _SYMBOLS.search(piece) else self._word(piece, at)):
                break
        denied = bool(self.words & _MAKES_NO_MEETING)
        if denied and not _WILL_NOT.search(mask, low, self.start):
            return None
        self._round()
        if self.noun[0] in _BARELY and not (self.words or self.number or self.mentions or self.date):
            # `to look for a way round`
            return None
        return Noun(
            start=self.start,
            end=self.end,
            noun=self.noun[1],
            format=self.lists.formats[self.noun[1]],
            round=self.number,
            mentions=tuple(self.mentions),
            helpers=tuple(self.helpers),
            date=self.date,
            place=self.place,
            definite=self.definite,
            words=frozenset(self.words),
            denied=denied,
        )

    def _symbols(self, piece: str, at: int) -> bool:
        inner = [self.parse.masked.at[at + sign.start()] for sign in _SYMBOLS.finditer(piece)]
        symbol, rest = inner[0].symbol, _FILLED.sub("", piece)
        if rest in _POSSESSIVE:
            if symbol == DATE:
                self.date, self.definite, self.start = inner[0], True, at
            elif symbol in {STATE, CITY, OFFICE, PERSON} or (symbol == TITLE and inner[0].plural):
                self.mentions[:0] = [mention for mention in inner if mention.actors or mention.person]
                self.start = at
            return False
        if symbol == TITLE and not rest and not inner[0].plural:
            # `official talks`, `foreign minister meeting`
            self.words.add("official")
        elif symbol == CITY and not rest and len(inner) == 1:
            self.place = inner[0]
        elif symbol in {STATE, ADJECTIVE, CITY} and _HELPERS.search(rest):
            self.helpers += inner
        elif symbol in {STATE, ADJECTIVE, CITY, PERSON, NAME} and rest in _JOINTS:
            self.mentions[:0] = inner
        else:
            return False
        self.start = at
        return True

    def _word(self, piece: str, at: int) -> bool:
        lists, bare = self.lists, piece.rstrip(",")
        if piece == "and" and self.start < self.noun.start():
            return True
        if bare in lists.ordinals:
            self.number = lists.ordinals[bare]
        elif bare in lists.determiners:
            if bare == "that" and self.noun[0].endswith("s"):
                # `said that talks`
                return False
            self.definite = bare in _DEFINITE
        elif (
            bare not in lists.modifiers
            and bare.removesuffix("'s") not in lists.modifiers
            and not _ADJECTIVAL.search(bare)
        ):
            return False
        self.words.add(bare)
        self.start = at
        return bare not in lists.determiners

    def _round(self) -> None:
        mask = self.parse.mask
        if self.number is None and (told := _FIGURE.match(mask, self.end)):
            self.number, self.end = int(told[1]), told.end()
        if self.number is None and (said := _ROUND.match(mask, self.start)):
            self.number = _CARDINALS[said[1]]
        counted = _COUNTED.search(self.noun[0]) or (
            self.noun[0] == "meeting" and self.definite and mask.startswith(" of ", self.end)
        )
        if not counted and (self.number or 0) < _SURELY_COUNTED:
            # `the first meeting in seven weeks` counts no round.
            self.number = None


_CARDINALS = {
    word: number for number, word in enumerate(("one", "two", "three", "four", "five", "six", "seven"), start=1)
}
_FIGURE = re.compile(r" (\d{1,2})\b")
_ROUND = re.compile(r"(?:the )?round (one|two|three|four|five|six|seven)\b")
_PIECE = re.compile(r"[^ ]+")
_POSSESSIVE = frozenset({"'s", "'"})
_JOINTS = frozenset({"", "-", "/", "--"})
_WORD_BEFORE, _WORD_BEHIND = 12, 30
_TWO_FACED = frozenset(["call", "meeting", "talks", "round", "rounds", "conference"])
_PARTICIPLE = re.compile(
    " (?:with|in|on|at|again|for|behind|under|face) |,? [\ue000-\ue00a]|(?:,? the|,? his|,? her) [\ue000-\ue008]"
)
_BEFORE_GERUNDS = frozenset(
    ["before", "after", "while", "when", "and", "by", "since", "upon", "for", "without", "avoid"]
)
_SOMEBODY = re.compile("(?: with)?(?: the| his| her)? [\ue000\ue002\ue003\ue005-\ue008]")
_MODIFYING = frozenset({ADJECTIVE, TITLE, DATE})
_SPEAKING = re.compile(" (?:about|of|to|up|down|like) ")
_OTHER_ROUNDS = frozenset(
    ["electoral", "voting", "way", "all", "year", "election", "runoff", "funding", "knockout", "championship", "other"]
)
_ROUNDS_OF = re.compile(
    " of (?:[a-z-]+ ){0,2}(?:voting|elections?|fighting|sanctions|strikes|airstrikes|violence|applause|tariffs|cuts|"
    "fire|ammunition|shelling|golf|polls|funding|layoffs|attacks|protests|hostilities)"
)
_OTHER_CONFERENCES = frozenset(["press", "news", "party", "annual", "teaching", "academic"])
_BEFORE_CALLS = frozenset(["a", "the", "phone", "that", "this", "their", "hour", "video", "day's", "his", "her", "s"])
_CALLS = re.compile(f"(?: {DATE}{FILL}*)? (?:for|to|on) ")
_BEFORE_PARTICIPLES = frozenset(["are", "were", "is", "was", "be", "been", "of"])
_BE = frozenset(["are", "is", "was", "were", "been"])
_DEFINITE = frozenset(["the", "their", "this", "that", "these", "those", "both", "its", "his", "her"])
_WILL_NOT = re.compile(
    "(?<![a-z])(?:(?:there )?(?:will|would|can|could|must|should|shall) (?:be|hold|have|enter|accept|see)|see|sees|"
    "saw|accepts?|wants?) $"
)
_COUNTED = re.compile("round|session|sitting|summit|cycle")
_SURELY_COUNTED = 4
# Without any word before them they are no nouns of meeting.
_BARELY = frozenset(["round", "sitting", "gathering"])
_ADJECTIVAL = re.compile(
    "^[a-z-]{3,}(?:al|ic|ive|ous|ary|ory|ful|less|ite|ish|ical|-level|-day|-hour|-way|-party|-nation|-long)$"
)
_SYMBOLS = re.compile("[\ue000-\ue00a]")
_FILLED = re.compile("[\ue000-\ue00a]\ue00f*")
