"""The command line: it parses, calls and prints; what it prints is made in `extractor.terminal`.

Progress and notes go to stderr, data to stdout or the named file. Exit status: 0 if all articles were read, 1 if some
failed or are left, 2 if the command, a setting or a file it needs is wrong, 128 and its number after a signal.
"""

import asyncio
import gc
import json
import signal
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from extractor import AsyncExtractor, CacheError, Extractor, ExtractorError, SettingsError, record, replay
from extractor.settings import AnswerMode, Settings, SettingsOptions, Via

if TYPE_CHECKING:
    from extractor.cache import AnswerCache
    from extractor.tally import Tally
    from extractor.traffic import Traffic
    from schemas import Article

__all__ = ["main"]

_SOME_FAILED, _BAD_USAGE = 1, 2
_NO_ENDPOINT = (
    "extractor: no endpoint is configured, so the built-in offline reader reads; it finds less than a model. For a "
    "model "
    "set OPENAI_API_KEY, or OPENAI_BASE_URL to your own endpoint; --model offline says that this is meant."
)
# As shells report what a signal ended.
_SIGNALLED = 128
_OBJECTS_BETWEEN_COLLECTIONS = 20_000

Command = TypeVar("Command", bound=Callable[..., None])


class _Commands(click.Group):
    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ExtractorError as error:
            click.echo(f"extractor: {error}", err=True)
            ctx.exit(_BAD_USAGE)
        except BrokenPipeError:
            # The reader of a pipe (`head`) has gone; nobody is left to tell.
            sys.stderr.close()
            ctx.exit(_SOME_FAILED)
        except KeyboardInterrupt:
            ctx.exit(_SIGNALLED + signal.SIGINT)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="talks-extractor", prog_name="extractor")
def main() -> None:
    """Meetings, delegations and positions from news about diplomacy, each row proved by a verbatim quote.

    Settings come from options, else from EXTRACTOR_* and OPENAI_* variables, else from a file .env.
    """


def _asking(command: Command) -> Command:
    options = [
        click.option("--model", help="Model at the endpoint, or `offline` for the built-in reader."),
        click.option("--base-url", help="OpenAI-compatible endpoint, up to and with /v1."),
        click.option("--mode", type=click.Choice([mode.value for mode in AnswerMode]), help="How the schema is sent."),
        click.option("--no-cache", is_flag=True, help="Neither read nor keep answers on disk."),
        click.option("--refresh", is_flag=True, help="Ask again even if an answer is in the cache."),
        click.option("--min-confidence", type=click.FloatRange(0, 1), help="Leave out less sure rows (offline only)."),
        click.option("--include-text", is_flag=True, help="Put the article's text into the results."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def _reading(command: Command) -> Command:
    options = [
        click.option("--published", metavar="YYYY-MM-DD", help="Day of publication of articles that do not tell it."),
        click.option("--metadata", type=click.Path(path_type=Path), help="CSV file with the columns file,published,…"),
    ]
    for option in reversed(options):
        command = option(command)
    return command


_replay = click.option(
    "--replay", "cassette", type=click.Path(path_type=Path), help="Answer from this recording, without a network."
)
_aliases = click.option(
    "--aliases", type=click.Path(path_type=Path), help="CSV (alias,name,kind) or YAML with your own names."
)


def _output(command: Command) -> Command:
    options = [
        click.option(
            "--out",
            type=click.Path(path_type=Path, allow_dash=True),
            default=Path("results.jsonl"),
            show_default=True,
            help="The results file; - for standard output.",
        ),
        click.option("--ordered", is_flag=True, help="Write results in the order of file names, not as they are done."),
        click.option(
            "--log-json", type=click.Path(path_type=Path), metavar="FILE", help="Append a log of JSON lines to FILE."
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def _limiting(command: Command) -> Command:
    a_minute = click.FloatRange(min=0, min_open=True)
    options = [
        click.option("--concurrency", type=click.IntRange(min=1), help="Articles in work at the same time."),
        click.option("--requests-per-minute", type=a_minute, help="Send no faster, whatever the endpoint bears."),
        click.option("--tokens-per-minute", type=a_minute, help="The same for tokens."),
        click.option("--max-tokens", type=click.IntRange(min=1), help="Stop before this run has used so many."),
        click.option("--max-cost", type=a_minute, metavar="USD", help="Stop before this run has cost so much."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@main.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@_reading
@_asking
@_replay
@click.option("--json", "as_json", is_flag=True, help="Print the extraction as JSON, a line an article.")
def extract(
    *,
    file: Path,
    published: str | None,
    metadata: Path | None,
    as_json: bool,
    cassette: Path | None,
    **asked: Any,
) -> None:
    """Read one FILE (- for standard input) and print what it tells."""
    # Late, here and below: `extractor --help` needs none of it.
    from extractor.articles import as_date, load_articles, load_stdin  # noqa: PLC0415
    from extractor.batch import named  # noqa: PLC0415
    from extractor.metadata import read_metadata  # noqa: PLC0415
    from extractor.terminal import print_extraction  # noqa: PLC0415

    day = as_date(published, "--published") if published else None
    with _replayed(cassette, **asked) as options, Extractor(**options) as extractor:
        if str(file) == "-":
            items = iter([load_stdin(sys.stdin.buffer.read(), published=day)])
        else:
            items = load_articles(file, metadata=read_metadata(metadata) if metadata else None, published=day)
        failures = 0
        for item in items:
            try:
                if isinstance(item, ExtractorError):
                    raise item
                extraction = extractor.extract(item)
            except (SettingsError, CacheError):
                raise
            except ExtractorError as error:
                failures += 1
                click.echo(f"extractor: {named(item.source or str(file), error)}", err=True)
                continue
            if as_json:
                click.echo(extraction.model_dump_json())
            else:
                print_extraction(extraction)
    if failures:
        raise SystemExit(_SOME_FAILED)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@_output
@_reading
@_asking
@_limiting
@_replay
@click.option(
    "--triage", is_flag=True, default=None, help="Pass over articles without a word of diplomacy, before any request."
)
@click.option(
    "--via", type=click.Choice([via.value for via in Via]), help="How requests are answered: docs/offline-batches.md."
)
@click.option("--restart", "existing", flag_value="restart", help="Begin anew, whatever results there are.")
@click.option("--continue", "existing", flag_value="continue", help="Go on, though model, prompt or settings differ.")
def batch(
    *,
    folder: Path,
    published: str | None,
    metadata: Path | None,
    cassette: Path | None,
    existing: str | None,
    out: Path,
    ordered: bool,
    log_json: Path | None,
    **asked: Any,
) -> None:
    """Read all articles of a FOLDER; write one JSON line an article to --out (- for standard output).

    The same command again goes on where it was: after Ctrl-C, a crash or a full disk, and with articles that failed,
    are new or have changed. Beside the results, OUT.manifest.json says what ran with what.
    """
    with _replayed(cassette, **asked) as options, _logged(log_json):
        _run(options, folder, out, published, metadata, existing=existing or "resume", ordered=ordered)


@main.command(name="export-requests")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), default=Path("requests.jsonl"), show_default=True)
@_reading
@_asking
def export_requests(*, folder: Path, out: Path, published: str | None, metadata: Path | None, **asked: Any) -> None:
    """Write the requests for a FOLDER that the cache has no answer to, for vLLM's offline runner and its like.

    Give the endpoint, the model and the settings of the later `batch`: they make up the key of each answer.
    """
    options = cast("SettingsOptions", {**_options(**asked), "via": Via.CACHE})

    async def run() -> int:
        async with AsyncExtractor(**options) as extractor:
            return await extractor.export_requests(folder, out, metadata=metadata, published=published)

    count = asyncio.run(run())
    click.echo(f"{count:,} requests: {out}" if count else "no requests: the cache has all answers", err=True)


@main.command(name="import-responses")
@click.argument("file", type=click.Path(path_type=Path))
def import_responses_(file: Path) -> None:
    """Take the answers in FILE, to requests of `export-requests`, into the cache."""
    from extractor.importing import import_responses  # noqa: PLC0415
    from extractor.terminal import print_imported  # noqa: PLC0415

    with _cache() as answers:
        imported = import_responses(file, answers)
    print_imported(imported)
    if imported.failed:
        raise SystemExit(_SOME_FAILED)


@main.command(name="record")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--cassette", type=click.Path(path_type=Path), required=True, help="The recording to write.")
@click.option("--overwrite", is_flag=True, help="Replace the recording if there is one.")
@_output
@_reading
@_asking
@_limiting
def record_(
    *,
    folder: Path,
    cassette: Path,
    overwrite: bool,
    published: str | None,
    metadata: Path | None,
    out: Path,
    ordered: bool,
    log_json: Path | None,
    **asked: Any,
) -> None:
    """Do as `batch --restart` does, and record the exchange with the endpoint for `--replay` and for tests."""
    with record(cassette, overwrite=overwrite, **_options(**asked)) as options, _logged(log_json):
        _run(options, folder, out, published, metadata, existing="restart", ordered=ordered)


@main.command(name="eval")
@click.argument("gold", type=click.Path(path_type=Path))
@click.argument("results", type=click.Path(path_type=Path))
@click.option("--articles", type=click.Path(path_type=Path), help="Folder of the articles, if RESULTS lack their text.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON, with the rows.")
@click.option("--html", type=click.Path(path_type=Path), help="Write a page of results beside gold to this file.")
@click.option(
    "--min-f1",
    "least",
    multiple=True,
    metavar="[KIND=]SHARE",
    help="Exit with 1 if F1 is lower, of any kind or of KIND: meetings, delegates, positions.",
)
def eval_(
    *, gold: Path, results: Path, articles: Path | None, as_json: bool, html: Path | None, least: tuple[str, ...]
) -> None:
    """Score RESULTS against GOLD: a folder of JSON files, or the results of another model."""
    from extractor.batch import articles_in  # noqa: PLC0415
    from extractor.evaluation import evaluate, read_gold  # noqa: PLC0415
    from extractor.evaluation.comparison import write  # noqa: PLC0415
    from extractor.evaluation.floors import below, floors  # noqa: PLC0415
    from extractor.evaluation.table import print_evaluation  # noqa: PLC0415
    from extractor.results import read_results  # noqa: PLC0415

    wanted = floors(least)
    texts: list[Article] = []
    for item in articles_in(articles) if articles else ():
        if isinstance(item, ExtractorError):
            click.echo(f"extractor: {item}", err=True)
        else:
            texts.append(item)
    evaluation = evaluate(read_gold(gold), read_results(results), articles=texts)
    if as_json:
        click.echo(json.dumps(evaluation.as_dict(), ensure_ascii=False))
    else:
        print_evaluation(evaluation)
    if html:
        write(evaluation, html)
        click.echo(f"page: {html}", err=True)
    if short := below(evaluation, wanted):
        for said in short:
            click.echo(f"extractor: {said}", err=True)
        raise SystemExit(_SOME_FAILED)


@main.command()
@click.option("--results", is_flag=True, help="The schema of a line of results, not the one sent to the model.")
def schema(results: bool) -> None:
    """Print the JSON schema of an extraction as it is asked of the model."""
    from schemas import Result, answer_schema  # noqa: PLC0415

    document = Result.model_json_schema(mode="serialization") if results else answer_schema()
    click.echo(json.dumps(document, indent=2, ensure_ascii=False))


@main.command()
@click.argument("results", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), default=Path("dossier.json"), show_default=True)
@_aliases
@click.option("--show", type=click.IntRange(min=0), default=40, show_default=True, help="Meetings to print.")
def dossier(*, results: tuple[Path, ...], out: Path, aliases: Path | None, show: int) -> None:
    """Make one dossier of the articles in RESULTS files: each real meeting once, positions over time."""
    from extractor.dossier import Aliases, Dossier, collection_put_off, write_dossier  # noqa: PLC0415
    from extractor.dossier.summary import print_dossier  # noqa: PLC0415
    from extractor.results import read_results  # noqa: PLC0415

    with collection_put_off():
        known = Aliases.read(aliases) if aliases else None
        whole = Dossier.from_results((result for path in results for result in read_results(path)), known)
        write_dossier(whole, out)
    print_dossier(whole, shown=show)
    click.echo(f"dossier: {out}", err=True)


@main.command()
@_asking
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def doctor(as_json: bool, **asked: Any) -> None:
    """Say which endpoint, key, model, cache and versions are in use, and try the endpoint."""
    from extractor.diagnosis import diagnose  # noqa: PLC0415
    from extractor.terminal import print_diagnosis  # noqa: PLC0415

    diagnosis = diagnose(Settings.load(_options(**asked)))
    if as_json:
        click.echo(json.dumps(diagnosis.as_dict(), indent=2, ensure_ascii=False))
    else:
        print_diagnosis(diagnosis)
    if not diagnosis.healthy:
        raise SystemExit(_SOME_FAILED)


@main.command(name="export")
@click.argument("results", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    required=True,
    type=click.Choice(["jsonl", "csv", "parquet", "sqlite", "plover"]),
    help="Tables in a folder (jsonl, csv, parquet), a database, or PLOVER event records.",
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The folder or file to write.")
def export_(*, results: tuple[Path, ...], form: str, out: Path) -> None:
    """Write RESULTS files as tables for other programs, or as PLOVER events."""
    from extractor.exports import Format, export  # noqa: PLC0415
    from extractor.results import read_results  # noqa: PLC0415
    from extractor.terminal import print_exported  # noqa: PLC0415

    print_exported(export(chain.from_iterable(map(read_results, results)), out, Format(form)), out)


@main.command()
@click.argument("results", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), default=Path("report.html"), show_default=True)
@click.option("--articles", type=click.Path(path_type=Path), help="The folder that was read, for the whole texts.")
@click.option("--title", default="Meetings, delegations and positions", show_default=True, help="Heading of the page.")
@_aliases
def report(*, results: tuple[Path, ...], out: Path, articles: Path | None, title: str, aliases: Path | None) -> None:
    """Write RESULTS files as one page: time line, meetings, positions, and the articles with their quotes."""
    from extractor.dossier import Aliases  # noqa: PLC0415
    from extractor.report import write_report  # noqa: PLC0415
    from extractor.results import read_results  # noqa: PLC0415
    from extractor.terminal import print_reported  # noqa: PLC0415

    known = Aliases.read(aliases) if aliases else None
    read = chain.from_iterable(map(read_results, results))
    written = write_report(read, out, title=title, folder=articles, aliases=known)
    print_reported(written, out)


@main.command(name="plot")
@click.argument("results", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--what", required=True, type=click.Choice(["timeline", "positions"]), help="What to draw.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The .svg or .png file to write.")
@_aliases
def plot_(*, results: tuple[Path, ...], what: str, out: Path, aliases: Path | None) -> None:
    """Draw the meetings or the positions of RESULTS files for a paper."""
    from extractor.dossier import Aliases, Dossier  # noqa: PLC0415
    from extractor.plots import What, plot  # noqa: PLC0415
    from extractor.results import read_results  # noqa: PLC0415

    known = Aliases.read(aliases) if aliases else None
    dossier = Dossier.from_results(chain.from_iterable(map(read_results, results)), known)
    plot(dossier.document(), What(what), out)


@main.group()
def cache() -> None:
    """Look after the answers kept on disk."""


@cache.command()
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def stats(as_json: bool) -> None:
    """Say how many answers are kept, and where."""
    from extractor.terminal import print_cache_stats  # noqa: PLC0415

    with _cache() as answers:
        print_cache_stats(answers.stats(), as_json=as_json)


@cache.command()
def clear() -> None:
    """Remove all answers."""
    from extractor.cache import clear_folder  # noqa: PLC0415

    removed = clear_folder(Settings.load().cache_dir)
    click.echo(f"{removed} answers removed", err=True)


@cache.command()
@click.option("--older-than", type=click.IntRange(min=0), required=True, metavar="DAYS", help="Age in days.")
def prune(older_than: int) -> None:
    """Remove answers that are older than so many days."""
    with _cache() as answers:
        removed = answers.prune(older_than=timedelta(days=older_than))
    click.echo(f"{removed} answers removed", err=True)


@contextmanager
def _replayed(cassette: Path | None, **asked: Any) -> Generator[SettingsOptions]:
    options = _options(**asked)
    if cassette is None:
        settings = Settings.load(options)
        if settings.offline and "model" not in settings.model_fields_set:
            click.echo(_NO_ENDPOINT, err=True)
        yield options
        return
    with replay(cassette) as recorded:
        # What the command line says goes before what was recorded.
        yield cast("SettingsOptions", {**recorded, **options})


@contextmanager
def _logged(path: Path | None) -> Generator[None]:
    from extractor.runlog import logging_to  # noqa: PLC0415

    with logging_to(path) if path else nullcontext():
        yield


def _options(*, no_cache: bool, refresh: bool, include_text: bool, **asked: Any) -> SettingsOptions:
    given = {name: value for name, value in asked.items() if value is not None}
    switched = {"cache": False} if no_cache else {}
    for name, on in (("refresh", refresh), ("include_text", include_text)):
        if on:
            switched[name] = True
    return cast("SettingsOptions", {**given, **switched})


@contextmanager
def _cache() -> "Generator[AnswerCache]":
    from extractor.cache import AnswerCache  # noqa: PLC0415

    with AnswerCache(Settings.load().cache_dir) as answers:
        yield answers


def _run(
    options: SettingsOptions,
    folder: Path,
    out: Path,
    published: str | None,
    metadata: Path | None,
    *,
    existing: str,
    ordered: bool,
) -> None:
    from extractor.articles import as_date  # noqa: PLC0415
    from extractor.interrupts import run_interruptibly  # noqa: PLC0415
    from extractor.runlog import telling  # noqa: PLC0415
    from extractor.terminal import Progress, print_summary  # noqa: PLC0415

    day = as_date(published, "--published") if published else None

    async def run(extractor: AsyncExtractor, progress: Progress) -> "tuple[Tally, Traffic]":
        def watch(tally: "Tally", traffic: "Traffic") -> None:
            if tally.through == 1:  # by now all is imported
                _spare_collector()
            progress.show(tally, traffic)

        async with extractor:
            tally = await extractor.extract_folder_to(
                folder, out, metadata=metadata, published=day, existing=existing, ordered=ordered, watch=watch
            )
            return tally, extractor.traffic

    extractor = AsyncExtractor(**options)
    with Progress() as progress, telling("extractor.openaibatch"):
        (tally, traffic), ended_by = run_interruptibly(run(extractor, progress), extractor.stop)
    print_summary(tally, traffic, out)
    if ended_by:
        raise SystemExit(_SIGNALLED + ended_by)
    if tally.failed or tally.stopped:
        raise SystemExit(_SOME_FAILED)


def _spare_collector() -> None:
    # What has been imported lives as long as the run, and what an article makes dies with it, without circles: to walk
    # through it all at the usual rate takes a fifth of the CPU of a run.
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
