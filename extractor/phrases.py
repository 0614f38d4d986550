"""What one phrase of time can mean: a day, a month, `last week`, `two days ago`."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from extractor.periods import (
    Reading,
    day,
    month,
    nearest_days,
    nearest_months,
    nearest_weekdays,
    quarter,
    seasons,
    shifted_month,
    week,
    year,
)
from extractor.wording import DAY, FORTNIGHT, MONTH, QUARTER, WEEK, WEEKEND, YEAR, Token

__all__ = ["UnknownError", "meaning"]

_ONE_DAY = timedelta(days=1)
_ONE_WEEK = timedelta(weeks=1)
# A weekday that goes with a day and month tells the year: so many years are tried for it, back from publication.
_YEARS_BACK = 12
_A_MONTH = 28
_SUNDAY = 6


class UnknownError(Exception):
    """The expression counts from a day of publication that is not known, or from another one."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words of one phrase, by their codes (an ordinal number as `d`), and what it counts from."""

    parts: dict[str, int]
    published: date | None
    years: frozenset[int]

    def __contains__(self, code: str) -> bool:
        return code in self.parts

    def __getitem__(self, code: str) -> int:
        return self.parts[code]

    @property
    def today(self) -> date:
        """The day of publication.

        Raises:
            UnknownError: it is not known.
        """
        if self.published is None:
            raise UnknownError
        return self.published


def meaning(words: Sequence[Token], published: date | None, years: frozenset[int]) -> list[Reading] | None:
    """What the `words` of one phrase can mean, the likeliest first; None if they are no such phrase.

    Raises:
        UnknownError: it counts from a day that is not known.
        ValueError: there is no such day.
    """
    code = "".join(word.code for word in words)
    for pattern, rule in _RULES:
        if pattern.fullmatch(code):
            parts = {("d" if word.code == "o" else word.code): word.value for word in words}
            return rule(Phrase(parts, published, years))
    return None


# Days


def _day_of_month(phrase: Phrase) -> list[Reading]:
    if "y" in phrase:
        return _if_weekday([date(phrase["y"], phrase["m"], phrase["d"])], phrase)
    near = nearest_days(phrase["m"], phrase["d"], phrase.today)
    if "w" in phrase:
        return _with_weekday(near, phrase)
    others = (date(one, phrase["m"], phrase["d"]) for one in phrase.years if _exists(one, phrase["m"], phrase["d"]))
    return [*map(day, near), *(day(one).put_aside() for one in others)]


def _if_weekday(days: Iterable[date], phrase: Phrase) -> list[Reading]:
    """The days that fall on the weekday that the words name beside the date, if they name one."""
    return [day(one) for one in days if phrase.parts.get("w", one.weekday()) == one.weekday()]


def _with_weekday(near: list[date], phrase: Phrase) -> list[Reading]:
    fitting = [one for one in near if one.weekday() == phrase["w"]]
    if not fitting:
        earlier = range(phrase.today.year - 1, phrase.today.year - _YEARS_BACK, -1)
        days = (date(one, phrase["m"], phrase["d"]) for one in earlier if _exists(one, phrase["m"], phrase["d"]))
        fitting = [one for one in days if one.weekday() == phrase["w"]][:1]
    return [day(one) for one in fitting]


def _exists(number: int, month_number: int, day_number: int) -> bool:
    try:
        date(number, month_number, day_number)
    except ValueError:
        return False
    return True


def _iso_day(phrase: Phrase) -> list[Reading]:
    one = date.fromordinal(phrase["i"])
    return _if_weekday([one], phrase)


def _figures(phrase: Phrase) -> list[Reading]:
    first, rest = divmod(phrase["x"], 1_000_000)
    second, number = divmod(rest, 10_000)
    # European and American order.
    orders = [(second, first), (first, second)]
    days = [date(number, *order) for order in orders if _exists(number, *order)]
    return _if_weekday(days, phrase)


def _ordinal_day(phrase: Phrase) -> list[Reading]:
    today = phrase.today
    months = (shifted_month(today, shift) for shift in (1, 0, -1, -2))
    days = [date(*one, phrase["d"]) for one in months if _exists(*one, phrase["d"])]
    found = _if_weekday(days, phrase)
    before = [one for one in found if one.first <= today]
    after = [one for one in found if one.first > today]
    return [*before[:1], *after[-1:], *(one.put_aside() for one in before[1:2])]


def _feast(phrase: Phrase) -> list[Reading]:
    month_number, day_number = divmod(phrase["f"], 100)
    parts = phrase.parts | {"m": month_number, "d": day_number}
    return _day_of_month(replace(phrase, parts=parts))


def _weekday(phrase: Phrase) -> list[Reading]:
    today = phrase.today
    near = nearest_weekdays(phrase["w"], today)
    of_week = today + (phrase["w"] - today.weekday()) * _ONE_DAY
    step = phrase.parts.get("l")
    if step == 0:
        near = [of_week, *(one for one in near if one >= today)]
    elif step:
        # "Last Friday" is the one before, or the one of last week.
        near = [one for one in near if (one - today).days * step > 0] + [of_week + step * _ONE_WEEK]
    return [day(one) for one in near]


def _weekday_of_week(phrase: Phrase) -> list[Reading]:
    if phrase["u"] != WEEK:
        raise UnknownError
    today = phrase.today
    one = today + (phrase["w"] - today.weekday()) * _ONE_DAY + phrase["l"] * _ONE_WEEK
    # The American week begins on Sunday.
    shift = (today.weekday() == _SUNDAY) - (phrase["w"] == _SUNDAY)
    return [day(one), *([day(one + shift * _ONE_WEEK).put_aside()] if shift else [])]


def _by_distance(phrase: Phrase) -> list[Reading]:
    one = phrase.today + phrase["p"] * _ONE_DAY
    return _if_weekday([one], phrase)


# Longer periods


def _month(phrase: Phrase) -> list[Reading]:
    if "y" in phrase:
        return [_part_of(month(phrase["y"], phrase["m"]), phrase)]
    today = phrase.today
    near = nearest_months(phrase["m"], today)
    step = None if "u" in phrase else phrase.parts.get("l")
    if step == 0:
        near = [today.year]
    elif step:
        near = [
            today.year + step,
            *(one for one in near if (one * 12 + phrase["m"] - today.year * 12 - today.month) * step > 0),
        ]
    return [
        *(_part_of(month(one, phrase["m"]), phrase) for one in near),
        *(_part_of(month(one, phrase["m"]), phrase).put_aside() for one in phrase.years if step is None),
    ]


def _iso_month(phrase: Phrase) -> list[Reading]:
    number, months = divmod(phrase["j"], 12)
    return [_part_of(month(number, months + 1), phrase)]


def _year(phrase: Phrase) -> list[Reading]:
    return [_part_of(year(phrase["y"]), phrase, shortest=_A_MONTH)]


def _decade(phrase: Phrase) -> list[Reading]:
    first = phrase["0"]
    return [Reading.of(date(first, 1, 1), date(first + 9, 12, 31), _A_MONTH)]


def _season(phrase: Phrase) -> list[Reading]:
    if "y" in phrase:
        return seasons(phrase["y"], phrase["s"])
    today, step = phrase.today, phrase.parts.get("l", 0)
    found = [one for shift in (0, -1, 1) for one in seasons(today.year + shift, phrase["s"])]
    return [one for one in found if (step >= 0 or one.last < today) and (step <= 0 or one.first > today)]


def _quarter(phrase: Phrase) -> list[Reading]:
    if phrase["u"] != QUARTER or not 1 <= phrase["k"] <= 4:  # noqa: PLR2004
        raise UnknownError
    number = phrase.parts.get("y") or phrase.today.year
    return [quarter(date(number, 3 * phrase["k"] - 2, 1))]


def _period(phrase: Phrase) -> list[Reading]:
    """`last week`, `earlier this month`, `the end of the year`, `over the weekend`."""
    today, unit, step = phrase.today, phrase["u"], phrase.parts.get("l", 0)
    if unit == WEEKEND:
        return _weekends(today, phrase)
    if unit in {DAY, FORTNIGHT} or not {"l", "e"} & phrase.parts.keys():
        raise UnknownError
    if unit == WEEK:
        return _weeks(today, step, phrase)
    if unit == MONTH:
        return [_part_of(month(*shifted_month(today, step)), phrase)]
    if unit == QUARTER:
        return [_part_of(quarter(date(*shifted_month(today, 3 * step), 1)), phrase, shortest=_A_MONTH)]
    return [_part_of(year(today.year + step), phrase, shortest=_A_MONTH)]


def _weeks(today: date, step: int, phrase: Phrase) -> list[Reading]:
    # At the week's ends "earlier this week" and "the end of the week" may leave one day only.
    finest = 1 if "e" in phrase and (phrase["e"] or today.weekday() not in {2, 3, 4}) else 2
    found = [week(today + step * _ONE_WEEK, finest)]
    if today.weekday() == _SUNDAY:
        # In America a new week has begun.
        found.append(week(today + (step + 1) * _ONE_WEEK, finest).put_aside())
    return found


def _weekends(today: date, phrase: Phrase) -> list[Reading]:
    saturday = today - ((today.weekday() - 5) % 7) * _ONE_DAY
    within = (today - saturday).days <= 1
    step = phrase.parts.get("l")
    shifts = {-1: (-1, 0) if within else (0,), 0: (0, 1), 1: (1, 2), None: (0, 1)}[step]
    days = [saturday + shift * _ONE_WEEK for shift in shifts]
    return [Reading.of(one, one + _ONE_DAY).loose(1, 0, 2) for one in days]


def _part_of(period: Reading, phrase: Phrase, shortest: int = 2) -> Reading:
    """`period` where the words name a part of it (`early`, `mid`, `the end of`): a date may be a stretch within."""
    if not {"e", "k", "h"} & phrase.parts.keys() and not {"u", "m"} <= phrase.parts.keys():
        return period
    return period.loose(0, 0, 1 if phrase.parts.get("e") else shortest)


# Counted


def _ago(phrase: Phrase) -> list[Reading]:
    return _counted(phrase.today, -_count(phrase), phrase["u"])


def _ahead(phrase: Phrase) -> list[Reading]:
    return _counted(phrase.today, _count(phrase), phrase["u"])


def _count(phrase: Phrase) -> int:
    return phrase["n"] if "n" in phrase else phrase["d"]


def _counted(today: date, count: int, unit: int) -> list[Reading]:
    """Counts of days are a day out where the first or the last one counts too; longer ones are round."""
    if unit == DAY:
        slack = 1 if abs(count) > 1 else 0
        return [day(today + count * _ONE_DAY).loose(slack, slack, 1)]
    if unit in {WEEK, FORTNIGHT}:
        return [week(today + (count * 2 if unit == FORTNIGHT else count) * _ONE_WEEK).loose(4, 4, 1)]
    if unit == MONTH:
        return [month(*shifted_month(today, count)).loose(31, 31, 2)]
    if unit == YEAR:
        return [year(today.year + count).loose(366, 366, _A_MONTH)]
    raise UnknownError


_RULES: tuple[tuple[re.Pattern[str], Callable[[Phrase], list[Reading]]], ...] = tuple(
    (re.compile(pattern), rule)
    for pattern, rule in (
        (r"l?w|wl", _weekday),
        (r"w?(?:m[do]|[do]m)y?w?|[do]w?my?", _day_of_month),
        (r"p|pw|wp", _by_distance),
        (r"l?e?m|e?my|[kl]umy?|[kh]{2}my?|e?ym", _month),
        (r"e?lu|lue|eu|u", _period),
        (r"wlu|luw|elu?w", _weekday_of_week),
        (r"~*(?:[nd]|nn)ug", _ago),
        (r"c~*(?:[nd]|nn)u", _ahead),
        (r"e?y|[kh]{2}y", _year),
        (r"w?iw?", _iso_day),
        (r"e?j", _iso_month),
        (r"w?xw?", _figures),
        (r"w?o|ow", _ordinal_day),
        (r"fy?|wfy?", _feast),
        (r"e?sy?|e?ls", _season),
        (r"kuy?", _quarter),
        (r"e?0", _decade),
    )
)
