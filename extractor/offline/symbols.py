"""The alphabet of the masked text in which the rules look for patterns.

A masked text is as long as its article, so that places in it are places in the article. It is in small letters, and
each thing the reader has recognised (a state, a named person, a date) is one symbol, lengthened by `FILL` to the length
of what it stands for. A pattern is a regular expression over words and symbols: `{agent} met {agent}`.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

__all__ = [
    "ADJECTIVE",
    "BREAK",
    "CITY",
    "DATE",
    "FILL",
    "GROUP",
    "HE",
    "MEETING",
    "NAME",
    "OFFICE",
    "PERSON",
    "PLACE",
    "STATE",
    "TITLE",
    "any_of",
    "compiled",
    "expanded",
    "symbol_of",
]

# Code points of the private use area: no article has a use for them (those it has are replaced before masking).
STATE, ADJECTIVE, CITY, TITLE, NAME, PERSON, OFFICE, GROUP, HE, DATE, PLACE, MEETING = map(chr, range(0xE000, 0xE00C))
FILL = "\ue00f"
# The end of a sentence: patterns do not reach over it.
BREAK = "\n"

_SYMBOLS = {
    "state": STATE,
    "adjective": ADJECTIVE,
    "city": CITY,
    "title": TITLE,
    "name": NAME,
    "person": PERSON,
    "office": OFFICE,
    "group": GROUP,
    "he": HE,
    "date": DATE,
    "place": PLACE,
    "meeting": MEETING,
}
_AGENTS = STATE + CITY + PERSON + OFFICE + GROUP + HE
_MACROS = {
    **{name: f"(?:{symbol}{FILL}*+)" for name, symbol in _SYMBOLS.items()},
    # Whoever can act: a state, its capital, a person, an office, two sides.
    "agent": f"(?:(?:the |his |her |its |their )?[{_AGENTS}]{FILL}*+)",
    "actor": f"(?:(?:the )?[{STATE}{CITY}{OFFICE}{ADJECTIVE}]{FILL}*+)",
    "human": f"(?:[{PERSON}{NAME}]{FILL}*+)",
    "when": f"(?:[{DATE}{PLACE}]{FILL}*+)",
    "any": f"(?:[\ue000-\ue00b]{FILL}*+)",
}
# A list needs its `and`: in `for the US, Russia rejected` the comma parts two clauses.
_MACROS["agents"] = (
    f"(?:{_MACROS['agent']}(?:(?:, {_MACROS['agent']}){{0,5}},? and {_MACROS['agent']})?"
    f"(?:,? (?:as well as|along with|together with) {_MACROS['agent']})?)"
)
# Dates and places between a noun and its complement: `talks on Tuesday in Geneva between …`.
_MACROS["set"] = f"(?:,? (?:(?:on|in|at|from|since) )?[{DATE}{PLACE}]{FILL}*+,?)"
# Adverbs and the like between a subject and its verb.
_MACROS["light"] = (
    "(?:(?:also|again|already|again|all|both|briefly|directly|earlier|eventually|finally|first|formally|further|"
    "jointly|"
    "initially|instead|just|later|meanwhile|now|officially|once|only|personally|previously|privately|publicly|quietly|"
    "recently|reportedly|repeatedly|separately|since|so far|still|strongly|firmly|then|therefore|together|twice|"
    f"flatly|long|nevertheless|always|consistently|each|today|however|for the first time|{_MACROS['date']}) )"
)
_PLACEHOLDER = re.compile(r"\{([a-z]+)\}")


def expanded(pattern: str) -> str:
    """`pattern` with its `{names}` replaced by what they stand for."""
    return _PLACEHOLDER.sub(lambda match: _MACROS[match[1]], pattern)


def symbol_of(name: str) -> str:
    """The symbol that `{name}` stands for in patterns."""
    return _SYMBOLS[name]


def any_of(words: Iterable[str]) -> str:
    """A pattern of any of `words`, the longest first, grouped by their first letters: so most fail at the first one."""
    groups: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        groups.setdefault(word[0], []).append(word[1:])
    return "(?:" + "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in groups.items()) + ")"


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> re.Pattern[str]:
    """The regular expression of `pattern`."""
    return re.compile(expanded(pattern))
