"""Results of articles for the tests of the dossier: a few words a row."""

from datetime import UTC, date, datetime, timedelta

from schemas import (
    Actor,
    ActorKind,
    ArticleInfo,
    Delegation,
    Extraction,
    Match,
    Meeting,
    MeetingFormat,
    MeetingLevel,
    MeetingStatus,
    Person,
    Place,
    Position,
    Provenance,
    Quote,
    Result,
    Stance,
    Tokens,
    When,
)

STATES = {
    "Sudan": "SD",
    "Chad": "TD",
    "Egypt": "EG",
    "Qatar": "QA",
    "Kenya": "KE",
    "Türkiye": "TR",
}
_STARTED = datetime(2026, 1, 1, tzinfo=UTC)


def state(name):
    return Actor(name=name, kind=ActorKind.STATE, country=STATES[name])


def quote(text="they met", start=0):
    return Quote(text=text, start=start, end=start + len(text), match=Match.EXACT)


def meeting(row="m1", on=None, *, parties=("Sudan", "Chad"), city=None, country=None, quotes=None, **fields):
    values = {"name": f"Talks of {' and '.join(map(str, parties))}", "status": MeetingStatus.HELD} | fields
    place = Place(city=city, country=country) if city or country else None
    return Meeting(
        id=row,
        quotes=quotes or [quote(f"{row} was told")],
        when=When(as_written="then", edtf=on, basis="explicit") if on else When(),
        place=place,
        parties=[actor if isinstance(actor, Actor) else state(actor) for actor in parties],
        **values,
    )


def call(row="m1", on=None, **fields):
    return meeting(row, on, format=MeetingFormat.PHONE, level=MeetingLevel.LEADERS, **fields)


def talks(row="m1", on=None, **fields):
    values = {"format": MeetingFormat.IN_PERSON, "level": MeetingLevel.OFFICIALS, "city": "Geneva", "country": "CH"}
    return meeting(row, on, **(values | fields))


def delegation(party, *names, of="m1", head=None, titles=()):
    people = [
        Person(name=name, title=title, affiliation=party)
        for name, title in zip(names, [*titles, *[None] * len(names)], strict=False)
    ]
    leader = next((person for person in people if person.name == head), None)
    return Delegation(meeting=of, quotes=[quote(f"{names} came")], party=state(party), head=leader, members=people)


def position(holder, stance, subject, on=None, *, issue="ceasefire", of=None, quotes=None, **fields):
    return Position(
        quotes=quotes or [quote(f"{holder} {stance} {subject}")],
        holder=state(holder),
        stance=Stance(stance),
        issue=issue,
        subject=subject,
        statement=f"{holder} {stance} {subject}.",
        when=When(as_written="then", edtf=on, basis="explicit") if on else When(),
        meeting=of,
        **fields,
    )


def article(name, published, *rows, publisher=None, later=0):
    """One result; `name` becomes the article's id, `later` seconds tell when it was read again."""
    return Result(
        source=f"{name}.txt",
        extraction=Extraction(
            article=ArticleInfo(
                id=name,
                publisher=publisher,
                published=date.fromisoformat(published) if published else None,
                source=f"{name}.txt",
            ),
            meetings=[row for row in rows if isinstance(row, Meeting)],
            delegations=[row for row in rows if isinstance(row, Delegation)],
            positions=[row for row in rows if isinstance(row, Position)],
            rejected=[],
            provenance=Provenance(
                model="none",
                prompt_version="0",
                attempts=1,
                tokens=Tokens(),
                cost=None,
                cached=False,
                started=_STARTED + timedelta(seconds=later),
                seconds=0,
            ),
        ),
    )
