"""The data model: what is extracted from an article, and its vocabularies."""

from schemas.answer import Answer, Repair, answer_schema, repair_schema
from schemas.articles import Article, ArticleInfo
from schemas.extraction import SCHEMA_VERSION, Extraction, Failure, Name, Provenance, Rejected, Result, Skipped, Tokens
from schemas.records import Delegation, Meeting, Outcome, Position
from schemas.values import Actor, Person, Place, Quote, When
from schemas.vocabularies import (
    ActorKind,
    Basis,
    Certainty,
    Issue,
    Match,
    MeetingFormat,
    MeetingLevel,
    MeetingStatus,
    OutcomeKind,
    Role,
    Stance,
)

__all__ = [
    "SCHEMA_VERSION",
    "Actor",
    "ActorKind",
    "Answer",
    "Article",
    "ArticleInfo",
    "Basis",
    "Certainty",
    "Delegation",
    "Extraction",
    "Failure",
    "Issue",
    "Match",
    "Meeting",
    "MeetingFormat",
    "MeetingLevel",
    "MeetingStatus",
    "Name",
    "Outcome",
    "OutcomeKind",
    "Person",
    "Place",
    "Position",
    "Provenance",
    "Quote",
    "Rejected",
    "Repair",
    "Result",
    "Role",
    "Skipped",
    "Stance",
    "Tokens",
    "When",
    "answer_schema",
    "repair_schema",
]
