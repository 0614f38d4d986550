"""The form of a question and of its answer, in each answer mode, by instructor's mode handlers.

Instructor's own loop (`patch`) is not used: it renders all messages as templates as soon as a validation context is
given, which changes lines of white space in an article, and it knows nothing of a cache, of cut-off answers and of
answers that are good but for one row. Its handlers know how each mode asks, reads and asks again.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from instructor.v2 import Mode, Provider, mode_registry
from openai.types.chat import ChatCompletion
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import PydanticSerializationError, from_json, to_json

from extractor.errors import UnreadableAnswerError
from extractor.prompting import Message
from extractor.settings import AnswerMode, Settings, is_openai
from schemas import Answer, Repair

__all__ = ["Asking", "Body", "Completion", "encoded"]

Body = dict[str, Any]
Asked = Answer | Repair

_MODES = {
    AnswerMode.JSON_SCHEMA: Mode.JSON_SCHEMA,
    AnswerMode.TOOLS: Mode.TOOLS,
    AnswerMode.JSON: Mode.JSON,
    AnswerMode.MD_JSON: Mode.MD_JSON,
}


# In these modes instructor puts the schema beside the messages, so all but the messages is the same for every request.
_PROBE: list[dict[str, str]] = [{"role": "system", "content": "rules"}, {"role": "user", "content": "article"}]


@dataclass(frozen=True)
class Completion:
    """A chat completion as the endpoint gave it: JSON, in which local servers leave things out."""

    data: Mapping[str, Any]

    @property
    def choice(self) -> dict[str, Any]:
        """Its first choice."""
        return self.data["choices"][0]

    @property
    def finish_reason(self) -> str | None:
        """Why it ends: `stop`, `length` and others."""
        return self.choice.get("finish_reason")

    @cached_property
    def parsed(self) -> ChatCompletion:
        """The same as the openai package gives it; making it costs more than all else that is done with an answer."""
        return ChatCompletion.construct(**self.data)


class _AnyObject(BaseModel):
    # The rows are checked one by one afterwards: here one bad row would make the whole answer fail.
    model_config = ConfigDict(extra="allow")


class Asking:
    """Requests to a model, and what its completions hold, for the settings given."""

    def __init__(self, settings: Settings, model: str, address: str) -> None:
        """Prepare for the answer mode of `settings` and for the `model` at the endpoint with this `address`."""
        self._settings = settings
        self._model = model
        # OpenAI's reasoning models know only the new name, most other servers only the old one.
        self._limit_name = "max_completion_tokens" if is_openai(address) else "max_tokens"
        self._handlers = mode_registry.get_handlers(Provider.OPENAI, _MODES[settings.mode])

    def request(self, messages: list[Message], asked: type[Asked] = Answer) -> Body:
        """The body of the request that sends `messages` and asks for an `Answer`, or a `Repair` of one."""
        copies = [dict(message) for message in messages]
        frame = self._frames[asked]
        return {**frame, "messages": copies} if frame else self._complete(asked, copies)

    @cached_property
    def _frames(self) -> dict[type[Asked], Body | None]:
        # What does not depend on the article, with the place of the messages kept; None if instructor's handler puts
        # the schema into the messages, as those for modes without constrained decoding do.
        bodies = {asked: self._complete(asked, [dict(message) for message in _PROBE]) for asked in (Answer, Repair)}
        return {asked: body if body["messages"] == _PROBE else None for asked, body in bodies.items()}

    def _complete(self, asked: type[Asked], messages: list[dict[str, str]]) -> Body:
        _, body = self._handlers.request_handler(asked, {"messages": messages})
        if self._settings.mode is AnswerMode.JSON_SCHEMA:
            body["response_format"]["json_schema"]["strict"] = True
        elif self._settings.mode is AnswerMode.TOOLS:
            body["tools"][0]["function"]["strict"] = True
        body["model"] = self._model
        if self._settings.temperature is not None:
            body["temperature"] = self._settings.temperature
        if self._settings.max_output_tokens is not None:
            body[self._limit_name] = self._settings.max_output_tokens
        return body

    def with_raised_limit(self, body: Body, used: int) -> Body | None:
        """The same request with twice the limit of answer tokens; None if it has been raised before.

        Args:
            body: a request whose answer was cut off.
            used: tokens of that answer.
        """
        limit = body.get(self._limit_name)
        if limit is not None and limit != self._settings.max_output_tokens:
            return None
        return {**body, self._limit_name: 2 * max(limit or 0, used, 1)}

    def read(self, completion: Completion) -> dict[str, list[Any]]:
        """The JSON object that a completion holds: rows in lists, which may hold anything.

        Raises:
            UnreadableAnswerError: it holds none; the message can go back to the model.
        """
        answer = self._plain(completion) or self._parsed(completion)
        for name in Answer.model_fields:
            if not isinstance(answer.setdefault(name, []), list):
                raise UnreadableAnswerError(f"`{name}` must be a list of rows")
        return answer

    def _parsed(self, completion: Completion) -> dict[str, Any]:
        try:
            parsed = self._handlers.response_parser(
                response=completion.parsed, response_model=_AnyObject, validation_context=None, strict=False
            )
        except (ValidationError, ValueError, TypeError) as error:
            problem = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
            raise UnreadableAnswerError(f"the answer is not a JSON object of the schema given: {problem}") from error
        return dict(parsed.__pydantic_extra__ or {})

    def repair(self, messages: list[Message], answer: Mapping[str, list[Any]], request: str) -> Body:
        """The body that shows the model its `answer` to `messages` and asks for some rows of it again.

        The answer is as it stands by now, after earlier repairs, so that a second one is no longer than the first.
        """
        said = json.dumps(answer, ensure_ascii=False)
        turns = [*messages, {"role": "assistant", "content": said}, {"role": "user", "content": request}]
        return self.request(turns, Repair)

    def _plain(self, completion: Completion) -> dict[str, Any] | None:
        # The common case, a message that is JSON and nothing else; all others are instructor's.
        message: dict[str, Any] = completion.choice.get("message") or {}
        content = message.get("content")
        if self._settings.mode is not AnswerMode.JSON_SCHEMA or not isinstance(content, str):
            return None
        try:
            answer = from_json(content)
        except ValueError:
            return None
        return cast("dict[str, Any]", answer) if isinstance(answer, dict) else None

    def again(self, body: Body, completion: Completion, request: str) -> Body:
        """The body that shows the model its last answer, which could not be read, and asks for all of it again."""
        copy = {**body, "messages": list(body["messages"])}
        return self._handlers.reask_handler(copy, completion.parsed, UnreadableAnswerError(request))


def encoded(body: Body) -> bytes:
    """The body of a request as it is sent, and as it is hashed for the cache."""
    try:
        return to_json(body)
    except PydanticSerializationError:
        # Half a character (a lone surrogate), from an answer that is shown to the model again: as an escape it passes.
        return json.dumps(body, separators=(",", ":")).encode()
