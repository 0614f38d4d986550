"""Commands that make something of results: `eval`, `dossier`, `report`, `plot` and `export`."""

import json
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor import ExtractorError, ResultsError
from extractor.cli.group import SOME_FAILED, main
from extractor.cli.options import aliases as own_names

if TYPE_CHECKING:
    from schemas import Article

__all__ = ["dossier", "eval_", "export_", "plot_", "report"]


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
    if html:
        _spare(html, gold, results)
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
        raise SystemExit(SOME_FAILED)


@main.command()
@click.argument("results", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), default=Path("dossier.json"), show_default=True)
@own_names
@click.option("--show", type=click.IntRange(min=0), default=40, show_default=True, help="Meetings to print.")
def dossier(*, results: tuple[Path, ...], out: Path, aliases: Path | None, show: int) -> None:
    """Make one dossier of the articles in RESULTS files: each real meeting once, positions over time."""
    from extractor.dossier import Aliases, Dossier, collection_put_off, write_dossier  # noqa: PLC0415
    from extractor.dossier.summary import print_dossier  # noqa: PLC0415
    from extractor.results import read_results  # noqa: PLC0415

    _spare(out, *results)
    with collection_put_off():
        known = Aliases.read(aliases) if aliases else None
        whole = Dossier.from_results((result for path in results for result in read_results(path)), known)
        write_dossier(whole, out)
    print_dossier(whole, shown=show)
    click.echo(f"dossier: {out}", err=True)


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

    _spare(out, *results)
    print_exported(export(chain.from_iterable(map(read_results, results)), out, Format(form)), out)


@main.command()
@click.argument("results", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), default=Path("report.html"), show_default=True)
@click.option("--articles", type=click.Path(path_type=Path), help="The folder that was read, for the whole texts.")
@click.option("--title", default="Meetings, delegations and positions", show_default=True, help="Heading of the page.")
@own_names
def report(*, results: tuple[Path, ...], out: Path, articles: Path | None, title: str, aliases: Path | None) -> None:
    """Write RESULTS files as one page: time line, meetings, positions, and the articles with their quotes."""
    from extractor.dossier import Aliases  # noqa: PLC0415
    from extractor.report import write_report  # noqa: PLC0415
    from extractor.results import read_results  # noqa: PLC0415
    from extractor.terminal import print_reported  # noqa: PLC0415

    _spare(out, *results)
    known = Aliases.read(aliases) if aliases else None
    read = chain.from_iterable(map(read_results, results))
    written = write_report(read, out, title=title, folder=articles, aliases=known)
    print_reported(written, out)


@main.command(name="plot")
@click.argument("results", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--what", required=True, type=click.Choice(["timeline", "positions"]), help="What to draw.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The .svg or .png file to write.")
@own_names
def plot_(*, results: tuple[Path, ...], what: str, out: Path, aliases: Path | None) -> None:
    """Draw the meetings or the positions of RESULTS files for a paper."""
    from extractor.dossier import Aliases, Dossier  # noqa: PLC0415
    from extractor.plots import What, plot  # noqa: PLC0415
    from extractor.results import read_results  # noqa: PLC0415

    known = Aliases.read(aliases) if aliases else None
    dossier = Dossier.from_results(chain.from_iterable(map(read_results, results)), known)
    plot(dossier.document(), What(what), out)


def _spare(out: Path, *read: Path) -> None:
    """Refuse to write over what is read: results are paid for."""
    if out.exists() and any(path.exists() and path.samefile(out) for path in read):
        raise ResultsError(f"{out} is what is to be read, and would be lost: give another --out")
