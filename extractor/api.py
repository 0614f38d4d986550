"""The API: `AsyncExtractor`; `extractor.blocking` has its twin for code without async."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, Unpack

from extractor.articles import article_from_text, as_date
from extractor.batch import Item, Read, articles_in, count_articles, read_all
from extractor.dumps import Dumps
from extractor.errors import SettingsError, StoppedError
from extractor.settings import Settings, SettingsOptions, Via
from extractor.stopping import Stop
from schemas import Article, Extraction, Result

if TYPE_CHECKING:
    from extractor.cache import AnswerCache
    from extractor.deferred import DeferredEndpoint
    from extractor.endpoint import Endpoint
    from extractor.ledger import Existing
    from extractor.neartext import NearText
    from extractor.reading import Reader
    from extractor.requestfile import RequestFiles
    from extractor.running import Watch
    from extractor.sametext import SameText
    from extractor.tally import Tally
    from extractor.traffic import Traffic

__all__ = ["AsyncExtractor"]


class AsyncExtractor:
    """Extracts meetings, delegations and positions from articles.

    Use it as `async with AsyncExtractor(...) as extractor:`, or call `aclose` at the end.
    """

    def __init__(self, **options: Unpack[SettingsOptions]) -> None:
        """Take settings by name, above those of the environment and .env: `AsyncExtractor(model="gpt-5-mini")`.

        Raises:
            SettingsError: a setting is wrong or unknown.
        """
        self.settings = Settings.load(options)
        self._stop = Stop()
        self._read: Read | None = None
        self._reader: Reader | None = None
        self._once: SameText | None = None
        self._dumps = Dumps()
        self._near: NearText | None = None
        self._endpoint: Endpoint | None = None
        self._cache: AnswerCache | None = None

    @property
    def traffic(self) -> "Traffic":
        """What has been sent so far, and what went wrong with it; the offline reader sends nothing."""
        from extractor.traffic import Traffic  # noqa: PLC0415 - late, since only batches look at it

        self._open()
        return self._endpoint.traffic if self._endpoint else Traffic()

    async def extract(
        self,
        article: str | Article,
        *,
        published: date | str | None = None,
        title: str | None = None,
        publisher: str | None = None,
    ) -> Extraction:
        """What one article tells.

        Args:
            article: its text, or an `Article` (then the other arguments are not used).
            published: day of publication, a date or `YYYY-MM-DD`; without it relative dates stay null.
            title: headline, if it is not part of the text.
            publisher: name of the paper or site.

        Raises:
            ArticleError: the text is empty or too long, or `published` is no date.
            EndpointError: the endpoint gave no answer.
            AnswerError: the model refused, or gave nothing that could be parsed.
            CassetteError: a recording is replayed that lacks a request.
            SettingsError: no key, or an unknown provider.
            CacheError: the cache can't be used.
        """
        if isinstance(article, str):
            article = article_from_text(article, published=published, title=title, publisher=publisher)
        return await self._open()(article)

    def extract_folder(
        self,
        folder: str | Path,
        *,
        metadata: str | Path | None = None,
        published: date | str | None = None,
        ordered: bool = False,
    ) -> AsyncGenerator[Result]:
        """What the articles of a folder tell, as each is done, up to `concurrency` of them at a time.

        An article that fails is a `Result` with an `error`; the others go on.

        Args:
            folder: read with its subfolders; .txt, .md, .html, .jsonl and .pdf files.
            metadata: a CSV file with the columns `file` and `published` (also title, publisher, url, language).
            published: day of publication of the articles that have none of their own.
            ordered: give results in the order of the files' names, not as they are done.

        Raises:
            ArticleError: at once, if the folder or the metadata can't be read, or there are no articles.
            SettingsError: at once, if there is no key, or the provider is unknown.
            CacheError: the cache can't be used.
        """
        items = articles_in(Path(folder), metadata=Path(metadata) if metadata else None, published=_day(published))
        read = self._open_for_many().read
        return read_all(read, items, concurrency=self.settings.concurrency, ordered=ordered, stop=self._stop)

    async def extract_folder_to(
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
        """Read the articles of a folder into a results file, a JSON line each; called again, it goes on where it was.

        While there are articles left, the lines stand in `OUT.part`; `OUT.manifest.json` says what ran with what.
        Articles that failed, and files that have changed, are read again by the next call.

        Args:
            folder: read with its subfolders; .txt, .md, .html, .jsonl and .pdf files.
            out: the results file; `-` prints the lines, without a manifest, and nothing is gone on with.
            metadata: a CSV file with the columns `file` and `published` (also title, publisher, url, language).
            published: day of publication of the articles that have none of their own.
            existing: what to do with results that are there: `resume` them if they were made with the same settings,
                `continue` with other settings, or `restart`.
            ordered: write results in the order of the files' names, not as they are done.
            watch: is called with the tally and the traffic whenever an article is through.

        Returns:
            What was found in all articles of the file, by this run and earlier ones.

        Raises:
            ResultsError: the file can't be written, another process writes it, or it was made with other settings and
                `existing` is `resume`.
            ArticleError: the folder or the metadata can't be read, or there are no articles.
            SettingsError: there is no key, the provider or `existing` is unknown.
            CacheError: the cache can't be used.
        """
        # Late: `import extractor` need not know of files of results.
        from extractor.ledger import Existing, part_path  # noqa: PLC0415
        from extractor.manifest import Made  # noqa: PLC0415
        from extractor.running import Batch, run_to_file, run_to_stdout  # noqa: PLC0415

        folder, out = Path(folder), Path(out)
        if existing not in list(Existing):
            raise SettingsError(f"existing={existing!r}: give one of {', '.join(Existing)}")
        written = [] if str(out) == "-" else [out, part_path(out)]
        about = Path(metadata) if metadata else None
        articles = partial(articles_in, folder, metadata=about, published=_day(published), leave_out=written)
        items = articles()
        once = self._open_for_many()
        batch = Batch(once.read, self.settings, self._stop, self.traffic, watch=watch, learn=self._learn)
        batch.tally.total = count_articles(folder, leave_out=written)
        if self.settings.via is Via.OPENAI_BATCH and not written:
            raise SettingsError("batches are gone on with beside a results file: give one as --out")
        prepare = partial(self._prepare, articles, out)
        if not written:
            return await run_to_stdout(batch, items, ordered=ordered)
        made = Made.of(self.settings, self._version())
        return await run_to_file(
            batch,
            items,
            out,
            folder=str(folder),
            made=made,
            existing=Existing(existing),
            ordered=ordered,
            dumps=self._dumps,
            prepare=prepare,
        )

    async def export_requests(
        self,
        folder: str | Path,
        out: str | Path,
        *,
        metadata: str | Path | None = None,
        published: date | str | None = None,
    ) -> int:
        """Write the requests for a folder that the cache has no answer to, in the form of OpenAI's Batch API.

        The setting `via` must be `cache`. `import_responses` of `extractor.importing` takes the answers. Called again
        after that, it writes the requests for repairs, until there are none.

        Args:
            folder: as for `extract_folder`.
            out: the file to write, a JSON line a request.
            metadata: as for `extract_folder`.
            published: as for `extract_folder`.

        Returns:
            The number of requests.

        Raises:
            ArticleError: the folder or the metadata can't be read, or there are no articles.
            ResultsError: the file can't be written.
            SettingsError: a setting is wrong, or `via` is not `cache`.
            CacheError: the cache can't be used.
        """
        folder, out = Path(folder), Path(out)
        about = Path(metadata) if metadata else None
        articles = partial(articles_in, folder, metadata=about, published=_day(published), leave_out=[out])
        # Late, here and below: few need it.
        from extractor.requestfile import RequestFiles  # noqa: PLC0415

        with RequestFiles(out, split=False) as files:
            await self._note_requests(articles, lambda _: False, files)
        return sum(count for _, count in files.written)

    def stop(self, reason: str) -> None:
        """Send nothing more: what is on its way arrives and is kept, all else is left. Cannot be taken back.

        Args:
            reason: what to say to those who wait for what is left.
        """
        self._stop.now(reason)

    async def aclose(self) -> None:
        """Close connections and cache."""
        if self._reader:
            self._reader.close()
        if self._endpoint:
            await self._endpoint.close()
        if self._cache:
            self._cache.close()
        if self._once:
            self._once.close()
        self._read = self._reader = self._once = self._near = self._endpoint = self._cache = None

    async def __aenter__(self) -> Self:
        """Give itself."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        await self.aclose()

    def _version(self) -> str:
        if self.settings.offline:
            from extractor.offline import RULES_VERSION  # noqa: PLC0415 - as in _open

            return RULES_VERSION
        from extractor.prompting import load_prompts  # noqa: PLC0415 - late, for its template engine

        return load_prompts().version

    def _open(self) -> Read:
        if self._read is None and self.settings.offline:
            # Late too, and apart: the offline reader reads before openai is imported.
            from extractor.offline import OfflineReader  # noqa: PLC0415

            self._read = OfflineReader(self.settings).read
        if self._read is None:
            # Late: openai and instructor take over a second to import, and `import extractor` must not.
            from extractor.cache import AnswerCache  # noqa: PLC0415
            from extractor.endpoint import Endpoint  # noqa: PLC0415
            from extractor.prompting import load_prompts  # noqa: PLC0415
            from extractor.reading import Reader  # noqa: PLC0415
            from extractor.telemetry import traced  # noqa: PLC0415

            self._cache = AnswerCache(self.settings.cache_dir) if self.settings.cache else None
            if self.settings.via is Via.LIVE:
                self._endpoint = Endpoint(self.settings, self._cache, self._stop)
            else:
                from extractor.deferred import DeferredEndpoint  # noqa: PLC0415

                self._endpoint = DeferredEndpoint(self.settings, self._cache, self._stop)
            self._reader = Reader(self.settings, load_prompts(), self._endpoint, self._cache, self._dumps)
            self._read = traced(self._reader.read)
        return self._read

    def _learn(self, result: Result) -> None:
        self._open_for_many().learn(result)
        if self._near:
            self._near.learn(result)

    async def _prepare(
        self, articles: Callable[[], Iterator[Item]], out: Path, there: Callable[[Article], bool]
    ) -> None:
        if self._near and self._near.learned:
            # New articles may come before the old ones that they are like.
            for item in articles():
                if self._stop.reason:
                    return
                if isinstance(item, Article) and there(item):
                    self._near.take_in(item)
                await asyncio.sleep(0)
        if self.settings.via is Via.OPENAI_BATCH:
            await self._answer_by_batches(articles, out, there)

    async def _answer_by_batches(
        self, articles: Callable[[], Iterator[Item]], out: Path, there: Callable[[Article], bool]
    ) -> None:
        from extractor.openaibatch import answer_by_batches  # noqa: PLC0415

        with suppress(StoppedError):  # the run that follows says so
            await answer_by_batches(partial(self._note_requests, articles, there), self._deferred(), out, self._stop)

    async def _note_requests(
        self, articles: Callable[[], Iterator[Item]], there: Callable[[Article], bool], files: "RequestFiles"
    ) -> None:
        endpoint, read = self._deferred(), self._open_for_many().read
        left = (item for item in articles() if isinstance(item, Article) and not there(item))
        endpoint.note = files.add
        try:
            async for _ in read_all(read, left, concurrency=self.settings.concurrency, stop=self._stop):
                pass
        finally:
            endpoint.note = None

    def _deferred(self) -> "DeferredEndpoint":
        from extractor.deferred import DeferredEndpoint  # noqa: PLC0415

        if self.settings.offline:
            raise SettingsError("the offline reader sends no requests: name a model")
        self._open()
        if not isinstance(self._endpoint, DeferredEndpoint):
            raise SettingsError("requests are sent at once unless `via` says otherwise: set via='cache'")
        return self._endpoint

    def _open_for_many(self) -> "SameText":
        if self._once is None:
            from extractor.sametext import SameText  # noqa: PLC0415

            read = self._open()
            if self.settings.link_near_duplicates or self.settings.skip_near_duplicates:
                self._near = _near_text(read, skip=self.settings.skip_near_duplicates)
                read = self._near.read
            if self.settings.triage:
                from extractor.relevance import triaged  # noqa: PLC0415 - the names of all states

                read = triaged(read)
            self._once = SameText(read, self.settings, self._version(), self._dumps)
        return self._once


def _near_text(read: Read, *, skip: bool) -> "NearText":
    try:
        # Late, and an extra: few look for near-duplicates.
        from extractor.neartext import NearText  # noqa: PLC0415
    except ImportError as error:
        raise SettingsError(
            "to link or skip near-duplicates takes the extra: pip install 'talks-extractor[dedupe]'"
        ) from error
    return NearText(read, skip=skip)


def _day(published: date | str | None) -> date | None:
    return as_date(published, "published") if isinstance(published, str) else published
