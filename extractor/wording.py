"""The words of time expressions: each becomes a token of one letter, so that an expression is a short code.

`on Wednesday, July 23` becomes `wmd`, `two weeks ago` becomes `nug`. What says nothing about the day (articles, most
prepositions, clock and time of day) is left out.
"""

import re
from datetime import date
from typing import NamedTuple

__all__ = [
    "DAY",
    "FORTNIGHT",
    "MONTH",
    "MONTHS",
    "QUARTER",
    "WEEK",
    "WEEKDAYS",
    "WEEKEND",
    "YEAR",
    "Token",
    "is_explicit",
    "tokens",
]

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
DAY, WEEKEND, WEEK, MONTH, QUARTER, YEAR, FORTNIGHT = range(7)


class Token(NamedTuple):
    """A word of a time expression.

    Codes: `w` weekday (0 for Monday), `m` month, `d` number to 31, `o` ordinal number, `n` other number, `y` year,
    `i` ISO date (as an ordinal of the calendar), `j` ISO month (months since year 0), `x` date in figures (day, month
    and year in one number, as they stand), `s` season (its first month), `f` feast (month times 100 and day),
    `p` day by its distance, `l` last, this or next (-1, 0, 1), `e` part of a period (1 if it may be one day), `h`
    half, `u` unit, `g` ago, `c` in, `t` to, `a` and, `r` or, `b` between, `v` from, `k` ordinal
    word, `0` decade, `~` about.
    """

    code: str
    value: int = 0


_NUMBER_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")
_ORDINALS = ("zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def _known() -> dict[str, Token | None]:
    known: dict[str, Token | None] = {}
    for number, name in enumerate(WEEKDAYS):
        known |= dict.fromkeys((name.lower(), name.lower()[:3]), Token("w", number))
    known |= {"tues": Token("w", 1), "weds": Token("w", 2), "thur": Token("w", 3), "thurs": Token("w", 3)}
    for number, name in enumerate(MONTHS, start=1):
        known |= dict.fromkeys((name.lower(), name.lower()[:3]), Token("m", number))
    known["sept"] = Token("m", 9)
    known |= {word: Token("n", number) for number, word in enumerate(_NUMBER_WORDS)}
    known |= {"a": Token("n", 1), "an": Token("n", 1), "couple": Token("n", 2), "twelve": Token("n", 12)}
    known |= {word: Token("k", number) for number, word in enumerate(_ORDINALS)}
    known |= {"final": Token("k"), "opening": Token("k"), "closing": Token("k"), "half": Token("h")}
    known |= {"spring": Token("s", 3), "summer": Token("s", 6), "autumn": Token("s", 9), "fall": Token("s", 9)}
    known["winter"] = Token("s", 12)
    known |= {"today": Token("p", 0), "tonight": Token("p", 0), "yesterday": Token("p", -1), "tomorrow": Token("p", 1)}
    known |= {"last": Token("l", -1), "past": Token("l", -1), "this": Token("l", 0)}
    known |= {"next": Token("l", 1), "coming": Token("l", 1)}
    known |= dict.fromkeys(("early", "earlier", "mid", "middle", "late", "later"), Token("e"))
    known |= dict.fromkeys(("start", "beginning", "end"), Token("e", 1))
    for unit, name in enumerate(("day", "weekend", "week", "month", "quarter", "year")):
        known |= dict.fromkeys((name, f"{name}s"), Token("u", unit))
    known["fortnight"] = Token("u", FORTNIGHT)
    known |= {"ago": Token("g"), "in": Token("c"), "and": Token("a"), "&": Token("a"), "or": Token("r")}
    known |= dict.fromkeys(("to", "until", "till", "through", "thru", "-"), Token("t"))
    known |= {"between": Token("b"), "from": Token("v"), ",": Token(",")}
    about = "about around roughly nearly almost just some more less than"
    noise = (
        "the of on at during over both . ( ) morning afternoon evening night noon midday midnight dawn"
        " local time gmt utc cet cest eet eest msk est edt et ist bst"
    )
    return known | dict.fromkeys(about.split(), Token("~")) | dict.fromkeys(noise.split())


_KNOWN = _known()
_PHRASES = {
    "day before yesterday": Token("p", -2),
    "day after tomorrow": Token("p", 2),
    "last night": Token("p", -1),
    "this morning": Token("p", 0),
    "this afternoon": Token("p", 0),
    "this evening": Token("p", 0),
    "this past": Token("l", -1),
    "this coming": Token("l", 1),
    "new year's eve": Token("f", 1231),
    "new year's day": Token("f", 101),
    "christmas eve": Token("f", 1224),
    "christmas day": Token("f", 1225),
}
_TOKEN = re.compile(
    rf"(?P<phrase>{'|'.join(_PHRASES)})\b"
    r"|(?P<clock>\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.?m\b\.?|o'clock|hours\b|hrs\b|gmt\b|utc\b)|\d{1,2}:\d\d)"
    r"|(?P<iso>\d{4}-\d\d-\d\d|\d{4}/\d\d/\d\d)(?!\d)"
    r"|(?P<iso_month>\d{4}-\d\d)(?![\d-])"
    r"|(?P<figures>\d{1,2}(?P<by>[./-])\d{1,2}(?P=by)(?:\d{4}|\d\d))(?!\d)"
    r"|(?P<decade>(?:1[5-9]|20)\d0)s\b"
    r"|(?P<year>(?:1[5-9]|20|21)\d\d)(?!\d)"
    r"|(?P<day>(?:0?[1-9]|[12]\d|3[01])(?!\d))(?P<ordinal>st|nd|rd|th)?\b"
    r"|(?P<number>\d{1,3})(?!\d)"
    r"|(?P<word>[a-z]+)(?:'s)?|(?P<sign>[-,.&()])"
    r"|(?P<other>\S)"
)
_MARKS = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-") | dict.fromkeys("\u2018\u2019", "'")
)
# Behind these a comma parts nothing: `July 23, 2025`, `Wednesday, July 23`, `23 July, Wednesday`.
_JOINED = {"dy", "oy", "my", "wm", "wd", "wo", "wi", "wx", "dw", "ow", "mw", "yw", "sy", "pw", "wp", "pm", "po", "pd"}
_LONGEST = 120
_UNKNOWN = Token("")
_NAMING = frozenset("moyijxf0")


def tokens(as_written: str) -> list[Token] | None:
    """The tokens of a time expression; None if it holds words that are not known."""
    if len(as_written) > _LONGEST:
        return None
    words = " ".join(as_written.casefold().translate(_MARKS).replace("mid-", "mid ").split())
    found: list[Token] = []
    for match in _TOKEN.finditer(words):
        token = _token(match)
        if token is None:
            continue
        if not token.code:
            return None
        found.append(token)
    return _without_commas(found)


def is_explicit(as_written: str) -> bool:
    """Whether a time expression names a day, month or year itself; else it counts from another day."""
    return any(token.code in _NAMING for token in tokens(as_written) or ())


def _token(match: re.Match[str]) -> Token | None:
    """What a stretch of words says; None if nothing, a token without code if it is not known."""
    kind, text = match.lastgroup or "", match[0]
    if kind in {"word", "sign"}:
        return _KNOWN.get(match["word"] or text, _UNKNOWN)
    if kind == "clock":
        return None
    return _date_token(kind, text) or _PHRASES.get(text, _UNKNOWN)


def _date_token(kind: str, text: str) -> Token | None:
    if kind == "iso":
        return Token("i", date.fromisoformat(text.replace("/", "-")).toordinal())
    if kind == "iso_month":
        return Token("j", int(text[:4]) * 12 + int(text[5:]) - 1)
    if kind == "figures":
        first, second, last = (int(part) for part in re.split("[./-]", text))
        return Token("x", first * 1_000_000 + second * 10_000 + (last if last > 99 else 2000 + last))  # noqa: PLR2004
    code = {"year": "y", "decade": "0", "number": "n", "day": "d", "ordinal": "o"}.get(kind)
    return Token(code, int(re.sub(r"\D", "", text))) if code else None


def _without_commas(found: list[Token]) -> list[Token]:
    kept: list[Token] = []
    for number, token in enumerate(found):
        if token.code != ",":
            kept.append(token)
            continue
        following = found[number + 1].code if number + 1 < len(found) else ""
        joined = (kept[-1].code if kept else "") + following in _JOINED
        if kept and following and not joined and following not in "ar,":
            kept.append(Token("a"))
    return kept
