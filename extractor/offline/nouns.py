"""Noun phrases that name a meeting: `a third round of direct talks`, `Tuesday's Zelensky-Putin call`."""

import re
from dataclasses import dataclass
from functools import cache

from extractor.offline.lexicon import data
from extractor.offline.masks import Mention
from extractor.offline.phrases import Parsed
from extractor.offline.symbols import ADJECTIVE, CITY, DATE, FILL, MEETING, NAME, OFFICE, PERSON, STATE
from schemas import MeetingFormat

__all__ = ["Noun", "mark_meetings"]

# How far before the noun its phrase may begin, in characters.
_REACH = 110
_HELPERS = re.compile("-(?:brokered|mediated|led|hosted|sponsored|backed|facilitated|organised|organized|convened)$")
_EMPTY = {"and", "&", "the", "of"}
_MAKES_NO_MEETING = {"no"}


@dataclass(frozen=True, slots=True)
class Noun:
    """A meeting's noun phrase.

    Attributes:
        mentions: who stands in it as those who meet.
        helpers: who stands in it as mediator or host (`Qatari-mediated talks`).
        date: the date that stands in it (`Tuesday's talks`).
        definite: whether it speaks of something told before (`the talks`).
        words: its modifiers and determiners.
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


@dataclass(frozen=True)
class _Lists:
    nouns: re.Pattern[str]
    formats: dict[str, MeetingFormat]
    modifiers: frozenset[str]
    ordinals: dict[str, int]
    determiners: frozenset[str]


@cache
def _lists() -> _Lists:
    found = data("meetings.yaml")
    formats = {noun: MeetingFormat(kind) for kind, nouns in found["nouns"].items() for noun in nouns}
    nouns = "|".join(sorted(formats, key=len, reverse=True))
    tail = "(?: of (?:[a-z-]+ ){0,3}?(?:talks|negotiations|consultations|dialogue|meetings|discussions|contacts))?"
    return _Lists(
        re.compile(rf"(?<![a-z-])({nouns}){tail}(?![a-z])(?!-)"),
        formats,
        frozenset(found["modifiers"]),
        found["ordinals"],
        frozenset(found["determiners"]),
    )


def mark_meetings(parse: Parsed) -> dict[int, Noun]:
    """Put a symbol for each meeting's noun phrase; the phrases by their places."""
    lists, mask, masked = _lists(), parse.mask, parse.masked
    found: dict[int, Noun] = {}
    pieces: list[str] = []
    at = 0
    for match in lists.nouns.finditer(mask):
        if match.start() < at or _is_verb(mask, match):
            continue
        noun = _phrase(parse, match, at, lists)
        if noun is None:
            continue
        found[noun.start] = noun
        masked.at[noun.start] = Mention(MEETING, noun.start, noun.end)
        pieces.append(mask[at : noun.start])
        pieces.append(MEETING + FILL * (noun.end - noun.start - 1))
        at = noun.end
    pieces.append(mask[at:])
    masked.mask = "".join(pieces)
    return found


def _is_verb(mask: str, match: re.Match[str]) -> bool:
    before = mask[max(0, match.start() - 8) : match.start()].split(" ")
    word = match[1]
    if word in {"call", "meeting", "talks", "round", "conference"} and len(before) > 1:
        previous = before[-2] if before[-1] == "" else ""
        if word == "call":
            # Only a call that is known as one: `the call`, `a call with`; `to call`, `a call for` are something else.
            return previous not in {
                "a",
                "the",
                "phone",
                "that",
                "this",
                "their",
                "hour",
                "video",
                "day's",
                "his",
                "s",
            } or bool(re.match(" (?:for|to|on)(?! {place})[ ]", mask[match.end() : match.end() + 8]))
        if word == "meeting" and previous in {"are", "were", "is", "was", "be", "after", "by", "been", "of"}:
            return mask[match.end() : match.end() + 6].startswith((" with", " in ", " on ", " at ")) and previous in {
                "are",
                "is",
                "was",
                "were",
                "been",
            }
        if word == "round" and not re.match(r" of| \w|[.,;]", mask[match.end() : match.end() + 3]):
            return False
    return False


def _phrase(parse: Parsed, match: re.Match[str], floor: int, lists: _Lists) -> Noun | None:
    mask = parse.mask
    low = max(floor, match.start() - _REACH, mask.rfind("\n", 0, match.start()) + 1)
    pieces = [(piece[0], low + piece.start()) for piece in re.finditer(r"[^ ]+", mask[low : match.start()])]
    mentions: list[Mention] = []
    helpers: list[Mention] = []
    words: set[str] = set()
    date: Mention | None = None
    number: int | None = None
    definite = False
    start = match.start()
    for piece, at in reversed(pieces):
        bare = piece.rstrip(",")
        inner = [parse.masked.at[at + sign.start()] for sign in _SYMBOLS.finditer(bare)]
        if inner:
            symbol = inner[0].symbol
            rest = _FILLED.sub("", bare)
            if symbol == DATE and rest in {"'s", "'"}:
                date, definite, start = inner[0], True, at
                break
            if symbol == DATE or piece != bare:
                break
            if rest in {"'s", "'"}:
                if symbol in {STATE, CITY, OFFICE, PERSON}:
                    mentions[:0] = [mention for mention in inner if mention.actors or mention.person]
                    start = at
                break
            if _HELPERS.search(rest) and symbol in {STATE, ADJECTIVE, CITY}:
                helpers += inner
            elif rest in {"", "-", "/", "--"} and symbol in {STATE, ADJECTIVE, CITY, PERSON, NAME}:
                mentions[:0] = inner
            else:
                break
            start = at
            continue
        if bare in lists.ordinals:
            number, start = lists.ordinals[bare], at
            words.add(bare)
        elif bare in lists.modifiers or (bare.endswith("'s") and bare[:-2] in lists.modifiers):
            words.add(bare)
            start = at
        elif bare in lists.determiners:
            words.add(bare)
            definite = bare in {"the", "their", "this", "that", "these", "those", "both", "its", "his", "her"}
            start = at
            break
        elif bare == "and" and start < match.start() and piece == bare:
            continue
        else:
            break
    if words & _MAKES_NO_MEETING:
        return None
    end = match.end()
    if number is None and (told := re.match(r" (\d{1,2})\b", mask[end : end + 4])):
        number, end = int(told[1]), end + told.end()
    if number is None and (
        said := re.match(r"(?:the )?round (one|two|three|four|five|six|seven)\b", mask[start : end + 8])
    ):
        number = _CARDINALS[said[1]]
    if number is not None and not _COUNTED.search(match[0]):
        # `the first meeting in seven weeks` counts no round.
        number = None
    return Noun(
        start=start,
        end=end,
        noun=match[1],
        format=lists.formats[match[1]],
        round=number,
        mentions=tuple(mentions),
        helpers=tuple(helpers),
        date=date,
        definite=definite,
        words=frozenset(words),
    )


_CARDINALS = {
    word: number for number, word in enumerate(("one", "two", "three", "four", "five", "six", "seven"), start=1)
}
_COUNTED = re.compile("round|session|sitting|summit")
_SYMBOLS = re.compile("[\ue000-\ue00a]")
_FILLED = re.compile("[\ue000-\ue00a]\ue00f*")
