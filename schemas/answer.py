"""What a model is asked for: the rows alone, with nothing in them that the program finds out itself."""

from functools import cache
from typing import Any, cast

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from schemas.records import Delegation, Meeting, Position
from schemas.values import Model

__all__ = ["Answer", "AskedDelegation", "AskedMeeting", "AskedPosition", "Repair", "answer_schema", "repair_schema"]

# What results have and no model is asked for.
Unasked = SkipJsonSchema[float | None]


class AskedMeeting(Meeting[str]):  # noqa: D101
    __doc__ = Meeting.__doc__
    confidence: Unasked = None


class AskedDelegation(Delegation[str]):  # noqa: D101
    __doc__ = Delegation.__doc__
    confidence: Unasked = None


class AskedPosition(Position[str]):  # noqa: D101
    __doc__ = Position.__doc__
    confidence: Unasked = None


class Answer(Model):
    """All meetings, delegations and positions that the article tells of; empty lists if it tells of none."""

    meetings: list[AskedMeeting] = Field(description="All meetings, also past, planned, proposed and refused ones.")
    delegations: list[AskedDelegation] = Field(description="All delegations with named people.")
    positions: list[AskedPosition] = Field(description="All positions.")

    @classmethod
    def model_json_schema(cls, *_args: Any, **_options: Any) -> dict[str, Any]:
        """The schema to send: `answer_schema()`, whatever the options."""
        return answer_schema()


_ROW = "Number of the row in its list, from 0, as the complaint gives it."
_MENDED = "The whole row, mended; null if the article does not bear it out."


class MendedMeeting(Model):
    """A meeting given again."""

    row: int = Field(description=_ROW)
    mended: AskedMeeting | None = Field(description=_MENDED)


class MendedDelegation(Model):
    """A delegation given again."""

    row: int = Field(description=_ROW)
    mended: AskedDelegation | None = Field(description=_MENDED)


class MendedPosition(Model):
    """A position given again."""

    row: int = Field(description=_ROW)
    mended: AskedPosition | None = Field(description=_MENDED)


class Repair(Model):
    """The rows of the last answer that were complained of, each mended or withdrawn; empty lists for no row."""

    meetings: list[MendedMeeting] = Field(description="The meetings that were complained of.")
    delegations: list[MendedDelegation] = Field(description="The delegations that were complained of.")
    positions: list[MendedPosition] = Field(description="The positions that were complained of.")

    @classmethod
    def model_json_schema(cls, *_args: Any, **_options: Any) -> dict[str, Any]:
        """The schema to send: `repair_schema()`, whatever the options."""
        return repair_schema()


def _strict(node: Any) -> Any:
    # What OpenAI's strict mode demands and other constrained decoders like: closed objects, every key required, no
    # defaults; and references without siblings, which some servers drop.
    if isinstance(node, list):
        return [_strict(item) for item in cast("list[Any]", node)]
    if not isinstance(node, dict):
        return node
    schema = cast("dict[str, Any]", node)
    kept = {key: _strict(value) for key, value in schema.items() if key not in {"default", "title", "properties"}}
    if "properties" in schema:
        kept["properties"] = {key: _strict(value) for key, value in schema["properties"].items()}
        kept["required"] = list(schema["properties"])
        kept["additionalProperties"] = False
    if "$ref" in kept and "description" in kept:
        return {"anyOf": [{"$ref": kept["$ref"]}], "description": kept["description"]}
    return kept


@cache
def answer_schema() -> dict[str, Any]:
    """The JSON schema of `Answer` in the form that constrained decoding needs. Do not change what is returned."""
    # Of titles only this one stays: it is the name of the tool in tool-calling modes.
    return {"title": Answer.__name__, **_strict(super(Answer, Answer).model_json_schema())}


@cache
def repair_schema() -> dict[str, Any]:
    """The JSON schema of `Repair`, likewise."""
    return {"title": Repair.__name__, **_strict(super(Repair, Repair).model_json_schema())}
