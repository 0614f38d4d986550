"""The closed vocabularies. Their values are the contract: files and other programs read them."""

from enum import StrEnum

__all__ = [
    "ActorKind",
    "Basis",
    "Certainty",
    "Issue",
    "Match",
    "MeetingFormat",
    "MeetingLevel",
    "MeetingStatus",
    "OutcomeKind",
    "Role",
    "Stance",
]


class Match(StrEnum):
    """How a quote was found in its article."""

    EXACT = "exact"
    NORMALIZED = "normalized"
    FUZZY = "fuzzy"


class Basis(StrEnum):
    """What a date rests on."""

    EXPLICIT = "explicit"
    RELATIVE = "relative"
    UNKNOWN = "unknown"


class ActorKind(StrEnum):
    """What sort of actor it is."""

    STATE = "state"
    GOVERNMENT_BODY = "government_body"
    INTERNATIONAL_ORGANIZATION = "international_organization"
    ARMED_GROUP = "armed_group"
    PARTY = "party"
    COMPANY = "company"
    PERSON = "person"
    OTHER = "other"


class MeetingFormat(StrEnum):
    """How the parties met."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    ONLINE = "online"
    WRITTEN = "written"
    UNKNOWN = "unknown"


class MeetingStatus(StrEnum):
    """How far a meeting has come, on the day the article was published."""

    HELD = "held"
    ONGOING = "ongoing"
    PLANNED = "planned"
    PROPOSED = "proposed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class MeetingLevel(StrEnum):
    """The rank at which the parties met."""

    LEADERS = "leaders"
    MINISTERS = "ministers"
    OFFICIALS = "officials"
    TECHNICAL = "technical"
    MIXED = "mixed"
    UNKNOWN = "unknown"


class OutcomeKind(StrEnum):
    """What a meeting brought."""

    AGREEMENT = "agreement"
    PARTIAL_AGREEMENT = "partial_agreement"
    NO_AGREEMENT = "no_agreement"
    EXCHANGE = "exchange"
    DOCUMENTS_EXCHANGED = "documents_exchanged"
    NEXT_MEETING = "next_meeting"
    STATEMENT = "statement"
    OTHER = "other"


class Role(StrEnum):
    """The part that a delegation plays in a meeting."""

    PARTY = "party"
    MEDIATOR = "mediator"
    HOST = "host"
    OBSERVER = "observer"
    GUARANTOR = "guarantor"
    UNKNOWN = "unknown"


class Stance(StrEnum):
    """What an actor does about an issue."""

    PROPOSES = "proposes"
    SUPPORTS = "supports"
    ACCEPTS = "accepts"
    REJECTS = "rejects"
    DEMANDS = "demands"
    REFUSES = "refuses"
    OFFERS = "offers"
    COMMITS = "commits"
    THREATENS = "threatens"
    CALLS_FOR = "calls_for"
    DOUBTS = "doubts"
    ASSESSES = "assesses"


class Issue(StrEnum):
    """What a position is about."""

    CEASEFIRE = "ceasefire"
    TERRITORY = "territory"
    SOVEREIGNTY = "sovereignty"
    NEUTRALITY_ALLIANCES = "neutrality_alliances"
    SECURITY_GUARANTEES = "security_guarantees"
    PRISONERS = "prisoners"
    HUMANITARIAN = "humanitarian"
    SANCTIONS = "sanctions"
    LEADERS_SUMMIT = "leaders_summit"
    NEGOTIATION_PROCESS = "negotiation_process"
    MEDIATION = "mediation"
    MILITARY_OPERATIONS = "military_operations"
    NUCLEAR = "nuclear"
    ECONOMIC = "economic"
    OTHER = "other"


class Certainty(StrEnum):
    """How well a position is attested."""

    STATED = "stated"
    REPORTED = "reported"
    ANONYMOUS_SOURCES = "anonymous_sources"
