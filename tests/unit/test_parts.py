from hypothesis import given
from hypothesis import strategies as st

from extractor.checks import Checked
from extractor.parts import cut, halves, merged
from schemas import Actor, ActorKind, Delegation, Match, Meeting, Person, Position, Quote, Role, Stance, When
from schemas.vocabularies import Issue, MeetingFormat


def quote(at):
    return Quote(text="x", start=at, end=at + 1, match=Match.EXACT)


def state(name):
    return Actor(name=name, kind=ActorKind.STATE)


def meeting(identity, edtf, at):
    return Meeting(
        id=identity,
        quotes=[quote(at)],
        name="talks",
        format=MeetingFormat.IN_PERSON,
        when=When(edtf=edtf),
        parties=[state("A"), state("B")],
    )


def part_of(meetings, delegations=(), positions=()):
    return Checked(list(meetings), list(delegations), list(positions), [], [], [])


def test_short_article_is_one_part():
    assert [(part.start, part.end) for part in cut("short", 100)] == [(0, 5)]


def test_long_article_is_cut_at_paragraph_ends():
    paragraph = "A sentence of some length here. And one more."
    text = "\n\n".join([paragraph] * 6)
    parts = cut(text, 100)
    assert [text[part.start : part.end].strip() for part in parts] == [f"{paragraph}\n\n{paragraph}"] * 3
    assert [(part.number, part.count) for part in parts] == [(1, 3), (2, 3), (3, 3)]
    assert parts[0].beginning == ""
    assert parts[1].beginning == text[:1200]


@given(st.text(alphabet="ab. \n", max_size=400), st.integers(1, 60))
def test_parts_are_the_text_without_gap_or_overlap(text, max_chars):
    parts = cut(text, max_chars)
    assert "".join(text[part.start : part.end] for part in parts) == text
    assert all(part.end - part.start <= max_chars for part in parts)


def test_halves_of_a_part_that_is_short_already_are_none():
    text = "word " * 50
    assert halves(text, cut(text, 10_000)[0]) == []


def test_halves_cover_the_part():
    text = "A sentence. " * 400
    whole = cut(text, 10_000)[0]
    first, second = halves(text, whole)
    assert (first.start, first.end, second.end) == (whole.start, second.start, whole.end)
    assert 0.3 < first.end / len(text) < 0.7


def test_same_meeting_in_two_parts_is_one_with_both_quotes():
    found = merged([part_of([meeting("m1", "2023-12-14", 1)]), part_of([meeting("m1", "2023-12-14", 9)])])
    assert [(row.id, row.quotes) for row in found.meetings] == [("m1", [quote(1), quote(9)])]


def test_meetings_without_a_date_are_not_taken_for_one():
    found = merged([part_of([meeting("m1", None, 1)]), part_of([meeting("m1", None, 9)])])
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
    found = merged(
        [
            part_of([meeting("m1", "2022", 0), meeting("m2", "2023-12-14", 1)]),
            part_of([meeting("m1", "2023-12-14", 9)], [team(ann), team(bob)], [position, position]),
        ]
    )
    assert [row.id for row in found.meetings] == ["m1", "m2"]
    assert [(row.meeting, row.members) for row in found.delegations] == [("m2", [ann, bob])]
    assert [row.meeting for row in found.positions] == ["m2"]
