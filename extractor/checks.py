"""The checks between a model's answer and a result.

Every rule does two things at once: it says what is wrong, in words that the model can act on, and it mends the row as
far as that goes without guessing (a wrong date becomes null, an unknown person is left out). So each try gives a
result that is sound as it stands; whether to ask again or to take it is the caller's decision.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from extractor import rules
from extractor.complaints import Complaints, Problem, shown
from extractor.mentions import Mentions
from extractor.quotes import ArticleText
from extractor.values import Values, plain
from schemas import Delegation, Meeting, MeetingStatus, Outcome, Position, Rejected
from schemas.answer import AskedDelegation, AskedMeeting, AskedPosition

__all__ = ["Checked", "check"]

Asked = TypeVar("Asked", bound=BaseModel)
Standing = TypeVar("Standing", bound=BaseModel)

# Built when first used: importing this module must stay fast.
_LATE = ConfigDict(defer_build=True)
_MEETINGS = TypeAdapter(list[AskedMeeting | None], config=_LATE)
_DELEGATIONS = TypeAdapter(list[AskedDelegation | None], config=_LATE)
_POSITIONS = TypeAdapter(list[AskedPosition | None], config=_LATE)

_NOT_YET = {MeetingStatus.PLANNED, MeetingStatus.PROPOSED}


@dataclass(frozen=True)
class Checked:
    """An answer after the checks.

    Attributes:
        meetings, delegations, positions: the rows that stand, mended where `warnings` say so.
        rejected: what was dropped.
        problems: everything that was wrong; empty if all is well.
        warnings: the same for the reader of the results, without what `rejected` says already.
    """

    meetings: list[Meeting]
    delegations: list[Delegation]
    positions: list[Position]
    rejected: list[Rejected] = field(default_factory=list[Rejected])
    problems: list[Problem] = field(default_factory=list[Problem])
    warnings: list[str] = field(default_factory=list[str])


def check(
    answer: Mapping[str, list[Any]],
    text: ArticleText,
    published: date | None,
    recites: Callable[[str], bool] = lambda _: False,
) -> Checked:
    """Check an answer of the form of `schemas.Answer` against the article it was drawn from.

    Args:
        answer: the parsed JSON: three lists, which may hold anything. A row that is null is passed over.
        text: the article.
        published: the day of publication, if it is known.
        recites: whether a text repeats the instructions that the model was given.
    """
    complaints = Complaints()
    values = Values(text, Mentions(text), published, recites, complaints)
    return _Check(values, complaints).run(answer)


@dataclass
class _Check:
    values: Values
    complaints: Complaints
    # The answer's meeting ids, and what they become: m1, m2, … without gaps, for the meetings that stand.
    ids: dict[str, str] = field(default_factory=dict[str, str])
    # Ids of meetings that were dropped: when one is mended, what refers to it is right again.
    lost: frozenset[str] = frozenset()
    standing: int = 0

    def run(self, answer: Mapping[str, list[Any]]) -> Checked:
        meetings = list(self._rows(answer, "meetings", _MEETINGS, self._meeting))
        self.lost = frozenset(_ids(answer.get("meetings", []))) - set(self.ids)
        delegations = list(self._rows(answer, "delegations", _DELEGATIONS, self._delegation))
        positions = list(self._rows(answer, "positions", _POSITIONS, self._position))
        said = self.complaints
        return Checked(meetings, delegations, positions, said.rejected, said.problems, said.warnings)

    def _rows(
        self,
        answer: Mapping[str, list[Any]],
        name: str,
        shape: TypeAdapter[list[Asked | None]],
        checked: Callable[[str, Any, Asked], Standing | None],
    ) -> Iterator[Standing]:
        items = answer.get(name, [])
        rows, wrong = _shaped(items, shape)
        for number, (item, row) in enumerate(zip(items, rows, strict=True)):
            path = f"{name}[{number}]"
            self.complaints.row = (name, number)
            if number in wrong:
                reason = "; ".join(_said(name, detail) for detail in wrong[number])
                self.complaints.dropped(rules.SHAPE, path, reason, item)
            elif row and (standing := checked(path, item, row)):
                yield standing

    def _meeting(self, path: str, item: Any, row: AskedMeeting) -> Meeting | None:
        values = self.values
        near = [row.when.as_written or "", *[actor.name for actor in row.parties]]
        quotes = values.quotes(path, item, row.quotes, near)
        outcomes = [outcome.description for outcome in row.outcomes]
        if not quotes or not values.sound(path, item, row.name, *row.topics, *outcomes):
            return None
        place = values.place(f"{path}.place", row.place)
        parties = values.actors(f"{path}.parties", row.parties)
        if row.parties and not parties:
            self.complaints.dropped(rules.ACTOR_IN_ARTICLE, path, "the article names none of its parties", item)
            return None
        when = values.when(f"{path}.when", row.when, row.status)
        if row.id in self.ids:
            self.complaints.mended(
                rules.MEETING_ID_ONCE,
                f"{path}.id",
                f"{row.id!r} is taken: give each meeting its own",
                "what refers to it means the first",
            )
        self.standing += 1
        identity = f"m{self.standing}"
        self.ids.setdefault(row.id, identity)
        return Meeting(
            id=identity,
            quotes=quotes,
            name=plain(row.name),
            format=row.format,
            status=values.status(path, row.status, when),
            level=row.level,
            round=row.round,
            when=when,
            duration=row.duration and plain(row.duration),
            place=place,
            parties=parties,
            mediators=values.actors(f"{path}.mediators", row.mediators),
            hosts=values.actors(f"{path}.hosts", row.hosts, at=place),
            topics=[plain(topic) for topic in row.topics],
            outcomes=self._outcomes(path, row),
        )

    def _outcomes(self, path: str, row: AskedMeeting) -> list[Outcome]:
        if row.outcomes and row.status in _NOT_YET:
            self.complaints.mended(
                rules.OUTCOME_NEEDS_MEETING,
                f"{path}.outcomes",
                f"a meeting that is {row.status} has no outcomes yet: give none, or mend the status",
                "left out",
            )
            return []
        return [Outcome(kind=outcome.kind, description=plain(outcome.description)) for outcome in row.outcomes]

    def _delegation(self, path: str, item: Any, row: AskedDelegation) -> Delegation | None:
        values = self.values
        meeting = self.ids.get(row.meeting)
        if row.meeting in self.lost:
            reason = f"its meeting {row.meeting!r} was rejected"
            rejected = Rejected(path=path, rule=rules.MEETING_EXISTS.name, reason=reason, item=item)
            self.complaints.rejected.append(rejected)
            return None
        if meeting is None:
            reason = f"there is no meeting with the id {row.meeting!r}"
            self.complaints.dropped(rules.MEETING_EXISTS, path, reason, item)
            return None
        names = [member.name for member in row.members]
        quotes = values.quotes(path, item, row.quotes, [row.party.name, *names])
        if not quotes:
            return None
        party = values.required(path, "party", row.party, item)
        if party is None:
            return None
        head = values.person(f"{path}.head", row.head) if row.head else None
        members = [
            person
            for number, member in enumerate(row.members)
            if (person := values.person(f"{path}.members[{number}]", member))
        ]
        if head and all(member.name != head.name for member in members):
            members.insert(0, head)
        if not members:
            reason = "a delegation needs at least one person whom the article names"
            self.complaints.dropped(rules.PERSON_IN_ARTICLE, path, reason, item)
            return None
        return Delegation(meeting=meeting, quotes=quotes, party=party, role=row.role, head=head, members=members)

    def _position(self, path: str, item: Any, row: AskedPosition) -> Position | None:
        values = self.values
        near = [row.holder.name, row.speaker.name if row.speaker else "", row.when.as_written or ""]
        quotes = values.quotes(path, item, row.quotes, near)
        if not quotes or not values.sound(path, item, row.subject, row.statement, row.reported_by):
            return None
        holder = values.required(path, "holder", row.holder, item)
        if holder is None:
            return None
        meeting = self.ids.get(row.meeting) if row.meeting else None
        if row.meeting in self.lost:
            self.complaints.warnings.append(f"{path}.meeting: {row.meeting!r} was rejected (set to null)")
        elif row.meeting and meeting is None:
            problem = f"there is no meeting with the id {row.meeting!r}"
            self.complaints.mended(rules.MEETING_EXISTS, f"{path}.meeting", problem, "set to null")
        return Position(
            quotes=quotes,
            holder=holder,
            speaker=values.person(f"{path}.speaker", row.speaker) if row.speaker else None,
            stance=row.stance,
            issue=row.issue,
            subject=plain(row.subject),
            statement=plain(row.statement),
            toward=values.actor(f"{path}.toward", row.toward) if row.toward else None,
            when=values.when(f"{path}.when", row.when),
            meeting=meeting,
            reported_by=row.reported_by and plain(row.reported_by),
            certainty=row.certainty,
        )


def _shaped(
    items: list[Any], shape: TypeAdapter[list[Asked | None]]
) -> tuple[list[Asked | None], dict[int, list[ErrorDetails]]]:
    """The rows that `items` are, with None for null and for those that are none, and what is wrong with the latter."""
    wrong: dict[int, list[ErrorDetails]] = {}
    try:
        # All at once, since that takes less than one after the other.
        return shape.validate_python(items), wrong
    except ValidationError as error:
        for detail in error.errors():
            wrong.setdefault(cast("int", detail["loc"][0]), []).append(detail)
    return shape.validate_python([None if number in wrong else item for number, item in enumerate(items)]), wrong


def _ids(meetings: Iterable[Any]) -> Iterator[str]:
    for item in meetings:
        if isinstance(item, dict) and isinstance(identity := cast("dict[str, Any]", item).get("id"), str):
            yield identity


def _said(path: str, detail: ErrorDetails) -> str:
    place = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in detail["loc"])
    given = "" if detail["type"] == "missing" else f", not {shown(detail['input'])}"
    return f"{path + place}: {detail['msg']}{given}"
