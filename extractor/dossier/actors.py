"""The actors of a dossier, and where each appears."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from extractor.dossier.identity import Identity, state_actor
from schemas import Actor, ActorKind, Issue
from schemas.dossier import DossierActor, DossierMeeting, Timeline

__all__ = ["Appearances", "actors_of"]


@dataclass
class _Seen:
    forms: list[Actor] = field(default_factory=list[Actor])
    names: Counter[str] = field(default_factory=Counter[str])
    meetings: list[str] = field(default_factory=list[str])
    issues: list[Issue] = field(default_factory=list[Issue])


class Appearances:
    """Gathers where actors appear, meeting by meeting and time line by time line."""

    def __init__(self, identity: Identity) -> None:
        """Count those as one that `identity` says are one."""
        self._identity = identity
        self._seen: dict[str, _Seen] = {}

    def meeting(self, meeting: DossierMeeting) -> None:
        """Count the participants of `meeting`."""
        for participant in (*meeting.parties, *meeting.mediators, *meeting.hosts):
            actor = participant.actor
            seen = self._seen.setdefault(self._identity.side(actor), _Seen())
            # A president's call is a call of the state.
            acts_for_state = actor.kind is ActorKind.PERSON and actor.country
            seen.forms.append(state_actor(actor.country) if acts_for_state and actor.country else actor)
            seen.names.update(participant.names)
            if seen.meetings[-1:] != [meeting.id]:
                seen.meetings.append(meeting.id)

    def timeline(self, timeline: Timeline) -> None:
        """Count the holder of `timeline`."""
        seen = self._seen.setdefault(self._identity.actor(timeline.actor), _Seen())
        seen.forms.append(timeline.actor)
        seen.names[timeline.actor.name] += 1
        seen.issues.append(timeline.issue)

    def actors(self) -> list[DossierActor]:
        """All that were counted, by name."""
        actors = [
            DossierActor(
                actor=self._identity.common(seen.forms),
                names=sorted(seen.names, key=lambda name, names=seen.names: (-names[name], name)),
                meetings=seen.meetings,
                issues=seen.issues,
            )
            for seen in self._seen.values()
        ]
        return sorted(actors, key=lambda actor: (actor.actor.name, actor.actor.kind))


def actors_of(
    meetings: Iterable[DossierMeeting], timelines: Iterable[Timeline], identity: Identity
) -> list[DossierActor]:
    """The actors of `meetings` and `timelines`, by name."""
    appearances = Appearances(identity)
    for meeting in meetings:
        appearances.meeting(meeting)
    for timeline in timelines:
        appearances.timeline(timeline)
    return appearances.actors()
