"""What the words around a meeting say of how far it has come."""

import re
from datetime import date
from functools import cache

from extractor.offline.lexicon import data
from extractor.offline.people import Parsed
from extractor.offline.symbols import expanded
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
def _cues() -> list[tuple[MeetingStatus, re.Pattern[str]]]:
    return [
        (MeetingStatus(status), re.compile("(?<![a-z])" + expanded(pattern)))
        for status, patterns in data("meetings.yaml")["status"].items()
        for pattern in patterns
    ]


def status_around(parse: Parsed, telling: Telling, start: int, end: int, published: date | None) -> MeetingStatus:
    """How far the meeting has come by the words of its sentence, which is from `start` to `end`, or by its date."""
    low, high = max(start, telling.anchor - _BEFORE), min(end, telling.anchor + _BEHIND)
    for status, regex in _cues():
        for match in regex.finditer(parse.mask, low, high):
            if match.start() <= telling.anchor < match.end():
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
