"""Who mediates, by words that say so anywhere in an article."""

import re

from extractor.offline.people import Parsed, actors_of
from extractor.offline.symbols import expanded
from schemas import Actor

__all__ = ["mediators"]

_MEDIATES = re.compile(
    expanded(
        "(?P<who>{agent}),? (?:[^,;\\n]{3,60}, )?(?:who |which )?(?:(?:has|had|is|are|was|were|been|also|again) ){0,2}"
        "(?:mediat(?:ed|es|ing)|brokered|chair(?:ed|s|ing)|moderat(?:ed|es|ing)|presid(?:ed|es|ing)|facilitat(?:ed|es|ing)|"
        "act(?:ed|s|ing) as (?:an? )?(?:go-between|mediator|facilitator|intermediary)|took part as mediators?)(?![a-z])"
    )
    + "|"
    + expanded(
        "(?<![a-z])under (?:the )?(?:[a-z]+ )?(?:chairmanship|mediation|auspices|sponsorship|facilitation|aegis|eye) "
        "of (?:the )?(?P<whose>{agent})"
    )
)


def mediators(parse: Parsed) -> list[tuple[Actor, int]]:
    """Those of whom the article says that they mediate or chair, each with the place where it does."""
    return [
        (actor, match.start())
        for match in _MEDIATES.finditer(parse.mask)
        for mention in parse.masked.within(*match.span("who" if match["who"] else "whose"))
        for actor in actors_of(parse, mention)
    ]
