"""Whether two rows of different articles tell of one meeting: points for what agrees, and what rules it out."""

from functools import lru_cache
from itertools import product
from typing import NamedTuple

from rapidfuzz import fuzz

from extractor.dossier.rows import MeetingRow, Phase, Span
from extractor.persons import same_person
from schemas import MeetingFormat, MeetingLevel

__all__ = ["AMBIGUITY", "RESEMBLANCE", "THRESHOLD", "Evidence", "compare", "exclude"]

# The points were set so that the same day and parties (7) need one thing more that agrees, and a date that is only
# vague (at most 5) needs as much as a round and a city. docs/dossier.md gives the table.
THRESHOLD = 7.5
# Below the threshold, but worth a person's look.
RESEMBLANCE = 5.5
# Of points against it, so many keep two rows apart which a third would join: another city, or a leader and a minister.
AGAINST = -2.0
# Where a row fits two meetings, the better one must lead by so much.
AMBIGUITY = 1.0

_ALIKE = 85
_MOVED_DAYS = 31
_MOVED_SAME_PLACE = 3
_NEWS_DAYS = 2
_RECENT_DAYS = 30
_NEAR_DAYS = 7
_FORESEEN_DAYS = 60
# Of one round of talks, told in passing, between the same parties.
_ROUND_DAYS = 200
_MONTH_DAYS = 31

_CALLS = {MeetingFormat.PHONE, MeetingFormat.ONLINE}
_BELOW_LEADERS = {MeetingLevel.MINISTERS, MeetingLevel.OFFICIALS, MeetingLevel.TECHNICAL}


# What one field says: points, and the reason in words, which `Evidence.reasons` fills in with values of the rows.
_Said = tuple[float, str]
_SILENT: _Said = (0.0, "")
_SAME_PARTIES: _Said = (3.0, "same parties")
_SAME_DATE: _Said = (4.0, "same date")
_SAME_HELPERS: _Said = (0.5, "same mediators or hosts")
_SAME_PLAN: _Said = (0.5, "same status ({one.status})")
_SAME_WORDS: _Said = (2.0, "the same words in both articles")


class Evidence(NamedTuple):
    """How much speaks for one meeting."""

    score: float
    one: MeetingRow
    other: MeetingRow
    said: tuple[_Said, ...]

    @property
    def speaks_against(self) -> bool:
        """Whether the rows tell of other things, such as another city or other people, and not enough outweighs it."""
        return self.score < THRESHOLD and sum([points for points, _ in self.said if points < 0]) <= AGAINST

    @property
    def reasons(self) -> list[str]:
        """What agrees, and what speaks against it, in words."""
        return [self._filled_in(reason) if "{" in reason else reason for _, reason in self.said if reason]

    def _filled_in(self, reason: str) -> str:
        if "delegate" in reason:
            both = _both_name(self.one, self.other)
            return reason.format(
                same=", ".join([name.title() for _, names in both for name in names]),
                strangers=", ".join([side for side, names in both if not names]),
            )
        if "city" in reason:
            return reason.format(city=(self.one.city or "").title(), other_city=(self.other.city or "").title())
        return reason.format(one=self.one, other=self.other)


def compare(one: MeetingRow, other: MeetingRow) -> Evidence | None:
    """The evidence that `one` and `other` are the same meeting; None if they can't be."""
    if one.ref > other.ref:
        one, other = other, one
    # Rule by rule, what costs the least first: this runs millions of times for a hundred thousand articles.
    if (same_round := _round(one, other)) is None or (same_format := _FORMATS[one.format, other.format]) is None:
        return None
    if (parties := _parties(one, other)) is None or (when := _when(one, other)) is None:
        return None
    if (people := _people(one, other) if one.people and other.people else _SILENT) is None:
        return None
    place, level = _place(one, other), _LEVELS[one.level, other.level]
    helpers = _SILENT if one.helpers.isdisjoint(other.helpers) else _SAME_HELPERS
    name = _name(one.name, other.name) if one.name and other.name else _SILENT
    status = _SAME_PLAN if one.status is other.status and one.phase is Phase.AHEAD else _SILENT
    quotes = _SILENT if one.quotes.isdisjoint(other.quotes) else _SAME_WORDS
    said = (parties, same_round, same_format, when, place, level, people, helpers, name, status, quotes)
    score = parties[0] + same_round[0] + same_format[0] + when[0] + place[0] + level[0]
    score += people[0] + helpers[0] + name[0] + status[0] + quotes[0]
    return Evidence(score, one, other, said)


def exclude(one: MeetingRow, other: MeetingRow) -> bool:
    """Whether `one` and `other` can't be in one group: they can't be the same, or much speaks against it."""
    evidence = compare(one, other)
    return evidence is None or evidence.speaks_against


def _parties(one: MeetingRow, other: MeetingRow) -> _Said | None:
    if not one.parties or not other.parties:
        return None
    if one.parties is other.parties or one.parties == other.parties:
        return _SAME_PARTIES
    smaller, larger = sorted((one.parties, other.parties), key=len)
    shared = smaller & larger
    if one.parties <= other.parties | other.helpers and other.parties <= one.parties | one.helpers:
        return 2.5, "same participants, in other roles"
    if shared == smaller and len(shared) > 1:
        return 2.0, "the parties of one are among those of the other"
    return (0.5, "some of the parties are the same") if len(shared) > 1 else None


def _round(one: MeetingRow, other: MeetingRow) -> _Said | None:
    if one.round is None or other.round is None:
        return _SILENT
    return (3.0, "same round ({one.round})") if one.round == other.round else None


def _format(one: MeetingFormat, other: MeetingFormat) -> _Said | None:
    if MeetingFormat.UNKNOWN in {one, other}:
        return _SILENT
    if one is other:
        return 1.0, f"same format ({one})"
    return (-0.5, "one says by phone, one online") if {one, other} == _CALLS else None


def _level(one: MeetingLevel, other: MeetingLevel) -> _Said:
    if one is other:
        return _SILENT if one is MeetingLevel.UNKNOWN else (1.0, f"same level ({one})")
    levels = {one, other}
    if levels & {MeetingLevel.UNKNOWN, MeetingLevel.MIXED}:
        return _SILENT
    points = -2.0 if MeetingLevel.LEADERS in levels and levels & _BELOW_LEADERS else -0.5
    return points, f"other level ({one}, {other})"


_FORMATS = {pair: _format(*pair) for pair in product(MeetingFormat, repeat=2)}
_LEVELS = {pair: _level(*pair) for pair in product(MeetingLevel, repeat=2)}


def _place(one: MeetingRow, other: MeetingRow) -> _Said:
    if one.city and other.city:
        if one.city == other.city:
            return 2.0, "same city ({city})"
        abroad = one.country and other.country and one.country != other.country
        return (-4.0 if abroad else -3.0), "other city ({city}, {other_city})"
    if one.country and other.country:
        if one.country == other.country:
            return 1.0, "same country ({one.country})"
        return -3.0, "other country ({one.country}, {other.country})"
    return _SILENT


def _people(one: MeetingRow, other: MeetingRow) -> _Said | None:
    shared = strangers = 0
    teams = other.people
    for side, names in one.people.items():
        if (others := teams.get(side)) is not None:
            if both := len(names) if names is others else len(_shared(names, others)):
                shared += both
            else:
                strangers += 1
    if strangers and one.level is other.level is MeetingLevel.LEADERS:
        # A president and a prime minister each have their own meetings with a guest.
        return None
    points = (0.0, 1.0, 1.5)[min(shared, 2)] - strangers
    if shared and strangers:
        return points, "same delegates ({same}), but none in common for {strangers}"
    if strangers:
        return points, "no delegate in common for {strangers}"
    return (points, "same delegates ({same})") if shared else _SILENT


def _both_name(one: MeetingRow, other: MeetingRow) -> list[tuple[str, tuple[str, ...]]]:
    """For each side of which both name people: those that both name."""
    teams = other.people
    return [(side, _shared(names, teams[side])) for side, names in one.people.items() if side in teams]


@lru_cache(maxsize=65_536)
def _shared(names: frozenset[str], others: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(name for name in names if name in others or any(same_person(name, other) for other in others)))


def _name(one: str, other: str) -> _Said:
    return (1.0, "similar names") if fuzz.token_set_ratio(one, other) >= _ALIKE else _SILENT


def _when(one: MeetingRow, other: MeetingRow) -> _Said | None:
    # What still lay ahead when the other was over is another meeting.
    if one.foretold is not None and other.over is not None and one.foretold > other.over + 1:
        return None
    if other.foretold is not None and one.over is not None and other.foretold > one.over + 1:
        return None
    if one.span and other.span:
        return _both_dated(one, other, one.span, other.span)
    if one.span:
        return _one_dated(one, one.span, other)
    if other.span:
        return _one_dated(other, other.span, one)
    return _undated(one, other)


def _both_dated(one: MeetingRow, other: MeetingRow, first: Span, second: Span) -> _Said | None:
    if first == second:
        if first.exact:
            return _SAME_DATE
        return (2.0, "same month") if first.last - first.first <= _MONTH_DAYS else (0.5, "dates that can agree")
    gap = first.gap(second)
    if first.exact and second.exact:
        return (3.5, "overlapping dates") if gap <= 0 else _apart(one, other, gap)
    if gap > 0:
        return None
    longest = max(first.last - first.first, second.last - second.first)
    return (1.5, "one date within the other's month") if longest <= _MONTH_DAYS else (0.5, "dates that can agree")


def _apart(one: MeetingRow, other: MeetingRow, gap: int) -> _Said | None:
    same_round = one.round is not None and one.round == other.round and one.parties == other.parties
    same_city = one.city is not None and one.city == other.city
    if Phase.AHEAD not in {one.phase, other.phase}:
        if gap == 1 and same_round and same_city:
            return 1.0, "dates a day apart"
        return None
    if (same_round and gap <= _MOVED_DAYS) or (same_city and gap <= _MOVED_SAME_PLACE):
        return 1.0, "planned for another date"
    return None


def _one_dated(dated: MeetingRow, span: Span, undated: MeetingRow) -> _Said | None:
    same_round = undated.round is not None and undated.round == dated.round
    if undated.published is None:
        return _SILENT if same_round else None
    if undated.phase is Phase.AHEAD:
        wait = span.first - undated.published
        if span.last < undated.published - 1:
            return None
        limit = _FORESEEN_DAYS
    else:
        wait = undated.published - span.last
        if span.first > undated.published + 1:
            return None
        limit = _RECENT_DAYS
    if abs(wait) <= _NEWS_DAYS:
        return 1.5, "an undated report from those days"
    if wait <= limit:
        return 0.5, "an undated report from about that time"
    return (0.0, "an undated report") if same_round and wait <= _ROUND_DAYS else None


def _undated(one: MeetingRow, other: MeetingRow) -> _Said | None:
    if one.published is None or other.published is None:
        return None
    apart = abs(one.published - other.published)
    if apart <= _NEAR_DAYS:
        return 1.5, "both undated, published within a week"
    if apart <= _RECENT_DAYS:
        return 1.0, "both undated, published within a month"
    same_round = one.round is not None and one.round == other.round
    return (0.5, "both undated") if same_round and apart <= _FORESEEN_DAYS else None
