"""Meetings whose noun is left out after one was named: `the third in January`, `It opened on 6 April`."""

import re
from functools import cache

from extractor.offline.lexicon import data
from extractor.offline.masks import Mention
from extractor.offline.nouns import Noun
from extractor.offline.people import Parsed
from extractor.offline.symbols import MEETING, expanded
from extractor.offline.worded import Begun
from schemas import MeetingFormat

__all__ = ["mark_ellipses"]

# So far back the noun that is meant may stand, in characters.
_BACK = 600
# `the first in two years` says how rare it is.
_RARITY = re.compile(r",? (?:in|for) (?:[\w-]+ ){1,3}(?:years|months|weeks|days)\b(?! time)|,? since ")


@cache
def _patterns() -> tuple[tuple[Begun, ...], dict[str, int]]:
    found = data("meetings.yaml")
    ordinals: dict[str, int] = found["ordinals"]
    words = "|".join(sorted(ordinals, key=len, reverse=True))
    filled = [
        Begun(entry["first"].split(), "(?<![a-z'-])" + expanded(entry["pattern"].replace("{ordinal}", f"(?:{words})")))
        for entry in found["ellipses"]
    ]
    return tuple(filled), ordinals


def mark_ellipses(parse: Parsed, nouns: dict[int, Noun]) -> None:
    """Mark words that stand for a meeting named before, as `mark_meetings` does nouns, and add them to `nouns`."""
    patterns, ordinals = _patterns()
    last = -_BACK - 1
    places = sorted(nouns)
    found: list[tuple[int, int, str]] = []
    if not places:
        return
    for pattern in patterns:
        found += [(match.start("e"), match.end("e"), match["e"]) for match in pattern.all(parse.masked, places[0])]
    at = 0
    marked: list[Mention] = []
    for start, end, words in sorted(set(found)):
        while places and places[0] < start:
            last = places.pop(0)
        if start < at or start - last > _BACK or _RARITY.match(parse.text, end):
            continue
        said = frozenset(words.replace(",", "").split())
        number = next((ordinals[word] for word in said if word in ordinals), None)
        kind = nouns[last]
        nouns[start] = Noun(
            start=start,
            end=end,
            noun="",
            format=MeetingFormat.UNKNOWN if kind.format is MeetingFormat.WRITTEN else kind.format,
            round=number,
            mentions=(),
            helpers=(),
            date=None,
            definite=bool(said & {"the", "it", "both", "this"}),
            words=said,
            elliptic=True,
        )
        last = start
        marked.append(Mention(MEETING, start, end))
        at = end
    parse.masked.put(marked)
