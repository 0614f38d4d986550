"""Who stands before and behind a verb or a noun of meeting."""

import re
from dataclasses import dataclass, field
from functools import cache

from extractor.offline.lexicon import data
from extractor.offline.masks import Mention
from extractor.offline.people import Parsed
from extractor.offline.symbols import (
    ADJECTIVE,
    CITY,
    DATE,
    FILL,
    GROUP,
    HE,
    MEETING,
    NAME,
    OFFICE,
    PERSON,
    PLACE,
    STATE,
    TITLE,
    expanded,
)
from schemas import MeetingFormat

__all__ = ["Behind", "Subject", "behind", "human", "several", "subject"]

_AGENTS = frozenset({STATE, CITY, PERSON, OFFICE, GROUP, HE})
_HUMAN = frozenset({PERSON, OFFICE, GROUP, HE, TITLE})
_ANY = f"(?:[\ue000-\ue00b]{FILL}*+)"
# A subject may stand so far before its verb; more parts than this follow no verb.
_FAR, _PARTS = 190, 12


@dataclass(slots=True)
class Subject:
    """Who does what a verb says.

    Attributes:
        who: the mentions, a list's all.
        start: where the first one begins, or the words that stand for nobody known (`Negotiators`).
        words: what stands between the subject and the verb.
        direct: whether nothing but auxiliaries, adverbs and an apposition does.
        crowd: whether it is a plural of people of unknown side.
    """

    who: list[Mention]
    start: int
    words: str
    direct: bool = True
    crowd: bool = False


@dataclass(slots=True)
class Behind:
    """What follows a verb or noun of meeting: who, when, where and how.

    Attributes:
        end: where it ends.
        whom: those who stand as its object, or behind `between`.
        company: those behind `with`.
        doers: those behind `by`.
        crowd: whether a plural of people of unknown side is its object.
    """

    end: int
    whom: list[Mention] = field(default_factory=list[Mention])
    company: list[Mention] = field(default_factory=list[Mention])
    doers: list[Mention] = field(default_factory=list[Mention])
    dates: list[Mention] = field(default_factory=list[Mention])
    places: list[Mention] = field(default_factory=list[Mention])
    format: MeetingFormat = MeetingFormat.UNKNOWN
    lasting: bool = False
    meeting: bool = False
    crowd: bool = False


@dataclass(frozen=True)
class _Grammar:
    gap: re.Pattern[str]
    crowd: re.Pattern[str]
    parts: tuple[tuple[str, re.Pattern[str]], ...]
    who: re.Pattern[str]


@cache
def _grammar() -> _Grammar:
    found = data("clauses.yaml")
    words = "|".join(found["between"])
    crowd = "|".join(found["crowd"])
    determiners = "|".join(found["determiners"])
    who = (
        f"(?:(?:{determiners}) ){{0,4}}(?:(?P<crowd>(?:{crowd})(?![a-z-]))|[{''.join(_AGENTS)}{TITLE}]{FILL}*+"
        f"|{NAME}{FILL}*+|(?<=the )[{ADJECTIVE}]{FILL}*+(?=[ ,.;\n])(?! [\ue000-\ue00b]))"
    )
    anyone = who.replace("?P<crowd>", "?:")
    joint = "(?:, | and |,? as well as |,? along with |,? together with |, and | or |/)"
    agents = f"(?P<who>{anyone}(?:{joint}{anyone}){{0,6}})"
    # `of divided Cyprus`, `for the government (GNA) and the rebels`; `(68)`; `, the president,`; `will not`.
    complement = (
        rf"(?:,| and)? (?:of|from|for|representing|in|at|under|with|to) (?:[a-z'-]+ ){{0,3}}?"
        rf"(?:{_ANY}(?:'s)?|(?<=of the )[a-z -]{{3,25}}?(?= ))"
        rf"(?: \([^)\n]{{0,40}}\))?(?:(?: and|,)(?: the)? {_ANY})*"
        "(?: (?:governments?|sides?|armies|army|camps?|factions?|movements?|communities|parties|authorities|borders?"
        "|forces|tribes|states|capitals|rebels|opposition|regions?)(?![a-z]))?"
    )
    apposition = r"(?: \([^)\n]{0,60}\))?(?:, [^;\n]{0,90}?,)?"
    return _Grammar(
        re.compile(rf"(?:{complement})*,?{apposition}(?:,? (?:{words}|[a-z]+ly|{_ANY})(?![a-z]))*,? ?"),
        re.compile(rf"(?<![a-z-])(?:{crowd})(?![a-z-])"),
        tuple(
            (kind, re.compile(expanded(pattern.replace("{agents_here}", agents))))
            for kind, pattern in found["behind"].items()
        ),
        re.compile(agents),
    )


_CROWD = re.compile("(?<![a-z])(?:him|her|us|me)(?![a-z])")
_COMMA = re.compile(", (?:the |an? )?$")
_DATELINE = re.compile(r" ?(?:-|\u2014|\u2013|\()")
_PREPOSITION = re.compile(
    "(?<![a-z])(?:to|from|of|with|by|for|against|via|between|in|at|on|into|over|near|through|than|like|among|toward|"
    "towards|about|across|outside|versus|despite|under|behind)(?: (?:the|a|an|his|her|its|their|both))?"
    "(?: [a-z-]+)? $"
)
_JOINED = re.compile("(?:, | and |, and | and the |, the |, and the | and his | and her | as well as | or |/)")
_SHARED = re.compile(
    "(?:(?<![a-z])(?:and|then|or|before|after|while|by|when|but|since|upon|once|prior to|ahead of|in)|[,\u2014-])(?: "
    "(?:also|later|then|again|separately|briefly|first|have|has|had|will|would|to|be|been|is|are|was|were|earlier|"
    f"reportedly|twice|[a-z]+ly|[{DATE}{PLACE}]{FILL}*+))*,? $"
)
_INFINITIVE = re.compile("(?<![a-z])(?:to|not) (?:[a-z]+ly |also |again |first |be )?$")


def subject(parse: Parsed, floor: int, anchor: int) -> Subject | None:
    """Who does what the verb at `anchor` says, not looking before `floor`; None if nobody is seen who could."""
    mask = parse.mask
    low = max(floor, anchor - _FAR)
    before = parse.masked.within(low, anchor)
    grammar = _grammar()
    for number in range(len(before) - 1, -1, -1):
        mention = before[number]
        gap = mask[mention.end : anchor]
        if not _may_act(parse, mention):
            continue
        if not grammar.gap.fullmatch(gap):
            continue
        if mention.symbol == TITLE and not mention.plural and _is_apposition(mask, mention.start, gap):
            # `Anna Bell, the trade secretary, met`, `Anna Bell, aide to Carl Dunn, met`
            continue
        if gap.startswith(("'", "-")):
            continue
        who = _list_before(parse, before, number, conjunction=gap.startswith((" and ", ", and ")))
        if (mention.symbol in {STATE, CITY, NAME} or gap.startswith(",")) and _PREPOSITION.search(
            mask, low, who[0].start
        ):
            continue
        if mention.symbol == TITLE and mention.plural:
            # `negotiators for the government and the rebels`
            who += [one for one in before[number + 1 :] if one.symbol in _AGENTS]
        # `A, B of the D party (DP) and C, who leads the rest`: a list that is not read whole.
        listed = len(who) == 1 and mask.endswith(" and ", low, who[0].start)
        return Subject(who, who[0].start, gap, crowd=listed)
    for match in reversed(list(grammar.crowd.finditer(mask, low, anchor))):
        if grammar.gap.fullmatch(mask, match.end(), anchor) and not _PREPOSITION.search(mask, low, match.start()):
            return Subject([], match.start(), mask[match.end() : anchor], crowd=True)
        break
    return _indirect(parse, before, low, anchor)


def _is_apposition(mask: str, start: int, gap: str) -> bool:
    return gap.startswith(",") or (gap.rstrip().endswith(",") and bool(_COMMA.search(mask, max(0, start - 6), start)))


def _may_act(parse: Parsed, mention: Mention) -> bool:
    if mention.symbol in {STATE, CITY} and _DATELINE.match(parse.mask, mention.end):
        return False
    if mention.symbol in _AGENTS or mention.symbol == TITLE or (mention.symbol == NAME and mention.form == "caps"):
        return True
    # `the Americans met`
    return mention.symbol == ADJECTIVE and parse.mask[max(0, mention.start - 4) : mention.start].endswith("the ")


def _indirect(parse: Parsed, before: list[Mention], low: int, anchor: int) -> Subject | None:
    """`X flew to Doha to meet`, `X spoke on Monday and met`, `before meeting`: the first who is no complement."""
    mask = parse.mask
    words = mask[max(low, anchor - 60) : anchor]
    if not (_INFINITIVE.search(words) or _SHARED.search(words)):
        return None
    for mention in before:
        if _may_act(parse, mention) and not (
            _PREPOSITION.search(mask, max(low, mention.start - 16), mention.start)
            or mask.startswith("'s", mention.end)
            or ";" in mask[mention.end : anchor]
        ):
            number = before.index(mention)
            last = number
            while last + 1 < len(before) and _JOINED.fullmatch(mask, before[last].end, before[last + 1].start):
                last += 1
            return Subject(before[number : last + 1], mention.start, mask[before[last].end : anchor], direct=False)
    return None


def _list_before(parse: Parsed, before: list[Mention], number: int, *, conjunction: bool) -> list[Mention]:
    """The mention and those that are joined to it from before: `A, B and C`."""
    first = number
    while first:
        joint = parse.mask[before[first - 1].end : before[first].start]
        if not _JOINED.fullmatch(joint) or not _may_act(parse, before[first - 1]):
            break
        if joint.strip() == "," and not conjunction:
            break
        conjunction |= "and" in joint
        first -= 1
    return before[first : number + 1]


def behind(parse: Parsed, at: int, limit: int, *, objects: bool) -> Behind:
    """What follows from `at` on, as far as it belongs to the verb or noun that ends there; `objects`: also whom."""
    mask, masked = parse.mask, parse.masked
    found = Behind(at)
    for _ in range(_PARTS):
        for kind, pattern in _grammar().parts:
            if objects and kind in {"of", "predicate"}:
                continue
            if kind == "object" and (not objects or found.whom or found.company):
                continue
            match = pattern.match(mask, found.end, limit)
            if match is None:
                continue
            found.end = match.end()
            found.crowd |= kind in {"object", "between"} and bool(
                _CROWD.search(match[0]) or _grammar().crowd.search(match[0])
            )
            inner = masked.within(*match.span())
            _take(found, kind, inner)
            break
        else:
            break
    return found


def _take(found: Behind, kind: str, inner: list[Mention]) -> None:
    found.dates += [mention for mention in inner if mention.symbol == DATE]
    found.places += [mention for mention in inner if mention.symbol == PLACE]
    people = [mention for mention in inner if mention.symbol not in {DATE, PLACE, MEETING}]
    if kind in {"object", "between", "of"}:
        found.whom += people
    elif kind == "with":
        found.company += people
    elif kind == "by":
        found.doers += people
    elif kind in {"phone", "online"}:
        found.format = MeetingFormat(kind)
    elif kind == "lasting":
        found.lasting = True
    found.meeting |= any(mention.symbol == MEETING for mention in inner)


def human(mention: Mention) -> bool:
    """Whether a mention is of people rather than of a state."""
    return mention.symbol in _HUMAN


def several(who: list[Mention]) -> bool:
    """Whether those mentioned are more than one side."""
    return len(who) > 1 or any(
        mention.symbol == GROUP or (mention.symbol == TITLE and mention.plural) for mention in who
    )
