import asyncio

import pytest

from extractor.batch import articles_in, count_articles, read_all
from extractor.errors import ArticleError, RefusedError, SettingsError
from schemas import Article, Failure

ARTICLES = [Article.from_text(f"article {number}", source=f"{number}.txt") for number in range(12)]


class Reader:
    """Reads nothing, but counts how many articles are in work."""

    def __init__(self, failing=None):
        self.failing = failing or {}
        self.started = []
        self.running = 0
        self.most = 0

    async def read(self, article):
        self.started.append(article.source)
        self.running += 1
        self.most = max(self.most, self.running)
        await asyncio.sleep(0.001)
        self.running -= 1
        raise self.failing.get(article.source, RefusedError("no"))


async def collect(reader, items, in_work=4):
    return [result async for result in read_all(reader.read, iter(items), in_work=in_work)]


def test_no_more_articles_are_in_work_than_was_said():
    reader = Reader()
    results = asyncio.run(collect(reader, ARTICLES, in_work=4))
    assert reader.most == 4
    assert sorted(result.source for result in results) == sorted(article.source for article in ARTICLES)


def test_error_becomes_a_result_that_names_its_article():
    results = asyncio.run(collect(Reader(), [ARTICLES[0], ArticleError("x.txt", "it is empty")]))
    assert {result.source: result.error for result in results} == {
        "0.txt": Failure(kind="RefusedError", message="0.txt: no"),
        "x.txt": Failure(kind="ArticleError", message="x.txt: it is empty"),
    }


def test_what_would_fail_every_article_ends_the_run():
    reader = Reader({"0.txt": SettingsError("no key")})
    with pytest.raises(SettingsError):
        asyncio.run(collect(reader, ARTICLES, in_work=1))
    assert reader.started == ["0.txt"]


def test_mistake_in_the_program_is_not_hidden_in_a_result():
    with pytest.raises(ZeroDivisionError):
        asyncio.run(collect(Reader({"0.txt": ZeroDivisionError()}), ARTICLES))


def test_articles_are_taken_no_faster_than_results_are():
    taken = []

    def items():
        for article in ARTICLES:
            taken.append(article.source)
            yield article

    async def take_one():
        results = read_all(Reader().read, items(), in_work=2)
        await anext(results)
        await asyncio.sleep(0.05)
        await results.aclose()

    asyncio.run(take_one())
    # One is taken by us, two wait to be taken, two wait for room.
    assert len(taken) <= 6


def test_leaving_early_ends_the_work():
    reader = Reader()

    async def leave():
        async for _ in read_all(reader.read, iter(ARTICLES), in_work=2):
            break
        await asyncio.sleep(0.02)
        return len(reader.started)

    assert asyncio.run(leave()) < len(ARTICLES)


def test_folder_without_articles_is_told_at_once(tmp_path):
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    with pytest.raises(ArticleError, match=r"holds no articles \(\.htm"):
        articles_in(tmp_path)


def test_sources_are_paths_within_the_folder(tmp_path):
    for name in ("b/c.txt", "a.txt", ".hidden/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("text")
    assert [article.source for article in articles_in(tmp_path)] == ["a.txt", "b/c.txt"]
    assert count_articles(tmp_path) == 2
    (tmp_path / "e.jsonl").write_text('{"text": "x"}\n')
    assert count_articles(tmp_path) is None
