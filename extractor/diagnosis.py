"""What `extractor doctor` finds out: which settings, versions and endpoint are in use, and whether they work."""

import asyncio
import platform
import time
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any

import openai

from extractor.cache import AnswerCache
from extractor.connection import Connection
from extractor.errors import CacheError, SettingsError
from extractor.prompting import load_prompts
from extractor.settings import Settings
from schemas import SCHEMA_VERSION

__all__ = ["Diagnosis", "Finding", "diagnose"]

_PACKAGES = ("talks-extractor", "instructor", "openai", "pydantic", "tenacity", "diskcache", "vcrpy")
_PATIENCE = 15.0
_OFFLINE_SAID = (
    "offline: the built-in rules, no endpoint and no key needed; set OPENAI_API_KEY, or OPENAI_BASE_URL to your own "
    "endpoint, to read with a model"
)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `ok` is None where there is nothing to judge."""

    name: str
    said: str
    ok: bool | None = None


@dataclass(frozen=True)
class Diagnosis:
    """All findings, in the order in which a person would look."""

    findings: list[Finding]

    @property
    def healthy(self) -> bool:
        """Whether nothing was found wrong."""
        return all(finding.ok is not False for finding in self.findings)

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, for JSON."""
        return {"healthy": self.healthy, "findings": [asdict(finding) for finding in self.findings]}


def diagnose(settings: Settings) -> Diagnosis:
    """Look at `settings` and try the endpoint with one request for its list of models, which costs nothing."""
    if settings.offline:
        return Diagnosis([Finding("reader", _OFFLINE_SAID), *_versions()])
    prompts = load_prompts()
    findings = [
        Finding("endpoint", settings.endpoint),
        Finding("model", settings.model),
        Finding("answer mode", settings.mode.value),
        _key(settings),
        asyncio.run(_try(settings)),
        _cache(settings),
        Finding("prompts", prompts.version),
        *_versions(),
    ]
    return Diagnosis(findings)


def _versions() -> list[Finding]:
    return [
        Finding("schemas", SCHEMA_VERSION),
        Finding("python", platform.python_version()),
        *(Finding(name, version(name)) for name in _PACKAGES),
    ]


def _key(settings: Settings) -> Finding:
    try:
        settings.key()
    except SettingsError as error:
        return Finding("key", str(error), ok=False)
    return Finding("key", "set" if settings.api_key else "not set; this endpoint may not need one", ok=True)


async def _try(settings: Settings) -> Finding:
    try:
        connection = Connection(settings)
    except SettingsError as error:
        return Finding("connection", f"not tried: {error}", ok=False)
    started = time.monotonic()
    try:
        async with asyncio.timeout(_PATIENCE):
            models = [item.id async for item in connection.client.models.list()]
    except openai.APIStatusError as error:
        if error.status_code in {404, 405}:
            return Finding("connection", "it answers, but has no list of models; that is no fault")
        return Finding("connection", f"it answers {error.status_code}: {error.message}", ok=False)
    except (openai.OpenAIError, TimeoutError) as error:
        cause = error.__cause__ or error
        return Finding("connection", f"none: {str(cause) or type(cause).__name__}", ok=False)
    finally:
        await connection.close()
    seconds = time.monotonic() - started
    if models and connection.model not in models:
        shown = ", ".join(sorted(models)[:5])
        return Finding(
            "connection", f"it answers, but does not list {connection.model!r}; it lists {shown} …", ok=False
        )
    return Finding("connection", f"answers in {seconds:.2f} s", ok=True)


def _cache(settings: Settings) -> Finding:
    if not settings.cache:
        return Finding("cache", "off")
    try:
        with AnswerCache(settings.cache_dir) as answers:
            stats = answers.stats()
    except CacheError as error:
        return Finding("cache", str(error), ok=False)
    return Finding("cache", f"{settings.cache_dir}: {stats.entries} answers, {stats.bytes / 1e6:.1f} MB", ok=True)
