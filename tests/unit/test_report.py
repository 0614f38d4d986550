"""The report's page: texts with their quotes in place, dates in words, and nothing that an article says is markup."""

import base64
import hashlib
import json
import re
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.samples import extraction, failed, meeting, position, quote_of, result_full_of

from extractor.dossier import Dossier
from extractor.errors import ArticleError
from extractor.report import render, write_report
from extractor.report.charts import bars_of
from extractor.report.texts import Segment, quotes_alone, segments_of
from extractor.report.wording import country_name, readable_date, readable_place
from schemas import Place, Quote, Result

HOSTILE = "<script>alert(1)</script>\"><img src=x onerror=alert(2)></script>\u2028'{{ 7*7 }}"


class Elements(HTMLParser):
    """Names and attributes of all elements."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def page_of(*results, texts=None):
    return render(Dossier.from_results(results).document(), texts or {}, title="Talks")


def data_of(page):
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page)[1])


def span(text, start, end):
    return Quote(text=text[start:end], start=start, end=end, match="exact")


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6))
def test_segments_are_the_text_and_each_quote_is_those_of_its_row(text, spans):
    quotes = [(row, span(text, *sorted(ends))) for row, ends in enumerate(spans)]
    segments = list(segments_of(text, quotes))
    assert "".join(segment.text for segment in segments) == text
    for row, quote in quotes:
        if quote.text and quote.end <= len(text):
            assert "".join(segment.text for segment in segments if row in segment.rows) == quote.text


def test_overlapping_quotes_share_a_segment():
    text = "They met and they agreed."
    quotes = [(0, span(text, 0, 18)), (1, span(text, 9, 24))]
    assert list(segments_of(text, quotes)) == [
        Segment("They met ", (0,)),
        Segment("and they ", (0, 1)),
        Segment("agreed", (1,)),
        Segment(".", ()),
    ]


def test_quote_that_is_not_at_its_place_marks_nothing():
    quote = Quote(text="met", start=0, end=3, match="exact")
    assert list(segments_of("They met.", [(0, quote)])) == [Segment("They met.")]


def test_quotes_without_their_text_stand_in_its_order_each_once():
    quotes = [(1, Quote(text="b", start=9, end=10, match="exact")), (0, Quote(text="a", start=1, end=2, match="exact"))]
    assert list(quotes_alone([*quotes, (2, quotes[0][1])])) == [
        Segment("a", (0,)),
        Segment("\n\n[…]\n\n"),
        Segment("b", (1, 2)),
    ]


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        (None, "undated"),
        ("2023-04-26", "26 April 2023"),
        ("2023-04", "April 2023"),
        ("2023", "2023"),
        ("2023-03-06/2023-03-10", "6\u201310 March 2023"),
        ("2022-06-28/2022-07-02", "28 June \u2013 2 July 2022"),
        ("2022-12-30/2023-01-02", "30 December 2022 \u2013 2 January 2023"),
        ("2021-04/2022-04", "April 2021 \u2013 April 2022"),
        ("2021-04/..", "from April 2021"),
        ("/2021", "until 2021"),
        ("2021?", "about 2021"),
        ("2021-21", "2021-21"),
    ],
)
def test_date_in_words(edtf, words):
    assert readable_date(edtf) == words


def test_place_in_words():
    assert readable_place(Place(city="Moscow", country="RU")) == "Moscow, Russia"
    assert [country_name(code) for code in ("XK", "GL", "QQ")] == ["Kosovo", "Greenland", "QQ"]


def test_bars_are_months_for_a_short_time_and_years_for_a_long_one():
    def bars(*days):
        rows = [
            meeting(id=f"m{n}", name=f"M {n}", when={"edtf": day}, status="planned" if n else "held")
            for n, day in enumerate(days)
        ]
        meetings = Dossier.from_results([Result(source="a", extraction=extraction(meetings=rows))]).meetings()
        return [(bar.label, bar.held, bar.other) for bar in bars_of(meetings)]

    assert bars("2023-01-05", "2023-03-07") == [("January 2023", 1, 0), ("February 2023", 0, 0), ("March 2023", 0, 1)]
    assert [bar[0] for bar in bars("2012", "2015-06-01")] == ["2012", "2013", "2014", "2015"]


def test_page_marks_each_quote_in_its_text_and_names_its_rows():
    text = "Two presidents met. One demands land."
    told = meeting(quotes=[quote_of("Two presidents met", text)])
    wanted = position(quotes=[quote_of("One demands land", text)], subject="land")
    result = Result(source="a", extraction=extraction(text=text, meetings=[told], positions=[wanted], title="A"))
    page = page_of(result, texts={result.extraction.article.id: text})
    [article] = data_of(page)
    [(_, anchor)] = [(tag, attrs["id"]) for tag, attrs in Elements(page).found if attrs.get("class") == "meeting"]
    assert article == {
        "title": "A",
        "byline": "15 December 2023",
        "whole": True,
        "segments": [["Two presidents met", 0], [". "], ["One demands land", 1], ["."]],
        "rows": [
            ["meeting", "Argyle talks (14 December 2023): held", anchor],
            ["position", "Guyana demands: land", "line-1"],
        ],
    }


def test_article_without_text_shows_its_quotes_alone():
    page = page_of(result_full_of("the words"))
    [article] = data_of(page)
    assert (article["whole"], [segment[0] for segment in article["segments"]]) == (False, ["the words"])
    assert "quotations only" in page


def test_text_that_does_not_fit_the_offsets_is_not_shown_as_if_it_did():
    result = result_full_of("the words")
    [article] = data_of(page_of(result, texts={result.extraction.article.id: "another edition with the words"}))
    assert article["whole"] is False


def test_no_field_of_an_article_becomes_markup():
    harmless, hostile = result_full_of("words"), result_full_of(HOSTILE)
    texts = {result.extraction.article.id: result.extraction.article.text for result in (harmless, hostile)}
    page = page_of(hostile, failed(HOSTILE), texts=texts)
    expected = page_of(harmless, failed("words"), texts=texts)
    # The same elements with the same attributes, whatever the words.
    assert [(tag, list(attrs)) for tag, attrs in Elements(page).found] == [
        (tag, list(attrs)) for tag, attrs in Elements(expected).found
    ]
    assert HOSTILE in json.dumps(data_of(page), ensure_ascii=False).replace('\\"', '"')
    assert "\u2028" not in page.split('id="data">')[1]


def test_address_that_is_no_web_address_is_no_link():
    def links(url):
        page = page_of(Result(source="a", extraction=extraction(url=url)))
        return [
            attrs["href"] for tag, attrs in Elements(page).found if tag == "a" and not attrs["href"].startswith("#")
        ]

    assert links("javascript:alert(1)") == []
    assert links("https://example.org/a") == ["https://example.org/a"]


def test_page_allows_its_own_style_and_script_alone():
    page = page_of(result_full_of("words"))
    [policy] = [attrs["content"] for tag, attrs in Elements(page).found if "http-equiv" in attrs]
    script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert f"script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'" in policy
    assert not [attrs for _, attrs in Elements(page).found if {"style", "src", "onclick", "onload"} & set(attrs)]


def test_empty_results_make_a_page_that_says_so():
    page = page_of()
    assert "No article tells of a meeting." in page
    assert "No article tells of a position." in page


def test_report_takes_texts_from_the_folder_and_counts_those_without(tmp_path):
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text("They met.")
    bare = extraction(text="They met.", meetings=[meeting()], published=date(2023, 12, 15))
    bare = bare.model_copy(update={"article": bare.article.model_copy(update={"text": None})})
    other = extraction(text="Others met.")
    other = other.model_copy(update={"article": other.article.model_copy(update={"text": None})})
    results = [Result(source="a", extraction=bare), Result(source="b", extraction=other)]
    written = write_report(results, tmp_path / "r.html", title="Talks", folder=tmp_path / "articles")
    page = (tmp_path / "r.html").read_text()
    assert (written.articles, written.meetings, written.without_text) == (2, 1, 1)
    assert written.bytes == len(page.encode())
    shown = {tuple(segment[0] for segment in article["segments"]) for article in data_of(page)}
    assert shown == {("They met.",), ()}


def test_missing_folder_of_articles_is_an_error(tmp_path):
    with pytest.raises(ArticleError, match="no such"):
        write_report([result_full_of("words")], tmp_path / "r.html", title="Talks", folder=tmp_path / "nowhere")
    assert list(tmp_path.iterdir()) == []
