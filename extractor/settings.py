"""Settings, and where they come from: arguments > EXTRACTOR_* and OPENAI_* variables > .env > defaults."""

from enum import StrEnum
from pathlib import Path
from typing import Any, Self, TypedDict
from urllib.parse import urlsplit

from platformdirs import user_cache_path
from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from extractor.errors import SettingsError
from extractor.variables import DOTENV, PREFIX, check_variables

__all__ = ["OFFLINE", "AnswerMode", "Settings", "SettingsOptions", "Via", "is_openai"]

# The name by which the built-in reader is chosen in place of a model.
OFFLINE = "offline"
_OPENAI = "https://api.openai.com/v1"
# No server that does without a key looks at it; the client wants one all the same.
_NO_KEY = "none"
_OPENAI_TOO = {"api_key": ["OPENAI_API_KEY"], "base_url": ["OPENAI_BASE_URL"]}


class AnswerMode(StrEnum):
    """How a model is held to the schema."""

    JSON_SCHEMA = "json_schema"
    TOOLS = "tools"
    JSON = "json"
    MD_JSON = "md_json"


class Via(StrEnum):
    """How requests get their answers."""

    LIVE = "live"
    OPENAI_BATCH = "openai-batch"
    CACHE = "cache"


class SettingsOptions(TypedDict, total=False):
    """The settings by name, as `Extractor(...)` takes them; `Settings` says what they mean."""

    model: str
    api_key: str | None
    base_url: str | None
    mode: AnswerMode | str
    temperature: float | None
    max_output_tokens: int | None
    timeout: float
    deadline: float
    via: Via | str
    triage: bool
    link_near_duplicates: bool
    skip_near_duplicates: bool
    transport_attempts: int
    repairs: int
    concurrency: int
    requests_per_minute: float | None
    tokens_per_minute: float | None
    max_tokens: int | None
    max_cost: float | None
    give_up_after: int
    part_chars: int
    cache: bool
    refresh: bool
    cache_dir: Path | str
    min_confidence: float
    include_text: bool


def _default_model(known: dict[str, Any]) -> str:
    return "gpt-5-mini" if known.get("api_key") or known.get("base_url") else OFFLINE


class Settings(BaseSettings):
    """All settings. Durations in seconds, lengths in characters."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=DOTENV, env_ignore_empty=True, extra="ignore", frozen=True
    )

    api_key: SecretStr | None = Field(
        default=None,
        validation_alias=AliasChoices("api_key", "EXTRACTOR_API_KEY", "OPENAI_API_KEY"),
        description="Key of the endpoint. Local servers need none.",
    )
    base_url: str | None = Field(
        default=None,
        validation_alias=AliasChoices("base_url", "EXTRACTOR_BASE_URL", "OPENAI_BASE_URL"),
        description="Address of an OpenAI-compatible endpoint, up to and with /v1. Unset: OpenAI.",
    )
    # Behind the key and the address, on which its default depends.
    model: str = Field(
        default_factory=_default_model,
        min_length=1,
        description="Name of the model at the endpoint; `provider/name` reaches a provider that instructor knows; "
        "`offline` is the built-in reader, which needs no endpoint. Unset: `gpt-5-mini` if there is a key or an "
        "address, else `offline`.",
    )
    mode: AnswerMode = Field(
        default=AnswerMode.JSON_SCHEMA,
        description="`json_schema` is what the most servers constrain decoding with (OpenAI, vLLM, Ollama, llama.cpp); "
        "`tools`, `json` and `md_json` are for those that can't.",
    )
    via: Via = Field(
        default=Via.LIVE,
        description="`live` sends each request at once; `openai-batch` sends them by OpenAI's Batch API, for half the "
        "price and within a day; `cache` sends none.",
    )
    temperature: float | None = Field(default=None, ge=0, le=2, description="Unset: not sent.")
    max_output_tokens: int | None = Field(
        default=None, ge=1, description="Limit of an answer. Unset: the endpoint's own. Raised once if it is hit."
    )
    timeout: float = Field(default=180.0, gt=0, description="For one request, from its first byte to its last.")
    deadline: float = Field(default=900.0, gt=0, description="For one article with all its retries and repairs.")
    transport_attempts: int = Field(default=6, ge=1, description="Tries of one request before it counts as failed.")
    repairs: int = Field(default=2, ge=0, description="How often an answer with mistakes goes back to the model.")
    concurrency: int = Field(
        default=8,
        ge=1,
        description="Requests on their way at the same time; fewer while the endpoint says that it has too much to do.",
    )
    requests_per_minute: float | None = Field(
        default=None, gt=0, description="Requests go out no faster, evenly. Unset: as fast as answers come."
    )
    tokens_per_minute: float | None = Field(
        default=None, gt=0, description="The same for tokens, of questions and answers together."
    )
    max_tokens: int | None = Field(
        default=None, ge=1, description="No request is sent that would probably lead beyond so many tokens in all."
    )
    max_cost: float | None = Field(
        default=None, gt=0, description="The same for US dollars, by list price; only for models whose price is known."
    )
    give_up_after: int = Field(
        default=50, ge=1, description="A batch stops when so many articles in a row fail because of the endpoint."
    )
    triage: bool = Field(
        default=False,
        description="In a folder, pass over articles that by their words hold no meeting, delegation or position.",
    )
    link_near_duplicates: bool = Field(
        default=False,
        description="In a folder, name with each reprint, shortened copy or light rewrite the article that it is of. "
        "Needs the extra `dedupe`.",
    )
    skip_near_duplicates: bool = Field(
        default=False, description="Do not read them either: such an article is passed over. Needs the extra `dedupe`."
    )
    part_chars: int = Field(default=40_000, ge=500, description="Longer articles are read in parts of this length.")
    cache: bool = Field(default=True, description="Whether answers are kept on disk and used again.")
    refresh: bool = Field(default=False, description="Ask again even if an answer is in the cache, and keep the new.")
    cache_dir: Path = Field(default_factory=lambda: user_cache_path("talks-extractor"))
    min_confidence: float = Field(
        default=0.5, ge=0, le=1, description="The offline reader leaves out rows of which it is less sure than this."
    )
    include_text: bool = Field(default=False, description="Whether results carry the text of the article.")

    @field_validator("base_url")
    @classmethod
    def _an_http_address(cls, value: str | None) -> str | None:
        if value is None or not value.strip():
            return None
        parts = urlsplit(value.strip())
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("an address like http://localhost:11434/v1 is wanted")
        if parts.username or parts.password:
            raise ValueError("give the key as api_key, not in the address")
        try:
            _ = parts.port
        except ValueError as error:
            raise ValueError("a port is a number up to 65535") from error
        return value.strip().rstrip("/")

    @field_validator("api_key")
    @classmethod
    def _a_key_or_none(cls, value: SecretStr | None) -> SecretStr | None:
        return value if value and value.get_secret_value().strip() else None

    @classmethod
    def load(cls, options: SettingsOptions | None = None) -> Self:
        """The settings with `options` above what the environment and .env say.

        Raises:
            SettingsError: a value is wrong, a name is unknown or misspelt, or .env can't be read.
        """
        given: dict[str, Any] = dict(options or {})
        if unknown := set(given) - set(cls.model_fields):
            raise SettingsError(
                f"unknown setting {', '.join(sorted(unknown))}; there are {', '.join(cls.model_fields)}"
            )
        check_variables(cls.model_fields)
        try:
            settings = cls(**given)
        except ValidationError as error:
            # A default that depends on a wrong value is no mistake of its own.
            details = [detail for detail in error.errors() if detail["type"] != "default_factory_not_called"]
            raise SettingsError("; ".join(map(_said, details))) from error
        if settings.offline and settings.via is not Via.LIVE:
            raise SettingsError(f"the offline reader sends no requests, so via={settings.via} has none: name a model")
        return settings

    @property
    def offline(self) -> bool:
        """Whether articles are read without a model."""
        return self.model == OFFLINE

    @property
    def in_work(self) -> int:
        """How many articles are in work at the same time: while as many as may are on their way, as many get ready."""
        return 2 * self.concurrency

    @property
    def endpoint(self) -> str:
        """Address of the endpoint."""
        return self.base_url or _OPENAI

    def key(self) -> str:
        """The key to send.

        Raises:
            SettingsError: OpenAI is asked without one.
        """
        if self.api_key:
            return self.api_key.get_secret_value()
        if is_openai(self.endpoint):
            raise SettingsError(
                "no key for OpenAI: set OPENAI_API_KEY (in the environment or in .env), or set OPENAI_BASE_URL to your "
                "own endpoint, for example http://localhost:11434/v1 for Ollama; `extractor doctor` shows what is set"
            )
        return _NO_KEY


def is_openai(address: str) -> bool:
    """Whether an endpoint is OpenAI's own."""
    host = urlsplit(address).hostname or ""
    return host == "openai.com" or host.endswith(".openai.com")


def _said(detail: Any) -> str:
    name = ".".join(str(key) for key in detail["loc"]) or "settings"
    # Never the value of a key, nor an address with a password in it.
    secret = "key" in name.lower() or "@" in str(detail["input"])
    value = "" if secret else f", not {detail['input']!r}"
    said = detail["msg"].removeprefix("Value error, ")
    variables = " or ".join([f"{PREFIX}{name.upper()}", *_OPENAI_TOO.get(name, ())])
    return f"setting {name}: {said}{value} (an argument, {variables}, or .env)"
