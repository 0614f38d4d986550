import json

import pytest

from extractor.dumps import Dumps
from schemas import Extraction, Failure, Result, Skipped


@pytest.fixture
def extraction():
    return Extraction.model_validate(
        {
            "article": {"id": "a1", "source": "a.txt", "published": "2025-07-18", "text": None, "chars": 4},
            "meetings": [],
            "delegations": [],
            "positions": [],
            "rejected": [{"path": "meetings[0]", "rule": "shape", "reason": "no “quotes”", "item": {"id": 1}}],
            "provenance": {
                "model": "m",
                "prompt_version": "2",
                "attempts": 1,
                "tokens": {"prompt": 1, "completion": 2},
                "cost": None,
                "cached": False,
                "started": "2025-07-18T10:00:00Z",
                "seconds": 0.5,
            },
        }
    )


@pytest.mark.parametrize("source", ["a.txt", 'say "no".txt', "été\\n\u2028.txt"])
def test_line_is_the_json_of_its_result(extraction, source):
    result = Result(source=source, extraction=extraction)
    assert Dumps().line(result) == f"{result.model_dump_json()}\n".encode()


@pytest.mark.parametrize(
    "why",
    [
        {"error": Failure(kind="ArticleError", message="it is empty")},
        {"skipped": Skipped(reason="near-duplicate", near_duplicate_of="b.txt")},
    ],
)
def test_line_of_what_was_not_read_is_the_json_of_its_result(why):
    result = Result(source="a.txt", **why)
    assert Dumps().line(result) == f"{result.model_dump_json()}\n".encode()


def test_text_of_an_article_stands_in_the_line_and_nowhere_else(extraction):
    told = extraction.changed(article=extraction.article.changed(text="They met."))
    dumps = Dumps()
    assert json.loads(dumps.of(told)) == extraction.model_dump(mode="json")
    line = json.loads(dumps.line(Result(source="a.txt", extraction=told)))
    assert line["extraction"]["article"]["text"] == "They met."


def test_an_extraction_that_many_came_after_is_dumped_as_it_is(extraction):
    dumps = Dumps()
    others = [extraction.changed(article=extraction.article.changed(id=f"a{number}")) for number in range(600)]
    ids = [json.loads(dumps.of(other))["article"]["id"] for other in [*others, *others]]
    assert ids == [other.article.id for other in others] * 2
