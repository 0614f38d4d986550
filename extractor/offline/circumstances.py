"""When and where a meeting is: which of a sentence's dates and places belong to it."""

import re
from datetime import date

from extractor.offline.masks import Mention
from extractor.offline.people import Parsed
from extractor.offline.symbols import DATE, PLACE, expanded
from extractor.offline.telling import REMOTE, Telling
from extractor.offline.times import When, when_of
from schemas import MeetingFormat, MeetingStatus, Place

__all__ = ["dated", "settle_date", "settle_place"]

_FORMATS = (
    (frozenset({"online", "virtual", "video"}), MeetingFormat.ONLINE),
    (frozenset({"face-to-face", "in-person"}), MeetingFormat.IN_PERSON),
    (frozenset({"phone", "telephone"}), MeetingFormat.PHONE),
)
# Farther from its meeting a date or place is another clause's.
_DATE_REACH, _PLACE_REACH = 220, 220
# A venue and its town; a meeting and the journey to it.
_BESIDE, _GOAL = 20, 110
_JOINT = re.compile(",? ?")
# A date before the verb is less near than it looks.
_BEFORE = 40
_UNDONE = frozenset({MeetingStatus.CANCELLED, MeetingStatus.POSTPONED, MeetingStatus.REFUSED})
_HALF_A_YEAR = 183
_DATELINE = re.compile(r" ?(?:-|\u2014|\u2013|\()")
_DATELINE_LENGTH = 60
# `said on Monday`, `since 2016`: days of other things.
_OTHER = re.compile(
    "(?<![a-z])(?:(?:since|said|told|says|announced|reported|added|wrote|statement|interview|expires?|deadline of|"
    "agreement of|resolution of|signed)(?: [a-z]+){0,2}|(?:until|by|before|after)(?: late| early| next)?) ?$"
    "|(?<![a-z])since [^,;]{0,60}$"
)
# What stands between a meeting and the day of something else: `On Monday X said …`, `the talks gained speed after …`.
_SUBORDINATE = re.compile(
    "(?<![a-z])(?:said|says|told|tells|stated|announced|noted|added|warned|after|before|following|since|ahead of|"
    "who|whose|because|although|as|(?<!lasted )(?<!ran )(?<!on )until|which(?! (?:concluded|ended|began|opened|took|"
    "started|was|were|is|are|will|runs|closed|resumed|lasted)))(?![a-z])"
)
_WHEN = re.compile(expanded("(?P<d>{date}),? (?:when|on which) (?:the |both |his |her |its )?$"))
_WHERE = re.compile(
    expanded(
        "(?P<p>{place}|{city}),? (?:where|in which|at which) (?:(?:on )?{date},? )?(?:the |both |his |her |its )?$"
    )
)
_RELATIVE = 70
# Whither or whence somebody went who met there: `flew to Cairo`, `left Cairo after talks`.
_MOTION = re.compile(
    expanded(
        "(?<![a-z])(?:fl(?:ew|y|ies|own|ying)|travel(?:s|led|ed|ling|ing)?|trips?|visits?|went|goes|go|head(?:s|ed|ing)?|"
        "came|return(?:s|ed|ing)?|drove|crossed|journey(?:ed)?|arrive[sd]?|jetted|rushed|hurried|back|on|dispatched|sent|"
        "summoned|invited|brought)(?: [a-z]+){0,2} (?:in)?to (?P<one>{city}|{state})(?!'s)"
        "|(?<![a-z])(?:left|leaves?|leaving|visited|visits|visiting|reached|departed|quit) (?P<two>{city})(?!'s)"
    )
)
_DURATION = re.compile(
    r"(?:last(?:ed|ing)|went on for|for|took|ran(?: for)?|talked|after|length at) "
    r"((?:about |less than |more than |nearly |almost |close to |just over |just under |some |over |at least |around )?"
    r"(?:an|a|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,3}(?:\.\d)?)(?:-and-a-half| and a "
    r"half)?[ -](?:hour|minute|day)s?(?: and a half| and \d+ minutes)?)\b"
)


def settle_date(
    parse: Parsed, telling: Telling, near: list[Mention], start: int, published: date | None
) -> Mention | None:
    """Give the meeting a date that stands beside its verb or noun, or the nearest of its clause; it is returned.

    Args:
        parse: the article.
        telling: the meeting.
        near: the mentions of its clause.
        start: where its sentence begins.
        published: the day of publication.
    """
    own = [mention for mention in telling.dates if not _is_datelines(parse, mention, start)]
    if when := _clause_of(parse, telling, _WHEN, "d"):
        mention = when
    elif own:
        mention = min(own, key=lambda one: (one.start < telling.anchor, one.start))
        # `last week in Cairo, on July 5`
        whens = {one.start: dated(parse, one, telling.status, published) for one in own}
        first = whens[mention.start]
        mention = next((one for one in own if _is_within(whens[one.start], first)), mention)
    else:
        dates = [
            mention
            for mention in near
            if mention.symbol == DATE and not _is_another(parse, mention, start, telling.anchor)
        ]
        if not dates:
            return None
        mention = min(dates, key=lambda one: abs(one.start - telling.anchor) + _BEFORE * (one.start < telling.anchor))
        if abs(mention.start - telling.anchor) > _DATE_REACH:
            return None
    telling.when = dated(parse, mention, telling.status, published)
    telling.widen(mention.start, mention.end)
    return mention


def _clause_of(parse: Parsed, telling: Telling, pattern: re.Pattern[str], group: str) -> Mention | None:
    """`on July 21, when they met`; `in Lima, where they met`."""
    match = pattern.search(parse.mask, max(0, telling.start - _RELATIVE), telling.start)
    return parse.masked.at[match.start(group)] if match else None


def _is_within(one: When, other: When) -> bool:
    """Whether a date says more exactly what another one says."""
    if not (one.first and one.last and other.first and other.last) or one.edtf == other.edtf:
        return False
    return other.first <= one.first and one.last <= other.last


def dated(parse: Parsed, mention: Mention, status: MeetingStatus, published: date | None) -> When:
    """What a date's words mean for a meeting of this status."""
    held = None if status is MeetingStatus.UNKNOWN else status is MeetingStatus.HELD
    at = mention.start, mention.end
    words = parse.text[mention.start : mention.end]
    when = when_of(words, published, held=held, at=at)
    if status in _UNDONE and published and when.first and (when.first - published).days > _HALF_A_YEAR:
        # `planned for October 8, was called off`, in November
        return when_of(words, published, held=True, at=at)
    return when


def _is_datelines(parse: Parsed, mention: Mention, start: int) -> bool:
    return mention.start - start < _DATELINE_LENGTH and bool(_DATELINE.match(parse.mask, mention.end))


def _is_another(parse: Parsed, mention: Mention, start: int, anchor: int) -> bool:
    """Whether it is the day of the report, of what somebody said, or the beginning of a time that lasts."""
    low = anchor if anchor < mention.start else start
    words = parse.mask[max(low, mention.start - 70) : mention.start]
    if parse.mask.startswith("'", mention.end):
        # `last month's election`
        return True
    between = (mention.end, anchor) if mention.end <= anchor else (anchor, mention.start)
    if _SUBORDINATE.search(parse.mask, *between):
        return True
    said = "since" in parse.text[mention.start : mention.start + 5].lower() or _OTHER.search(words)
    return _is_datelines(parse, mention, start) or bool(said)


def settle_place(parse: Parsed, telling: Telling, near: list[Mention], start: int, end: int) -> None:
    """Give the meeting its place, form and duration from the mentions and words of its clause."""
    where = _clause_of(parse, telling, _WHERE, "p")
    places = ([where] if where else []) or telling.places or [mention for mention in near if mention.symbol == PLACE]
    # Behind the verb rather than before it, and near.
    place = min(places, key=lambda one: (one.start < telling.anchor, abs(one.start - telling.anchor)), default=None)
    for words, form in _FORMATS:
        if telling.words & words:
            telling.format = form
            break
    if place and place.start - telling.anchor < _PLACE_REACH and telling.format not in REMOTE:
        town = _town_behind(parse, place) if place.city is None else place
        telling.place = Place(
            venue=(place.form if place.symbol == PLACE else "") or None, city=town.city, country=town.country
        )
        telling.widen(place.start, town.end)
    elif not place and telling.format not in REMOTE and (town := _goal(parse, telling, start, end)):
        telling.place = Place(venue=None, city=town.city, country=_country(town))
    if telling.format is MeetingFormat.UNKNOWN and (telling.place or not (telling.noun or telling.elliptic)):
        telling.format = MeetingFormat.IN_PERSON
    if said := _DURATION.search(parse.mask, start, end):
        telling.duration = parse.text[said.start(1) : said.end(1)]


def _town_behind(parse: Parsed, place: Mention) -> Mention:
    """`at the palace in Lima`: the town that follows a venue, else the venue."""
    near = parse.masked.within(place.end, place.end + _BESIDE)
    town = next((one for one in near if one.symbol == PLACE and one.city), None)
    return town if town and _JOINT.fullmatch(parse.mask, place.end, town.start) else place


def _goal(parse: Parsed, telling: Telling, start: int, end: int) -> Mention | None:
    """The town to which those who met went."""
    for match in _MOTION.finditer(parse.mask, max(start, telling.anchor - _GOAL), min(end, telling.anchor + _GOAL)):
        mention = parse.masked.at[match.start("one") if match["one"] else match.start("two")]
        if mention.city or mention.actors or mention.country:
            return mention
    return None


def _country(mention: Mention) -> str | None:
    return mention.country or (mention.actors[0].country if mention.actors else None)
