"""Counts, and the shares that follow from them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from extractor.evaluation.fields import FIELDS, Field
from extractor.evaluation.matching import Matched, Pair
from extractor.evaluation.places import Places
from extractor.evaluation.rows import DelegateRow, Kind, MeetingRow, PositionRow, Row

__all__ = ["ArticleEvaluation", "Evaluation", "FieldScore", "Grounding", "Score"]

_DATE = "date"


@dataclass(frozen=True)
class Score:
    """How many rows were found.

    Attributes:
        right: rows of gold that were found.
        missed: rows of gold that were not.
        false: found rows that gold does not have.
    """

    right: int = 0
    missed: int = 0
    false: int = 0

    @property
    def precision(self) -> float | None:
        """The share of right ones among the found; None if nothing was found."""
        return _share(self.right, self.right + self.false)

    @property
    def recall(self) -> float | None:
        """The share of found ones among the rows of gold; None if gold has none."""
        return _share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall; None if there are no rows on either side."""
        return _share(2 * self.right, 2 * self.right + self.missed + self.false)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        counts = {"right": self.right, "missed": self.missed, "false": self.false}
        return {**counts, "precision": self.precision, "recall": self.recall, "f1": self.f1}


@dataclass(frozen=True)
class FieldScore:
    """How often one field was right, among the rows that were found.

    Attributes:
        right: times it was right, also where nothing was to be told and nothing was.
        compared: times that gold tells it.
        right_given: times it was right with a value.
        given: times that a value was found.
    """

    right: int = 0
    compared: int = 0
    right_given: int = 0
    given: int = 0

    @property
    def share(self) -> float | None:
        """The share of right ones; None if nothing was compared."""
        return _share(self.right, self.compared)

    @property
    def share_given(self) -> float | None:
        """The share of right ones among the values that were found; None if there were none."""
        return _share(self.right_given, self.given)

    @classmethod
    def of(cls, fields: Iterable[Field]) -> "FieldScore":
        """Count `fields`."""
        counted = list(fields)
        given = [one for one in counted if one.given]
        return cls(sum(one.right for one in counted), len(counted), sum(one.right for one in given), len(given))

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        counts = {"right": self.right, "compared": self.compared, "share": self.share}
        return {**counts, "right_given": self.right_given, "given": self.given, "share_given": self.share_given}


@dataclass(frozen=True)
class Grounding:
    """How many quotes of the results stand in the article at their offsets, of those that could be tried."""

    verified: int = 0
    tried: int = 0

    @property
    def share(self) -> float | None:
        """The share of those that do; None if no text was at hand."""
        return _share(self.verified, self.tried)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"verified": self.verified, "tried": self.tried, "share": self.share}


@dataclass(frozen=True)
class ArticleEvaluation:
    """One article of gold, compared with what was found in it.

    Attributes:
        name: of the article; see `article_name`.
        source: the file that was read, or None if there is no result.
        title: of the article, if it is known.
        meetings, delegates, positions: the rows of each kind.
        grounding: whether the quotes stand where they say.
        rejected: rows that the checks dropped.
        problem: why there is nothing to compare, so that all rows of gold count as missed.
        places: where the quotes of both sides stand, with the article's text if it is known.
    """

    name: str
    source: str | None
    title: str | None = None
    meetings: Matched[MeetingRow] = field(default_factory=Matched[MeetingRow])
    delegates: Matched[DelegateRow] = field(default_factory=Matched[DelegateRow])
    positions: Matched[PositionRow] = field(default_factory=Matched[PositionRow])
    grounding: Grounding = Grounding()
    rejected: int = 0
    problem: str | None = None
    places: Places = field(default_factory=lambda: Places(None))

    def rows(self, kind: Kind) -> "Matched[Any]":
        """The rows of one kind."""
        match kind:
            case Kind.MEETINGS:
                return self.meetings
            case Kind.DELEGATES:
                return self.delegates
            case Kind.POSITIONS:
                return self.positions

    def score(self, kind: Kind) -> Score:
        """How many rows of one kind were found."""
        rows = self.rows(kind)
        return Score(len(rows.pairs), len(rows.missed), len(rows.false))

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "name": self.name,
            "source": self.source,
            "problem": self.problem,
            "rejected": self.rejected,
            "quotes": self.grounding.as_dict(),
            **{kind.value: {**self.score(kind).as_dict(), **_rows_as_dict(self.rows(kind))} for kind in Kind},
        }


@dataclass(frozen=True)
class Evaluation:
    """How results agree with gold.

    Attributes:
        articles: those that gold has.
        without_gold: sources of results that gold does not have; they count for nothing.
        notes: what a person should know about the comparison.
    """

    articles: tuple[ArticleEvaluation, ...]
    without_gold: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def score(self, kind: Kind) -> Score:
        """How many rows of one kind were found in all articles together (micro-average)."""
        scores = [article.score(kind) for article in self.articles]
        return Score(*(sum(getattr(score, name) for score in scores) for name in ("right", "missed", "false")))

    def fields(self, kind: Kind) -> dict[str, FieldScore]:
        """How often each field was right among the rows of one kind that were found."""
        pairs = [pair for article in self.articles for pair in article.rows(kind).pairs]
        return {
            name: FieldScore.of(one for pair in pairs for one in pair.fields if one.name == name)
            for name in FIELDS[kind]
        }

    @property
    def dates(self) -> FieldScore:
        """How often dates were right, of meetings and positions together."""
        return FieldScore.of(
            one
            for article in self.articles
            for pair in (*article.meetings.pairs, *article.positions.pairs)
            for one in pair.fields
            if one.name == _DATE
        )

    @property
    def grounding(self) -> Grounding:
        """How many quotes stand where they say."""
        return Grounding(
            sum(article.grounding.verified for article in self.articles),
            sum(article.grounding.tried for article in self.articles),
        )

    @property
    def rejected(self) -> int:
        """How many rows the checks dropped."""
        return sum(article.rejected for article in self.articles)

    @property
    def unread(self) -> tuple[ArticleEvaluation, ...]:
        """The articles of gold that have no result, or a failed one; all their rows count as missed."""
        return tuple(article for article in self.articles if article.problem)

    def as_dict(self) -> dict[str, Any]:
        """For JSON: all counts and shares, and which rows they are made of."""
        return {
            "total": {
                **{
                    kind.value: {
                        **self.score(kind).as_dict(),
                        "fields": {name: score.as_dict() for name, score in self.fields(kind).items()},
                    }
                    for kind in Kind
                },
                "dates": self.dates.as_dict(),
                "quotes": self.grounding.as_dict(),
                "rejected": self.rejected,
            },
            "articles": [article.as_dict() for article in self.articles],
            "without_gold": list(self.without_gold),
            "notes": list(self.notes),
        }


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _rows_as_dict(rows: "Matched[Any]") -> dict[str, Any]:
    return {
        "pairs": [_pair_as_dict(pair) for pair in rows.pairs],
        "missed_rows": _labels(rows.missed),
        "false_rows": _labels(rows.false),
        "near": [_pair_as_dict(pair) for pair in rows.near],
        "optional": [_pair_as_dict(pair) for pair in rows.uncounted],
        "ignored_rows": _labels(rows.ignored),
    }


def _pair_as_dict(pair: "Pair[Any]") -> dict[str, Any]:
    wrong = {one.name: {"accepted": list(one.accepted), "found": one.found} for one in pair.wrong}
    return {"gold": _label(pair.gold), "found": _label(pair.found), "wrong": wrong}


def _labels(rows: Sequence[Row]) -> list[dict[str, Any]]:
    return list(map(_label, rows))


def _label(row: Row) -> dict[str, Any]:
    return {"label": row.label, "quotes": [quote.text for quote in row.quotes]}
