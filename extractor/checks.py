"""The checks between a model's answer and a result.

Every rule does two things at once: it says what is wrong, in words that the model can act on, and it mends the row as
far as that goes without guessing (a wrong date becomes null, an unknown person is left out). So each try gives a
result that is sound as it stands; whether to ask again or to take it is the caller's decision.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from extractor.dates import contradicted_weekday, is_after, span_of
from extractor.quotes import ArticleText
from extractor.states import is_country_code
from schemas import Actor, Delegation, Meeting, MeetingStatus, Person, Place, Position, Quote, Rejected, When
from schemas.answer import AskedDelegation, AskedMeeting, AskedPosition
from schemas.vocabularies import Basis

__all__ = ["Checked", "check"]

Row = TypeVar("Row", bound=BaseModel)

# A model is told the first of many problems: more would bury the article, and they tend to have one cause.
_MAX_PROBLEMS = 30
_SHOWN = 160


@dataclass(frozen=True)
class Checked:
    """An answer after the checks.

    Attributes:
        meetings, delegations, positions: the rows that stand, mended where `warnings` say so.
        rejected: what was dropped.
        problems: everything that was wrong, each as an instruction to the model; empty if all is well.
        warnings: the same for the reader of the results, without what `rejected` says already.
    """

    meetings: list[Meeting]
    delegations: list[Delegation]
    positions: list[Position]
    rejected: list[Rejected]
    problems: list[str]
    warnings: list[str]


def check(answer: dict[str, Any], text: ArticleText, published: date | None) -> Checked:
    """Check an answer of the form of `schemas.Answer` against the article it was drawn from.

    Args:
        answer: the parsed JSON; its three lists may hold anything.
        text: the article.
        published: the day of publication, if it is known.
    """
    return _Check(text, published).run(answer)


@dataclass
class _Check:
    text: ArticleText
    published: date | None
    rejected: list[Rejected] = field(default_factory=list[Rejected])
    problems: list[str] = field(default_factory=list[str])
    warnings: list[str] = field(default_factory=list[str])
    # The answer's meeting ids, and what they become: m1, m2, … without gaps, for the meetings that stand.
    ids: dict[str, str] = field(default_factory=dict[str, str])
    standing: int = 0

    def run(self, answer: dict[str, Any]) -> Checked:
        meetings = [
            meeting
            for path, item, row in self._rows(answer, "meetings", AskedMeeting)
            if (meeting := self._meeting(path, item, row))
        ]
        delegations = [
            delegation
            for path, item, row in self._rows(answer, "delegations", AskedDelegation)
            if (delegation := self._delegation(path, item, row))
        ]
        positions = [
            position
            for path, item, row in self._rows(answer, "positions", AskedPosition)
            if (position := self._position(path, item, row))
        ]
        problems = self.problems
        if len(problems) > _MAX_PROBLEMS:
            problems = [*problems[:_MAX_PROBLEMS], f"and {len(problems) - _MAX_PROBLEMS} more of the same kinds"]
        return Checked(meetings, delegations, positions, self.rejected, problems, self.warnings)

    # Rows

    def _rows(self, answer: dict[str, Any], name: str, kind: type[Row]) -> Iterable[tuple[str, Any, Row]]:
        items = answer.get(name, [])
        if not isinstance(items, list):
            self._reject(name, f"`{name}` must be a list", items)
            return
        for number, item in enumerate(items):  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
            path = f"{name}[{number}]"
            try:
                yield path, item, kind.model_validate(item)
            except ValidationError as error:
                self._reject(path, "; ".join(_said(path, detail) for detail in error.errors()), item)

    def _meeting(self, path: str, item: Any, row: AskedMeeting) -> Meeting | None:
        quotes = self._quotes(path, item, row.quotes)
        if not quotes:
            return None
        if row.id in self.ids:
            self._mended(
                f"{path}.id", f"{row.id!r} is taken: give each meeting its own", "what refers to it means the first"
            )
        self.standing += 1
        identity = f"m{self.standing}"
        self.ids.setdefault(row.id, identity)
        return Meeting(
            id=identity,
            quotes=quotes,
            name=row.name,
            format=row.format,
            status=row.status,
            level=row.level,
            round=row.round,
            when=self._when(f"{path}.when", row.when, held=row.status is MeetingStatus.HELD),
            duration=row.duration,
            place=self._place(f"{path}.place", row.place),
            parties=self._actors(f"{path}.parties", row.parties),
            mediators=self._actors(f"{path}.mediators", row.mediators),
            hosts=self._actors(f"{path}.hosts", row.hosts),
            topics=row.topics,
            outcomes=row.outcomes,
        )

    def _delegation(self, path: str, item: Any, row: AskedDelegation) -> Delegation | None:
        meeting = self.ids.get(row.meeting)
        if meeting is None:
            self._reject(path, f"there is no meeting with the id {row.meeting!r} (or it was rejected)", item)
            return None
        quotes = self._quotes(path, item, row.quotes)
        if not quotes:
            return None
        head = self._person(f"{path}.head", row.head) if row.head else None
        members = [
            person
            for number, member in enumerate(row.members)
            if (person := self._person(f"{path}.members[{number}]", member))
        ]
        if head and all(member.name != head.name for member in members):
            members.insert(0, head)
        if not members:
            self._reject(path, "a delegation needs at least one person whom the article names", item)
            return None
        return Delegation(
            meeting=meeting,
            quotes=quotes,
            party=self._actor(f"{path}.party", row.party),
            role=row.role,
            head=head,
            members=members,
        )

    def _position(self, path: str, item: Any, row: AskedPosition) -> Position | None:
        quotes = self._quotes(path, item, row.quotes)
        if not quotes:
            return None
        meeting = self.ids.get(row.meeting) if row.meeting else None
        if row.meeting and meeting is None:
            self._mended(f"{path}.meeting", f"there is no meeting with the id {row.meeting!r}", "set to null")
        return Position(
            quotes=quotes,
            holder=self._actor(f"{path}.holder", row.holder),
            speaker=self._person(f"{path}.speaker", row.speaker) if row.speaker else None,
            stance=row.stance,
            issue=row.issue,
            subject=row.subject,
            statement=row.statement,
            toward=self._actor(f"{path}.toward", row.toward) if row.toward else None,
            when=self._when(f"{path}.when", row.when, held=False),
            meeting=meeting,
            reported_by=row.reported_by,
            certainty=row.certainty,
        )

    # Rules

    def _quotes(self, path: str, item: Any, quotes: list[str]) -> list[Quote]:
        found: list[Quote] = []
        for number, words in enumerate(quotes):
            quote = self.text.find(words)
            if quote:
                found.append(quote)
                continue
            problem = (
                f"{path}.quotes[{number}] is not in the article: {_shown(words)}. Copy the words exactly as they "
                f"stand there, in one unbroken stretch"
            )
            self.problems.append(problem)
        missing = len(quotes) - len(found)
        if not quotes:
            self.problems.append(f"{path} has no quote: every row needs one from the article")
        if not found:
            reason = "none of its quotes is in the article" if quotes else "it has no quote"
            self.rejected.append(Rejected(path=path, reason=reason, item=item))
        elif missing:
            self.warnings.append(f"{path}: {missing} of {len(quotes)} quotes not in the article, left out")
        return found

    def _when(self, path: str, when: When, *, held: bool) -> When:
        if when.as_written and not self.text.find(when.as_written):
            self._mended(
                f"{path}.as_written", f"{when.as_written!r} is not in the article: copy the words, or null", "date null"
            )
            return When()
        problem = self._date_problem(when, held=held)
        if problem:
            self._mended(f"{path}.edtf", problem, "set to null")
            when = when.model_copy(update={"edtf": None})
        if not when.edtf and not when.as_written:
            return When()
        return when

    def _date_problem(self, when: When, *, held: bool) -> str | None:
        if when.edtf is None:
            return None
        try:
            span_of(when.edtf)
        except ValueError as error:
            return f"{error}; give a day as 2023-12-14, a month as 2023-12, two days as 2023-12-14/2023-12-15, or null"
        if when.basis is Basis.RELATIVE and self.published is None:
            return f"{when.as_written!r} counts from a publication date that is not known: give null"
        weekday = contradicted_weekday(when.as_written or "", when.edtf)
        if weekday:
            return f"{when.edtf} is a {weekday}, but the article says {when.as_written!r}: see the calendar"
        if held and self.published and is_after(when.edtf, self.published):
            return (
                f"{when.edtf} lies after the publication on {self.published}, but the meeting is said to be held: "
                f"mend the date or the status"
            )
        return None

    def _place(self, path: str, place: Place | None) -> Place | None:
        if place is None or place == Place():
            return None
        return place.model_copy(update={"country": self._country(f"{path}.country", place.country)})

    def _actors(self, path: str, actors: list[Actor]) -> list[Actor]:
        return [self._actor(f"{path}[{number}]", actor) for number, actor in enumerate(actors)]

    def _actor(self, path: str, actor: Actor) -> Actor:
        return actor.model_copy(update={"country": self._country(f"{path}.country", actor.country)})

    def _country(self, path: str, code: str | None) -> str | None:
        if code is None or is_country_code(code):
            return code
        self._mended(path, f"{code!r} is not an ISO 3166-1 alpha-2 code: give the right one, or null", "set to null")
        return None

    def _person(self, path: str, person: Person) -> Person | None:
        # The family name stands last or first, as languages go; one of the two must be in the article.
        names = person.name.split()
        if names and (self.text.has_word(names[-1]) or self.text.has_word(names[0])):
            return person
        self.problems.append(f"{path}: the article does not name {person.name!r}; give people only as it names them")
        self.rejected.append(
            Rejected(path=path, reason="the article does not name this person", item=person.model_dump(mode="json"))
        )
        return None

    # What was found

    def _mended(self, path: str, problem: str, remedy: str) -> None:
        self.problems.append(f"{path}: {problem}")
        self.warnings.append(f"{path}: {problem} ({remedy})")

    def _reject(self, path: str, reason: str, item: Any) -> None:
        self.problems.append(f"{path}: {reason}")
        self.rejected.append(Rejected(path=path, reason=reason, item=item))


def _said(path: str, detail: Any) -> str:
    place = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in detail["loc"])
    given = "" if detail["type"] == "missing" else f", not {_shown(detail['input'])}"
    return f"{path if not place else path + place}: {detail['msg']}{given}"


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
