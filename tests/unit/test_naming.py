from extractor.checks import Checked
from extractor.naming import with_names
from schemas import Actor, ActorKind, Delegation, Match, Meeting, Name, Person, Position, Quote, Stance
from schemas.vocabularies import Issue

QUOTE = Quote(text="x", start=0, end=1, match=Match.EXACT)
TURKIYE = Actor(name="Türkiye", kind=ActorKind.STATE, country="TR")
EU = Actor(name="European Union", kind=ActorKind.INTERNATIONAL_ORGANIZATION)


def leader(name):
    return Actor(name=name, kind=ActorKind.PERSON, country="TR")


def rows(*, parties=(), members=(), holder=TURKIYE, speaker=None):
    meeting = Meeting(id="m1", quotes=[QUOTE], name="talks", parties=list(parties))
    team = Delegation(
        meeting="m1", quotes=[QUOTE], party=TURKIYE, members=[Person(name=name) for name in members], head=None
    )
    position = Position(
        quotes=[QUOTE],
        holder=holder,
        speaker=speaker and Person(name=speaker, affiliation="Turkey"),
        stance=Stance.OFFERS,
        issue=Issue.MEDIATION,
        subject="talks",
        statement="It offers talks.",
    )
    return Checked([meeting], [team] if members else [], [position])


def test_person_under_several_forms_has_the_fullest_name_in_all_rows():
    text = "Recep Tayyip Erdogan phoned. Erdoğan said so."
    found, _ = with_names(rows(parties=[leader("Erdogan")], members=["Recep Tayyip Erdogan"], speaker="Erdoğan"), text)
    assert found.meetings[0].parties[0].name == "Recep Tayyip Erdogan"
    assert found.delegations[0].members[0].name == "Recep Tayyip Erdogan"
    assert found.positions[0].speaker == Person(name="Recep Tayyip Erdogan", affiliation="Türkiye")


def test_forms_of_a_person_in_the_article_are_listed_in_its_order():
    text = "Mr Erdoğan came. Recep Tayyip Erdogan, or Tayyip Erdogan, stayed; Erdogan\u2019s car left. Emine too."
    _, names = with_names(rows(parties=[leader("Recep Tayyip Erdogan")]), text)
    assert names == [
        Name(
            name="Recep Tayyip Erdogan",
            kind=ActorKind.PERSON,
            variants=["Erdoğan", "Tayyip Erdogan", "Erdogan"],
        )
    ]


def test_given_name_that_two_share_is_nobodys_form():
    text = "Vladimir Putin met Vladimir Medinsky. Vladimir smiled. Putin left."
    _, names = with_names(rows(members=["Vladimir Putin", "Vladimir Medinsky"]), text)
    assert {name.name: name.variants for name in names} == {"Vladimir Putin": ["Putin"]}


def test_forms_of_a_state_and_of_an_organisation_are_listed():
    text = "Ankara offered talks. The Turkish minister told the EU; Türkiye waits. The European Union nodded."
    _, names = with_names(rows(parties=[TURKIYE, EU]), text)
    assert {name.name: name.variants for name in names} == {
        "Türkiye": ["Ankara", "Turkish"],
        "European Union": ["EU"],
    }


def test_who_has_one_name_only_is_not_listed():
    assert with_names(rows(parties=[leader("Ann Bly")]), "Ann Bly came to Türkiye.")[1] == []
