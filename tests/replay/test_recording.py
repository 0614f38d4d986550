"""Recording and replaying, without any network but loopback."""

import asyncio
import json
import re
from pathlib import Path

import pytest
import yaml
from faults.server import FaultyServer, answer, status

from extractor import AsyncExtractor, CassetteError, Extractor, NotRecordedError, record, replay

EMPTY = '{"meetings": [], "delegations": [], "positions": []}'
TEXT = "The two envoys met on Thursday in Argyle."


@pytest.fixture
def cassette(tmp_path):
    path = tmp_path / "run.yaml"
    with FaultyServer([answer(EMPTY)]) as server:
        settings = {"model": "faulty", "base_url": f"{server.base_url}", "api_key": "sk-secret"}
        with record(path, **settings) as options, Extractor(**options) as extractor:
            extractor.extract(TEXT, published="2023-12-15")
    return path


def test_recorded_run_replays_with_nothing_listening(cassette):
    with replay(cassette) as options, Extractor(**options) as extractor:
        extraction = extractor.extract(TEXT, published="2023-12-15")
    assert extraction.provenance.model == "faulty"
    assert extraction.provenance.tokens.prompt > 0


def test_host_and_key_do_not_matter(cassette):
    with replay(cassette) as options:
        elsewhere = {**options, "base_url": "https://elsewhere.example/v1", "api_key": "sk-other"}
        with Extractor(**elsewhere) as extractor:
            assert extractor.extract(TEXT, published="2023-12-15").meetings == []


def test_order_of_keys_in_the_recorded_body_does_not_matter(cassette):
    data = yaml.safe_load(cassette.read_text())
    request = data["interactions"][0]["request"]
    request["body"] = json.dumps(json.loads(request["body"]), sort_keys=True, indent=1)
    other = cassette.with_name("other.yaml")
    other.write_text(yaml.safe_dump(data))
    with replay(other) as options, Extractor(**options) as extractor:
        assert extractor.extract(TEXT, published="2023-12-15").meetings == []


def test_same_request_may_be_replayed_again_and_again(cassette):
    with replay(cassette) as options, Extractor(**options) as extractor:
        first, second = (extractor.extract(TEXT, published="2023-12-15") for _ in range(2))
    assert first.provenance.tokens == second.provenance.tokens


async def async_extract(cassette):
    with replay(cassette) as options:
        async with AsyncExtractor(**options) as extractor:
            return await extractor.extract(TEXT, published="2023-12-15")


def test_async_twin_replays_too(cassette):
    assert asyncio.run(async_extract(cassette)).meetings == []


def test_unknown_request_fails_at_once_and_shows_the_difference(cassette):
    with replay(cassette) as options, Extractor(**options) as extractor:
        with pytest.raises(NotRecordedError) as caught:
            extractor.extract(TEXT.replace("Argyle", "Kingstown"), published="2023-12-15")
    said = str(caught.value)
    assert "holds no POST /v1/chat/completions with this body" in said
    assert "-The two envoys met on Thursday in Argyle." in said
    assert "+The two envoys met on Thursday in Kingstown." in said
    assert "--overwrite" in said


def test_other_model_is_named_in_the_difference(cassette):
    with replay(cassette) as options, Extractor(**{**options, "model": "other"}) as extractor:
        with pytest.raises(NotRecordedError, match='model: recorded "faulty", now "other"'):
            extractor.extract(TEXT, published="2023-12-15")


def test_nothing_secret_is_recorded(tmp_path):
    path = tmp_path / "run.yaml"
    headers = {"set-cookie": "session=abc", "openai-organization": "org-abc", "x-request-id": "req-abc"}
    with FaultyServer([status(500, headers=headers), answer(EMPTY)]) as server:
        settings = {"model": "faulty", "base_url": server.base_url, "api_key": "sk-secret"}
        with record(path, **settings) as options, Extractor(**options) as extractor:
            extractor.extract(TEXT)
    text = path.read_text()
    assert not re.search(r"sk-secret|session=|org-abc|req-abc|authorization", text, re.IGNORECASE)
    kept = [{name.lower() for name in item["response"]["headers"]} for item in yaml.safe_load(text)["interactions"]]
    assert kept == [{"content-type"}] * 2


def test_retries_are_recorded_and_replayed_in_order(tmp_path):
    path = tmp_path / "run.yaml"
    with FaultyServer([status(503), answer(EMPTY)]) as server:
        with record(path, model="faulty", base_url=server.base_url) as options, Extractor(**options) as extractor:
            extractor.extract(TEXT)
    with replay(path) as options, Extractor(**options) as extractor:
        assert extractor.extract(TEXT).meetings == []


def test_older_recording_is_not_overwritten_unasked(cassette):
    with pytest.raises(CassetteError, match="exists already"), record(cassette, model="x"):
        pass


def test_error_in_the_block_leaves_the_older_recording(cassette):
    before = cassette.read_bytes()
    with pytest.raises(ZeroDivisionError), record(cassette, overwrite=True, model="x"):
        raise ZeroDivisionError
    assert cassette.read_bytes() == before
    assert [path.name for path in cassette.parent.iterdir()] == [cassette.name]


@pytest.mark.parametrize("content", [None, "", "just: yaml", "{{{", "\x00\x01"])
def test_missing_or_damaged_recording_is_told(tmp_path, content):
    path = tmp_path / "gone.yaml"
    if content is not None:
        path.write_text(content)
    with pytest.raises(CassetteError, match=re.escape(str(path))), replay(path):
        pass


def test_fixture_replays_in_one_line(pytester, cassette):
    Path(pytester.path / "run.yaml").write_bytes(cassette.read_bytes())
    pytester.makepyfile(
        f"""
        def test_talks(replayed_extractor):
            extraction = replayed_extractor("run.yaml").extract({TEXT!r}, published="2023-12-15")
            assert extraction.meetings == []
        """
    )
    pytester.runpytest_subprocess().assert_outcomes(passed=1)


def test_mode_of_the_recorded_run_is_used_again(tmp_path):
    path = tmp_path / "run.yaml"
    with FaultyServer([answer(EMPTY)]) as server:
        with record(path, model="m", base_url=server.base_url, mode="tools", temperature=0.5) as options:
            with Extractor(**options) as extractor:
                extractor.extract(TEXT)
    with replay(path) as options:
        assert options["mode"] == "tools"
        assert options["temperature"] == 0.5
        with Extractor(**options) as extractor:
            assert extractor.extract(TEXT).meetings == []


def test_recording_that_cannot_be_written_is_told_before_anything_is_sent(tmp_path):
    (tmp_path / "file").touch()
    with (
        FaultyServer([answer(EMPTY)]) as server,
        pytest.raises(CassetteError, match=r"run\.yaml can't be written: .*; give another name"),
        record(tmp_path / "file" / "run.yaml", model="m", base_url=server.base_url) as options,
        Extractor(**options) as extractor,
    ):
        extractor.extract("Two envoys met.")
    assert server.requests == []


def test_an_error_of_the_block_is_not_taken_for_one_of_the_recording(tmp_path):
    with pytest.raises(FileNotFoundError), record(tmp_path / "run.yaml", model="m", api_key="k"):
        (tmp_path / "no such article").read_text()


def test_a_folder_is_no_recording(tmp_path):
    with pytest.raises(CassetteError, match="is a folder"), replay(tmp_path):
        pass
    with pytest.raises(CassetteError, match="is a folder"), record(tmp_path, overwrite=True, model="m", api_key="k"):
        pass


def test_a_recording_that_is_cut_off_is_told_in_one_line(cassette):
    cassette.write_bytes(cassette.read_bytes()[:500])
    with pytest.raises(CassetteError) as caught, replay(cassette):
        pass
    assert str(caught.value).startswith(f"{cassette} is not a recording that can be read: ")
    assert "\n" not in str(caught.value)


def test_a_block_without_an_answer_leaves_no_recording_and_says_so(tmp_path):
    path = tmp_path / "run.yaml"
    with pytest.raises(CassetteError, match="no request got an answer"), record(path, model="m", api_key="k"):
        pass
    assert list(tmp_path.iterdir()) == []
