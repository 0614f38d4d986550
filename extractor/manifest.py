"""What ran with what: the manifest beside a results file."""

import os
from datetime import datetime
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractor.errors import ResultsError
from extractor.settings import Settings
from schemas import SCHEMA_VERSION, Tokens

__all__ = ["Made", "Manifest", "Run", "manifest_path"]


class _Record(BaseModel):
    # Keys of a later version are kept, so that going back to an older one loses nothing.
    model_config = ConfigDict(extra="allow")


class Made(_Record):
    """All that shapes the results beside the articles themselves."""

    model: str
    endpoint: str
    mode: str
    temperature: float | None
    max_output_tokens: int | None
    repairs: int
    part_chars: int
    min_confidence: float = 0.5
    include_text: bool
    prompt_version: str
    schema_version: str

    @classmethod
    def of(cls, settings: Settings, prompt_version: str) -> Self:
        """What results made with these settings and prompts are shaped by."""
        return cls(
            model=settings.model,
            endpoint=settings.endpoint,
            mode=settings.mode.value,
            temperature=settings.temperature,
            max_output_tokens=settings.max_output_tokens,
            repairs=settings.repairs,
            part_chars=settings.part_chars,
            min_confidence=settings.min_confidence,
            include_text=settings.include_text,
            prompt_version=prompt_version,
            schema_version=SCHEMA_VERSION,
        )

    def differences(self, other: Self) -> list[str]:
        """How `other` differs, as a person reads it: `model was a, is b`."""
        one, two = self.model_dump(mode="json"), other.model_dump(mode="json")
        return [f"{name} was {one.get(name)}, is {two[name]}" for name in two if one.get(name) != two[name]]


class Run(_Record):
    """One run of the command: from its start to its end, or to where it was killed."""

    package_version: str
    started: datetime
    ended: datetime | None = Field(default=None, description="null while it runs, and if it was killed.")
    outcome: str | None = Field(default=None, description="`finished`, or why it was stopped.")
    read: int = 0
    failed: int = 0
    requests: int = 0
    tokens: Tokens = Tokens()
    cost: float | None = None


class Manifest(_Record):
    """What a results file was made of and with, and the runs that made it, the latest last."""

    folder: str
    made: Made
    earlier: list[Made] = Field(default=[], description="What older results were made with, after `--continue`.")
    runs: list[Run] = []

    @classmethod
    def read(cls, path: Path) -> Self | None:
        """The manifest at `path`; None if there is none.

        Raises:
            ResultsError: it can't be read.
        """
        try:
            return cls.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValidationError) as error:
            said = error.errors()[0]["msg"] if isinstance(error, ValidationError) else error.strerror or error
            raise ResultsError(
                f"{path} can't be read: {said}; mend it, or begin anew with `--restart` (answers in the cache are not "
                "paid for again)"
            ) from error

    def write(self, path: Path) -> None:
        """Put it at `path`, whole or not at all.

        Raises:
            OSError: it can't be written.
        """
        unfinished = path.with_name(f"{path.name}.new")
        with unfinished.open("w", encoding="utf-8") as file:
            file.write(self.model_dump_json(indent=2) + "\n")
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)


def manifest_path(results: Path) -> Path:
    """Where the manifest of a results file stands."""
    return results.with_name(f"{results.name}.manifest.json")
