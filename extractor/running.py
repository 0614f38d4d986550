"""One batch, from articles to a results file, that can be stopped and gone on with at any moment."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from extractor import errors
from extractor.batch import Item, Read, read_all
from extractor.dumps import Dumps
from extractor.errors import ResultsError
from extractor.ledger import Existing, Ledger
from extractor.manifest import Made, Run
from extractor.settings import Settings
from extractor.stopping import Stop
from extractor.tally import Tally
from schemas import Article, Result

if TYPE_CHECKING:
    from extractor.traffic import Traffic

__all__ = ["Batch", "Destination", "Watch", "run_to_file", "run_to_stdout"]

Watch = Callable[[Tally, "Traffic"], None]

# Failures that the next article would meet too, if they go on and on.
_ENDPOINT = frozenset(
    kind.__name__ for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.EndpointError)
)


class Destination(Protocol):
    """Where results go."""

    def holds(self, article: Article) -> bool:
        """Whether the result of this article is there already."""
        ...

    def write(self, result: Result) -> None:
        """Put a result there."""
        ...


class _Stdout:
    def holds(self, article: Article) -> bool:
        del article
        return False

    def write(self, result: Result) -> None:
        print(result.model_dump_json(), flush=True)  # noqa: T201 - this is the data


class Batch:
    """What all ways of running a batch share.

    Attributes:
        tally: what was found so far.
        traffic: what has been sent so far.
    """

    def __init__(
        self,
        read: Read,
        settings: Settings,
        stop: Stop,
        traffic: "Traffic",
        *,
        watch: Watch | None,
        learn: Callable[[Result], None],
    ) -> None:
        """Take what reads an article.

        `watch` is called whenever an article is through, `learn` with each result of an earlier run.
        """
        self.tally = Tally()
        self._read = read
        self._settings = settings
        self._stop = stop
        self.traffic = traffic
        self._watch = watch
        self._learn = learn
        self._in_a_row = 0

    async def run(self, items: Iterator[Item] | AsyncIterator[Item], to: Destination, *, ordered: bool) -> None:
        """Read all `items` that are not there yet; stopped early, it gives what is on its way the time to arrive.

        Raises:
            ResultsError: a result could not be written; all that were on their way were awaited, for the cache.
        """
        missing = self._missing(items, to)
        unwritable: ResultsError | None = None
        results = read_all(
            self._read, missing, concurrency=self._settings.concurrency, ordered=ordered, stop=self._stop
        )
        async for result in results:
            if unwritable:
                continue
            try:
                to.write(result)
            except ResultsError as error:
                unwritable = error
                self._stop.now(str(error))
                continue
            self.tally.add(result)
            self.tally.read_now += result.extraction is not None
            self._through()
            self._look_at(result)
        self.tally.stopped = self._stop.reason
        if unwritable:
            raise unwritable

    def seen(self, result: Result) -> None:
        """Take note of the result of an earlier run."""
        self.tally.add(result)
        self._learn(result)

    def _missing(
        self, items: Iterator[Item] | AsyncIterator[Item], to: Destination
    ) -> Iterator[Item] | AsyncIterator[Item]:
        def wanted(item: Item) -> bool:
            if isinstance(item, Article) and to.holds(item):
                self._through()
                return False
            return True

        async def later(items: AsyncIterator[Item]) -> AsyncIterator[Item]:
            async for item in items:
                if wanted(item):
                    yield item

        return later(items) if isinstance(items, AsyncIterator) else filter(wanted, items)

    def _through(self) -> None:
        self.tally.through += 1
        if self._watch:
            self._watch(self.tally, self.traffic)

    def _look_at(self, result: Result) -> None:
        if result.skipped:
            return
        if result.error is None:
            self._in_a_row = 0
        elif result.error.kind in _ENDPOINT:
            self._in_a_row += 1
            if self._in_a_row >= self._settings.give_up_after:
                self._stop.now(
                    f"{self._in_a_row} articles in a row failed because of the endpoint (`give_up_after`); the last: "
                    f"{result.error.message}"
                )


async def run_to_stdout(batch: Batch, items: Iterator[Item] | AsyncIterator[Item], *, ordered: bool) -> Tally:
    """Read all `items` and print each result as a line; nothing is kept of it."""
    await batch.run(items, _Stdout(), ordered=ordered)
    return batch.tally


async def run_to_file(
    batch: Batch,
    items: Iterator[Item] | AsyncIterator[Item],
    out: Path,
    *,
    folder: str,
    made: Made,
    existing: Existing,
    ordered: bool,
    dumps: Dumps,
    prepare: Callable[[Callable[[Article], bool]], Awaitable[None]] | None = None,
) -> Tally:
    """Read all `items` that are not in the results file `out` yet, and keep a manifest beside it.

    `dumps` makes the lines. `prepare` is awaited first; it is told which articles are there already.

    Raises:
        ResultsError: the file can't be written, another process writes it, or `existing` does not say what to do with
            results that were made with something else.
    """
    run = Run(package_version=version("talks-extractor"), started=datetime.now(UTC))
    ledger = Ledger(out, folder=folder, made=made, run=run, existing=existing, seen=batch.seen, dumps=dumps)
    outcome = "broken off"
    try:
        try:
            if prepare:
                await prepare(ledger.holds)
            await batch.run(items, ledger, ordered=ordered)
            outcome = batch.tally.stopped or "finished"
            tally = batch.tally
            if tally.stopped is None:
                tally = _placed(ledger, tally)
        except errors.ExtractorError as error:
            outcome = str(error)
            raise
        finally:
            found = batch.tally
            ledger.note(
                run.model_copy(
                    update={
                        "ended": datetime.now(UTC),
                        "outcome": outcome,
                        "read": found.read_now,
                        "failed": found.failed,
                        "requests": batch.traffic.requests,
                        "tokens": batch.traffic.tokens,
                        "cost": batch.traffic.cost,
                    }
                )
            )
    finally:
        ledger.close()
    return tally


def _placed(ledger: Ledger, tally: Tally) -> Tally:
    # Where older lines had to go, they were counted too.
    recounted = Tally(read_now=tally.read_now, total=tally.total, through=tally.through)
    return recounted if ledger.finish(recounted.add) else tally
