"""Stretches of the calendar that a time expression can mean."""

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta

__all__ = [
    "WHOLE",
    "Reading",
    "day",
    "month",
    "nearest_days",
    "nearest_months",
    "nearest_weekdays",
    "shifted_month",
    "week",
    "year",
]

_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)
# As `finest`: an answer that does not take in the whole stretch says more than the words.
WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that a time expression can mean.

    Attributes:
        first, last: the days that it spans.
        lower, upper: days between which a date given for it may lie at all.
        finest: the shortest stretch, in days, that may be given between `lower` and `upper`; a date that takes in all
            of `first` to `last` is always right.
        aside: it is possible, but not what the words say first: one of the two days in "May 16 and June 2", a year
            that is named elsewhere.
    """

    first: date
    last: date
    lower: date
    upper: date
    finest: int = WHOLE
    aside: bool = False

    @classmethod
    def of(cls, first: date, last: date, finest: int = WHOLE) -> "Reading":
        """The days `first` to `last`, and none beside them."""
        return cls(first, last, first, last, finest)

    def loose(self, before: int, after: int, finest: int) -> "Reading":
        """The same, where a date may also lie some days `before` or `after`."""
        lower, upper = self.first - before * _DAY, self.last + after * _DAY
        return replace(self, lower=lower, upper=upper, finest=finest)

    def put_aside(self) -> "Reading":
        """The same as one that the words do not say first."""
        return replace(self, aside=True)

    def allows(self, first: date | None, last: date | None) -> bool:
        """Whether a date that spans `first` to `last` (None: open) can be this."""
        begin, end = first or date.min, last or date.max
        if begin <= self.first and self.last <= end:
            return True
        if first is None or last is None:
            return begin <= self.upper and self.lower <= end
        return self.lower <= begin and end <= self.upper and (end - begin).days + 1 >= self.finest


def day(when: date) -> Reading:
    """That day."""
    return Reading.of(when, when)


def month(number_of_year: int, number: int, finest: int = WHOLE) -> Reading:
    """Month `number` (1 to 12) of a year."""
    days = calendar.monthrange(number_of_year, number)[1]
    return Reading.of(date(number_of_year, number, 1), date(number_of_year, number, days), finest)


def year(number: int, finest: int = WHOLE) -> Reading:
    """That year."""
    return Reading.of(date(number, 1, 1), date(number, 12, 31), finest)


def week(when: date, finest: int = 2) -> Reading:
    """The week of `when`, Monday to Sunday; a date may also count from the Sunday before, as in America."""
    monday = when - when.weekday() * _DAY
    return Reading.of(monday, monday + 6 * _DAY).loose(1, 0, finest)


def shifted_month(when: date, months: int) -> tuple[int, int]:
    """Year and number of the month that lies `months` after the one of `when`."""
    years, number = divmod(when.year * 12 + when.month - 1 + months, 12)
    return years, number + 1


def nearest_weekdays(weekday: int, published: date) -> list[date]:
    """The days of that name (0 for Monday) next to `published`: the day itself, the one before, the one after."""
    before = published - ((published.weekday() - weekday) % 7) * _DAY
    if before == published:
        return [published, published - _WEEK, published + _WEEK]
    return [before, before + _WEEK]


def nearest_months(number: int, published: date) -> list[int]:
    """The years in which month `number` lies nearest to `published`: before it (or now), and after it."""
    before = published.year if number <= published.month else published.year - 1
    return [before, before + 1]


def nearest_days(month_number: int, number: int, published: date) -> list[date]:
    """The days of that month and number next to `published`: the last one up to it, the first one behind it.

    Raises:
        ValueError: the month has no such day.
    """
    # 2000 has a 29 February; the next one is at most eight years away.
    date(2000, month_number, number)
    days = [
        date(one, month_number, number)
        for one in range(max(published.year - 8, 1), min(published.year + 9, 10_000))
        if number <= calendar.monthrange(one, month_number)[1]
    ]
    before = [one for one in days if one <= published][-1:]
    return [*before, *[one for one in days if one > published][:1]]
