"""A results file in the making: which articles it holds, and how it is gone on with after a break.

Results are appended to `NAME.part`, each line whole and at once, and `NAME.part` takes the place of NAME when all
articles are through. A run that was killed leaves whole lines and perhaps a torn last one, which is cut off when the
next run goes on. A result that replaces an older one of the same article (it failed, or its file has changed) is
appended too: the last line of an article counts, and the older ones go when the file is put in place.

The order of steps makes each moment a safe one to be killed at: an empty `NAME.part` comes before a new manifest, so
that results never stand beside a manifest that is not theirs, and NAME is replaced before `NAME.part` goes.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from enum import StrEnum
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

from filelock import FileLock, Timeout
from pydantic import ValidationError

from extractor.dumps import Dumps
from extractor.errors import ResultsError
from extractor.manifest import Made, Manifest, Run, manifest_path
from schemas import Article, ArticleInfo, Result

__all__ = ["Existing", "Ledger", "part_path"]

_HOW = "`--continue` keeps the results there are and reads what is missing, `--restart` reads all anew"


class Existing(StrEnum):
    """What to do with results that are there already."""

    RESUME = "resume"
    CONTINUE = "continue"
    RESTART = "restart"


class Ledger:
    """The results file `path`, open for one run.

    Attributes:
        damaged: lines of older results that could not be read; their articles are read again.
    """

    def __init__(
        self,
        path: Path,
        *,
        folder: str,
        made: Made,
        run: Run,
        existing: Existing,
        seen: Callable[[Result], None],
        dumps: Dumps,
    ) -> None:
        """Open it: begin it, or go on with it.

        Args:
            path: where the results shall stand.
            folder: what the articles are from, for the manifest.
            made: what new results are made with.
            run: the run that begins, for the manifest.
            existing: RESUME goes on with results made with the same; CONTINUE whatever they were made with; RESTART
                begins anew.
            seen: is called with each result of an earlier run that stays.
            dumps: makes the lines.

        Raises:
            ResultsError: it can't be written, another process writes it, or there are results made with something else
                and `existing` does not say what to do.
        """
        self._path = path
        self._part = part_path(path)
        self._dumps = dumps
        self._file: BinaryIO | None = None
        # What is known of each article that is there, by a hash of its source; see _known.
        self._known: dict[int, int] = {}
        self._replaced = False
        self._end = 0
        self.damaged = 0
        if path.is_dir():
            raise ResultsError(f"{path} is a folder; give the name of a file in it")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._lock = _locked(path)
        except OSError as error:
            raise _unwritable(path, error) from error
        try:
            self._begin(Manifest(folder=folder, made=made), run, existing, seen)
        except OSError as error:
            self.close()
            raise _unwritable(path, error) from error
        except BaseException:
            self.close()
            raise

    def holds(self, article: Article) -> bool:
        """Whether there is an extraction of this article, with the same text, title, publisher and date."""
        source = article.source or article.id
        known = self._known.get(_hash(source)) if self._known else None
        return known is not None and known == _hash(*_described(source, article))

    def write(self, result: Result) -> None:
        """Append `result`, whole and at once.

        Raises:
            ResultsError: it can't be written; what was written before stays whole.
        """
        source = _hash(result.source)
        if self._known and (known := self._known.get(source)) is not None:
            if known == _reason(result):
                return
            self._replaced = True
        line = self._dumps.line(result)
        try:
            file = self._opened()
            try:
                _write_whole(file, line)
            except OSError:
                # Half a line may have got onto the full disk.
                file.truncate(self._end)
                raise
        except OSError as error:
            raise _unwritable(self._path, error) from error
        self._end += len(line)

    def finish(self, recount: Callable[[Result], None]) -> bool:
        """Put the file in place.

        Args:
            recount: is called with each result in the file if older lines had to go.

        Returns:
            Whether `recount` was called.

        Raises:
            ResultsError: it can't be written.
        """
        if self._file is None:
            return False
        try:
            if self._replaced:
                self._compact(recount)
            else:
                os.fsync(self._file.fileno())
                self._part.replace(self._path)
        except OSError as error:
            raise _unwritable(self._path, error) from error
        return self._replaced

    def note(self, run: Run) -> None:
        """Put what became of the run into the manifest.

        Raises:
            ResultsError: it can't be written.
        """
        self._manifest.runs[-1] = run
        try:
            self._manifest.write(manifest_path(self._path))
        except OSError as error:
            raise _unwritable(manifest_path(self._path), error) from error

    def close(self) -> None:
        """Close the file and let others write it."""
        if self._file:
            self._file.close()
        # The mark goes while it is held; who waits for it finds out and makes a new one.
        with suppress(OSError):
            Path(self._lock.lock_file).unlink()
        self._lock.release()

    def _begin(self, fresh: Manifest, run: Run, existing: Existing, seen: Callable[[Result], None]) -> None:
        there = next((path for path in (self._part, self._path) if path.exists()), None)
        manifest = None if existing is Existing.RESTART else Manifest.read(manifest_path(self._path))
        empty_part = there == self._part and not self._part.stat().st_size and not self._path.exists()
        if existing is Existing.RESTART or there is None or (manifest is None and empty_part):
            self._file = self._part.open("wb", buffering=0)
            manifest = fresh
        else:
            if existing is not Existing.CONTINUE:
                self._check(there, manifest, fresh.made)
            manifest = manifest or fresh
            if manifest.made.differences(fresh.made):
                manifest.earlier.append(manifest.made)
                manifest.made = fresh.made
            self._scan(there, seen)
            if there == self._part:
                self._opened()
        manifest.runs.append(run)
        self._manifest = manifest
        manifest.write(manifest_path(self._path))

    def _check(self, there: Path, manifest: Manifest | None, made: Made) -> None:
        if manifest is None:
            raise ResultsError(
                f"{there} exists, but nothing beside it tells what it was made with: {_HOW}; or give another --out"
            )
        if differences := manifest.made.differences(made):
            raise ResultsError(f"{there} was made with something else: {'; '.join(differences)}: {_HOW}")

    def _scan(self, there: Path, seen: Callable[[Result], None]) -> None:
        for end, result in _results(there):
            self._end = end
            if result is None:
                self.damaged += 1
                self._replaced = True
                continue
            source = _hash(result.source)
            # A run that was killed may have replaced a result, and not have come to putting the file in order.
            self._replaced |= source in self._known
            if result.extraction:
                self._known[source] = _hash(*_described(result.source, result.extraction.article))
                seen(result)
            elif reason := _reason(result):
                self._known[source] = reason

    def _opened(self) -> BinaryIO:
        if self._file is None:
            if not self._part.exists():
                # Finished results stay as they are until new ones can take their place.
                copy = self._part.with_name(f"{self._part.name}.new")
                shutil.copyfile(self._path, copy)
                copy.replace(self._part)
            self._file = self._part.open("r+b", buffering=0)
            self._file.truncate(self._end)
            self._file.seek(self._end)
        return self._file

    def _compact(self, recount: Callable[[Result], None]) -> None:
        # A dict keeps the place where a key came first: an article stays where it was in the file.
        last: dict[int, int] = {}
        unread: list[int] = []
        start = 0
        for end, result in _results(self._part):
            if result:
                last[_hash(result.source)] = start
            else:
                unread.append(start)
            start = end
        new = self._path.with_name(f"{self._path.name}.new")
        if unread:
            # Of another version of the data model, or no results at all: not ours to throw away.
            with self._part.open("rb") as old, self._path.with_name(f"{self._path.name}.unread").open("ab") as file:
                for offset in unread:
                    old.seek(offset)
                    file.write(old.readline())
        with self._part.open("rb") as old, new.open("wb") as file:
            for offset in last.values():
                old.seek(offset)
                line = old.readline()
                file.write(line)
                recount(Result.model_validate_json(line))
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._path)
        self._part.unlink()


def part_path(path: Path) -> Path:
    """Where the results stand while there are articles left."""
    return path.with_name(f"{path.name}.part")


def _results(path: Path) -> Iterator[tuple[int, Result | None]]:
    """For each whole line, the offset behind it and its result; None where it holds none."""
    end = 0
    with path.open("rb") as file:
        for line in file:
            if not line.endswith(b"\n"):
                return
            end += len(line)
            try:
                yield end, Result.model_validate_json(line)
            except ValidationError:
                yield end, None


def _reason(result: Result) -> int | None:
    """A hash of why an article has no extraction."""
    if result.error:
        return _hash(result.source, result.error.kind, result.error.message)
    skipped = result.skipped
    return _hash(result.source, skipped.reason, skipped.near_duplicate_of) if skipped else None


def _described(source: str, article: Article | ArticleInfo) -> tuple[str | None, ...]:
    published = str(article.published) if article.published else None
    return source, article.id, article.title, article.publisher, published


def _hash(*parts: str | None) -> int:
    # 64 bits of a hash in place of text, so that a hundred thousand articles take some ten megabytes.
    return int.from_bytes(blake2b(json.dumps(parts).encode(), digest_size=8).digest(), "big")


def _write_whole(file: BinaryIO, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[file.write(left) :]


def _locked(path: Path) -> FileLock:
    lock = FileLock(path.with_name(f".{path.name}.lock"), blocking=False, fallback_to_soft=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise ResultsError(f"{path} is being written by another run: wait for it, or give another --out") from error
    return lock


def _unwritable(path: Path, error: OSError) -> ResultsError:
    return ResultsError(
        f"{path} can't be written: {error.strerror or error}; what is there stays: see to it, then give the same "
        "command again"
    )
