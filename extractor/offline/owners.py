"""For whom the bearer of an office acts, by the words that describe the office."""

import re

from extractor.offline.masks import Masked, Mention
from extractor.offline.people import acting_for
from extractor.offline.register import Register
from extractor.offline.symbols import NAME
from schemas import Actor

__all__ = ["is_sent_to", "owner_of"]

# Offices whose holders are sent to, or care for, what stands behind `to` and `for`.
_SENT = frozenset(
    ["envoy", "ambassador", "representative", "coordinator", "mediator", "rapporteur", "facilitator", "consul"]
)
# What stands between an office and a name behind it; to whom or against whom it is, is no owner of it.
_GOVERNED = re.compile(r"(?<![a-z])(?P<preposition>of|for|to|in|at|on|from|against|about|over)(?: [^,;\n]*)?$")
_AWAY = frozenset({"to", "on", "against", "about", "over"})


def is_sent_to(title: Mention, preposition: str | None) -> bool:
    """Whether the office is one at, not of, what stands behind it: `ambassador to the UN`, `envoy for Syria`."""
    return preposition in {"to", "for", "in", "at"} and (title.title or "").lower().rsplit(maxsplit=1)[-1] in _SENT


def owner_of(masked: Masked, register: Register, role: tuple[int, int], title: Mention | None) -> tuple[Actor, ...]:
    """For whom the bearer of a described office acts: `the Iranian president's aide`, `head of Iran's parliament`.

    Args:
        masked: the article.
        register: its people.
        role: where the description stands.
        title: the office in it, if it names one.

    Returns:
        One actor, or none if the description names nobody for whom an office can be held.
    """
    start, end = role
    head = title.start if title else end
    for mention in masked.within(start, end):
        if mention is title:
            continue
        if title and mention.start > head:
            near = _GOVERNED.search(masked.mask, head, mention.start)
            preposition = near["preposition"] if near else None
            if (preposition in _AWAY and not mention.person) or is_sent_to(title, preposition):
                continue
        actors = acting_for(register.people, mention)
        if not actors and mention.symbol == NAME:
            someone = register.people.get(register.called(masked.text[mention.start : mention.end].split()[-1]) or "")
            actors = (someone.actor,) if someone and someone.actor else ()
        if actors:
            return actors[:1]
    return ()
