"""Commands that read articles: `extract`, `batch` and `record`."""

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extractor import AsyncExtractor, CacheError, Extractor, ExtractorError, SettingsError, record
from extractor.cli.group import SIGNALLED, SOME_FAILED, main
from extractor.cli.options import asking, limiting, logged, output, reading, recording, replayed, settings_options
from extractor.settings import SettingsOptions, Via

if TYPE_CHECKING:
    from extractor.tally import Tally
    from extractor.traffic import Traffic

__all__ = ["batch", "extract", "record_"]

_OBJECTS_BETWEEN_COLLECTIONS = 20_000


@main.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@reading
@asking
@recording
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
    with replayed(cassette, **asked) as options, Extractor(**options) as extractor:
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
        raise SystemExit(SOME_FAILED)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@output
@reading
@asking
@limiting
@recording
@click.option(
    "--triage", is_flag=True, default=None, help="Pass over articles without a word of diplomacy, before any request."
)
@click.option(
    "--link-near-duplicates", is_flag=True, default=None, help="Name the article that a reprint or rewrite is of."
)
@click.option("--skip-near-duplicates", is_flag=True, default=None, help="Pass over reprints, copies and rewrites.")
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
    with replayed(cassette, **asked) as options, logged(log_json):
        status = _run(options, folder, out, published, metadata, existing=existing or "resume", ordered=ordered)
    raise SystemExit(status)


@main.command(name="record")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--cassette", type=click.Path(path_type=Path), required=True, help="The recording to write.")
@click.option("--overwrite", is_flag=True, help="Replace the recording if there is one.")
@output
@reading
@asking
@limiting
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
    with record(cassette, overwrite=overwrite, **settings_options(**asked)) as options, logged(log_json):
        status = _run(options, folder, out, published, metadata, existing="restart", ordered=ordered)
    click.echo(f"recording: {cassette}", err=True)
    # Behind the block: what was recorded is kept, though an article may have failed.
    raise SystemExit(status)


def _run(
    options: SettingsOptions,
    folder: Path,
    out: Path,
    published: str | None,
    metadata: Path | None,
    *,
    existing: str,
    ordered: bool,
) -> int:
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
        return SIGNALLED + ended_by
    return SOME_FAILED if tally.failed or tally.stopped else 0


def _spare_collector() -> None:
    # What has been imported lives as long as the run, and what an article makes dies with it, without circles: to walk
    # through it all at the usual rate takes a fifth of the CPU of a run.
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
