"""Results to try outputs on: every field that is free text holds the words that a test gives."""

from datetime import UTC, date, datetime

from schemas import (
    Actor,
    ActorKind,
    Article,
    Delegation,
    Extraction,
    Failure,
    Meeting,
    Name,
    Outcome,
    Person,
    Place,
    Position,
    Provenance,
    Quote,
    Rejected,
    Result,
    Tokens,
    When,
)

GUYANA = Actor(name="Guyana", kind=ActorKind.STATE, country="GY")
VENEZUELA = Actor(name="Venezuela", kind=ActorKind.STATE, country="VE")
DAY = When(as_written="on Thursday", edtf="2023-12-14", basis="relative")


def quote_of(words, text):
    start = text.index(words)
    return Quote(text=words, start=start, end=start + len(words), match="exact")


def meeting(**fields):
    values = {"id": "m1", "quotes": [], "name": "Argyle talks", "status": "held", "parties": [GUYANA, VENEZUELA]}
    return Meeting(**{**values, "when": DAY, **fields})


def position(stance="demands", issue="territory", **fields):
    values = {"quotes": [], "holder": GUYANA, "stance": stance, "issue": issue, "subject": "s", "statement": "S."}
    return Position(**{**values, "when": DAY, **fields})


def extraction(*, text="Text.", published=date(2023, 12, 15), meetings=(), delegations=(), positions=(), **fields):
    article = Article.from_text(text, published=published, **fields)
    return Extraction(
        article=article.info(with_text=True),
        meetings=list(meetings),
        delegations=list(delegations),
        positions=list(positions),
        rejected=[],
        provenance=Provenance(
            model="m",
            prompt_version="1",
            attempts=1,
            tokens=Tokens(prompt=7, completion=3),
            cost=0.5,
            cached=False,
            started=datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC),
            seconds=1.25,
        ),
    )


def result_full_of(words, *, text=None):
    """A result with a row of each kind, in which `words` stand wherever free text may."""
    text = f"Before that. {words} After that." if text is None else text
    quotes = [quote_of(words, text)] if words else []
    actor = Actor(name=words, kind=ActorKind.ARMED_GROUP)
    person = Person(name=words, title=words, affiliation=words)
    when = When(as_written=words, edtf="2023-12-14", basis="explicit")
    found = extraction(
        text=text,
        title=words,
        publisher=words,
        url=f"https://example.org/{words}",
        language=words,
        source=words,
        meetings=[
            Meeting(
                id="m1",
                quotes=quotes,
                name=words,
                status="held",
                when=when,
                duration=words,
                place=Place(venue=words, city=words, country="VC"),
                parties=[actor, VENEZUELA],
                mediators=[actor],
                hosts=[actor],
                topics=[words, words],
                outcomes=[Outcome(kind="other", description=words)],
            )
        ],
        delegations=[
            Delegation(meeting="m1", quotes=quotes, party=actor, role="party", head=person, members=[person]),
        ],
        positions=[
            Position(
                quotes=quotes,
                holder=actor,
                speaker=person,
                stance="demands",
                issue="territory",
                subject=words,
                statement=words,
                toward=actor,
                when=when,
                meeting="m1",
                reported_by=words,
            )
        ],
    )
    named = Name(name=words, kind=ActorKind.PERSON, variants=[words, words])
    dropped = Rejected(path=words, rule=words, reason=words, item={"name": words})
    return Result(source=words, extraction=found.model_copy(update={"names": [named], "rejected": [dropped]}))


def failed(words="broken.txt"):
    return Result(source=words, error=Failure(kind="ArticleError", message=words))
