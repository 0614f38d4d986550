"""What a verb group says of a meeting: held, planned, proposed, refused, or that there was none."""

import re

from schemas import MeetingStatus

__all__ = ["VERB", "main_verb", "status_of"]

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
    (frozenset({"supposed"}), MeetingStatus.CANCELLED),
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
            ]
        ),
        MeetingStatus.PROPOSED,
    ),
)
_DENIALS = frozenset({"not", "never", "yet", "cannot"})
_BE, _HAVE, _DO = (frozenset(words.split()) for words in ("is are was were", "have has had", "did do does"))
# The present tense tells of any time in news; the date decides.
_PRESENT = frozenset(["meet", "meets", "hold", "holds", "begin", "start", "resume", "open", "gather", "convene"])


def main_verb(match: re.Match[str]) -> str:
    """The main verb of a clause that a pattern matched."""
    return match.groupdict().get("v") or match.string[match.end("aux") : match.end("aux") + 20].split(" ")[0]


def status_of(aux: str, verb: str) -> MeetingStatus | None:
    """What the auxiliaries before `verb` say of the meeting; None if they say that there was none."""
    words = set(aux.split())
    if words & _DENIALS and not words & _MODES[0][0]:
        return MeetingStatus.REFUSED if words & {"will", "would"} else None
    for cues, status in _MODES:
        if words & cues:
            return status
    return _by_tense(words, verb)


def _by_tense(words: set[str], verb: str) -> MeetingStatus:
    if "to" in words and words & _BE:
        return MeetingStatus.PLANNED
    if "to" in words and not words & _HAVE:
        return MeetingStatus.PROPOSED
    if verb.endswith("ing") and words & {"are", "is"}:
        return MeetingStatus.ONGOING
    return MeetingStatus.UNKNOWN if verb in _PRESENT and not words & _DO else MeetingStatus.HELD
