"""Commands about the program itself: `schema`, `doctor` and `cache`."""

import json
from datetime import timedelta
from typing import Any

import click

from extractor.cli.group import SOME_FAILED, main
from extractor.cli.options import answers_kept, asking, settings_options
from extractor.settings import Settings

__all__ = ["cache", "doctor", "schema"]


@main.command()
@click.option("--results", is_flag=True, help="The schema of a line of results, not the one sent to the model.")
def schema(results: bool) -> None:
    """Print the JSON schema of an extraction as it is asked of the model."""
    from schemas import Result, answer_schema  # noqa: PLC0415

    document = Result.model_json_schema(mode="serialization") if results else answer_schema()
    click.echo(json.dumps(document, indent=2, ensure_ascii=False))


@main.command()
@asking
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def doctor(as_json: bool, **asked: Any) -> None:
    """Say which endpoint, key, model, cache and versions are in use, and try the endpoint."""
    from extractor.diagnosis import diagnose  # noqa: PLC0415
    from extractor.terminal import print_diagnosis  # noqa: PLC0415

    diagnosis = diagnose(Settings.load(settings_options(**asked)))
    if as_json:
        click.echo(json.dumps(diagnosis.as_dict(), indent=2, ensure_ascii=False))
    else:
        print_diagnosis(diagnosis)
    if not diagnosis.healthy:
        raise SystemExit(SOME_FAILED)


@main.group()
def cache() -> None:
    """Look after the answers kept on disk."""


@cache.command()
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def stats(as_json: bool) -> None:
    """Say how many answers are kept, and where."""
    from extractor.terminal import print_cache_stats  # noqa: PLC0415

    with answers_kept() as answers:
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
    with answers_kept() as answers:
        removed = answers.prune(older_than=timedelta(days=older_than))
    click.echo(f"{removed} answers removed", err=True)
