"""The data model of a dossier: each real meeting once, and each actor's positions over time, out of many articles.

Nothing is said here without saying by whom. A row of an article is named by a reference, `ARTICLE/ROW`: the article's
id, and `m1`, `d1` or `p1` for its first meeting, delegation or position. The quotes of the row stand once, in the
`reports` of what it became part of; the values only name the rows.
"""

import datetime as dt
from typing import Generic, TypeVar

from pydantic import Field

from schemas.articles import ArticleInfo
from schemas.records import Outcome
from schemas.values import Actor, Model, Place, Quote, When
from schemas.vocabularies import Certainty, Issue, MeetingFormat, MeetingLevel, MeetingStatus, Role, Stance

__all__ = [
    "DOSSIER_VERSION",
    "Claim",
    "Contradiction",
    "DossierActor",
    "DossierArticle",
    "DossierDelegation",
    "DossierDocument",
    "DossierMeeting",
    "DossierMember",
    "DossierPosition",
    "Link",
    "MeetingReport",
    "Merged",
    "Participant",
    "PositionReport",
    "Resemblance",
    "SourceCount",
    "StanceChange",
    "StatusEntry",
    "Timeline",
]

# Raised with every change of this data model that a reader of a dossier could notice.
DOSSIER_VERSION = "1"

T = TypeVar("T")


class Claim(Model, Generic[T]):
    """A value, and the rows that say so."""

    value: T
    sources: list[str] = Field(description="References of the rows that say so, in order of publication.")


class Merged(Model, Generic[T]):
    """One field of several rows: the preferred value, and all that was said."""

    value: T | None = Field(
        default=None,
        description="The preferred value: the more exact, else that of more independent sources, else the one "
        "published later; null if no row gives one.",
    )
    claims: list[Claim[T]] = Field(default=[], description="All values that were given, the preferred one first.")
    contradicted: bool = Field(
        default=False, description="True if two of the values can't both be true; `contradictions` says how."
    )


class Contradiction(Model):
    """Two or more rows that can't all be right."""

    field: str = Field(description="Which field: `date`, `place`, `round`, `duration`, `head of Ukraine`, …")
    said: list[Claim[str]] = Field(description="What was said, and by which rows; the preferred value first.")


class SourceCount(Model):
    """How many sources there are, by three ways of counting."""

    articles: int = Field(description="Articles.")
    independent: int = Field(description="Articles, with reprints and rewrites of one text counted as one.")
    publishers: int = Field(description="Distinct publishers, of the articles that name one.")


class Link(Model):
    """Why one row was taken for the same meeting as another."""

    row: str
    same_as: str
    score: float = Field(description="Points of the evidence; docs/dossier.md lists them and the threshold.")
    reasons: list[str] = Field(description="What agrees, and what speaks against it, in words.")


class Resemblance(Model):
    """Another meeting of the dossier that may be the same, where the evidence did not suffice to merge them."""

    meeting: str = Field(description="The other meeting's id.")
    score: float
    reasons: list[str]


class MeetingReport(Model):
    """What one article says of a meeting."""

    row: str = Field(description="Reference of the row.")
    article: str = Field(description="The article's id.")
    published: dt.date | None = None
    name: str
    status: MeetingStatus
    when: When
    quotes: list[Quote]


class StatusEntry(Model):
    """A status that a meeting had, as of a day of publication."""

    published: dt.date | None = Field(description="First day of publication of those that say so, or null.")
    status: MeetingStatus
    date: str | None = Field(description="Date (EDTF) that was then given for the meeting.")
    sources: list[str]


class Participant(Model):
    """An actor that takes part, and who says so."""

    actor: Actor
    names: list[str] = Field(description="The names under which articles give it, the commonest first.")
    sources: list[str]


class DossierMember(Model):
    """A person of a delegation."""

    name: str = Field(description="The fullest name that is given; of equally full ones, that of more sources.")
    names: list[Claim[str]] = Field(description="All names and spellings.")
    titles: list[Claim[str]] = Field(default=[], description="All titles.")
    head: list[str] = Field(default=[], description="Rows that call this person the head of the delegation.")
    sources: list[str] = Field(description="Rows of delegations that name this person.")


class DossierDelegation(Model):
    """One actor's team at a meeting, as all articles together give it."""

    party: Actor
    role: Merged[Role]
    head: Merged[str] = Field(description="Name of the member that leads it.")
    members: list[DossierMember]
    quotes: dict[str, list[Quote]] = Field(description="The quotes of each delegation's row, by its reference.")


class DossierMeeting(Model):
    """One real meeting, with all that the articles say of it."""

    id: str = Field(description="Made from the row that was published first; stays while no earlier row is added.")
    name: str = Field(description="The name that the preferred report gives it.")
    names: list[Claim[str]]
    status: MeetingStatus = Field(description="The latest known.")
    history: list[StatusEntry] = Field(description="How the status changed, in order of publication.")
    date: Merged[str] = Field(
        description="EDTF. Dates of reports after the event go before dates that were planned; a planned date that "
        "was not kept is in `history`, not here."
    )
    place: Merged[Place]
    format: Merged[MeetingFormat]
    level: Merged[MeetingLevel]
    round: Merged[int]
    duration: Merged[str]
    parties: list[Participant]
    mediators: list[Participant]
    hosts: list[Participant]
    topics: list[Claim[str]]
    outcomes: list[Claim[Outcome]]
    delegations: list[DossierDelegation]
    contradictions: list[Contradiction]
    sources: SourceCount
    reports: list[MeetingReport] = Field(description="What each article says, in order of publication.")
    links: list[Link] = Field(description="Why the reports were merged: one link fewer than there are reports.")
    perhaps_same: list[Resemblance]


class PositionReport(Model):
    """What one article says of a position."""

    row: str = Field(description="Reference of the row.")
    article: str = Field(description="The article's id.")
    published: dt.date | None = None
    stance: Stance
    subject: str
    statement: str
    speaker: str | None
    when: When
    reported_by: str | None
    certainty: Certainty
    quotes: list[Quote]


class DossierPosition(Model):
    """One position that an actor took, with all articles that tell it."""

    id: str = Field(description="Made from the row that was published first.")
    holder: Actor
    issue: Issue
    stance: Stance = Field(description="That of most sources; of equals, the one published later.")
    stances: list[Claim[Stance]]
    subject: str
    statement: str
    speakers: list[Claim[str]]
    toward: list[Participant]
    date: str | None = Field(description="When it was said (EDTF), else null.")
    ordered_by: dt.date | None = Field(description="First day of `date`, else the first day of publication.")
    meeting: str | None = Field(description="Id of the dossier's meeting at which it was taken or which it is about.")
    certainty: Certainty = Field(description="The best attested of the reports.")
    sources: SourceCount
    reports: list[PositionReport]


class StanceChange(Model):
    """A change of an actor's stance on one subject."""

    before: str = Field(description="Id of the earlier position.")
    after: str = Field(description="Id of the later position.")
    kind: str = Field(description="`turns_to`: now for it or asking for it; `turns_from`: now against it.")
    said: str = Field(description="The change in words.")


class Timeline(Model):
    """One actor's positions on one issue over time."""

    actor: Actor
    issue: Issue
    positions: list[DossierPosition] = Field(description="In order of `ordered_by`; those without a date last.")
    changes: list[StanceChange]


class DossierActor(Model):
    """An actor of the dossier, and where it appears."""

    actor: Actor
    names: list[str] = Field(description="The names under which articles give it, the commonest first.")
    meetings: list[str] = Field(description="Ids of meetings in which it is a party, a mediator or a host.")
    issues: list[Issue] = Field(description="Issues on which it holds a position.")


class DossierArticle(Model):
    """An article of the dossier."""

    info: ArticleInfo
    same_text_as: str | None = Field(
        default=None,
        description="Id of the first article of which this is a reprint or rewrite: half of the quotes "
        "are the same, or the results link them (`near_duplicate_of`).",
    )


class DossierDocument(Model):
    """A dossier as a file holds it."""

    version: str = DOSSIER_VERSION
    articles: list[DossierArticle] = Field(description="In order of publication.")
    meetings: list[DossierMeeting] = Field(description="In order of time; those without a date by publication.")
    timelines: list[Timeline] = Field(description="By actor, then issue.")
    actors: list[DossierActor] = Field(description="By name.")
    unread: list[str] = Field(description="Sources of the articles that could not be read.")
    skipped: list[str] = Field(description="Sources of the articles that triage passed over.")
