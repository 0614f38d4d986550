"""Articles that tell the same in nearly the same words: each but the first says so, or is not read at all."""

import asyncio
from hashlib import blake2b

from extractor.batch import Read
from extractor.errors import DeferredError, NearDuplicateError
from extractor.likeness import Likenesses, Sketch, sketch_of
from schemas import Article, ArticleInfo, Extraction, Result

__all__ = ["NearText"]


class NearText:
    """A reader that knows what it has read in nearly the same words.

    Of articles that are alike the one that comes first is read; the others wait for it, name it, and are passed over if
    that is set. If it fails, the next is the first. A near-duplicate is never the first of another article.
    """

    def __init__(self, read: Read, *, skip: bool) -> None:
        """Take what reads an article, and whether near-duplicates are to be skipped."""
        self._read = read
        self._skip = skip
        self._likenesses = Likenesses()
        # By number, as all below: the names of the firsts; those of them that are being read, or wait for an answer.
        self._names: dict[int, str] = {}
        self._in_work: dict[int, asyncio.Event] = {}
        self._deferred: set[int] = set()
        # What earlier runs have read, by whatever model: likeness is the texts' alone.
        self._before: set[int] = set()

    @property
    def learned(self) -> bool:
        """Whether earlier runs have read articles that could be the first of others."""
        return bool(self._before)

    async def read(self, article: Article) -> Extraction:
        """The extraction of `article`, which names the first article that it is like.

        Raises:
            NearDuplicateError: there is one, and near-duplicates are to be skipped.
            ExtractorError: what reading it raises.
            DeferredError: its request, or that of the article it is like, goes out later.
        """
        sketch = sketch_of(article)
        if sketch is None:
            return await self._read(article)
        number = _number(article)
        first = self._first(number, article, sketch)
        while first is not None and (work := self._in_work.get(first)):
            await work.wait()
            first = self._first(number, article, sketch)
        if first is None:
            return await self._read_first(number, article, sketch)
        name = self._names[first]
        if self._skip and first in self._deferred:
            raise DeferredError(f"it is a near-duplicate of {name}, which waits for an answer")
        if self._skip:
            raise NearDuplicateError(name)
        extraction = await self._read(article)
        about = extraction.article.model_copy(update={"near_duplicate_of": name})
        return extraction.model_copy(update={"article": about})

    def learn(self, result: Result) -> None:
        """Take note of what an earlier run has read."""
        found = result.extraction
        if found and not (found.article.same_text_as or found.article.near_duplicate_of):
            self._before.add(_number(found.article))

    def take_in(self, article: Article) -> None:
        """Take an article as a first if an earlier run has read it; its result lacks the text that this takes."""
        number = _number(article)
        if number in self._before and (sketch := sketch_of(article)):
            self._add(number, article, sketch)

    def _first(self, number: int, article: Article, sketch: Sketch) -> int | None:
        if number in self._names:
            # A first that comes once more.
            return None
        alike = self._likenesses.like(sketch)
        return next((other for other in alike if self._names[other] != _name(article)), None)

    async def _read_first(self, number: int, article: Article, sketch: Sketch) -> Extraction:
        self._add(number, article, sketch)
        self._in_work[number] = done = asyncio.Event()
        try:
            extraction = await self._read(article)
        except DeferredError:
            self._deferred.add(number)
            raise
        except BaseException:
            self._remove(number)
            raise
        else:
            self._deferred.discard(number)
        finally:
            self._in_work.pop(number, None)
            done.set()
        return extraction

    def _add(self, number: int, article: Article, sketch: Sketch) -> None:
        if number not in self._names:
            self._likenesses.add(number, sketch)
            self._names[number] = _name(article)

    def _remove(self, number: int) -> None:
        if self._names.pop(number, None):
            self._likenesses.remove(number)
            self._deferred.discard(number)


def _name(article: Article | ArticleInfo) -> str:
    return article.source or article.id


def _number(article: Article | ArticleInfo) -> int:
    # 64 bits of a hash, as for the same text.
    return int.from_bytes(blake2b(f"{_name(article)} {article.id}".encode(), digest_size=8).digest())
