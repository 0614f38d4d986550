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


def run(given, published=PUBLISHED):
    return check(given, ArticleText(TEXT), published)


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
    (problem,) = checked.problems
    assert problem.startswith("positions[0].quotes[0] is not in the article: 'Both swore peace.'. Copy the words")


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
    assert checked.problems == [
        "meetings[0].when.edtf: 2023-12-13 is a Wednesday, but the article says 'on Thursday': see the calendar"
    ]


def test_held_meeting_after_the_publication_loses_its_date():
    when = {"as_written": "on Thursday", "edtf": "2023-12-21", "basis": "relative"}
    checked = run(answer(meeting={"when": when}))
    assert checked.meetings[0].when.edtf is None
    assert "after the publication on 2023-12-15" in checked.problems[0]


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
    assert checked.problems == [
        "meetings[0].when.as_written: 'last Thursday' is not in the article: copy the words, or null"
    ]


def test_what_is_no_date_becomes_null():
    when = {"as_written": "on Thursday", "edtf": "Thursday", "basis": "relative"}
    checked = run(answer(meeting={"when": when}))
    assert checked.meetings[0].when.edtf is None
    assert "'Thursday' is not an EDTF date" in checked.problems[0]


def test_delegation_without_its_meeting_is_rejected():
    checked = run(answer(delegation={"meeting": "m7"}))
    assert checked.delegations == []
    assert checked.rejected[0].reason == "there is no meeting with the id 'm7' (or it was rejected)"


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


def test_country_code_that_iso_does_not_know_becomes_null_and_kosovo_has_its_own():
    checked = run(answer(position={"holder": {**GUYANA, "country": "UK"}, "toward": {**GUYANA, "country": "XK"}}))
    assert checked.positions[0].holder.country is None
    assert checked.positions[0].toward.country == "XK"
    assert "'UK' is not an ISO 3166-1 alpha-2 code" in checked.problems[0]


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
    assert checked.problems == ["meetings[1].id: 'm1' is taken: give each meeting its own"]


def test_an_answer_of_the_wrong_shape_gives_no_rows_and_says_why():
    checked = run({"meetings": {"a": 1}, "positions": ["x"]})
    assert (checked.meetings, checked.delegations, checked.positions) == ([], [], [])
    assert [item.path for item in checked.rejected] == ["meetings", "positions[0]"]


def test_of_very_many_problems_the_model_is_told_the_first():
    given = {"meetings": [], "delegations": [], "positions": ["x"] * 100}
    checked = run(given)
    assert len(checked.rejected) == 100
    assert checked.problems[-1] == "and 70 more of the same kinds"
    assert len(checked.problems) == 31
