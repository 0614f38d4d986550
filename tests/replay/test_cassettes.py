"""The recordings that are committed: they replay, and hold nothing that is not for everybody."""

import re
from pathlib import Path

import pytest
import yaml
from faults.record_cassettes import PUBLISHED, SCENARIOS, TEXT

from extractor import RefusedError

ROOT = Path(__file__).parents[2]
CASSETTES = sorted((ROOT / "cassettes").rglob("*.yaml"))

# Keys as they look at OpenAI, Anthropic, Google, Hugging Face, Groq, AWS and GitHub; and tokens in headers.
SECRETS = re.compile(
    r"sk-[\w-]{8,}|AIza[\w-]{20,}|hf_\w{20,}|gsk_\w{20,}|AKIA\w{12,}|gh[pousr]_\w{20,}|bearer\s|authorization|api-key"
    r"|cookie:|openai-organization|openai-project|x-request-id|@\S+:\d+/v1",
    re.IGNORECASE,
)


def replay_scenario(replayed_extractor, name):
    return replayed_extractor(ROOT / "cassettes" / "faults" / f"{name}.yaml").extract(TEXT, published=PUBLISHED)


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("429-retry-after", 1),
        ("500", 1),
        ("reset", 1),
        ("slow-drip", 1),
        ("cut-off", 2),
        ("invalid-json", 2),
        ("ungrounded-quote", 2),
    ],
)
def test_recorded_fault_ends_well(replayed_extractor, name, answers):
    extraction = replay_scenario(replayed_extractor, name)
    assert [row.quotes[0].text for row in extraction.meetings] == ["met on Thursday in Argyle"]
    assert extraction.rejected == []
    assert extraction.provenance.attempts == answers


def test_recorded_refusal_is_an_error_with_its_words(replayed_extractor):
    with pytest.raises(RefusedError, match="I can't help with that"):
        replay_scenario(replayed_extractor, "refusal")


def test_every_scenario_has_its_recording():
    assert {path.stem for path in (ROOT / "cassettes" / "faults").iterdir()} == set(SCENARIOS)


@pytest.mark.parametrize("path", CASSETTES, ids=lambda path: path.stem)
def test_recording_holds_no_secret(path):
    assert SECRETS.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", CASSETTES, ids=lambda path: path.stem)
def test_recording_holds_harmless_headers_only(path):
    allowed = {"content-type", "accept", "retry-after", "retry-after-ms", "x-should-retry"}
    for exchange in yaml.safe_load(path.read_text(encoding="utf-8"))["interactions"]:
        for side in ("request", "response"):
            assert {name.lower() for name in exchange[side]["headers"]} <= allowed
        assert exchange["request"]["uri"].startswith("http://127.0.0.1:")
