"""PLOVER events: the categories, modes and entity codes of the manual."""

import json
from datetime import date

import pytest
from unit.samples import GUYANA, VENEZUELA, extraction, meeting, position, quote_of

from extractor.exports import Format, export
from extractor.exports.entities import Entity, entity_of
from extractor.exports.plover import Unmapped, events_of
from extractor.exports.plover_mapping import MEETINGS, POSITIONS, position_line
from schemas import Actor, Issue, MeetingStatus, Person, Place, Result, Stance

UN = Actor(name="United Nations", kind="international_organization")
NORWAY = Actor(name="Norway", kind="state", country="NO")
BRAZIL = Actor(name="Brazil", kind="state", country="BR")
ALI = Actor(name="Irfaan Ali", kind="person", country="GY")
NOBODY = Actor(name="the West")


def event_of(row, **article):
    rows = {"meetings": [row]} if hasattr(row, "parties") else {"positions": [row]}
    [event] = events_of(extraction(**rows, **article))
    return event


def test_meeting_is_a_whole_record():
    text = "President Ali and President Maduro met on Thursday in Argyle."
    held = meeting(
        quotes=[quote_of("President Ali and President Maduro met", text)],
        place=Place(venue="airport", city="Argyle", country="VC"),
    )
    [event] = events_of(extraction(text=text, meetings=[held], title="Talks", publisher="Example", source="a.md"))
    identifier = event["id"].removesuffix("-m1")
    coder = event.pop("coder")
    assert coder.startswith("talks-extractor ")
    assert event == {
        "id": f"{identifier}-m1",
        "date": "2023-12-14",
        "edtf": "2023-12-14",
        "actor": [
            {"code": "GUY", "sector": "GOV", "entity_text": "Guyana"},
            {"code": "VEN", "sector": "GOV", "entity_text": "Venezuela"},
        ],
        "recipient": [],
        "event": ["CONSULT"],
        "mode": ["third-party"],
        "context": ["diplomatic"],
        "quad_code": 1,
        "event_loc": {"extracted_place": "airport, Argyle", "city": "Argyle", "country_code": "VCT", "resolution": 4},
        "event_text": ["President Ali and President Maduro met"],
        "text_info": [{"start": 0, "end": 38}],
        "cite_info": {
            "citation": f"{identifier} a.md",
            "title": "Talks",
            "publication": "Example",
            "date": "2023-12-15",
            "codebook": "PLOVER 0.8",
        },
        "comment": "Argyle talks (held)",
    }


@pytest.mark.parametrize(
    ("fields", "modes", "recipient"),
    [
        ({"format": "phone"}, ["phone"], []),
        ({"format": "online"}, ["phone"], []),
        ({}, [], []),
        ({"place": Place(city="Caracas", country="VE")}, ["visit"], ["Venezuela"]),
        ({"hosts": [GUYANA], "place": Place(country="GY")}, ["visit"], ["Guyana"]),
        ({"place": Place(country="VC")}, ["third-party"], []),
        ({"hosts": [NORWAY], "place": Place(country="VE")}, ["third-party"], []),
        ({"parties": [GUYANA, VENEZUELA, BRAZIL]}, ["multilateral"], []),
        ({"parties": [GUYANA, UN]}, ["multilateral"], []),
        ({"parties": [ALI, VENEZUELA, BRAZIL]}, ["multilateral"], []),
        ({"parties": [ALI, VENEZUELA], "place": Place(country="GY")}, ["visit"], ["Irfaan Ali"]),
        ({"parties": [GUYANA, VENEZUELA, BRAZIL], "hosts": [BRAZIL]}, ["visit", "multilateral"], ["Brazil"]),
    ],
)
def test_modes_of_a_meeting(fields, modes, recipient):
    event = event_of(meeting(**fields))
    assert event["mode"] == modes
    assert [entity["entity_text"] for entity in event["recipient"]] == recipient


def test_person_who_meets_in_office_is_of_the_government():
    code = {"code": "GUY", "entity_text": "Irfaan Ali", "identifier_text": "Irfaan Ali"}
    assert event_of(meeting(parties=[ALI, VENEZUELA], level="leaders"))["actor"][0] == {**code, "sector": "GOV"}
    assert event_of(meeting(parties=[ALI, VENEZUELA], level="unknown"))["actor"][0] == code


def test_planned_meeting_is_agreed_on_the_day_of_the_report():
    event = event_of(meeting(status="planned", when={"edtf": "2024-01-05"}), published=date(2023, 12, 15))
    assert (event["event"], event["date"], event["mode"]) == (["AGREE"], "2023-12-15", [])
    assert event["comment"] == "Argyle talks (planned; planned for 2024-01-05)"


def test_vague_date_has_first_and_last_day():
    event = event_of(meeting(when={"edtf": "2023-11"}))
    assert (event["date"], event["enddate"], event["edtf"]) == ("2023-11-01", "2023-11-30", "2023-11")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (meeting(status="proposed"), "meeting, proposed"),
        (meeting(when={}), "meeting without a date"),
        (meeting(parties=[NOBODY]), "meeting of parties that PLOVER has no code for"),
        (position("assesses"), "position, assesses"),
        (position("commits", "sanctions"), "position, commits on sanctions"),
        (position("doubts"), "position, doubts at nobody in particular"),
        (position(holder=NOBODY), "position of a holder that PLOVER has no code for"),
    ],
)
def test_row_that_is_no_event_says_why(row, reason):
    assert event_of(row).reason == reason


def test_undated_position_of_an_undated_article_is_no_event():
    assert event_of(position(when={}), published=None) == Unmapped("p1", "position without a date")


@pytest.mark.parametrize(
    ("stance", "issue", "event", "mode"),
    [
        ("proposes", "leaders_summit", "AGREE", []),
        ("proposes", "ceasefire", "REQUEST", ["yield"]),
        ("demands", "security_guarantees", "REQUEST", ["assist"]),
        ("calls_for", "negotiation_process", "REQUEST", ["meet"]),
        ("demands", "neutrality_alliances", "REQUEST", ["change"]),
        ("demands", "sanctions", "REQUEST", []),
        ("supports", "other", "SUPPORT", []),
        ("accepts", "ceasefire", "CONCEDE", []),
        ("accepts", "mediation", "AGREE", []),
        ("offers", "prisoners", "CONCEDE", []),
        ("offers", "mediation", "AGREE", []),
        ("commits", "humanitarian", "AGREE", []),
        ("rejects", "territory", "REJECT", ["yield"]),
        ("refuses", "leaders_summit", "REJECT", ["meet"]),
        ("threatens", "military_operations", "THREATEN", ["violence"]),
        ("threatens", "negotiation_process", "THREATEN", ["relations"]),
        ("threatens", "territory", "THREATEN", ["territory"]),
        ("threatens", "economic", "THREATEN", ["restrict"]),
        ("doubts", "negotiation_process", "ACCUSE", ["disapprove"]),
    ],
)
def test_category_and_mode_of_a_position(stance, issue, event, mode):
    found = event_of(position(stance, issue, toward=VENEZUELA))
    assert (found["event"], found["mode"]) == ([event], mode)


def test_position_names_speaker_recipient_context_and_its_meeting():
    row = position(speaker=Person(name="Irfaan Ali", title="President"), toward=VENEZUELA, meeting="m1")
    event = event_of(row)
    assert event["actor"] == [
        {
            "code": "GUY",
            "sector": "GOV",
            "entity_text": "Guyana",
            "identifier_text": "Irfaan Ali",
            "office": "President",
        }
    ]
    assert event["recipient"] == [{"code": "VEN", "sector": "GOV", "entity_text": "Venezuela"}]
    assert event["context"] == ["diplomatic", "territory"]
    assert event["link"] == event["id"].replace("-p1", "-m1")


def test_every_status_and_every_stance_on_every_issue_has_a_line():
    assert {line.status for line in MEETINGS} == set(MeetingStatus)
    lines = {position_line(stance, issue) for stance in Stance for issue in Issue}
    assert lines == set(POSITIONS), "a line that no position reaches"


@pytest.mark.parametrize(
    ("actor", "entity"),
    [
        (GUYANA, Entity("GUY", "GOV")),
        (UN, Entity("UNO", None)),
        (Actor(name="European Union", kind="international_organization"), Entity("EUR", None)),
        (Actor(name="African Union", kind="international_organization"), Entity("IGO", None)),
        (Actor(name="Kosovo", kind="state", country="XK"), Entity("KOS", "GOV")),
        (Actor(name="Greenland", kind="government_body", country="GL"), Entity("DNK", "GOV")),
        (Actor(name="Hong Kong", kind="government_body", country="HK"), Entity("HKG", "GOV")),
        (Actor(name="Transnistria", kind="government_body"), Entity("MDA", "GOV", partially_recognized=True)),
        (Actor(name="ELN", kind="armed_group", country="CO"), Entity("COL", "REB")),
        (Actor(name="Hamas", kind="armed_group"), Entity("IMG", "REB")),
        (Actor(name="Likud", kind="party", country="IL"), Entity("ISR", "PTY")),
        (Actor(name="Gazprom", kind="company", country="RU"), Entity("RUS", "BUS")),
        (Actor(name="Nowhere", kind="state", country="QQ"), Entity(None, "GOV")),
    ],
)
def test_codes_of_an_actor(actor, entity):
    assert entity_of(actor) == entity


def test_file_holds_the_events_and_what_is_left_out_is_counted(tmp_path):
    found = extraction(meetings=[meeting(), meeting(id="m2", status="refused")], positions=[position("assesses")])
    exported = export([Result(source="a.md", extraction=found)] * 2, tmp_path / "events.jsonl", Format.PLOVER)
    [line] = (tmp_path / "events.jsonl").read_text().splitlines()
    assert json.loads(line)["event"] == ["CONSULT"]
    assert exported.rows == {"events": 1}
    assert exported.left_out == {"meeting, refused": 1, "position, assesses": 1}
