from datetime import UTC, datetime

import pytest

from extractor.dumps import Dumps
from extractor.errors import ResultsError
from extractor.ledger import Existing, Ledger, part_path
from extractor.manifest import Made, Manifest, Run, manifest_path
from extractor.results import read_results
from extractor.settings import Settings
from schemas import Article, Extraction, Failure, Provenance, Result, Tokens

MADE = Made.of(Settings.load({"model": "m"}), "1+abc")
OTHER = MADE.model_copy(update={"model": "n", "prompt_version": "2+def"})


def article(number, text="", **about):
    return Article.from_text(f"{number} {text}", source=f"{number}.txt", **about)


def read(article):
    provenance = Provenance(
        model="m",
        prompt_version="1",
        attempts=1,
        tokens=Tokens(),
        cost=None,
        cached=False,
        started=datetime.now(UTC),
        seconds=0.1,
    )
    found = Extraction(
        article=article.info(), meetings=[], delegations=[], positions=[], rejected=[], provenance=provenance
    )
    return Result(source=article.source, extraction=found)


def failed(number, message="no"):
    return Result(source=f"{number}.txt", error=Failure(kind="RefusedError", message=message))


@pytest.fixture
def out(tmp_path):
    return tmp_path / "results.jsonl"


def opened(out, existing=Existing.RESUME, made=MADE, seen=None):
    run = Run(package_version="0", started=datetime.now(UTC))
    seen = [] if seen is None else seen
    return Ledger(out, folder="articles", made=made, run=run, existing=existing, seen=seen.append, dumps=Dumps())


def finished(out, *results, **how):
    ledger = opened(out, **how)
    for result in results:
        ledger.write(result)
    ledger.finish(lambda _: None)
    ledger.close()


def broken_off(out, *results, torn=b""):
    ledger = opened(out)
    for result in results:
        ledger.write(result)
    ledger.close()
    with part_path(out).open("ab") as file:
        file.write(torn)


def test_results_take_their_place_when_all_are_written(out):
    ledger = opened(out)
    ledger.write(read(article(1)))
    assert not out.exists()
    ledger.finish(lambda _: None)
    ledger.close()
    assert [result.source for result in read_results(out)] == ["1.txt"]
    assert {path.name for path in out.parent.iterdir()} == {"results.jsonl", "results.jsonl.manifest.json"}


@pytest.mark.parametrize("cut", range(0, 400, 7))
def test_kill_at_any_byte_costs_the_line_that_was_being_written_and_no_other(out, cut):
    line = read(article(2)).model_dump_json().encode()
    broken_off(out, read(article(1)), torn=line[:cut])
    seen = []
    ledger = opened(out, seen=seen)
    assert [result.source for result in seen] == ["1.txt"]
    assert (ledger.holds(article(1)), ledger.holds(article(2))) == (True, False)
    ledger.write(read(article(2)))
    ledger.finish(lambda _: None)
    ledger.close()
    assert [result.source for result in read_results(out)] == ["1.txt", "2.txt"]


def test_an_article_is_there_only_with_the_same_text_title_publisher_and_date(out):
    told = {"title": "T", "publisher": "P", "published": datetime(2023, 12, 15, tzinfo=UTC).date()}
    finished(out, read(article(1, **told)))
    ledger = opened(out)
    others = [{"title": "t"}, {"publisher": None}, {"published": None}]
    assert ledger.holds(article(1, **told))
    assert [ledger.holds(article(1, **{**told, **other})) for other in others] == [False] * 3
    assert not ledger.holds(article(1, "changed", **told))
    ledger.close()


def test_failed_article_is_read_again_and_its_new_result_stands_in_the_old_place(out):
    finished(out, failed(1), read(article(2)))
    ledger = opened(out)
    assert not ledger.holds(article(1))
    ledger.write(read(article(1)))
    recounted = []
    assert ledger.finish(recounted.append)
    ledger.close()
    assert [(result.source, result.error) for result in read_results(out)] == [("1.txt", None), ("2.txt", None)]
    assert [result.source for result in recounted] == ["1.txt", "2.txt"]


def test_replaced_result_goes_even_if_the_run_that_replaced_it_was_killed(out):
    finished(out, failed(1))
    ledger = opened(out)
    ledger.write(read(article(1)))
    ledger.close()
    finished(out)
    assert [(result.source, result.error) for result in read_results(out)] == [("1.txt", None)]


def test_same_failure_again_leaves_the_file_as_it_is(out):
    finished(out, failed(1))
    before = out.stat()
    finished(out, failed(1))
    assert (out.stat().st_ino, out.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_finished_results_stay_until_new_ones_can_take_their_place(out):
    finished(out, failed(1))
    before = out.read_bytes()
    ledger = opened(out)
    ledger.write(read(article(1)))
    assert out.read_bytes() == before
    ledger.close()


def test_unreadable_line_is_kept_apart_and_its_article_read_again(out):
    finished(out, read(article(1)), read(article(2)))
    lines = out.read_bytes().splitlines(keepends=True)
    out.write_bytes(b"\0\0\n" + lines[1])
    ledger = opened(out)
    assert ledger.damaged == 1
    ledger.write(read(article(1)))
    ledger.finish(lambda _: None)
    ledger.close()
    assert sorted(result.source for result in read_results(out)) == ["1.txt", "2.txt"]
    assert out.with_name(f"{out.name}.unread").read_bytes() == b"\0\0\n"


def test_a_folder_is_no_results_file(out):
    out.mkdir()
    with pytest.raises(ResultsError, match="is a folder; give the name of a file in it"):
        opened(out, existing=Existing.RESTART)


def test_results_made_with_something_else_need_a_decision(out):
    finished(out, read(article(1)))
    with pytest.raises(
        ResultsError, match=r"model was m, is n; prompt_version was 1\+abc, is 2\+def.*--continue.*--restart"
    ):
        opened(out, made=OTHER)
    finished(out, made=OTHER, existing=Existing.CONTINUE)
    manifest = Manifest.read(manifest_path(out))
    assert (manifest.made, manifest.earlier) == (OTHER, [MADE])
    assert len(list(read_results(out))) == 1
    finished(out, made=MADE, existing=Existing.RESTART)
    assert list(read_results(out)) == []
    assert Manifest.read(manifest_path(out)).earlier == []


def test_results_without_a_manifest_need_a_decision(out):
    out.write_text("older\n")
    with pytest.raises(ResultsError, match="nothing beside it tells what it was made with"):
        opened(out)
    assert out.read_text() == "older\n"


def test_run_that_was_killed_before_its_first_result_needs_none(out):
    part_path(out).touch()
    finished(out, read(article(1)))
    assert len(list(read_results(out))) == 1


def test_restart_that_is_killed_at_once_leaves_the_older_results(out):
    finished(out, read(article(1)))
    opened(out, existing=Existing.RESTART).close()
    assert len(list(read_results(out))) == 1
    ledger = opened(out)
    assert not ledger.holds(article(1))
    ledger.close()


def test_manifest_that_is_damaged_is_told(out):
    finished(out, read(article(1)))
    manifest_path(out).write_text("{")
    with pytest.raises(ResultsError, match=r"manifest\.json can't be read"):
        opened(out)


def test_folder_that_cannot_be_written_is_told_before_anything_is_asked(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ResultsError, match="can't be written"):
        opened(tmp_path / "file" / "results.jsonl")
