import asyncio
import json
from pathlib import Path

import pytest

from extractor.batch import articles_in
from extractor.errors import SkippedError
from extractor.relevance import may_tell, triaged
from schemas import Article

ROOT = Path(__file__).parents[2]
# Short articles that are judged wrongly: docs/duplicates-and-triage.md tells of them.
MISSED = {"hard UN"}
KEPT = {"sport football", "sport chess", "science moss", "health sleep", "animals zoo"}


def short_articles():
    lines = (ROOT / "tests/data/triage/articles.txt").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if not line.startswith("#"):
            kind, _, text = line.partition(" | ")
            yield kind[2:], kind.startswith("+"), text


def test_short_articles_are_told_apart_as_well_as_the_docs_say():
    judged = {name: may_tell(Article.from_text(text)) for name, _, text in short_articles()}
    relevant = {name for name, is_relevant, _ in short_articles() if is_relevant}
    assert relevant - {name for name, kept in judged.items() if kept} == MISSED
    assert {name for name, kept in judged.items() if kept} - relevant == KEPT
    assert (len(relevant), len(judged)) == (24, 57)


def test_no_article_with_rows_is_passed_over_in_gold_and_examples():
    empty = {
        gold.stem
        for gold in (ROOT / "tests/data/gold").glob("*/*.json")
        if not any(
            json.loads(gold.read_text(encoding="utf-8"))[kind] for kind in ("meetings", "delegations", "positions")
        )
    } | {"09-nothing-to-extract"}
    folders = (ROOT / "tests/data/gold/dev", ROOT / "tests/data/gold/heldout", ROOT / "examples/articles")
    articles = [item for folder in folders for item in articles_in(folder) if isinstance(item, Article)]
    passed_over = {Path(article.source).stem for article in articles if not may_tell(article)}
    assert passed_over <= empty
    assert passed_over == {
        "09-nothing-to-extract",
        "nothing-climbers-weather",
        "nothing-council-water",
        "nothing-merger",
    }


@pytest.mark.parametrize(
    "text",
    [
        "Das Rezept ist einfach: Man nehme Mehl, Butter und Zucker, und der Teig ruht eine Stunde in der Schale.",
        "La soupe se mange chaude, avec du pain et un peu de fromage, quand le soir tombe sur la vallée.",
        "Het brood moet een nacht rijzen en dan een uur in de oven, en is pas lekker met zout en boter.",
        "Вечером пошёл дождь, и дети остались дома с бабушкой.",
        "今天下雨,孩子们都在家里。",
    ],
)
def test_text_that_is_not_english_is_not_passed_over(text):
    assert may_tell(Article.from_text(text))


def test_title_counts():
    text = "It took the whole night, and nobody would say in the morning what had been on the table."
    assert not may_tell(Article.from_text(text))
    assert may_tell(Article.from_text(text, title="Ceasefire near"))


def test_article_that_is_passed_over_is_not_read():
    async def read(article):
        raise AssertionError("it is read")

    with pytest.raises(SkippedError):
        asyncio.run(
            triaged(read)(Article.from_text("Beat the butter with the sugar until it is pale, and add the flour."))
        )
