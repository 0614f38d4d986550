"""Articles with the same text: one of them is read, the others take its rows over."""

import asyncio
import zlib
from contextlib import suppress
from hashlib import blake2b
from tempfile import SpooledTemporaryFile
from typing import Any, cast

from extractor.batch import Read
from extractor.dumps import Dumps
from extractor.errors import DeferredError
from extractor.quotes import ArticleText
from extractor.settings import Settings
from schemas import Article, ArticleInfo, Extraction, Quote, Result, Tokens

__all__ = ["SameText"]

# What has been read lies in memory up to here, beyond it in a temporary file.
_IN_MEMORY = 8 * 2**20
_LENGTH_BYTES = 4


class SameText:
    """A reader that reads no text twice.

    Texts are the same if they differ in nothing but white space and the Unicode form of their signs (`Article.id`), and
    if they were published on the same day: with another one, `on Friday` would be another day.

    For each article it keeps two numbers in memory, and its extraction in a temporary file of its own.
    """

    def __init__(self, read: Read, settings: Settings, prompt_version: str, dumps: Dumps) -> None:
        """Take what reads an article, and what makes the JSON of extractions; close it at the end."""
        self._read = read
        self._settings = settings
        self._dumps = dumps
        self._made = settings.model, prompt_version
        self._at: dict[int, int] = {}
        self._in_work: dict[int, asyncio.Event] = {}
        self._deferred: dict[int, str] = {}
        self._kept = SpooledTemporaryFile[bytes](max_size=_IN_MEMORY)
        self._end = 0

    async def read(self, article: Article) -> Extraction:
        """The extraction of `article`; without a request, if one with the same text has been read.

        Raises:
            ExtractorError: what reading it raises; another article with this text is then read for itself.
            DeferredError: its request, or that of an article with the same text, goes out later.
        """
        key = _key(article)
        while other := self._in_work.get(key):
            await other.wait()
        if (known := self._known(key)) and (taken := self._taken_over(known, article)):
            return taken
        name = article.source or article.id
        if (first := self._deferred.get(key, name)) != name:
            raise DeferredError(f"it has the same text as {first}, which waits for an answer")
        self._deferred.pop(key, None)
        self._in_work[key] = done = asyncio.Event()
        try:
            extraction = await self._read(article)
            self._keep(key, extraction)
        except DeferredError:
            self._deferred[key] = name
            raise
        finally:
            del self._in_work[key]
            done.set()
        return extraction

    def learn(self, result: Result) -> None:
        """Take note of what an earlier run has read, if it was with the same model and prompts."""
        found = result.extraction
        if found and (found.provenance.model, found.provenance.prompt_version) == self._made:
            self._keep(_key(found.article), found)

    def close(self) -> None:
        """Remove what is kept."""
        self._kept.close()

    def _keep(self, key: int, extraction: Extraction) -> None:
        if key in self._at or extraction.article.same_text_as:
            return
        data = zlib.compress(self._dumps.of(extraction).encode(), level=1)
        # On a full disk the next article with this text is read for itself.
        with suppress(OSError):
            self._kept.seek(self._end)
            self._kept.write(len(data).to_bytes(_LENGTH_BYTES) + data)
            self._at[key] = self._end
            self._end += _LENGTH_BYTES + len(data)

    def _known(self, key: int) -> Extraction | None:
        at = self._at.get(key)
        if at is None:
            return None
        self._kept.seek(at)
        length = int.from_bytes(self._kept.read(_LENGTH_BYTES))
        return Extraction.model_validate_json(zlib.decompress(self._kept.read(length)))

    def _taken_over(self, known: Extraction, article: Article) -> Extraction | None:
        first = known.article.source or known.article.id
        if first == (article.source or article.id):
            # The same article once more, which is the cache's business.
            return None
        placed = _placed(known, article.text)
        if placed is None:
            return None
        nothing = Tokens()
        cost = None if known.provenance.cost is None else 0.0
        spent = {"attempts": 0, "repairs": 0, "tokens": nothing, "repair_tokens": nothing, "cost": cost, "seconds": 0.0}
        warnings = [*known.provenance.warnings, f"same text as {first}: its rows were taken over"]
        return placed.model_copy(
            update={
                "article": article.info(with_text=self._settings.include_text).model_copy(
                    update={"same_text_as": first}
                ),
                "provenance": known.provenance.model_copy(update={**spent, "cached": True, "warnings": warnings}),
            }
        )


def _placed(known: Extraction, text: str) -> Extraction | None:
    # The same rows with their quotes where they stand in `text`; None if one stands nowhere.
    rows: dict[str, Any] = known.model_dump(include={"meetings", "delegations", "positions"})
    quotes = list(_quotes(rows))
    if all(text[quote["start"] : quote["end"]] == quote["text"] for quote in quotes):
        return known
    article = ArticleText(text)
    for quote in quotes:
        places = article.find_all(quote["text"])
        if not places:
            return None
        # White space has moved it a little.
        place = min(places, key=lambda place: abs(place.start - cast("int", quote["start"])))
        quote.update(text=place.text, start=place.start, end=place.end)
    return Extraction.model_validate({**known.model_dump(), **rows})


def _quotes(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, dict):
        fields = cast("dict[str, Any]", node)
        if fields.keys() == Quote.model_fields.keys():
            return [fields]
        return [quote for value in fields.values() for quote in _quotes(value)]
    if isinstance(node, list):
        return [quote for value in cast("list[Any]", node) for quote in _quotes(value)]
    return []


def _key(article: Article | ArticleInfo) -> int:
    # 64 bits of a hash in place of text: a hundred thousand articles take some ten megabytes.
    named = f"{article.id} {article.published}"
    return int.from_bytes(blake2b(named.encode(), digest_size=8).digest())
