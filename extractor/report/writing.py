"""From results to the file of a report."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from extractor.articles import load_articles
from extractor.dossier import Aliases, Dossier
from extractor.exports.files import in_place
from extractor.files import find_files
from extractor.report.page import render
from schemas import Article, Result

__all__ = ["Written", "write_report"]


@dataclass(frozen=True)
class Written:
    """What a report holds."""

    articles: int
    meetings: int
    positions: int
    without_text: int
    bytes: int


def write_report(
    results: Iterable[Result],
    path: Path,
    *,
    title: str,
    folder: Path | None = None,
    aliases: Aliases | None = None,
) -> Written:
    """Write the report of `results` to `path`.

    Args:
        results: as `read_results` gives them.
        path: the file to write.
        title: the page's heading.
        folder: the articles that were read. Without it, and for articles that are not in it, the page shows the text
            that the results hold (`--include-text`), else the quotes alone.
        aliases: names that mean the same actor or person.

    Raises:
        ArticleError: there is no such folder.
        ResultsError: `path` can't be written.
    """
    texts: dict[str, str] = {}
    document = Dossier.from_results(_keeping_texts(results, texts), aliases).document()
    if folder is not None:
        wanted = {article.info.id for article in document.articles}
        items = chain.from_iterable(map(load_articles, find_files(folder)))
        texts.update({item.id: item.text for item in items if isinstance(item, Article) and item.id in wanted})
    page = render(document, texts, title=title).encode()
    with in_place(path) as unfinished:
        unfinished.write_bytes(page)
    return Written(
        articles=len(document.articles),
        meetings=len(document.meetings),
        positions=sum(len(timeline.positions) for timeline in document.timelines),
        without_text=sum(article.info.id not in texts for article in document.articles),
        bytes=len(page),
    )


def _keeping_texts(results: Iterable[Result], texts: dict[str, str]) -> Iterator[Result]:
    for result in results:
        if result.extraction and result.extraction.article.text is not None:
            texts[result.extraction.article.id] = result.extraction.article.text
        yield result
