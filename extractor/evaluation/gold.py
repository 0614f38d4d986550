"""Gold: what a careful reader takes from an article, in JSON files; or the results of another model in its place."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from extractor.dates import span_of
from extractor.errors import EvaluationError
from extractor.evaluation.rows import DelegateRow, MeetingRow, PositionRow, Reading, Span, article_name
from extractor.results import read_results
from extractor.states import is_country_code
from schemas import Certainty, Issue, MeetingFormat, MeetingStatus, OutcomeKind, Role, Stance

__all__ = ["read_gold"]

Value = TypeVar("Value")


def _listed(value: Any) -> Any:
    return value if isinstance(value, list) else [value]  # pyright: ignore[reportUnknownVariableType]


# A list of values means that each is right; what is left out is not compared.
OneOrMore = Annotated[
    tuple[Value, ...],
    BeforeValidator(_listed),
    Field(min_length=1),
]
Text = Annotated[str, Field(min_length=1)]


def _edtf(value: str | None) -> str | None:
    if value is not None:
        span_of(value)
    return value


def _country(value: str | None) -> str | None:
    if value is not None and not is_country_code(value):
        raise ValueError(f"{value!r} is not an ISO 3166-1 alpha-2 code")
    return value


Edtf = Annotated[str | None, AfterValidator(_edtf)]
Country = Annotated[str | None, AfterValidator(_country)]


class _Gold(BaseModel):
    # Keys that are not known are kept, so that a misspelt one can be told of.
    model_config = ConfigDict(extra="allow", frozen=True, use_enum_values=True)


class _Meeting(_Gold):
    id: Text
    name: str = ""
    quote: OneOrMore[Text]
    format: OneOrMore[MeetingFormat] = ()
    status: OneOrMore[MeetingStatus] = ()
    date: OneOrMore[Edtf] = ()
    round: OneOrMore[int | None] = ()
    city: OneOrMore[str | None] = ()
    country: OneOrMore[Country] = ()
    venue: OneOrMore[str | None] = ()
    duration: OneOrMore[str | None] = ()
    parties: tuple[Text, ...] | None = None
    mediators_or_hosts: tuple[Text, ...] | None = None
    outcomes: tuple[OutcomeKind, ...] | None = None
    optional: bool = False

    def row(self) -> MeetingRow:
        return MeetingRow(
            id=self.id,
            name=self.name,
            quotes=tuple(map(Span, self.quote)),
            format=self.format,
            status=self.status,
            date=self.date,
            round=self.round,
            city=self.city,
            country=self.country,
            venue=self.venue,
            duration=self.duration,
            parties=() if self.parties is None else (self.parties,),
            mediators_or_hosts=() if self.mediators_or_hosts is None else (self.mediators_or_hosts,),
            outcomes=() if self.outcomes is None else (self.outcomes,),
            optional=self.optional,
        )


class _Member(_Gold):
    name: Text
    title: str | None = None
    head: bool | None = None
    optional: bool = False


class _Delegation(_Gold):
    meeting: str | None = None
    party: OneOrMore[Text]
    role: OneOrMore[Role] = ()
    members: Annotated[tuple[_Member, ...], Field(min_length=1)]
    quote: OneOrMore[Text]
    optional: bool = False

    def rows(self) -> Iterator[DelegateRow]:
        for member in self.members:
            yield DelegateRow(
                name=member.name,
                meeting=self.meeting,
                quotes=tuple(map(Span, self.quote)),
                party=self.party,
                role=self.role,
                head=() if member.head is None else (member.head,),
                optional=self.optional or member.optional,
            )


class _Position(_Gold):
    holder: OneOrMore[Text]
    quote: OneOrMore[Text]
    stance: OneOrMore[Stance]
    issue: OneOrMore[Issue]
    subject: str = ""
    speaker: OneOrMore[str | None] = ()
    toward: OneOrMore[str | None] = ()
    date: OneOrMore[Edtf] = ()
    reported_by: OneOrMore[str | None] = ()
    certainty: OneOrMore[Certainty] = ()
    optional: bool = False

    def row(self) -> PositionRow:
        return PositionRow(
            subject=self.subject,
            holder=self.holder,
            quotes=tuple(map(Span, self.quote)),
            stance=self.stance,
            issue=self.issue,
            speaker=self.speaker,
            toward=self.toward,
            date=self.date,
            reported_by=self.reported_by,
            certainty=self.certainty,
            optional=self.optional,
        )


class _File(_Gold):
    meetings: tuple[_Meeting, ...] = ()
    delegations: tuple[_Delegation, ...] = ()
    positions: tuple[_Position, ...] = ()


def read_gold(path: str | Path) -> list[Reading]:
    """The gold of a folder of JSON files, of one such file, or of a results file.

    Args:
        path: a folder whose .json files, also those in folders below, have the names of the articles; a .json file;
            or any other file, which is read as results.

    Raises:
        EvaluationError: a file can't be read or is not gold; the message says where and what to do.
        ResultsError: the results can't be read.
    """
    path = Path(path)
    if path.is_dir():
        files = sorted(path.rglob("*.json"))
        if not files:
            raise EvaluationError(f"{path}: this folder holds no gold (.json files with the names of the articles)")
        return [_read(file, file.relative_to(path).as_posix()) for file in files]
    if path.suffix.lower() == ".json":
        return [_read(path, path.name)]
    return [Reading.of(result) for result in read_results(path)]


def _read(file: Path, source: str) -> Reading:
    try:
        gold = _File.model_validate(json.loads(file.read_bytes()))
    except OSError as error:
        raise EvaluationError(f"{file} can't be read: {error.strerror or error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in first["loc"]).lstrip(".")
        raise EvaluationError(
            f"{file} is not gold: {place or 'the whole'}: {first['msg']}, not {first['input']!r:.80}; mend the file "
            f"(docs/evaluation.md tells its form)"
        ) from error
    except ValueError as error:
        raise EvaluationError(f"{file} is not gold, for it is not JSON: {error}") from error
    known = {meeting.id for meeting in gold.meetings}
    if len(known) < len(gold.meetings):
        raise EvaluationError(f"{file}: two meetings have the same id; give each its own")
    for number, delegation in enumerate(gold.delegations):
        if delegation.meeting is not None and delegation.meeting not in known:
            raise EvaluationError(f"{file}: delegations[{number}].meeting: there is no meeting {delegation.meeting!r}")
    unknown = sorted(set(_unknown(gold)))
    return Reading(
        name=article_name(source),
        source=source,
        meetings=tuple(meeting.row() for meeting in gold.meetings),
        delegates=tuple(row for delegation in gold.delegations for row in delegation.rows()),
        positions=tuple(position.row() for position in gold.positions),
        notes=(f"gold {source} has keys that are not known and were not used: {', '.join(unknown)}",)
        if unknown
        else (),
    )


def _unknown(model: _Gold) -> Iterator[str]:
    yield from model.model_extra or {}
    for _, value in model:
        for item in value if isinstance(value, tuple) else ():  # pyright: ignore[reportUnknownVariableType]
            if isinstance(item, _Gold):
                yield from _unknown(item)
