"""Meetings of which no word of meeting tells: who of two sides were in one town on one day, and who went to whom."""

import re

from extractor.offline.masks import Mention
from extractor.offline.people import Parsed, actors_of
from extractor.offline.symbols import DATE, GROUP, PLACE, expanded
from extractor.offline.telling import Telling
from extractor.states import state_with_code
from schemas import Actor, ActorKind, MeetingStatus

__all__ = ["told_by_presence"]

# Less sure than what a verb or noun of meeting tells.
_CONFIDENCE = 0.6
_NEAR = 110
_OTHER_EVENTS = re.compile(
    "(?<![a-z])(?:said|says|told|tells|war|fought|fighting|clash|clashed|killed|died|attack|attacked|elections?|elected|"
    "born|founded|seized|captured|occupied|battle|court|protest|protests|strikes?|independence|resigned|exploded|"
    "troops|soldiers|shelling|according|wrote|reported|warned|accused|ceasefire took|opened fire|embassy|exports|"
    "rate)(?![a-z])"
)
_A_VISIT = "(?:a|an|his|her) (?:[a-z-]+ ){0,3}visit"
_MOTION = re.compile(
    expanded(
        "(?P<who>(?:{person}|{office})),? (?:[^,;\\n]{0,60}, )?(?:(?:will|would|is to|was to|has|had|is due to|"
        "is expected to|plans to|also|then|himself|herself|{date}) ){0,3}(?:flew|fly|flies|travelled|traveled|travel|"
        "travels|went|go|goes|came|arrived|arrive|arrives|is|was|will be|visited|visit|visits|"
        f"(?:paid|pay|pays|made|make|makes|began) {_A_VISIT})(?: (?:back )?(?:to|into))? "
        "(?P<to>(?:{state}|{city}|{place}))(?: {date}|,? on {date})?"
    )
)
_AHEAD = re.compile("(?<![a-z])(?:will|would|is to|was to|due|expected|plans)(?![a-z])|(?:flies|travels|goes) ")


def told_by_presence(parse: Parsed, number: int, start: int, end: int) -> Telling | None:
    """The meeting of which the sentence from `start` to `end` tells in no word of meeting, if it seems to."""
    mask = parse.mask
    if DATE not in mask[start:end] or _OTHER_EVENTS.search(mask, start, end):
        return None
    return _visit(parse, number, start, end) or _gathering(parse, number, start, end)


def _gathering(parse: Parsed, number: int, start: int, end: int) -> Telling | None:
    near = parse.masked.within(start, end)
    groups = [one for one in near if one.symbol == GROUP]
    places = [one for one in near if one.symbol == PLACE and one.city]
    dates = [one for one in near if one.symbol == DATE and not parse.mask.startswith("'", one.end)]
    if not groups or not places or not dates:
        return None
    who, place, day = groups[0], places[0], dates[0]
    first, last = min(who.start, place.start, day.start), max(who.end, place.end, day.end)
    if last - first > _NEAR or "," in parse.mask[who.end : who.end + 2]:
        return None
    telling = Telling(first, last, who.start, number, MeetingStatus.UNKNOWN, who=[who], vague=True, dates=[day])
    telling.places = [place]
    telling.confidence = _CONFIDENCE
    return telling


def _visit(parse: Parsed, number: int, start: int, end: int) -> Telling | None:
    match = _MOTION.search(parse.mask, start, end)
    if match is None:
        return None
    guest, goal = parse.masked.at[match.start("who")], parse.masked.at[match.start("to")]
    host = _state_of(goal)
    guests = actors_of(parse, guest)
    dates = [
        one for one in parse.masked.within(start, end) if one.symbol == DATE and abs(one.start - match.end()) < _NEAR
    ]
    if host is None or not guests or host in guests or not dates:
        return None
    status = MeetingStatus.PLANNED if _AHEAD.search(match[0]) else MeetingStatus.HELD
    telling = Telling(match.start(), match.end(), match.start("to"), number, status, who=[guest], dates=dates[:1])
    telling.parties = [*guests, host]
    telling.places = [goal]
    telling.confidence = _CONFIDENCE
    return telling


def _state_of(place: Mention) -> Actor | None:
    if place.symbol != PLACE and place.actors and place.actors[0].kind is ActorKind.STATE:
        return place.actors[0]
    state = state_with_code(place.country) if place.country else None
    return Actor(name=state.name, kind=ActorKind.STATE, country=state.code) if state else None
