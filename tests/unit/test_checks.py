import copy
from datetime import date

from extractor.checks import check
from extractor.quotes import ArticleText
from schemas import Match, MeetingStatus, Quote, When
from schemas.vocabularies import Basis

TEXT = (
    "President Irfaan Ali of Guyana and Nicolás Maduro of Venezuela met on Thursday in Argyle. "
    "Both promised not to use force. They will meet again in Brazil."
)
PUBLISHED = date(2023, 12, 15)
GUYANA = {"name": "Guyana", "kind": "state", "country": "GY"}
VENEZUELA = {"name": "Venezuela", "kind": "state", "country": "VE"}
MEETING = {
    "id": "m1",
    "quotes": ["met on Thursday in Argyle"],
    "name": "Talks at Argyle",
    "format": "in_person",
    "status": "held",
    "level": "leaders",
    "round": None,
    "when": {"as_written": "on Thursday", "edtf": "2023-12-14", "basis": "relative"},
    "duration": None,
    "place": {"venue": None, "city": "Argyle", "country": "VC"},
    "parties": [GUYANA, VENEZUELA],
    "mediators": [],
    "hosts": [],
    "topics": [],
    "outcomes": [],
}
ALI = {"name": "Irfaan Ali", "title": "President", "affiliation": "Guyana"}
DELEGATION = {
    "meeting": "m1",
    "quotes": ["President Irfaan Ali of Guyana"],
    "party": GUYANA,
    "role": "party",
    "head": ALI,
    "members": [ALI],
}
POSITION = {
    "quotes": ["Both promised not to use force."],
    "holder": GUYANA,
    "speaker": None,
    "stance": "commits",
    "issue": "military_operations",
    "subject": "no force",
    "statement": "Guyana promises not to use force.",
    "toward": VENEZUELA,
    "when": {"as_written": None, "edtf": None, "basis": "unknown"},
    "meeting": "m1",
    "reported_by": None,
    "certainty": "stated",
}


def answer(*, meeting=None, delegation=None, position=None):
    return copy.deepcopy(
        {
            "meetings": [{**MEETING, **(meeting or {})}],
            "delegations": [{**DELEGATION, **(delegation or {})}],
            "positions": [{**POSITION, **(position or {})}],
        }
    )


def run(given, published=PUBLISHED, text=TEXT):
    return check(given, ArticleText(text), published)


def told(checked):
    return [(problem.rule.name, problem.instruction) for problem in checked.problems]


def test_a_right_answer_passes_whole():
    checked = run(answer())
    assert (checked.problems, checked.rejected, checked.warnings) == ([], [], [])
    assert checked.meetings[0].quotes == [Quote(text="met on Thursday in Argyle", start=63, end=88, match=Match.EXACT)]
    assert checked.delegations[0].members[0].name == "Irfaan Ali"
    assert checked.positions[0].meeting == "m1"


def test_a_row_whose_only_quote_is_not_in_the_article_is_rejected_and_told():
    checked = run(answer(position={"quotes": ["Both swore peace."]}))
    assert checked.positions == []
    assert [(item.path, item.reason) for item in checked.rejected] == [
        ("positions[0]", "none of its quotes is in the article")
    ]
    ((rule, instruction),) = told(checked)
    assert rule == checked.rejected[0].rule == "quote-in-article"
    assert instruction.startswith("positions[0].quotes[0] is not in the article: 'Both swore peace.'")
    assert "Copy the words exactly" in instruction
    assert checked.problems[0].row == ("positions", 0)


def test_the_nearest_stretch_is_shown_to_the_model():
    checked = run(answer(position={"quotes": ["Both sides promised not to use any force at all"]}))
    assert "the nearest that stands there is 'Both promised not to use force" in checked.problems[0].instruction


def test_a_quote_joined_with_an_ellipsis_becomes_its_parts():
    checked = run(answer(meeting={"quotes": ["President Irfaan Ali of Guyana … met on Thursday in Argyle"]}))
    assert [quote.text for quote in checked.meetings[0].quotes] == [
        "President Irfaan Ali of Guyana",
        "met on Thursday in Argyle",
    ]
    assert checked.problems == []


def test_of_two_places_of_a_quote_the_one_near_its_row_is_taken():
    text = "Peru and Chile met again. Guyana and Venezuela met again on Thursday."
    given = answer(meeting={"quotes": ["met again"], "place": None})
    given["delegations"] = given["positions"] = []
    checked = run(given, text=text)
    assert checked.meetings[0].quotes[0].start == text.rindex("met again")


def test_a_row_keeps_the_quotes_that_are_there():
    checked = run(answer(position={"quotes": ["Both swore peace.", "not to use force"]}))
    assert [quote.text for quote in checked.positions[0].quotes] == ["not to use force"]
    assert checked.warnings == ["positions[0]: 1 of 2 quotes not in the article, left out"]


def test_a_row_without_a_quote_is_rejected():
    checked = run(answer(delegation={"quotes": []}))
    assert checked.delegations == []
    assert checked.rejected[0].reason == "it has no quote"


def test_a_word_outside_the_vocabulary_rejects_its_row_only():
    checked = run(answer(position={"stance": "hopes"}))
    assert len(checked.meetings) == len(checked.delegations) == 1
    assert checked.rejected[0].path == "positions[0]"
    assert "positions[0].stance" in checked.rejected[0].reason
    assert checked.rejected[0].item["stance"] == "hopes"


def test_weekday_that_does_not_fall_on_the_date_empties_the_date():
    when = {"as_written": "on Thursday", "edtf": "2023-12-13", "basis": "relative"}
    checked = run(answer(meeting={"when": when}))
    assert checked.meetings[0].when == When(as_written="on Thursday", edtf=None, basis=Basis.RELATIVE)
    ((rule, instruction),) = told(checked)
    assert rule == "date-fits-words"
    assert instruction.startswith("meetings[0].when.edtf: ")
    assert "on Thursday" in instruction


def test_held_meeting_after_the_publication_loses_its_date():
    when = {"as_written": "on Thursday", "edtf": "2023-12-21", "basis": "relative"}
    checked = run(answer(meeting={"when": when}))
    assert checked.meetings[0].when.edtf is None
    assert [problem.rule.name for problem in checked.problems] == ["date-fits-words"]


def test_held_meeting_with_a_full_date_after_the_publication_loses_it():
    when = {"as_written": None, "edtf": "2023-12-21", "basis": "explicit"}
    checked = run(answer(meeting={"when": when}))
    assert checked.meetings[0].when.edtf is None
    ((rule, instruction),) = told(checked)
    assert rule == "held-before-publication"
    assert "after the publication on 2023-12-15, but the meeting is said to be held" in instruction


def test_planned_meeting_before_the_publication_loses_its_status():
    when = {"as_written": None, "edtf": "2023-12-01", "basis": "explicit"}
    checked = run(answer(meeting={"when": when, "status": "planned"}))
    assert (checked.meetings[0].status, checked.meetings[0].when.edtf) == (MeetingStatus.UNKNOWN, "2023-12-01")
    ((rule, instruction),) = told(checked)
    assert rule == "planned-after-publication"
    assert "mend the status (held, cancelled, postponed …) or the date" in instruction


def test_planned_meeting_has_no_outcomes_yet():
    outcome = {"kind": "agreement", "description": "They agreed."}
    when = {"as_written": None, "edtf": None, "basis": "unknown"}
    checked = run(answer(meeting={"outcomes": [outcome], "status": "proposed", "when": when}))
    assert checked.meetings[0].outcomes == []
    assert [problem.rule.name for problem in checked.problems] == ["outcome-needs-meeting"]


def test_planned_meeting_may_lie_after_the_publication():
    when = {"as_written": "on Thursday", "edtf": "2023-12-21", "basis": "relative"}
    checked = run(answer(meeting={"when": when, "status": "planned"}))
    assert checked.meetings[0].when.edtf == "2023-12-21"
    assert checked.meetings[0].status is MeetingStatus.PLANNED


def test_relative_date_without_a_publication_date_stays_null():
    checked = run(answer(), published=None)
    assert checked.meetings[0].when == When(as_written="on Thursday", edtf=None, basis=Basis.RELATIVE)


def test_words_of_a_date_that_the_article_does_not_hold_take_the_date_with_them():
    when = {"as_written": "last Thursday", "edtf": "2023-12-14", "basis": "relative"}
    checked = run(answer(meeting={"when": when}))
    assert checked.meetings[0].when == When()
    assert told(checked) == [
        (
            "date-words-in-article",
            "meetings[0].when.as_written: 'last Thursday' is not in the article: copy the words, or null",
        )
    ]


def test_what_is_no_date_becomes_null():
    when = {"as_written": "on Thursday", "edtf": "Thursday", "basis": "relative"}
    checked = run(answer(meeting={"when": when}))
    assert checked.meetings[0].when.edtf is None
    assert "'Thursday' is not an EDTF date" in checked.problems[0].instruction


def test_delegation_without_its_meeting_is_rejected():
    checked = run(answer(delegation={"meeting": "m7"}))
    assert checked.delegations == []
    assert (checked.rejected[0].rule, checked.rejected[0].reason) == (
        "meeting-exists",
        "there is no meeting with the id 'm7'",
    )


def test_delegation_of_a_rejected_meeting_goes_with_it_and_is_no_complaint_of_its_own():
    checked = run(answer(meeting={"quotes": ["They met in Paris at noon."]}))
    assert [problem.row for problem in checked.problems] == [("meetings", 0)]
    assert [item.path for item in checked.rejected] == ["meetings[0]", "delegations[0]"]
    assert checked.positions[0].meeting is None


def test_position_without_its_meeting_stays_and_points_nowhere():
    checked = run(answer(position={"meeting": "m7"}))
    assert checked.positions[0].meeting is None
    assert checked.warnings == ["positions[0].meeting: there is no meeting with the id 'm7' (set to null)"]


def test_person_whom_the_article_does_not_name_is_left_out():
    rodriguez = {"name": "Delcy Rodríguez", "title": None, "affiliation": None}
    checked = run(answer(delegation={"members": [ALI, rodriguez]}))
    assert [member.name for member in checked.delegations[0].members] == ["Irfaan Ali"]
    assert [(item.path, item.reason) for item in checked.rejected] == [
        ("delegations[0].members[1]", "the article does not name this person")
    ]


def test_delegation_of_unnamed_people_is_rejected():
    nobody = {"name": "Delcy Rodríguez", "title": None, "affiliation": None}
    checked = run(answer(delegation={"head": nobody, "members": [nobody]}))
    assert checked.delegations == []
    assert checked.rejected[-1].reason == "a delegation needs at least one person whom the article names"


def test_head_is_among_the_members():
    checked = run(answer(delegation={"members": []}))
    assert [member.name for member in checked.delegations[0].members] == ["Irfaan Ali"]


def test_country_code_that_iso_does_not_know_is_told_and_the_state_keeps_its_own():
    checked = run(answer(position={"holder": {**GUYANA, "country": "UK"}}))
    assert checked.positions[0].holder.country == "GY"
    assert told(checked) == [
        (
            "country-is-iso",
            "positions[0].holder.country: 'UK' is not an ISO 3166-1 alpha-2 code: give the right one, or null",
        )
    ]


def test_state_with_the_code_of_another_gets_its_own():
    checked = run(answer(position={"holder": {**GUYANA, "country": "GN"}}))
    assert checked.positions[0].holder.country == "GY"
    assert told(checked) == [
        ("country-fits-name", "positions[0].holder.country: the code of Guyana is GY, not GN"),
    ]


def test_place_in_kosovo_has_the_code_that_is_in_use():
    checked = run(answer(meeting={"place": {"venue": None, "city": "Argyle", "country": "XK"}}))
    assert (checked.meetings[0].place.country, checked.problems) == ("XK", [])


def test_state_is_named_by_its_people_capital_or_seat_of_government_and_goes_by_its_own_name():
    for text, name in (
        ("Russian and Venezuelan envoys met on Thursday in Argyle", "Moscow"),
        ("The Kremlin's and Caracas's envoys met on Thursday in Argyle", "Russia"),
    ):
        given = answer(meeting={"parties": [{"name": name, "kind": "state", "country": "RU"}, VENEZUELA]})
        given["delegations"] = given["positions"] = []
        checked = run(given, text=text)
        assert [actor.name for actor in checked.meetings[0].parties] == ["Russia", "Venezuela"]
        assert checked.problems == []


def test_relative_date_of_another_year_that_the_article_names_is_not_counted_from_the_publication():
    text = "Its dispatch of 18 January 2019: envoys of Guyana and Venezuela will meet tomorrow, a Saturday."
    when = {"as_written": "tomorrow", "edtf": "2019-01-19", "basis": "relative"}
    given = answer(meeting={"when": when, "quotes": ["will meet tomorrow"], "status": "cancelled", "place": None})
    given["delegations"] = given["positions"] = []
    assert run(given, text=text).problems == []
    given["meetings"][0]["when"] = {**when, "edtf": "2022-01-19"}
    assert [problem.rule.name for problem in run(given, text=text).problems] == ["date-fits-words"]


def test_signs_that_nobody_sees_do_not_hide_a_person():
    given = answer(delegation={"quotes": ["led for Guyana"]})
    given["positions"] = []
    text = TEXT.replace("Irfaan Ali", "Ir\u00adfaan A\u00adli") + " He led for Guyana."
    checked = run(given, text=text)
    assert [member.name for member in checked.delegations[0].members] == ["Irfaan Ali"]


def test_signs_that_nobody_sees_do_not_hide_an_actor():
    given = answer(meeting={"parties": [GUYANA, VENEZUELA]})
    given["delegations"] = given["positions"] = []
    checked = run(given, text="Guy\u00adanese and Vene\u200bzuelan envoys met on Thursday in Argyle")
    assert [actor.name for actor in checked.meetings[0].parties] == ["Guyana", "Venezuela"]


def test_actor_whom_the_article_does_not_name_is_left_out_and_told():
    france = {"name": "France", "kind": "state", "country": "FR"}
    checked = run(answer(meeting={"parties": [GUYANA, france]}))
    assert [actor.name for actor in checked.meetings[0].parties] == ["Guyana"]
    ((rule, instruction),) = told(checked)
    assert rule == "actor-in-article"
    assert instruction.startswith("meetings[0].parties[1]: the article does not name 'France' in any form; give")


def test_position_of_an_actor_whom_the_article_does_not_name_is_rejected():
    checked = run(answer(position={"holder": {"name": "France", "kind": "state", "country": "FR"}}))
    assert checked.positions == []
    assert [(item.path, item.rule) for item in checked.rejected] == [("positions[0]", "actor-in-article")]


def test_meeting_of_nobody_whom_the_article_names_is_rejected():
    checked = run(answer(meeting={"parties": [{"name": "Mars", "kind": "other", "country": None}]}))
    assert checked.meetings == []
    assert checked.rejected[1].reason == "the article names none of its parties"


def test_host_may_be_the_country_of_the_place():
    host = {"name": "Saint Vincent and the Grenadines", "kind": "state", "country": "VC"}
    checked = run(answer(meeting={"hosts": [host]}))
    assert [actor.country for actor in checked.meetings[0].hosts] == ["VC"]


def test_text_that_recites_the_instructions_rejects_its_row():
    given = answer(position={"statement": "You read one news article and fill in three lists."})
    checked = check(given, ArticleText(TEXT), PUBLISHED, lambda text: text.startswith("You read"))
    assert checked.positions == []
    assert [item.rule for item in checked.rejected] == ["own-words"]


def test_invisible_signs_and_line_ends_leave_free_text():
    checked = run(answer(position={"subject": "no\u202e\u200b force\n\nat all"}))
    assert checked.positions[0].subject == "no force at all"


def test_ids_of_meetings_run_without_gaps_and_references_follow():
    given = answer(delegation={"meeting": "second"}, position={"meeting": "first"})
    lost = {**MEETING, "id": "first", "quotes": ["nowhere"]}
    given["meetings"] = [lost, {**MEETING, "id": "second"}]
    checked = run(given)
    assert [meeting.id for meeting in checked.meetings] == ["m1"]
    assert checked.delegations[0].meeting == "m1"
    assert checked.positions[0].meeting is None


def test_two_meetings_with_one_id_are_both_kept_and_told():
    given = answer()
    given["meetings"] = [MEETING, {**MEETING, "quotes": ["They will meet again in Brazil."]}]
    checked = run(given)
    assert [meeting.id for meeting in checked.meetings] == ["m1", "m2"]
    assert told(checked) == [("meeting-id-once", "meetings[1].id: 'm1' is taken: give each meeting its own")]


def test_rows_of_the_wrong_shape_are_rejected_each_and_say_why():
    checked = run({"meetings": [7], "positions": ["x", None]})
    assert (checked.meetings, checked.delegations, checked.positions) == ([], [], [])
    assert [(item.path, item.rule) for item in checked.rejected] == [
        ("meetings[0]", "shape"),
        ("positions[0]", "shape"),
    ]
