"""Who mediates, by words that say so anywhere in an article."""

from extractor.offline.people import Parsed, actors_of
from extractor.offline.worded import Worded
from schemas import Actor

__all__ = ["mediators"]

_MEDIATES = Worded(
    "mediated mediates mediating brokered chaired chairs chairing moderated moderates moderating presided presides "
    "presiding facilitated facilitates facilitating go mediator mediators facilitator intermediary chairmanship "
    "mediation auspices sponsorship facilitation aegis eye",
    "(?P<who>{agent}),? (?:[^,;\\n]{3,60}, )?(?:who |which )?(?:(?:has|had|is|are|was|were|been|also|again) ){0,2}"
    "(?:mediat(?:ed|es|ing)|brokered|chair(?:ed|s|ing)|moderat(?:ed|es|ing)|presid(?:ed|es|ing)|facilitat(?:ed|es|ing)|"
    "act(?:ed|s|ing) as (?:an? )?(?:go-between|mediator|facilitator|intermediary)|took part as mediators?)(?![a-z])"
    "|(?<![a-z])under (?:the )?(?:[a-z]+ )?(?:chairmanship|mediation|auspices|sponsorship|facilitation|aegis|eye) "
    "of (?:the )?(?P<whose>{agent})",
)


def mediators(parse: Parsed) -> list[tuple[Actor, int]]:
    """Those of whom the article says that they mediate or chair, each with the place where it does."""
    return [
        (actor, match.start())
        for number, part in enumerate(parse.masked.sentences)
        for match in _MEDIATES.all_in(parse.mask, part.start, part.end, parse.masked.words(number))
        for mention in parse.masked.within(*match.span("who" if match["who"] else "whose"))
        for actor in actors_of(parse, mention)
    ]
