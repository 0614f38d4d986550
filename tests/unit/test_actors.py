import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.actors import KnownActor, actors_in, canonical_actor, known_actor, same_actor
from schemas import ActorKind


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("EU", "European Union"), ("the E.U.", "European Union"), ("U.N.", "United Nations"), ("Nato", "NATO"),
        ("North Atlantic Treaty Organisation", "NATO"), ("IAEA", "International Atomic Energy Agency"),
        ("AU", "African Union"), ("Gulf Co-operation Council", "Gulf Cooperation Council"),
        ("WHO", "World Health Organization"), ("Opec", "OPEC"), ("OPEC+", "OPEC+"), ("G-7", "G7"),
        ("Ansar Allah", "Houthis"), ("Hizbullah", "Hezbollah"), ("RSF", "Rapid Support Forces"),
        ("March 23 Movement", "M23"), ("Kurdistan Workers\u2019 Party", "PKK"), ("Turkish Cypriots", "Northern Cyprus"),
        ("Moscow", "Russia"), ("the Turkish government", "Türkiye"),
        ("who", "who"), ("the Acme Foundation", "Acme Foundation"), ("", ""),
    ],
)  # fmt: skip
def test_an_actor_has_one_name(name, canonical):
    assert canonical_actor(name) == canonical


def test_a_known_actor_has_kind_and_country():
    assert known_actor("Hizballah") == KnownActor("Hezbollah", ActorKind.ARMED_GROUP, "LB")
    assert known_actor("Cairo") == KnownActor("Egypt", ActorKind.STATE, "EG")
    assert known_actor("EU") == KnownActor("European Union", ActorKind.INTERNATIONAL_ORGANIZATION, None)
    assert known_actor("Acme") is None


@pytest.mark.parametrize(("a", "b", "same"), [
    ("EU", "European Union", True), ("Kyiv", "Ukraine", True), ("Türkiye", "Turkey", True),
    ("Acme-Foundation", "the acme foundation", True), ("Congo", "Republic of the Congo", False),
    ("North Korea", "South Korea", False), ("Hamas", "Hezbollah", False), ("", "", False),
])  # fmt: skip
def test_actors_are_the_same_by_their_canonical_names(a, b, same):
    assert same_actor(a, b) is same


@given(st.text(max_size=30))
def test_a_canonical_name_is_its_own(name):
    once = canonical_actor(name)
    assert known_actor(name) is None or canonical_actor(once) == once


def test_running_text_names_states_and_others_the_longest_first():
    text = "Hamas\u2019s team met Egypt's and Islamic State was not there; Turkish Cypriots and the UN were."
    assert [(text[m.start : m.end], m.actor.name) for m in actors_in(text)] == [
        ("Hamas", "Hamas"),
        ("Egypt", "Egypt"),
        ("Islamic State", "Islamic State"),
        ("Turkish Cypriots", "Northern Cyprus"),
        ("UN", "United Nations"),
    ]


def test_names_that_begin_with_a_small_letter_are_found_from_their_beginning():
    text = "al-Qaeda left the state of Georgia and 10 Downing Street, but not Georgia or Final-Qaeda."
    assert [(m.start, text[m.start : m.end]) for m in actors_in(text)] == [
        (0, "al-Qaeda"),
        (39, "10 Downing Street"),
        (66, "Georgia"),
    ]
