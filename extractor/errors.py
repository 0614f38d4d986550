"""The errors that the package raises.

    ExtractorError
    ├── SettingsError             a setting is missing, unknown or contradicts another
    ├── ArticleError              an article can't be read: empty, binary, unreadable, too long
    ├── EndpointError             the endpoint did not give an answer
    │   ├── EndpointUnavailableError   no connection, a time-out or a 5xx, until the tries were used up
    │   ├── RateLimitedError           429 until the tries were used up, or no quota left
    │   ├── AuthenticationError        401 or 403
    │   ├── RequestRejectedError       400, 404, 422 and the like: the same request would fail again
    │   └── NotAnsweredError           a batch, or the cache alone, holds no answer to a request
    ├── AnswerError               the endpoint answered, but not with something usable
    │   ├── RefusedError               the model refused
    │   ├── CutOffError                the answer was cut off even with the raised limit
    │   └── UnreadableAnswerError      no try gave an answer that could be parsed
    ├── CacheError                the cache folder can't be used
    ├── CassetteError             a recording can't be read or written
    │   └── NotRecordedError           a request that the recording does not hold
    ├── ResultsError              a results file can't be read or written
    ├── AliasesError              a file of aliases can't be read
    ├── DossierError              a dossier can't be read or written
    ├── EvaluationError           gold can't be read, or can't be compared with the results
    ├── SkippedError              an article was passed over, as it was asked for
    │   └── NearDuplicateError         it is a near-duplicate of one that is read
    └── StoppedError              a run was stopped, by its user or a budget, before this article was read
        └── DeferredError              an article waits for the answer to a request that goes out later

Each message says what happened, to which file or endpoint, and what to do; the cause is chained.
"""

from typing import Any

__all__ = [
    "AliasesError",
    "AnswerError",
    "ArticleError",
    "AuthenticationError",
    "CacheError",
    "CassetteError",
    "CutOffError",
    "DeferredError",
    "DossierError",
    "EndpointError",
    "EndpointUnavailableError",
    "EvaluationError",
    "ExtractorError",
    "NearDuplicateError",
    "NotAnsweredError",
    "NotRecordedError",
    "RateLimitedError",
    "RefusedError",
    "RequestRejectedError",
    "ResultsError",
    "SettingsError",
    "SkippedError",
    "StoppedError",
    "UnreadableAnswerError",
]


class ExtractorError(Exception):
    """Every error of this package derives from this one."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel from one process to another whole, whatever arguments the error was made of."""
        return _restored, (type(self), self.args, vars(self))


def _restored(kind: type[ExtractorError], args: tuple[Any, ...], attributes: dict[str, Any]) -> ExtractorError:
    error = kind.__new__(kind, *args)
    vars(error).update(attributes)
    return error


class SettingsError(ExtractorError):
    """A setting is missing, unknown or contradicts another."""


class ArticleError(ExtractorError):
    """An article can't be read: empty, binary, unreadable or too long.

    Attributes:
        source: the file (or line of a file) that it is about.
    """

    def __init__(self, source: str, problem: str) -> None:
        """Say what is wrong with the article that came from `source`."""
        super().__init__(f"{source}: {problem}")
        self.source = source


class EndpointError(ExtractorError):
    """The endpoint did not give an answer."""


class EndpointUnavailableError(EndpointError):
    """No connection, a time-out or a server error, until the tries or the deadline were used up."""


class RateLimitedError(EndpointError):
    """The endpoint said 429 until the tries were used up, or the account has no quota left."""


class AuthenticationError(EndpointError):
    """The endpoint does not accept the key (401), or the key may not use the model (403)."""


class RequestRejectedError(EndpointError):
    """The endpoint calls the request wrong (400, 404, 422 …); the same request would fail again."""


class NotAnsweredError(EndpointError):
    """A batch gave no answer to a request, or answers come from the cache alone and it holds none."""


class AnswerError(ExtractorError):
    """The endpoint answered, but not with something usable."""


class RefusedError(AnswerError):
    """The model refused to answer, or a content filter stopped it."""


class CutOffError(AnswerError):
    """The answer was cut off even with the raised limit, and the article can't be split further."""


class UnreadableAnswerError(AnswerError):
    """No try gave an answer that could be parsed."""


class CacheError(ExtractorError):
    """The cache folder can't be used."""


class CassetteError(ExtractorError):
    """A recording can't be read or written."""


class NotRecordedError(CassetteError):
    """A request was made that the recording does not hold."""


class ResultsError(ExtractorError):
    """A results file can't be read or written."""


class AliasesError(ExtractorError):
    """A file of aliases can't be read, or gives one name two meanings."""


class DossierError(ExtractorError):
    """A dossier can't be read or written."""


class EvaluationError(ExtractorError):
    """Gold can't be read, or can't be compared with the results."""


class SkippedError(ExtractorError):
    """An article was passed over, as it was asked for, before any request."""


class NearDuplicateError(SkippedError):
    """An article was passed over, since one that is read tells the same in nearly the same words.

    Attributes:
        first: source of that one.
    """

    def __init__(self, first: str) -> None:
        """Name the article that is read."""
        super().__init__(f"it is a near-duplicate of {first}")
        self.first = first


class StoppedError(ExtractorError):
    """A run was stopped, by its user or a budget, before this article was read."""


class DeferredError(StoppedError):
    """An article waits for the answer to a request that goes out later, with others."""
