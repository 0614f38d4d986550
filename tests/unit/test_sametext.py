import asyncio
from datetime import date

import pytest
from samples import extraction, position, quote_of

from extractor.dumps import Dumps
from extractor.errors import EndpointUnavailableError
from extractor.sametext import SameText
from extractor.settings import Settings
from schemas import Article, Result, Tokens

TEXT = "Guyana demands a ruling.\n\nVenezuela demands talks, says Guyana."
SPACED = "  Guyana  demands a ruling.\n\n\n  Venezuela  demands talks,\nsays Guyana."
DAY = date(2023, 12, 15)


class Reader:
    def __init__(self, *failures):
        self.read_sources = []
        self.failures = list(failures)

    async def read(self, article):
        self.read_sources.append(article.source)
        await asyncio.sleep(0)
        if self.failures:
            raise self.failures.pop()
        second = article.text.rindex("Guyana")
        quotes = [
            quote_of("Guyana", article.text),
            quote_of("Guyana", article.text).model_copy(update={"start": second, "end": second + len("Guyana")}),
        ]
        rows = [position(quotes=quotes)]
        return extraction(text=article.text, published=article.published, source=article.source, positions=rows)


@pytest.fixture
def settings():
    return Settings.load({"model": "m"})


def article(source, text=TEXT, published=DAY, **fields):
    return Article.from_text(text, source=source, published=published, **fields)


def read_all(reader, settings, *articles, before=()):
    async def run():
        once = SameText(reader.read, settings, "1", Dumps())
        for result in before:
            once.learn(result)
        try:
            return await asyncio.gather(*(once.read(one) for one in articles), return_exceptions=True)
        finally:
            once.close()

    return asyncio.run(run())


def test_same_text_is_read_once_and_each_article_keeps_what_is_its_own(settings):
    reader = Reader()
    first, second = read_all(reader, settings, article("a.txt"), article("b.txt", title="Reprint"))
    assert reader.read_sources == ["a.txt"]
    assert second.positions == first.positions
    assert second.article == article("b.txt", title="Reprint").info().model_copy(update={"same_text_as": "a.txt"})
    made = second.provenance
    assert (made.attempts, made.tokens, made.cost, made.cached) == (0, Tokens(), 0.0, True)
    assert made.warnings == ["same text as a.txt: its rows were taken over"]


def test_a_copy_of_what_has_no_price_has_none(settings):
    class Unpriced(Reader):
        async def read(self, article):
            found = await super().read(article)
            return found.model_copy(update={"provenance": found.provenance.model_copy(update={"cost": None})})

    _, second = read_all(Unpriced(), settings, article("a.txt"), article("b.txt"))
    assert second.provenance.cost is None


def test_quotes_are_found_anew_where_white_space_differs(settings):
    reader = Reader()
    _, second = read_all(reader, settings, article("a.txt"), article("b.txt", SPACED))
    assert reader.read_sources == ["a.txt"]
    places = [(quote.start, quote.end) for quote in second.positions[0].quotes]
    assert places == [(SPACED.index("Guyana"), SPACED.index("Guyana") + 6), (SPACED.rindex("Guyana"), len(SPACED) - 1)]


def test_same_text_of_another_day_is_read_for_itself(settings):
    reader = Reader()
    read_all(reader, settings, article("a.txt"), article("b.txt", published=date(2023, 12, 16)))
    assert reader.read_sources == ["a.txt", "b.txt"]


def test_where_the_first_fails_the_second_is_read(settings):
    reader = Reader(EndpointUnavailableError("gone"))
    first, second = read_all(reader, settings, article("a.txt"), article("b.txt"))
    assert isinstance(first, EndpointUnavailableError)
    assert second.article.same_text_as is None
    assert reader.read_sources == ["a.txt", "b.txt"]


def test_one_article_read_twice_is_no_duplicate_of_itself(settings):
    reader = Reader()
    read_all(reader, settings, article("a.txt"), article("a.txt"))
    assert reader.read_sources == ["a.txt", "a.txt"]


def test_rows_of_an_earlier_run_are_taken_over(settings):
    reader = Reader()
    known = asyncio.run(Reader().read(article("a.txt")))
    (second,) = read_all(reader, settings, article("b.txt"), before=[Result(source="a.txt", extraction=known)])
    assert (reader.read_sources, second.article.same_text_as) == ([], "a.txt")


def test_rows_that_another_model_found_are_not_taken_over():
    reader = Reader()
    known = asyncio.run(Reader().read(article("a.txt")))
    settings = Settings.load({"model": "another"})
    read_all(reader, settings, article("b.txt"), before=[Result(source="a.txt", extraction=known)])
    assert reader.read_sources == ["b.txt"]


def test_include_text_gives_the_articles_own_text():
    settings = Settings.load({"model": "m", "include_text": True})
    _, second = read_all(Reader(), settings, article("a.txt"), article("b.txt", SPACED))
    assert second.article.text == SPACED
