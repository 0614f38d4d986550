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
    return _by_words(telling) or _by_date(telling, published)


def _by_words(telling: Telling) -> MeetingStatus | None:
    said = (telling.when.as_written or "").lower()
    if telling.words & _AHEAD or _COMING.search(said):
        return MeetingStatus.PLANNED
    if telling.words & _WISHED:
        return MeetingStatus.PROPOSED
    return MeetingStatus.HELD if telling.words & _PAST or _GONE.search(said) else None


def _by_date(telling: Telling, published: date | None) -> MeetingStatus:
    if telling.when.first and published:
        return MeetingStatus.HELD if telling.when.first <= published else MeetingStatus.PLANNED
    if telling.noun or telling.elliptic:
        return MeetingStatus.UNKNOWN
    # A verb in the present tense: `They meet again on Friday`; `Nuland meets Burhan in Khartoum`.
    return MeetingStatus.PLANNED if telling.when.as_written else MeetingStatus.HELD
