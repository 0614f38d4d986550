import pytest

from extractor.connection import Connection
from extractor.errors import SettingsError
from extractor.prices import cost_of
from extractor.settings import Settings
from schemas import Tokens


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
