"""Many articles at a time."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from datetime import date
from itertools import chain
from pathlib import Path

from extractor.articles import load_articles
from extractor.errors import ArticleError, CacheError, ExtractorError, SettingsError
from extractor.files import find_files
from extractor.formats import SUPPORTED_SUFFIXES
from extractor.metadata import read_metadata
from schemas import Article, Extraction, Failure, Result

__all__ = ["Item", "articles_in", "count_articles", "named", "read_all"]

Read = Callable[[Article], Awaitable[Extraction]]
Item = Article | ArticleError


async def read_all(read: Read, items: Iterator[Item], *, concurrency: int) -> AsyncGenerator[Result]:
    """The results of `items`, as each is done, at most `concurrency` in work and as many waiting to be taken.

    An item that is an error already, or that fails while it is read, gives a result with an error. What would fail
    every article (settings, cache) ends the run.
    """
    results: asyncio.Queue[Result | Exception | None] = asyncio.Queue(maxsize=concurrency)

    async def work() -> None:
        try:
            # The workers share one iterator; each takes an article when it has room for it.
            for item in items:
                await results.put(await _result(read, item))
        except Exception as error:  # noqa: BLE001 - it is raised where the results are taken
            await results.put(error)
        else:
            await results.put(None)

    # Plain tasks, since a generator may be left at any point and closed from another task, which groups forbid.
    workers = [asyncio.create_task(work()) for _ in range(concurrency)]
    try:
        running = len(workers)
        while running:
            result = await results.get()
            if result is None:
                running -= 1
            elif isinstance(result, Exception):
                raise result
            else:
                yield result
    finally:
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)


def articles_in(folder: Path, *, metadata: Path | None = None, published: date | None = None) -> Iterator[Item]:
    """The articles below `folder`, read as they are asked for; those that can't be read come as errors.

    Raises:
        ArticleError: at once, if the folder or the `metadata` can't be read, or the folder holds no articles.
    """
    known = read_metadata(metadata) if metadata else None
    found = find_files(folder)
    first = next(found, None)
    if first is None:
        kinds = ", ".join(sorted(SUPPORTED_SUFFIXES))
        raise ArticleError(str(folder), f"this folder holds no articles ({kinds})")

    def articles() -> Iterator[Item]:
        for file in chain([first], found):
            source = file.relative_to(folder).as_posix()
            yield from load_articles(file, metadata=known, published=published, source=source)

    return articles()


def count_articles(folder: Path) -> int | None:
    """How many articles `folder` holds, without reading them; None if it has .jsonl files, which must be read."""
    files = list(find_files(folder))
    return None if any(file.suffix.lower() == ".jsonl" for file in files) else len(files)


def named(source: str, error: ExtractorError) -> str:
    """What `error` says, with the name of its article in front if that is not there already."""
    said = str(error)
    return said if said.startswith(source) else f"{source}: {said}"


async def _result(read: Read, item: Item) -> Result:
    if isinstance(item, ArticleError):
        return _failed(item.source, item)
    source = item.source or item.id
    try:
        return Result(source=source, extraction=await read(item))
    except (SettingsError, CacheError):
        raise
    except ExtractorError as error:
        return _failed(source, error)


def _failed(source: str, error: ExtractorError) -> Result:
    return Result(source=source, error=Failure(kind=type(error).__name__, message=named(source, error)))
