"""How long a meeting lasted, where the words say it in numbers."""

import re

__all__ = ["contradict"]

_NUMBERS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "forty-five": 45,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
}
_MINUTES = {"minute": 1, "hour": 60, "day": 24 * 60, "week": 7 * 24 * 60}
_AMOUNT = re.compile(
    rf"\b(\d+(?:[.,]\d+)?|half|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})(?:[ -](and a half|an?))?"
    rf"[ -]({'|'.join(_MINUTES)})s?\b( and a half)?",
    re.IGNORECASE,
)
_UNDER = re.compile(r"\b(?:less than|under|not quite|just short of|nearly|almost|up to)\b", re.IGNORECASE)
_OVER = re.compile(r"\b(?:more than|over|at least|longer than)\b", re.IGNORECASE)
# "Two hours" and "about an hour and 45 minutes" can be said of one meeting.
_ROUNDING = 1.3


def contradict(one: str, other: str) -> bool:
    """Whether two durations, in the articles' words, can't be the same; False where the words can't be read."""
    first, second = _range(one), _range(other)
    if first is None or second is None:
        return False
    return first[0] > second[1] * _ROUNDING or second[0] > first[1] * _ROUNDING


def _range(words: str) -> tuple[float, float] | None:
    minutes = sum(_minutes(*amount) for amount in _AMOUNT.findall(words))
    if not minutes:
        return None
    return (0 if _UNDER.search(words) else minutes), (float("inf") if _OVER.search(words) else minutes)


def _minutes(number: str, half: str, unit: str, half_behind: str) -> float:
    unit_minutes = _MINUTES[unit.lower()]
    word = number.lower()
    amount = 0.5 if word == "half" else float(_NUMBERS.get(word) or word.replace(",", "."))
    more = 0.5 if half.lower() == "and a half" or half_behind else 0
    return (amount + more) * unit_minutes
