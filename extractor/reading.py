"""Read one article: ask, check, ask again, and give what stands."""

import asyncio
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from extractor.asking import Asking, completion_of
from extractor.checks import Checked, check
from extractor.consistency import united
from extractor.endpoint import Endpoint, Reply, message_of
from extractor.errors import CutOffError, EndpointError, RefusedError, UnreadableAnswerError
from extractor.naming import with_names
from extractor.parts import cut, halves
from extractor.prices import cost_of
from extractor.prompting import Part, Prompts
from extractor.quotes import ArticleText
from extractor.repair import Rows, mended, withdrawn
from extractor.settings import Settings
from schemas import Article, Extraction, Provenance, Rejected, Tokens

__all__ = ["Reader"]


@dataclass
class _Account:
    """What reading one article has used."""

    until: float
    attempts: int = 0
    repairs: int = 0
    requests: int = 0
    used: Tokens = Tokens()
    paid: Tokens = Tokens()
    on_repairs: Tokens = Tokens()
    warnings: list[str] = field(default_factory=list[str])

    def add(self, reply: Reply, *, repair: bool) -> None:
        usage: dict[str, Any] = reply.data.get("usage") or {}
        tokens = Tokens(
            prompt=int(usage.get("prompt_tokens") or 0), completion=int(usage.get("completion_tokens") or 0)
        )
        self.attempts += 1
        self.requests += reply.requests
        self.used += tokens
        if reply.warning:
            self.warnings.append(reply.warning)
        if not reply.cached:
            self.paid += tokens
        if repair:
            self.repairs += 1
            self.on_repairs += tokens


@dataclass
class _Draft:
    """An answer on its way: what the model has said by now, and what the checks make of it.

    `withdrawn` are rows that the model gave up when they were complained of.
    """

    answer: Rows
    checked: Checked
    withdrawn: list[Rejected] = field(default_factory=list[Rejected])

    def result(self) -> Checked:
        return replace(self.checked, rejected=[*self.checked.rejected, *self.withdrawn])


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
        account = _Account(until=clock + self._settings.deadline)
        if article.published is None:
            account.warnings.append("no publication date: relative dates (`on Friday`) stay null")
        parts = cut(article.text, self._settings.part_chars)
        read = await asyncio.gather(*(self._read_part(article, part, account) for part in parts))
        checked, names = with_names(united(read), article.text)
        provenance = Provenance(
            model=self._settings.model,
            prompt_version=self._prompts.version,
            attempts=account.attempts,
            repairs=account.repairs,
            tokens=account.used,
            repair_tokens=account.on_repairs,
            cost=cost_of(account.paid, self._endpoint.model, self._endpoint.address),
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
            names=names,
            rejected=checked.rejected,
            provenance=provenance,
        )

    async def _read_part(self, article: Article, part: Part, account: _Account) -> Checked:
        text = ArticleText(article.text, part.start, part.end)
        messages = self._prompts.messages(article, part)
        body = self._asking.request(messages)
        draft: _Draft | None = None
        unreadable: UnreadableAnswerError | None = None
        again = 0
        while True:
            try:
                reply = await self._endpoint.complete(body, account.until)
                account.add(reply, repair=draft is not None)
                self._refused(reply.data)
            except (EndpointError, RefusedError) as error:
                # A repair that fails costs the repair, not the rows that were right before it.
                if draft is None:
                    raise
                account.warnings.append(f"the answer could not be repaired: {error}")
                return draft.result()
            completion = completion_of(reply.data)
            if completion.choices[0].finish_reason == "length":
                raised = self._asking.with_raised_limit(body, _completion_tokens(reply.data))
                if raised is None:
                    return draft.result() if draft else await self._read_halves(article, part, account)
                body = raised
                continue
            try:
                given = self._asking.read(completion)
            except UnreadableAnswerError as error:
                unreadable = error
                following = self._asking.again(body, completion, self._prompts.again_request(str(error)))
            else:
                after = self._drafted(given, draft, text, article)
                if draft and len(after.checked.problems) > len(draft.checked.problems):
                    return draft.result()
                draft = after
                if not draft.checked.problems:
                    return draft.result()
                told = [problem.instruction for problem in draft.checked.problems]
                following = self._asking.repair(messages, draft.answer, self._prompts.repair_request(told))
            if again == self._settings.repairs:
                break
            again += 1
            body = following
        if draft is None:
            raise UnreadableAnswerError(
                f"{unreadable} ({again + 1} tries); another `mode` (tools, md_json) or model may do better"
            ) from unreadable
        return draft.result()

    def _drafted(self, given: Rows, draft: _Draft | None, text: ArticleText, article: Article) -> _Draft:
        answer, gone = given, list[Rejected]()
        if draft:
            answer = mended(draft.answer, given, draft.checked.problems)
            gone = [*draft.withdrawn, *withdrawn(draft.answer, answer, draft.checked.problems)]
        return _Draft(answer, check(answer, text, article.published, self._prompts.recites), gone)

    async def _read_halves(self, article: Article, part: Part, account: _Account) -> Checked:
        parts = halves(article.text, part)
        if not parts:
            raise CutOffError("the answer was cut off even with twice the limit; raise `max_output_tokens`")
        account.warnings.append(
            f"the answer for characters {part.start} to {part.end} was cut off: they were read in {len(parts)} parts"
        )
        return united(await asyncio.gather(*(self._read_part(article, half, account) for half in parts)))

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
