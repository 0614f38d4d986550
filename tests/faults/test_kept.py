"""An extraction is kept beside its answers, and taken again as long as it would be made again the same."""

import json
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from faults.server import FaultyServer, answer, status
from faults.test_answers import TEXT, meeting, mended, rows

from extractor import Extractor, dialogue, kept
from extractor.cache import AnswerCache

MADE_ANEW = {"started", "seconds", "cost", "cached"}


@pytest.fixture
def server():
    with FaultyServer(lambda _: answer(rows(meeting()))) as started:
        yield started


@pytest.fixture
def read(server, tmp_path):
    def read(text=TEXT, published="2023-12-15", title=None, **options):
        settings = {"model": "faulty", "base_url": server.base_url, "cache_dir": tmp_path / "cache", **options}
        with Extractor(**settings) as extractor:
            return extractor.extract(text, published=published, title=title)

    return read


@pytest.fixture
def no_checks(monkeypatch):
    def check(*_):
        raise AssertionError("an answer is checked again")

    return lambda: monkeypatch.setattr(dialogue, "check", check)


def test_a_second_reading_checks_nothing_and_gives_the_same(read, server, no_checks):
    first = read()
    no_checks()
    second = read()
    assert second.model_dump(exclude={"provenance": MADE_ANEW}) == first.model_dump(exclude={"provenance": MADE_ANEW})
    assert (first.provenance.cached, second.provenance.cached) == (False, True)
    assert second.provenance.started > first.provenance.started
    assert len(server.requests) == 1


def test_the_text_comes_back_if_it_is_asked_for_and_lies_nowhere(read, no_checks, tmp_path):
    read(include_text=True)
    no_checks()
    assert read(include_text=True).article.text == TEXT
    assert read().article.text is None
    with AnswerCache(tmp_path / "cache") as cache:
        values = [str(cache.get(key)) for key in _keys(tmp_path)]
    assert len(values) == 2
    assert not any(TEXT in value for value in values)


@pytest.mark.parametrize(
    "other",
    [
        {"published": "2023-12-16"},
        {"title": "Envoys meet"},
        {"text": TEXT + " "},
        {"repairs": 0},
        {"part_chars": 5000},
        {"temperature": 0.5},
        {"max_output_tokens": 900},
        {"mode": "tools"},
        {"model": "another"},
        {"refresh": True},
    ],
)
def test_what_shapes_the_reading_is_told_apart(read, no_checks, other):
    read()
    no_checks()
    with pytest.raises(AssertionError, match="checked again"):
        read(**other)


def test_with_other_code_the_kept_answer_is_checked_anew(read, server, no_checks, monkeypatch):
    read()
    monkeypatch.setattr(kept, "_made_with", lambda: "another version")
    no_checks()
    with pytest.raises(AssertionError, match="checked again"):
        read()
    assert len(server.requests) == 1


def test_a_row_put_in_by_another_hand_is_not_taken(read, tmp_path):
    first = read()
    with AnswerCache(tmp_path / "cache") as cache:
        (key,) = (key for key in _keys(tmp_path) if key.startswith("extraction:"))
        forged = json.loads(cache.get(key)["extraction"])
        forged["meetings"][0]["quotes"][0]["text"] = "met in secret in Paris"
        cache.put(key, {"extraction": json.dumps(forged)})
    assert read().meetings == first.meetings
    with AnswerCache(tmp_path / "cache") as cache:
        cache.put(key, {"extraction": "{}"})
    assert read().meetings == first.meetings


def test_a_reading_whose_repair_failed_is_made_again(tmp_path):
    replies = [answer(rows(meeting("met in Paris"))), status(400), answer(mended((0, meeting())))]
    with FaultyServer(replies) as server:
        settings = {"model": "faulty", "base_url": server.base_url, "cache_dir": tmp_path / "cache"}
        with Extractor(**settings) as extractor:
            first = extractor.extract(TEXT, published="2023-12-15")
            second = extractor.extract(TEXT, published="2023-12-15")
    assert first.meetings == []
    assert [row.quotes[0].text for row in second.meetings] == ["met on Thursday in Argyle"]


def test_answers_are_counted_and_extractions_go_with_them(read, tmp_path):
    read()
    assert len(_keys(tmp_path)) == 2
    with AnswerCache(tmp_path / "cache") as cache:
        assert cache.stats().entries == 1
        assert cache.prune(older_than=timedelta(days=1)) == 0
        assert cache.prune(older_than=timedelta(0)) == 1
        assert _keys(tmp_path) == []
    read()
    with AnswerCache(tmp_path / "cache") as cache:
        assert cache.clear() == 1
    assert _keys(tmp_path) == []


def _keys(tmp_path):
    with closing(sqlite3.connect(tmp_path / "cache" / "cache.db")) as database:
        return [key for (key,) in database.execute("SELECT key FROM Cache")]
