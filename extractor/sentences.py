"""Where sentences end in news text: good enough to tell which words stand near each other."""

import re
from collections.abc import Iterator

__all__ = ["sentence_starts"]

_CLOSING = "\"'\u201d\u2019\u00bb)\\]"
_OPENING = "\"'\u201c\u2018\u201e\u00ab(\\["
# The sign comes first, and what it must be after it: a search for one of some signs is fast, one for choices is not.
_END = re.compile(
    rf"[\n.!?\u2026\u3002\uff01\uff1f\u0964\u06d4](?:"
    rf"(?<=\n)(?:(?P<blank>[^\S\n]*\n\s*)|(?P<line>\s*)(?=[{_OPENING}]*[^\W_a-z]))"
    rf"|(?<=[.!?\u2026])[{_CLOSING}]*\s+(?=[{_OPENING}]*[^\W_a-z])"
    rf"|(?<=[\u3002\uff01\uff1f\u0964\u06d4])[\u300d\u300f\u201d\u2019]*\s*)"
)
# What news writes with a full stop before a capital: titles, months, companies, and single initials (`J.`, `U.S.`).
_ABBREVIATION = re.compile(
    r"(?:^|[^\w.])(?:[^\W\d_]|(?:[^\W\d_]\.)+[^\W\d_]|Mrs?|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Brig|Gov|Sen|Rep|Pres"
    r"|Amb|Hon|Rev|Fr|St|Ste|Mt|Ft|Jr|Sr|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun"
    r"|No|Nos|Art|vs|cf|al|Inc|Ltd|Co|Corp|approx|ca)\Z"
)
_LONGEST_ABBREVIATION = 12
# Wrapped text breaks its lines later than this; a heading, a caption or the entry of a menu is shorter.
_HEADING = 55


def sentence_starts(text: str) -> list[int]:
    """The offsets at which the sentences of `text` start, in order, the first 0; headings and paragraphs count too."""
    return [0, *_starts(text)]


def _starts(text: str) -> Iterator[int]:
    last = 0
    for match in _END.finditer(text):
        at = match.start()
        if text[at] == "." and _ABBREVIATION.search(text, max(at - _LONGEST_ABBREVIATION, 0), at):
            continue
        if match["line"] is not None and at - max(last, text.rfind("\n", last, at)) > _HEADING:
            continue
        if match.end() < len(text):
            last = match.end()
            yield last
