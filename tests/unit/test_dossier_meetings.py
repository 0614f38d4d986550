"""Which reports are one meeting."""

import pytest
from dossier_articles import article, call, delegation, meeting, quote, state, talks

from extractor.dossier import Dossier
from schemas import Actor, ActorKind, MeetingFormat, MeetingLevel, MeetingStatus


def grouped(*results):
    """The rows of each meeting of the dossier."""
    meetings = Dossier.from_results(results).meetings()
    return sorted(sorted(report.row for report in meeting.reports) for meeting in meetings)


def resemblances(*results):
    meetings = list(Dossier.from_results(results).meetings())
    rows = {meeting.id: meeting.reports[0].row for meeting in meetings}
    return sorted(
        (meeting.reports[0].row, rows[other.meeting]) for meeting in meetings for other in meeting.perhaps_same
    )


def person(name, country):
    return Actor(name=name, kind=ActorKind.PERSON, country=country)


def test_two_reports_of_one_call_are_one_meeting():
    assert grouped(
        article("a", "2024-05-03", call(on="2024-05-03")), article("b", "2024-05-04", call(on="2024-05-03"))
    ) == [["a/m1", "b/m1"]]


def test_a_call_and_talks_of_one_day_are_two_meetings():
    assert grouped(
        article("a", "2024-05-03", call(on="2024-05-03")), article("b", "2024-05-04", talks(on="2024-05-03"))
    ) == [["a/m1"], ["b/m1"]]


def test_what_is_held_on_other_days_is_two_meetings():
    assert grouped(
        article("a", "2024-05-09", talks(on="2024-05-03")), article("b", "2024-05-09", talks(on="2024-05-05"))
    ) == [["a/m1"], ["b/m1"]]


def test_talks_over_days_are_one_with_what_one_day_of_them_is_told():
    assert grouped(
        article("a", "2024-05-09", talks(on="2024-05-03/2024-05-05")),
        article("b", "2024-05-09", talks(on="2024-05-04")),
    ) == [["a/m1", "b/m1"]]


def test_the_same_day_and_parties_alone_do_not_make_one_meeting():
    bare = meeting(on="2024-05-03")
    assert grouped(article("a", "2024-05-03", bare), article("b", "2024-05-03", bare)) == [["a/m1"], ["b/m1"]]


def test_a_proposal_a_plan_and_a_report_of_one_round_are_one_meeting():
    assert grouped(
        article("a", "2024-05-01", talks(status=MeetingStatus.PROPOSED, round=3)),
        article("b", "2024-05-02", talks(on="2024-05-07", status=MeetingStatus.PLANNED, round=3)),
        article("c", "2024-05-08", talks(on="2024-05-07", round=3)),
    ) == [["a/m1", "b/m1", "c/m1"]]


def test_rounds_with_other_numbers_are_two_meetings():
    assert grouped(
        article("a", "2024-05-08", talks(on="2024-05-07", round=3)),
        article("b", "2024-05-08", talks(on="2024-05-07", round=4)),
    ) == [["a/m1"], ["b/m1"]]


def test_a_round_that_two_articles_date_a_day_apart_is_one_meeting_with_a_contradiction():
    results = (
        article("a", "2024-05-08", talks(on="2024-05-07", round=3)),
        article("b", "2024-05-09", talks(on="2024-05-08", round=3)),
    )
    (merged,) = Dossier.from_results(results).meetings()
    assert [(one.field, [claim.value for claim in one.said]) for one in merged.contradictions] == [
        ("date", ["2024-05-08", "2024-05-07"])
    ]


def test_a_round_that_was_put_off_is_one_meeting_and_keeps_the_planned_date_in_its_history():
    (merged,) = Dossier.from_results(
        [
            article("a", "2024-05-02", talks(on="2024-05-07", status=MeetingStatus.PLANNED, round=3)),
            article("b", "2024-05-15", talks(on="2024-05-14", round=3)),
        ]
    ).meetings()
    assert merged.date.value == "2024-05-14"
    assert merged.contradictions == []
    assert [(entry.status, entry.date) for entry in merged.history] == [
        ("planned", "2024-05-07"),
        ("held", "2024-05-14"),
    ]


def test_what_still_lies_ahead_after_a_meeting_is_another_meeting():
    assert grouped(
        article("a", "2024-05-08", talks(on="2024-05-07")),
        article("b", "2024-05-20", talks(status=MeetingStatus.PROPOSED)),
    ) == [["a/m1"], ["b/m1"]]


def test_two_rows_of_one_article_are_two_meetings():
    told_twice = article("a", "2024-05-04", call("m1", "2024-05-03"), talks("m2", "2024-05-03"))
    vague = article("b", "2024-05-04", meeting(on="2024-05-03", level=MeetingLevel.LEADERS))
    assert ["a/m1", "a/m2"] not in grouped(told_twice, vague)


def test_two_rows_of_one_article_that_nothing_tells_apart_are_one_meeting():
    assert grouped(article("a", "2024-05-04", talks("m1", "2024-05-03"), talks("m2", "2024-05-03"))) == [
        ["a/m1", "a/m2"]
    ]


def test_two_calls_of_one_day_that_an_article_names_apart_stay_two_and_a_report_that_fits_both_joins_neither():
    two = article(
        "a",
        "2024-05-03",
        call("m1", "2024-05-03", name="Morning call on grain"),
        call("m2", "2024-05-03", name="Evening call on prisoners"),
    )
    assert grouped(two, article("b", "2024-05-03", call(on="2024-05-03"))) == [["a/m1"], ["a/m2"], ["b/m1"]]


def test_a_vague_report_that_fits_two_meetings_joins_neither_and_resembles_both():
    results = (
        article("a", "2024-05-30", talks("m1", "2024-05-03", round=1), talks("m2", "2024-05-20", round=2)),
        article("b", "2024-06-01", talks(on="2024-05", name="May talks in Geneva")),
    )
    assert grouped(*results) == [["a/m1"], ["a/m2"], ["b/m1"]]
    assert [pair for pair in resemblances(*results) if pair[0] == "b/m1"] == [("b/m1", "a/m1"), ("b/m1", "a/m2")]


def test_a_vague_report_that_fits_one_meeting_joins_it():
    assert grouped(
        article("a", "2024-05-30", talks("m1", "2024-05-03")),
        article("b", "2024-06-01", talks(on="2024-05", name="May talks in Geneva")),
    ) == [["a/m1", "b/m1"]]


def test_parties_among_more_parties_can_be_one_meeting():
    assert grouped(
        article("a", "2024-05-08", talks(on="2024-05-07")),
        article("b", "2024-05-08", talks(on="2024-05-07", parties=("Sudan", "Chad", "Egypt"))),
    ) == [["a/m1", "b/m1"]]


def test_a_mediator_that_another_article_counts_as_a_party_can_be_one_meeting():
    assert grouped(
        article("a", "2024-05-08", talks(on="2024-05-07", mediators=[state("Qatar")])),
        article("b", "2024-05-08", talks(on="2024-05-07", parties=("Sudan", "Chad", "Qatar"))),
    ) == [["a/m1", "b/m1"]]


def test_meetings_of_other_parties_are_apart():
    assert grouped(
        article("a", "2024-05-08", talks(on="2024-05-07")),
        article("b", "2024-05-08", talks(on="2024-05-07", parties=("Sudan", "Kenya"))),
    ) == [["a/m1"], ["b/m1"]]


def test_leaders_who_meet_in_person_stand_for_their_states():
    leaders = (person("Amina Deng", "SD"), person("Idriss Kolo", "TD"))
    (merged,) = Dossier.from_results(
        [
            article("a", "2024-05-03", call(on="2024-05-03", parties=leaders)),
            article("b", "2024-05-03", call(on="2024-05-03"), delegation("Sudan", "Deng", head="Deng")),
        ]
    ).meetings()
    assert [(one.actor.name, sorted(one.names)) for one in merged.parties] == [
        ("Chad", ["Chad", "Idriss Kolo"]),
        ("Sudan", ["Amina Deng", "Sudan"]),
    ]
    assert [(one.party.name, one.head.value, one.members[0].sources) for one in merged.delegations] == [
        ("Chad", "Idriss Kolo", ["a/m1"]),
        ("Sudan", "Amina Deng", ["a/m1", "b/d1"]),
    ]


def test_a_president_and_a_prime_minister_each_have_their_own_meeting_with_a_guest():
    def told(name, host):
        return article(
            name,
            "2024-05-07",
            talks(on="2024-05-07", level=MeetingLevel.LEADERS, name="Visit to Geneva"),
            delegation("Sudan", "Amina Deng"),
            delegation("Chad", host),
        )

    assert grouped(told("a", "Idriss Kolo"), told("b", "Fatime Issa")) == [["a/m1"], ["b/m1"]]


def test_one_slip_among_many_articles_does_not_tear_a_meeting_apart():
    phone = [article(f"a{number}", "2024-05-03", call(on="2024-05-03")) for number in range(6)]
    bare = call(on="2024-05-03").model_copy(update={"format": MeetingFormat.UNKNOWN, "duration": "an hour"})
    others = [article(f"b{number}", "2024-05-03", bare, delegation("Sudan", "Amina Deng")) for number in range(6)]
    slip = article("slip", "2024-05-03", call("m1", "2024-05-03"), bare.model_copy(update={"id": "m2"}))
    sizes = sorted(len(rows) for rows in grouped(*phone, *others, slip))
    assert sizes == [1, 13]


def test_the_same_words_in_two_articles_speak_for_one_meeting():
    words = quote("The ministers of both states met behind closed doors in the spring of that year.")
    fields = {"on": "2024-05", "quotes": [words], "level": MeetingLevel.MINISTERS}
    assert grouped(
        article("a", "2025-01-03", meeting(**fields, name="Ministers on Darfur")),
        article("b", "2025-02-03", meeting(**fields, name="Closed doors")),
    ) == [["a/m1", "b/m1"]]


def test_a_report_without_any_party_stays_alone():
    assert grouped(
        article("a", "2024-05-08", talks(on="2024-05-07", parties=())),
        article("b", "2024-05-08", talks(on="2024-05-07", parties=())),
    ) == [["a/m1"], ["b/m1"]]


def test_each_merge_says_what_speaks_for_it():
    (merged,) = Dossier.from_results(
        [
            article("a", "2024-05-08", talks(on="2024-05-07", round=3)),
            article("b", "2024-05-09", talks(on="2024-05-07", round=3)),
        ]
    ).meetings()
    assert [(link.row, link.same_as, link.score, link.reasons) for link in merged.links] == [
        (
            "b/m1",
            "a/m1",
            14.0,
            [
                "same parties",
                "same round (3)",
                "same format (in_person)",
                "same date",
                "same city (Geneva)",
                "same level (officials)",
            ],
        )
    ]


@pytest.mark.parametrize("status", [MeetingStatus.CANCELLED, MeetingStatus.POSTPONED, MeetingStatus.REFUSED])
def test_the_latest_status_of_what_never_took_place_is_the_last_published(status):
    (merged,) = Dossier.from_results(
        [
            article("a", "2024-05-06", talks(on="2024-05-07", status=status, round=3)),
            article("b", "2024-05-02", talks(on="2024-05-07", status=MeetingStatus.PLANNED, round=3)),
        ]
    ).meetings()
    assert (merged.status, [entry.status for entry in merged.history]) == (status, [MeetingStatus.PLANNED, status])
