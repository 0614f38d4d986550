"""Whether an article may tell of a meeting, a delegation or a position, by its words alone.

Recall comes first: an article is passed over only if it is in English and has neither a word that diplomacy alone uses,
nor somebody who could act together with something that they could do. docs/duplicates-and-triage.md says how good it
is; tests/data/triage holds what it was measured on.
"""

import re

from extractor.batch import Read
from extractor.errors import SkippedError
from extractor.states import states_in
from schemas import Article, Extraction

__all__ = ["may_tell", "triaged"]


def _words(*stems: str) -> re.Pattern[str]:
    # A stem that ends in `-` may go on.
    said = (re.escape(stem.removesuffix("-")) + (r"\w*" if stem.endswith("-") else "") for stem in stems)
    return re.compile(rf"\b(?:{'|'.join(said)})\b", re.IGNORECASE)


# Each of these alone is enough.
_DIPLOMACY = _words(
    *(
        "ambassador-",
        "embassy",
        "embassies",
        "consul",
        "consuls",
        "consulate-",
        "envoy",
        "envoys",
        "diplomat",
        "diplomats",
    ),
    *(
        "diplomatic",
        "diplomacy",
        "emissar-",
        "mediator-",
        "mediat-",
        "ceasefire-",
        "cease-fire-",
        "truce-",
        "armistice-",
    ),
    *(
        "foreign minister-",
        "foreign ministry",
        "foreign secretary",
        "secretary of state",
        "peace talks",
        "peace process",
    ),
    *(
        "peace plan",
        "peace deal",
        "peace accord-",
        "peace agreement",
        "peacekeep-",
        "bilateral-",
        "trilateral",
        "multilateral",
    ),
    *(
        "hostage-",
        "prisoners of war",
        "annex-",
        "occupied",
        "occupation",
        "denucleari-",
        "nonproliferation",
        "sovereignty",
    ),
    *(
        "territorial",
        "rebel-",
        "insurgent-",
        "separatist-",
        "militia-",
        "guerrilla-",
        "junta",
        "warlord-",
        "good offices",
    ),
    *(
        "communique-",
        "communiqué-",
        "demarche",
        "démarche",
        "head of state",
        "heads of state",
        "the two sides",
        "both sides",
    ),
    *("the warring", "special representative", "peninsula"),
)
# Who acts for a state, an organisation of states or an armed group, and for hardly anybody else.
_OFFICES = _words(
    *("president", "presidents", "presidential", "premier", "premiers", "prime minister-", "minister", "ministers"),
    *(
        "ministry",
        "ministries",
        "chancellor-",
        "government",
        "governments",
        "emir-",
        "sultan",
        "sheikh",
        "crown prince",
    ),
    *(
        "king",
        "monarch",
        "pope",
        "cardinal",
        "secretary-general",
        "secretary general",
        "general",
        "generals",
        "colonel-",
    ),
    *("commander-", "army", "armies", "troops", "fighters", "soldiers", "navy", "coastguard", "coast guard", "elders"),
    *("clan", "clans", "tribal", "tribes", "exile", "exiles", "exiled", "koreas", "security council", "kremlin"),
    *(
        "united nations",
        "european union",
        "african union",
        "arab league",
        "white house",
        "state department",
        "pentagon",
    ),
    *("vatican", "inspectors", "hamas", "hezbollah", "taliban", "houthi-"),
)
_ORGANISATIONS = re.compile(r"\b(?:UN|EU|AU|NATO|OSCE|ASEAN|ECOWAS|IAEA|G7|G20|BRICS|OPEC|IGAD|SADC|OAS|GCC|WTO|IMF)\b")
# What they do: come together, move about, agree, want, refuse, say.
_ACTS = _words(
    *("talk-", "negotiat-", "summit-", "meet", "meets", "met", "meeting-", "conference", "delegat-", "deal", "deals"),
    *("agree-", "accord-", "pact-", "treat-", "settle-", "dialogue", "discuss-", "consult-", "visit-", "received"),
    *("receive-", "host-", "invit-", "arriv-", "flew", "fly", "flies", "travel-", "lunch", "dinner", "dined", "walked"),
    *(
        "shook hands",
        "call-",
        "phone-",
        "telephone-",
        "rang",
        "spoke",
        "speak-",
        "letter-",
        "note",
        "message-",
        "offer-",
    ),
    *("exchang-", "sanction-", "border-", "peace", "war", "conflict-", "vote-", "recogni-", "withdraw-", "pull back"),
    *(
        "demand-",
        "insist-",
        "urge-",
        "urging",
        "reject-",
        "refus-",
        "oppos-",
        "support-",
        "back-",
        "condemn-",
        "accus-",
    ),
    *(
        "denounc-",
        "threat-",
        "warn-",
        "vow-",
        "pledg-",
        "promis-",
        "propos-",
        "want",
        "wants",
        "wanted",
        "ask-",
        "appeal-",
    ),
    *(
        "concession-",
        "conced-",
        "accept-",
        "declin-",
        "claim-",
        "told",
        "say",
        "says",
        "said",
        "wrote",
        "announc-",
        "will",
    ),
)
# None of them is common in another language that is written much.
_ENGLISH = _words("the", "and", "to", "that", "for", "with", "by", "from", "at")
_ANY_WORD = re.compile(r"\w+")
# One in seven words of English prose is one of these; a text in another language has one in fifty, by chance.
_SHARE_OF_ENGLISH = 0.06


def may_tell(article: Article) -> bool:
    """Whether `article` may hold a row; True for a text that is not in English, of which nothing is known."""
    text = f"{article.title or ''}\n{article.text}"
    if _DIPLOMACY.search(text):
        return True
    if _ACTS.search(text) and (_OFFICES.search(text) or _ORGANISATIONS.search(text) or states_in(text)):
        return True
    return len(_ENGLISH.findall(text)) < _SHARE_OF_ENGLISH * len(_ANY_WORD.findall(text))


def triaged(read: Read) -> Read:
    """`read`, but for articles that can hold no row: they raise SkippedError."""

    async def reading(article: Article) -> Extraction:
        if not may_tell(article):
            raise SkippedError("by its words it holds no meeting, delegation or position")
        return await read(article)

    return reading
