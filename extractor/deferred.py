"""An endpoint that sends nothing: answers come from the cache, and requests that lack one are noted or fail."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import openai

from extractor.cache import AnswerCache, request_key
from extractor.endpoint import Endpoint, Reply, is_refusal
from extractor.errors import DeferredError, NotAnsweredError, SettingsError
from extractor.requestfile import Response
from extractor.settings import Settings, Via
from extractor.stopping import Stop

if TYPE_CHECKING:
    from extractor.asking import Body
    from extractor.retry import Deadline

__all__ = ["DeferredEndpoint"]

Note = Callable[[str, bytes], None]


class DeferredEndpoint(Endpoint):
    """Answers from the cache, and from nowhere else.

    Attributes:
        note: is called with key and body of each request that the cache lacks; while it is None such requests fail.
    """

    def __init__(self, settings: Settings, cache: AnswerCache | None, stop: Stop) -> None:
        """Prepare as an `Endpoint` is prepared, for the same keys.

        Raises:
            SettingsError: the cache is switched off or not to be read, or a budget is set that can't be kept.
        """
        if cache is None or settings.refresh:
            raise SettingsError(
                f"`via` {settings.via} takes answers from the cache: leave --no-cache and --refresh out"
            )
        if settings.via is Via.OPENAI_BATCH and (settings.max_cost or settings.max_tokens):
            raise SettingsError(
                "a batch is sent as a whole, so `max_cost` and `max_tokens` can't be kept: leave them out"
            )
        super().__init__(settings, cache, stop)
        self._answers = cache
        self.note: Note | None = None
        # Refusals, which are never kept, and what went wrong, by the key of the request.
        self._refused: dict[str, dict[str, Any]] = {}
        self._failed: dict[str, str] = {}

    @property
    def client(self) -> openai.AsyncOpenAI:
        """The connection to the endpoint."""
        return self._connection.client

    def take(self, response: Response) -> bool:
        """Keep a response; gives whether it was a completion.

        Raises:
            CacheError: it can't be kept.
        """
        if response.completion is None:
            self.fail(response.key, response.problem)
            return False
        if is_refusal(response.completion):
            self._refused[response.key] = response.completion
        else:
            self._answers.put(response.key, response.completion)
        return True

    def fail(self, key: str, problem: str) -> None:
        """Note that there is no answer for a request, in this run."""
        self._failed[key] = problem

    def has(self, key: str) -> bool:
        """Whether it is known what became of a request."""
        return key in self._failed or key in self._refused or self._answers.get(key) is not None

    async def _send(self, body: "Body", content: bytes, until: "Deadline") -> Reply:
        del body, until
        key = request_key(self.address, content)
        if refused := self._refused.get(key):
            return Reply(refused, cached=True, requests=0)
        if problem := self._failed.get(key):
            raise NotAnsweredError(f"{problem}; the same command again asks once more")
        if self.note is None:
            raise NotAnsweredError(
                "the cache holds no answer to a request for it: export the requests that are left, or read without "
                "`--via cache`; endpoint, model and settings must be those of the export"
            )
        self.note(key, content)
        raise DeferredError("its request waits for an answer")
