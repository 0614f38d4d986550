"""What a merged meeting says, and by whom."""

from dossier_articles import article, call, delegation, quote, state, talks

from extractor.dossier import Dossier
from schemas import MeetingFormat, MeetingStatus, Outcome, OutcomeKind, Place
from schemas.dossier import Claim, SourceCount


def merged(*results):
    (meeting,) = Dossier.from_results(results).meetings()
    return meeting


def contradictions(meeting):
    return [(one.field, [(claim.value, claim.sources) for claim in one.said]) for one in meeting.contradictions]


def test_every_value_names_the_rows_that_say_so():
    meeting = merged(
        article("a", "2024-05-08", talks(on="2024-05-07", round=3, topics=["Water"])),
        article("b", "2024-05-09", talks(on="2024-05-07", topics=["water", "prisoners"])),
    )
    assert meeting.round.claims == [Claim[int](value=3, sources=["a/m1"])]
    assert meeting.date.claims == [Claim[str](value="2024-05-07", sources=["a/m1", "b/m1"])]
    assert meeting.topics == [
        Claim[str](value="Water", sources=["a/m1", "b/m1"]),
        Claim[str](value="prisoners", sources=["b/m1"]),
    ]
    assert meeting.parties[0].sources == ["a/m1", "b/m1"]


def test_reports_keep_their_quotes_with_offsets():
    said = quote("The delegations met in Geneva.", start=17)
    meeting = merged(article("a", "2024-05-08", talks(on="2024-05-07", quotes=[said])))
    assert [(report.row, report.quotes) for report in meeting.reports] == [("a/m1", [said])]


def test_an_exact_date_goes_before_a_vague_one_of_more_articles():
    meeting = merged(
        article("a", "2024-06-01", talks(on="2024-05", round=3)),
        article("b", "2024-06-01", talks(on="2024-05", round=3, name="Third Geneva round")),
        article("c", "2024-05-08", talks(on="2024-05-07", round=3)),
    )
    assert [claim.value for claim in meeting.date.claims] == ["2024-05-07", "2024-05"]
    assert not meeting.date.contradicted


def test_of_equally_exact_values_that_of_more_sources_is_preferred_and_the_other_listed():
    meeting = merged(
        article("a", "2024-05-08", talks(on="2024-05-07", round=3)),
        article("b", "2024-05-08", talks(on="2024-05-07", round=3)),
        article("c", "2024-05-09", talks(on="2024-05-07", round=3, city="Montreux")),
    )
    assert meeting.place.value == Place(city="Geneva", country="CH")
    assert contradictions(meeting) == [("place", [("Geneva, CH", ["a/m1", "b/m1"]), ("Montreux, CH", ["c/m1"])])]


def test_of_equally_many_sources_the_later_published_is_preferred():
    meeting = merged(
        article("a", "2024-05-08", talks(on="2024-05-07", round=3, city="Montreux")),
        article("b", "2024-05-09", talks(on="2024-05-07", round=3)),
    )
    assert meeting.place.value == Place(city="Geneva", country="CH")


def test_a_venue_adds_to_a_city_and_contradicts_nothing():
    venue = talks(on="2024-05-07").model_copy(update={"place": Place(venue="Palace", city="Geneva", country="CH")})
    meeting = merged(article("a", "2024-05-08", venue), article("b", "2024-05-08", talks(on="2024-05-07")))
    assert meeting.place.value == Place(venue="Palace", city="Geneva", country="CH")
    assert meeting.contradictions == []


def test_durations_that_cannot_both_be_true_contradict():
    meeting = merged(
        article("a", "2024-05-08", talks(on="2024-05-07", duration="less than an hour")),
        article("b", "2024-05-09", talks(on="2024-05-07", duration="three and a half hours")),
        article("c", "2024-05-09", talks(on="2024-05-07", duration="about 40 minutes")),
    )
    assert contradictions(meeting) == [
        (
            "duration",
            [
                ("about 40 minutes", ["c/m1"]),
                ("three and a half hours", ["b/m1"]),
                ("less than an hour", ["a/m1"]),
            ],
        )
    ]


def test_an_agreement_and_its_absence_contradict():
    def told(name, kind):
        return article(
            name, "2024-05-08", talks(on="2024-05-07", outcomes=[Outcome(kind=kind, description="A truce.")])
        )

    meeting = merged(told("a", OutcomeKind.AGREEMENT), told("b", OutcomeKind.NO_AGREEMENT))
    assert contradictions(meeting) == [
        ("outcome", [("agreement: A truce.", ["a/m1"]), ("no_agreement: A truce.", ["b/m1"])])
    ]


def test_a_video_call_that_another_article_calls_a_phone_call_is_one_meeting_with_a_contradiction():
    video = call(on="2024-05-07").model_copy(update={"format": MeetingFormat.ONLINE})
    meeting = merged(
        article("a", "2024-05-08", call(on="2024-05-07"), delegation("Sudan", "Amina Deng")),
        article("b", "2024-05-08", video, delegation("Sudan", "Deng")),
    )
    assert contradictions(meeting) == [("format", [("online", ["b/m1"]), ("phone", ["a/m1"])])]


def test_delegations_unite_with_all_names_titles_and_sources_of_each_member():
    meeting = merged(
        article(
            "a",
            "2024-05-08",
            talks(on="2024-05-07"),
            delegation("Sudan", "Amina Deng", "Omar Bello", head="Amina Deng", titles=["Foreign Minister"]),
        ),
        article("b", "2024-05-09", talks(on="2024-05-07"), delegation("Sudan", "Deng", titles=["top diplomat"])),
    )
    (sudan,) = meeting.delegations
    deng, bello = sudan.members
    assert (deng.name, [claim.value for claim in deng.names]) == ("Amina Deng", ["Amina Deng", "Deng"])
    assert [claim.value for claim in deng.titles] == ["top diplomat", "Foreign Minister"]
    assert (deng.head, deng.sources) == (["a/d1"], ["a/d1", "b/d1"])
    assert (bello.name, bello.head, bello.sources) == ("Omar Bello", [], ["a/d1"])
    assert sudan.head.value == "Amina Deng"
    assert sorted(sudan.quotes) == ["a/d1", "b/d1"]


def test_two_heads_of_one_delegation_contradict():
    meeting = merged(
        article("a", "2024-05-08", talks(on="2024-05-07"), delegation("Sudan", "Amina Deng", head="Amina Deng")),
        article(
            "b",
            "2024-05-09",
            talks(on="2024-05-07"),
            delegation("Sudan", "Amina Deng", "Omar Bello", head="Omar Bello"),
        ),
    )
    assert contradictions(meeting) == [
        ("head of Sudan", [("Amina Deng", ["a/d1"]), ("Omar Bello", ["b/d1"])]),
    ]


def test_a_status_history_goes_by_publication_and_joins_what_is_said_twice():
    planned = talks(on="2024-05-07", status=MeetingStatus.PLANNED, round=3)
    meeting = merged(
        article("c", "2024-05-08", talks(on="2024-05-07", round=3)),
        article("b", "2024-05-03", planned),
        article("a", "2024-05-02", planned),
    )
    assert [(str(one.published), one.status, one.sources) for one in meeting.history] == [
        ("2024-05-02", "planned", ["a/m1", "b/m1"]),
        ("2024-05-08", "held", ["c/m1"]),
    ]
    assert meeting.status is MeetingStatus.HELD


def test_sources_are_counted_as_articles_as_texts_and_as_publishers():
    words = [quote(f"{number} times the mediators carried papers from one room to the other.") for number in range(4)]
    first = talks(on="2024-05-07", quotes=words)
    meeting = merged(
        article("a", "2024-05-08", first, publisher="Wire"),
        article("b", "2024-05-09", first, publisher="Daily"),
        article("c", "2024-05-09", talks(on="2024-05-07"), publisher="daily"),
    )
    assert meeting.sources == SourceCount(articles=3, independent=2, publishers=2)


def test_a_reprint_names_the_article_that_was_first():
    words = [quote(f"{number} times the mediators carried papers from one room to the other.") for number in range(4)]
    dossier = Dossier.from_results(
        [
            article("b", "2024-05-09", talks(on="2024-05-07", quotes=words)),
            article("a", "2024-05-08", talks(on="2024-05-07", quotes=words)),
            article("c", "2024-05-09", talks(on="2024-05-07")),
        ]
    )
    assert [(one.info.id, one.same_text_as) for one in dossier.articles()] == [("a", None), ("b", "a"), ("c", None)]


def linked(result, first):
    info = result.extraction.article.model_copy(update={"near_duplicate_of": first})
    return result.model_copy(update={"extraction": result.extraction.model_copy(update={"article": info})})


def test_near_duplicates_that_the_results_link_are_one_source_headed_by_the_first_published():
    first = talks(on="2024-05-07")
    results = [
        article("read first", "2024-05-10", first),
        linked(article("published first", "2024-05-08", first), "read first.txt"),
        linked(article("another", "2024-05-09", first), "read first.txt"),
        article("of its own", "2024-05-09", first),
    ]
    told = {one.info.id: one.same_text_as for one in Dossier.from_results(results).articles()}
    assert told == {
        "published first": None,
        "another": "published first",
        "read first": "published first",
        "of its own": None,
    }
    assert merged(*results).sources.independent == 2


def test_a_link_to_a_name_that_two_articles_have_is_not_followed():
    first = talks(on="2024-05-07")
    namesake = article("b", "2024-05-08", first).model_copy(update={"source": "a.txt"})
    info = namesake.extraction.article.model_copy(update={"source": "a.txt"})
    namesake = namesake.model_copy(update={"extraction": namesake.extraction.model_copy(update={"article": info})})
    results = [article("a", "2024-05-08", first), namesake, linked(article("c", "2024-05-09", first), "a.txt")]
    assert [one.same_text_as for one in Dossier.from_results(results).articles()] == [None, None, None]


def test_an_actor_lists_its_meetings_as_party_mediator_or_host():
    dossier = Dossier.from_results([article("a", "2024-05-08", talks(on="2024-05-07", mediators=[state("Qatar")]))])
    (meeting,) = dossier.meetings()
    assert [(one.actor.name, one.meetings) for one in dossier.actors()] == [
        ("Chad", [meeting.id]),
        ("Qatar", [meeting.id]),
        ("Sudan", [meeting.id]),
    ]
