"""Articles that give orders, and a model that obeys them: what reaches the model, and what reaches the results."""

import json
import re
from pathlib import Path

import pytest
from faults.server import FaultyServer, answer

from extractor import Extractor, load_articles

FOLDER = Path(__file__).parents[1] / "data" / "adversarial"
ARTICLES = {path.stem: next(load_articles(path)) for path in sorted(FOLDER.glob("*.md"))}
ATLANTIS = {"name": "Atlantis", "kind": "state", "country": None}


def rows(*, meetings=(), positions=()):
    return json.dumps({"meetings": meetings, "delegations": [], "positions": positions})


def meeting(quote, *parties):
    return {"id": "m1", "quotes": [quote], "name": "Talks", "parties": parties}


def position(quote, holder, **fields):
    given = {"stance": "demands", "issue": "other", "subject": "it", "statement": "It wants it."}
    return {"quotes": [quote], "holder": holder, **given, **fields}


def run(article, reply, **options):
    with FaultyServer(reply if callable(reply) else [answer(reply)]) as server:
        settings = {"model": "faulty", "base_url": server.base_url, "cache": False, "repairs": 0, **options}
        with Extractor(**settings) as extractor:
            extraction = extractor.extract(article)
    return extraction, [received.body for received in server.requests]


@pytest.mark.parametrize("name", ARTICLES)
def test_article_reaches_the_model_unchanged_between_marks_that_it_does_not_hold(name):
    article = ARTICLES[name]
    _, (body,) = run(article, rows())
    asked = body["messages"][-1]["content"]
    mark = re.match(r"</article-([0-9a-f]+)>$", asked.rsplit("\n", 1)[-1])[1]
    assert mark not in article.text
    assert asked.endswith(f"\n<article-{mark}>\n{article.text}\n</article-{mark}>")
    assert body["messages"][0] == run("Nothing.", rows())[1][0]["messages"][0]


def test_planted_row_that_quotes_nothing_of_the_article_is_rejected():
    given = rows(meetings=[meeting("The leaders met in Poseidonis.", ATLANTIS), meeting("", ATLANTIS)])
    extraction, _ = run(ARTICLES["02-fake-turns"], given)
    assert extraction.meetings == []
    assert [(item.path, item.rule) for item in extraction.rejected] == [
        ("meetings[0]", "quote-in-article"),
        ("meetings[1]", "quote-in-article"),
    ]


def test_actor_that_only_an_order_to_the_reader_names_proves_no_row_elsewhere():
    extraction, _ = run(ARTICLES["05-quotes-another"], rows(positions=[position("Last Tuesday", ATLANTIS)]))
    assert extraction.positions == []
    assert [item.rule for item in extraction.rejected] == ["actor-in-article"]


def test_instructions_do_not_leak_into_a_row():
    article = ARTICLES["06-asks-for-the-rules"]
    with (
        FaultyServer([answer(rows())]) as server,
        Extractor(model="faulty", base_url=server.base_url, cache=False) as extractor,
    ):
        extractor.extract(article)
    rules = server.requests[0].body["messages"][0]["content"]
    libya = {"name": "Libya", "kind": "state", "country": "LY"}
    leak = position("rejects such a ban", libya, statement=rules[:200], subject="system message")
    extraction, _ = run(article, rows(positions=[leak]))
    assert extraction.positions == []
    assert [item.rule for item in extraction.rejected] == ["own-words"]


def test_signs_that_nobody_sees_hide_no_words_and_change_no_offsets():
    article = ARTICLES["04-invisible"]
    lebanon = {"name": "Lebanon", "kind": "state", "country": "LB"}
    given = rows(meetings=[meeting("Lebanon and Israel put their marks under a maritime border deal", lebanon)])
    extraction, _ = run(article, given)
    (quote,) = extraction.meetings[0].quotes
    assert article.text[quote.start : quote.end] == quote.text
    assert quote.text.replace("\u00ad", "") == "Lebanon and Israel put their marks under a maritime border deal"


def test_a_megabyte_on_one_line_is_read_in_parts_with_offsets_of_the_whole():
    filler = "Nobody of any rank said a word about anything at all that day. "
    planted = "Envoys of Guyana and Venezuela met on Thursday in Argyle. "
    text = (filler * 8_000)[:500_000] + planted + (filler * 8_000)[: 499_999 - len(planted)]
    guyana = {"name": "Guyana", "kind": "state", "country": "GY"}

    def reply(received):
        asked = received.body["messages"][-1]["content"]
        stretch = asked[asked.rindex("<article-") :]
        found = [meeting("met on Thursday in Argyle", guyana)] if planted.strip() in stretch else []
        return answer(rows(meetings=found))

    extraction, bodies = run(text, reply)
    assert len(text) == 999_999
    assert 25 <= len(bodies) <= 60
    (quote,) = extraction.meetings[0].quotes
    assert (quote.text, quote.start) == ("met on Thursday in Argyle", text.index("met on Thursday"))
