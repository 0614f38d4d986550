"""The offline reader as a whole: what it finds in prose, what holds for any text, and how it is chosen."""

import asyncio
import json
import subprocess
import sys
from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import CassetteError, Extractor, Settings, record
from extractor.offline import RULES_VERSION, OfflineReader
from schemas import Article, answer_schema
from schemas.answer import repair_schema

PUBLISHED = date(2024, 5, 15)
SUMMIT = """Chile and Peru held talks in Lima on Monday. Foreign Minister Rosa Quispe led the Peruvian delegation.

The two sides will meet again in Santiago on 3 June. Chile rejected a ceasefire. Peru demanded the release of prisoners.
"""


def read(text, *, published=PUBLISHED, **options):
    reader = OfflineReader(Settings.load({"model": "offline", **options}))
    return asyncio.run(reader.read(Article.from_text(text, published=published)))


def test_article_is_read_into_meetings_delegations_and_positions():
    found = read(SUMMIT)
    assert [(row.name, row.status, row.when.edtf) for row in found.meetings] == [
        ("Chile-Peru meeting in Lima", "held", "2024-05-13"),
        ("Chile-Peru meeting in Santiago", "planned", "2024-06-03"),
    ]
    assert [(row.meeting, row.party.name, row.head.name, row.head.title) for row in found.delegations] == [
        ("m1", "Peru", "Rosa Quispe", "Foreign Minister")
    ]
    assert [(row.holder.name, row.stance, row.issue) for row in found.positions] == [
        ("Chile", "rejects", "ceasefire"),
        ("Peru", "demands", "prisoners"),
    ]


def test_result_says_that_no_model_read_and_nothing_was_spent():
    provenance = read(SUMMIT).provenance
    assert (provenance.model, provenance.prompt_version) == ("offline", RULES_VERSION)
    assert (provenance.tokens.prompt, provenance.tokens.completion, provenance.cost) == (0, 0, None)


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("A meeting of Chile and Peru took place in Lima on Monday.", "held"),
        ("Talks between Chile and Peru are under way in Lima.", "ongoing"),
        ("Talks between Chile and Peru will open in Lima on Friday.", "planned"),
        ("Brazil proposed talks between Chile and Peru.", "proposed"),
        ("Talks between Chile and Peru were called off on Monday.", "cancelled"),
        ("Talks between Chile and Peru were put off on Monday.", "postponed"),
        ("Chile refused to meet Peru in Lima.", "refused"),
        ("Chile has ruled out talks with Peru.", "refused"),
    ],
)
def test_status_follows_from_the_words_around_a_meeting(sentence, status):
    assert [row.status for row in read(sentence).meetings] == [status]


@pytest.mark.parametrize(
    "sentence",
    [
        "Chile and Peru have not met since March.",
        "Chile has ended relations with Peru.",
        "The union and the company met on Monday.",
        "CHILE AND PERU TALKS: read more\n",
        "Peru plays Chile in Lima on Friday.",
    ],
)
def test_what_is_no_meeting_gives_no_row(sentence):
    assert read(sentence).meetings == []


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("Chad proposed a truce.", ("Chad", "proposes", "ceasefire")),
        ("Chad does not accept the border of 1935.", ("Chad", "rejects", "territory")),
        ("Chad refused to withdraw its troops.", ("Chad", "refuses", "military_operations")),
        ("Chad called for the lifting of sanctions.", ("Chad", "calls_for", "sanctions")),
        ("Chad offered to host the talks.", ("Chad", "offers", "mediation")),
        ("Chad backed the inspectors.", ("Chad", "supports", "nuclear")),
        ("The plan for a ceasefire was rejected by Chad.", ("Chad", "rejects", "ceasefire")),
        ("Libya proposed a truce. Chad rejected the idea.", ("Chad", "rejects", "ceasefire")),
        ("President Idris Malloum of Chad said the prisoners must be freed.", ("Chad", "demands", "prisoners")),
    ],
)
def test_position_has_holder_stance_and_issue(sentence, wanted):
    row = read(sentence).positions[-1]
    assert (row.holder.name, row.stance, row.issue) == wanted


@pytest.mark.parametrize("sentence", ["If Chad rejects the truce, war will follow.", "Chad did not reject a truce."])
def test_stance_that_is_not_taken_gives_no_position(sentence):
    assert read(sentence).positions == []


def test_two_dates_of_one_phrase_are_two_meetings():
    found = read("Chile and Peru met in Lima on March 4 and April 2.")
    assert [row.when.edtf for row in found.meetings] == ["2024-03-04", "2024-04-02"]


def test_meeting_told_twice_is_one_row():
    found = read("Chile and Peru held talks in Lima on Monday. The talks ended without an agreement.")
    assert [row.when.edtf for row in found.meetings] == ["2024-05-13"]


def test_without_a_publication_date_relative_dates_stay_null():
    found = read("Chile and Peru held talks in Lima on Monday.", published=None)
    assert [(row.when.as_written, row.when.edtf) for row in found.meetings] == [("on Monday", None)]
    assert found.provenance.warnings[0].startswith("no publication date")


def test_rows_carry_a_confidence_and_less_sure_ones_are_left_out():
    sentence = "Anna Bell and Carl Dunn met in Lima on Monday. Chile and Peru have an embassy in Lima."
    everything = read(sentence, min_confidence=0).meetings
    sure = read(sentence, min_confidence=0.75).meetings
    assert everything
    assert all(row.confidence < 0.75 for row in everything)
    assert sure == []


def test_same_text_gives_the_same_rows():
    first, second = read(SUMMIT), read(SUMMIT)
    assert first.model_dump(exclude={"provenance"}) == second.model_dump(exclude={"provenance"})


# Words that rules look for, so that random texts hold what they take for patterns.
WORDS = st.sampled_from(
    [
        "Chile",
        "Peru",
        "Russian",
        "the",
        "and",
        ",",
        ".",
        "\n",
        "met",
        "talks",
        "on",
        "Monday",
        "in",
        "Lima",
        "President",
        "Anna",
        "Bell",
        "said",
        "it",
        "would",
        "not",
        "reject",
        "a",
        "truce",
        "delegation",
        "led",
        "by",
        "includes",
        "will",
        "hold",
        "round",
        "third",
        "between",
        "with",
        "3",
        "May",
        "'s",
        "-",
        "“",
        "”",
        "(",
        ")",
    ]
)


@settings(max_examples=150)
@given(st.one_of(st.text(max_size=400), st.lists(WORDS, max_size=80).map(" ".join)))
def test_any_text_is_read_and_each_row_stands_on_its_quotes(text):
    found = read(text, include_text=True, min_confidence=0)
    rows = [*found.meetings, *found.delegations, *found.positions]
    assert all(row.quotes for row in rows)
    assert all(found.article.text[quote.start : quote.end] == quote.text for row in rows for quote in row.quotes)
    assert found.rejected == []


def test_schema_for_models_knows_nothing_of_confidence():
    asked = json.dumps([answer_schema(), repair_schema()], ensure_ascii=False)
    # The form that recordings were made with: a change of it makes them useless.
    assert sha256(asked.encode()).hexdigest() == "6a26c6b5107fdfb65f80bd2f18f5a2433182ba9af4bd331c86c9c6908baeaaf0"


@pytest.mark.parametrize(
    ("options", "model"),
    [({}, "offline"), ({"api_key": "sk-1"}, "gpt-5-mini"), ({"base_url": "http://localhost:1/v1"}, "gpt-5-mini")],
)
def test_offline_reader_is_the_default_where_no_endpoint_is_configured(options, model, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert Settings.load(options).model == model


def test_extractor_reads_offline_by_name_and_sends_nothing():
    with Extractor(model="offline") as extractor:
        assert len(extractor.extract(SUMMIT, published=PUBLISHED).meetings) == 2


def test_nothing_can_be_recorded_offline(tmp_path):
    with pytest.raises(CassetteError, match="nothing to record"), record(tmp_path / "run.yaml", model="offline"):
        pass


def test_offline_reader_imports_no_client_of_models():
    code = (
        "import sys; from extractor import Extractor\n"
        "with Extractor(model='offline') as extractor: extractor.extract('Chile met Peru.')\n"
        "print(sorted({'openai', 'instructor', 'httpx2', 'vcr'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout == "[]\n"


TALKS = "Chile and Peru held talks in Lima on Monday. "


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Chile's envoy Ana Rojas walked in last.", ["Ana Rojas"]),
        ("Chile's envoy Ana Rojas said that it was late.", []),
        ("Brazil's envoy Ana Rojas walked in last.", []),
        ("Ana Rojas was never in the room for Chile.", []),
    ],
)
def test_official_of_a_side_who_says_nothing_sat_there(text, people):
    found = read(TALKS + text).delegations
    assert [member.name for row in found for member in row.members] == people


def test_teams_of_two_sides_in_one_sentence_are_a_meeting():
    text = "The text was signed in Lima on Monday by Ana Rojas for Chile and Juan Luna for Peru."
    found = read(text)
    assert [(row.party.name, [member.name for member in row.members]) for row in found.delegations] == [
        ("Chile", ["Ana Rojas"]),
        ("Peru", ["Juan Luna"]),
    ]
    assert [row.when.edtf for row in found.meetings] == ["2024-05-13"]
