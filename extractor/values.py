"""The checks of what rows are made of: quotes, dates, places, actors, people, free text."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from extractor import rules
from extractor.actors import known_actor
from extractor.complaints import Complaints, shown
from extractor.dates import contradiction, is_after, is_before, named_years, span_of
from extractor.mentions import Mentions
from extractor.quotes import ArticleText
from extractor.states import is_country_code
from schemas import Actor, ActorKind, Match, MeetingStatus, Person, Place, Quote, Rejected, When
from schemas.vocabularies import Basis

__all__ = ["Values", "plain"]

# All that a row says of a date.
_Dated = tuple[str | None, str | None, Basis, MeetingStatus | None]

_BEGUN = {MeetingStatus.HELD, MeetingStatus.ONGOING}


@dataclass(frozen=True)
class Values:
    """Checks values against an article; what is wrong goes to `complaints`.

    Attributes:
        text: the article.
        mentions: whom it names.
        published: its day of publication, if that is known.
        recites: whether a text repeats the model's instructions.
        complaints: where to say what is wrong.
    """

    text: ArticleText
    mentions: Mentions
    published: date | None
    recites: Callable[[str], bool]
    complaints: Complaints
    _undated: When = field(default_factory=When, init=False)
    # What was found right before, by all that it says: rows have most actors and dates in common.
    _actors: dict[str, tuple[Actor, Actor]] = field(default_factory=dict[str, tuple[Actor, Actor]], init=False)
    _dates: set[_Dated] = field(default_factory=set[_Dated], init=False)

    def quotes(self, path: str, item: Any, quotes: Sequence[str], near: Sequence[str] = ()) -> list[Quote]:
        """Those of `quotes` that stand in the article, with their places; if none does, the row is dropped.

        Args:
            path: of the row.
            item: the row as the model gave it.
            quotes: the words.
            near: words of the row: of several places, the one among them is meant.
        """
        found: list[Quote] = []
        missing = 0
        for number, words in enumerate(quotes):
            places = self.text.find_parts(words, near=near)
            for quote in places:
                if quote not in found:
                    found.append(quote)
            if not places:
                missing += 1
                nearest = self.text.nearest(words)
                hint = f"; the nearest that stands there is {shown(nearest)}" if nearest else ""
                self.complaints.say(
                    rules.QUOTE_IN_ARTICLE,
                    f"{path}.quotes[{number}] is not in the article: {shown(words)}{hint}. Copy the words exactly as "
                    f"they stand there, in one unbroken stretch",
                )
        if not quotes:
            self.complaints.dropped(
                rules.QUOTE_GIVEN, path, "it has no quote", item, advice=": every row needs one from the article"
            )
        elif not found:
            # What to do has been said for each quote.
            reason = "none of its quotes is in the article"
            self.complaints.rejected.append(
                Rejected(path=path, rule=rules.QUOTE_IN_ARTICLE.name, reason=reason, item=item)
            )
        elif missing:
            self.complaints.warnings.append(f"{path}: {missing} of {len(quotes)} quotes not in the article, left out")
        return found

    def when(self, path: str, when: When, status: MeetingStatus | None = None) -> When:
        """The date, as far as it can be what its words say; `status` is that of a meeting."""
        if when.edtf is None and not when.as_written:
            return self._undated
        said = when.as_written, when.edtf, when.basis, status
        if said in self._dates:
            return when
        if when.as_written and not self._stands(when.as_written):
            self.complaints.mended(
                rules.DATE_WORDS_IN_ARTICLE,
                f"{path}.as_written",
                f"{when.as_written!r} is not in the article: copy the words, or null",
                "date null",
            )
            return self._undated
        if problem := self._date_problem(when, status):
            self.complaints.mended(problem[0], f"{path}.edtf", problem[1], "set to null")
            when = when.model_copy(update={"edtf": None})
        elif when.edtf:
            self._dates.add(said)
        return when if when.edtf or when.as_written else self._undated

    def status(self, path: str, status: MeetingStatus, when: When) -> MeetingStatus:
        """The status, if the date allows it; else `unknown`."""
        if status is not MeetingStatus.PLANNED or not when.edtf or self.published is None:
            return status
        if not is_before(when.edtf, self.published):
            return status
        self.complaints.mended(
            rules.PLANNED_AFTER_PUBLICATION,
            f"{path}.status",
            f"the meeting is said to be planned, but {when.edtf} lies before the publication on {self.published}: "
            f"mend the status (held, cancelled, postponed …) or the date",
            "set to unknown",
        )
        return MeetingStatus.UNKNOWN

    def place(self, path: str, place: Place | None) -> Place | None:
        """The place, with a country code that there is; None if it says nothing."""
        if place is None or (place.venue, place.city, place.country) == (None, None, None):
            return None
        return place.changed(country=self._country(f"{path}.country", place.country))

    def actors(self, path: str, actors: Sequence[Actor], *, at: Place | None = None) -> list[Actor]:
        """Those of `actors` that the article names, each once; the country of the place `at` needs no naming."""
        found: list[Actor] = []
        names: set[str] = set()
        for number, given in enumerate(actors):
            actor = self.actor(f"{path}[{number}]", given, at=at)
            if actor and actor.name not in names:
                found.append(actor)
                names.add(actor.name)
        return found

    def actor(self, path: str, actor: Actor, *, at: Place | None = None) -> Actor | None:
        """The actor under its canonical name and with its code; None if the article does not name it."""
        known = self.named(path, actor, at=at)
        if known is None:
            self.complaints.dropped(
                rules.ACTOR_IN_ARTICLE,
                path,
                f"the article does not name {actor.name!r} in any form",
                actor.model_dump(mode="json"),
                advice="; give the actor that it names, or leave it away",
            )
        return known

    def required(self, path: str, part: str, actor: Actor, item: Any) -> Actor | None:
        """As `actor`, but for the `part` of a row without which the row is dropped."""
        known = self.named(f"{path}.{part}", actor)
        if known is None:
            self.complaints.dropped(
                rules.ACTOR_IN_ARTICLE,
                path,
                f"the article does not name its {part} {actor.name!r} in any form",
                item,
                advice="; give the actor that it names, or leave the row away",
            )
        return known

    def named(self, path: str, actor: Actor, *, at: Place | None = None) -> Actor | None:
        """The actor under its canonical name and with its code, or None without a complaint."""
        given, known = self._actors.get(actor.name, (None, None))
        if given is not None and given.kind is actor.kind and given.country == actor.country:
            return known
        country = self._country(f"{path}.country", actor.country)
        table = None if actor.kind is ActorKind.PERSON else known_actor(actor.name)
        misfit = table and table.kind is ActorKind.STATE and country not in {None, table.country}
        if table and misfit:
            self.complaints.mended(
                rules.COUNTRY_FITS_NAME,
                f"{path}.country",
                f"the code of {table.name} is {table.country}, not {country}",
                f"set to {table.country}",
            )
        if table:
            known = actor.changed(name=table.name, kind=table.kind, country=table.country)
        else:
            known = actor.changed(country=country)
        if self.mentions.actor(known):
            if country == actor.country and not misfit:
                self._actors[actor.name] = actor, known
            return known
        return known if at and at.country and at.country == known.country else None

    def person(self, path: str, person: Person) -> Person | None:
        """The person, if the article names them."""
        if self.mentions.person(person.name):
            return person
        self.complaints.dropped(
            rules.PERSON_IN_ARTICLE,
            path,
            "the article does not name this person",
            person.model_dump(mode="json"),
            advice=f" ({shown(person.name)}): give people only as it names them",
        )
        return None

    def sound(self, path: str, item: Any, *texts: str | None) -> bool:
        """Whether free texts are the model's own; else the row is dropped."""
        for recited in texts:
            if recited and self.recites(recited):
                break
        else:
            return True
        self.complaints.dropped(
            rules.OWN_WORDS,
            path,
            f"it repeats the instructions: {shown(recited)}",
            item,
            advice="; write about the article only, or leave the row away",
        )
        return False

    def _date_problem(self, when: When, status: MeetingStatus | None) -> tuple[rules.Rule, str] | None:
        if when.edtf is None:
            return None
        try:
            span_of(when.edtf)
        except ValueError as error:
            return rules.DATE_IS_EDTF, (
                f"{error}; give a day as 2023-12-14, a month as 2023-12, two days as 2023-12-14/2023-12-15, or null"
            )
        if when.basis is Basis.RELATIVE and self.published is None:
            return rules.DATE_NEEDS_PUBLICATION, (
                f"{when.as_written!r} counts from a publication date that is not known: give null"
            )
        held = status in _BEGUN
        # Only for another year than that of publication does it matter which years the article names.
        years = None if self.published and when.edtf.startswith(f"{self.published.year}-") else self._years
        # A dispatch of another year that the article quotes has its own "tomorrow".
        elsewhere = years is not None and when.basis is Basis.RELATIVE and _year(when.edtf) in years
        counted_from = None if elsewhere else self.published
        if wrong := contradiction(when.as_written or "", when.edtf, counted_from, held=held, years=years):
            return rules.DATE_FITS_WORDS, wrong
        if held and self.published and is_after(when.edtf, self.published):
            return rules.HELD_BEFORE_PUBLICATION, (
                f"{when.edtf} lies after the publication on {self.published}, but the meeting is said to be {status}: "
                f"mend the date or the status"
            )
        return None

    def _stands(self, words: str) -> bool:
        # In a few words every letter counts: `next week` is near to `last week`.
        found = self.text.find(words)
        return found is not None and found.match is not Match.FUZZY

    @cached_property
    def _years(self) -> frozenset[int]:
        return named_years(self.text.text, self.published)

    def _country(self, path: str, code: str | None) -> str | None:
        if code is None or is_country_code(code):
            return code
        self.complaints.mended(
            rules.COUNTRY_IS_ISO,
            path,
            f"{code!r} is not an ISO 3166-1 alpha-2 code: give the right one, or null",
            "set to null",
        )
        return None


def _year(edtf: str) -> int | None:
    first, _ = span_of(edtf)
    return first.year if first else None


def plain(text: str) -> str:
    """`text` on one line, without control, bidirectional and other invisible characters."""
    if text.isprintable():
        return text
    kept = "".join(" " if sign.isspace() else sign for sign in text if sign.isspace() or sign.isprintable())
    return " ".join(unicodedata.normalize("NFC", kept).split())
