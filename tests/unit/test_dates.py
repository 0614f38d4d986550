from datetime import date

import pytest

from extractor.dates import contradicted_weekday, is_after, span_of


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
