"""Compare results with gold, article by article."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import PurePosixPath

from extractor.errors import EvaluationError
from extractor.evaluation.matching import match
from extractor.evaluation.places import Places
from extractor.evaluation.rows import Reading, Row, article_name
from extractor.evaluation.scores import ArticleEvaluation, Evaluation, Grounding
from schemas import Article, Result

__all__ = ["evaluate"]

_EXTRA = ("networkx", "sentencex")
_SHOWN = 5
_NO_TEXT = (
    "no text is at hand for {} of the articles, so quotes were compared by words alone: {}; give the articles, or "
    "results with their text"
)
_NO_RESULT = "there is no result for this article"


def evaluate(
    gold: Iterable[Reading | Result], found: Iterable[Result], *, articles: Iterable[Article] = ()
) -> Evaluation:
    """Say how well results agree with gold, or with the results of another model.

    Articles are paired by name, that is by their source without its ending. An article of gold that has no result,
    or a failed one, counts as read with nothing found; a result that gold does not have counts for nothing.

    Args:
        gold: what is right, from `read_gold` or `read_results`.
        found: what is judged.
        articles: the articles, for results that do not hold their text. Where a text is known, quotes of gold are
            looked up in it; else those quotes are taken for one place that have most of their words in common.

    Raises:
        EvaluationError: the extra `eval` is not installed, or one side has two readings of one article.
    """
    if any(find_spec(name) is None for name in _EXTRA):
        raise EvaluationError("evaluation needs the extra: pip install 'talks-extractor[eval]'")
    right = _named([Reading.of(one) if isinstance(one, Result) else one for one in gold], "gold")
    judged = _named(map(Reading.of, found), "results")
    texts = {article_name(article.source or article.id): article for article in articles}
    notes = [f"gold has no rows, for reading failed: {one.source}" for one in right.values() if one.error]
    notes += [note for one in right.values() for note in one.notes]
    pairs = [(one, other) for one, other in _paired(right, judged) if not one.error]
    compared = [_compare(one, other, _text_of(texts, one, other), notes) for one, other in pairs]
    textless = [
        one.name for one in compared if one.places.text is None and not one.problem and not right[one.name].article
    ]
    if textless:
        notes.append(
            _NO_TEXT.format(len(textless), ", ".join(textless[:_SHOWN]) + (" …" if len(textless) > _SHOWN else ""))
        )
    known = {other.name for _, other in pairs if other}
    without = tuple(sorted(one.source for one in judged.values() if one.name not in known))
    return Evaluation(tuple(sorted(compared, key=lambda one: one.name)), without, tuple(notes))


def _named(readings: Iterable[Reading], side: str) -> dict[str, Reading]:
    named: dict[str, Reading] = {}
    for reading in readings:
        if other := named.get(reading.name):
            raise EvaluationError(
                f"the {side} have two readings of {reading.name}: {other.source}, {reading.source}; keep one"
            )
        named[reading.name] = reading
    return named


def _paired(gold: Mapping[str, Reading], found: Mapping[str, Reading]) -> Iterator[tuple[Reading, Reading | None]]:
    # Gold in one folder, articles in many, or the other way round: the file's name alone, if each side has it once.
    left = _by_file(one for one in gold.values() if one.name not in found)
    right = _by_file(one for one in found.values() if one.name not in gold)
    for one in gold.values():
        file = PurePosixPath(one.name).name
        alike = right[file] if len(left[file]) == len(right[file]) == 1 else [None]
        yield one, found.get(one.name, alike[0])


def _by_file(readings: Iterable[Reading]) -> dict[str, list[Reading]]:
    named: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        named[PurePosixPath(reading.name).name].append(reading)
    return named


def _text_of(texts: Mapping[str, Article], gold: Reading, found: Reading | None) -> Article | None:
    return texts.get(found.name if found else gold.name) or texts.get(gold.name)


def _compare(gold: Reading, found: Reading | None, article: Article | None, notes: list[str]) -> ArticleEvaluation:
    problem = _NO_RESULT if found is None else found.error
    judged = Reading(name=gold.name, source=gold.source) if found is None else found
    text = judged.text or (gold.text if judged.article in (None, gold.article) else None)
    if text is None and article is not None:
        if judged.article in (None, article.id):
            text = article.text
        else:
            notes.append(f"{judged.source} was read in another version than the article given; its text was not used")
    same = None in (gold.article, judged.article) or gold.article == judged.article
    if not same:
        notes.append(f"{gold.name}: the two sides read different texts; quotes of gold are looked up by their words")
    places = Places(text, judged.language or gold.language or "en", same_text=same)
    meetings, delegates, positions = match(gold, judged, places)
    if text is not None:
        notes += [
            f"gold {gold.source}: this quote is not in its article: {quote.text!r}"
            for row in _rows(gold)
            for quote in row.quotes
            if not places.of_gold(quote)
        ]
    return ArticleEvaluation(
        name=gold.name,
        source=found.source if found else None,
        title=judged.title or gold.title,
        meetings=meetings,
        delegates=delegates,
        positions=positions,
        grounding=_grounding(judged, text),
        rejected=judged.rejected,
        problem=problem,
        places=places,
    )


def _rows(reading: Reading) -> Iterator[Row]:
    yield from reading.meetings
    yield from reading.delegates
    yield from reading.positions


def _grounding(found: Reading, text: str | None) -> Grounding:
    if text is None:
        return Grounding()
    # A delegation's quotes stand with each of its people, but are counted once.
    quotes = {(quote.text, quote.start, quote.end) for row in _rows(found) for quote in row.quotes}
    return Grounding(sum(text[start:end] == words for words, start, end in quotes), len(quotes))
