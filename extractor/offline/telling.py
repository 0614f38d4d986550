"""What one sentence says of one meeting."""

from dataclasses import dataclass, field

from extractor.offline.masks import Mention
from extractor.offline.times import When
from schemas import Actor, MeetingFormat, MeetingLevel, MeetingStatus, Place

__all__ = ["REMOTE", "Telling", "common_level"]

# Forms of meetings at no one place.
REMOTE = frozenset({MeetingFormat.PHONE, MeetingFormat.ONLINE})


@dataclass
class Telling:
    """What one sentence says of one meeting.

    Attributes:
        start, end: of the stretch that proves it.
        anchor: where its verb or noun stands.
        who: the mentions that meet, persons among them.
        parties: the actors that meet.
        with_whom: whether it names one side as `with` whom the other one meets.
        own: whether the sentence itself names the parties.
        vague: whether people of whom it does not say for whom they act meet.
        dates, places: the mentions that stand beside its verb or noun.
        bare: whether nothing but its `the` says that it is a meeting: it points back to one.
        weak: whether its verb is one of meeting only by the day and place beside it.
        elliptic: whether its noun is left out (`the third in January`).
    """

    start: int
    end: int
    anchor: int
    sentence: int
    status: MeetingStatus
    format: MeetingFormat = MeetingFormat.UNKNOWN
    level: MeetingLevel = MeetingLevel.UNKNOWN
    round: int | None = None
    when: When = field(default_factory=When)
    place: Place | None = None
    who: list[Mention] = field(default_factory=list[Mention])
    parties: list[Actor] = field(default_factory=list[Actor])
    hosts: list[Actor] = field(default_factory=list[Actor])
    mediators: list[Actor] = field(default_factory=list[Actor])
    duration: str | None = None
    definite: bool = False
    own: bool = False
    with_whom: bool = False
    words: frozenset[str] = frozenset()
    noun: str = ""
    vague: bool = False
    dates: list[Mention] = field(default_factory=list[Mention])
    places: list[Mention] = field(default_factory=list[Mention])
    elliptic: bool = False
    bare: bool = False
    weak: bool = False
    confidence: float = 0.8

    def widen(self, start: int, end: int) -> None:
        """Let the stretch that proves it reach from `start` to `end` too."""
        self.start, self.end = min(self.start, start), max(self.end, end)


def common_level(levels: list[MeetingLevel]) -> MeetingLevel:
    """The rank at which people of these ranks meet."""
    kinds = set(levels)
    if not kinds:
        return MeetingLevel.UNKNOWN
    return kinds.pop() if len(kinds) == 1 else MeetingLevel.MIXED
