from extractor.checks import Checked
from extractor.consistency import united
from schemas import Actor, ActorKind, Delegation, Match, Meeting, Person, Place, Position, Quote, Role, Stance, When
from schemas.vocabularies import Issue, MeetingFormat, MeetingLevel, MeetingStatus


def quote(at):
    return Quote(text="x", start=at, end=at + 1, match=Match.EXACT)


def state(name):
    return Actor(name=name, kind=ActorKind.STATE)


def meeting(identity, edtf, at, **fields):
    given = {
        "id": identity,
        "quotes": [quote(at)],
        "name": "talks",
        "format": MeetingFormat.IN_PERSON,
        "when": When(edtf=edtf),
        "parties": [state("A"), state("B")],
    }
    return Meeting(**{**given, **fields})


def rows_of(*meetings):
    return united([part_of(meetings)]).meetings


def part_of(meetings, delegations=(), positions=()):
    return Checked(list(meetings), list(delegations), list(positions))


def test_same_meeting_in_two_parts_is_one_with_both_quotes():
    found = united([part_of([meeting("m1", "2023-12-14", 1)]), part_of([meeting("m1", "2023-12-14", 9)])])
    assert [(row.id, row.quotes) for row in found.meetings] == [("m1", [quote(1), quote(9)])]


def test_what_is_tied_to_the_second_telling_is_one_with_the_first():
    first, again, third = meeting("m1", "2023", 1, round=2), meeting("m2", None, 9, round=2), meeting("m3", None, 9)
    assert [(row.id, row.quotes) for row in rows_of(first, again, third)] == [("m1", [quote(1), quote(9)])]


def test_meetings_without_a_date_are_not_taken_for_one():
    found = united([part_of([meeting("m1", None, 1)]), part_of([meeting("m1", None, 9)])])
    assert [row.id for row in found.meetings] == ["m1", "m2"]


def test_references_follow_their_meetings_and_teams_unite():
    ann, bob = Person(name="Ann"), Person(name="Bob")

    def team(person):
        return Delegation(
            meeting="m1", quotes=[quote(3)], party=state("A"), role=Role.PARTY, head=None, members=[person]
        )

    position = Position(
        quotes=[quote(5)],
        holder=state("A"),
        stance=Stance.DEMANDS,
        issue=Issue.CEASEFIRE,
        subject="truce",
        statement="A wants a truce.",
        meeting="m1",
    )
    found = united(
        [
            part_of([meeting("m1", "2022", 0), meeting("m2", "2023-12-14", 1)]),
            part_of([meeting("m1", "2023-12-14", 9)], [team(ann), team(bob)], [position, position]),
        ]
    )
    assert [row.id for row in found.meetings] == ["m1", "m2"]
    assert [(row.meeting, row.members) for row in found.delegations] == [("m2", [ann, bob])]
    assert [row.meeting for row in found.positions] == ["m2"]


def test_meeting_told_again_fills_what_the_first_telling_leaves_open():
    first = meeting("m1", "2023-12-14", 1, format=MeetingFormat.UNKNOWN, hosts=[state("C")], topics=["truce"])
    again = meeting(
        "m2",
        "2023-12-14",
        5,
        place=Place(city="Doha"),
        level=MeetingLevel.MINISTERS,
        hosts=[state("D"), state("C")],
        topics=["prisoners", "truce"],
        duration="two hours",
    )
    (one,) = rows_of(first, again)
    assert (one.format, one.level, one.duration) == (MeetingFormat.IN_PERSON, MeetingLevel.MINISTERS, "two hours")
    assert (one.place, one.topics) == (Place(city="Doha"), ["truce", "prisoners"])
    assert [actor.name for actor in one.hosts] == ["C", "D"]
    assert one.quotes == [quote(1), quote(5)]


def test_meetings_that_something_tells_apart_stay_two():
    day = "2023-12-14"
    one = meeting(
        "m1", day, 1, round=1, level=MeetingLevel.LEADERS, status=MeetingStatus.HELD, place=Place(city="Doha")
    )
    for other in (
        {"round": 2},
        {"level": MeetingLevel.TECHNICAL},
        {"status": MeetingStatus.CANCELLED},
        {"format": MeetingFormat.PHONE},
        {"place": Place(city="Oslo")},
        {"parties": [state("A"), state("C")]},
        {"when": When(edtf="2023-12-15")},
    ):
        assert len(rows_of(one, one.model_copy(update={"id": "m2", **other}))) == 2


def test_same_round_without_a_date_is_one_meeting():
    assert len(rows_of(meeting("m1", None, 1, round=3), meeting("m2", "2023-12-14", 9, round=3))) == 1


def test_two_dates_proved_by_one_quote_are_two_meetings():
    assert len(rows_of(meeting("m1", "2023-05-16", 1), meeting("m2", "2023-06-02", 1))) == 2


def test_two_meetings_of_one_month_are_not_taken_for_one():
    assert len(rows_of(meeting("m1", "2023-05", 1), meeting("m2", "2023-05", 9))) == 2


def test_leader_and_their_state_are_the_same_side():
    ann = Actor(name="Ann", kind=ActorKind.PERSON, country="AA")
    land = Actor(name="Aland", kind=ActorKind.STATE, country="AA")
    others = [state("B")]
    assert (
        len(
            rows_of(
                meeting("m1", "2023-05-16", 1, parties=[ann, *others]),
                meeting("m2", "2023-05-16", 9, parties=[land, *others]),
            )
        )
        == 1
    )


def test_two_people_of_one_state_are_met_in_two_meetings():
    def with_guest(name):
        return [state("B"), Actor(name=name, kind=ActorKind.PERSON, country="AA")]

    day = "2023-05-16"
    one, other = (meeting("m1", day, 1, parties=with_guest(name)) for name in ("Ann Bly", "Bob Dee"))
    assert len(rows_of(one, other)) == 2
    assert len(rows_of(one, meeting("m2", day, 9, parties=with_guest("Bly")))) == 1


def test_uniting_is_told_and_references_follow_within_one_answer():
    team = Delegation(meeting="m2", quotes=[quote(3)], party=state("A"), members=[Person(name="Ann")])
    found = united([part_of([meeting("m1", "2023-12-14", 1), meeting("m2", "2023-12-14", 9)], [team])])
    assert [row.meeting for row in found.delegations] == ["m1"]
    assert found.warnings == ["'talks' is m1 told again: made one row"]


def test_person_named_twice_in_a_team_is_one_with_the_fuller_name():
    members = [Person(name="Umerov"), Person(name="Rustem Umerov", title="secretary"), Person(name="Ann Bly")]
    team = Delegation(meeting="m1", quotes=[quote(3)], party=state("A"), members=members)
    found = united([part_of([meeting("m1", None, 1)], [team])])
    assert found.delegations[0].members == [Person(name="Rustem Umerov", title="secretary"), Person(name="Ann Bly")]


def position(at, **fields):
    given = {
        "quotes": [Quote(text="x" * 10, start=at, end=at + 10, match=Match.EXACT)],
        "holder": state("A"),
        "stance": Stance.DEMANDS,
        "issue": Issue.CEASEFIRE,
        "subject": "truce",
        "statement": "A wants a truce.",
    }
    return Position(**{**given, **fields})


def test_positions_with_overlapping_quotes_are_one_only_if_holder_stance_and_issue_agree():
    def count(*rows):
        return len(united([part_of([], [], rows)]).positions)

    assert count(position(0), position(5, subject="a pause")) == 1
    assert count(position(0), position(50, subject="a pause")) == 2
    assert count(position(0), position(5, stance=Stance.REJECTS)) == 2
    assert count(position(0), position(5, holder=state("B"))) == 2
    assert count(position(0), position(5, issue=Issue.PRISONERS)) == 2


def test_uniting_what_is_united_changes_nothing():
    once = united(
        [part_of([meeting("m1", "2023-12-14", 1), meeting("m2", "2023-12-14", 9)], [], [position(0), position(5)])]
    )
    twice = united([once])
    assert (twice.meetings, twice.positions) == (once.meetings, once.positions)
