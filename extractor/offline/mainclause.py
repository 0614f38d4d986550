"""Who meets, where a meeting stands in a phrase beside the main clause: `In a call on Monday, X urged Y to …`."""

import re

from extractor.offline.people import Parsed, actors_of
from extractor.offline.symbols import expanded
from extractor.offline.telling import Telling

__all__ = ["take_from_main_clause"]

_TWO = 2
# `In a call`, at the beginning of the sentence.
_FRONTED = 40
_PREPOSITION = re.compile("(?:^|[^a-z])(?:in|at|during|after|over|following|by|via|before|ahead of|on) $")
_SAYS = (
    "(?:told|urged|asked|assured|warned|pressed|informed|briefed|reminded|thanked|congratulated|promised|implored|"
    "tells|urges|asks|assures|warns|presses|called on|calls on|appealed to|spoke to|invited|agreed with|begged|advised)"
)
_MAIN = re.compile(
    expanded(
        "[^;\\n]{0,120}?, (?:[a-z]+ly )?(?P<who>{agents})(?:, [^,;\\n]{3,80},)? "
        "(?:{light})*(?:(?P<says>" + _SAYS + ") (?P<whom>{agents})|(?!and |or |as )[a-z]+)"
    )
)
_BEFORE = re.compile(
    expanded(
        "(?P<who>{agents}) (?:{light})*" + _SAYS + " (?P<whom>{agents})[^;\\n]{0,90}? (?:in|at|during|over|on|by|via) $"
    )
)
_BACK = 200


def take_from_main_clause(parse: Parsed, telling: Telling, start: int, end: int) -> None:
    """Add to the meeting of a noun those of the main clause of its sentence, where it has not two sides itself."""
    names = {actor.name for mention in telling.who for actor in actors_of(parse, mention)}
    if len(names) >= _TWO or not _PREPOSITION.search(parse.mask, max(0, telling.anchor - 12), telling.anchor):
        return
    if telling.anchor - start < _FRONTED and (match := _MAIN.match(parse.mask, telling.end, end)):
        who = parse.masked.within(*match.span("who"))
        whom = parse.masked.within(*match.span("whom")) if match["says"] else []
    elif match := _BEFORE.search(parse.mask, max(start, telling.anchor - _BACK), telling.anchor):
        who, whom = (parse.masked.within(*match.span(group)) for group in ("who", "whom"))
    else:
        return
    if names and whom:
        # `At a meeting with X, Y told Z`: Z may be a reporter.
        whom = []
    sides = {actor.name for mention in (*who, *whom) for actor in actors_of(parse, mention)}
    if len(names | sides) >= _TWO:
        known = {mention.start for mention in telling.who}
        telling.who = [*(one for one in (*who, *whom) if one.start not in known), *telling.who]
