"""The example articles, replayed from the recorded run: what is found in them, with the model's mistakes as made."""

import json
from pathlib import Path

import pytest

from extractor import Extractor, load_articles, replay

ROOT = Path(__file__).parents[2]
ARTICLES = ROOT / "examples" / "articles"
CASSETTE = ROOT / "cassettes" / "examples.yaml"


@pytest.fixture(scope="module")
def extractions(tmp_path_factory):
    with replay(CASSETTE) as options, Extractor(**options) as extractor:
        results = list(extractor.extract_folder(ARTICLES))
    assert [result.error for result in results] == [None] * 10
    return {result.source[:2]: result.extraction for result in results}


def delegates(extraction):
    return {member.name for delegation in extraction.delegations for member in delegation.members}


def said(extraction):
    return json.dumps(extraction.model_dump(mode="json"), ensure_ascii=False)


def test_every_quote_stands_in_its_article_at_its_offsets(extractions):
    texts = {path.name[:2]: next(load_articles(path)).text for path in ARTICLES.iterdir()}
    quotes = [
        (texts[number], quote)
        for number, extraction in extractions.items()
        for row in (*extraction.meetings, *extraction.delegations, *extraction.positions)
        for quote in row.quotes
    ]
    assert len(quotes) > 100
    assert [quote for text, quote in quotes if text[quote.start : quote.end] != quote.text] == []


def test_every_row_has_a_quote_and_points_at_a_meeting_that_is_there(extractions):
    for extraction in extractions.values():
        ids = {meeting.id for meeting in extraction.meetings}
        assert all(row.quotes for row in (*extraction.meetings, *extraction.delegations, *extraction.positions))
        assert {delegation.meeting for delegation in extraction.delegations} <= ids
        assert {position.meeting for position in extraction.positions} - {None} <= ids


def test_phone_call(extractions):
    call = extractions["01"].meetings[0]
    assert (call.format, call.status, call.when.edtf) == ("phone", "held", "2023-04-26")
    assert {(actor.name, actor.country) for actor in call.parties} == {
        ("Xi Jinping", "CN"),
        ("Volodymyr Zelenskyy", "UA"),
    }


def test_talks_held_with_their_background(extractions):
    talks = extractions["02"].meetings
    assert (talks[0].status, talks[0].when.edtf) == ("held", "2023-03-06/2023-03-10")
    assert "agreement" in {outcome.kind for outcome in talks[0].outcomes}
    assert any(meeting.place and meeting.place.city == "Baghdad" for meeting in talks)
    assert {"Ali Shamkhani", "Musaad bin Mohammed al-Aiban", "Wang Yi"} <= delegates(extractions["02"])


def test_talks_announced_with_three_delegations(extractions):
    talks = extractions["03"].meetings[0]
    teams = [delegation for delegation in extractions["03"].delegations if delegation.meeting == talks.id]
    assert (talks.status, talks.when.edtf) == ("planned", "2022-10-24")
    assert sorted(team.role for team in teams) == ["mediator", "party", "party"]
    assert {"Redwan Hussein", "Getachew Reda", "Olusegun Obasanjo"} <= delegates(extractions["03"])


def test_online_round(extractions):
    talks = extractions["04"].meetings[0]
    assert (talks.format, talks.level, talks.when.edtf) == ("online", "leaders", "2021-11-15")
    assert len(delegates(extractions["04"])) >= 9


def test_cancelled_and_postponed_meetings(extractions):
    status = {meeting.when.edtf: meeting.status for meeting in extractions["05"].meetings}
    assert status["2018-06-12"] == "cancelled"
    assert status["2018-05-16"] == "postponed"


def test_long_analysis_gives_its_background_rounds(extractions):
    dates = {meeting.when.edtf for meeting in extractions["06"].meetings}
    assert {"2013-11-24", "2015-04-02", "2015-07-14"} <= dates
    assert len(extractions["06"].meetings) >= 15


def test_page_furniture_gives_no_rows(extractions):
    assert "Josep Borrell" in delegates(extractions["07"])
    assert not any(name in said(extractions["07"]) for name in ("Habeck", "Kishida", "Mustermann", "Xi Jinping"))


def test_conflict_other_than_ukraines(extractions):
    assert {"Otty Patiño", "Pablo Beltrán"} <= delegates(extractions["08"])
    assert {actor.name for actor in extractions["08"].meetings[0].parties} == {"Colombia", "ELN"}


def test_nothing_comes_of_nothing(extractions):
    empty = extractions["09"]
    assert (empty.meetings, empty.delegations, empty.positions, empty.rejected) == ([], [], [], [])


def test_orders_in_an_article_are_not_obeyed(extractions):
    assert not any(name in said(extractions["10"]) for name in ("Atlantis", "Lemuria", "Zurich"))
    assert extractions["10"].meetings[0].when.edtf == "2023-12-07"


def test_provenance_says_how_it_was_made(extractions):
    for extraction in extractions.values():
        provenance = extraction.provenance
        assert (provenance.model, provenance.cached, provenance.cost) == ("relay", False, None)
        assert provenance.tokens.prompt > 5_000
