"""Which articles are reprints or rewrites of one another.

Half of what is quoted from them is the same, or results link them (`near_duplicate_of`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from extractor.dossier.rows import ArticleRows

__all__ = ["families_of"]

# Two reports of one event share a statement or two; with fewer telling quotes nothing can be said.
_SHARED = 0.5
_FEWEST = 3


def families_of(articles: Iterable[ArticleRows]) -> dict[str, str]:
    """The first published of each family of articles, by the id of every article that has relatives."""
    ordered = sorted(articles, key=_by_publication)
    quotes = {article.info.id: article.quotes for article in ordered if len(article.quotes) >= _FEWEST}
    first: dict[str, str] = {}
    for one, other in _sharing(quotes):
        overlap = len(set(quotes[one]).intersection(quotes[other]))
        if overlap >= _FEWEST and overlap >= _SHARED * min(len(quotes[one]), len(quotes[other])):
            # `one` was published first; what it belongs to is known already.
            first.setdefault(other, first.setdefault(one, one))
    for alike in _linked(ordered):
        head = next((first[article] for article in alike if article in first), alike[0])
        for article in alike:
            first.setdefault(article, head)
    return first


def _linked(ordered: Iterable[ArticleRows]) -> Iterator[list[str]]:
    # Each article with those that name it, in order of publication. A link tells a source, which is one article unless
    # results of several folders come together; then nothing is known.
    named: defaultdict[str, set[str]] = defaultdict(set)
    links: defaultdict[str, list[str]] = defaultdict(list)
    place: dict[str, int] = {}
    for article in ordered:
        place[article.info.id] = len(place)
        named[article.info.source or article.info.id].add(article.info.id)
        if article.info.near_duplicate_of:
            links[article.info.near_duplicate_of].append(article.info.id)
    for source, articles in links.items():
        if len(named[source]) == 1:
            yield sorted({*named[source], *articles}, key=place.__getitem__)


def _sharing(quotes: Mapping[str, tuple[int, ...]]) -> Iterator[tuple[str, str]]:
    holder: dict[int, str] = {}
    for article, found in quotes.items():
        # Whoever has it first is entered on the way.
        earlier = {holder.setdefault(quote, article) for quote in found}
        yield from ((other, article) for other in sorted(earlier) if other != article)


def _by_publication(article: ArticleRows) -> tuple[bool, int, str]:
    published = article.info.published
    return published is None, published.toordinal() if published else 0, article.info.id
