import asyncio
from datetime import date

import pytest
from samples import extraction

from extractor.errors import DeferredError, EndpointUnavailableError, NearDuplicateError
from extractor.neartext import NearText
from schemas import Article, Result

TEXT = (
    "Guyana and Venezuela agreed in Argyle on Thursday not to use force. President Irfaan Ali said the border is a "
    "matter for the court. Nicolás Maduro demanded direct talks, and Ralph Gonsalves, who had invited both, spoke of a "
    "good start. They will meet again in Brazil within three months."
)
LONGER = f"{TEXT} Reporters waited outside."
DAY = date(2023, 12, 15)


class Reader:
    def __init__(self, *failures):
        self.read_sources = []
        self.failures = list(failures)

    async def read(self, article):
        self.read_sources.append(article.source)
        await asyncio.sleep(0)
        if self.failures and (failure := self.failures.pop(0)):
            raise failure
        return extraction(text=article.text, published=article.published, source=article.source)


def article(source, text=TEXT):
    return Article.from_text(text, source=source, published=DAY)


def links(near, *articles):
    """What came of each: the link, or what was raised."""

    async def run():
        return await asyncio.gather(*(near.read(one) for one in articles), return_exceptions=True)

    return [
        type(one) if isinstance(one, BaseException) else one.article.near_duplicate_of for one in asyncio.run(run())
    ]


def before(*articles, **about):
    for one in articles:
        found = extraction(text=one.text, published=one.published, source=one.source)
        info = found.article.model_copy(update={"text": None, **about})
        yield Result(source=one.source, extraction=found.model_copy(update={"article": info}))


def test_near_duplicates_are_read_and_name_the_first():
    reader = Reader()
    near = NearText(reader.read, skip=False)
    assert links(near, article("a"), article("b", LONGER), article("c", f"{LONGER} It rained.")) == [None, "a", "a"]
    assert reader.read_sources == ["a", "b", "c"]


def test_skipped_near_duplicates_are_not_read_and_name_the_first():
    reader = Reader()
    near = NearText(reader.read, skip=True)
    assert links(near, article("a"), article("b", LONGER)) == [None, NearDuplicateError]
    with pytest.raises(NearDuplicateError) as caught:
        asyncio.run(near.read(article("c", LONGER)))
    assert caught.value.first == "a"
    assert reader.read_sources == ["a"]


def test_where_the_first_fails_the_next_is_read_in_its_place():
    reader = Reader(EndpointUnavailableError("gone"))
    near = NearText(reader.read, skip=True)
    articles = article("a"), article("b", LONGER), article("c", f"{LONGER} It rained.")
    assert links(near, *articles) == [EndpointUnavailableError, None, NearDuplicateError]
    assert reader.read_sources == ["a", "b"]
    assert links(near, article("a")) == [NearDuplicateError]


def test_a_near_duplicate_of_what_waits_for_an_answer_waits_too():
    reader = Reader(DeferredError("later"))
    near = NearText(reader.read, skip=True)
    articles = article("a"), article("b", LONGER)
    assert links(near, *articles) == [DeferredError, DeferredError]
    assert links(near, *articles) == [None, NearDuplicateError]
    assert reader.read_sources == ["a", "a"]


def test_the_first_that_comes_once_more_is_read():
    reader = Reader()
    near = NearText(reader.read, skip=True)
    assert links(near, article("a")) == links(near, article("a")) == [None]
    assert links(near, article("b", LONGER)) == [NearDuplicateError]


def test_an_article_of_the_same_name_is_not_linked_to_itself():
    near = NearText(Reader().read, skip=False)
    assert links(near, article("a"), article("a", LONGER)) == [None, None]


def test_short_articles_are_read():
    near = NearText(Reader().read, skip=True)
    assert links(near, article("a", "They met."), article("b", "They met.")) == [None, None]


def test_what_an_earlier_run_has_read_is_the_first_once_its_text_is_there():
    near = NearText(Reader().read, skip=True)
    for result in before(article("b", LONGER)):
        near.learn(result)
    assert near.learned
    near.take_in(article("other"))
    near.take_in(article("b", LONGER))
    assert links(near, article("a")) == [NearDuplicateError]


@pytest.mark.parametrize("about", [{"near_duplicate_of": "x"}, {"same_text_as": "x"}])
def test_what_was_linked_in_an_earlier_run_is_no_first(about):
    near = NearText(Reader().read, skip=True)
    for result in before(article("b", LONGER), **about):
        near.learn(result)
    near.take_in(article("b", LONGER))
    assert not near.learned
    assert links(near, article("a")) == [None]
