import asyncio

import httpx2
import openai
import pytest
from faults.server import FaultyServer, answer, raw, status

from extractor.connection import Connection
from extractor.errors import SettingsError
from extractor.prices import cost_of
from extractor.settings import Settings
from schemas import Tokens

_PATH = "/chat/completions"
_BODY = b'{"messages":[]}'


def test_name_with_a_provider_reaches_that_provider_with_the_name_behind_it():
    connection = Connection(Settings.load({"model": "ollama/qwen3:14b"}))
    assert (connection.address, connection.model) == ("http://localhost:11434/v1", "qwen3:14b")


def test_name_with_a_slash_at_an_endpoint_of_ones_own_goes_out_as_it_is():
    connection = Connection(Settings.load({"model": "Qwen/Qwen3-14B", "base_url": "http://localhost:8000/v1"}))
    assert (connection.address, connection.model) == ("http://localhost:8000/v1", "Qwen/Qwen3-14B")


@pytest.mark.parametrize("model", ["nobody/model", "anthropic/claude-sonnet"])
def test_provider_that_can_not_be_reached_so_says_how_else(model):
    with pytest.raises(SettingsError, match="OpenAI-compatible address instead: base_url"):
        Connection(Settings.load({"model": model}))


def test_price_is_that_of_the_model_at_its_endpoint():
    tokens = Tokens(prompt=1_000_000, completion=0)
    assert cost_of(tokens, "gpt-5-mini", "https://api.openai.com/v1") == pytest.approx(0.25)
    assert cost_of(tokens, "relay", "http://127.0.0.1:8765/v1") is None
    assert cost_of(tokens, "gpt-5-mini", "http://127.0.0.1:8765/v1") is None


def test_requests_have_the_headers_and_the_address_that_the_client_itself_would_give_them(monkeypatch):
    monkeypatch.setenv("OPENAI_ORG_ID", "org-1")

    async def sent(server):
        connection = Connection(Settings.load({"model": "m", "base_url": server.base_url, "api_key": "sk-1"}))
        await connection.post({}, _BODY)
        await connection.client.post(_PATH, cast_to=httpx2.Response, content=_BODY)
        await connection.close()

    with FaultyServer([answer("{}"), answer("{}")]) as server:
        asyncio.run(sent(server))
    ours, theirs = server.requests
    assert (ours.path, ours.raw) == (theirs.path, theirs.raw)
    # Of the client's own retries, which it makes none of, and of its time-out.
    extra = {"x-stainless-retry-count", "x-stainless-read-timeout"}
    assert ours.headers == {name: value for name, value in theirs.headers.items() if name not in extra}
    assert ours.headers["openai-organization"] == "org-1"


@pytest.mark.parametrize(
    "fault", [status(429, error_code="insufficient_quota"), status(400), raw(b"<p>no</p>", code=502)]
)
def test_errors_tell_what_those_of_the_client_itself_tell(fault):
    async def failed(server):
        connection = Connection(Settings.load({"model": "m", "base_url": server.base_url}))
        with pytest.raises(openai.APIStatusError) as ours:
            await connection.post({}, _BODY)
        with pytest.raises(openai.APIStatusError) as theirs:
            await connection.client.post(_PATH, cast_to=httpx2.Response, content=_BODY)
        await connection.close()
        return ours.value, theirs.value

    with FaultyServer([fault, fault]) as server:
        ours, theirs = asyncio.run(failed(server))
    for name in ("message", "status_code", "code", "body"):
        assert getattr(ours, name) == getattr(theirs, name)
