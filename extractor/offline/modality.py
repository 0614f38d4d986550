"""What a verb group says of a meeting: held, planned, proposed, refused, or that there was none."""

import re
from dataclasses import dataclass
from functools import cache

from extractor.offline.lexicon import data
from schemas import MeetingStatus

__all__ = ["VERB", "status_of"]

# The verb group before a main verb; what it means for the meeting is read off its words.
VERB = (
    "(?P<aux>(?:(?:will|would|shall|has|have|had|is|are|was|were|to|be|been|being|not|never|refused|refuses|declined|"
    "declines|agreed|agree|"
    "plan|plans|planned|expected|due|scheduled|set|hope|hopes|hoped|want|wants|wanted|offered|ready|willing|prepared|"
    "proposed|may|might|"
    "could|should|must|did|do|does|can|cannot|intends|intend|slated|about|yet|supposed|after|before|who|which|that|"
    "while|having|"
    "for hours|over dinner|over lunch|first|on the sidelines|of) |{light}){0,7})"
)
_BE, _HAVE, _DO = (frozenset(words.split()) for words in ("is are was were", "have has had", "did do does"))
_PAST_BE = frozenset({"was", "were"})
_PRESENT = frozenset({"is", "are", "'s", "'re"})
# `is due in Doha for talks`
_TO_COME = frozenset({"due", "expected", "awaited", "scheduled", "bound", "booked"})
# `, aide to the president,`
_APPOSITION = re.compile("^ ?,(?! (?:who|which)(?![a-z]))[^,]*,")


@dataclass(frozen=True)
class _Moods:
    cues: tuple[tuple[frozenset[str], MeetingStatus], ...]
    denials: frozenset[str]
    wills: frozenset[str]
    went: frozenset[str]
    pasts: frozenset[str]


@cache
def _moods() -> _Moods:
    found = data("clauses.yaml")
    cues = tuple((frozenset(words), MeetingStatus(status)) for status, words in found["moods"].items())
    return _Moods(cues, *(frozenset(found[name]) for name in ("denials", "wills", "went", "pasts")))


def status_of(aux: str, verb: str) -> MeetingStatus | None:
    """What the words between a subject and its `verb` say of the meeting; None if they say that there was none."""
    words = set(_APPOSITION.sub(" ", aux).replace(",", " ").split())
    moods = _moods()
    status = next((status for cues, status in moods.cues if words & cues), None)
    if words & moods.denials and status is not MeetingStatus.REFUSED:
        return MeetingStatus.REFUSED if words & moods.wills else None
    return status or _by_tense(words, verb, moods)


def _by_tense(words: set[str], verb: str, moods: _Moods) -> MeetingStatus:
    if verb in _TO_COME and words & _PRESENT:
        return MeetingStatus.PLANNED
    if "to" in words and words & _BE:
        # `was to have met`
        return MeetingStatus.CANCELLED if words & _PAST_BE and "have" in words else MeetingStatus.PLANNED
    if "to" in words and words & moods.went:
        return MeetingStatus.HELD
    if "to" in words and not words & _HAVE:
        return MeetingStatus.PROPOSED
    if verb.endswith("ing") and words & {"are", "is"}:
        return MeetingStatus.ONGOING
    # The present tense tells of any time in news; the date decides.
    past = verb in moods.pasts or verb.endswith(("ed", "ing")) or words & (_DO | _HAVE | _BE)
    return MeetingStatus.HELD if past else MeetingStatus.UNKNOWN
