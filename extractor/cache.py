"""Answers kept on disk, shared by many processes.

What is kept is the raw completion as JSON, never a pickle: diskcache by default unpickles what it finds, which runs
code from a tampered file (CVE-2025-69872), and so does its JSONDisk when a row's mode says so. The Disk here knows
one form only, compressed JSON inside the row, and treats everything else as not there. It never touches side files.
"""

import asyncio
import hashlib
import json
import logging
import os
import sqlite3
import zlib
from collections.abc import AsyncGenerator, Generator, Mapping
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

import diskcache
from diskcache.core import DEFAULT_SETTINGS, METADATA, MODE_RAW
from filelock import FileLock, Timeout

from extractor.errors import CacheError

__all__ = ["AnswerCache", "CacheStats", "clear_folder", "request_key"]

_log = logging.getLogger(__name__)

_DATABASE = "cache.db"
_LOCKS = "locks"
# Far above any answer; a tampered row may say that it unpacks to gigabytes.
_MAX_ANSWER_BYTES = 64 * 2**20
# How long an asker waits before it looks again whether another one has its answer: at first, and at most.
_FIRST_WAIT, _LONGEST_WAIT = 0.005, 0.1


def request_key(endpoint: str, body: Mapping[str, Any]) -> str:
    """The key of a request: SHA-256, in hex, of all that shapes the answer.

    Args:
        endpoint: address of the endpoint.
        body: the JSON body: model, parameters, messages, schema. The order of its keys does not matter.
    """
    whole = {"endpoint": endpoint.rstrip("/"), "body": body}
    text = json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class CacheStats:
    """How much is kept, and since when."""

    folder: Path
    entries: int
    bytes: int
    oldest: datetime | None
    newest: datetime | None


class AnswerCache:
    """A folder of answers, private to the user. Threads, event loops and processes may share it."""

    def __init__(self, folder: Path, *, size_limit: int = 2**30) -> None:
        """Open the cache in `folder`, which is made if need be; beyond `size_limit` bytes the oldest answers go.

        Raises:
            CacheError: the folder can't be used; the message says why and what to do.
        """
        self._folder = folder
        _make_private(folder)
        with self._errors("opened"):
            _refuse_unknown_settings(folder / _DATABASE)
            self._cache = diskcache.Cache(str(folder), disk=_JsonDisk, size_limit=size_limit)

    def get(self, key: str) -> dict[str, Any] | None:
        """The answer kept under `key`, or None. A row that was tampered with is dropped.

        Raises:
            CacheError: the database can't be read.
        """
        with self._errors("read"):
            try:
                return cast("dict[str, Any] | None", self._cache.get(key, retry=True))
            except _UnsoundRowError as error:
                _log.warning("cache %s: an unsound answer is dropped: %s", self._folder, error)
                self._cache.delete(key, retry=True)
                return None

    def put(self, key: str, answer: Mapping[str, Any]) -> None:
        """Keep `answer`, a JSON object, under `key`.

        Raises:
            CacheError: it can't be written: disk full, folder read-only.
        """
        with self._errors("written"):
            self._cache.set(key, dict(answer), retry=True)

    @asynccontextmanager
    async def lock(self, key: str) -> AsyncGenerator[None]:
        """Hold `key` alone, among all tasks, threads and processes; look into the cache again once you hold it.

        Raises:
            CacheError: the folder of locks can't be written.
        """
        path = self._folder / _LOCKS / f"{key}.lock"
        held = FileLock(path, blocking=False, thread_local=False, mode=0o600)
        wait = _FIRST_WAIT
        with self._errors("locked"):
            # Polled, not waited for in threads: hundreds of tasks may wait, and a pool of threads would run out.
            while True:
                try:
                    held.acquire()
                    break
                except Timeout:
                    await asyncio.sleep(wait)
                    wait = min(2 * wait, _LONGEST_WAIT)
        try:
            yield
        finally:
            # Who has opened the file before it goes may hold it beside one who makes it anew. No harm: both look into
            # the cache first, and find what was put there before this line.
            path.unlink(missing_ok=True)
            held.release()

    def stats(self) -> CacheStats:
        """How much is kept.

        Raises:
            CacheError: the database can't be read.
        """
        with self._errors("read"):
            with closing(sqlite3.connect(self._folder / _DATABASE)) as database:
                oldest, newest = database.execute("SELECT MIN(store_time), MAX(store_time) FROM Cache").fetchone()
            return CacheStats(self._folder, len(self._cache), self._cache.volume(), _moment(oldest), _moment(newest))

    def clear(self) -> int:
        """Remove all answers; gives their number.

        Raises:
            CacheError: the database can't be written.
        """
        with self._errors("cleared"):
            return self._cache.clear(retry=True)

    def prune(self, *, older_than: timedelta) -> int:
        """Remove answers that were kept longer ago than `older_than`; gives their number.

        Raises:
            CacheError: the database can't be written.
        """
        limit = (datetime.now(UTC) - older_than).timestamp()
        with self._errors("pruned"), closing(sqlite3.connect(self._folder / _DATABASE)) as database, database:
            return database.execute("DELETE FROM Cache WHERE store_time < ?", (limit,)).rowcount

    def close(self) -> None:
        """Close the database."""
        self._cache.close()

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    @contextmanager
    def _errors(self, done: str) -> Generator[None]:
        try:
            yield
        except (sqlite3.DatabaseError, diskcache.Timeout, OSError) as error:
            raise CacheError(
                f"the cache in {self._folder} can't be {done}: {error}; run `extractor cache clear`, give another "
                f"folder as EXTRACTOR_CACHE_DIR, or do without it (--no-cache)"
            ) from error


def clear_folder(folder: Path) -> int:
    """Remove all answers in `folder`, even if its database is damaged; gives their number as far as it is known.

    Raises:
        CacheError: the folder can't be written.
    """
    try:
        with AnswerCache(folder) as answers:
            return answers.clear()
    except CacheError:
        damaged = [path for path in folder.glob(f"{_DATABASE}*") if path.is_file()]
        if not damaged:
            raise
        for path in damaged:
            try:
                path.unlink()
            except OSError as error:
                raise CacheError(f"{path} can't be removed: {error.strerror or error}") from error
        return 0


class _UnsoundRowError(Exception):
    """A row that this module did not write."""


class _JsonDisk(diskcache.Disk):
    """Keys are text, values are compressed JSON objects in the row itself."""

    def put(self, key: Any) -> tuple[Any, bool]:
        if type(key) is not str:
            raise TypeError(f"a key is text, not {type(key).__name__}")
        return key, True

    def get(self, key: Any, raw: bool) -> Any:
        if not raw or type(key) is not str:
            raise _UnsoundRowError("its key is not text")
        return key

    def store(self, value: Any, read: bool, key: Any = None) -> tuple[int, int, str | None, Any]:
        del read, key
        data = zlib.compress(json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode(), level=1)
        return 0, MODE_RAW, None, sqlite3.Binary(data)

    def fetch(self, mode: int, filename: str | None, value: Any, read: bool) -> Any:
        del read
        if mode != MODE_RAW or filename is not None or not isinstance(value, bytes):
            raise _UnsoundRowError(f"its form is {mode}, its file {filename!r}")
        unpacking = zlib.decompressobj()
        try:
            answer = json.loads(unpacking.decompress(value, _MAX_ANSWER_BYTES))
        except (zlib.error, ValueError, RecursionError) as error:
            raise _UnsoundRowError(f"it is not compressed JSON: {error}") from error
        if not isinstance(answer, dict):
            raise _UnsoundRowError("it is not a JSON object")
        return cast("dict[str, Any]", answer)

    def remove(self, file_path: str) -> None:
        """Do nothing: no row of ours has a file, and a tampered row may name any."""


def _make_private(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / _LOCKS).mkdir(mode=0o700, exist_ok=True)
        if hasattr(os, "getuid") and folder.stat().st_uid != os.getuid():
            raise CacheError(f"the cache folder {folder} belongs to another user; give another as EXTRACTOR_CACHE_DIR")
        folder.chmod(0o700)
    except OSError as error:
        raise CacheError(
            f"{folder} can't be used as the cache folder: {error.strerror or error}; give another as "
            f"EXTRACTOR_CACHE_DIR, or do without a cache (--no-cache)"
        ) from error


def _refuse_unknown_settings(database: Path) -> None:
    # diskcache makes each row of Settings an attribute of itself or of its Disk, and some a PRAGMA. The values are
    # plain, so no code can come in, but an unknown name has no business there.
    if not database.exists():
        return
    with closing(sqlite3.connect(database)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'Settings'").fetchone():
            return
        names = {name for (name,) in connection.execute("SELECT key FROM Settings")}
    if unknown := names - set(DEFAULT_SETTINGS) - set(METADATA):
        raise sqlite3.DatabaseError(f"its settings are not those of a cache: {sorted(map(str, unknown))}")


def _moment(timestamp: float | None) -> datetime | None:
    return None if timestamp is None else datetime.fromtimestamp(timestamp, UTC)
