"""Which rows are which PLOVER events, and why: the table behind docs/plover.md.

After the PLOVER manual, draft 0.8 (https://github.com/openeventdata/PLOVER), whose words the reasons point at. A line
without an event says why such a row is none.
"""

from dataclasses import dataclass
from enum import StrEnum

from schemas import Issue, MeetingStatus, Stance

__all__ = ["CONTEXTS", "MEETINGS", "POSITIONS", "Event", "MeetingLine", "PositionLine", "position_line"]


class Event(StrEnum):
    """The categories of PLOVER that rows of ours can be."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"

    @property
    def quad_code(self) -> int:
        """1 for verbal cooperation, 3 for verbal conflict (the manual's "Quad category")."""
        return 1 if self in {Event.AGREE, Event.CONSULT, Event.SUPPORT, Event.CONCEDE} else 3


@dataclass(frozen=True)
class MeetingLine:
    """What a meeting of this status is."""

    status: MeetingStatus
    event: Event | None
    reason: str


@dataclass(frozen=True)
class PositionLine:
    """What a position of this stance on these issues (none: on all others) is."""

    stance: Stance
    issues: frozenset[Issue]
    event: Event | None
    mode: str | None
    reason: str


_WHO = "the row does not say which side did; where the article does, that side's position is exported"

MEETINGS = (
    MeetingLine(MeetingStatus.HELD, Event.CONSULT, "All consultations and meetings are CONSULT."),
    MeetingLine(MeetingStatus.ONGOING, Event.CONSULT, "A meeting under way is a meeting."),
    MeetingLine(
        MeetingStatus.PLANNED,
        Event.AGREE,
        "References to future meetings are AGREE, not CONSULT. Its date is that of the report, by which it had been "
        "agreed; the planned date is in the comment.",
    ),
    MeetingLine(MeetingStatus.PROPOSED, None, f"A proposal is an act of one side, and {_WHO}."),
    MeetingLine(MeetingStatus.REFUSED, None, f"A refusal is REJECT by one side, and {_WHO}."),
    MeetingLine(MeetingStatus.CANCELLED, None, f"A cancellation is REJECT by one side, and {_WHO}."),
    MeetingLine(MeetingStatus.POSTPONED, None, "PLOVER has no category for what is put off and stays agreed."),
    MeetingLine(MeetingStatus.UNKNOWN, None, "Whether it took place is not known."),
)

_CONCESSIONS = frozenset({Issue.CEASEFIRE, Issue.PRISONERS})
_TALKS = frozenset({Issue.LEADERS_SUMMIT, Issue.NEGOTIATION_PROCESS, Issue.MEDIATION})
_HELP = frozenset({Issue.SECURITY_GUARANTEES, Issue.HUMANITARIAN, Issue.ECONOMIC})
_POLICY = frozenset({Issue.SOVEREIGNTY, Issue.NEUTRALITY_ALLIANCES, Issue.NUCLEAR})
_YIELDING = frozenset({Issue.CEASEFIRE, Issue.PRISONERS, Issue.TERRITORY})
_EITHER_WAY = frozenset({Issue.SANCTIONS, Issue.MILITARY_OPERATIONS, Issue.TERRITORY})
_ALL_OTHERS: frozenset[Issue] = frozenset()

# REQUEST and REJECT share their modes: what is asked for, or refused.
_MODES = (
    (_YIELDING, "yield", "Cease-fires, the release of prisoners and giving up land are what the mode `yield` is of."),
    (_TALKS, "meet", "`meet` is of meetings, negotiations and mediation."),
    (_HELP, "assist", "`assist` is of any form of exchange, relations or assistance, protection among them."),
    (_POLICY, "change", "`change` is of policies and institutions where it is no concession."),
    (
        _ALL_OTHERS,
        None,
        "More sanctions or their end, more fighting or less: the issue leaves open which, so the mode is null.",
    ),
)


def _with_modes(event: Event, first: str, *stances: Stance) -> tuple[PositionLine, ...]:
    return tuple(
        PositionLine(stance, issues, event, mode, f"{first} {reason}")
        for stance in stances
        for issues, mode, reason in _MODES
    )


_ASKED = "All requests and demands are REQUEST."
_REFUSED = "All rejections and refusals are REJECT."
_PROMISED = "Whoever agrees, offers or promises is coded AGREE."
_GIVEN = "Declared cease-fires and promised releases are verbal concessions, and stay CONCEDE when still to come."

# The first line that fits decides.
POSITIONS = (
    PositionLine(
        Stance.PROPOSES,
        _TALKS,
        Event.AGREE,
        None,
        "Invitations and references to meetings to come are AGREE: who proposes to meet is willing to.",
    ),
    *(line for line in _with_modes(Event.REQUEST, _ASKED, Stance.PROPOSES) if line.issues is not _TALKS),
    *_with_modes(Event.REQUEST, _ASKED, Stance.DEMANDS, Stance.CALLS_FOR),
    PositionLine(Stance.SUPPORTS, _ALL_OTHERS, Event.SUPPORT, None, "To approve a policy or an actor is SUPPORT."),
    PositionLine(Stance.ACCEPTS, _CONCESSIONS, Event.CONCEDE, None, _GIVEN),
    PositionLine(Stance.ACCEPTS, _ALL_OTHERS, Event.AGREE, None, _PROMISED),
    PositionLine(
        Stance.OFFERS,
        _CONCESSIONS | _EITHER_WAY,
        Event.CONCEDE,
        None,
        f"{_GIVEN} An offer about land, sanctions or fighting is one to give way.",
    ),
    PositionLine(Stance.OFFERS, _ALL_OTHERS, Event.AGREE, None, _PROMISED),
    PositionLine(Stance.COMMITS, _CONCESSIONS, Event.CONCEDE, None, _GIVEN),
    PositionLine(
        Stance.COMMITS,
        _EITHER_WAY,
        None,
        None,
        "To fight on or to stop, to keep or to lift, to hold land or to leave it: the row leaves open which.",
    ),
    PositionLine(Stance.COMMITS, _ALL_OTHERS, Event.AGREE, None, _PROMISED),
    *_with_modes(Event.REJECT, _REFUSED, Stance.REJECTS, Stance.REFUSES),
    PositionLine(
        Stance.THREATENS,
        frozenset({Issue.TERRITORY}),
        Event.THREATEN,
        "territory",
        "All threats are THREATEN; `territory` is the threat to seize land.",
    ),
    PositionLine(
        Stance.THREATENS,
        frozenset({Issue.MILITARY_OPERATIONS}),
        Event.THREATEN,
        "violence",
        "All threats are THREATEN; `violence` is the threat to use force.",
    ),
    PositionLine(
        Stance.THREATENS,
        _TALKS,
        Event.THREATEN,
        "relations",
        "All threats are THREATEN; `relations` is of suspending talks and meetings.",
    ),
    PositionLine(
        Stance.THREATENS,
        frozenset({Issue.SANCTIONS, Issue.ECONOMIC}),
        Event.THREATEN,
        "restrict",
        "All threats are THREATEN; `restrict` is of the movement of goods and people, boycotts and blockades.",
    ),
    PositionLine(
        Stance.THREATENS,
        _ALL_OTHERS,
        Event.THREATEN,
        None,
        "All threats are THREATEN; the issue does not tell which of the modes it is, so the mode is null.",
    ),
    PositionLine(
        Stance.DOUBTS,
        _ALL_OTHERS,
        Event.ACCUSE,
        "disapprove",
        "To criticise or object is ACCUSE, mode `disapprove`; only where it is said at whom the doubt is directed.",
    ),
    PositionLine(
        Stance.ASSESSES,
        _ALL_OTHERS,
        None,
        None,
        "How an actor sees things is no act towards another; the row does not tell praise from blame.",
    ),
)

# Contexts besides `diplomatic`, which every event has.
CONTEXTS = {
    Issue.TERRITORY: "territory",
    Issue.HUMANITARIAN: "human_security",
    Issue.SANCTIONS: "economic",
    Issue.ECONOMIC: "economic",
    Issue.MILITARY_OPERATIONS: "military",
    Issue.NUCLEAR: "cbrn",
}


def position_line(stance: Stance, issue: Issue) -> PositionLine:
    """The line of POSITIONS for a position of this stance on this issue."""
    return next(line for line in POSITIONS if line.stance is stance and (not line.issues or issue in line.issues))
