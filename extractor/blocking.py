"""`Extractor`: the API for code without async, which calls `AsyncExtractor` through one bridge."""

from collections.abc import AsyncGenerator, Iterator
from concurrent.futures import Future
from datetime import date
from pathlib import Path
from threading import Lock, Thread
from types import TracebackType
from typing import TYPE_CHECKING, Self, Unpack

from extractor.api import AsyncExtractor
from extractor.settings import Settings, SettingsOptions
from schemas import Article, Extraction, Result

if TYPE_CHECKING:
    from anyio.from_thread import BlockingPortal

    from extractor.ledger import Existing
    from extractor.running import Watch
    from extractor.tally import Tally

__all__ = ["Extractor"]


class Extractor:
    """`AsyncExtractor` for code without async; it works in notebooks too.

    Use it as `with Extractor(...) as extractor:`, or call `close` at the end.
    """

    def __init__(self, **options: Unpack[SettingsOptions]) -> None:
        """Take the same settings as `AsyncExtractor`; the same errors."""
        self._async = AsyncExtractor(**options)
        self._portal: BlockingPortal | None = None
        self._thread: Thread | None = None
        self._opening = Lock()

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self._async.settings

    def extract(
        self,
        article: str | Article,
        *,
        published: date | str | None = None,
        title: str | None = None,
        publisher: str | None = None,
    ) -> Extraction:
        """As `AsyncExtractor.extract`."""

        async def extract() -> Extraction:
            return await self._async.extract(article, published=published, title=title, publisher=publisher)

        return self._loop().call(extract)

    def extract_folder(
        self,
        folder: str | Path,
        *,
        metadata: str | Path | None = None,
        published: date | str | None = None,
        ordered: bool = False,
    ) -> Iterator[Result]:
        """As `AsyncExtractor.extract_folder`."""
        portal = self._loop()

        async def begun() -> AsyncGenerator[Result]:
            return self._async.extract_folder(folder, metadata=metadata, published=published, ordered=ordered)

        # In the loop's thread, since the cache's connection belongs to the thread that opens it.
        results = portal.call(begun)

        async def following() -> Result | None:
            return await anext(results, None)

        def taken() -> Iterator[Result]:
            try:
                while result := portal.call(following):
                    yield result
            finally:
                portal.call(results.aclose)

        return taken()

    def extract_folder_to(
        self,
        folder: str | Path,
        out: str | Path,
        *,
        metadata: str | Path | None = None,
        published: date | str | None = None,
        existing: "Existing | str" = "resume",
        ordered: bool = False,
        watch: "Watch | None" = None,
    ) -> "Tally":
        """As `AsyncExtractor.extract_folder_to`; `watch` is called in another thread."""

        async def extract() -> "Tally":
            return await self._async.extract_folder_to(
                folder,
                out,
                metadata=metadata,
                published=published,
                existing=existing,
                ordered=ordered,
                watch=watch,
            )

        return self._loop().call(extract)

    def stop(self, reason: str) -> None:
        """As `AsyncExtractor.stop`, from any thread."""
        self._loop().call(self._async.stop, reason)

    def close(self) -> None:
        """Close connections and cache."""
        if self._portal and self._thread:
            self._portal.call(self._async.aclose)
            self._portal.call(self._portal.stop)
            self._thread.join()
        self._portal = self._thread = None

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    def _loop(self) -> "BlockingPortal":
        with self._opening:
            if self._portal is None:
                started: Future[BlockingPortal] = Future()
                # A daemon: who forgets `close` would else wait for ever at the end of the program.
                self._thread = Thread(target=_run_loop, args=(started,), name="extractor", daemon=True)
                self._thread.start()
                self._portal = started.result()
            return self._portal


def _run_loop(started: "Future[BlockingPortal]") -> None:
    # Late, as most of this module's imports: it is a tenth of `import extractor`.
    import anyio  # noqa: PLC0415
    from anyio.from_thread import BlockingPortal  # noqa: PLC0415

    async def run() -> None:
        async with BlockingPortal() as portal:
            started.set_result(portal)
            await portal.sleep_until_stopped()

    anyio.run(run)
