"""The package as code uses it: what it offers, and what programs do with errors, results and threads."""

import copy
import pickle
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

import extractor
from extractor import ArticleError, Extractor, ExtractorError, errors, load_articles, read_results
from extractor.errors import NearDuplicateError

MADE = {ArticleError: ArticleError("a.txt", "it is empty"), NearDuplicateError: NearDuplicateError("a.txt")}
KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, ExtractorError)]


@pytest.mark.parametrize("kind", KINDS)
def test_errors_come_whole_out_of_another_process(kind):
    error = MADE.get(kind) or kind("it is told what to do")
    for other in (pickle.loads(pickle.dumps(error)), copy.copy(error)):  # noqa: S301 - our own bytes
        assert (type(other), str(other), vars(other)) == (kind, str(error), vars(error))


def test_what_is_offered_is_there_and_consoles_complete_it():
    assert set(extractor.__all__) <= set(dir(extractor))
    assert all(hasattr(extractor, name) for name in extractor.__all__)


def test_paths_may_be_text(tmp_path):
    (tmp_path / "a.txt").write_text("Two envoys met.")
    assert [article.source for article in load_articles(str(tmp_path / "a.txt"))] == ["a.txt"]
    with Extractor(model="offline") as reader:
        reader.extract_folder_to(str(tmp_path), str(tmp_path / "out.jsonl"))
    assert [result.source for result in read_results(str(tmp_path / "out.jsonl"))] == ["a.txt"]


def test_a_program_that_forgets_to_close_ends():
    code = "from extractor import Extractor; Extractor(model='offline').extract('Two envoys met.'); print('read')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert (done.stdout, done.stderr) == ("read\n", "")


def test_closed_extractor_opens_again_and_closes_twice():
    reader = Extractor(model="offline")
    for _ in range(2):
        reader.extract("Two envoys met.")
        reader.close()
    reader.close()


def test_threads_that_begin_at_once_share_one_loop():
    start = threading.Barrier(8)

    def read(number):
        start.wait()
        return reader.extract(f"{number} envoys met.")

    before = threading.active_count()
    with Extractor(model="offline") as reader, ThreadPoolExecutor(8) as pool:
        assert len(list(pool.map(read, range(8)))) == 8
        assert sum(thread.name == "extractor" for thread in threading.enumerate()) == 1
    assert threading.active_count() == before
