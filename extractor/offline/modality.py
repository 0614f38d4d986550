"""What a verb group says of a meeting: held, planned, proposed, refused, or that there was none."""

import re

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
_MODES = (
    (frozenset({"refused", "refuses", "declined", "declines"}), MeetingStatus.REFUSED),
    (frozenset({"supposed", "meant"}), MeetingStatus.CANCELLED),
    (
        frozenset(
            [
                "will",
                "shall",
                "agreed",
                "agree",
                "plan",
                "plans",
                "planned",
                "expected",
                "due",
                "scheduled",
                "set",
                "slated",
                "would",
                "intends",
                "intend",
                "travel",
                "travels",
                "fly",
                "flies",
                "scheduled",
                "undertook",
                "promised",
                "arranged",
                "decided",
                "heading",
                "preparing",
                "planning",
            ]
        ),
        MeetingStatus.PLANNED,
    ),
    (
        frozenset(
            [
                "may",
                "might",
                "could",
                "should",
                "must",
                "can",
                "hope",
                "hopes",
                "hoped",
                "want",
                "wants",
                "wanted",
                "offered",
                "ready",
                "willing",
                "prepared",
                "proposed",
                "proposes",
                "urged",
                "urges",
                "invited",
                "invites",
                "asked",
                "called",
                "calls",
                "wish",
                "wishes",
                "offer",
                "offers",
                "hoping",
                "seeking",
                "wanting",
                "keen",
                "open",
                "suggested",
                "invitation",
                "offering",
                "pressed",
                "need",
                "needs",
                "chance",
            ]
        ),
        MeetingStatus.PROPOSED,
    ),
)
_DENIALS = frozenset({"not", "never", "yet", "cannot", "no", "neither"})
# `has no plans to meet`, `is not ready to meet`: refused; `has not met`: there was none.
_WILLS = frozenset(
    "will would ready willing prepared want wants wanted plan plans planned planning intend intends agree agreed wish "
    "wishes wished need able going".split()
)
_BE, _HAVE, _DO = (frozenset(words.split()) for words in ("is are was were", "have has had", "did do does"))
# `flew to Doha to meet`: they met.
_WENT = frozenset(
    "flew travelled traveled arrived came went returned stopped headed crossed managed continued went drove sailed "
    "landed stayed interrupted left used began visited joined".split()
)
_PASTS = frozenset(
    "met sat saw held began spoke had rang took left came went broke got shook sent flew made gave struck paid seen "
    "spoken ran put kept fell led told thrashed rose drew".split()
)


def status_of(aux: str, verb: str) -> MeetingStatus | None:
    """What the words between a subject and its `verb` say of the meeting; None if they say that there was none."""
    words = set(aux.replace(",", " ").split())
    if words & _DENIALS and not words & _MODES[0][0]:
        return MeetingStatus.REFUSED if words & _WILLS else None
    for cues, status in _MODES:
        if words & cues:
            return status
    return _by_tense(words, verb)


def _by_tense(words: set[str], verb: str) -> MeetingStatus:
    if "to" in words and words & _BE:
        return MeetingStatus.PLANNED
    if "to" in words and words & _WENT:
        return MeetingStatus.HELD
    if "to" in words and not words & _HAVE:
        return MeetingStatus.PROPOSED
    if verb.endswith("ing") and words & {"are", "is"}:
        return MeetingStatus.ONGOING
    # The present tense tells of any time in news; the date decides.
    past = verb in _PASTS or verb.endswith(("ed", "ing")) or words & (_DO | _HAVE | _BE)
    return MeetingStatus.HELD if past else MeetingStatus.UNKNOWN
