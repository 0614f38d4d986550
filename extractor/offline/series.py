"""One phrase that dates several meetings: `on May 16 and June 2`, `in Paris in May and by video in June`."""

import re
from dataclasses import replace
from datetime import date

from extractor.offline.people import Parsed
from extractor.offline.symbols import expanded
from extractor.offline.telling import Telling
from extractor.offline.times import When, when_of
from schemas import MeetingFormat, MeetingStatus, Place

__all__ = ["dated_again", "each_date"]

_NEXT_DATE = re.compile(
    expanded(
        "(?:,? and|,|,? then|,? as well as)(?: (?:on|in|then|again|later|finally|also|"
        "(?P<far>by (?:video|phone|telephone)|online|virtually)))*(?: (?P<p>{place}))? ?(?P<d>{date})"
        "(?! (?:his|her|its|their|the|a) | {agent})(?!'s)"
    )
)
_TWO_DAYS = re.compile(r"(?:on |in )?(?:last )?(\w{3,6}day) and (\w{3,6}day)", re.IGNORECASE)
_REPEATED = re.compile("(?<![a-z])(?:twice|two (?:meetings|calls|sessions|rounds|conversations)|again)(?![a-z])")
_MOST_DATES = 6
_SOME = frozenset({"two", "three", "four", "five"})


def each_date(parse: Parsed, telling: Telling, published: date | None) -> list[Telling]:
    """The meeting, and others of the same words at the dates that follow."""
    if telling.when.start is None:
        return [telling]
    if (days := _TWO_DAYS.fullmatch(telling.when.as_written or "")) and _REPEATED.search(
        parse.mask, telling.start, telling.end
    ):
        base = telling.when.start
        spans = ((base + days.start(number), base + days.end(number)) for number in (1, 2))
        return [replace(telling, when=_when(parse, telling, span, published)) for span in spans]
    found, at = [telling], telling.when.end
    while len(found) < _MOST_DATES and (behind := _NEXT_DATE.match(parse.mask, at)):
        at = behind.end("d")
        when = _when(parse, telling, behind.span("d"), published)
        if not when.edtf or not telling.when.edtf or when.edtf == telling.when.edtf:
            break
        # `the first two rounds, in June and August`
        counted = telling.round + len(found) if telling.round and telling.words & _SOME else None
        end = max(telling.end, at)
        found.append(replace(_there(parse, telling, behind), when=when, end=end, round=counted, duration=None))
    return found


def _there(parse: Parsed, telling: Telling, behind: re.Match[str]) -> Telling:
    if behind["far"]:
        form = MeetingFormat.PHONE if "phone" in behind["far"] else MeetingFormat.ONLINE
        return replace(telling, place=None, format=form)
    if behind["p"]:
        mention = parse.masked.at[behind.start("p")]
        return replace(telling, place=Place(venue=mention.form or None, city=mention.city, country=mention.country))
    return telling


def dated_again(parse: Parsed, telling: Telling, published: date | None) -> When:
    """The date of a telling whose status has come to be known."""
    if telling.when.start is None:
        return telling.when
    return _when(parse, telling, (telling.when.start, telling.when.end), published)


def _when(parse: Parsed, telling: Telling, span: tuple[int, int], published: date | None) -> When:
    held = telling.status is MeetingStatus.HELD
    return when_of(parse.text[span[0] : span[1]], published, held=held, at=span)
