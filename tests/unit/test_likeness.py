from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.articles import load_articles
from extractor.likeness import Likenesses, sketch_of
from schemas import Article

ROOT = Path(__file__).parents[2]
TEXT = (
    "Guyana and Venezuela agreed in Argyle on Thursday not to use force. President Irfaan Ali said the border is a "
    "matter for the court. Nicolás Maduro demanded direct talks “without anybody else”, and Ralph Gonsalves, who had "
    "invited both, spoke of a good start. They will meet again in Brazil within three months."
)
WORDS = st.text(st.characters(categories=["Lu", "Ll", "Lo", "Nd"]), min_size=1, max_size=12)
SPACE = st.sampled_from([" ", "  ", "\n", "\n\n", "\t", "\u00a0", "\u2003"])
QUOTED = st.sampled_from(["{}", "“{}”", '"{}"', "„{}“", "«{}»", "({}),", "{} –", "\u200b{}"])


def sketch(text, published=None):
    return sketch_of(Article.from_text(text, published=published))


def like(one, two):
    likenesses = Likenesses()
    likenesses.add(7, one)
    return likenesses.like(two) == [7]


def hand_made(wanted):
    for line in (ROOT / "tests/data/duplicates/articles.txt").read_text().splitlines():
        if line.startswith(wanted):
            about, text = line.split(" | ", 1)
            yield about.split()[1], text


def original(name):
    (path,) = [
        path for folder in ("examples/articles", "tests/data/gold/dev") for path in (ROOT / folder).glob(f"{name}.md")
    ]
    (article,) = load_articles(path)
    return article.text


@given(st.lists(st.tuples(WORDS, SPACE, QUOTED), min_size=30, max_size=60))
def test_white_space_and_punctuation_make_no_other_sketch(parts):
    plain = sketch(" ".join(word for word, _, _ in parts))
    changed = sketch("".join(quoted.format(word) + space for word, space, quoted in parts))
    assert plain.shingles.jaccard(changed.shingles) == 1
    assert plain.names == changed.names


@pytest.mark.parametrize(("name", "text"), [*hand_made("rewrite")])
def test_a_light_rewrite_is_like_its_original(name, text):
    assert like(sketch(original(name)), sketch(text))


@pytest.mark.parametrize(("name", "text"), [*hand_made("follow-up")])
def test_the_next_report_on_an_event_is_not_like_the_first(name, text):
    assert not like(sketch(original(name)), sketch(text))


@pytest.mark.parametrize("family", ["credentials", "call", "violation"])
def test_notices_in_one_form_on_different_events_are_not_alike(family):
    sketches = [sketch(text) for _, text in hand_made(f"notice {family}")]
    assert not any(like(one, two) for one in sketches for two in sketches if one is not two)


def test_another_number_in_a_notice_makes_it_another():
    notice = "The ministry counted {} breaches of the truce along the line since dawn. It named no place. " * 3
    assert like(sketch(notice.format(3, 3, 3)), sketch(notice.format(3, 3, 3) + "More is to follow."))
    assert not like(sketch(notice.format(3, 3, 3)), sketch(notice.format(5, 5, 5)))


def test_the_same_words_within_days_are_alike_and_later_are_not():
    first = sketch(TEXT, date(2023, 12, 15))
    assert like(first, sketch(TEXT, date(2023, 12, 18)))
    assert not like(first, sketch(TEXT, date(2023, 12, 19)))
    assert like(first, sketch(TEXT))


def test_a_text_of_few_words_has_no_sketch():
    assert sketch("Envoys of Guyana and Venezuela met on Thursday in Argyle.") is None


def test_the_most_like_comes_first_and_what_is_removed_is_gone():
    likenesses = Likenesses()
    likenesses.add(1, sketch(f"{TEXT} Reporters waited outside in the rain until the doors of the hall were opened."))
    likenesses.add(2, sketch(TEXT))
    assert likenesses.like(sketch(TEXT)) == [2, 1]
    likenesses.remove(2)
    assert likenesses.like(sketch(TEXT)) == [1]
