"""What holds for any dossier: order, increments, its file; and the user's aliases."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from dossier_articles import article, delegation, meeting, position, talks
from hypothesis import given
from hypothesis import strategies as st

from extractor.dossier import Aliases, Dossier, read_dossier, write_dossier
from extractor.errors import AliasesError, DossierError
from schemas import Actor, ActorKind, MeetingFormat, MeetingLevel, MeetingStatus, Result, Skipped, Stance
from schemas.dossier import DossierDocument

DAYS = [f"{date(2024, 4, 29) + timedelta(days=day)}" for day in range(6)]
WHEN = st.sampled_from([None, "2024-05", "2024", "2024-05-01/2024-05-03", "2024-05/..", *DAYS])
PEOPLE = ["Amina Deng", "Deng", "Omar Bello", "Idriss Kolo"]


@st.composite
def meetings(draw):
    parties = draw(st.lists(st.sampled_from(["Sudan", "Chad", "Egypt"]), min_size=0, max_size=3, unique=True))
    return {
        "on": draw(WHEN),
        "parties": parties,
        "format": draw(st.sampled_from(MeetingFormat)),
        "status": draw(st.sampled_from(MeetingStatus)),
        "level": draw(st.sampled_from(MeetingLevel)),
        "round": draw(st.sampled_from([None, None, 1, 2])),
        "city": draw(st.sampled_from([None, "Geneva", "Doha"])),
        "name": draw(st.sampled_from(["Talks", "Talks on water", "Grain call"])),
    }


@st.composite
def articles(draw, name):
    rows = [meeting(f"m{number}", **fields) for number, fields in enumerate(draw(st.lists(meetings(), max_size=3)), 1)]
    rows += [
        delegation(draw(st.sampled_from(["Sudan", "Chad"])), draw(st.sampled_from(PEOPLE)), of=row.id)
        for row in list(rows)
        if draw(st.booleans())
    ]
    rows += [
        position(
            draw(st.sampled_from(["Sudan", "Chad"])),
            draw(st.sampled_from(Stance)),
            draw(st.sampled_from(["30-day ceasefire", "ceasefire", "60-day ceasefire", "monitors"])),
            draw(WHEN),
            of=draw(st.sampled_from([None, "m1", "m2"])),
        )
        for _ in range(draw(st.integers(0, 3)))
    ]
    return article(name, draw(st.sampled_from([None, *DAYS, "2024-05-20"])), *rows)


ARTICLES = st.integers(0, 7).flatmap(lambda count: st.tuples(*(articles(f"a{number}") for number in range(count))))


@given(results=ARTICLES, random=st.randoms())
def test_the_order_of_the_articles_does_not_matter(results, random):
    shuffled = random.sample(results, len(results))
    assert Dossier.from_results(shuffled).document() == Dossier.from_results(results).document()


@given(results=ARTICLES)
def test_articles_added_one_by_one_give_the_dossier_built_from_scratch(results):
    grown = Dossier()
    for result in results:
        grown.add(result)
        list(grown.meetings())
    assert grown.document() == Dossier.from_results(results).document()


@given(results=ARTICLES)
def test_every_row_is_in_one_meeting_or_position_exactly(results):
    document = Dossier.from_results(results).document()
    rows = [report.row for one in document.meetings for report in one.reports]
    rows += [report.row for line in document.timelines for one in line.positions for report in one.reports]
    assert sorted(rows) == sorted(
        f"{result.extraction.article.id}/{row}"
        for result in results
        for row in (
            *(one.id for one in result.extraction.meetings),
            *(f"p{number}" for number, _ in enumerate(result.extraction.positions, 1)),
        )
    )


@given(results=ARTICLES)
def test_no_meeting_joins_exact_days_of_held_meetings_that_lie_more_than_a_day_apart(results):
    for one in Dossier.from_results(results).meetings():
        days = [
            date.fromisoformat(report.when.edtf)
            for report in one.reports
            if report.status is MeetingStatus.HELD and report.when.edtf in DAYS
        ]
        assert not days or max(days) - min(days) <= timedelta(days=1 if one.round.value else 0)


@given(results=ARTICLES)
def test_a_dossier_survives_its_file(results, tmp_path_factory):
    path = tmp_path_factory.mktemp("dossier") / "dossier.json"
    dossier = Dossier.from_results(results)
    write_dossier(dossier, path)
    assert read_dossier(path) == dossier.document()


def test_an_article_that_is_read_twice_counts_as_the_later_run_read_it():
    first = article("a", "2024-05-08", talks("m1", "2024-05-07"), talks("m2", "2024-05-03"))
    again = article("a", "2024-05-08", talks("m1", "2024-05-07"), later=60)
    for order in ((first, again), (again, first)):
        assert [one.date.value for one in Dossier.from_results(order).meetings()] == ["2024-05-07"]


def test_two_readings_of_one_moment_give_one_dossier_in_either_order():
    one = article("a", "2024-05-08", talks("m1", "2024-05-07"), position("Sudan", "accepts", "ceasefire"))
    other = article("a", "2024-05-08", talks("m1", "2024-05-07"), position("Sudan", "rejects", "ceasefire"))
    assert Dossier.from_results([one, other]).document() == Dossier.from_results([other, one]).document()


def test_an_article_that_could_not_be_read_is_named():
    failed = article("a", None).model_copy(update={"extraction": None})
    assert Dossier.from_results([failed]).document() == DossierDocument(
        articles=[], meetings=[], timelines=[], actors=[], unread=["a.txt"], skipped=[]
    )


def test_an_article_that_was_passed_over_is_named_as_skipped_and_not_as_unread():
    skipped = Result(source="a.txt", skipped=Skipped(reason="irrelevant"))
    assert Dossier.from_results([skipped]).document() == DossierDocument(
        articles=[], meetings=[], timelines=[], actors=[], unread=[], skipped=["a.txt"]
    )


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("{}", "is no dossier"),
        ("no json", "is no dossier"),
        (Dossier().document().model_copy(update={"version": "0"}), "is of version 0"),
    ],
)
def test_a_file_that_is_no_dossier_of_this_version_is_refused(tmp_path, content, problem):
    path = tmp_path / "dossier.json"
    path.write_text(content if isinstance(content, str) else content.model_dump_json())
    with pytest.raises(DossierError, match=problem):
        read_dossier(path)


def test_a_folder_in_the_place_of_the_file_is_an_error_that_names_it(tmp_path):
    with pytest.raises(DossierError, match=str(tmp_path)):
        read_dossier(tmp_path)
    with pytest.raises(DossierError, match="can't be written"):
        write_dossier(Dossier(), tmp_path)


ALIASES = {
    "names.csv": "alias,name,kind\nRapid Forces,Desert Guard,actor\nA. D. Deng,Amina Deng,person\n",
    "names.yaml": "actors:\n  Desert Guard: [Rapid Forces]\npersons:\n  Amina Deng: [A. D. Deng]\n",
}


@pytest.mark.parametrize("name", ALIASES)
def test_aliases_make_one_of_two_names(tmp_path, name):
    path = tmp_path / name
    path.write_text(ALIASES[name], encoding="utf-8")
    aliases = Aliases.read(path)
    assert (aliases.actor("rapid FORCES"), aliases.person("A. D. Deng")) == ("Desert Guard", "Amina Deng")
    assert (aliases.actor("Amina Deng"), aliases.person("Rapid Forces")) == (None, None)


def test_actors_with_an_alias_meet_as_one(tmp_path):
    def told(name, group):
        actor = Actor(name=group, kind=ActorKind.ARMED_GROUP)
        return article(name, "2024-05-08", talks(on="2024-05-07", parties=("Sudan", actor)))

    results = [told("a", "Rapid Forces"), told("b", "Desert Guard")]
    assert len(list(Dossier.from_results(results).meetings())) == 2
    (merged,) = Dossier.from_results(results, Aliases(actors={"rapid forces": "Desert Guard"})).meetings()
    assert [(one.actor.name, one.names) for one in merged.parties] == [
        ("Desert Guard", ["Desert Guard", "Rapid Forces"]),
        ("Sudan", ["Sudan"]),
    ]


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.csv", "alias,name\nX,Y\n", "a.csv#1: no column kind"),
        ("a.csv", "alias,name,kind\nX,Y,town\n", "a.csv#2: 'town' is no kind"),
        ("a.csv", "alias,name,kind\nX,,actor\n", "a.csv#2: an alias and a name are needed"),
        ("a.csv", "alias,name,kind\nX,Y,actor\nx,Z,actor\n", "a.csv#3: 'x' already stands for 'Y'"),
        ("a.csv", "alias,name,kind\nX,Y,actor,more\n", "a.csv#2: more than the 3 columns"),
        ("a.yaml", "actors: [X]\n", "`actors` must be"),
        ("a.yaml", "actors:\n  Y: X\n", "actors.Y must be a list"),
        ("a.yaml", "towns:\n  Y: [X]\n", "`towns` must be"),
        ("a.yaml", "- X\n", "the keys `actors` and `persons`"),
        ("a.yaml", "actors: {", "is not YAML"),
        ("a.csv", b"alias,name,kind\n\xff,Y,actor\n", "is not UTF-8"),
        ("missing.csv", None, "can't be read"),
    ],
)
def test_a_file_of_aliases_that_is_wrong_is_refused_with_the_place(tmp_path, name, content, problem):
    path = Path(tmp_path / name)
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(AliasesError) as error:
        Aliases.read(path)
    assert problem in str(error.value)
