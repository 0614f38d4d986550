"""Meetings that a noun tells of, with the verb before it and what follows it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extractor.offline.lexicon import data
from extractor.offline.mainclause import take_from_main_clause
from extractor.offline.masks import Mention
from extractor.offline.modality import status_of
from extractor.offline.nouns import Noun
from extractor.offline.people import Parsed, actors_of
from extractor.offline.sides import Subject, behind, subject
from extractor.offline.symbols import MEETING, PLACE, any_of, expanded
from extractor.offline.telling import Telling
from schemas import Actor, MeetingFormat, MeetingStatus

__all__ = ["told_by_noun"]

# A verb stands so far before the noun that it governs; a noun alone is proved by the clause around it, within bounds.
_REACH = 84
_CLAUSE_BEFORE, _CLAUSE_BEHIND = 90, 120
_CLAUSE_STOP = re.compile("[;,]|\\n")
_TOWARDS = re.compile("(?<![a-z])(?:for|to|in|at|into)(?: (?!say |see )[a-z'-]+){0,3} ?$")
_AWAY = re.compile(
    ",|(?<![a-z])(?:for|to|against|about|on|over|from|after|before|since|until|while|when|during)(?![a-z])"
)
_HAVING = re.compile(
    " (?:(?:a|an|the|their|his|her|its|two|three|several|some|many|more|further|what|another) ?(?:[a-z-]+ ){0,3})?"
)
_IF = re.compile("(?<![a-z])(?:if|unless|whether|without) $")
_HAVE = frozenset({"had", "have", "having"})
_BOUNDARY = re.compile(f"[;\\n{MEETING}]|(?<![a-z])(?:that|which|who|but|because|although|said|if)(?![a-z])")


@dataclass(frozen=True)
class _Lists:
    governors: re.Pattern[str]
    roles: dict[str, str]
    doers: tuple[tuple[str, re.Pattern[str]], ...]


@cache
def _lists() -> _Lists:
    found = data("meetings.yaml")
    roles = {word: role for role, words in found["governors"].items() for word in words}
    return _Lists(
        re.compile(rf"(?<![a-z'-]){any_of(roles)}(?![a-z'-])"),
        roles,
        tuple(
            (role, re.compile(expanded(rf"[^\n;.]{{0,80}}?(?<![a-z-])(?:{'|'.join(words)}) by (?P<who>{{agents}})")))
            for role, words in found["doers"].items()
        ),
    )


def told_by_noun(parse: Parsed, noun: Noun, number: int, start: int, end: int) -> Telling | None:
    """What the sentence from `start` to `end` says of the meeting that `noun` names; None if it denies it."""
    if _IF.search(parse.mask, start, noun.start):
        return None
    after = behind(parse, noun.end, end, objects=False)
    telling = Telling(noun.start, max(after.end, noun.end), noun.start, number, MeetingStatus.UNKNOWN)
    telling.noun, telling.words, telling.definite, telling.round = noun.noun, noun.words, noun.definite, noun.round
    telling.elliptic = noun.elliptic
    telling.format = noun.format if noun.format is not MeetingFormat.UNKNOWN else after.format
    telling.with_whom = bool(after.company)
    telling.who = [*noun.mentions, *after.whom, *after.company, *after.doers]
    telling.dates = [noun.date, *after.dates] if noun.date else after.dates
    telling.places = [noun.place, *after.places] if noun.place else after.places
    telling.mediators = _actors(parse, noun.helpers)
    for role, pattern in _lists().doers:
        if match := pattern.match(parse.mask, noun.end, end):
            helpers = _actors(parse, parse.masked.within(*match.span("who")))
            _help(telling, role, helpers)
            telling.end = max(telling.end, match.end())
    if noun.denied:
        telling.status = MeetingStatus.REFUSED
    elif not _govern(parse, telling, noun, start):
        return None
    take_from_main_clause(parse, telling, start, end)
    if telling.start == noun.start:
        telling.start, telling.end = _clause(parse, noun, number, telling.end)
    return telling


def _help(telling: Telling, role: str, actors: list[Actor]) -> None:
    helpers = telling.hosts if role == "host" else telling.mediators
    helpers += [actor for actor in actors if actor not in helpers]


def _actors(parse: Parsed, mentions: Sequence[Mention]) -> list[Actor]:
    return list(dict.fromkeys(actor for mention in mentions for actor in actors_of(parse, mention)))


def _govern(parse: Parsed, telling: Telling, noun: Noun, start: int) -> bool:
    """Take what the verb says whose object the noun is: who meets, hosts or goes there; False if it denies it."""
    lists = _lists()
    low = max(start, noun.start - _REACH)
    verb = None
    for match in lists.governors.finditer(parse.mask, low, noun.start):
        verb = match
    if verb is None or _BOUNDARY.search(parse.mask, verb.end(), noun.start):
        return True
    role = lists.roles[verb[0]]
    between = parse.mask[verb.end() : noun.start]
    if verb[0] in _HAVE and not _HAVING.fullmatch(between):
        # `had asked for talks`
        return True
    if not _TOWARDS.search(between) if role == "go" else _AWAY.search(between):
        return True
    telling.places = telling.places or [
        mention for mention in parse.masked.within(verb.end(), noun.start) if mention.symbol == PLACE
    ]
    who = subject(parse, start, verb.start())
    if who is None:
        return True
    status = status_of(who.words, verb[0].split()[0])
    if status is None:
        return False
    telling.start = who.start if who.direct else verb.start()
    telling.status = status
    _take(parse, telling, role, who)
    return True


def _take(parse: Parsed, telling: Telling, role: str, who: Subject) -> None:
    if role in {"host", "mediate"}:
        _help(telling, role, _actors(parse, who.who))
        return
    telling.vague = who.crowd
    if role == "attend" and len({actor.name for actor in _actors(parse, who.who)}) == 1:
        # One of several who sat there.
        telling.vague = True
        return
    known = {mention.start for mention in telling.who}
    telling.who = [*(mention for mention in who.who if mention.start not in known), *telling.who]


def _clause(parse: Parsed, noun: Noun, number: int, least: int) -> tuple[int, int]:
    sentence = parse.masked.sentences[number]
    start = sentence.start if noun.start - sentence.start < _CLAUSE_BEFORE else noun.start
    far = min(sentence.end, noun.end + _CLAUSE_BEHIND)
    stop = _CLAUSE_STOP.search(parse.mask, least, far)
    end = stop.start() if stop else far
    end = noun.end + len(parse.mask[noun.end : end].rstrip("\n ."))
    if not stop and end >= noun.end + _CLAUSE_BEHIND - 5:
        end = parse.mask.rfind(" ", noun.end - 1, end)
    return start, max(end, least)
