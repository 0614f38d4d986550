"""The JSON of extractions, made once for all that write it: results file, cache, what is kept of the same text."""

from pydantic_core import to_json

from schemas import Extraction, Result

__all__ = ["Dumps"]

# Writers come soon after one another: a result waits for its turn behind no more than a few hundred others.
_LAST = 256


class Dumps:
    """The JSON of the last extractions that were asked for."""

    def __init__(self) -> None:
        """Nothing has been asked for yet."""
        # With the extraction itself, so that no other one can take its place in memory.
        self._made: dict[int, tuple[Extraction, str]] = {}

    def of(self, extraction: Extraction) -> str:
        """The JSON of `extraction`, without the text of its article."""
        known = self._made.get(id(extraction))
        if known:
            return known[1]
        article = extraction.article
        plain = extraction if article.text is None else extraction.changed(article=article.changed(text=None))
        made = plain.model_dump_json()
        self._made[id(extraction)] = extraction, made
        if len(self._made) > _LAST:
            del self._made[next(iter(self._made))]
        return made

    def line(self, result: Result) -> bytes:
        """The line of a results file for `result`."""
        extraction = result.extraction
        if extraction is None or extraction.article.text is not None:
            return f"{result.model_dump_json()}\n".encode()
        source = to_json(result.source).decode()
        # Only what was not read has an error or a reason why it was skipped.
        return f'{{"source":{source},"extraction":{self.of(extraction)},"error":null,"skipped":null}}\n'.encode()
