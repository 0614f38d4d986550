"""What one article gave."""

from datetime import datetime
from typing import Any, Literal, Self

from pydantic import Field

from schemas.articles import ArticleInfo
from schemas.records import Delegation, Meeting, Position
from schemas.values import Model
from schemas.vocabularies import ActorKind

__all__ = ["SCHEMA_VERSION", "Extraction", "Failure", "Name", "Provenance", "Rejected", "Result", "Skipped", "Tokens"]

# Raised with every change of the data model that a reader of results could notice.
SCHEMA_VERSION = "3"


class Rejected(Model):
    """Something that the model gave and the checks dropped."""

    path: str = Field(description="Where it stood in the answer: `positions[3]`, `delegations[0].members[2]`.")
    rule: str = Field(description="Name of the check that it broke; docs/checks.md lists them.")
    reason: str = Field(description="How it broke it.")
    item: Any = Field(description="What was dropped, as the model gave it.")


class Tokens(Model):
    """Numbers of tokens."""

    prompt: int = 0
    completion: int = 0

    def __add__(self, other: Self) -> Self:
        """The sum of both."""
        return type(self)(prompt=self.prompt + other.prompt, completion=self.completion + other.completion)

    def __sub__(self, other: Self) -> Self:
        """What is left without the other."""
        return type(self)(prompt=self.prompt - other.prompt, completion=self.completion - other.completion)

    @property
    def total(self) -> int:
        """Those of the prompt and of the completion."""
        return self.prompt + self.completion


class Name(Model):
    """An actor or person of this extraction, with the forms in which the article names it."""

    name: str = Field(description="The canonical name that the rows use.")
    kind: ActorKind
    variants: list[str] = Field(description="Other forms, in the order of their first place in the article.")


class Provenance(Model):
    """How an extraction came about."""

    model: str
    prompt_version: str
    schema_version: str = SCHEMA_VERSION
    attempts: int = Field(description="Answers of the model that were read, from the cache or not.")
    repairs: int = Field(default=0, description="How many of these answers mended rows of an earlier one.")
    tokens: Tokens = Field(description="Of all answers that were read, as the endpoint counts them.")
    repair_tokens: Tokens = Field(default=Tokens(), description="The part of `tokens` that repairs took.")
    cost: float | None = Field(
        description="US dollars by list price for the answers that were not in the cache; null if no price is known."
    )
    cached: bool = Field(description="True if no request was made.")
    started: datetime
    seconds: float
    warnings: list[str] = Field(default=[])


class Extraction(Model):
    """Meetings, delegations and positions of one article, each proved by quotes of it."""

    article: ArticleInfo
    meetings: list[Meeting]
    delegations: list[Delegation]
    positions: list[Position]
    names: list[Name] = Field(default=[], description="Actors and persons that go by more than one form.")
    rejected: list[Rejected]
    provenance: Provenance


class Failure(Model):
    """Why an article gave no extraction."""

    kind: str = Field(description="Name of the error's class, as in `extractor.errors`.")
    message: str


class Skipped(Model):
    """Why an article was passed over, as it was asked for, without being read."""

    reason: Literal["irrelevant", "near-duplicate"] = Field(
        description="`irrelevant`: by its words it holds no meeting, delegation or position (`triage`). "
        "`near-duplicate`: it tells what another tells in nearly the same words (`skip_near_duplicates`)."
    )
    near_duplicate_of: str | None = Field(default=None, description="Source of the article that was read instead.")


class Result(Model):
    """One line of a results file: an article with its extraction, or with the reason why it has none."""

    source: str = Field(description="File name relative to the folder, with `#LINE` for a line of a .jsonl file.")
    extraction: Extraction | None = None
    error: Failure | None = None
    skipped: Skipped | None = None
