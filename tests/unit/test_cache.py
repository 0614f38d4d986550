"""The cache keeps what it was given, for one asker at a time, and trusts nothing that it reads."""

import asyncio
import hashlib
import json
import logging
import os
import pickle
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import tracemalloc
import zlib
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.asking import encoded
from extractor.cache import AnswerCache, clear_folder, request_key
from extractor.errors import CacheError

pytestmark = pytest.mark.timeout(30)

ENDPOINT = "https://models.example/v1"
BODY = {"model": "m", "temperature": 0, "messages": [{"role": "user", "content": "Söhne: “23 July”"}]}
ANSWER = {"id": "1", "choices": [{"message": {"content": "Überlingen, Київ, 北京"}}]}

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)
json_objects = st.dictionaries(st.text(), json_values, max_size=5)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "answers"


@pytest.fixture
def cache(folder):
    with AnswerCache(folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def shared_cache():
    with tempfile.TemporaryDirectory() as folder, AnswerCache(Path(folder)) as opened:
        yield opened


def execute(folder, statement, *values):
    with closing(sqlite3.connect(folder / "cache.db")) as database, database:
        return database.execute(statement, values).fetchall()


def rows(folder):
    return execute(folder, "SELECT key, value FROM Cache")


class Mark:
    """Makes a file when it is unpickled."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return Path.touch, (self.path,)


# Keys


def test_key_is_the_hash_of_the_address_and_of_what_is_sent():
    sent = '{"a":[1,null],"b":"é"}'.encode()
    assert request_key("http://h/v1/", sent) == hashlib.sha256(b"http://h/v1\0" + sent).hexdigest()
    assert encoded({"a": [1, None], "b": "é"}) == sent


def test_key_depends_on_the_order_in_which_a_model_sees_properties():
    turned = {"messages": BODY["messages"], "temperature": 0, "model": "m"}
    assert request_key(ENDPOINT, encoded(turned)) != request_key(ENDPOINT, encoded(BODY))


@pytest.mark.parametrize(
    ("endpoint", "body"),
    [
        ("https://other.example/v1", BODY),
        ("https://models.example/V1", BODY),
        (ENDPOINT, {**BODY, "model": "M"}),
        (ENDPOINT, {**BODY, "temperature": 0.1}),
        (ENDPOINT, {**BODY, "seed": None}),
        (ENDPOINT, {**BODY, "response_format": {"type": "json_schema"}}),
        (ENDPOINT, {**BODY, "messages": [{"role": "system", "content": "Söhne: “23 July”"}]}),
        (ENDPOINT, {**BODY, "messages": [{"role": "user", "content": "Söhne: “23 July” "}]}),
        (ENDPOINT, {**BODY, "messages": BODY["messages"] * 2}),
        (ENDPOINT, {**BODY, "messages": []}),
    ],
)
def test_key_differs_with_whatever_shapes_the_answer(endpoint, body):
    assert request_key(endpoint, encoded(body)) != request_key(ENDPOINT, encoded(BODY))


def test_half_a_character_is_sent_as_an_escape():
    assert encoded({"a": "\ud800"}) == b'{"a":"\\ud800"}'


# What is kept


@given(answer=json_objects, key=st.from_regex(r"[0-9a-f]{64}", fullmatch=True))
@settings(max_examples=60)
def test_any_json_object_comes_back_as_it_was(shared_cache, answer, key):
    shared_cache.put(key, answer)
    assert shared_cache.get(key) == answer


def test_an_unknown_key_gives_none(cache):
    assert cache.get("unknown") is None


def test_the_last_answer_of_a_key_counts(cache):
    cache.put("k", {"a": 1})
    cache.put("k", ANSWER)
    assert cache.get("k") == ANSWER


def test_answers_outlive_the_object_that_kept_them(folder):
    with AnswerCache(folder) as first:
        first.put("k", ANSWER)
    with AnswerCache(folder) as second:
        assert second.get("k") == ANSWER


def test_an_answer_of_a_megabyte_is_kept_in_the_database_and_in_no_file_beside_it(cache, folder):
    answer = {"noise": os.urandom(2**20).hex()}
    cache.put("k", answer)
    assert cache.get("k") == answer
    assert {path.name for path in folder.iterdir()} == {"cache.db", "cache.db-wal", "cache.db-shm", "locks"}


def test_an_answer_too_long_to_be_read_again_is_refused(cache):
    with pytest.raises(CacheError, match="an answer of 17,825,800 bytes is not kept"):
        cache.put("k", {"a": "x" * (17 * 2**20)})
    assert cache.get("k") is None


def test_beyond_the_size_limit_the_oldest_answers_go(folder):
    with AnswerCache(folder, size_limit=2**18) as cache:
        for number in range(60):
            cache.put(str(number), {"noise": os.urandom(2**13).hex()})
        assert cache.get("0") is None
        assert cache.get("59") is not None
    assert (folder / "cache.db").stat().st_size < 2**18 + 2**16


def test_threads_share_a_cache(cache):
    found = []

    def work():
        with cache:
            cache.put("t", ANSWER)
            found.append(cache.get("t"))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [ANSWER] * 8


# Upkeep


def test_stats_count_entries_and_bytes_and_say_since_when(cache, folder):
    empty = cache.stats()
    before = datetime.now(UTC)
    cache.put("a", ANSWER)
    between = datetime.now(UTC)
    cache.put("b", ANSWER)
    stats = cache.stats()
    assert (empty.entries, empty.oldest, empty.newest) == (0, None, None)
    assert (stats.folder, stats.entries) == (folder, 2)
    assert stats.bytes == sum(path.stat().st_size for path in folder.glob("cache.db*"))
    assert before <= stats.oldest <= between <= stats.newest <= datetime.now(UTC)


def test_clear_removes_all_and_says_how_many(cache):
    for key in "abc":
        cache.put(key, ANSWER)
    assert cache.clear() == 3
    assert [cache.get(key) for key in "abc"] == [None] * 3
    assert cache.clear() == 0


def test_prune_removes_what_is_older_and_nothing_else(cache, folder):
    for key in ("old", "new"):
        cache.put(key, ANSWER)
    execute(folder, "UPDATE Cache SET store_time = ? WHERE key = 'old'", time.time() - 86400 * 2)
    assert cache.prune(older_than=timedelta.max) == 0
    assert cache.prune(older_than=timedelta(days=1)) == 1
    assert [cache.get("old"), cache.get("new")] == [None, ANSWER]


# Who may read it


def test_the_folder_and_what_is_in_it_are_private(cache, folder):
    cache.put("k", ANSWER)
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in (folder, *folder.iterdir())}
    assert modes == {
        "answers": "0o700",
        "locks": "0o700",
        "cache.db": "0o600",
        "cache.db-wal": "0o600",
        "cache.db-shm": "0o600",
    }


def test_an_open_folder_is_made_private(folder):
    folder.mkdir()
    folder.chmod(0o777)
    with AnswerCache(folder):
        assert oct(folder.stat().st_mode & 0o777) == "0o700"


@pytest.mark.parametrize("theirs", ["folder", "target", "link", "locks", "database"])
def test_what_belongs_to_another_user_is_refused(tmp_path, folder, monkeypatch, theirs):
    with AnswerCache(folder):
        pass
    link = tmp_path / "link"
    link.symlink_to(folder)
    owned = {
        "folder": folder,
        "target": folder,
        "link": link,
        "locks": folder / "locks",
        "database": folder / "cache.db",
    }
    foreign = owned[theirs].lstat().st_ino
    real = Path.stat

    def stat(path, *, follow_symlinks=True):
        found = real(path, follow_symlinks=follow_symlinks)
        fields = list(found)
        if found.st_ino == foreign:
            fields[4] = os.geteuid() + 1
        return os.stat_result(fields)

    monkeypatch.setattr(Path, "stat", stat)
    monkeypatch.setattr(Path, "lstat", lambda path: stat(path, follow_symlinks=False))
    with pytest.raises(CacheError, match="belongs to another user; set another folder as EXTRACTOR_CACHE_DIR"):
        AnswerCache(link if theirs in ("target", "link") else folder)


def test_a_file_in_place_of_the_folder_is_refused(folder):
    folder.write_text("mine")
    with pytest.raises(CacheError, match=r"can't be opened.*see that it is a folder"):
        AnswerCache(folder)
    assert folder.read_text() == "mine"


# What was tampered with


@pytest.fixture
def mark(tmp_path):
    return tmp_path / "mark"


def unsound_values(mark):
    pickled = pickle.dumps(Mark(mark))
    return {
        "pickle in the row": (4, None, pickled),
        "pickle in a file": (4, "../payload", None),
        "pickle in a file, called raw": (1, "../payload", pickled),
        "bytes in a file": (2, "../payload", None),
        "text in a file": (3, "../payload", None),
        "no mode": (0, None, pickled),
        "pickle called raw": (1, None, pickled),
        "text": (1, None, "{}"),
        "number": (1, None, 7),
        "nothing": (1, None, None),
        "JSON called pickle": (4, None, zlib.compress(b"{}")),
        "JSON beside a file": (1, "../payload", zlib.compress(b"{}")),
        "not JSON": (1, None, zlib.compress(b"{'a': 1}")),
        "not text": (1, None, zlib.compress(b'{"a": "\xff"}')),
        "no object": (1, None, zlib.compress(b"[]")),
        "cut off": (1, None, zlib.compress(json.dumps(ANSWER).encode())[:-1]),
        "too deep": (1, None, zlib.compress(b"[" * 10**6)),
        "too long": (1, None, zlib.compress(b" " * (17 * 2**20) + b"{}")),
    }


@pytest.mark.parametrize("name", unsound_values(Path()))
def test_a_tampered_row_is_a_miss_and_is_dropped_with_a_warning(cache, folder, mark, caplog, name):
    payload = folder.parent / "payload"
    payload.write_bytes(pickle.dumps(Mark(mark)))
    cache.put("k", ANSWER)
    execute(folder, "UPDATE Cache SET mode = ?, filename = ?, value = ?", *unsound_values(mark)[name])
    with caplog.at_level(logging.WARNING):
        assert cache.get("k") is None
    assert [record.message.partition(": ")[0] for record in caplog.records] == [f"cache {folder}"]
    assert rows(folder) == []
    assert payload.exists()
    assert not mark.exists()


@pytest.mark.parametrize(
    "touch", [lambda c: c.put("k", ANSWER), AnswerCache.clear, lambda c: c.prune(older_than=timedelta(0))]
)
def test_a_row_that_names_a_file_does_not_get_it_removed(cache, folder, touch):
    other = folder.parent / "other"
    other.write_text("mine")
    cache.put("k", ANSWER)
    execute(folder, "UPDATE Cache SET filename = '../other'")
    touch(cache)
    assert other.read_text() == "mine"


def test_eviction_of_a_row_that_names_a_file_does_not_remove_it(folder):
    other = folder.parent / "other"
    other.write_text("mine")
    with AnswerCache(folder, size_limit=1) as cache:
        execute(folder, "INSERT INTO Cache(key, raw, store_time, filename) VALUES ('k', 1, 0, '../other')")
        cache.put("l", ANSWER)
    assert rows(folder) == []
    assert other.read_text() == "mine"


def test_a_pickled_key_is_not_unpickled(cache, folder, mark):
    cache.put("k", ANSWER)
    execute(folder, "UPDATE Cache SET key = ?, raw = 0", pickle.dumps(Mark(mark)))
    with pytest.raises(Exception, match="its key is not text"):
        list(cache._cache)
    assert cache.get("k") is None
    assert cache.stats().entries == 1
    assert cache.clear() == 1
    assert not mark.exists()


def test_a_row_that_unpacks_to_hundreds_of_megabytes_takes_no_more_than_an_answer_may(cache, folder):
    packing = zlib.compressobj(1)
    spaces = b" " * 2**24
    bomb = b"".join(packing.compress(spaces) for _ in range(16)) + packing.flush()
    cache.put("k", ANSWER)
    execute(folder, "UPDATE Cache SET value = ?", bomb)
    tracemalloc.start()
    try:
        assert cache.get("k") is None
        assert tracemalloc.get_traced_memory()[1] < 3 * 2**24
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("disk_fetch", "x"),
        ("disk_unknown", pickle.dumps(ANSWER)),
        ("_directory", "/nowhere"),
        ("_disk", "x"),
        ("get", 1),
        ("size", "x"),
        ("count", None),
        ("eviction_policy", "x"),
        ("statistics", 1),
        ("cull_limit", "x"),
        ("sqlite_query_only", 1),
        ("sqlite_max_page_count", 1),
        ("sqlite_journal_mode", "off"),
    ],
)
@pytest.mark.parametrize("when", ["before it is opened", "while it is open"])
def test_a_tampered_setting_changes_nothing(folder, name, value, when):
    def tamper():
        execute(folder, "INSERT OR REPLACE INTO Settings VALUES (?, ?)", name, value)

    with AnswerCache(folder):
        if when == "before it is opened":
            tamper()
    with AnswerCache(folder) as cache:
        if when == "while it is open":
            tamper()
            cache.close()  # so that it connects anew
        cache.put("k", ANSWER)
        assert cache.get("k") == ANSWER
        assert cache._cache._sql("PRAGMA journal_mode").fetchall() == [("wal",)]
        assert cache._cache._sql("PRAGMA query_only").fetchall() == [(0,)]


def test_a_setting_whose_name_is_not_text_is_damage(folder):
    with AnswerCache(folder):
        execute(folder, "INSERT INTO Settings VALUES (?, 1)", b"\xff")
    with pytest.raises(
        CacheError, match="its settings are not those of a cache; run `extractor cache clear`, or delete"
    ):
        AnswerCache(folder)


# What is broken


def damage(folder, kind):
    database = folder / "cache.db"
    with AnswerCache(folder) as cache:
        for number in range(50):
            cache.put(str(number), {"noise": os.urandom(2**10).hex()})
    if kind == "garbage":
        database.write_bytes(os.urandom(2**14))
    elif kind == "truncated":
        database.write_bytes(database.read_bytes()[: 2**14])
    elif kind == "another database":
        database.unlink()
        execute(folder, "CREATE TABLE Cache (a)")


@pytest.mark.parametrize("kind", ["garbage", "truncated", "another database"])
def test_a_damaged_database_says_what_to_do_and_clearing_makes_it_usable(folder, kind):
    damage(folder, kind)
    (folder / "cache.db.bak").write_text("mine")
    (folder / "locks" / "left.lock").touch()
    with pytest.raises(CacheError, match=r"is damaged: .*; run `extractor cache clear`, or delete the folder"):
        AnswerCache(folder)
    assert clear_folder(folder) == 0
    assert [path.name for path in folder.iterdir()] == ["cache.db.bak"]
    with AnswerCache(folder) as cache:
        cache.put("k", ANSWER)
        assert cache.get("k") == ANSWER


def test_damage_under_an_open_cache_is_an_error_and_not_a_miss(folder):
    with AnswerCache(folder) as cache:
        for number in range(50):
            cache.put(str(number), {"noise": os.urandom(2**10).hex()})
    with AnswerCache(folder) as cache:
        cache.close()
        os.truncate(folder / "cache.db", 2**14)
        with pytest.raises(CacheError, match="is damaged: database disk image is malformed"):
            cache.get("7")


def test_clearing_a_sound_cache_counts_its_answers(folder):
    with AnswerCache(folder) as cache:
        cache.put("k", ANSWER)
    assert clear_folder(folder) == 1
    assert rows(folder) == []


def test_clearing_removes_nothing_from_a_folder_that_can_not_be_opened_for_another_reason(folder, monkeypatch):
    damage(folder, "garbage")
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    with pytest.raises(CacheError, match="belongs to another user"):
        clear_folder(folder)
    assert (folder / "cache.db").exists()


def test_an_answer_that_a_full_disk_does_not_take_is_an_error_and_the_next_one_fits_again(folder):
    with AnswerCache(folder) as cache, AnswerCache(folder) as other:
        cache.put("a", ANSWER)
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2**17, hard))
        try:
            with pytest.raises(CacheError, match=r"can't be written: .*on a disk with room"):
                cache.put("b", {"noise": os.urandom(2**18).hex()})
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        other.put("c", ANSWER)
        cache.put("d", ANSWER)
        assert [cache.get(key) for key in "abcd"] == [ANSWER, None, ANSWER, ANSWER]


def test_an_answer_that_a_read_only_database_does_not_take_is_an_error(cache, folder, monkeypatch):
    cache.put("a", ANSWER)
    cache.close()
    connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3, "connect", lambda path, **options: connect(f"file:{path}?mode=ro", uri=True, **options)
    )
    with pytest.raises(CacheError, match=r"can't be written: attempt to write a readonly database; .*writable"):
        cache.put("b", ANSWER)


def test_a_database_that_stays_locked_is_an_error(cache, folder):
    cache.close()
    cache._cache._timeout = 0.05
    with closing(sqlite3.connect(folder / "cache.db", isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        with pytest.raises(CacheError, match="can't be written: database is locked"):
            cache.put("k", ANSWER)
    cache.put("k", ANSWER)
    assert cache.get("k") == ANSWER


def test_a_failed_write_leaves_no_transaction_open_that_keeps_others_from_writing(cache, folder):
    cache._cache._sql("BEGIN IMMEDIATE")
    with pytest.raises(CacheError):
        cache.put("a", ANSWER)
    with AnswerCache(folder) as other:
        other.put("b", ANSWER)
    assert [cache.get("a"), cache.get("b")] == [None, ANSWER]


# One asker at a time


def test_of_fifty_tasks_one_asks_and_the_others_find_its_answer(cache, folder, monkeypatch):
    asked, entered, looks = [], [], []
    acquire = FileLock.acquire
    monkeypatch.setattr(FileLock, "acquire", lambda held: looks.append(held) or acquire(held))

    async def ask(number):
        async with cache.lock("k"):
            entered.append(number)
            if (known := cache.get("k")) is None:
                asked.append(number)
                await asyncio.sleep(0.05)
                cache.put("k", known := {"asker": number})
            return known

    async def main():
        return await asyncio.gather(*(ask(number) for number in range(50)))

    assert asyncio.run(main()) == [{"asker": 0}] * 50
    assert asked == [0]
    assert entered == list(range(50))
    assert len(looks) == 50  # none looked in vain: tasks of one loop wake each other
    assert list((folder / "locks").iterdir()) == []


def test_keys_do_not_wait_for_each_other_and_leave_nothing_behind(cache, folder):
    async def main():
        async with asyncio.timeout(5), cache.lock("a"), cache.lock("b"):
            held = len(cache._turns), len(list((folder / "locks").iterdir()))
        for number in range(500):
            async with cache.lock(str(number)):
                pass
        return held, len(cache._turns), list((folder / "locks").iterdir())

    assert asyncio.run(main()) == ((2, 2), 0, [])


def test_the_loop_goes_on_while_a_task_waits_for_another_event_loop(cache):
    holding, let_go = threading.Event(), threading.Event()

    async def hold():
        async with cache.lock("k"):
            holding.set()
            await asyncio.to_thread(let_go.wait)
            cache.put("k", ANSWER)
        cache.close()

    async def wait():
        waiter = asyncio.create_task(look())
        ticks = 0
        while ticks < 20:
            await asyncio.sleep(0.001)
            ticks += 1
        assert not waiter.done()
        let_go.set()
        return await waiter

    async def look():
        async with cache.lock("k"):
            return cache.get("k")

    thread = threading.Thread(target=asyncio.run, args=(hold(),))
    thread.start()
    holding.wait()
    found = asyncio.run(wait())
    thread.join()
    assert found == ANSWER


def test_a_waiter_that_is_cancelled_does_not_keep_the_key(cache):
    async def take():
        async with cache.lock("k"):
            return "held"

    async def main():
        async with cache.lock("k"):
            waiter = asyncio.create_task(take())
            await asyncio.sleep(0.01)
            waiter.cancel()
        async with asyncio.timeout(1):
            return await take()

    assert asyncio.run(main()) == "held"


def test_an_error_of_the_holder_passes_and_frees_the_key(cache):
    async def main():
        with pytest.raises(ZeroDivisionError):
            async with cache.lock("k"):
                raise ZeroDivisionError
        async with asyncio.timeout(1), cache.lock("k"):
            return "held"

    assert asyncio.run(main()) == "held"


def test_a_key_that_looks_like_a_path_is_locked_in_the_folder(cache, folder):
    async def main():
        async with cache.lock("../../a"):
            return len(list((folder / "locks").iterdir()))

    assert asyncio.run(main()) == 1


ASK = """
import asyncio, sys, time
from pathlib import Path
from extractor.cache import AnswerCache

async def ask(cache, log, name):
    print("ready", flush=True)
    sys.stdin.readline()
    async with cache.lock("k"):
        known = cache.get("k")
        with log.open("a") as lines:
            lines.write(f"{name} enters\\n")
        if known is None:
            await asyncio.sleep(float(sys.argv[4]))
            cache.put("k", known := {"asker": name})
        with log.open("a") as lines:
            lines.write(f"{name} leaves with {known['asker']}\\n")

with AnswerCache(Path(sys.argv[1])) as cache:
    asyncio.run(ask(cache, Path(sys.argv[2]), sys.argv[3]))
"""


class Asker(subprocess.Popen):
    """A process that asks for one key, once it is told to."""

    def __init__(self, folder, log, name, seconds):
        command = [sys.executable, "-c", ASK, str(folder), str(log), name, str(seconds)]
        super().__init__(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def wait_ready(self):
        assert self.stdout.readline() == "ready\n"

    def go(self):
        self.stdin.write("\n")
        self.stdin.flush()


def test_of_two_processes_one_asks_and_the_other_finds_its_answer(tmp_path, folder):
    log = tmp_path / "log"
    with Asker(folder, log, "A", 0.2) as a, Asker(folder, log, "B", 0.2) as b:
        a.wait_ready()
        b.wait_ready()
        a.go()
        b.go()
        assert [a.wait(10), b.wait(10)] == [0, 0]
    first = log.read_text()[0]
    second = {"A": "B", "B": "A"}[first]
    assert log.read_text().splitlines() == [
        f"{first} enters",
        f"{first} leaves with {first}",
        f"{second} enters",
        f"{second} leaves with {first}",
    ]
    assert list((folder / "locks").iterdir()) == []


def test_a_killed_holder_frees_the_key(tmp_path, folder):
    log = tmp_path / "log"
    with Asker(folder, log, "A", 60) as a:
        a.wait_ready()
        a.go()
        while not log.exists() or not log.read_text():
            time.sleep(0.005)
        a.send_signal(signal.SIGKILL)

    async def take(cache):
        async with asyncio.timeout(1), cache.lock("k"):
            return cache.get("k")

    with AnswerCache(folder) as cache:
        assert asyncio.run(take(cache)) is None
    assert list((folder / "locks").iterdir()) == []
