"""Many articles at a time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import date
from pathlib import Path

from extractor.articles import find_files, load_articles, read_metadata
from extractor.errors import CacheError, ExtractorError, SettingsError
from schemas import Article, Extraction, Failure, Result

__all__ = ["count_articles", "failed", "read_all", "read_folder"]

Read = Callable[[Article], Awaitable[Extraction]]
Item = Article | ExtractorError


async def read_folder(
    read: Read, folder: Path, *, metadata: Path | None, published: date | None, concurrency: int
) -> AsyncIterator[Result]:
    """The results of all articles below `folder`, as each is done."""
    async for result in read_all(read, _articles(folder, metadata, published), concurrency=concurrency):
        yield result


async def read_all(read: Read, items: Iterator[Item], *, concurrency: int) -> AsyncIterator[Result]:
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


def count_articles(folder: Path) -> int | None:
    """How many articles `folder` holds, without reading them; None if it has .jsonl files, which must be read."""
    files = list(find_files(folder))
    return None if any(file.suffix.lower() == ".jsonl" for file in files) else len(files)


def failed(source: str, error: ExtractorError) -> Result:
    """The result of an article that gave `error`."""
    return Result(source=source, error=Failure(kind=type(error).__name__, message=str(error)))


def _articles(folder: Path, metadata: Path | None, published: date | None) -> Iterator[Item]:
    known = read_metadata(metadata) if metadata else None
    for file in find_files(folder):
        source = file.relative_to(folder).as_posix()
        yield from load_articles(file, metadata=known, published=published, source=source)


async def _result(read: Read, item: Item) -> Result:
    if isinstance(item, ExtractorError):
        return failed(getattr(item, "source", "?"), item)
    source = item.source or item.id
    try:
        return Result(source=source, extraction=await read(item))
    except (SettingsError, CacheError):
        raise
    except ExtractorError as error:
        return failed(source, error)
