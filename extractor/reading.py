"""Read one article: in one piece or in parts, each by a dialogue with the model, put together and named."""

import asyncio
import time
from datetime import UTC, datetime

from extractor.asking import Asking, encoded
from extractor.cache import AnswerCache
from extractor.checks import Checked
from extractor.consistency import united
from extractor.dialogue import Account, Dialogue
from extractor.dumps import Dumps
from extractor.endpoint import Endpoint
from extractor.errors import CutOffError
from extractor.kept import KeptExtractions
from extractor.naming import with_names
from extractor.parts import cut, halves
from extractor.prices import cost_of
from extractor.prompting import Part, Prompts
from extractor.quotes import ArticleText
from extractor.retry import Deadline
from extractor.settings import Settings
from schemas import Article, Extraction, Provenance, Repair, Tokens

__all__ = ["Reader"]


class Reader:
    """Reads articles with a model behind an endpoint."""

    def __init__(
        self, settings: Settings, prompts: Prompts, endpoint: Endpoint, cache: AnswerCache | None, dumps: Dumps
    ) -> None:
        """Take what all articles share; with a `cache`, an article that has been read is not read again."""
        self._settings = settings
        self._prompts = prompts
        self._endpoint = endpoint
        self._asking = Asking(settings, endpoint.model, endpoint.address)
        self._kept = KeptExtractions(cache, self._shaping(), dumps) if cache else None

    async def read(self, article: Article) -> Extraction:
        """The meetings, delegations and positions of `article`.

        Raises:
            EndpointError: no answer was to be had.
            AnswerError: the model refused, or no answer could be parsed.
            CassetteError: a recording is replayed that lacks a request.
        """
        started, clock = datetime.now(UTC), time.monotonic()
        if self._kept and not self._settings.refresh and (known := self._kept.get(article)):
            seconds = round(time.monotonic() - clock, 3)
            now = {"cost": self._cost(Tokens()), "cached": True, "started": started, "seconds": seconds}
            info = article.info(with_text=self._settings.include_text)
            return known.model_copy(update={"article": info, "provenance": known.provenance.model_copy(update=now)})
        account = Account(until=Deadline(self._settings.deadline))
        if article.published is None:
            account.warnings.append("no publication date: relative dates (`on Friday`) stay null")
        parts = cut(article.text, self._settings.part_chars)
        checked, names = with_names(await self._read_parts(article, parts, account), article.text)
        provenance = Provenance(
            model=self._settings.model,
            prompt_version=self._prompts.version,
            attempts=account.attempts,
            repairs=account.repairs,
            tokens=account.used,
            repair_tokens=account.on_repairs,
            cost=self._cost(account.paid),
            cached=account.requests == 0,
            started=started,
            seconds=round(time.monotonic() - clock, 3),
            warnings=[*account.warnings, *checked.warnings],
        )
        extraction = Extraction(
            article=article.info(with_text=self._settings.include_text),
            meetings=checked.meetings,
            delegations=checked.delegations,
            positions=checked.positions,
            names=names,
            rejected=checked.rejected,
            provenance=provenance,
        )
        if self._kept and account.complete:
            self._kept.put(article, extraction)
        return extraction

    def close(self) -> None:
        """Keep what is to be kept."""
        if self._kept:
            self._kept.flush()

    def _shaping(self) -> list[str]:
        # A request says which model is asked for what, and how.
        request = encoded(self._asking.request([])).decode()
        repair = encoded(self._asking.request([], Repair)).decode()
        split = f"{self._settings.part_chars} {self._settings.repairs}"
        return [self._endpoint.address, request, repair, self._prompts.version, split]

    def _cost(self, paid: Tokens) -> float | None:
        return cost_of(paid, self._endpoint.model, self._endpoint.address)

    async def _read_parts(self, article: Article, parts: list[Part], account: Account) -> Checked:
        return united(await asyncio.gather(*(self._read_part(article, part, account) for part in parts)))

    async def _read_part(self, article: Article, part: Part, account: Account) -> Checked:
        dialogue = Dialogue(
            self._endpoint,
            self._asking,
            self._prompts,
            text=ArticleText(article.text, part.start, part.end),
            published=article.published,
            account=account,
        )
        checked = await dialogue.run(self._prompts.messages(article, part), repairs=self._settings.repairs)
        if checked:
            return checked
        parts = halves(article.text, part)
        if not parts:
            raise CutOffError("the answer was cut off even with twice the limit; raise `max_output_tokens`")
        account.warnings.append(
            f"the answer for characters {part.start} to {part.end} was cut off: they were read in {len(parts)} parts"
        )
        return await self._read_parts(article, parts, account)
