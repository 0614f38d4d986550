"""Answers kept on disk, shared by many processes.

What is kept is the raw completion as JSON, never a pickle: diskcache by default unpickles what it finds, which runs
code from a tampered file (CVE-2025-69872), and so does its JSONDisk when a row's mode says so. The Disk here knows
one form only, compressed JSON inside the row, and treats everything else as not there. It never touches side files.
"""

import asyncio
import hashlib
import logging
import os
import shutil
import sqlite3
import time
from collections.abc import AsyncGenerator, Generator, Mapping
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast
from weakref import WeakValueDictionary

import diskcache
from filelock import FileLock, Timeout

from extractor.disk import Database, UnsoundRowError
from extractor.errors import CacheError

__all__ = ["EXTRACTIONS", "AnswerCache", "CacheStats", "clear_folder", "request_key"]

_log = logging.getLogger(__name__)

# How keys begin under which no answer is kept but what was made of answers (`extractor.kept`).
EXTRACTIONS = "extraction:"

_DATABASE = "cache.db"
# Those that stay as long as anybody is connected; a journal comes and goes while the first process makes the database.
_DATABASE_FILES = (_DATABASE, f"{_DATABASE}-wal", f"{_DATABASE}-shm")
_JOURNAL = f"{_DATABASE}-journal"
_LOCKS = "locks"
# How long an asker waits before it looks again whether another process is done with a key: at first, and at most.
# A look costs some 0.1 ms, so hundreds of waiters cost little; what they wait for takes seconds.
_FIRST_WAIT, _LONGEST_WAIT = 0.005, 0.2
# What SQLite says of a file that is no database, or no cache of ours. Everything else may pass: full, busy, read-only.
_DAMAGE = {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_FAILURES = (sqlite3.Error, diskcache.Timeout, OSError)
_ELSEWHERE = "set another folder as EXTRACTOR_CACHE_DIR, or do without a cache (--no-cache)"


def request_key(endpoint: str, content: bytes) -> str:
    """The key of a request: SHA-256, in hex, of all that shapes the answer.

    Args:
        endpoint: address of the endpoint.
        content: the JSON body as it is sent: model, parameters, messages, schema. The order of its keys counts, since
            a model fills in a schema's properties in their order.
    """
    digest = hashlib.sha256(endpoint.removesuffix("/").encode())
    digest.update(b"\0")
    digest.update(content)
    return digest.hexdigest()


@dataclass(frozen=True)
class CacheStats:
    """How much is kept, in how many bytes of disk, and since when."""

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
        self._folder = _absolute(folder)
        # One lock for each key in use, for each event loop: an asyncio.Lock belongs to one. Weak, so that it goes with
        # its last user.
        self._turns: WeakValueDictionary[tuple[asyncio.AbstractEventLoop, str], asyncio.Lock] = WeakValueDictionary()
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _make_private(self._folder)
            (self._folder / _LOCKS).mkdir(mode=0o700, exist_ok=True)
            _make_private(self._folder / _LOCKS)
            if os.path.lexists(database := self._folder / _DATABASE):
                _make_private(database)
            self._cache = Database(self._folder, size_limit)
            # SQLite gives the files that it makes later the mode of the first.
            for path in self._database_files():
                _make_private(path)
        except _FAILURES as error:
            raise _explained(self._folder, "opened", error) from error

    def get(self, key: str) -> dict[str, Any] | None:
        """The answer kept under `key`, or None. A row that was tampered with is dropped.

        Raises:
            CacheError: the database can't be read.
        """
        with self._errors("read"):
            try:
                return cast("dict[str, Any] | None", self._cache.get(key))
            except UnsoundRowError as error:
                _log.warning("cache %s: an unsound answer is dropped: %s", self._folder, error)
                self._cache.delete(key)
                return None

    def put(self, key: str, answer: Mapping[str, Any]) -> None:
        """Keep `answer`, a JSON object, under `key`.

        Raises:
            CacheError: it can't be written: the disk is full, the folder read-only, the answer enormous.
        """
        with self._errors("written"):
            # Not with retry=True, which tries for ever; without it, a busy database is waited for a minute.
            self._cache.set(key, dict(answer))

    def put_all(self, answers: Mapping[str, Mapping[str, Any]]) -> None:
        """Keep many by their keys, all or none.

        Raises:
            CacheError: they can't be written, as for `put`.
        """
        with self._errors("written"), self._cache.transact():
            for key, answer in answers.items():
                self._cache.set(key, dict(answer))

    @asynccontextmanager
    async def lock(self, key: str) -> AsyncGenerator[None]:
        """Hold `key` alone, among all tasks, threads and processes; look into the cache again once you hold it.

        Raises:
            CacheError: the folder of locks can't be written.
        """
        place = (asyncio.get_running_loop(), key)
        if (turn := self._turns.get(place)) is None:
            turn = self._turns[place] = asyncio.Lock()
        async with turn:
            name = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
            held = FileLock(
                self._folder / _LOCKS / f"{name}.lock",
                blocking=False,
                thread_local=False,
                mode=0o600,
                fallback_to_soft=False,  # a mark without a kernel lock would outlive a killed holder
            )
            await self._acquire(held)
            try:
                yield
            finally:
                with self._errors("locked"):
                    _release(held)

    def stats(self) -> CacheStats:
        """How much is kept.

        Raises:
            CacheError: the database can't be read.
        """
        with self._errors("read"):
            with self._connection() as database:
                query = "SELECT COUNT(*), MIN(store_time), MAX(store_time) FROM Cache WHERE key NOT LIKE ?"
                entries, oldest, newest = database.execute(query, (f"{EXTRACTIONS}%",)).fetchone()
                size = sum(path.stat().st_size for path in self._database_files())
            return CacheStats(self._folder, entries, size, _moment(oldest), _moment(newest))

    def clear(self) -> int:
        """Remove all answers; gives their number.

        Raises:
            CacheError: the database can't be written.
        """
        with self._errors("cleared"), self._connection() as database:
            database.execute("DELETE FROM Cache WHERE key LIKE ?", (f"{EXTRACTIONS}%",))
            return database.execute("DELETE FROM Cache").rowcount

    def prune(self, *, older_than: timedelta) -> int:
        """Remove answers that were kept longer ago than `older_than`; gives their number.

        Raises:
            CacheError: the database can't be written.
        """
        limit = time.time() - older_than.total_seconds()
        with self._errors("pruned"), self._connection() as database:
            query = "DELETE FROM Cache WHERE store_time < ? AND key LIKE ?"
            database.execute(query, (limit, f"{EXTRACTIONS}%"))
            return database.execute("DELETE FROM Cache WHERE store_time < ?", (limit,)).rowcount

    def close(self) -> None:
        """Close this thread's connection to the database; another thread's ends with the thread."""
        self._cache.close()

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    async def _acquire(self, held: FileLock) -> None:
        wait = _FIRST_WAIT
        with self._errors("locked"):
            # Polled, not waited for in threads: hundreds of tasks may wait, and a pool of threads would run out.
            while True:
                try:
                    held.acquire()
                except Timeout:
                    await asyncio.sleep(wait)
                    wait = min(2 * wait, _LONGEST_WAIT)
                else:
                    return

    @contextmanager
    def _connection(self) -> Generator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._folder / _DATABASE, timeout=60)) as connection, connection:
            yield connection

    def _database_files(self) -> list[Path]:
        return [path for name in _DATABASE_FILES if (path := self._folder / name).exists()]

    @contextmanager
    def _errors(self, done: str) -> Generator[None]:
        try:
            yield
        except _FAILURES as error:
            # A COMMIT that fails may leave its transaction open, depending on the error, and diskcache does not look:
            # no process could write any more. It connects anew when it is next asked.
            self._cache.close()
            raise _explained(self._folder, done, error) from error


def clear_folder(folder: Path) -> int:
    """Remove all answers in `folder`, even if its database is damaged; gives their number as far as it is known.

    Raises:
        CacheError: the folder can't be written, or is not the user's.
    """
    folder = _absolute(folder)
    try:
        with AnswerCache(folder) as answers:
            return answers.clear()
    except CacheError as error:
        if not _is_damage(error.__cause__):
            raise
    try:
        for name in (*_DATABASE_FILES, _JOURNAL):
            (folder / name).unlink(missing_ok=True)
        shutil.rmtree(folder / _LOCKS)
    except OSError as error:
        raise CacheError(f"the cache in {folder} can't be removed: {error}; delete the folder by hand") from error
    return 0


def _release(held: FileLock) -> None:
    # The file goes while it is held, so that nobody's but ours goes. Who has opened it before waits for a file that has
    # no name any more, which filelock finds out, and tries anew. Even two holders would do no harm: each looks into the
    # cache first, and finds what was put there before this line. A file that can't be removed (read-only, or Windows,
    # where filelock does it) is locked again next time.
    with suppress(OSError):
        Path(held.lock_file).unlink()
    held.release()


def _absolute(folder: Path) -> Path:
    # diskcache expands both, and connects anew in each thread, when the working directory may be another.
    return Path(os.path.expandvars(folder)).expanduser().absolute()


def _make_private(path: Path) -> None:
    if not hasattr(os, "geteuid"):  # Windows, where what a user makes is private by its place
        return
    # Of the link and of what it leads to: either may be laid out by another user to have us write where they like.
    if {path.lstat().st_uid, path.stat().st_uid} != {os.geteuid()}:
        raise CacheError(f"{path}, of the cache, belongs to another user; {_ELSEWHERE}")
    path.chmod(0o700 if path.is_dir() else 0o600)


def _explained(folder: Path, done: str, error: Exception) -> CacheError:
    if _is_damage(error):
        return CacheError(
            f"the cache in {folder} is damaged: {_root(error)}; run `extractor cache clear`, or delete the folder"
        )
    return CacheError(
        f"the cache in {folder} can't be {done}: {_root(error)}; see that it is a folder, writable, on a disk with "
        f"room, {_ELSEWHERE}"
    )


def _is_damage(error: BaseException | None) -> bool:
    # What has no code is raised here.
    return isinstance(root := _root(error), sqlite3.DatabaseError) and (
        getattr(root, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF in _DAMAGE
    )


def _root(error: BaseException | None) -> BaseException | None:
    # diskcache hides what SQLite said behind its Timeout, and behind a ROLLBACK that fails in turn.
    while error and isinstance(error.__context__, sqlite3.Error):
        error = error.__context__
    return error


def _moment(timestamp: float | None) -> datetime | None:
    return None if timestamp is None else datetime.fromtimestamp(timestamp, UTC)
