"""Where time expressions stand; what they mean is for `extractor.dates` to say."""

import re
from collections.abc import Sequence

__all__ = ["time_spans"]

_MONTH = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_DAY = "(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_TO_DAY = r"(?:\s?[-\u2013]\s?\d{1,2}| to \d{1,2})"
_ORDINAL = "(?:st|nd|rd|th)?"
_DAY_OF_MONTH = (
    rf"(?:{_MONTH} \d{{1,2}}{_ORDINAL}(?:{_TO_DAY}| and \d{{1,2}}(?! \w+ion))?(?:,? \d{{4}})?"
    rf"|\d{{1,2}}{_ORDINAL}(?:{_TO_DAY}| and \d{{1,2}}{_ORDINAL})?(?: of)? {_MONTH}(?:,? \d{{4}})?)"
)
_SMALL = "(?:a|one|two|three|four|five|six|seven|eight|nine|ten|several|\\d{1,2})"
_UNIT = "(?:day|week|month|year|fortnight)"
_SEASON = "(?:spring|summer|autumn|winter)"
_SINGLE_DAY = rf"(?:{_DAY}(?:,? (?:the )?{_DAY_OF_MONTH})?(?: (?:morning|afternoon|evening|night))?)"
_TIME = re.compile(
    rf"(?:(?:between|from) (?:last )?(?:{_SINGLE_DAY}|yesterday) (?:and|to|until|through) "
    rf"(?:{_SINGLE_DAY}|yesterday|today)"
    rf"|(?:(?:last|next|this|late|early|on|during|the (?:previous|following|next)) )?{_SINGLE_DAY}"
    rf"(?: (?:and|through) {_DAY}(?! (?:in|at|between|with)\b)(?!'|\u2019))?"
    rf"|(?:between|from) (?:{_DAY_OF_MONTH}|{_MONTH}(?: \d{{4}})?|\d{{1,2}}) (?:and|to|until) (?:{_DAY_OF_MONTH}|"
    rf"{_MONTH}(?: \d{{4}})?)"
    rf"|{_DAY_OF_MONTH}"
    rf"|\d{{4}}-\d\d-\d\d"
    rf"|(?:the )?(?:first|second|third|last|final|closing|opening) (?:week|half|fortnight|days|weekend|quarter) of "
    rf"(?:{_MONTH}(?: \d{{4}})?|(?:19|20)\d\d|(?:this|last|next|the) (?:month|year))"
    rf"|the (?:beginning|start|end|middle) of (?:{_MONTH}(?: \d{{4}})?|(?:19|20)\d\d|(?:this|last|next|the) (?:week|"
    rf"month|year))"
    rf"|(?:(?:early|late|mid|last|this|next|in)[- ])?{_MONTH}(?:/{_MONTH})?(?: (?:of )?\d{{4}}| last year| this year| "
    rf"next year)?(?![\w])"
    rf"|(?:earlier|later) (?:this|last|that|next) {_UNIT}|(?:early|late) (?:this|last|next) {_UNIT}"
    rf"|(?:last|next|this|that|the previous|the following|the same|the next) "
    rf"(?:{_UNIT}|weekend|{_SEASON}|night|morning|evening|afternoon)"
    rf"|this (?:morning|afternoon|evening)|the coming {_UNIT}s|the weekend|overnight"
    rf"|the (?:day|night|week) before(?! y)"
    rf"|the day before yesterday|the day after tomorrow|the day after|yesterday|tomorrow|today|tonight"
    rf"|{_SMALL} {_UNIT}s? (?:ago|later|earlier)|(?:with)?in {_SMALL} {_UNIT}s?(?: time)?|the next {_SMALL} {_UNIT}s"
    rf"|(?:the |in )?(?:early |late )?{_SEASON} (?:of )?(?:19|20)\d\d|in the {_SEASON}"
    rf"|(?:in|since|of|during) (?:early |late |mid-)?(?:19|20)\d\d)\b(?:(?<=[a-z])\.(?= \d))?",
    re.IGNORECASE,
)
_UNITS = ("day", "week", "month", "year", "fortnight", "weekend", "night", "summer", "spring", "autumn", "winter")
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sept",
    "sep",
    "oct",
    "nov",
    "dec",
]
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_SMALL_NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "several"]
# Words with which a time expression begins for certain, and those that need one of the others behind them.
_FIRST = frozenset(
    (
        *_MONTHS,
        *_WEEKDAYS,
        "yesterday",
        "tomorrow",
        "today",
        "tonight",
        "last",
        "next",
        "early",
        "late",
        "earlier",
        "later",
        "mid",
        "overnight",
        "spring",
        "summer",
        "autumn",
        "winter",
    )
)
_PERHAPS = frozenset(
    ("on", "in", "the", "this", "that", "since", "of", "during", "from", "between", "within", "a", *_SMALL_NUMBERS)
)
_BEHIND = frozenset(
    (
        *_FIRST,
        *_UNITS,
        *(f"{unit}s" for unit in _UNITS),
        *_SMALL_NUMBERS,
        "a",
        "previous",
        "following",
        "coming",
        "same",
        "morning",
        "afternoon",
        "evening",
        "first",
        "second",
        "third",
        "final",
        "opening",
        "closing",
        "beginning",
        "start",
        "end",
        "middle",
    )
)


_BEGIN = _FIRST | _PERHAPS


def time_spans(text: str, tokens: Sequence[tuple[str, int, int]]) -> list[tuple[int, int]]:
    """The spans of all time expressions of `text`, in order; `tokens` are its words with their places."""
    spans: list[tuple[int, int]] = []
    free = 0
    last = len(tokens) - 1
    # Most words begin no time, and are not looked at.
    some = [n for n, (word, _, _) in enumerate(tokens) if word.lower() in _BEGIN or word[0].isdigit()]
    for number in some:
        word, start, _ = tokens[number]
        if start < free:
            continue
        low = word.lower()
        if low not in _FIRST and not word[0].isdigit():
            if low not in _PERHAPS or number == last:
                continue
            behind = tokens[number + 1][0]
            if behind.lower() not in _BEHIND and not behind[0].isdigit():
                continue
        match = _TIME.match(text, start)
        if match is None or (match[0].lower() in _ALSO_WORDS and not _is_month(text, match.start())):
            continue
        if low in _SPANNING and _SPAN.match(match[0]) and _RARE.search(text, max(0, start - _RARE_REACH), start):
            continue
        spans.append(match.span())
        free = match.end()
    return spans


# `the first talks in two years`: how rare it is, and no time.
_SPANNING = frozenset({"in", "within"})
_SPAN = re.compile(rf"(?:with)?in {_SMALL} {_UNIT}s?$", re.IGNORECASE)
_RARE_REACH = 60
_RARE = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|seventh|last|only|once|twice|times|such|(?:high|low|long|bigg?|great|"
    r"large?|clos|clear|strong|warm|new|lat|wor|mo)e?st)\b[^.;!?\n]*$",
    re.IGNORECASE,
)
# Months that are verbs, or nouns, too.
_ALSO_WORDS = frozenset({"may", "march"})
_BEFORE_MONTHS = frozenset(
    [
        "in",
        "last",
        "since",
        "of",
        "until",
        "by",
        "from",
        "and",
        "early",
        "late",
        "mid",
        "to",
        "this",
        "next",
        "on",
        "before",
        "after",
    ]
)


def _is_month(text: str, start: int) -> bool:
    before = text[max(0, start - 12) : start].split()
    return text[start].isupper() and bool(before) and before[-1].lower() in _BEFORE_MONTHS
