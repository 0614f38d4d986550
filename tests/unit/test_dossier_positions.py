"""Positions of many articles, and time lines with changes of stance."""

import re
from pathlib import Path

import pytest
from dossier_articles import article, position, talks

from extractor.dossier import Dossier
from extractor.dossier.stances import change_between, direction_of
from schemas import Certainty, Person, Stance

GUIDE = Path(__file__).parents[2] / "docs" / "dossier.md"


def told(*results):
    """For each position, in order of the time line: its stance, subject and rows."""
    return [
        (one.stance.value, one.subject, [report.row for report in one.reports])
        for line in Dossier.from_results(results).timelines()
        for one in line.positions
    ]


def test_one_position_told_by_two_articles_keeps_both():
    assert told(
        article("a", "2024-05-08", position("Sudan", "rejects", "30-day ceasefire", "2024-05-07")),
        article("b", "2024-05-09", position("Sudan", "refuses", "unconditional 30-day ceasefire", "2024-05-07")),
    ) == [("refuses", "unconditional 30-day ceasefire", ["a/p1", "b/p1"])]


@pytest.mark.parametrize(
    "other",
    [
        position("Chad", "rejects", "30-day ceasefire", "2024-05-07"),
        position("Sudan", "accepts", "30-day ceasefire", "2024-05-07"),
        position("Sudan", "rejects", "60-day ceasefire", "2024-05-07"),
        position("Sudan", "rejects", "foreign monitors", "2024-05-07"),
        position("Sudan", "rejects", "30-day ceasefire", "2024-05-01"),
        position("Sudan", "rejects", "30-day ceasefire", "2024-05-07", issue="humanitarian"),
    ],
    ids=["holder", "stance", "figure", "subject", "day", "issue"],
)
def test_another_holder_stance_figure_subject_day_or_issue_is_another_position(other):
    rows = told(
        article("a", "2024-05-08", position("Sudan", "rejects", "30-day ceasefire", "2024-05-07")),
        article("b", "2024-05-08", other),
    )
    assert sorted(sources for _, _, sources in rows) == [["a/p1"], ["b/p1"]]


def test_two_positions_of_one_article_stay_two():
    rows = told(
        article(
            "a",
            "2024-05-08",
            position("Sudan", "rejects", "30-day ceasefire in the north", "2024-05-07"),
            position("Sudan", "rejects", "30-day ceasefire in the south", "2024-05-07"),
        )
    )
    assert len(rows) == 2


def test_wordings_may_differ_more_when_they_were_said_at_one_meeting():
    def report(name, subject):
        return article(
            name,
            "2024-05-08",
            talks(on="2024-05-07", round=3),
            position("Sudan", "demands", subject, "2024-05-07", of="m1"),
        )

    ((_, _, rows),) = told(
        report("a", "short truce to collect the fallen"), report("b", "two-day truce in places to collect the dead")
    )
    assert rows == ["a/p1", "b/p1"]


def test_the_same_words_without_a_date_join_the_report_that_gives_one():
    assert told(
        article("a", "2024-05-08", position("Sudan", "rejects", "30-day ceasefire", "2024-05-01")),
        article("b", "2024-05-20", position("Sudan", "rejects", "30-day ceasefire")),
    ) == [("rejects", "30-day ceasefire", ["a/p1", "b/p1"])]


def test_a_position_belongs_to_the_meeting_of_the_dossier_at_which_it_was_taken():
    dossier = Dossier.from_results(
        [article("a", "2024-05-08", talks("m1", "2024-05-07"), position("Sudan", "offers", "a truce", of="m1"))]
    )
    (meeting,) = dossier.meetings()
    assert [one.meeting for line in dossier.timelines() for one in line.positions] == [meeting.id]


def test_the_best_attestation_and_all_speakers_are_kept():
    dossier = Dossier.from_results(
        [
            article(
                "a",
                "2024-05-08",
                position("Sudan", "offers", "a truce", "2024-05-07", certainty=Certainty.ANONYMOUS_SOURCES),
            ),
            article(
                "b",
                "2024-05-08",
                position("Sudan", "offers", "a truce", "2024-05-07", speaker=Person(name="Amina Deng")),
            ),
        ]
    )
    ((one,),) = (line.positions for line in dossier.timelines())
    assert (one.certainty, [claim.value for claim in one.speakers]) == (Certainty.STATED, ["Amina Deng"])


def test_a_time_line_is_ordered_by_what_was_said_when_else_by_publication():
    rows = told(
        article("a", "2024-05-20", position("Sudan", "rejects", "a truce", "2024-05-03")),
        article("b", "2024-05-10", position("Sudan", "calls_for", "foreign monitors")),
        article("c", "2024-05-30", position("Sudan", "offers", "an exchange of wounded", "2024-05-29")),
    )
    assert [subject for _, subject, _ in rows] == ["a truce", "foreign monitors", "an exchange of wounded"]


def test_a_change_of_stance_on_one_subject_is_marked():
    (line,) = Dossier.from_results(
        [
            article("a", "2024-05-03", position("Sudan", "rejects", "30-day ceasefire", "2024-05-03")),
            article("b", "2024-05-10", position("Sudan", "calls_for", "foreign monitors", "2024-05-09")),
            article("c", "2024-05-20", position("Sudan", "accepts", "the 30-day ceasefire", "2024-05-19")),
        ]
    ).timelines()
    assert [(change.kind, change.said) for change in line.changes] == [
        ("turns_to", "rejects (2024-05-03), then accepts (2024-05-19): the 30-day ceasefire")
    ]
    assert [change.before for change in line.changes] == [line.positions[0].id]
    assert [change.after for change in line.changes] == [line.positions[2].id]


def test_what_is_said_on_one_day_is_no_change():
    (line,) = Dossier.from_results(
        [
            article("a", "2024-05-03", position("Sudan", "rejects", "30-day ceasefire", "2024-05-03")),
            article("b", "2024-05-03", position("Sudan", "offers", "30-day ceasefire", "2024-05-03")),
        ]
    ).timelines()
    assert line.changes == []


def test_the_guide_has_the_table_of_directions_and_changes_as_the_code_has_it():
    guide = GUIDE.read_text(encoding="utf-8")
    directions = dict(re.findall(r"^\| `(\w+)` \| (\w+) \|$", guide, re.MULTILINE))
    assert directions == {stance.value: direction_of(stance).value for stance in Stance}
    changes = set(re.findall(r"^\| (\w+) \| (\w+) \| `(turns_\w+)` \|$", guide, re.MULTILINE))
    assert changes == {
        (direction_of(before).value, direction_of(after).value, kind)
        for before in Stance
        for after in Stance
        if (kind := change_between(before, after))
    }
