from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.dates import (
    WEEKDAYS,
    contradicted_weekday,
    contradiction,
    is_after,
    named_years,
    reading_of,
    resolve,
    span_of,
)
from schemas.vocabularies import Basis

PUBLISHED = date(2025, 7, 18)  # a Friday
TABLE = Path(__file__).parents[1] / "data" / "time_expressions.txt"
TIME_WORDS = (
    *("last", "this", "next", "early", "mid", "late", "end", "first", "week", "month", "year", "weekend", "Monday"),
    *("May", "June", "16", "30th", "2024", "and", "to", "-", ",", "of", "in", "two", "days", "ago", "from", "between"),
    *("or", "winter", "yesterday"),
)
SPANS = st.dates(date(1950, 1, 1), date(2090, 12, 31))


def table():
    """The rows: expression, published, held, and the right, wrong, and wrong but unknowable dates."""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            expression, published, held, *dates = (part.strip() for part in line.split("|"))
            yield expression, date.fromisoformat(published), held == "held", *(part.split() for part in dates)


def rows(column):
    return [(row[0], row[1], row[2], edtf) for row in table() for edtf in row[column]]


@pytest.mark.parametrize(
    ("edtf", "span"),
    [
        ("2023-12-14", (date(2023, 12, 14), date(2023, 12, 14))),
        ("2024-02", (date(2024, 2, 1), date(2024, 2, 29))),
        ("2022", (date(2022, 1, 1), date(2022, 12, 31))),
        ("2023-12-14/2023-12-16", (date(2023, 12, 14), date(2023, 12, 16))),
        ("2023-12-14/..", (date(2023, 12, 14), None)),
        ("../2023-12", (None, date(2023, 12, 31))),
        ("/2023-12", (None, date(2023, 12, 31))),
        ("2023-12/", (date(2023, 12, 1), None)),
        ("2023-21", (date(2023, 3, 1), date(2023, 5, 31))),
    ],
)
def test_span_of_a_level_1_date(edtf, span):
    assert span_of(edtf) == span


@given(SPANS, SPANS)
def test_a_span_of_periods_runs_from_the_first_day_of_one_to_the_last_of_the_other(one, other):
    first, last = sorted((one, other))
    assert span_of(f"{first:%Y-%m}/{last.year}") == (first.replace(day=1), date(last.year, 12, 31))
    assert span_of(f"{first.year}/{last}") == (date(first.year, 1, 1), last)


@pytest.mark.parametrize(
    "wrong", ["", "Thursday", "14 December 2023", "2023-13", "2023-02-30", "2023-12-16/2023-12-14"]
)
def test_what_is_no_date_is_an_error_that_names_it(wrong):
    with pytest.raises(ValueError, match=wrong or "EDTF" if wrong != "2023-02-30" else "day"):
        span_of(wrong)


def test_weekday_that_does_not_fall_on_the_date_is_told():
    assert contradicted_weekday("on Wednesday", "2023-12-14") == "Thursday"


@pytest.mark.parametrize(
    ("as_written", "edtf"),
    [
        ("on thursday", "2023-12-14"),
        ("last month", "2023-11"),
        ("Wednesday and Thursday", "2023-12-14"),
        ("from Monday to Wednesday", "2023-12-11/2023-12-13"),
        ("on Wednesday", "2023-12"),
    ],
)
def test_weekday_that_fits_or_decides_nothing_is_no_contradiction(as_written, edtf):
    assert contradicted_weekday(as_written, edtf) is None


def test_the_day_behind_the_publication_is_not_yet_after_it():
    published = date(2023, 12, 14)
    assert not is_after("2023-12-15", published)
    assert is_after("2023-12-16", published)
    assert not is_after("2023-12-14/2024-03-14", published)
    assert not is_after("../2024", published)


@pytest.mark.parametrize(("expression", "published", "held", "edtf"), rows(3))
def test_a_right_date_is_never_contradicted(expression, published, held, edtf):
    assert contradiction(expression, edtf, published, held=held) is None


@pytest.mark.parametrize(("expression", "published", "held", "edtf"), rows(4))
def test_a_wrong_date_is_contradicted(expression, published, held, edtf):
    assert edtf in contradiction(expression, edtf, published, held=held)


@pytest.mark.parametrize(("expression", "published", "held", "edtf"), rows(5))
def test_a_wrong_date_that_the_words_alone_do_not_show_passes(expression, published, held, edtf):
    assert contradiction(expression, edtf, published, held=held) is None


@pytest.mark.parametrize(
    ("expression", "edtf", "said"),
    [
        ("last month", "2025-07", "'last month' counted from 2025-07-18 is 2025-06, not 2025-07"),
        (
            "last month",
            "2025-06-15",
            "'last month' counted from 2025-07-18 is 2025-06, not 2025-06-15: give no more than the words say",
        ),
        (
            "on Wednesday",
            "2025-07-17",
            "2025-07-17 is a Thursday, but the article says 'on Wednesday': see the calendar",
        ),
        ("on Wednesday", "2025-07-30", "'on Wednesday' counted from 2025-07-18 is 2025-07-16, not 2025-07-30"),
        (
            "last Wednesday",
            "2025-07-02",
            "'last Wednesday' counted from 2025-07-18 is 2025-07-16 or 2025-07-09, not 2025-07-02",
        ),
        ("May 16", "2025-05-17", "'May 16' is 2025-05-16, not 2025-05-17"),
        (
            "from 16 to 18 May",
            "2025-05-16/2025-05-19",
            "'from 16 to 18 May' is 2025-05-16/2025-05-18, not 2025-05-16/2025-05-19",
        ),
    ],
)
def test_a_contradiction_tells_what_the_words_mean(expression, edtf, said):
    assert contradiction(expression, edtf, PUBLISHED, held=True) == said


def test_a_year_that_the_article_does_not_name_is_contradicted_when_its_years_are_known():
    assert contradiction("March 29", "2022-03-29", PUBLISHED, held=True, years=frozenset({2022, 2025})) is None
    assert contradiction("March 29", "2022-03-29", PUBLISHED, held=True, years=frozenset({2024})) == (
        "'March 29' is 2025-03-29, not 2022-03-29"
    )


def test_years_of_an_article_are_those_in_figures_and_those_counted_back():
    text = "In 2014, and again three years ago, the sides met. Last year 12015 people came."
    assert named_years(text, PUBLISHED) == {2014, 2022, 2024}
    assert named_years(text, None) == {2014}


def test_without_a_publication_date_only_full_dates_are_read():
    assert reading_of("yesterday", None) is None
    assert reading_of("May 16", None) is None
    assert reading_of("May 16, 2025", None) == [(date(2025, 5, 16), date(2025, 5, 16))]
    assert (
        contradiction("on 3 June 2024", "2024-06-04", None, held=True)
        == "'on 3 June 2024' is 2024-06-03, not 2024-06-04"
    )


def test_an_ambiguous_date_in_figures_has_both_readings():
    assert reading_of("09/10/2022", PUBLISHED) == [(date(2022, 10, 9),) * 2, (date(2022, 9, 10),) * 2]


@pytest.mark.parametrize(
    ("expression", "held", "resolved"),
    [
        ("on Wednesday", True, ("2025-07-16", Basis.RELATIVE)),
        ("on Wednesday", False, ("2025-07-23", Basis.RELATIVE)),
        ("on Wednesday", None, None),
        ("on Friday", True, ("2025-07-18", Basis.RELATIVE)),
        ("last Wednesday", True, None),
        ("last week", True, ("2025-07-07/2025-07-13", Basis.RELATIVE)),
        ("last month", True, ("2025-06", Basis.RELATIVE)),
        ("last year", True, ("2024", Basis.RELATIVE)),
        ("last quarter", True, ("2025-04/2025-06", Basis.RELATIVE)),
        ("May 16", True, ("2025-05-16", Basis.EXPLICIT)),
        ("May 16 and June 2", True, ("2025-05-16/2025-06-02", Basis.EXPLICIT)),
        ("in 2022", None, ("2022", Basis.EXPLICIT)),
        ("the 1990s", None, ("1990/1999", Basis.EXPLICIT)),
        ("09/10/2022", True, None),
        ("two weeks later", True, None),
        ("tomorrow", True, None),
    ],
)
def test_an_expression_with_one_meaning_is_resolved(expression, held, resolved):
    assert resolve(expression, PUBLISHED, held=held) == resolved


@given(SPANS, st.integers(0, 6))
def test_a_weekday_means_the_nearest_one_on_either_side(published, weekday):
    days = [first for first, _ in reading_of(f"on {WEEKDAYS[weekday]}", published)]
    assert {day.weekday() for day in days} == {weekday}
    assert set(days) >= {
        published + timedelta(days=shift) for shift in range(-6, 7) if (published.weekday() + shift) % 7 == weekday
    }
    assert all(abs((day - published).days) <= 7 for day in days)


@given(SPANS, st.integers(0, 6))
def test_what_is_resolved_for_a_weekday_is_not_contradicted(published, weekday):
    edtf, basis = resolve(WEEKDAYS[weekday], published, held=True)
    assert published - timedelta(days=7) < date.fromisoformat(edtf) <= published
    assert basis is Basis.RELATIVE
    assert contradiction(WEEKDAYS[weekday], edtf, published, held=True) is None


@given(SPANS, SPANS)
def test_a_day_written_out_is_read_back(day, published):
    written = f"{WEEKDAYS[day.weekday()]}, {day:%B} {day.day}, {day.year}"
    assert reading_of(written, published) == [(day, day)]


@given(SPANS, st.integers(-150, 150))
def test_a_day_without_its_year_is_the_nearest(published, distance):
    day = published + timedelta(days=distance)
    assert (day, day) in reading_of(f"{day.day} {day:%B}", published)


@given(SPANS, st.sampled_from(["last", "this", "next"]), st.sampled_from(["week", "month", "quarter", "year"]))
def test_a_period_counted_from_the_publication_is_not_contradicted(published, which, unit):
    edtf, _ = resolve(f"{which} {unit}", published, held=None)
    assert contradiction(f"{which} {unit}", edtf, published, held=False) is None


@given(st.text(), st.dates() | st.none())
def test_any_words_are_read_or_not_but_never_fail(words, published):
    reading_of(words, published)
    resolve(words, published, held=True)
    contradiction(words, "2025-05", published, held=False)


@given(
    st.lists(
        st.sampled_from(TIME_WORDS),
        max_size=6,
    ),
    st.dates(),
)
def test_any_order_of_time_words_is_read_or_not_but_never_fails(words, published):
    found = reading_of(" ".join(words), published)
    assert found is None or all(first <= last for first, last in found)
