"""Commands that let requests be answered elsewhere: `export-requests` and `import-responses`."""

import asyncio
from pathlib import Path
from typing import Any, cast

import click

from extractor import AsyncExtractor
from extractor.cli.group import SOME_FAILED, main
from extractor.cli.options import answers_kept, asking, reading, settings_options
from extractor.settings import SettingsOptions, Via

__all__ = ["export_requests", "import_responses_"]


@main.command(name="export-requests")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), default=Path("requests.jsonl"), show_default=True)
@reading
@asking
def export_requests(*, folder: Path, out: Path, published: str | None, metadata: Path | None, **asked: Any) -> None:
    """Write the requests for a FOLDER that the cache has no answer to, for vLLM's offline runner and its like.

    Give the endpoint, the model and the settings of the later `batch`: they make up the key of each answer.
    """
    options = cast("SettingsOptions", {**settings_options(**asked), "via": Via.CACHE})

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

    with answers_kept() as answers:
        imported = import_responses(file, answers)
    print_imported(imported)
    if imported.failed:
        raise SystemExit(SOME_FAILED)
