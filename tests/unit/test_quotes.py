from hypothesis import given
from hypothesis import strategies as st

from extractor.quotes import ArticleText
from schemas import Match, Quote

TEXT = "The envoys met in Léman\u2019s old town \u2013 twice.\n\n“No  deal,” said the\u00a0host. The envoys met again."


def test_exact_quote_is_found_at_its_offsets():
    assert ArticleText(TEXT).find("The envoys met in") == Quote(
        text="The envoys met in", start=0, end=17, match=Match.EXACT
    )


def test_first_of_several_places_is_taken():
    assert ArticleText(TEXT).find("The envoys met").start == 0


def test_quote_with_straight_marks_is_found_where_the_article_has_curly_ones():
    found = ArticleText(TEXT).find('"No deal," said the host.')
    assert found == Quote(text="“No  deal,” said the\u00a0host.", start=45, end=71, match=Match.NORMALIZED)
    assert TEXT[found.start : found.end] == found.text


def test_dash_case_and_line_break_may_differ():
    found = ArticleText(TEXT).find('old town - TWICE. "no deal')
    assert found.match is Match.NORMALIZED
    assert TEXT[found.start : found.end] == "old town \u2013 twice.\n\n“No  deal"


def test_words_that_are_not_there_are_not_found():
    assert ArticleText(TEXT).find("The envoys met thrice") is None


def test_blank_words_are_not_found():
    assert ArticleText(TEXT).find(" \n ") is None


def test_only_the_stretch_given_is_searched_and_offsets_count_from_the_text():
    again = TEXT.rindex("The envoys met")
    inside = ArticleText(TEXT, start=again)
    assert inside.find("The envoys met").start == again
    assert inside.find("the ENVOYS met").start == again
    assert inside.find("old town") is None
    assert ArticleText(TEXT, 0, again).find("met again") is None


def test_sign_that_grows_in_lower_case_does_not_shift_offsets():
    text = "İİİ Ankara — talks"
    found = ArticleText(text).find("ankara - TALKS")
    assert (found.start, found.end, found.text) == (4, len(text), "Ankara — talks")


def test_word_is_known_with_and_without_accents_in_any_script():
    text = ArticleText("President Erdoğan met Дмитро Кулеба.")
    assert text.has_word("Erdogan")
    assert text.has_word("ERDOĞAN")
    assert text.has_word("Dmitro")
    assert not text.has_word("Erdo")
    assert not text.has_word("…")


@given(st.text(), st.data())
def test_any_span_of_any_text_is_found_with_its_own_words(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    words = text[start:end]
    found = ArticleText(text).find(words)
    if not words.strip():
        assert found is None
    else:
        assert found.text == words.strip() == text[found.start : found.end]
        assert found.match is Match.EXACT


_FOLDINGS = [
    ("“", '"'),
    ("”", '"'),
    ("’", "'"),
    ("–", "-"),
    ("—", "-"),
    (" ", "\n \t"),
    (" ", "\u00a0"),
]


@given(st.text(alphabet="aB’“”–— \nxyİß", min_size=1), st.sampled_from(_FOLDINGS), st.booleans(), st.data())
def test_any_span_is_found_under_the_allowed_foldings(text, folding, upper, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    words = text[start:end].replace(*folding)
    if upper:
        words = "".join(sign.upper() if len(sign.upper()) == 1 else sign for sign in words)
    found = ArticleText(text).find(words)
    if words.strip():
        assert found is not None
        assert found.text == text[found.start : found.end]
