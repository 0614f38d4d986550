import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from extractor.folding import fold, same_numbers
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


# Signs that count as quotation marks, though Unicode's compatibility forms make accents and primes of them.
_NOT_BY_FORM = "\u00b4\u2033"
_QUOTATION_MARKS = "'\"\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb`"
_DASHES = "-\u2010\u2011\u2013\u2014\u2212"
_INVISIBLE = ["\u00ad", "\u200b", "\u200d", "\u200f", "\u202a", "\ufeff", "\u2066", "*", "_", " ", "\n", "\u00a0"]


def _swapped(signs, seed):
    return lambda text: "".join(seed.choice(signs) if sign in signs else sign for sign in text)


def _sprinkled(signs, seed):
    # Between digits a space would make another number.
    return lambda text: "".join(
        sign + ("" if sign.isdigit() or sign in "&;[]()" else seed.choice([*signs, ""])) for sign in text
    )


def _foldings(seed):
    return {
        "upper": str.upper,
        "lower": str.lower,
        "casefold": str.casefold,
        "NFC": lambda text: unicodedata.normalize("NFC", text),
        "NFD": lambda text: unicodedata.normalize("NFD", text),
        "NFKC": lambda text: unicodedata.normalize("NFKC", text),
        "NFKD": lambda text: unicodedata.normalize("NFKD", text),
        "quotation marks": _swapped(_QUOTATION_MARKS, seed),
        "dashes": _swapped(_DASHES, seed),
        "invisible": _sprinkled(_INVISIBLE, seed),
        "ellipsis": lambda text: text.replace("...", "\u2026"),
    }


SCRAPED = st.text(alphabet="aB’“”'\"–— \nxyİßﬁ…é\u0301ǅ\u00ad\u200b*12Дぁ%")


@given(st.one_of(st.text(), SCRAPED), st.data())
def test_any_span_of_any_text_is_found_under_any_allowed_foldings(text, data):
    assume(not set(_NOT_BY_FORM) & set(text))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    foldings = _foldings(data.draw(st.randoms(use_true_random=False)))
    words = text[start:end]
    for name in data.draw(st.lists(st.sampled_from(sorted(foldings)), max_size=4)):
        words = foldings[name](words)
    assume(fold(words))
    assume(same_numbers(words, text[start:end]))
    found = ArticleText(text).find(words)
    assert found is not None
    assert found.text == text[found.start : found.end]
    assert fold(words) in fold(found.text)
    if fold(text).find(fold(words)) == fold(text).rfind(fold(words)):
        assert start <= found.start <= found.end
        assert not fold(text[found.end : end])


@given(st.text(), st.text())
def test_any_words_in_any_text_are_found_or_not_but_never_fail(text, words):
    article = ArticleText(text)
    for quote in [article.find(words, near=[words, text]), *article.find_all(words), *article.find_parts(words)]:
        assert quote is None or (quote.text and quote.text == text[quote.start : quote.end])
    nearest = article.nearest(words)
    assert nearest is None or nearest in text


NEAR = Path(__file__).parents[1] / "data" / "near_quotes.txt"
PAIRS = [
    [part.replace("\\n", "\n") for part in line.split(" | ")]
    for line in NEAR.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("article", "words"), [pair[1:] for pair in PAIRS if pair[0] in {"same", "accepted"}])
def test_a_slip_of_the_pen_is_found_as_the_article_words_it(article, words):
    text = f"The hall was full. {article} It was the talk of the town."
    found = ArticleText(text).find(words)
    assert found.match in {Match.FUZZY, Match.NORMALIZED}
    assert found.text == text[found.start : found.end]
    assert found.text.rstrip(".") in article


@pytest.mark.parametrize(("article", "words"), [pair[1:] for pair in PAIRS if pair[0] in {"other", "missed"}])
def test_words_that_say_something_else_are_not_found_but_the_nearest_is_told(article, words):
    text = ArticleText(f"The hall was full. {article} It was the talk of the town.")
    assert text.find(words) is None
    assert text.nearest(words) in text.text


def test_a_near_copy_keeps_the_full_stop_that_both_have():
    text = "First. The sides agreed to extend the truce. Last."
    assert ArticleText(text).find("The sides agreed to extend truce.") == Quote(
        text="The sides agreed to extend the truce.", start=7, end=44, match=Match.FUZZY
    )


def test_markdown_and_entities_may_differ():
    text = "The **two** sides signed [the pact](https://example.org/a) &amp; left."
    found = ArticleText(text).find("two sides signed the pact & left")
    assert found == Quote(text=text[6:-1], start=6, end=len(text) - 1, match=Match.NORMALIZED)


def test_accents_ligatures_full_width_and_invisible_signs_may_differ():
    text = "Erdo\u011fan\u200b o\ufb03cially opened the con\u00adference; \uff12\uff10 came\u2026"
    found = ArticleText(text).find("Erdogan officially opened the conference; 20 came...")
    assert (found.text, found.match) == (text, Match.NORMALIZED)


def test_digits_that_a_space_parts_are_another_number():
    assert ArticleText("On May 1 5 men came.").find("May 15 men came") is None


def test_a_quote_within_a_word_is_taken_only_if_it_stands_nowhere_else():
    text = "He said that aid came."
    assert ArticleText(text).find("aid").start == 13
    assert ArticleText("He said so.").find("aid").start == 4


TWICE = "The envoys met in Doha on Monday. They left.\n\nLater Sara Idris spoke. The envoys met again. It was Friday."


def test_of_several_places_the_one_in_the_company_of_its_row_is_taken():
    article = ArticleText(TWICE)
    again = TWICE.rindex("The envoys met")
    assert article.find("The envoys met").start == 0
    assert article.find("The envoys met", near=["Sara Idris", "Friday"]).start == again
    assert article.find("The envoys met", near=["Monday"]).start == 0
    assert article.find("The envoys met", near=[article.find("It was Friday")]).start == again
    assert article.find("The envoys met", near=["nobody"]).start == 0


def test_all_places_of_words_are_given_in_order():
    assert [quote.start for quote in ArticleText(TWICE).find_all("the envoys met")] == [0, TWICE.rindex("The envoys")]


@pytest.mark.parametrize("ellipsis", ["...", " \u2026 ", " [...] ", " [\u2026] ", " (...) ", " . . . "])
def test_a_quote_with_an_ellipsis_becomes_its_parts(ellipsis):
    parts = ArticleText(TWICE).find_parts(f"met in Doha on Monday{ellipsis}The envoys met again")
    assert [part.text for part in parts] == ["met in Doha on Monday", "The envoys met again"]


def test_parts_in_the_wrong_order_or_missing_give_no_quote():
    article = ArticleText(TWICE)
    assert article.find_parts("The envoys met again ... met in Doha on") == []
    assert article.find_parts("met in Doha on ... they sang all night") == []
    assert [part.text for part in article.find_parts("met in Doha on ... he sang")] == ["met in Doha on"]


def test_an_ellipsis_of_the_article_parts_nothing():
    assert [
        quote.text for quote in ArticleText("We will \u2026 think about it.").find_parts("will ... think about")
    ] == ["will \u2026 think about"]


def test_the_nearest_stretch_is_short_and_of_the_article():
    text = "word " * 200 + "the two foreign ministers then signed a joint statement " + "on many things " * 40
    nearest = ArticleText(text).nearest("both foreign ministers signed joint statement " + "on many things " * 30)
    assert nearest.startswith("two foreign ministers then signed a joint statement on many things")
    assert len(nearest) <= 200
    assert nearest in text


def test_nothing_is_nearest_to_words_of_another_world():
    assert ArticleText(TWICE).nearest("quarterly profits rose sharply") is None
    assert ArticleText("").nearest("anything") is None


def test_sentences_end_at_stops_but_not_at_abbreviations_and_initials():
    text = (
        "Talks open\n\nGen. J. Okello of the U.S. team met Mr. Li on Sept. 5. “It went well.” He left! "
        "Did he? In 3.5 hours, yes."
    )
    starts = [0, *(text.index(word) for word in ("Gen.", "“It", "He left", "Did", "In 3.5"))]
    assert {ArticleText(text).sentence_of(offset)[0] for offset in range(len(text))} == set(starts)
    assert ArticleText(text).sentence_of(text.index("Li on")) == (text.index("Gen."), text.index("“It"))
