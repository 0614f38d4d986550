"""What the words around a meeting say of how far it has come."""

import re
from datetime import date
from functools import cache

from extractor.offline.lexicon import data
from extractor.offline.people import Parsed
from extractor.offline.symbols import MEETING, expanded
from extractor.offline.telling import Telling
from schemas import MeetingStatus

__all__ = ["status_around"]

_AHEAD = frozenset({"next", "upcoming", "forthcoming", "planned", "scheduled", "future"})
_WISHED = frozenset({"proposed", "possible"})
_PAST = frozenset({"last", "previous", "earlier", "latest", "failed", "inconclusive", "recent", "past"})
# No cue stands farther from its meeting.
_BEFORE, _BEHIND = 130, 330
_COMING = re.compile(
    r"\b(?:next|tomorrow|coming|later (?:today|this)|within|in \w+ (?:days|weeks|months)|weeks? time)\b"
)
# `a list for talks`, `on the way to talks`
_WITH_A_VIEW_TO = re.compile("(?<![a-z])(?:for|to|towards?|about|against|into|if|of) $")
_BY_TENSE = 0.15
_STOP = re.compile("[;\\n]")
_WILL = re.compile("(?<![a-z])(?:will|shall|(?:is|are|due|set|expected) to)(?![a-z])")
_DID = re.compile(
    "(?<![a-z])(?:was|were|had|did|has|have|came|went|took|made|gave|got|saw|left|fell|broke|brought|drew|ran|kept|"
    "met|sat|stood|told|said|spoke|[a-z]{2,}ed)(?![a-z])"
)
_GONE = re.compile(r"\b(?:last|yesterday|ago|earlier|previous)\b")


@cache
def _cues() -> tuple[re.Pattern[str], list[tuple[MeetingStatus, re.Pattern[str]]]]:
    """A pattern of all cues together, and each one; they begin with a word or the meeting."""
    cues = [
        (MeetingStatus(status), "(?<![a-z])" + expanded(pattern))
        for status, patterns in data("meetings.yaml")["status"].items()
        for pattern in patterns
    ]
    anyone = re.compile("|".join(pattern for _, pattern in cues))
    return anyone, [(status, re.compile(pattern)) for status, pattern in cues]


def status_around(parse: Parsed, telling: Telling, start: int, end: int, published: date | None) -> MeetingStatus:
    """How far the meeting has come by the words of its sentence, which is from `start` to `end`, or by its date."""
    low, high = max(start, telling.anchor - _BEFORE), min(end, telling.anchor + _BEHIND)
    anyone, cues = _cues()
    # Most words begin no cue: to look for all cues at each takes less than for each cue everywhere.
    words = [at for _, at in parse.masked.said(low, telling.anchor + 1)]
    meetings = [one.start for one in parse.masked.within(low, telling.anchor + 1) if one.symbol == MEETING]
    begun = [at for at in (*words, *meetings) if anyone.match(parse.mask, at, high)]
    for status, regex in cues if begun else ():
        for at in begun:
            match = regex.match(parse.mask, at, high)
            if match and telling.anchor < match.end():
                return status
    status = _by_words(telling) or _by_date(telling, published)
    return _by_tense(parse, telling, low, high) if status is MeetingStatus.UNKNOWN else status


def _by_words(telling: Telling) -> MeetingStatus | None:
    said = (telling.when.as_written or "").lower()
    if telling.words & _AHEAD or _COMING.search(said):
        return MeetingStatus.PLANNED
    if telling.words & _WISHED:
        return MeetingStatus.PROPOSED
    return MeetingStatus.HELD if telling.words & _PAST or _GONE.search(said) else None


def _by_tense(parse: Parsed, telling: Telling, low: int, high: int) -> MeetingStatus:
    """By the tense of the verb behind it, else of the one before: less sure than a verb that is known."""
    telling.confidence -= _BY_TENSE
    stop = _STOP.search(parse.mask, telling.anchor, high)
    behind, before = (telling.anchor, stop.start() if stop else high), (low, telling.anchor)
    if _WITH_A_VIEW_TO.search(parse.mask, *before):
        return MeetingStatus.UNKNOWN
    for span in (behind, before):
        if _WILL.search(parse.mask, *span):
            return MeetingStatus.PLANNED
        if _DID.search(parse.mask, *span):
            return MeetingStatus.HELD
    return MeetingStatus.UNKNOWN


def _by_date(telling: Telling, published: date | None) -> MeetingStatus:
    if telling.when.first and published:
        return MeetingStatus.HELD if telling.when.first <= published else MeetingStatus.PLANNED
    if telling.noun or telling.elliptic:
        return MeetingStatus.UNKNOWN
    # A verb in the present tense: `They meet again on Friday`; `Nuland meets Burhan in Khartoum`.
    return MeetingStatus.PLANNED if telling.when.as_written else MeetingStatus.HELD
