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


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://localhost:99999/v1", "a port is a number up to 65535, not 'http://localhost:99999/v1'"),
        ("http://localhost:eighty/v1", "a port is a number up to 65535, not 'http://localhost:eighty/v1'"),
        ("localhost:80", "an address like http://localhost:11434/v1 is wanted, not 'localhost:80'"),
    ],
)
def test_a_wrong_address_is_one_mistake_and_the_only_one_named(monkeypatch, address, said):
    monkeypatch.setenv("OPENAI_BASE_URL", address)
    with pytest.raises(SettingsError) as caught:
        Settings.load()
    assert str(caught.value) == (
        f"setting base_url: {said} (an argument, EXTRACTOR_BASE_URL or OPENAI_BASE_URL, or .env)"
    )


def test_an_empty_variable_counts_as_unset(monkeypatch):
    monkeypatch.setenv("EXTRACTOR_MODEL", "")
    monkeypatch.setenv("EXTRACTOR_CONCURRENCY", "")
    assert Settings.load() == Settings.load({"model": "offline", "concurrency": 8})


def test_a_misspelt_variable_is_refused_and_another_programs_is_not(monkeypatch, tmp_path):
    monkeypatch.setenv("EXTRACTOR_JAVA_HOME", "/opt/java")
    assert Settings.load().offline
    monkeypatch.setenv("EXTRACTOR_MODLE", "qwen3")
    with pytest.raises(
        SettingsError, match=r"^unknown setting EXTRACTOR_MODLE; is EXTRACTOR_MODE or EXTRACTOR_MODEL meant\?$"
    ):
        Settings.load()
    monkeypatch.delenv("EXTRACTOR_MODLE")
    (tmp_path / ".env").write_text("EXTRACTOR_CONCURENCY=3\n")
    with pytest.raises(SettingsError, match=r"EXTRACTOR_CONCURENCY in \.env; is EXTRACTOR_CONCURRENCY meant"):
        Settings.load()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("EXTRACTOR_MODEL=x\n".encode("utf-16"), r"^\.env is not UTF-8 text; save it as UTF-8$"),
        (b'A=1\nEXTRACTOR_MODEL="x\nB=2\n', r"^\.env: line 2 is not NAME=value; mend it"),
    ],
)
def test_a_dotenv_that_cannot_be_read_is_named_with_its_line(tmp_path, content, said):
    (tmp_path / ".env").write_bytes(content)
    with pytest.raises(SettingsError, match=said):
        Settings.load()


def test_lines_of_a_dotenv_that_are_none_of_ours_are_passed_over(tmp_path):
    (tmp_path / ".env").write_text("\ufeffEXTRACTOR_MODEL=x\n=?\n", encoding="utf-8")
    assert Settings.load().model == "x"
