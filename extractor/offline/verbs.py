"""Meetings that a verb tells of: who saw, met, received or telephoned whom."""

import re
from dataclasses import dataclass
from functools import cache

from extractor.offline.lexicon import data
from extractor.offline.masks import Mention
from extractor.offline.modality import status_of
from extractor.offline.people import Parsed, actors_of
from extractor.offline.sides import Behind, Subject, behind, human, several, subject
from extractor.offline.symbols import DATE, PLACE, expanded
from extractor.offline.telling import Telling
from schemas import MeetingFormat, MeetingStatus

__all__ = ["told_by_verbs"]

_BY_MEANS = frozenset({MeetingFormat.PHONE, MeetingFormat.ONLINE})
# `met the deadline`, `met to a stiff resistance`: no meeting of people.
_THING = re.compile(
    " (?:the|its|their|his|her|our|my|your|all|these|those|any|an|a|some|most|every|no|with|such)(?= )"
    "| (?:conditions|demands|criteria|expectations|resistance|criticism|deadlines|targets|requirements|obligations)"
)
_PASSIVE = frozenset({"was", "were", "been", "be", "is", "are", "being"})
# How far from the beginning a fronted participle stands.
_FRONTED = 24
_MAIN_CLAUSE = re.compile("[^,;\n]{3,140}, (?:the |his |her )?[\ue000\ue002\ue005-\ue008]")
# The day or place of what was signed.
_SIGNED = re.compile(expanded("[^,;\n]{3,70}? (?:on |in |at )?{when}(?: {when})?"))
_AROUND = 60
_TO_SOMEWHERE = re.compile(" (?:to|for) (?:the |a )?(?:meet|attend|visit|talks|join|come|sit|[\ue000\ue002\ue00a\ue00b])")
_TOGETHER = re.compile("(?: back)? (?:together|to the (?:negotiating )?table|face to face|around a table|into one room)")
_DIRECT_LINE = re.compile(" (?:to|with) ")


@dataclass(frozen=True)
class _Verb:
    needs: str
    format: MeetingFormat


@dataclass(frozen=True)
class _Verbs:
    regex: re.Pattern[str]
    known: dict[str, list[_Verb]]


@cache
def _verbs() -> _Verbs:
    known: dict[str, list[_Verb]] = {}
    for entry in data("verbs.yaml")["verbs"]:
        verb = _Verb(entry["needs"], MeetingFormat(entry.get("format", "unknown")))
        for word in entry["words"]:
            known.setdefault(word, []).append(verb)
    words = "|".join(sorted(known, key=len, reverse=True))
    return _Verbs(re.compile(rf"(?<![a-z'-])(?:{words})(?![a-z'-])"), known)


def told_by_verbs(parse: Parsed, number: int, start: int, end: int) -> list[Telling]:
    """The meetings of which verbs of the sentence from `start` to `end` tell."""
    verbs = _verbs()
    found: list[Telling] = []
    for match in verbs.regex.finditer(parse.mask, start, end):
        if found and match.start() < found[-1].end and not match[0].startswith("me"):
            continue
        who = None
        for verb in verbs.known[match[0]]:
            who = who or subject(parse, start, match.start()) or _behind_comma(parse, match, start, end)
            if verb.needs == "both" and found:
                # They met, and signed there.
                continue
            telling = _telling(parse, verb, match, who, (number, end))
            if telling is not None:
                found.append(telling)
                break
    return found


def _behind_comma(parse: Parsed, match: re.Match[str], start: int, end: int) -> Subject | None:
    """`Before meeting X, Y said`: who does it comes after the comma."""
    if not match[0].endswith("ing") or match.start() - start > _FRONTED:
        return None
    comma = _MAIN_CLAUSE.search(parse.mask, match.end(), end)
    if comma is None:
        return None
    return Subject(parse.masked.within(comma.end() - 1, comma.end()), match.start(), "", direct=False)


def _telling(
    parse: Parsed, verb: _Verb, match: re.Match[str], who: Subject | None, at: tuple[int, int]
) -> Telling | None:
    if who is None:
        return None
    number, end = at
    after = behind(parse, match.end(), end, objects=verb.needs != "scene")
    if verb.needs == "means" and not (after.whom or after.company):
        if line := _DIRECT_LINE.match(parse.mask, match.end()):
            after = behind(parse, line.end() - 1, end, objects=True)
    if verb.needs in {"both", "scene"}:
        _set_around(parse, who, after, end, signed=verb.needs == "both")
    whom = [*after.whom, *after.company]
    words = set(who.words.split())
    if after.doers and words & _PASSIVE:
        whom += after.doers
    if not _holds(parse, verb, who, after, whom) or (
        not whom and _THING.match(parse.mask, after.end)
    ):
        return None
    status = MeetingStatus.PROPOSED if verb.needs == "invitation" else status_of(who.words, match[0].split()[0])
    if status is None:
        return None
    doers = who.who
    if verb.needs == "guests" and several(whom):
        doers = []
    telling = Telling(who.start if who.direct else match.start(), after.end, match.start(), number, status)
    telling.format = after.format if after.format in _BY_MEANS else verb.format
    telling.who = [mention for mention in (*doers, *whom) if mention.symbol not in (DATE, PLACE)]
    telling.dates, telling.places = after.dates, after.places
    telling.vague = who.crowd or not whom
    if not doers:
        telling.hosts = [actor for mention in who.who for actor in actors_of(parse, mention)]
    if not who.direct:
        telling.confidence -= 0.1
    return telling


def _set_around(parse: Parsed, who: Subject, after: Behind, end: int, *, signed: bool) -> None:
    """Add the day and place that stand before the subject, or behind what is signed."""
    inner = parse.masked.within(max(0, who.start - _AROUND, parse.mask.rfind("\n", 0, who.start)), after.end)
    if signed and (match := _SIGNED.match(parse.mask, after.end, end)):
        inner += parse.masked.within(*match.span())
        after.end = match.end()
    after.dates += [mention for mention in inner if mention.symbol == DATE and mention not in after.dates]
    after.places += [mention for mention in inner if mention.symbol == PLACE and mention not in after.places]


def _holds(parse: Parsed, verb: _Verb, who: Subject, after: Behind, whom: list[Mention]) -> bool:
    """Whether the verb has beside it what makes it one of meeting."""
    plural = several(who.who) or who.crowd
    set_ = bool(after.dates or after.places or after.meeting)
    if verb.needs == "anyone":
        return bool(whom) or plural or (not who.direct and set_)
    if verb.needs == "dated":
        return any(human(mention) for mention in whom) and bool(after.dates)
    if verb.needs == "invitation":
        return any(human(mention) for mention in whom) and bool(_TO_SOMEWHERE.match(parse.mask, after.end))
    if verb.needs == "guests":
        return several(whom) and (set_ or bool(_TOGETHER.match(parse.mask, after.end)))
    if verb.needs == "person":
        return any(human(mention) for mention in whom)
    if verb.needs == "scene":
        return plural and (set_ or after.format in _BY_MEANS)
    if verb.needs == "means":
        return (bool(whom) or plural) and (after.format in _BY_MEANS or after.meeting or (bool(whom) and bool(after.dates)))
    sides = {actor.name for mention in who.who for actor in actors_of(parse, mention)}
    return (len(sides) > 1 or plural) and set_
