"""Which articles are reprints or rewrites of one another: half of what is quoted from them is the same."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

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
        overlap = len(quotes[one] & quotes[other])
        if overlap >= _FEWEST and overlap >= _SHARED * min(len(quotes[one]), len(quotes[other])):
            # `one` was published first; what it belongs to is known already.
            first.setdefault(other, first.setdefault(one, one))
    return first


def _sharing(quotes: dict[str, frozenset[int]]) -> Iterator[tuple[str, str]]:
    holders: defaultdict[int, list[str]] = defaultdict(list)
    for article, found in quotes.items():
        earlier = {other for quote in found for other in holders[quote][:1]}
        yield from ((other, article) for other in sorted(earlier))
        for quote in found:
            holders[quote].append(article)


def _by_publication(article: ArticleRows) -> tuple[bool, int, str]:
    published = article.info.published
    return published is None, published.toordinal() if published else 0, article.info.id
