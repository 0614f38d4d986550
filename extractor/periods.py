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
    "quarter",
    "seasons",
    "shifted_month",
    "week",
    "year",
]

_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)
# As `finest`: an answer that does not take in the whole stretch says more than the words.
WHOLE = 10_000
_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that a time expression can mean.

    Attributes:
        first, last: the days that it spans.
        lower, upper: days between which a date given for it may lie at all.
        finest: the shortest stretch, in days, that may be given between `lower` and `upper`.
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
        if first is None or last is None:
            return begin <= self.upper and self.lower <= end
        if self.lower <= begin and end <= self.upper:
            return (end - begin).days + 1 >= self.finest or (begin, end) == (self.first, self.last)
        if begin > self.first or end < self.last:
            return False
        # A day may be given as its month, or among others; but "16 to 18 May" is not 15 to 20 May.
        return (self.first == self.last and not self.aside) or _whole_months(begin, end)


def _whole_months(first: date, last: date) -> bool:
    return first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]


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


def quarter(when: date) -> Reading:
    """The quarter of `when`."""
    first = when.month - (when.month - 1) % 3
    return Reading.of(date(when.year, first, 1), month(when.year, first + 2).last)


def seasons(number: int, first_month: int) -> list[Reading]:
    """A season of that year by its first month in the north; a winter that ends or begins in it; the southern one."""
    begins = [(number, first_month)]
    if first_month == _DECEMBER:
        begins.append((number - 1, first_month))
    found = [_season(*begin) for begin in begins]
    return [*found, _season(number, (first_month + 5) % 12 + 1).put_aside()]


def _season(number: int, first_month: int) -> Reading:
    first = date(number, first_month, 1)
    # Nobody tells its first or last day in the news.
    return Reading.of(first, month(*shifted_month(first, 2)).last).loose(31, 31, 2)


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
