"""The values that meetings, delegations and positions are made of."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from schemas.vocabularies import ActorKind, Basis, Match

__all__ = ["Actor", "Model", "Person", "Place", "Quote", "When"]


class Model(BaseModel):
    """A record of the data model: immutable; keys that it does not know are ignored."""

    # Validators are built when a model is first used: building all of them takes half the time of `import extractor`.
    model_config = ConfigDict(frozen=True, defer_build=True)

    def changed(self, **values: object) -> Self:
        """The record with other `values`, which are not validated; itself if they are what it has."""
        for name, value in values.items():
            known = getattr(self, name)
            # Most rows need no change, and a copy costs more than the look; a look at two records more than at one.
            if known is not value and known != value:
                return self.model_copy(update=values)
        return self


class Quote(Model):
    """A verbatim part of the article that proves a row."""

    text: str = Field(description="The words as they stand in the article, at `start` to `end`.")
    start: int = Field(description="Offset of the first character in the article's text, from 0.")
    end: int = Field(description="Offset behind the last character.")
    match: Match = Field(
        description="`exact`; `normalized` where what was quoted differs from the article only in quotation marks, "
        "dashes, white space, case, accents or the form of its signs; `fuzzy` where it differs in a small word or a "
        "spelling, but in no number, name or denial."
    )


class When(Model):
    """A date as the article words it, and as a calendar date."""

    as_written: str | None = Field(
        default=None,
        description="The time expression, verbatim from the article (`on Thursday`, `last month`, `9 April`); "
        "null if the article gives none for this item. Never the date of publication in its place.",
    )
    edtf: str | None = Field(
        default=None,
        description="The same as an EDTF (ISO 8601-2 level 1) date, as exact as the words allow and no more: a day "
        "`2023-12-14`, a month `2023-11` (for `last month`), a year `2022`, or first and last day of one event "
        "`2023-12-14/2023-12-16`. Relative words count from the publication date; if that is not given, null.",
    )
    basis: Basis = Field(
        default=Basis.UNKNOWN,
        description="`explicit` if the words name the day or month themselves (also without the year), `relative` "
        "if they count from another date (`Friday`, `yesterday`, `last month`), `unknown` if there is no date.",
    )


class Place(Model):
    """Where a meeting took or takes place."""

    venue: str | None = Field(default=None, description="Building or site, as the article names it; else null.")
    city: str | None = Field(default=None, description="City, common English name; else null.")
    country: str | None = Field(
        default=None,
        description="ISO 3166-1 alpha-2 code of the country of the city or venue (XK for Kosovo); null if the "
        "article names no place.",
    )


class Actor(Model):
    """A state, body, organisation, group or, where somebody acts for nobody else, a person."""

    name: str = Field(
        description="Canonical English name: the state for its government, capital or spokespeople (`Russia` for "
        "Moscow, the Kremlin, Russian officials); `United States`, `European Union`, `Hamas`; the full name of a "
        "person. The body's own name only if it acts apart from its state."
    )
    kind: ActorKind = Field(default=ActorKind.OTHER, description="`state` for a country or its government as a whole.")
    country: str | None = Field(
        default=None,
        description="ISO 3166-1 alpha-2 code of the state that it is, belongs to or acts for (XK for Kosovo); null "
        "for international organisations and unrecognised entities.",
    )


class Person(Model):
    """A natural person that the article names."""

    name: str = Field(
        description="Full name, spelled as in the article in its fullest form there (`Irfaan Ali`, even "
        "where this sentence says only `Ali`), without title."
    )
    title: str | None = Field(
        default=None, description="Office or function, as the article gives it (`Foreign Minister`); else null."
    )
    affiliation: str | None = Field(
        default=None, description="The `name` of the Actor for whom the person acts; null if the article does not tell."
    )
