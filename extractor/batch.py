"""Many articles at a time."""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Collection, Iterator
from datetime import date
from itertools import chain
from pathlib import Path

from extractor.articles import load_articles
from extractor.errors import (
    ArticleError,
    CacheError,
    ExtractorError,
    NearDuplicateError,
    SettingsError,
    SkippedError,
    StoppedError,
)
from extractor.files import find_files, printable
from extractor.formats import JSON_LINES, SUPPORTED_SUFFIXES
from extractor.metadata import Metadata, read_metadata
from extractor.stopping import Stop
from schemas import Article, Extraction, Failure, Result, Skipped

__all__ = ["Item", "Read", "articles_in", "count_articles", "named", "read_all"]

_log = logging.getLogger(__name__)

Read = Callable[[Article], Awaitable[Extraction]]
Item = Article | ArticleError

# How far, in multiples of those in work, articles may run ahead of one that all results wait for to keep the order.
_AHEAD = 2


async def read_all(
    read: Read,
    items: Iterator[Item] | AsyncIterator[Item],
    *,
    in_work: int,
    ordered: bool = False,
    stop: Stop | None = None,
) -> AsyncGenerator[Result]:
    """The results of `items`, as each is done, at most `in_work` at a time and as many waiting to be taken.

    An item that is an error already, or that fails while it is read, gives a result with an error. What would fail
    every article (settings, cache) ends the run once those in work are done.

    Args:
        read: reads one article.
        items: the articles, taken one by one as there is room for them; errors pass through.
        in_work: how many are in work at the same time.
        ordered: give results in the order of the items; some articles more wait in memory then.
        stop: once it is thrown no item is taken any more; items that it reaches before they are read give no result.
    """
    stop = stop or Stop()
    results: asyncio.Queue[tuple[int, Result | None] | None] = asyncio.Queue(maxsize=in_work)
    order = _Order(_AHEAD * in_work if ordered else None)
    source = _Source(items)
    mistakes: list[Exception] = []

    async def work() -> None:
        try:
            while stop.reason is None:
                await order.room()
                if (numbered := await source.next()) is None:
                    break
                number, item = numbered
                await results.put((number, await _result(read, item)))
        except Exception as error:  # noqa: BLE001 - it is raised below
            mistakes.append(error)
            stop.now(str(error))
        await results.put(None)

    # Plain tasks, since a generator may be left at any point and closed from another task, which groups forbid.
    workers = [asyncio.create_task(work()) for _ in range(in_work)]
    try:
        running = len(workers)
        while running:
            if (done := await results.get()) is None:
                running -= 1
                continue
            for result in order.due(*done):
                yield result
        if mistakes:
            raise mistakes[0]
    finally:
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)


class _Order:
    """Which results are due: all at once or, if only so many may be `ahead`, each in its turn."""

    def __init__(self, ahead: int | None) -> None:
        self._room = asyncio.Semaphore(ahead) if ahead else None
        self._early: dict[int, Result] = {}
        self._next = 0
        self._broken = False

    async def room(self) -> None:
        if self._room:
            await self._room.acquire()

    def due(self, number: int, result: Result | None) -> Iterator[Result]:
        if self._room is None:
            if result:
                yield result
            return
        if result is None or self._broken:
            # A stop leaves a gap, and what lies behind it is read again, from the cache, when the run is gone on with.
            # Nobody may wait for room that would come with the gap's result.
            self._broken = True
            for _ in range(len(self._early) + 1):
                self._room.release()
            self._early.clear()
            return
        self._early[number] = result
        while (result := self._early.pop(self._next, None)) is not None:
            self._next += 1
            self._room.release()
            yield result


class _Source:
    """The items, numbered, for many workers that share them."""

    def __init__(self, items: Iterator[Item] | AsyncIterator[Item]) -> None:
        self._items = items
        self._number = -1
        self._turn = asyncio.Lock()

    async def next(self) -> tuple[int, Item] | None:
        if isinstance(self._items, AsyncIterator):
            async with self._turn:  # an async generator can't be asked by two at once
                item = await anext(self._items, None)
                self._number += 1
                return None if item is None else (self._number, item)
        item = next(self._items, None)
        self._number += 1
        return None if item is None else (self._number, item)


def articles_in(
    folder: Path, *, metadata: Path | None = None, published: date | None = None, leave_out: Collection[Path] = ()
) -> Iterator[Item]:
    """The articles below `folder`, read as they are asked for; those that can't be read come as errors.

    The files that `leave_out` names are passed over: what a run writes is not what it reads.

    Raises:
        ArticleError: at once, if the folder or the `metadata` can't be read, or the folder holds no articles.
    """
    known = read_metadata(metadata) if metadata else None
    if known and known.rows and not any(_told_of(file, folder, known) for file in find_files(folder)):
        named = next(iter(known.rows))
        raise ArticleError(
            str(metadata), f"no row is of a file in {folder}; `file` is a path within it, or a bare name, not {named!r}"
        )
    others = {path.absolute() for path in leave_out}
    found = (file for file in find_files(folder) if not others or file.absolute() not in others)
    first = next(found, None)
    if first is None:
        kinds = ", ".join(sorted(SUPPORTED_SUFFIXES))
        raise ArticleError(str(folder), f"this folder holds no articles ({kinds})")

    def articles() -> Iterator[Item]:
        for file in chain([first], found):
            source = file.relative_to(folder).as_posix()
            yield from load_articles(file, metadata=known, published=published, source=source)

    return articles()


def count_articles(folder: Path, *, leave_out: Collection[Path] = ()) -> int | None:
    """How many articles `folder` holds, without reading them; None if it has .jsonl files, which must be read."""
    others = {path.absolute() for path in leave_out}
    count = 0
    for file in find_files(folder):
        if others and file.absolute() in others:
            continue
        if file.suffix.lower() == JSON_LINES:
            return None
        count += 1
    return count


def named(source: str, error: ExtractorError) -> str:
    """What `error` says, with the name of its article in front if that is not there already."""
    said = str(error)
    return said if said.startswith(source) else f"{source}: {said}"


def _told_of(file: Path, folder: Path, known: Metadata) -> bool:
    names = printable(file.relative_to(folder).as_posix()), printable(file.name)
    if file.suffix.lower() == JSON_LINES:
        return any(row.partition("#")[0] in names for row in known.rows)
    return known.of(*names) is not None


async def _result(read: Read, item: Item) -> Result | None:
    if isinstance(item, ArticleError):
        return _logged(_failed(item.source, item))
    source = item.source or item.id
    try:
        return _logged(Result(source=source, extraction=await read(item)))
    except StoppedError:
        return None
    except NearDuplicateError as error:
        return _logged(Result(source=source, skipped=Skipped(reason="near-duplicate", near_duplicate_of=error.first)))
    except SkippedError:
        return _logged(Result(source=source, skipped=Skipped(reason="irrelevant")))
    except (SettingsError, CacheError):
        raise
    except ExtractorError as error:
        return _logged(_failed(source, error))


def _failed(source: str, error: ExtractorError) -> Result:
    return Result(source=source, error=Failure(kind=type(error).__name__, message=named(source, error)))


def _logged(result: Result) -> Result:
    if _log.isEnabledFor(logging.INFO):
        said: dict[str, object] = {"source": result.source}
        if found := result.extraction:
            made = found.provenance
            said |= {"ok": True, "id": found.article.id, "cached": made.cached, "seconds": made.seconds}
            said |= {"attempts": made.attempts, "tokens": made.tokens.model_dump(), "cost": made.cost}
        elif result.skipped:
            said |= {"ok": True, "skipped": result.skipped.reason}
        elif result.error:
            said |= {"ok": False, "kind": result.error.kind, "message": result.error.message}
        _log.info("article: %s", result.source, extra={"event": "article", "data": said})
    return result
