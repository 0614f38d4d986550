"""Actors as PLOVER codes them: a country or the code of an international actor, and a sector.

The rules are those of the PLOVER manual, draft 0.8, chapter "Country Names and Sector Codes"
(https://github.com/openeventdata/PLOVER).
"""

from dataclasses import dataclass
from functools import lru_cache

from schemas import Actor, ActorKind

__all__ = ["Entity", "country_of", "entity_of"]


@dataclass(frozen=True)
class Entity:
    """An actor or recipient of an event; `code` is None where PLOVER has none."""

    code: str | None
    sector: str | None
    partially_recognized: bool = False


# "Partially recognized (disputed) entities": the state that claims them, and the sector PRE besides their own.
_DISPUTED = {
    "abkhazia": "GEO",
    "donetsk people's republic": "UKR",
    "luhansk people's republic": "UKR",
    "nagorno-karabakh": "AZE",
    "northern cyprus": "CYP",
    "somaliland": "SOM",
    "south ossetia": "GEO",
    "transnistria": "MDA",
    "western sahara": "MAR",
}

# "Non-independent territories with a separate ISO code": coded as the state that controls them. Hong Kong, Palestine
# and Antarctica keep their own codes. The territories are those of ISO 3166-1 that are under another state's control.
_TERRITORIES = {
    "AUS": "CC CX HM NF",
    "CHN": "MO",
    "DNK": "FO GL",
    "FIN": "AX",
    "FRA": "BL GF GP MF MQ NC PF PM RE TF WF YT",
    "GBR": "AI BM FK GG GI GS IM IO JE KY MS PN SH TC VG",
    "MAR": "EH",
    "NLD": "AW BQ CW SX",
    "NOR": "BV SJ",
    "NZL": "CK NU TK",
    "USA": "AS GU MP PR UM VI",
}
_CONTROLLED_BY = {code: state for state, codes in _TERRITORIES.items() for code in codes.split()}
# "It does not have an ISO code; we use KOS."
_KOSOVO = {"XK": "KOS"}

# Kind of actor: its sector, and the code of one that belongs to no country ("Non-state international actors").
_SECTORS: dict[ActorKind, tuple[str | None, str | None]] = {
    # A state's name stands for its government, by the rule of the data model.
    ActorKind.STATE: ("GOV", None),
    ActorKind.GOVERNMENT_BODY: ("GOV", None),
    ActorKind.INTERNATIONAL_ORGANIZATION: (None, "IGO"),
    ActorKind.ARMED_GROUP: ("REB", "IMG"),
    ActorKind.PARTY: ("PTY", None),
    ActorKind.COMPANY: ("BUS", "MNC"),
    ActorKind.PERSON: (None, None),
    ActorKind.OTHER: (None, None),
}
# The two organisations with codes of their own.
_ORGANIZATIONS = {"united nations": "UNO", "un": "UNO", "european union": "EUR", "eu": "EUR"}


def entity_of(actor: Actor) -> Entity:
    """The codes of `actor`."""
    name = actor.name.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    sector, stateless = _SECTORS[actor.kind]
    if name in _DISPUTED:
        return Entity(_DISPUTED[name], "GOV" if sector is None else sector, partially_recognized=True)
    if name in _ORGANIZATIONS and actor.kind is ActorKind.INTERNATIONAL_ORGANIZATION:
        return Entity(_ORGANIZATIONS[name], sector)
    code = country_of(actor.country) if actor.country else None
    return Entity(code or stateless, sector)


@lru_cache(maxsize=512)
def country_of(alpha_2: str) -> str | None:
    """PLOVER's three letters for an ISO 3166-1 alpha-2 code; None if it is none."""
    # Late, since the tables are large.
    from pycountry import countries  # noqa: PLC0415

    found = countries.get(alpha_2=alpha_2)
    return _KOSOVO.get(alpha_2) or _CONTROLLED_BY.get(alpha_2) or (found.alpha_3 if found else None)
