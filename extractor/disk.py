"""The form in which answers lie on disk: compressed JSON in the rows of diskcache's database, and nothing else."""

import json
import sqlite3
import zlib
from pathlib import Path
from typing import Any, cast

import diskcache
from diskcache.core import DEFAULT_SETTINGS, METADATA, MODE_RAW
from pydantic_core import from_json

from extractor.errors import CacheError

__all__ = ["Database", "UnsoundRowError"]

# Far above any answer; a tampered row may say that it unpacks to gigabytes.
_MAX_ANSWER_BYTES = 16 * 2**20


class UnsoundRowError(Exception):
    """A row that this module did not write."""


class Database(diskcache.Cache):
    """A cache that takes no setting from its database.

    diskcache reads its table Settings back, at the start and with each thread's connection: `sqlite_x` becomes
    `PRAGMA x = value`, any pragma; `disk_x` an argument and then an attribute of the Disk, a method's name too; every
    other name an attribute of the cache, `_directory` too. The values are plain and nothing unpickles them, so no
    code comes in, but a tampered row could turn off what guards the file, or lead the next connection elsewhere.
    """

    def __init__(self, folder: Path, size_limit: int) -> None:
        """Open the database in `folder`; beyond `size_limit` bytes the oldest rows go."""
        # Without the memory map, in which an error of reading is a signal that ends us (https://sqlite.org/mmap.html).
        self._fixed: dict[str, Any] = {**DEFAULT_SETTINGS, "size_limit": size_limit, "sqlite_mmap_size": 0}
        try:
            super().__init__(str(folder), disk=_JsonDisk, **self._fixed)
        except BaseException as error:
            self.close()
            if isinstance(error, TypeError):  # what diskcache makes of a setting whose name is not text
                raise sqlite3.DatabaseError("its settings are not those of a cache") from error
            raise

    def reset(self, key: str, *_: Any, **options: Any) -> Any:
        """Set the setting `key` to the value given at the start; one that is unknown is ignored."""
        if key in METADATA:
            return 0  # counts of rows, which we ask for, and of bytes in side files, of which there are none
        if key in self._fixed:
            return super().reset(key, self._fixed[key], **options)
        return None


class _JsonDisk(diskcache.Disk):
    """Keys are text, values are compressed JSON objects in the row itself."""

    def __init__(self, directory: str, **_: Any) -> None:
        super().__init__(directory)

    def put(self, key: Any) -> tuple[Any, bool]:
        if type(key) is not str:
            raise TypeError(f"a key is text, not {type(key).__name__}")
        return key, True

    def get(self, key: Any, raw: bool) -> Any:
        if not raw or type(key) is not str:
            raise UnsoundRowError("its key is not text")
        return key

    def store(self, value: Any, read: bool, key: Any = None) -> tuple[int, int, str | None, Any]:
        del read, key
        data = json.dumps(value, separators=(",", ":")).encode()
        if len(data) > _MAX_ANSWER_BYTES:
            raise CacheError(f"an answer of {len(data):,} bytes is not kept: the cache takes {_MAX_ANSWER_BYTES:,}")
        return 0, MODE_RAW, None, zlib.compress(data, level=1)

    def fetch(self, mode: int, filename: str | None, value: Any, read: bool) -> Any:
        del read
        if mode != MODE_RAW or filename is not None or not isinstance(value, bytes):
            raise UnsoundRowError(f"its form is {mode}, its file {filename!r}")
        unpacking = zlib.decompressobj()
        try:
            data = unpacking.decompress(value, _MAX_ANSWER_BYTES)
            if not unpacking.eof:
                raise UnsoundRowError("it is cut off or too long")
            answer = _parsed(data)
        except (zlib.error, ValueError, RecursionError) as error:
            raise UnsoundRowError(f"it is not compressed JSON: {error}") from error
        if not isinstance(answer, dict):
            raise UnsoundRowError("it is not a JSON object")
        return cast("dict[str, Any]", answer)

    def remove(self, file_path: str) -> None:
        """Do nothing: no row of ours has a file, and a tampered row may name any."""


def _parsed(data: bytes) -> Any:
    try:
        return from_json(data)
    except ValueError:
        # Half a character (a lone surrogate) passes the standard library only, which takes twice as long.
        return json.loads(data)
