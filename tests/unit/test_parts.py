from hypothesis import given
from hypothesis import strategies as st

from extractor.parts import cut, halves


def test_short_article_is_one_part():
    assert [(part.start, part.end) for part in cut("short", 100)] == [(0, 5)]


def test_long_article_is_cut_at_paragraph_ends():
    paragraph = "A sentence of some length here. And one more."
    text = "\n\n".join([paragraph] * 6)
    parts = cut(text, 100)
    assert [text[part.start : part.end].strip() for part in parts] == [f"{paragraph}\n\n{paragraph}"] * 3
    assert [(part.number, part.count) for part in parts] == [(1, 3), (2, 3), (3, 3)]
    assert parts[0].beginning == ""
    assert (parts[1].beginning, parts[1].before) == (text[: parts[1].start], "")


def test_a_part_is_given_the_beginning_and_the_lines_before_it():
    text = "".join(f"{number:04} " for number in range(800))
    third = cut(text, 1500)[2]
    assert third.start > 1_800
    assert third.beginning == text[:1_200]
    assert third.before == text[third.start - 600 : third.start]


@given(st.text(alphabet="ab. \n", max_size=400), st.integers(1, 60))
def test_parts_are_the_text_without_gap_or_overlap(text, max_chars):
    parts = cut(text, max_chars)
    assert "".join(text[part.start : part.end] for part in parts) == text
    assert all(part.end - part.start <= max_chars for part in parts)


def test_halves_of_a_part_that_is_short_already_are_none():
    text = "word " * 50
    assert halves(text, cut(text, 10_000)[0]) == []


def test_halves_cover_the_part():
    text = "A sentence. " * 400
    whole = cut(text, 10_000)[0]
    first, second = halves(text, whole)
    assert (first.start, first.end, second.end) == (whole.start, second.start, whole.end)
    assert 0.3 < first.end / len(text) < 0.7
