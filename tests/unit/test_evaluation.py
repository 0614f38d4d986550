"""What counts as found, and how it is counted."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import EvaluationError, article_from_text, evaluate, read_gold, read_results
from extractor.actors import same_actor
from extractor.evaluation import FieldScore, Kind, Score, judgement
from extractor.evaluation.comparison import Segment, render, segments
from extractor.evaluation.floors import below, floors
from extractor.evaluation.rows import article_name
from extractor.persons import same_person
from schemas import (
    Actor,
    ArticleInfo,
    Delegation,
    Extraction,
    Failure,
    Match,
    Meeting,
    MeetingFormat,
    MeetingStatus,
    Person,
    Place,
    Position,
    Provenance,
    Quote,
    Rejected,
    Result,
    Role,
    Stance,
    Tokens,
    When,
)
from schemas.vocabularies import Issue

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLES = Path(__file__).parents[2] / "examples" / "articles"

TEXT = (
    "Envoys of Guyana and Venezuela met in Argyle on Thursday, and the sides are to meet again in Brazil. "
    "President Nicolás Maduro said that the Essequibo is Venezuelan, while Georgetown, as Mr. Ali put it, will not "
    "give up an inch of land. Turkey offered to host a third round."
)
PROVENANCE = Provenance(
    model="m", prompt_version="1", attempts=1, tokens=Tokens(), cost=None, cached=False,
    started=datetime(2023, 12, 15, tzinfo=UTC), seconds=0.0,
)  # fmt: skip


def quote(words, text=TEXT):
    start = text.index(words)
    return Quote(text=words, start=start, end=start + len(words), match=Match.EXACT)


def actors(*names):
    return [Actor(name=name) for name in names]


def meeting(words, *, id="m1", name="", date=None, parties=("Guyana", "Venezuela"), text=TEXT, **fields):  # noqa: A002
    return Meeting(
        id=id, quotes=[quote(words, text)], name=name, when=When(edtf=date), parties=actors(*parties), **fields
    )


def delegation(*names, at="m1", party="Venezuela", words="Nicolás Maduro", head=None, text=TEXT):
    people = [Person(name=name) for name in names]
    return Delegation(
        meeting=at,
        quotes=[quote(words, text)],
        party=Actor(name=party),
        role=Role.PARTY,
        head=head and Person(name=head),
        members=people,
    )


def position(words, *, holder="Venezuela", stance="demands", issue="territory", text=TEXT, **fields):
    return Position(
        quotes=[quote(words, text)],
        holder=Actor(name=holder),
        stance=Stance(stance),
        issue=Issue(issue),
        subject="land",
        statement="It is ours.",
        **fields,
    )


def result(*rows, source="talks.txt", text=TEXT, with_text=True, rejected=(), title=None):
    article = article_from_text(text, source=source, title=title)
    return Result(
        source=source,
        extraction=Extraction(
            article=article.info(with_text=with_text),
            meetings=[row for row in rows if isinstance(row, Meeting)],
            delegations=[row for row in rows if isinstance(row, Delegation)],
            positions=[row for row in rows if isinstance(row, Position)],
            rejected=list(rejected),
            provenance=PROVENANCE,
        ),
    )


@pytest.fixture
def gold(tmp_path):
    def written(name="talks", **rows):
        folder = tmp_path / "gold"
        file = folder / f"{name}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(rows), encoding="utf-8")
        return read_gold(folder)

    return written


MET = {"id": "m1", "name": "talks", "parties": ["Guyana", "Venezuela"], "quote": "met in Argyle on Thursday"}
AGAIN = {"id": "m2", "name": "next", "parties": ["Guyana", "Venezuela"], "quote": "are to meet again in Brazil"}
LAND = {
    "holder": "Venezuela",
    "stance": ["demands", "assesses"],
    "issue": ["territory", "sovereignty"],
    "quote": "the Essequibo is Venezuelan",
}
MADURO = {"meeting": "m1", "party": "Venezuela", "role": "party", "quote": "President Nicolás Maduro"}


# Meetings


def test_pairs_are_the_best_choice_as_a_whole_not_one_after_the_other(gold):
    # `both` agrees best with m1 and would be taken for it first; then nothing would be left for m2.
    both = meeting("met in Argyle on Thursday, and the sides are to meet again", id="m1", name="both")
    first = meeting("Envoys of Guyana and Venezuela met", id="m2", name="first", date="2020")
    evaluation = evaluate(gold(meetings=[{**MET, "date": None}, AGAIN]), [result(both, first)])
    pairs = evaluation.articles[0].meetings.pairs
    assert [(pair.gold.name, pair.found.name) for pair in pairs] == [("talks", "first"), ("next", "both")]


def test_of_meetings_proved_by_one_quote_each_takes_the_one_whose_fields_agree(gold):
    words = "met in Argyle on Thursday"
    one, other = (
        {**MET, "id": key, "name": date, "date": date} for key, date in (("m1", "2023-05"), ("m2", "2023-06"))
    )
    found = [meeting(words, id="m1", name="june", date="2023-06"), meeting(words, id="m2", name="may", date="2023-05")]
    pairs = evaluate(gold(meetings=[one, other]), [result(*found)]).articles[0].meetings.pairs
    assert [(pair.gold.name, pair.found.name) for pair in pairs] == [("2023-05", "may"), ("2023-06", "june")]


@pytest.mark.parametrize(
    ("date", "format_", "parties", "right"),
    [
        ("2023-12-14", "in_person", ("Venezuela", "Guyana"), 1),
        ("2023-12-15", "in_person", ("Venezuela", "Guyana"), 0),
        ("2023-12-14", "phone", ("Venezuela", "Guyana"), 0),
        ("2023-12-14", "in_person", ("Venezuela", "Brazil"), 0),
        (None, "in_person", ("Venezuela", "Guyana"), 0),
    ],
)
def test_meeting_told_elsewhere_matches_by_date_format_and_parties_together(gold, date, format_, parties, right):
    known = {**MET, "date": ["2023-12-14", None], "format": "in_person"}
    found = meeting("to host a third round", date=date, format=MeetingFormat(format_), parties=parties)
    score = evaluate(gold(meetings=[known]), [result(found)]).score(Kind.MEETINGS)
    assert score == Score(right=right, missed=1 - right, false=1 - right)


def test_gold_quote_that_occurs_twice_stands_at_both_places(gold):
    text = "They met on Thursday. The ministers said little. They met on Thursday, sources repeated."
    found = meeting("They met on Thursday, sources", text=text).model_copy(
        update={"quotes": [Quote(text="met on Thursday, sources", start=54, end=78, match=Match.EXACT)]}
    )
    evaluation = evaluate(gold(meetings=[{**MET, "quote": "met on Thursday"}]), [result(found, text=text)])
    assert evaluation.score(Kind.MEETINGS) == Score(right=1)
    assert evaluation.grounding.share == 1.0


def test_leader_stands_for_the_state_among_parties_if_the_rows_tell_for_whom_they_act(gold):
    known = {**MET, "parties": ["Nicolás Maduro", "Guyana"]}
    found = meeting("met in Argyle on Thursday", parties=("Venezuela", "Guyana"))
    told = evaluate(gold(meetings=[known]), [result(found, delegation("Nicolas Maduro"))])
    not_told = evaluate(gold(meetings=[known]), [result(found)])
    assert told.fields(Kind.MEETINGS)["parties"].share == 1.0
    assert not_told.fields(Kind.MEETINGS)["parties"].share == 0.0


# Delegates


def test_delegate_is_the_same_person_with_and_without_diacritics_case_and_first_name(gold):
    members = [{"name": "Nicolás Maduro", "head": True}, {"name": "Delcy Rodríguez", "head": None}]
    found = delegation("NICOLAS MADURO", "Rodriguez", head="NICOLAS MADURO")
    evaluation = evaluate(
        gold(meetings=[MET], delegations=[{**MADURO, "members": members}]),
        [result(meeting("met in Argyle on Thursday"), found)],
    )
    assert evaluation.score(Kind.DELEGATES) == Score(right=2)
    assert evaluation.fields(Kind.DELEGATES)["head"] == FieldScore(right=1, compared=1, right_given=1, given=1)


def test_delegate_at_another_meeting_is_missed_and_false_and_shown_as_near(gold):
    found = [
        meeting("met in Argyle on Thursday", id="m1"),
        meeting("are to meet again in Brazil", id="m2"),
        delegation("Nicolás Maduro", at="m2"),
    ]
    evaluation = evaluate(
        gold(meetings=[MET, AGAIN], delegations=[{**MADURO, "members": [{"name": "Maduro"}]}]), [result(*found)]
    )
    assert evaluation.score(Kind.DELEGATES) == Score(missed=1, false=1)
    assert [pair.found.meeting for pair in evaluation.articles[0].delegates.near] == ["m2"]


def test_delegate_of_a_meeting_that_was_not_found_matches_by_name_alone(gold):
    found = [meeting("Turkey offered to host", id="m1"), delegation("Nicolás Maduro", at="m1")]
    evaluation = evaluate(
        gold(meetings=[MET], delegations=[{**MADURO, "members": [{"name": "Nicolás Maduro"}]}]), [result(*found)]
    )
    assert evaluation.score(Kind.MEETINGS) == Score(missed=1, false=1)
    assert evaluation.score(Kind.DELEGATES) == Score(right=1)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Recep Tayyip Erdoğan", "ERDOGAN", True),
        ("Volodymyr Zelenskyy", "Vladimir Zelensky", True),
        ("Xi Jinping", "Xi", True),
        ("Kim Jong-un", "Kim Jong Un", True),
        ("Сергей Лавров", "Sergei Lavrov", True),
        ("Irfaan Ali", "Ali Irfaan", True),
        ("Boris Johnson", "Ron Johnson", False),
        ("Vladimir Putin", "Vladimir Medinsky", False),
        ("Putin", "Pushkin", False),
    ],
)
def test_persons_are_the_same_but_for_spelling(one, other, same):
    assert same_person(one, other) is same
    assert same_person(other, one) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Türkiye", "Turkey", True),
        ("USA", "the United States", True),
        ("U.S.", "United States of America", True),
        ("Russian Federation", "Russia", True),
        ("Côte d'Ivoire", "Ivory Coast", True),
        ("Hamas", "HAMAS", True),
        ("North Korea", "South Korea", False),
        ("Niger", "Nigeria", False),
        ("Guinea", "Equatorial Guinea", False),
    ],
)
def test_actors_are_the_same_under_all_names_of_a_state(one, other, same):
    assert same_actor(one, other) is same


# Positions


@pytest.mark.parametrize(
    ("found", "right"),
    [
        (position("Maduro said"), 1),  # in the sentence, without overlap
        (position("Turkey offered"), 0),  # in the next one
        (position("Maduro said", issue="sovereignty"), 1),
        (position("Maduro said", issue="nuclear"), 0),
        (position("Maduro said", holder="Guyana"), 0),
        (position("not give up an inch of land", holder="Venezuela"), 1),  # "Mr." ends no sentence
    ],
)
def test_position_matches_by_holder_issue_and_sentence(gold, found, right):
    score = evaluate(gold(positions=[LAND]), [result(found)]).score(Kind.POSITIONS)
    assert score == Score(right=right, missed=1 - right, false=1 - right)


def test_position_with_overlapping_quotes_goes_before_one_in_the_same_sentence(gold):
    found = [position("Maduro said"), position("Essequibo is Venezuelan", stance="rejects")]
    evaluation = evaluate(gold(positions=[LAND]), [result(*found)])
    assert [row.quotes[0].text for row in evaluation.articles[0].positions.false] == ["Maduro said"]


def test_each_value_of_a_list_is_right_and_what_gold_leaves_out_is_not_compared(gold):
    known = gold(positions=[LAND, {**LAND, "holder": "Guyana", "quote": "will not give up an inch", "date": None}])
    found = [
        position("Essequibo is Venezuelan", stance="assesses", when=When(edtf="2023-12-14")),
        position("will not give up", holder="Guyana", stance="rejects", when=When(edtf="2023-12-14")),
    ]
    evaluation = evaluate(known, [result(*found)])
    assert evaluation.fields(Kind.POSITIONS)["stance"] == FieldScore(right=1, compared=2, right_given=1, given=2)
    assert evaluation.dates == FieldScore(right=0, compared=1, right_given=0, given=1)
    assert evaluation.fields(Kind.POSITIONS)["speaker"] == FieldScore()


# Optional rows


def test_optional_rows_count_neither_found_nor_missed(gold):
    known = gold(meetings=[MET, {**AGAIN, "optional": True}], positions=[{**LAND, "optional": True}])
    missed = evaluate(known, [result(meeting("met in Argyle on Thursday"))])
    found = evaluate(
        known,
        [
            result(
                meeting("met in Argyle on Thursday"),
                meeting("are to meet again in Brazil", id="m2"),
                delegation("Nicolás Maduro", at="m2"),
                position("Maduro said"),
            )
        ],
    )
    for evaluation in (missed, found):
        assert [evaluation.score(kind) for kind in Kind] == [Score(right=1), Score(), Score()]
    assert found.score(Kind.POSITIONS).f1 is None


def test_optional_row_takes_no_find_from_one_that_counts(gold):
    known = gold(meetings=[{**MET, "date": "2023-12-14", "optional": True}, {**MET, "id": "m2", "date": "2000"}])
    found = meeting("met in Argyle on Thursday", date="2023-12-14")
    assert evaluate(known, [result(found)]).score(Kind.MEETINGS) == Score(right=1)


# Fields


def test_fields_of_meetings_are_right_or_wrong_by_themselves(gold):
    known = {
        **MET,
        "format": "in_person",
        "status": ["held", "ongoing"],
        "date": "2023-12-14/2023-12-14",
        "round": None,
        "city": "Argyle",
        "country": "VC",
        "venue": "Argyle airport",
        "duration": None,
        "mediators_or_hosts": ["Brazil"],
        "outcomes": [],
    }
    found = meeting(
        "met in Argyle on Thursday",
        date="2023-12-14",
        format=MeetingFormat.PHONE,
        status=MeetingStatus.ONGOING,
        round=1,
        place=Place(city="ARGYLE", country="VE", venue="the airport"),
        parties=("Venezuela", "Republic of Guyana"),
        hosts=actors("Brazil"),
        mediators=actors("Brazil", "CARICOM"),
    )
    evaluation = evaluate(gold(meetings=[known]), [result(found)])
    wrong = [field.name for field in evaluation.articles[0].meetings.pairs[0].wrong]
    assert wrong == ["format", "round", "country", "mediators_or_hosts"]


# Articles


def test_articles_that_failed_or_have_no_result_count_as_missed_and_others_are_left_out_and_named(gold):
    gold("a", meetings=[MET])
    gold("b", meetings=[MET])
    known = gold("sub/c", meetings=[MET])
    failed = Result(source="a.txt", error=Failure(kind="RefusedError", message="a.txt: refused"))
    evaluation = evaluate(known, [failed, result(meeting("met in Argyle on Thursday"), source="other.txt")])
    assert evaluation.score(Kind.MEETINGS) == Score(missed=3)
    assert [(article.name, article.problem) for article in evaluation.unread] == [
        ("a", "a.txt: refused"),
        ("b", "there is no result for this article"),
        ("sub/c", "there is no result for this article"),
    ]
    assert evaluation.without_gold == ("other.txt",)


def test_articles_are_paired_by_path_or_else_by_the_name_of_the_file(gold):
    gold("x/one", meetings=[MET])
    gold("y/one", meetings=[MET])
    known = gold("two", meetings=[MET])
    found = [result(source=source) for source in ("x/one.html", "z/one.txt", "deep/two.md")]
    evaluation = evaluate(known, found)
    assert [article.source for article in evaluation.articles] == ["deep/two.md", "x/one.html", "z/one.txt"]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("a/b.txt", "a/b"),
        ("b.jsonl#12", "b#12"),
        ("v1.2 draft", "v1.2 draft"),
        ("v1.2.HTML", "v1.2"),
        ("c#3.md", "c#3"),
    ],
)
def test_name_of_an_article_is_its_source_without_the_ending(source, name):
    assert article_name(source) == name


def test_two_results_of_one_article_are_refused():
    with pytest.raises(EvaluationError, match=r"results have two readings of talks: talks\.txt, talks\.md"):
        evaluate([], [result(), result(source="talks.md")])


def test_without_text_quotes_are_compared_by_their_words_and_a_note_says_so(gold):
    found = result(meeting("Guyana and Venezuela met in Argyle on Thursday"), with_text=False)
    known = gold(meetings=[MET, AGAIN])
    evaluation = evaluate(known, [found])
    assert evaluation.score(Kind.MEETINGS) == Score(right=1, missed=1)
    assert evaluation.grounding.share is None
    assert ["no text is at hand for 1 of the articles" in note for note in evaluation.notes] == [True]
    assert evaluate(known, [found], articles=[article_from_text(TEXT, source="talks.md")]).notes == ()


def test_article_in_another_version_is_not_used(gold):
    found = result(meeting("met in Argyle on Thursday"), with_text=False)
    evaluation = evaluate(gold(meetings=[MET]), [found], articles=[article_from_text("Other.", source="talks.txt")])
    assert evaluation.grounding.tried == 0
    assert "another version" in evaluation.notes[0]


def test_quotes_at_wrong_offsets_and_rejected_rows_are_counted(gold):
    moved = Quote(text="met in Argyle", start=0, end=13, match=Match.EXACT)
    rejected = Rejected(rule="shape", path="positions[0]", reason="no quote", item={})
    row = meeting("met in Argyle").model_copy(update={"quotes": [moved, quote("on Thursday")]})
    evaluation = evaluate(gold(meetings=[MET]), [result(row, rejected=[rejected])])
    assert (evaluation.grounding.verified, evaluation.grounding.tried, evaluation.rejected) == (1, 2, 1)


# Two models


ROWS = st.integers(0, 4)
NAMES = st.sampled_from(["Nicolás Maduro", "Ali", "Irfaan Ali", "Xi Jinping", "Zelensky", "Zelenskyy", "李", "?"])
ACTORS = st.sampled_from(["Guyana", "Turkey", "Türkiye", "CARICOM", "Nicolás Maduro", "…"])
DATES = st.sampled_from([None, "2023-12-14", "2023-12", "2023-12-14/2023-12-16", "no date"])


@st.composite
def quotes(draw):
    start = draw(st.integers(0, len(TEXT) - 1))
    end = draw(st.integers(start + 1, len(TEXT)))
    return [Quote(text=TEXT[start:end], start=start, end=end, match=Match.EXACT)]


@st.composite
def results(draw, source="talks.txt"):
    whens = st.builds(When, edtf=DATES)
    meetings = [
        draw(
            st.builds(
                Meeting,
                id=st.just(f"m{number + 1}"),
                quotes=quotes(),
                name=st.just("talks"),
                format=st.sampled_from(MeetingFormat),
                when=whens,
                place=st.none() | st.builds(Place, city=st.none() | st.text(max_size=5)),
                parties=st.lists(st.builds(Actor, name=ACTORS), max_size=3),
            )
        )
        for number in range(draw(ROWS))
    ]
    people = st.builds(Person, name=NAMES)
    delegations = [
        draw(
            st.builds(
                Delegation,
                meeting=st.sampled_from([row.id for row in meetings]),
                quotes=quotes(),
                party=st.builds(Actor, name=ACTORS),
                head=st.none() | people,
                members=st.lists(people, min_size=1, max_size=3),
            )
        )
        for _ in range(draw(ROWS) if meetings else 0)
    ]
    positions = [
        draw(
            st.builds(
                Position,
                quotes=quotes(),
                holder=st.builds(Actor, name=ACTORS),
                speaker=st.none() | people,
                stance=st.sampled_from(Stance),
                issue=st.sampled_from(Issue),
                subject=st.just("land"),
                statement=st.just("It is ours."),
                toward=st.none() | st.builds(Actor, name=ACTORS),
                when=whens,
                reported_by=st.none() | st.text(max_size=5),
            )
        )
        for _ in range(draw(ROWS))
    ]
    return result(*meetings, *delegations, *positions, source=source, with_text=draw(st.booleans()))


@given(found=results())
def test_results_against_themselves_are_right_in_everything(found):
    evaluation = evaluate([found], [found])
    for kind in Kind:
        assert (evaluation.score(kind).missed, evaluation.score(kind).false) == (0, 0)
        assert {field.share for field in evaluation.fields(kind).values()} <= {1.0, None}
    assert evaluation.grounding.share in {1.0, None}


@given(one=results(), other=results(), data=st.data())
def test_scores_do_not_depend_on_the_order_of_rows(one, other, data):
    shuffled = other.extraction.model_copy(
        update={name: data.draw(st.permutations(getattr(other.extraction, name))) for name in ("meetings", "positions")}
    )
    there = evaluate([one], [other])
    back = evaluate([one], [other.model_copy(update={"extraction": shuffled})])
    for kind in (Kind.MEETINGS, Kind.POSITIONS):
        assert there.score(kind) == back.score(kind)


@given(one=results(), other=results())
def test_exchange_of_the_two_sides_exchanges_precision_and_recall(one, other):
    there, back = evaluate([one], [other]), evaluate([other], [one])
    for kind in (Kind.MEETINGS, Kind.POSITIONS):
        assert there.score(kind).precision == back.score(kind).recall
        assert there.score(kind).f1 == back.score(kind).f1


def test_result_that_failed_is_no_gold():
    failed = Result(source="talks.txt", error=Failure(kind="RefusedError", message="refused"))
    evaluation = evaluate([failed], [result(meeting("met in Argyle"))])
    assert (evaluation.articles, evaluation.without_gold) == ((), ("talks.txt",))
    assert evaluation.notes == ("gold has no rows, for reading failed: talks.txt",)


def test_offsets_of_different_texts_are_not_compared():
    one = result(meeting("met in Argyle on Thursday"), with_text=False)
    longer = f"Caracas. {TEXT}"
    other = result(meeting("met in Argyle on Thursday", text=longer), text=longer)
    evaluation = evaluate([one], [other])
    assert evaluation.score(Kind.MEETINGS) == Score(right=1)
    assert "the two sides read different texts" in evaluation.notes[0]


# Gold files


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "not JSON"),
        ("[]", "the whole"),
        ('{"meetings": [{"id": "m1"}]}', r"meetings\[0\]\.quote: Field required"),
        (json.dumps({"meetings": [{**MET, "status": "maybe"}]}), r"meetings\[0\]\.status\[0\]: .*'maybe'"),
        (json.dumps({"meetings": [{**MET, "date": ["2023-02-30"]}]}), r"meetings\[0\]\.date\[0\]"),
        (json.dumps({"meetings": [{**MET, "country": "UK"}]}), "not an ISO 3166-1"),
        (json.dumps({"meetings": [MET, MET]}), "two meetings have the same id"),
        (json.dumps({"delegations": [{**MADURO, "members": [{"name": "X"}]}]}), r"there is no meeting 'm1'"),
    ],
)
def test_file_that_is_not_gold_is_refused_with_the_place(tmp_path, content, said):
    (tmp_path / "talks.json").write_text(content)
    with pytest.raises(EvaluationError, match=said) as caught:
        read_gold(tmp_path)
    assert "talks.json" in str(caught.value)


def test_folder_without_gold_is_refused(tmp_path):
    with pytest.raises(EvaluationError, match="holds no gold"):
        read_gold(tmp_path)


def test_misspelt_keys_and_quotes_that_are_not_in_the_article_are_told(gold):
    known = gold(meetings=[{**MET, "optonal": True, "quote": "met in Caracas"}])
    assert evaluate(known, [result()]).notes == (
        "gold talks.json has keys that are not known and were not used: optonal",
        "gold talks.json: this quote is not in its article: 'met in Caracas'",
    )


def test_gold_of_the_docs_is_gold_of_the_example_article(tmp_path):
    page = (DOCS / "evaluation.md").read_text(encoding="utf-8")
    file = tmp_path / "02-talks-held.json"
    file.write_text(page.partition("```json\n")[2].partition("\n```")[0], encoding="utf-8")
    article = (EXAMPLES / "02-talks-held.md").read_text(encoding="utf-8").partition("---\n\n")[2]
    evaluation = evaluate(read_gold(file), [result(source="02-talks-held.md", text=article)])
    assert [evaluation.score(kind) for kind in Kind] == [Score(missed=2), Score(missed=1), Score(missed=1)]
    assert evaluation.notes == ()


# The extra, the floor and the page


def test_missing_extra_is_told_with_what_to_do(monkeypatch):
    monkeypatch.setattr(judgement, "find_spec", lambda name: None if name == "networkx" else name)
    with pytest.raises(EvaluationError, match=r"pip install 'talks-extractor\[eval\]'"):
        evaluate([], [])


def test_floor_is_for_all_kinds_or_for_one(gold):
    evaluation = evaluate(gold(meetings=[MET], positions=[LAND]), [result(meeting("met in Argyle"))])
    assert floors(["0.8", "positions=0"]) == {Kind.MEETINGS: 0.8, Kind.DELEGATES: 0.8, Kind.POSITIONS: 0.0}
    assert below(evaluation, floors(["0.8"])) == ["F1 of positions is 0.000, below 0.8"]
    assert below(evaluation, floors(["0.8", "positions=0"])) == []


@pytest.mark.parametrize("said", ["high", "1.1", "-1", "nan", "talks=0.5", "meetings=", "=0.5x"])
def test_floor_that_is_none_is_refused(said):
    with pytest.raises(EvaluationError, match="--min-f1"):
        floors([said])


STRETCHES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted).map(tuple))


@given(text=st.text(max_size=30), gold=STRETCHES, found=STRETCHES)
def test_segments_are_the_text_and_each_is_marked_as_its_characters_are(text, gold, found):
    parts = list(segments(text, gold, found))
    assert "".join(part.text for part in parts) == text
    for part in parts:
        for offset in range(part.start, part.start + len(part.text)):
            assert part.gold == any(start <= offset < end for start, end in gold)
            assert part.found == any(start <= offset < end for start, end in found)


def test_segment_says_which_sides_quote_it():
    assert list(segments("abcd", [(0, 2)], [(1, 3)])) == [
        Segment("a", 0, gold=True, found=False),
        Segment("b", 1, gold=True, found=True),
        Segment("c", 2, gold=False, found=True),
        Segment("d", 3, gold=False, found=False),
    ]


def test_page_shows_what_is_wrong_with_the_quotes_linked_to_their_place(gold):
    known = gold(meetings=[{**MET, "status": "planned"}, AGAIN])
    page = render(evaluate(known, [result(meeting("met in Argyle", status=MeetingStatus.HELD))]))
    assert "status: <del>held</del> <ins>planned</ins>" in page
    assert 'href="#a1-31">met in Argyle</a>' in page
    assert '<mark id="a1-31" class="gold found">met in Argyle</mark>' in page
    assert '<p class="verdict">missed</p>' in page


def test_no_text_of_gold_articles_or_results_becomes_mark_up(gold):
    evil = "<script>alert(1)</script>"
    text = f"{evil} {TEXT}"
    person = Person(name=evil, title=evil, affiliation=evil)
    rows = [
        meeting(evil, id="m1", name=evil, parties=(evil,), date=evil, duration=evil, topics=[evil], text=text,
                mediators=actors(evil), place=Place(venue=evil, city=evil, country=evil)),
        meeting("to host", id="m2", name=evil, parties=(evil,), text=text),
        delegation(evil, party=evil, words=evil, text=text),
        position(evil, holder=evil, speaker=person, toward=Actor(name=evil), reported_by=evil, text=text),
        position("to host", holder=evil, text=text),
    ]  # fmt: skip
    known = gold(
        evil.replace("/", "_"),
        meetings=[
            {**MET, "id": evil, "name": evil, "parties": [evil], "quote": evil, "city": evil, "duration": evil},
            {**AGAIN, "id": f"{evil}2", "name": evil, "quote": "again", evil: evil},
        ],
        delegations=[{**MADURO, "meeting": evil, "party": evil, "members": [{"name": evil}], "quote": evil}],
        positions=[
            {**LAND, "holder": evil, "subject": evil, "speaker": "x", "reported_by": f"{evil}x", "quote": evil},
            {**LAND, "holder": f"{evil}x", "subject": evil, "quote": f"{evil} not there"},
        ],
    )
    found = [
        result(*rows, source=f"{evil.replace('/', '_')}.txt", text=text, title=evil),
        result(source=f"{evil}.md"),
    ]
    page = render(evaluate(known, found))
    assert "<script" not in page
    assert page.count("&lt;script&gt;alert") > 30


def test_page_needs_no_other_file():
    page = render(evaluate([result()], [result()]))
    assert "default-src 'none'" in page
    assert "http:" not in page
    assert "https:" not in page


def test_read_results_is_gold_too(tmp_path):
    file = tmp_path / "other.jsonl"
    file.write_text(f"{result(meeting('met in Argyle')).model_dump_json()}\n", encoding="utf-8")
    evaluation = evaluate(read_gold(file), read_results(file))
    assert evaluation.score(Kind.MEETINGS) == Score(right=1)


def test_info_of_the_article_is_enough_to_compare_two_models_without_text():
    assert isinstance(result(with_text=False).extraction.article, ArticleInfo)
    one, other = (result(meeting(words), with_text=False) for words in ("met in Argyle", "Argyle on"))
    assert evaluate([one], [other]).score(Kind.MEETINGS) == Score(right=1)
    assert evaluate([one], [other]).notes == ()
