"""For whom people speak, and which movements are actors."""

import pytest

from extractor.offline.introductions import introduced
from extractor.offline.lexicon import lexicon, words_of
from extractor.offline.phrases import parsed
from extractor.offline.positions import stands
from extractor.offline.seats import seatings
from schemas import ActorKind


def holders(text: str) -> list[str]:
    """Who holds the positions of `text`, in their order."""
    parse = parsed(text, lexicon())
    return [one.holder.name for one in stands(parse, None, seatings(parse))]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The Front for Renewal in Lorland (FRL) left. FRL returned.", "Front for Renewal in Lorland", "armed_group"),
        ("Ana Bell of the Movement for Civic Change (MCC) left.", "Movement for Civic Change", "party"),
        ("The Army of Free Valleys left.", "Army of Free Valleys", "armed_group"),
        ("The ruling ZOR-PF left.", "ZOR-PF", "party"),
        ("The rebel group Talvora left.", "Talvora", "armed_group"),
        ("Novamar, the largest opposition party, left.", "Novamar", "party"),
    ],
)
def test_parties_and_groups_are_actors_by_how_they_are_introduced(text: str, name: str, kind: str) -> None:
    named = introduced(text, set(words_of(text)), lexicon().organisations)

    assert {(one.actor.name, one.actor.kind) for _, one in named.values() if one.actor} == {(name, ActorKind(kind))}


@pytest.mark.parametrize(
    "text",
    [
        "The Ministry of Trade left.",
        "Oman, whose envoys lead a party, left.",
        "The opposition left.",
        "The African Union (AU) left.",
    ],
)
def test_bodies_of_states_and_known_actors_are_not_introduced(text: str) -> None:
    assert introduced(text, set(words_of(text)), lexicon().organisations) == {}


def test_a_short_form_stands_for_the_name_that_it_was_introduced_with() -> None:
    text = "The Front for Renewal (FRL) left Oman. FRL demanded the release of all prisoners."

    assert holders(text) == ["Front for Renewal"]


def test_a_head_of_delegation_speaks_for_his_side_sentences_later() -> None:
    text = (
        "The Chilean delegation was led by Ivo Rojas. The talks with Peru lasted two days. "
        "Ivo Rojas rejected the proposal on the border."
    )

    assert holders(text) == ["Chile"]


def test_its_officer_speaks_for_the_subject_of_the_sentence_before() -> None:
    text = (
        "Britain met Norway. The African Union welcomed the truce. "
        "Its executive secretary, Tomas Sal, demanded the release of all prisoners."
    )

    assert holders(text) == ["African Union", "African Union"]


def test_the_government_is_that_which_was_called_a_government() -> None:
    text = (
        "Chad's transitional military government and rebels met in the Qatari capital, Qatari officials said. "
        "A Qatari envoy mediates. The government rejected the demand for the release of prisoners."
    )

    assert holders(text)[-1] == "Chad"


def test_a_movement_that_is_only_called_by_an_adjective_goes_by_its_noun() -> None:
    text = "Ethiopia met Tigrayan forces in Nairobi. The Tigrayan team demanded the release of all prisoners."

    assert holders(text) == ["Tigrayan forces"]
