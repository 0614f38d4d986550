"""Each pattern of the offline reader finds what stands beside it as its examples."""

from datetime import date

import pytest

from extractor.offline.lexicon import data, lexicon
from extractor.offline.meetings import tellings
from extractor.offline.merging import events
from extractor.offline.people import actors_of
from extractor.offline.phrases import parsed
from extractor.offline.positions import stands
from extractor.offline.seats import seatings
from extractor.offline.symbols import GROUP, OFFICE

PUBLISHED = date(2024, 5, 15)


def examples(file, *path):
    return [
        pytest.param(*example, id=example[0][:60])
        for kind in path
        for entry in data(file)[kind]
        for example in entry.get("examples", [])
    ]


def listed(words):
    return [word.strip() for word in words.split(",") if word.strip()]


@pytest.mark.parametrize(("sentence", "wanted"), examples("persons.yaml", "people"))
def test_person_is_known_with_title_and_side(sentence, wanted):
    name, title, side = (part.strip().strip('"') for part in wanted.split("|"))
    (person,) = parsed(sentence, lexicon()).people.values()
    assert (person.name, person.title or "", person.actor.name if person.actor else "") == (name, title, side)


@pytest.mark.parametrize(("sentence", "wanted"), examples("persons.yaml", "several"))
def test_people_of_one_title_share_it_and_their_side(sentence, wanted):
    names, title, side = wanted.split(" | ")
    people = parsed(sentence, lexicon()).people.values()
    assert [(one.name, one.title, one.actor and one.actor.name) for one in people] == [
        (name, title, side) for name in listed(names)
    ]


@pytest.mark.parametrize(("sentence", "wanted"), examples("persons.yaml", "offices"))
def test_office_acts_for_its_state(sentence, wanted):
    parse = parsed(sentence, lexicon())
    offices = [mention for mention in parse.masked.within(0, len(sentence)) if mention.symbol == OFFICE]
    assert [actor.name for mention in offices for actor in actors_of(parse, mention)] == [wanted]


@pytest.mark.parametrize(("sentence", "wanted"), examples("persons.yaml", "groups"))
def test_group_acts_for_all_its_states(sentence, wanted):
    parse = parsed(sentence, lexicon())
    groups = [mention for mention in parse.masked.within(0, len(sentence)) if mention.symbol == GROUP]
    assert [sorted(actor.name for actor in group.actors) for group in groups] == [sorted(wanted.split(" | "))]


@pytest.mark.parametrize(("sentence", "wanted"), data("meetings.yaml")["examples"])
def test_meeting_that_a_noun_names_is_told_with_parties_and_status(sentence, wanted):
    parties, status = wanted.split("|")
    (event,) = events(tellings(parsed(sentence, lexicon()), PUBLISHED))
    assert (sorted(actor.name for actor in event.main.parties), event.main.status) == (
        sorted(listed(parties)),
        status.strip(),
    )


@pytest.mark.parametrize(("sentence", "wanted"), examples("verbs.yaml", "verbs"))
def test_meeting_that_a_verb_tells_of_has_parties_status_and_format(sentence, wanted):
    parties, status, form = (part.strip() for part in wanted.split("|"))
    (event,) = events(tellings(parsed(sentence, lexicon()), PUBLISHED))
    assert (sorted(actor.name for actor in event.main.parties), event.main.status, event.main.format) == (
        sorted(listed(parties)),
        status,
        form,
    )


@pytest.mark.parametrize(("sentence", "wanted"), examples("delegations.yaml", "patterns"))
def test_people_at_the_table_are_found_with_their_side(sentence, wanted):
    parse = parsed(sentence, lexicon())
    found = {}
    for seats in seatings(parse):
        found.setdefault(seats.party.name, set()).update(parse.people[key].name for key in seats.people)
    sides = [side.split("|") for side in wanted.split(" / ")]
    assert found == {side.strip(): set(listed(people)) for people, side in sides}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [pytest.param(*example, id=example[0][:60]) for example in data("stances.yaml")["examples"]],
)
def test_position_is_found_with_holder_stance_and_issue(text, wanted):
    found = {f"{one.holder.name} | {one.stance} | {one.issue}" for one in stands(parsed(text, lexicon()))}
    assert set(wanted.split("; ")) <= found


@pytest.mark.parametrize("text", data("stances.yaml")["none"])
def test_where_nobody_takes_a_position_none_is_sure(text):
    assert [one for one in stands(parsed(text, lexicon())) if one.confidence >= 0.5] == []
