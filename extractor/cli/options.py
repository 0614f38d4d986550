"""Options that several commands have, and the settings made of them."""

from collections.abc import Callable, Generator
from contextlib import contextmanager, nullcontext
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from extractor import replay
from extractor.settings import AnswerMode, Settings, SettingsOptions

if TYPE_CHECKING:
    from extractor.cache import AnswerCache

__all__ = [
    "aliases",
    "answers_kept",
    "asking",
    "limiting",
    "logged",
    "output",
    "reading",
    "recording",
    "replayed",
    "settings_options",
]

_NO_ENDPOINT = (
    "extractor: no endpoint is configured, so the built-in offline reader reads; it finds less than a model. For a "
    "model set OPENAI_API_KEY, or OPENAI_BASE_URL to your own endpoint; --model offline says that this is meant."
)

Command = TypeVar("Command", bound=Callable[..., None])


def _together(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    return lambda command: reduce(lambda made, option: option(made), reversed(options), command)


# Whom to ask, and how.
asking = _together(
    click.option("--model", help="Model at the endpoint, or `offline` for the built-in reader."),
    click.option("--base-url", help="OpenAI-compatible endpoint, up to and with /v1."),
    click.option("--mode", type=click.Choice([mode.value for mode in AnswerMode]), help="How the schema is sent."),
    click.option("--no-cache", is_flag=True, help="Neither read nor keep answers on disk."),
    click.option("--refresh", is_flag=True, help="Ask again even if an answer is in the cache."),
    click.option("--min-confidence", type=click.FloatRange(0, 1), help="Leave out less sure rows (offline only)."),
    click.option("--include-text", is_flag=True, help="Put the article's text into the results."),
)


# What articles do not tell of themselves.
reading = _together(
    click.option("--published", metavar="YYYY-MM-DD", help="Day of publication of articles that do not tell it."),
    click.option("--metadata", type=click.Path(path_type=Path), help="CSV file with the columns file,published,…"),
)


recording = click.option(
    "--replay", "cassette", type=click.Path(path_type=Path), help="Answer from this recording, without a network."
)
aliases = click.option(
    "--aliases", type=click.Path(path_type=Path), help="CSV (alias,name,kind) or YAML with your own names."
)


# Where results and the log go.
output = _together(
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
)


_A_MINUTE = click.FloatRange(min=0, min_open=True)
# How fast to go, and how far.
limiting = _together(
    click.option("--concurrency", type=click.IntRange(min=1), help="Requests on their way at the same time."),
    click.option("--requests-per-minute", type=_A_MINUTE, help="Send no faster, whatever the endpoint bears."),
    click.option("--tokens-per-minute", type=_A_MINUTE, help="The same for tokens."),
    click.option("--max-tokens", type=click.IntRange(min=1), help="Stop before this run has used so many."),
    click.option("--max-cost", type=_A_MINUTE, metavar="USD", help="Stop before this run has cost so much."),
)


@contextmanager
def replayed(cassette: Path | None, **asked: Any) -> Generator[SettingsOptions]:
    """The settings that were asked for, answered from the recording `cassette` if one is given."""
    options = settings_options(**asked)
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
def logged(path: Path | None) -> Generator[None]:
    """A log of JSON lines at `path`, if one is given."""
    from extractor.runlog import logging_to  # noqa: PLC0415

    with logging_to(path) if path else nullcontext():
        yield


def settings_options(*, no_cache: bool, refresh: bool, include_text: bool, **asked: Any) -> SettingsOptions:
    """What the options of `asking` and `limiting` say, without those not given."""
    given = {name: value for name, value in asked.items() if value is not None}
    switched = {"cache": False} if no_cache else {}
    for name, on in (("refresh", refresh), ("include_text", include_text)):
        if on:
            switched[name] = True
    return cast("SettingsOptions", {**given, **switched})


@contextmanager
def answers_kept() -> "Generator[AnswerCache]":
    """The cache on disk."""
    from extractor.cache import AnswerCache  # noqa: PLC0415

    with AnswerCache(Settings.load().cache_dir) as answers:
        yield answers
