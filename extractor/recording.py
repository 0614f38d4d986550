"""Record real runs, and replay them without a network.

A recording (a cassette) is made by vcrpy and holds whole HTTP exchanges. Requests are matched by method, path and the
JSON of the body, in whatever order its keys stand; never by host or key, so a run recorded at one address replays
anywhere.
"""

from collections.abc import Generator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Unpack, cast

from extractor.errors import CassetteError
from extractor.settings import Settings, SettingsOptions

__all__ = ["record", "replay"]

# What shapes a request, and so must be the same when it is replayed.
_SHAPING = {"model", "base_url", "mode", "temperature", "max_output_tokens", "repairs", "part_chars"}


@contextmanager
def record(
    path: str | Path, *, overwrite: bool = False, **options: Unpack[SettingsOptions]
) -> Generator[SettingsOptions]:
    """Record all requests made in the `with` block.

        with record("run.yaml", model="gpt-5-mini") as options, Extractor(**options) as extractor:
            extractor.extract(...)

    Keys, cookies and all headers but a harmless few are left out. The file is written at the end of the block, and
    only if no error leaves it.

    Args:
        path: the cassette to write.
        overwrite: replace an older one.
        options: settings of the run; the cache is off, since what comes from it would not be recorded.

    Yields:
        Options for `Extractor` or `AsyncExtractor`.

    Raises:
        CassetteError: `path` exists already or can't be written, or no request got an answer.
    """
    # Late: vcrpy imports the HTTP libraries that it can patch.
    from extractor.tape import recording_tape  # noqa: PLC0415

    path = Path(path)
    if path.exists() and not overwrite:
        raise CassetteError(
            f"{path} exists already: give another name, or have it replaced (--overwrite, overwrite=True)"
        )
    if path.is_dir():
        raise CassetteError(f"{path} is a folder: give the name of a file in it")
    unfinished = path.with_name(f"{path.name}.part")
    options["cache"] = False
    settings = Settings.load(options)
    if settings.offline:
        raise CassetteError("the offline reader makes no request, so there is nothing to record: name a model")
    shaping = settings.model_dump(mode="json", include=_SHAPING)
    try:
        with _written(path):  # before anything is sent, and paid for
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished.touch()
            unfinished.unlink()
        with ExitStack() as recording:
            tape = recording.enter_context(recording_tape(unfinished, shaping))
            yield options
            if not len(tape):
                raise CassetteError(f"{path} is not written: no request got an answer, so there is nothing to keep")
            with _written(path):
                recording.close()
                unfinished.replace(path)
    finally:
        # What could not be made can't be removed.
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


@contextmanager
def replay(path: str | Path) -> Generator[SettingsOptions]:
    """Answer all requests made in the `with` block from a recording; none reaches the network.

        with replay("run.yaml") as options, Extractor(**options) as extractor:
            extractor.extract(...)

    A request made several times is answered in the order recorded; past the last, the last again.

    Yields:
        Options for `Extractor` or `AsyncExtractor`: the settings with which the run was recorded.

    Raises:
        CassetteError: there is no recording at `path`, or it can't be read. In the block, a request that it does not
            hold raises NotRecordedError, which says how it differs from the nearest one recorded.
    """
    from extractor.tape import replaying_tape  # noqa: PLC0415

    with replaying_tape(Path(path)) as shaping:
        # A key is never sent, but a client is not made without one.
        yield cast("SettingsOptions", {**shaping, "api_key": "replayed", "cache": False})


@contextmanager
def _written(path: Path) -> Generator[None]:
    try:
        yield
    except OSError as error:
        raise CassetteError(
            f"{path} can't be written: {error.strerror or error}; give another name or make room there"
        ) from error
