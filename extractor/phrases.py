"""What one phrase of time can mean: a day, a month, `last week`, `two days ago`."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from extractor.periods import (
    Reading,
    day,
    month,
    nearest_days,
    nearest_months,
    nearest_weekdays,
    shifted_month,
    week,
    year,
)
from extractor.wording import DAY, MONTH, QUARTER, WEEK, WEEKEND, YEAR, Token

__all__ = ["UnknownError", "known", "meaning"]

_ONE_DAY = timedelta(days=1)
_ONE_WEEK = timedelta(weeks=1)
# A weekday that goes with a day and month tells the year: so many years are tried for it, back from publication.
_YEARS_BACK = 12
_A_MONTH = 28
_SEASON = 3
_SUNDAY = 6

Parts = dict[str, int]
Rule = Callable[[Parts, date | None, frozenset[int]], list[Reading]]


class UnknownError(Exception):
    """The expression counts from a day of publication that is not known, or from another one."""


def meaning(words: list[Token], published: date | None, years: frozenset[int]) -> list[Reading] | None:
    """What the `words` of one phrase can mean, the likeliest first; None if they are no such phrase.

    Raises:
        UnknownError: it counts from a day that is not known.
        ValueError: there is no such day.
    """
    code = "".join(word.code for word in words)
    for pattern, rule in _RULES:
        if pattern.fullmatch(code):
            return rule(_parts(words), published, years)
    return None


def known(published: date | None) -> date:
    """The day of publication.

    Raises:
        UnknownError: it is not known.
    """
    if published is None:
        raise UnknownError
    return published


def _parts(words: Iterable[Token]) -> Parts:
    return {("d" if word.code == "o" else word.code): word.value for word in words}


# Days


def _day_of_month(parts: Parts, published: date | None, years: frozenset[int]) -> list[Reading]:
    if "y" in parts:
        return _if_weekday([date(parts["y"], parts["m"], parts["d"])], parts)
    near = nearest_days(parts["m"], parts["d"], known(published))
    if "w" in parts:
        return _with_weekday(near, parts, known(published))
    others = (date(one, parts["m"], parts["d"]) for one in years if _exists(one, parts["m"], parts["d"]))
    return [*map(day, near), *(day(one).put_aside() for one in others)]


def _if_weekday(days: Iterable[date], parts: Parts) -> list[Reading]:
    """The days that fall on the weekday that the words name beside the date, if they name one."""
    return [day(one) for one in days if parts.get("w", one.weekday()) == one.weekday()]


def _with_weekday(near: list[date], parts: Parts, published: date) -> list[Reading]:
    fitting = [one for one in near if one.weekday() == parts["w"]]
    if not fitting:
        earlier = range(published.year - 1, published.year - _YEARS_BACK, -1)
        days = (date(one, parts["m"], parts["d"]) for one in earlier if _exists(one, parts["m"], parts["d"]))
        fitting = [one for one in days if one.weekday() == parts["w"]][:1]
    return [day(one) for one in fitting]


def _exists(number: int, month_number: int, day_number: int) -> bool:
    try:
        date(number, month_number, day_number)
    except ValueError:
        return False
    return True


def _iso_day(parts: Parts, published: date | None, years: frozenset[int]) -> list[Reading]:  # noqa: ARG001
    one = date.fromordinal(parts["i"])
    return _if_weekday([one], parts)


def _figures(parts: Parts, published: date | None, years: frozenset[int]) -> list[Reading]:  # noqa: ARG001
    first, rest = divmod(parts["x"], 1_000_000)
    second, number = divmod(rest, 10_000)
    # European and American order.
    orders = [(second, first), (first, second)]
    days = [date(number, *order) for order in orders if _exists(number, *order)]
    return _if_weekday(days, parts)


def _ordinal_day(parts: Parts, published: date | None, years: frozenset[int]) -> list[Reading]:  # noqa: ARG001
    today = known(published)
    months = (shifted_month(today, shift) for shift in (1, 0, -1, -2))
    days = [date(*one, parts["d"]) for one in months if _exists(*one, parts["d"])]
    found = _if_weekday(days, parts)
    before = [one for one in found if one.first <= today]
    after = [one for one in found if one.first > today]
    return [*before[:1], *after[-1:], *(one.put_aside() for one in before[1:2])]


def _feast(parts: Parts, published: date | None, years: frozenset[int]) -> list[Reading]:
    month_number, day_number = divmod(parts["f"], 100)
    return _day_of_month(parts | {"m": month_number, "d": day_number}, published, years)


def _weekday(parts: Parts, published: date | None, years: frozenset[int]) -> list[Reading]:  # noqa: ARG001
    today = known(published)
    near = nearest_weekdays(parts["w"], today)
    of_week = today + (parts["w"] - today.weekday()) * _ONE_DAY
    step = parts.get("l")
    if step == 0:
        near = [of_week, *(one for one in near if one >= today)]
    elif step:
        # "Last Friday" is the one before, or the one of last week.
        near = [one for one in near if (one - today).days * step > 0] + [of_week + step * _ONE_WEEK]
    return [day(one) for one in near]


def _weekday_of_week(parts: Parts, published: date | None, years: frozenset[int]) -> list[Reading]:  # noqa: ARG001
    if parts["u"] != WEEK:
        raise UnknownError
    today = known(published)
    one = today + (parts["w"] - today.weekday()) * _ONE_DAY + parts["l"] * _ONE_WEEK
    # The American week begins on Sunday.
    shift = (today.weekday() == _SUNDAY) - (parts["w"] == _SUNDAY)
    return [day(one), *([day(one + shift * _ONE_WEEK).put_aside()] if shift else [])]


def _by_distance(parts: Parts, published: date | None, years: frozenset[int]) -> list[Reading]:  # noqa: ARG001
    one = known(published) + parts["p"] * _ONE_DAY
    return _if_weekday([one], parts)


# Longer periods


def _month(parts: Parts, published: date | None, years: frozenset[int]) -> list[Reading]:
    if "y" in parts:
        return [_part_of(month(parts["y"], parts["m"]), parts)]
    today = known(published)
    near = nearest_months(parts["m"], today)
    step = None if "u" in parts else parts.get("l")
    if step == 0:
        near = [today.year]
    elif step:
        near = [today.year + step, *(one for one in near if (one * 12 + parts["m"]) * step > _months(today) * step)]
    return [
        *(_part_of(month(one, parts["m"]), parts) for one in near),
        *(_part_of(month(one, parts["m"]), parts).put_aside() for one in years if step is None),
    ]


def _months(when: date) -> int:
    return when.year * 12 + when.month


def _iso_month(parts: Parts, published: date | None, years: frozenset[int]) -> list[Reading]:  # noqa: ARG001
    number, months = divmod(parts["j"], 12)
    return [_part_of(month(number, months + 1), parts)]


def _year(parts: Parts, published: date | None, years: frozenset[int]) -> list[Reading]:  # noqa: ARG001
    return [_part_of(year(parts["y"]), parts, shortest=_A_MONTH)]


def _decade(parts: Parts, published: date | None, years: frozenset[int]) -> list[Reading]:  # noqa: ARG001
    first = parts["0"]
    return [Reading.of(date(first, 1, 1), date(first + 9, 12, 31), _A_MONTH)]


def _season(parts: Parts, published: date | None, years: frozenset[int]) -> list[Reading]:  # noqa: ARG001
    if "y" in parts:
        return list(_seasons(parts["y"], parts["s"]))
    today, step = known(published), parts.get("l", 0)
    found = [one for shift in (0, -1, 1) for one in _seasons(today.year + shift, parts["s"])]
    return [one for one in found if (step >= 0 or one.last < today) and (step <= 0 or one.first > today)]


def _seasons(number: int, first_month: int) -> Iterator[Reading]:
    """A season of the northern half of the world; in the southern half it lies half a year apart."""
    first, last = month(number, first_month), month(*shifted_month(date(number, first_month, 1), _SEASON - 1))
    yield Reading.of(first.first, last.last).loose(31, 31, 2)
    if first_month == 12:  # noqa: PLR2004
        before = month(*shifted_month(date(number, 1, 1), -1)), month(number, 2)
        yield Reading.of(before[0].first, before[1].last).loose(31, 31, 2)
    south = date(number, (first_month + 5) % 12 + 1, 1)
    ends = month(*shifted_month(south, _SEASON - 1))
    yield Reading.of(south, ends.last).loose(31, 31, 2).put_aside()


def _quarter(parts: Parts, published: date | None, years: frozenset[int]) -> list[Reading]:  # noqa: ARG001
    if parts["u"] != QUARTER or not 1 <= parts["k"] <= 4:  # noqa: PLR2004
        raise UnknownError
    number = parts["y"] if "y" in parts else known(published).year
    return [_quarter_of(date(number, 3 * parts["k"] - 2, 1))]


def _quarter_of(when: date) -> Reading:
    first = when.month - (when.month - 1) % 3
    return Reading.of(date(when.year, first, 1), month(when.year, first + 2).last)


def _period(parts: Parts, published: date | None, years: frozenset[int]) -> list[Reading]:  # noqa: ARG001
    """`last week`, `earlier this month`, `the end of the year`, `over the weekend`."""
    today, unit, step = known(published), parts["u"], parts.get("l", 0)
    if unit == WEEKEND:
        return _weekends(today, parts)
    if unit == DAY or not {"l", "e"} & parts.keys():
        raise UnknownError
    if unit == WEEK:
        return _weeks(today, step, parts)
    if unit == MONTH:
        return [_part_of(month(*shifted_month(today, step)), parts)]
    if unit == QUARTER:
        return [_part_of(_quarter_of(date(*shifted_month(today, 3 * step), 1)), parts, shortest=_A_MONTH)]
    return [_part_of(year(today.year + step), parts, shortest=_A_MONTH)]


def _weeks(today: date, step: int, parts: Parts) -> list[Reading]:
    # At the week's ends "earlier this week" and "the end of the week" may leave one day only.
    finest = 1 if "e" in parts and (parts["e"] or today.weekday() not in {2, 3, 4}) else 2
    found = [week(today + step * _ONE_WEEK, finest)]
    if today.weekday() == _SUNDAY:
        # In America a new week has begun.
        found.append(week(today + (step + 1) * _ONE_WEEK, finest).put_aside())
    return found


def _weekends(today: date, parts: Parts) -> list[Reading]:
    saturday = today - ((today.weekday() - 5) % 7) * _ONE_DAY
    within = (today - saturday).days <= 1
    step = parts.get("l")
    shifts = {-1: (-1, 0) if within else (0,), 0: (0, 1), 1: (1, 2), None: (0, 1)}[step]
    days = [saturday + shift * _ONE_WEEK for shift in shifts]
    return [Reading.of(one, one + _ONE_DAY).loose(1, 0, 2) for one in days]


def _part_of(period: Reading, parts: Parts, shortest: int = 2) -> Reading:
    """`period` where the words name a part of it (`early`, `mid`, `the end of`): a date may be a stretch within."""
    if not {"e", "k", "h"} & parts.keys() and not {"u", "m"} <= parts.keys():
        return period
    return period.loose(0, 0, 1 if parts.get("e") else shortest)


# Counted


def _ago(parts: Parts, published: date | None, years: frozenset[int]) -> list[Reading]:  # noqa: ARG001
    return _counted(known(published), -_count(parts), parts["u"])


def _ahead(parts: Parts, published: date | None, years: frozenset[int]) -> list[Reading]:  # noqa: ARG001
    return _counted(known(published), _count(parts), parts["u"])


def _count(parts: Parts) -> int:
    return parts["n"] if "n" in parts else parts["d"]


def _counted(today: date, count: int, unit: int) -> list[Reading]:
    """Counts of days are a day out where the first or the last one counts too; longer ones are round."""
    if unit == DAY:
        slack = 1 if abs(count) > 1 else 0
        return [day(today + count * _ONE_DAY).loose(slack, slack, 1)]
    if unit == WEEK:
        return [week(today + count * _ONE_WEEK).loose(4, 4, 1)]
    if unit == MONTH:
        return [month(*shifted_month(today, count)).loose(31, 31, 2)]
    if unit == YEAR:
        return [year(today.year + count).loose(366, 366, _A_MONTH)]
    raise UnknownError


_RULES:
        if pattern.fullmatch(code):
            return rule(_parts(words), published, years)
    for joint in ("r", "t", "a"):
        if joint in code:
            return _joined(joint, words, published, years)
    return []


def _with_years(words: list[Token], published: date | None) -> list[Token]:
    """The words with `last year` as the year it is, where a month or season goes with it; without idle ones."""
    code = "".join(word.code for word in words)
    dated = "m" in code or "s" in code
    kept: list[Token] = []
    for number, word in enumerate(words):
        if dated and word == ("u", YEAR) and kept and kept[-1].code == "l":
            kept.append(Token("y", known(published).year + kept.pop().value))
        elif not (pattern := _IDLE_BEFORE.get(word.code)) or not pattern.match(code, number + 1):
            kept.append(word)
    return kept


# "Early Wednesday" is Wednesday; "in" tells something only before a count.
_IDLE_BEFORE = {"e": re.compile(r"w|p|i|m[do]|[do]m|luw"), "c": re.compile(r"(?!~*[nd]n?u)")}


def _parts(words: Iterable[Token]) -> Parts:
    return {("d" if word.code == "o" else word.code): word.value for word in words}


def known(published: date | None) -> date:
    """The day of publication.

    Raises:
        UnknownError: it is not known.
    """
    if published is None:
        raise UnknownError
    return published


# Days


def _day_of_month(parts: Parts, published: date | None, years: frozenset[int]) -> list[Reading]:
    if "y" in parts:
        return _if_weekday([date(parts["y"], parts["m"], parts["d"])], parts)
    near = nearest_days(parts["m"], parts["d"], known(published))
    if "w" in parts:
        return _with_weekday(near, parts, known(published))
    others = (date(one, parts["m"], parts["d"]) for one in years if _exists(one, parts["m"], parts["d"]))
    return [*map(day, near), *(day(one).put_aside() for one in others)]


def _if_weekday(days: Iterable[date], parts: Parts) -> list[Reading]:
    """The days that fall on the weekday that the words name beside the date, if they name one."""
    return [day(one) for one in days if parts.get("w", one.weekday()) == one.weekday()]


def _with_weekday(near: list[date], parts: Parts, published: date) -> list[Reading]:
    fitting = [one for one in near if one.weekday() == parts["w"]]
    if not fitting:
        earlier = range(published.year - 1, published.year - _YEARS_BACK, -1)
        days = (date(one, parts["m"], parts["d"]) for one in earlier if _exists(one, parts["m"], parts["d"]))
        fitting = [one for one in days if one.weekday() == parts["w"]][:1]
    return [day(one) for one in fitting]


def _exists(number: int, month_number: int, day_number: int) -> bool:
    try:
        date(number, month_number, day_number)
    except ValueError:
        return False
    return True


def _iso_day(parts: Parts, published: date | None, years: frozenset[int]) -> list[Reading]:  # noqa: ARG001
    one = date.fromordinal(parts["i"])
    return _if_weekday([one], parts)


def _figures(parts: Parts, published: date | None, years: frozenset[int]) -> list[Reading]:  # noqa: ARG001
    first, rest = divmod(parts["x"], 1_000_000)
    second, number = divmod(rest, 10_000)
    # European and American order.
    orders = [(second, first), (first, second)]
    days = [date(number, *order) for order in orders if _exists(number, *order)]
    return _if_weekday(days, parts)


def _ordinal_day(parts: Parts, published: date | None, years: frozenset[int]) -> list[Reading]:  # noqa: ARG001
    today = known(published)
    months = (shifted_month(today, shift) for shift in (1, 0, -1, -2))
    days = [date(*one, parts["d"]) for one in months if _exists(*one, parts["d"])]
    found = _if_weekday(days, parts)
    before = [one for one in found if one.first <= today]
    after = [one for one in found if one.first > today]
    return [*before[:1], *after[-1:], *(one.put_aside() for one in before[1:2])]


def _feast(parts: Parts, published: date | None, years: frozenset[int]) -> list[Reading]:
    month_number, day_number = divmod(parts["f"], 100)
    return _day_of_month(parts | {"m": month_number, "d": day_number}, published, years)


def _weekday(parts: Parts, published: date | None, years: frozenset[int]) -> list[Reading]:  # noqa: ARG001
    today = known(published)
    near = nearest_weekdays(parts["w"], today)
    of_week = today + (parts["w"] - today.weekday()) * _ONE_DAY
    step = parts.get("l")
    if step == 0:
        near = [of_week, *(one for one in near if one >= today)]
    elif step:
        # "Last Friday" is the one before, or the one of last week.
        near = [one for one in near if (one - today).days * step > 0] + [of_week + step * _ONE_WEEK]
    return [day(one) for one in near]


def _weekday_of_week(parts: Parts, published: date | None, years: frozenset[int]) -> list[Reading]:  # noqa: ARG001
    if parts["u"] != WEEK:
        raise UnknownError
    today = known(published)
    one = today + (parts["w"] - today.weekday()) * _ONE_DAY + parts["l"] * _ONE_WEEK
    # The American week begins on Sunday.
    shift = (today.weekday() == _SUNDAY) - (parts["w"] == _SUNDAY)
    return [day(one), *([day(one + shift * _ONE_WEEK).put_aside()] if shift else [])]


def _by_distance(parts: Parts, published: date | None, years: frozenset[int]) -> list[Reading]:  # noqa: ARG001
    one = known(published) + parts["p"] * _ONE_DAY
    return _if_weekday([one], parts)


# Longer periods


def _month(parts: Parts, published: date | None, years: frozenset[int]) -> list[Reading]:
    if "y" in parts:
        return [_part_of(month(parts["y"], parts["m"]), parts)]
    today = known(published)
    near = nearest_months(parts["m"], today)
    step = None if "u" in parts else parts.get("l")
    if step == 0:
        near = [today.year]
    elif step:
        near = [today.year + step, *(one for one in near if (one * 12 + parts["m"]) * step > _months(today) * step)]
    return [
        *(_part_of(month(one, parts["m"]), parts) for one in near),
        *(_part_of(month(one, parts["m"]), parts).put_aside() for one in years if step is None),
    ]


def _months(when: date) -> int:
    return when.year * 12 + when.month


def _iso_month(parts: Parts, published: date | None, years: frozenset[int]) -> list[Reading]:  # noqa: ARG001
    number, months = divmod(parts["j"], 12)
    return [_part_of(month(number, months + 1), parts)]


def _year(parts: Parts, published: date | None, years: frozenset[int]) -> list[Reading]:  # noqa: ARG001
    return [_part_of(year(parts["y"]), parts, shortest=_A_MONTH)]


def _decade(parts: Parts, published: date | None, years: frozenset[int]) -> list[Reading]:  # noqa: ARG001
    first = parts["0"]
    return [Reading.of(date(first, 1, 1), date(first + 9, 12, 31), _A_MONTH)]


def _season(parts: Parts, published: date | None, years: frozenset[int]) -> list[Reading]:  # noqa: ARG001
    if "y" in parts:
        return list(_seasons(parts["y"], parts["s"]))
    today, step = known(published), parts.get("l", 0)
    found = [one for shift in (0, -1, 1) for one in _seasons(today.year + shift, parts["s"])]
    return [one for one in found if (step >= 0 or one.last < today) and (step <= 0 or one.first > today)]


def _seasons(number: int, first_month: int) -> Iterator[Reading]:
    """A season of the northern half of the world; in the southern half it lies half a year apart."""
    first, last = month(number, first_month), month(*shifted_month(date(number, first_month, 1), _SEASON - 1))
    yield Reading.of(first.first, last.last).loose(31, 31, 2)
    if first_month == 12:  # noqa: PLR2004
        before = month(*shifted_month(date(number, 1, 1), -1)), month(number, 2)
        yield Reading.of(before[0].first, before[1].last).loose(31, 31, 2)
    south = date(number, (first_month + 5) % 12 + 1, 1)
    ends = month(*shifted_month(south, _SEASON - 1))
    yield Reading.of(south, ends.last).loose(31, 31, 2).put_aside()


def _quarter(parts: Parts, published: date | None, years: frozenset[int]) -> list[Reading]:  # noqa: ARG001
    if parts["u"] != QUARTER or not 1 <= parts["k"] <= 4:  # noqa: PLR2004
        raise UnknownError
    number = parts["y"] if "y" in parts else known(published).year
    return [_quarter_of(date(number, 3 * parts["k"] - 2, 1))]


def _quarter_of(when: date) -> Reading:
    first = when.month - (when.month - 1) % 3
    return Reading.of(date(when.year, first, 1), month(when.year, first + 2).last)


def _period(parts: Parts, published: date | None, years: frozenset[int]) -> list[Reading]:  # noqa: ARG001
    """`last week`, `earlier this month`, `the end of the year`, `over the weekend`."""
    today, unit, step = known(published), parts["u"], parts.get("l", 0)
    if unit == WEEKEND:
        return _weekends(today, parts)
    if unit == DAY or not {"l", "e"} & parts.keys():
        raise UnknownError
    if unit == WEEK:
        return _weeks(today, step, parts)
    if unit == MONTH:
        return [_part_of(month(*shifted_month(today, step)), parts)]
    if unit == QUARTER:
        return [_part_of(_quarter_of(date(*shifted_month(today, 3 * step), 1)), parts, shortest=_A_MONTH)]
    return [_part_of(year(today.year + step), parts, shortest=_A_MONTH)]


def _weeks(today: date, step: int, parts: Parts) -> list[Reading]:
    # At the week's ends "earlier this week" and "the end of the week" may leave one day only.
    finest = 1 if "e" in parts and (parts["e"] or today.weekday() not in {2, 3, 4}) else 2
    found = [week(today + step * _ONE_WEEK, finest)]
    if today.weekday() == _SUNDAY:
        # In America a new week has begun.
        found.append(week(today + (step + 1) * _ONE_WEEK, finest).put_aside())
    return found


def _weekends(today: date, parts: Parts) -> list[Reading]:
    saturday = today - ((today.weekday() - 5) % 7) * _ONE_DAY
    within = (today - saturday).days <= 1
    step = parts.get("l")
    shifts = {-1: (-1, 0) if within else (0,), 0: (0, 1), 1: (1, 2), None: (0, 1)}[step]
    days = [saturday + shift * _ONE_WEEK for shift in shifts]
    return [Reading.of(one, one + _ONE_DAY).loose(1, 0, 2) for one in days]


def _part_of(period: Reading, parts: Parts, shortest: int = 2) -> Reading:
    """`period` where the words name a part of it (`early`, `mid`, `the end of`): a date may be a stretch within."""
    if not {"e", "k", "h"} & parts.keys() and not {"u", "m"} <= parts.keys():
        return period
    return period.loose(0, 0, 1 if parts.get("e") else shortest)


# Counted


def _ago(parts: Parts, published: date | None, years: frozenset[int]) -> list[Reading]:  # noqa: ARG001
    return _counted(known(published), -_count(parts), parts["u"])


def _ahead(parts: Parts, published: date | None, years: frozenset[int]) -> list[Reading]:  # noqa: ARG001
    return _counted(known(published), _count(parts), parts["u"])


def _count(parts: Parts) -> int:
    return parts["n"] if "n" in parts else parts["d"]


def _counted(today: date, count: int, unit: int) -> list[Reading]:
    """Counts of days are a day out where the first or the last one counts too; longer ones are round."""
    if unit == DAY:
        slack = 1 if abs(count) > 1 else 0
        return [day(today + count * _ONE_DAY).loose(slack, slack, 1)]
    if unit == WEEK:
        return [week(today + count * _ONE_WEEK).loose(4, 4, 1)]
    if unit == MONTH:
        return [month(*shifted_month(today, count)).loose(31, 31, 2)]
    if unit == YEAR:
        return [year(today.year + count).loose(366, 366, _A_MONTH)]
    raise UnknownError


# Several


def _joined(joint: str, words: list[Token], published: date | None, years: frozenset[int]) -> list[Reading]:
    """`A or B`, `from A to B`, `A and B`."""
    between = words[0].code == "b"
    if words[0].code in "bv":
        words = words[1:]
    pieces = _pieces(words, "a" if between else joint)
    if len(pieces) < 2 or not all(pieces):  # noqa: PLR2004
        return []
    meant = [_meaning(piece, published, years) for piece in _completed(pieces)]
    if not all(meant):
        return []
    if joint == "r":
        return [reading for one in meant for reading in one]
    both_weekdays = all([word.code for word in piece] == ["w"] for piece in (pieces[0], pieces[-1]))
    spans = [
        Reading.of(first.first, last.last, 1 if between else WHOLE)
        for first in meant[0]
        if (last := _following(first, meant[-1], weekday=both_weekdays)) is not None
    ]
    if joint == "t" or between:
        return spans
    # A row may be about one of the days only.
    return [*spans, *(reading.put_aside() for one in meant for reading in one)]


def _pieces(words: Sequence[Token], joint: str) -> list[list[Token]]:
    pieces: list[list[Token]] = [[]]
    for word in words:
        if word.code == joint:
            pieces.append([])
        else:
            pieces[-1].append(word)
    return pieces


def _completed(pieces: list[list[Token]]) -> list[list[Token]]:
    """The pieces with the month and year that one of them gives for all (`16 to 18 May 2025`, `May 16 and 18`)."""
    everything = [word for piece in pieces for word in piece]
    months = [word for word in everything if word.code == "m"]
    years = [word for word in everything if word.code == "y"]
    completed: list[list[Token]] = []
    for piece in pieces:
        codes = {word.code for word in piece}
        whole = list(piece)
        if len(months) == 1 and codes <= {"d", "o", "w", "y"} and codes & {"d", "o"}:
            whole = [*months, *whole]
        if len(years) == 1 and pieces[-1][-1].code == "y" and "y" not in codes and (named := _month_of(whole)):
            # "December 30 to January 2, 2025" begins in 2024.
            whole = [*whole, Token("y", years[0].value - (named > (_month_of(pieces[-1]) or named)))]
        weeks = _week_words(pieces[-1])
        if weeks and codes == {"w"}:
            whole = [*whole, *weeks]
        completed.append(whole)
    return completed


def _month_of(piece: list[Token]) -> int:
    return next((word.value for word in piece if word.code == "m"), 0)


def _week_words(piece: list[Token]) -> list[Token]:
    """The `last week` of `Monday and Tuesday last week`."""
    return piece[-2:] if [word.code for word in piece] == ["w", "l", "u"] else []


def _following(first: Reading, candidates: list[Reading], *, weekday: bool) -> Reading | None:
    if weekday:
        # The next day of that name behind the first, whatever lies nearest to the publication.
        days = (candidates[0].first - first.first).days % 7
        return day(first.first + days * _ONE_DAY) if days else None
    later = [one for one in candidates if one.first > first.first]
    return min(later, key=lambda one: one.first, default=None)


_RULES: tuple[tuple[re.Pattern[str], Rule], ...] = tuple(
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
