"""A dossier as data frames."""

import sys
from datetime import date

import pytest
from dossier_articles import article, delegation, position, state, talks

from extractor.dossier import Dossier
from extractor.errors import DossierError


@pytest.fixture
def dossier():
    return Dossier.from_results(
        [
            article(
                "a",
                "2024-05-08",
                talks(on="2024-05-07", round=3, mediators=[state("Qatar")]),
                delegation("Sudan", "Amina Deng", head="Amina Deng", titles=["Foreign Minister"]),
                position("Sudan", "rejects", "a truce", "2024-05-03"),
            ),
            article(
                "b",
                "2024-05-09",
                talks(on="2024-05-07", round=3, city="Montreux"),
                position("Sudan", "accepts", "the truce", "2024-05-08"),
            ),
        ]
    )


def test_pandas_and_polars_get_the_same_rows(dossier):
    pandas, polars = dossier.to_pandas(), dossier.to_polars()
    assert list(pandas) == list(polars)
    for name, frame in pandas.items():
        rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
        days = [{key: value.date() for key, value in row.items() if hasattr(value, "date")} for row in rows]
        assert [row | found for row, found in zip(rows, days, strict=True)] == polars[name].to_dicts()


def test_a_meeting_is_a_row_with_its_days(dossier):
    (row,) = dossier.to_polars()["meetings"].select("first_day", "last_day", "round", "city", "articles").rows()
    assert row == (date(2024, 5, 7), date(2024, 5, 7), 3, "Montreux", 2)


def test_delegates_contradictions_and_changes_have_tables(dossier):
    frames = dossier.to_polars()
    assert frames["delegates"].select("party", "name", "titles", "head").rows() == [
        ("Sudan", "Amina Deng", "Foreign Minister", True)
    ]
    assert frames["contradictions"].select("field", "value", "rows").rows() == [
        ("place", "Montreux, CH", "b/m1"),
        ("place", "Geneva, CH", "a/m1"),
    ]
    assert frames["changes"].select("actor", "issue", "kind").rows() == [("Sudan", "ceasefire", "turns_to")]


def test_an_empty_dossier_gives_empty_tables_with_their_columns(dossier):
    assert {name: list(frame.columns) for name, frame in Dossier().to_pandas().items()} == {
        name: frame.columns for name, frame in dossier.to_polars().items()
    }


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_missing_library_is_an_error_that_says_what_to_install(dossier, monkeypatch, library):
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(DossierError, match=rf"pip install 'talks-extractor\[{library}\]'"):
        getattr(dossier, f"to_{library}")()
