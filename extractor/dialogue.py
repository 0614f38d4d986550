"""The exchange with a model about one stretch of an article: ask, check, ask for bad rows again, take what stands."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from extractor.asking import Asking, Body, Completion
from extractor.checks import Checked, check
from extractor.endpoint import Endpoint, Reply, message_of
from extractor.errors import EndpointError, RefusedError, UnreadableAnswerError
from extractor.prompting import Message, Prompts
from extractor.quotes import ArticleText
from extractor.repair import Rows, mended, withdrawn
from extractor.retry import Deadline
from schemas import Rejected, Tokens

__all__ = ["Account", "Dialogue"]


@dataclass
class Account:
    """What reading one article has used; `until` is when it must be done.

    `complete` says that all its answers came and are kept: read again it would give the same.
    """

    until: Deadline
    attempts: int = 0
    repairs: int = 0
    requests: int = 0
    used: Tokens = field(default_factory=Tokens)
    paid: Tokens = field(default_factory=Tokens)
    on_repairs: Tokens = field(default_factory=Tokens)
    complete: bool = True
    warnings: list[str] = field(default_factory=list[str])

    def add(self, reply: Reply, *, repair: bool) -> None:
        """Count one reply."""
        usage: dict[str, Any] = reply.data.get("usage") or {}
        tokens = Tokens(
            prompt=int(usage.get("prompt_tokens") or 0), completion=int(usage.get("completion_tokens") or 0)
        )
        self.attempts += 1
        self.requests += reply.requests
        self.used += tokens
        if reply.warning:
            self.complete = False
            self.warnings.append(reply.warning)
        if not reply.cached:
            self.paid += tokens
        if repair:
            self.repairs += 1
            self.on_repairs += tokens


@dataclass(frozen=True)
class _Draft:
    """An answer as it stands by now, and what the checks make of it.

    `withdrawn` are rows that the model gave up when they were complained of.
    """

    answer: Rows
    checked: Checked
    withdrawn: list[Rejected]

    def result(self) -> Checked:
        return replace(self.checked, rejected=[*self.checked.rejected, *self.withdrawn])


class Dialogue:
    """Asks a model about a stretch of text until its answer passes the checks, or the repairs are used up."""

    def __init__(
        self,
        endpoint: Endpoint,
        asking: Asking,
        prompts: Prompts,
        *,
        text: ArticleText,
        published: date | None,
        account: Account,
    ) -> None:
        """Prepare to ask about `text`; what it uses is counted in `account`."""
        self._endpoint = endpoint
        self._asking = asking
        self._prompts = prompts
        self._text = text
        self._published = published
        self._account = account
        self._draft: _Draft | None = None

    async def run(self, messages: list[Message], *, repairs: int) -> Checked | None:
        """What stands of the model's answer to `messages`; None if it was cut off, even with the raised limit.

        Args:
            messages: the system and the user message.
            repairs: how often an answer may go back.

        Raises:
            EndpointError: no answer was to be had.
            AnswerError: the model refused, or no answer could be parsed.
            CassetteError: a recording is replayed that lacks a request.
        """
        body = self._asking.request(messages)
        for left in range(repairs, -1, -1):
            try:
                reply, body = await self._reply(body)
            except (EndpointError, RefusedError) as error:
                # A repair that fails costs the repair, not the rows that were right before it.
                if self._draft is None:
                    raise
                self._account.complete = False
                self._account.warnings.append(f"the answer could not be repaired: {error}")
                break
            if reply is None:
                break
            completion = Completion(reply.data)
            try:
                better = self._take(self._asking.read(completion))
            except UnreadableAnswerError as error:
                if not left and self._draft is None:
                    raise UnreadableAnswerError(
                        f"{error} ({repairs + 1} tries); another `mode` (tools, md_json) or model may do better"
                    ) from error
                body = self._asking.again(body, completion, self._prompts.again_request(str(error)))
                continue
            draft = self._draft
            if draft is None or not better or not draft.checked.problems:
                break
            told = [problem.instruction for problem in draft.checked.problems]
            body = self._asking.repair(messages, draft.answer, self._prompts.repair_request(told))
        return self._draft.result() if self._draft else None

    async def _reply(self, body: Body) -> tuple[Reply | None, Body]:
        # The reply, and the body that it is to; none if the answer is cut off with the raised limit too.
        while True:
            reply = await self._endpoint.complete(body, self._account.until)
            self._account.add(reply, repair=self._draft is not None)
            choice: dict[str, Any] = reply.data["choices"][0]
            _check_refusal(choice)
            if choice.get("finish_reason") != "length":
                return reply, body
            usage: dict[str, Any] = reply.data.get("usage") or {}
            raised = self._asking.with_raised_limit(body, int(usage.get("completion_tokens") or 0))
            if raised is None:
                return None, body
            body = raised

    def _take(self, given: Rows) -> bool:
        # Whether `given`, an answer or a repair of one, changes something and is no worse than what there was.
        before = self._draft
        answer, gone = given, list[Rejected]()
        if before:
            answer = mended(before.answer, given, before.checked.problems)
            if answer == before.answer:
                # The same complaints would make the same request.
                return False
            gone = [*before.withdrawn, *withdrawn(before.answer, answer, before.checked.problems)]
        checked = check(answer, self._text, self._published, self._prompts.recites)
        if before and len(checked.problems) > len(before.checked.problems):
            return False
        self._draft = _Draft(answer, checked, gone)
        return True


def _check_refusal(choice: dict[str, Any]) -> None:
    refusal = message_of(choice).get("refusal")
    if refusal:
        raise RefusedError(f"the model refused: {refusal}; another model may read this article")
    if choice.get("finish_reason") == "content_filter":
        raise RefusedError("the endpoint's content filter stopped the answer; another model may read this article")
