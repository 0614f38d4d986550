import typing

import pytest

from extractor.errors import SettingsError
from extractor.settings import AnswerMode, Settings, SettingsOptions, is_openai


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch, tmp_path):
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "EXTRACTOR_MODEL", "EXTRACTOR_API_KEY", "EXTRACTOR_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_arguments_go_before_variables_before_dotenv_before_defaults(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text("EXTRACTOR_MODEL=from-dotenv\nEXTRACTOR_REPAIRS=0\nOPENAI_API_KEY=sk-dotenv\n")
    monkeypatch.setenv("EXTRACTOR_MODEL", "from-variable")
    settings = Settings.load({"concurrency": 3})
    assert (settings.model, settings.repairs, settings.concurrency) == ("from-variable", 0, 3)
    assert Settings.load({"model": "from-argument"}).model == "from-argument"
    assert settings.key() == "sk-dotenv"
    assert settings.mode is AnswerMode.JSON_SCHEMA


def test_options_and_settings_have_the_same_names():
    assert set(typing.get_type_hints(SettingsOptions)) == set(Settings.model_fields)


def test_openai_variables_are_read(monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", "http://localhost:11434/v1/")
    settings = Settings.load()
    assert settings.endpoint == "http://localhost:11434/v1"
    assert not is_openai(settings.endpoint)


def test_openai_without_a_key_says_what_to_set():
    with pytest.raises(SettingsError, match="set OPENAI_API_KEY"):
        Settings.load().key()


def test_own_endpoint_needs_no_key():
    assert Settings.load({"base_url": "http://localhost:8000/v1"}).key() == "none"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"mode": "xml"}, "setting mode"),
        ({"base_url": "localhost:11434"}, "an address like"),
        ({"base_url": "http://user:secret@host/v1"}, "give the key as api_key"),
        ({"temperature": 3}, "setting temperature"),
        ({"modell": "x"}, "unknown setting modell"),
        ({"concurrency": 0}, "setting concurrency"),
    ],
)
def test_wrong_settings_are_named(options, said):
    with pytest.raises(SettingsError, match=said):
        Settings.load(options)


def test_no_error_shows_a_key_or_a_password():
    for options in ({"api_key": ["sk-secret"]}, {"base_url": "http://user:secret@host/v1"}):
        with pytest.raises(SettingsError) as caught:
            Settings.load(options)
        assert "secret" not in str(caught.value)
    assert "sk-secret" not in repr(Settings.load({"api_key": "sk-secret"}))
