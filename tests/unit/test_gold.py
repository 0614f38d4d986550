"""The gold of `tests/data/gold`: well formed, proved by its articles, and told in words that no other article uses."""

import json
import re
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from extractor import frontmatter
from extractor.dates import is_after, span_of
from extractor.states import is_country_code
from schemas import Certainty, Issue, MeetingFormat, MeetingStatus, OutcomeKind, Role, Stance

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests" / "data" / "gold"
VARIED = {"dev": 36, "heldout": 18}
NEWSWIRE = {"newswire-dev": 32, "newswire-heldout": 8}
PARTS = VARIED | NEWSWIRE
LONG_ARTICLES = 6
EMPTY_ARTICLES = 4
# Nine shared words in a row are no longer chance: the same limit as for text from elsewhere.
SHARED_WORDS = 9

ARTICLES = sorted(GOLD.glob("*/*.md"))
EXAMPLES = sorted((ROOT / "examples" / "articles").glob("*.md"))


def edtf(value):
    if value is not None:
        span_of(value)
    return value


def country(value):
    if value is not None and not is_country_code(value):
        raise ValueError(f"{value!r} is not an ISO 3166-1 alpha-2 code")
    return value


def several(kind):
    listed = BeforeValidator(lambda value: value if isinstance(value, list) else [value])
    return Annotated[list[kind], listed, Field(min_length=1)]


Text = Annotated[str, Field(min_length=1)]
Edtf = Annotated[str | None, AfterValidator(edtf)]


class Row(BaseModel):
    model_config = ConfigDict(extra="forbid")

    quote: Text
    optional: bool


class GoldMeeting(Row):
    id: Text
    name: Text
    format: several(MeetingFormat)
    status: several(MeetingStatus)
    date: several(Edtf)
    city: several(Text | None)
    country: several(Annotated[str | None, AfterValidator(country)])
    venue: several(Text | None)
    round: several(int | None)
    duration: several(Text | None)
    parties: Annotated[list[Text], Field(min_length=1)]
    mediators_or_hosts: list[Text] | None
    outcomes: list[OutcomeKind] | None


class GoldMember(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Text
    title: Text | None
    head: bool | None


class GoldDelegation(Row):
    meeting: Text
    party: several(Text)
    role: several(Role)
    members: Annotated[list[GoldMember], Field(min_length=1)]


class GoldPosition(Row):
    holder: several(Text)
    speaker: several(Text | None)
    stance: several(Stance)
    issue: several(Issue)
    subject: Text
    toward: several(Text | None)
    date: several(Edtf)
    reported_by: several(Text | None)
    certainty: several(Certainty)


class Gold(BaseModel):
    model_config = ConfigDict(extra="forbid")

    meetings: list[GoldMeeting]
    delegations: list[GoldDelegation]
    positions: list[GoldPosition]

    @property
    def rows(self) -> list[Any]:
        return [*self.meetings, *self.delegations, *self.positions]


def read(path):
    return frontmatter.split(path.read_text(encoding="utf-8"))


def gold_of(path):
    return Gold.model_validate(json.loads(path.with_suffix(".json").read_text(encoding="utf-8")))


def length(path):
    return len(read(path)[1].split())


def names(paths):
    return [f"{path.parent.name}/{path.stem}" for path in paths]


each_article = pytest.mark.parametrize("path", ARTICLES, ids=names(ARTICLES))


@pytest.mark.parametrize(("part", "count"), PARTS.items())
def test_each_part_has_its_number_of_articles_and_one_gold_file_for_each(part, count):
    stems = sorted(path.stem for path in (GOLD / part).glob("*.md"))
    assert len(stems) == count
    assert sorted(path.stem for path in (GOLD / part).glob("*.json")) == stems


@each_article
def test_front_matter_names_title_publisher_and_day_of_publication(path):
    matter, _ = read(path)
    assert set(matter) == {"title", "publisher", "published", "language"}
    assert all(matter.values())
    assert 1995 <= date.fromisoformat(matter["published"]).year <= 2026


def test_titles_are_told_apart():
    titles = Counter(read(path)[0]["title"] for path in ARTICLES)
    assert [title for title, count in titles.items() if count > 1] == []


def test_six_of_the_varied_articles_are_long_and_the_others_short():
    varied = [path for path in ARTICLES if path.parent.name in VARIED]
    lengths = {name: length(path) for name, path in zip(names(varied), varied, strict=True)}
    longer = {name: words for name, words in lengths.items() if words > 250}
    assert len(longer) == LONG_ARTICLES
    assert {name: words for name, words in longer.items() if not 300 <= words <= 450} == {}
    assert {name: words for name, words in lengths.items() if words < 60} == {}


def test_articles_of_newswire_are_as_long_as_daily_reports_and_name_delegates_and_several_meetings():
    for path in (path for path in ARTICLES if path.parent.name in NEWSWIRE):
        gold = gold_of(path)
        assert 250 <= length(path) <= 450
        assert len(gold.meetings) >= 3
        assert any(not row.optional for row in gold.delegations)
        assert sum(not row.optional for row in gold.positions) >= 4


def test_four_articles_hold_nothing_to_extract():
    empty = [name for name, path in zip(names(ARTICLES), ARTICLES, strict=True) if not gold_of(path).rows]
    assert len(empty) == EMPTY_ARTICLES
    assert all("/nothing-" in name for name in empty)


@each_article
def test_each_quote_stands_in_the_article_once(path):
    _, text = read(path)
    assert {row.quote: text.count(row.quote) for row in gold_of(path).rows if text.count(row.quote) != 1} == {}


@each_article
def test_people_and_their_titles_are_named_by_the_article(path):
    _, text = read(path)
    gold = gold_of(path)
    members = [member for delegation in gold.delegations for member in delegation.members]
    people = {member.name for member in members} | {name for row in gold.positions for name in row.speaker if name}
    titles = {member.title for member in members if member.title}
    assert {person for person in people if person not in text} == set()
    assert {title for title in titles if title.casefold() not in text.casefold()} == set()


@each_article
def test_meetings_are_numbered_and_delegations_point_at_them(path):
    gold = gold_of(path)
    ids = [meeting.id for meeting in gold.meetings]
    assert ids == [f"m{number}" for number in range(1, len(ids) + 1)]
    assert {row.meeting for row in gold.delegations} <= set(ids)


@each_article
def test_delegation_has_at_most_one_head_and_names_nobody_twice(path):
    for delegation in gold_of(path).delegations:
        assert sum(member.head is True for member in delegation.members) <= 1
        assert len({member.name for member in delegation.members}) == len(delegation.members)


@each_article
def test_no_row_stands_twice(path):
    gold = gold_of(path)
    keys = Counter(
        [(row.name,) for row in gold.meetings]
        + [(row.meeting, *row.party, row.members[0].name) for row in gold.delegations]
        + [(*row.holder, row.subject, *row.stance) for row in gold.positions]
    )
    assert [key for key, count in keys.items() if count > 1] == []


@each_article
def test_what_was_held_or_said_does_not_lie_after_the_publication(path):
    matter, _ = read(path)
    published = date.fromisoformat(matter["published"])
    gold = gold_of(path)
    past = [row for row in gold.meetings if set(row.status) <= {MeetingStatus.HELD, MeetingStatus.ONGOING}]
    dates = [value for row in [*past, *gold.positions] for value in row.date if value]
    assert [value for value in dates if is_after(value, published)] == []


@pytest.mark.parametrize("part", VARIED)
def test_each_varied_part_has_every_stance_and_every_state_and_form_of_a_meeting(part):
    golds = [gold_of(path) for path in sorted((GOLD / part).glob("*.md"))]
    meetings = [meeting for gold in golds for meeting in gold.meetings]
    assert {stance for gold in golds for row in gold.positions for stance in row.stance} == set(Stance)
    assert {status for row in meetings for status in row.status} == set(MeetingStatus) - {MeetingStatus.UNKNOWN}
    assert {form for row in meetings for form in row.format} == set(MeetingFormat)


def test_every_issue_occurs_in_all_parts_together():
    assert {issue for path in ARTICLES for row in gold_of(path).positions for issue in row.issue} == set(Issue)


def test_no_two_articles_share_nine_words_in_a_row():
    places = defaultdict(set)
    for path in [*ARTICLES, *EXAMPLES]:
        words = re.findall(r"\w+", read(path)[1].casefold())
        for first in range(len(words) - SHARED_WORDS + 1):
            places[" ".join(words[first : first + SHARED_WORDS])].add(path.name)
    assert {words: sorted(where) for words, where in places.items() if len(where) > 1} == {}


def test_readme_counts_what_is_there():
    lines = []
    for part in PARTS:
        golds = [gold_of(path) for path in sorted((GOLD / part).glob("*.md"))]
        cells = [len(golds)]
        for kind in ("meetings", "delegations", "positions"):
            rows = [row for gold in golds for row in getattr(gold, kind)]
            cells.append(f"{len(rows)} ({sum(row.optional for row in rows)})")
            if kind == "delegations":
                people = [row.optional for row in rows for _ in row.members]
                cells.append(f"{len(people)} ({sum(people)})")
        lines.append(f"| `{part}` | " + " | ".join(map(str, cells)) + " |")
    readme = (GOLD / "README.md").read_text(encoding="utf-8")
    assert [line for line in lines if line not in readme] == []
