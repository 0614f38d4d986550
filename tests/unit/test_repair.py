from extractor import rules
from extractor.complaints import Problem
from extractor.repair import mended, withdrawn

ANSWER = {"meetings": [{"id": "m1"}], "delegations": [], "positions": [{"n": 0}, {"n": 1}]}


def problem(name, number, said="it is wrong"):
    return Problem(rules.SHAPE, (name, number), said)


def repair(**lists):
    return {"meetings": [], "delegations": [], "positions": [], **lists}


def test_row_that_was_complained_of_is_replaced_and_the_answer_itself_is_not_changed():
    after = mended(ANSWER, repair(positions=[{"row": 1, "mended": {"n": "new"}}]), [problem("positions", 1)])
    assert after["positions"] == [{"n": 0}, {"n": "new"}]
    assert ANSWER["positions"] == [{"n": 0}, {"n": 1}]


def test_row_that_nobody_complained_of_stays():
    assert mended(ANSWER, repair(positions=[{"row": 0, "mended": None}]), [problem("positions", 1)]) == ANSWER


def test_meeting_behind_the_last_one_is_added_but_no_other_row():
    given = repair(
        meetings=[{"row": 1, "mended": {"id": "m2"}}, {"row": 9, "mended": {"id": "m9"}}],
        positions=[{"row": 2, "mended": {"n": 2}}],
    )
    after = mended(ANSWER, given, [problem("positions", 1)])
    assert after == {**ANSWER, "meetings": [{"id": "m1"}, {"id": "m2"}]}


def test_what_has_not_the_form_of_a_repair_is_passed_over():
    given = repair(positions=["x", {"row": "1", "mended": {}}, {"row": True, "mended": {}}, {"row": 1}, {"n": 3}])
    assert mended(ANSWER, given, [problem("positions", 1)]) == ANSWER


def test_withdrawn_row_is_told_with_the_first_complaint_about_it():
    problems = [problem("positions", 1, "no such quote"), problem("positions", 1, "no such date")]
    after = mended(ANSWER, repair(positions=[{"row": 1, "mended": None}]), problems)
    (item,) = withdrawn(ANSWER, after, problems)
    assert (item.path, item.rule, item.item) == ("positions[1]", "shape", {"n": 1})
    assert item.reason == "withdrawn by the model, told: no such quote"
    assert withdrawn(after, after, problems) == []
