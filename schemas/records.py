"""The three kinds of rows: meetings, delegations, positions.

Each is generic in its quotes. A model is asked for `Meeting[str]`, the words alone; a result holds `Meeting[Quote]`
(plain `Meeting` means that), the words with the place where they were found.
"""

from typing import Generic

from pydantic import Field
from typing_extensions import TypeVar

from schemas.values import Actor, Model, Person, Place, Quote, When
from schemas.vocabularies import (
    Certainty,
    Issue,
    MeetingFormat,
    MeetingLevel,
    MeetingStatus,
    OutcomeKind,
    Role,
    Stance,
)

__all__ = ["Delegation", "Meeting", "Outcome", "Position"]

Q = TypeVar("Q", default=Quote)

_QUOTES = (
    "Verbatim from the article, copied character by character: the shortest unbroken stretch that proves this row. "
    "More than one only where no single stretch proves it. No ellipsis, no correction, no translation."
)


_CONFIDENCE = (
    "How sure the offline reader is of the row, from 0 to 1: the share of such rows that were right on its development "
    "set, roughly. Null for the rows of a model."
)


class Outcome(Model):
    """One thing that a meeting brought."""

    kind: OutcomeKind = Field(
        description="`agreement` on the main matter, `partial_agreement` on a part, `no_agreement` if the article "
        "says that none was reached, `exchange` of prisoners, bodies or people agreed or carried out, "
        "`documents_exchanged` for drafts or proposals handed over, `next_meeting` agreed, `statement` issued."
    )
    description: str = Field(description="One short sentence of your own in English.")


class Meeting(Model, Generic[Q]):
    """A meeting, call or round of talks between two or more actors, of the past, present or future.

    A row for each distinct event that the article tells of, also a past round named in one clause, a meeting that is
    only proposed, announced or wished for, and one that was refused or called off. An event told twice is one row.
    A series told as one event without dates of its rounds is one row. Not a meeting: an interview, a speech, a visit
    without counterpart, a letter that nobody answered, contacts of unnamed sides, a remark that two actors are in
    touch or on good terms.
    """

    id: str = Field(description="`m1`, `m2`, … in the order in which the article first tells of them.")
    quotes: list[Q] = Field(description=_QUOTES)
    name: str = Field(
        description="Short English name that tells it from the others: `Second round of Sudan talks in Jeddah`."
    )
    format: MeetingFormat = Field(
        default=MeetingFormat.UNKNOWN,
        description="`in_person` if they met at a place, also if only the place tells; `phone` for calls, `online` "
        "for video, `written` for an exchange of letters or messages between the sides.",
    )
    status: MeetingStatus = Field(
        default=MeetingStatus.UNKNOWN,
        description="As of publication. `held`: over; `ongoing`: under way; `planned`: agreed or announced; "
        "`proposed`: one side or a mediator offers or wants it and it is not agreed, also while the other still "
        "declines; `refused`: a side declined it and nobody is said to pursue it; `postponed`, `cancelled`: it had "
        "been agreed.",
    )
    level: MeetingLevel = Field(
        default=MeetingLevel.UNKNOWN,
        description="`leaders`: heads of state or government on both sides; `ministers`; `officials`: envoys, "
        "advisers, heads of agencies; `technical`: experts and working groups; `mixed`: the sides differ in rank.",
    )
    round: int | None = Field(
        default=None,
        description="Number of the round, if the article says it of this meeting (`third round`, `round two`); else "
        "null: do not count backwards.",
    )
    when: When = Field(default=When(), description="When it took place or is to take place.")
    duration: str | None = Field(default=None, description="How long it lasted, in the article's words; else null.")
    place: Place | None = Field(default=None, description="Where it took place or is to take place; null if not told.")
    parties: list[Actor] = Field(
        description="Who meets: the sides themselves. A state or body, where it sends officials or a delegation; the "
        "person (kind `person`, with the country), where the article names the one who meets or calls in person: a "
        "president, a minister, an envoy. Mediators and hosts only if they also negotiate for themselves."
    )
    mediators: list[Actor] = Field(default=[], description="Who mediates between the parties.")
    hosts: list[Actor] = Field(
        default=[],
        description="Who hosts it: as the article says, or offers; the country of the place alone is no host.",
    )
    topics: list[str] = Field(default=[], description="What it was or will be about: a few words each, in English.")
    outcomes: list[Outcome] = Field(
        default=[], description="What it brought; empty if it has not been held or nothing is told."
    )
    confidence: float | None = Field(default=None, ge=0, le=1, description=_CONFIDENCE)


class Delegation(Model, Generic[Q]):
    """One actor's team at one meeting, with those of its people whom the article names.

    One row for each actor and meeting for which the article names at least one person as head or member of a team, or
    as taking part in talks between teams. Somebody who meets or calls in person and is one of the meeting's `parties`
    has no delegation of one, unless somebody else is named beside them. Persons who only speak about a meeting are no
    members.
    """

    meeting: str = Field(description="The `id` of the meeting.")
    quotes: list[Q] = Field(description=_QUOTES)
    party: Actor = Field(description="For whom the delegation acts.")
    role: Role = Field(
        default=Role.UNKNOWN,
        description="`party` negotiates for itself; the other roles as the article tells.",
    )
    head: Person | None = Field(
        default=None, description="Who leads it, if the article says so or only one person is named; else null."
    )
    members: list[Person] = Field(description="All persons named as taking part, the head among them.")
    confidence: float | None = Field(default=None, ge=0, le=1, description=_CONFIDENCE)


class Position(Model, Generic[Q]):
    """What one actor wants, offers, accepts, rejects, threatens or thinks about one issue of the diplomacy told.

    A row for each actor, stance and sentence: a sentence in which one side proposes and the other rejects gives two
    rows; several things that one actor demands or rejects in one breath are one row. Positions of the past count. Not
    a position: what the reporter, a headline, an analyst or an expert thinks, background facts, what somebody is
    busy with (`is preparing a reply`), politeness.
    """

    quotes: list[Q] = Field(description=_QUOTES)
    holder: Actor = Field(
        description="Whose position it is: the actor for whom the speaker speaks, not the paper that reports it."
    )
    speaker: Person | None = Field(
        default=None,
        description="The named person who said it; null for bodies, spokespeople without a name, and sources.",
    )
    stance: Stance = Field(
        description="`proposes` something new, `supports` somebody else's, `accepts`, `rejects` what was put forward, "
        "`demands` from another side, `refuses` to do, `offers` to do or host, `commits` to do or stands by its own "
        "aims, `threatens`, `calls_for` in general or of several sides, `doubts`, `assesses` (judges how things are)."
    )
    issue: Issue = Field(
        description="The closest, of the first thing named if there are several: `leaders_summit` for a meeting of "
        "heads of state or government, `mediation` for the part of third parties, `negotiation_process` for talks as "
        "such (rounds, format, venue, working groups), `prisoners` also for bodies of the fallen and detained "
        "civilians, `territory` for land and borders, `sovereignty` for independence and recognition, "
        "`military_operations` for war aims and fighting, `sanctions` also for tariffs meant to punish, `economic` "
        "for trade."
    )
    subject: str = Field(description="The matter in a few words: `withdrawal of heavy weapons`.")
    statement: str = Field(description="The position as one English sentence of your own: who wants what of whom.")
    toward: Actor | None = Field(default=None, description="At whom it is directed; null if at nobody in particular.")
    when: When = Field(
        default=When(),
        description="When it was said or taken, not when the thing is to happen; for a position taken at a meeting of "
        "your list, that meeting's date (`as_written` null if its words stand elsewhere).",
    )
    meeting: str | None = Field(
        default=None, description="The `id` of the meeting at which it was taken or which it is about; else null."
    )
    reported_by: str | None = Field(
        default=None,
        description="Who reports it, if that is not the holder: an agency, an office of another actor; else null.",
    )
    certainty: Certainty = Field(
        default=Certainty.STATED,
        description="`stated` if the holder or its people said or did it, also where the article tells it as a fact; "
        "`reported` if the article has it from somebody else; `anonymous_sources` if it rests on unnamed people.",
    )
    confidence: float | None = Field(default=None, ge=0, le=1, description=_CONFIDENCE)
