"""What the offline reader makes of several sentences about meetings: which are one, whose they are, when and where."""

import asyncio
from datetime import date

import pytest

from extractor.offline import OfflineReader
from extractor.settings import Settings
from schemas import Article

PUBLISHED = date(2024, 5, 15)
PAIR = "Chile and Peru are at odds over their border. Chile's foreign minister, Rosa Quispe, spoke to reporters. "


def meetings(text, *, published=PUBLISHED, min_confidence=0.5):
    reader = OfflineReader(Settings.load({"model": "offline", "min_confidence": min_confidence}))
    return asyncio.run(reader.read(Article.from_text(text, published=published))).meetings


def told(text, **options):
    return [(row.status, row.when.edtf, row.place.city if row.place else None) for row in meetings(text, **options)]


def test_ordinal_without_its_noun_is_a_round_of_its_own():
    found = meetings(
        "Chile and Peru held a first round of talks in Lima in March. The second, in Cusco in April, failed."
    )
    assert [(row.round, row.when.edtf, row.place.city) for row in found] == [
        (1, "2024-03", "Lima"),
        (2, "2024-04", "Cusco"),
    ]


def test_it_stands_for_the_meeting_named_before():
    found = told("Chile and Peru are holding talks in Lima. It began on Monday.")
    assert found == [("ongoing", "2024-05-13", "Lima")]


def test_rounds_of_one_phrase_are_numbered_on():
    found = meetings("Chile and Peru held talks in Lima. The first two rounds were held in March and April.")
    assert [(row.round, row.when.edtf) for row in found if row.round] == [(1, "2024-03"), (2, "2024-04")]


def test_definite_mention_far_below_is_the_same_meeting():
    between = " ".join(["It rained in Santiago."] * 9)
    found = meetings(f"Chile and Peru held talks in Lima on Monday. {between} Brazil welcomed the talks.")
    assert [row.when.edtf for row in found] == ["2024-05-13"]


def test_mention_that_only_points_back_to_nothing_gives_no_row():
    assert meetings(PAIR + "The parties do not agree on what the talks are for.") == []


def test_day_of_a_statement_is_not_the_day_of_the_meeting():
    found = told(PAIR + "On Tuesday, Brazil said Chile would meet Peru in Lima.")
    assert found == [("planned", None, "Lima")]


def test_row_has_the_quotes_of_all_tellings():
    (found,) = meetings("Chile and Peru held talks in Lima on Monday. The talks in Lima lasted two hours.")
    assert [quote.text for quote in found.quotes] == [
        "Chile and Peru held talks in Lima on Monday",
        "The talks in Lima lasted two hours",
    ]


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("Chile and Peru met in Lima last week, on May 8.", [("held", "2024-05-08", "Lima")]),
        (
            "Chile and Peru held talks in Lima in March and in Cusco in April.",
            [("held", "2024-03", "Lima"), ("held", "2024-04", "Cusco")],
        ),
        (
            "Chile and Peru held talks on Monday, and the delegations met again in Cusco the day after.",
            [("held", "2024-05-13", None), ("held", "2024-05-14", "Cusco")],
        ),
        (
            "A meeting of Chile and Peru in Lima, planned for February 27, was called off.",
            [("cancelled", "2024-02-27", "Lima")],
        ),
        ("LIMA, May 14 - Chile and Peru ended talks on Monday.", [("held", "2024-05-13", "Lima")]),
    ],
)
def test_day_and_place_go_to_their_meeting(sentence, wanted):
    assert told(sentence) == wanted


@pytest.mark.parametrize(
    "sentence",
    [
        "Will Chile and Peru meet in Lima on Friday?",
        "About the author: Anna Bell covered the talks between Chile and Peru in Lima in 2011.",
        "Chile and Peru hope to find a way round the problem in Lima on Friday.",
        "No second round of talks between Chile and Peru has been scheduled.",
        "Chile and Peru met the conditions of the bank on Monday.",
    ],
)
def test_words_of_meeting_that_tell_of_none_give_no_row(sentence):
    assert meetings(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "parties"),
    [
        ("Oman also received the two sides in Muscat on Monday.", ["Chile", "Oman", "Peru"]),
        ("Brazil's president brought the two sides together in Lima on Monday.", ["Chile", "Peru"]),
        (
            "Chile's president telephoned Peru's president on Sunday, and Brazil's president on Monday.",
            ["Brazil", "Chile"],
        ),
    ],
)
def test_parties_are_those_who_meet(sentence, parties):
    assert sorted(actor.name for actor in meetings(PAIR + sentence)[-1].parties) == parties


def test_mediator_may_be_named_in_another_sentence():
    (found,) = meetings("Chile and Peru held talks in Lima on Monday. Brazil's president, Ana Rojas, chaired them.")
    assert [actor.name for actor in found.mediators] == ["Brazil"]
