"""Plots: the same dossier gives the same picture, and nothing in a name draws anything."""

import xml.etree.ElementTree as ET

import pytest
from unit.samples import extraction, meeting, position, result_full_of

from extractor.dossier import Dossier
from extractor.errors import ResultsError, SettingsError
from extractor.plots import What, plot
from schemas import Actor, Result


def document(**rows):
    return Dossier.from_results([Result(source="a.md", extraction=extraction(**rows))]).document()


TALKS = document(meetings=[meeting()], positions=[position(), position("rejects", "mediation")])


@pytest.mark.parametrize("what", list(What))
@pytest.mark.parametrize("suffix", ["svg", "png"])
def test_picture_is_the_same_each_time(what, suffix, tmp_path):
    one, other = tmp_path / f"one.{suffix}", tmp_path / f"other.{suffix}"
    plot(TALKS, what, one)
    plot(TALKS, what, other)
    assert one.read_bytes() == other.read_bytes()


def test_each_meeting_is_a_mark(tmp_path):
    days = ["2023-12-14", "2024-01-25", "2024-03-01"]
    rows = [meeting(id=f"m{n}", name=day, when={"edtf": day}) for n, day in enumerate(days)]
    plot(document(meetings=rows), What.TIMELINE, tmp_path / "a.svg")
    # The edge that marks alone have; one more stands in the legend.
    uses = [
        element.get("style", "")
        for element in ET.parse(tmp_path / "a.svg").iter("{http://www.w3.org/2000/svg}use")  # noqa: S314 - our own file
    ]
    assert sum("stroke-width: 0.7" in style for style in uses) == len(days) + 1


@pytest.mark.parametrize(
    ("what", "message"), [(What.TIMELINE, "no meeting has a date"), (What.POSITIONS, "no position to draw")]
)
def test_nothing_to_draw_is_an_error_and_no_file(what, message, tmp_path):
    with pytest.raises(ResultsError, match=message):
        plot(document(), what, tmp_path / "a.svg")
    assert list(tmp_path.iterdir()) == []


def test_other_suffix_is_an_error_that_names_the_two(tmp_path):
    with pytest.raises(SettingsError, match=r"neither \.svg nor \.png"):
        plot(TALKS, What.TIMELINE, tmp_path / "a.pdf")


@pytest.mark.parametrize("words", ["$\\frac{$", "<script>", "\u0645\u0631\u062d\u0628\u0627", "_" * 300])
@pytest.mark.parametrize("what", list(What))
def test_any_name_can_be_drawn(words, what, tmp_path):
    plot(Dossier.from_results([result_full_of(words)]).document(), what, tmp_path / "a.svg")
    assert ET.parse(tmp_path / "a.svg").getroot().tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 - our own file


def test_more_actors_than_fit_are_counted(tmp_path):
    rows = [position(holder=Actor(name=f"Actor {letter}")) for letter in "abcdefghijklmnopqrstuvwxyz"]
    plot(document(positions=rows), What.POSITIONS, tmp_path / "a.svg")
    # Letters are drawn as shapes; the words stand beside them as comments.
    assert "not drawn: 2 more actors" in (tmp_path / "a.svg").read_text()


def test_people_who_meet_are_drawn_in_the_lane_of_their_states(tmp_path):
    people = [Actor(name="Irfaan Ali", kind="person", country="GY"), Actor(name="Nicolás", kind="person", country="VE")]
    rows = [meeting(), meeting(id="m2", name="Second", parties=people, when={"edtf": "2024-03-01"})]
    plot(document(meetings=rows), What.TIMELINE, tmp_path / "a.svg")
    text = (tmp_path / "a.svg").read_text()
    assert text.count("<!-- Guyana \N{EN DASH} Venezuela -->") == 1
    assert "Irfaan" not in text
