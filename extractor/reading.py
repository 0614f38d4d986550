"""Read one article: ask, check, ask again, and give what stands."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from extractor.asking import Asking, Completion
from extractor.checks import Checked, check
from extractor.endpoint import Endpoint, Reply, message_of
from extractor.errors import CutOffError, EndpointError, RefusedError, UnreadableAnswerError
from extractor.parts import cut, halves, merged
from extractor.prices import cost_of
from extractor.prompting import Part, Prompts
from extractor.quotes import ArticleText
from extractor.retry import Deadline
from extractor.settings import Settings
from schemas import Article, Extraction, Provenance, Tokens

__all__ = ["Reader"]


@dataclass
class _Account:
    """What reading one article has used."""

    until: Deadline
    attempts: int = 0
    requests: int = 0
    prompt: int = 0
    completion: int = 0
    paid_prompt: int = 0
    paid_completion: int = 0
    warnings: list[str] = field(default_factory=list[str])

    def add(self, reply: Reply) -> None:
        usage: dict[str, Any] = reply.data.get("usage") or {}
        prompt, completion = int(usage.get("prompt_tokens") or 0), int(usage.get("completion_tokens") or 0)
        self.attempts += 1
        self.requests += reply.requests
        self.prompt += prompt
        self.completion += completion
        if reply.warning:
            self.warnings.append(reply.warning)
        if not reply.cached:
            self.paid_prompt += prompt
            self.paid_completion += completion


class Reader:
    """Reads articles with a model behind an endpoint."""

    def __init__(self, settings: Settings, prompts: Prompts, endpoint: Endpoint) -> None:
        """Take what all articles share."""
        self._settings = settings
        self._prompts = prompts
        self._endpoint = endpoint
        self._asking = Asking(settings, endpoint.model, endpoint.address)

    async def read(self, article: Article) -> Extraction:
        """The meetings, delegations and positions of `article`.

        Raises:
            EndpointError: no answer was to be had.
            AnswerError: the model refused, or no answer could be parsed.
            CassetteError: a recording is replayed that lacks a request.
        """
        started, clock = datetime.now(UTC), time.monotonic()
        account = _Account(until=Deadline(self._settings.deadline))
        if article.published is None:
            account.warnings.append("no publication date: relative dates (`on Friday`) stay null")
        parts = cut(article.text, self._settings.part_chars)
        checked = merged(await asyncio.gather(*(self._read_part(article, part, account) for part in parts)))
        paid = Tokens(prompt=account.paid_prompt, completion=account.paid_completion)
        provenance = Provenance(
            model=self._settings.model,
            prompt_version=self._prompts.version,
            attempts=account.attempts,
            tokens=Tokens(prompt=account.prompt, completion=account.completion),
            cost=cost_of(paid, self._endpoint.model, self._endpoint.address),
            cached=account.requests == 0,
            started=started,
            seconds=round(time.monotonic() - clock, 3),
            warnings=[*account.warnings, *checked.warnings],
        )
        return Extraction(
            article=article.info(with_text=self._settings.include_text),
            meetings=checked.meetings,
            delegations=checked.delegations,
            positions=checked.positions,
            rejected=checked.rejected,
            provenance=provenance,
        )

    async def _read_part(self, article: Article, part: Part, account: _Account) -> Checked:
        text = ArticleText(article.text, part.start, part.end)
        body = self._asking.request(self._prompts.messages(article, part))
        best: Checked | None = None
        unreadable: UnreadableAnswerError | None = None
        repairs = 0
        while True:
            try:
                reply = await self._endpoint.complete(body, account.until)
                account.add(reply)
                self._refused(reply.data)
            except (EndpointError, RefusedError) as error:
                # A repair that fails costs the repair, not the rows that were right before it.
                if best is None:
                    raise
                account.warnings.append(f"the answer could not be repaired: {error}")
                return best
            completion = Completion(reply.data)
            if completion.finish_reason == "length":
                raised = self._asking.with_raised_limit(body, _completion_tokens(reply.data))
                if raised is None:
                    return best or await self._read_halves(article, part, account)
                body = raised
                continue
            try:
                checked = check(self._asking.read(completion), text, article.published)
            except UnreadableAnswerError as error:
                unreadable, problems = error, [str(error)]
            else:
                best = checked if best is None or len(checked.problems) <= len(best.problems) else best
                problems = checked.problems
            if not problems or repairs == self._settings.repairs:
                break
            repairs += 1
            body = self._asking.again(body, completion, self._prompts.repair_request(problems))
        if best is None:
            raise UnreadableAnswerError(
                f"{unreadable} ({repairs + 1} tries); another `mode` (tools, md_json) or model may do better"
            ) from unreadable
        return best

    async def _read_halves(self, article: Article, part: Part, account: _Account) -> Checked:
        parts = halves(article.text, part)
        if not parts:
            raise CutOffError("the answer was cut off even with twice the limit; raise `max_output_tokens`")
        account.warnings.append(
            f"the answer for characters {part.start} to {part.end} was cut off: they were read in {len(parts)} parts"
        )
        return merged(await asyncio.gather(*(self._read_part(article, half, account) for half in parts)))

    @staticmethod
    def _refused(data: dict[str, Any]) -> None:
        choice: dict[str, Any] = data["choices"][0]
        refusal = message_of(choice).get("refusal")
        if refusal:
            raise RefusedError(f"the model refused: {refusal}; another model may read this article")
        if choice.get("finish_reason") == "content_filter":
            raise RefusedError("the endpoint's content filter stopped the answer; another model may read this article")


def _completion_tokens(data: dict[str, Any]) -> int:
    usage: dict[str, Any] = data.get("usage") or {}
    return int(usage.get("completion_tokens") or 0)
