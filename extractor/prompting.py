"""Prompts and the messages made of them.

The files of the package `prompts` are front matter (version, purpose) and text. `article.md`, `repair.md` and
`again.md` are Jinja templates; what comes from an article goes in as a variable, so no mark-up in it is ever executed.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from importlib.resources import files

import jinja2

from extractor.frontmatter import split
from extractor.wording import WEEKDAYS
from schemas import Article

__all__ = ["Message", "Part", "Prompts", "load_prompts"]

Message = dict[str, str]

_NAMES = ("rules", "example", "article", "repair", "again")
# Weekdays are what models compute wrong most often: they are given, a week and a half to each side.
_CALENDAR_DAYS = 10
# A model is told the first of many problems: more would bury the article, and they tend to have one cause.
_MAX_PROBLEMS = 30
# Words in a row that two texts hardly share by chance.
_STRETCH = 8
_WORD = re.compile(r"\w+")
_EXAMPLE_TEXT = re.compile(r"```text\n(?P<text>.*?)\n```", re.DOTALL)
_EXAMPLE_ANSWER = re.compile(r"```json\n(?P<answer>.*?)\n```", re.DOTALL)
_EXAMPLE_DATE = re.compile(r"^Publication date: \w+, (?P<date>\S+)$", re.MULTILINE)


@dataclass(frozen=True)
class Part:
    """A stretch of an article: characters `start` to `end` of its text, number `number` of `count`.

    `beginning` and `before` are what is repeated for it: the article's first lines, and those just before the part.
    """

    start: int
    end: int
    number: int = 1
    count: int = 1
    beginning: str = ""
    before: str = ""


@dataclass(frozen=True)
class Prompts:
    """The prompt texts and what identifies them."""

    rules: str
    example: str
    article: str
    repair: str
    again: str
    version: str

    @cached_property
    def _jinja(self) -> jinja2.Environment:
        # What is rendered is a prompt, not HTML; escaping would change the article.
        return jinja2.Environment(undefined=jinja2.StrictUndefined, trim_blocks=False, autoescape=False)  # noqa: S701

    @cached_property
    def _article_template(self) -> jinja2.Template:
        return self._jinja.from_string(self.article)

    @cached_property
    def _repair_template(self) -> jinja2.Template:
        return self._jinja.from_string(self.repair)

    @cached_property
    def _again_template(self) -> jinja2.Template:
        return self._jinja.from_string(self.again)

    @cached_property
    def _stretches(self) -> frozenset[tuple[str, ...]]:
        return frozenset(_stretches(_WORD.findall(self.rules.lower())))

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        return frozenset(word for stretch in self._stretches for word in stretch)

    @cached_property
    def _shortest(self) -> int:
        return min(len(" ".join(stretch)) for stretch in self._stretches)

    def messages(self, article: Article, part: Part | None = None) -> list[Message]:
        """The system and the user message that ask for `article`, or for one `part` of it.

        The article stands unchanged between two marks that carry a hash of it: a text can't hold its own hash, so
        it can't forge the mark that ends it.
        """
        text = article.text[part.start : part.end] if part else article.text
        in_parts = part is not None and part.count > 1
        user = self._article_template.render(
            published=article.published,
            weekday=article.published and WEEKDAYS[article.published.weekday()],
            before=article.published and _calendar(article.published, -1),
            after=article.published and _calendar(article.published, 1),
            title=article.title and _one_line(article.title),
            publisher=article.publisher and _one_line(article.publisher),
            part=part.number if part and in_parts else None,
            parts=part.count if part and in_parts else None,
            beginning=part.beginning if part else "",
            lines_before=part.before if part else "",
            mark=hashlib.sha256(article.text.encode()).hexdigest()[:16],
            article=text,
        )
        return [
            {"role": "system", "content": f"{self.rules}\n\n{self.example}"},
            {"role": "user", "content": user},
        ]

    def repair_request(self, problems: Sequence[str]) -> str:
        """What to tell the model about the `problems` of its answer."""
        shown = list(problems[:_MAX_PROBLEMS])
        return self._repair_template.render(problems=shown, count=len(problems))

    def again_request(self, problem: str) -> str:
        """What to tell the model about an answer that could not be read."""
        return self._again_template.render(problem=problem)

    def recites(self, text: str) -> bool:
        """Whether `text` repeats a stretch of the rules, as an article may have asked the model to do."""
        lower = text.lower()
        if len(lower) < self._shortest:
            return False
        words = _WORD.findall(lower)
        # One of the words of a stretch is the eighth, sixteenth, … of the text: mostly the rules don't know it.
        if self._vocabulary.isdisjoint(words[_STRETCH - 1 :: _STRETCH]):
            return False
        return not self._stretches.isdisjoint(_stretches(words))

    def worked_example(self) -> tuple[Article, str]:
        """The example's article and its answer as JSON."""
        text, answer, day = (
            pattern.search(self.example) for pattern in (_EXAMPLE_TEXT, _EXAMPLE_ANSWER, _EXAMPLE_DATE)
        )
        if text is None or answer is None or day is None:
            raise ValueError("prompts/example.md lacks its publication date, its text or its answer")
        return Article.from_text(text["text"], published=date.fromisoformat(day["date"])), answer["answer"]


def load_prompts() -> Prompts:
    """Read the prompts of the installed package.

    The version names the declared versions and, behind `+`, a hash of all texts, so that an edit never passes
    unnoticed.
    """
    documents = {name: split(files("prompts").joinpath(f"{name}.md").read_text(encoding="utf-8")) for name in _NAMES}
    texts = {name: text.strip() for name, (_, text) in documents.items()}
    digest = hashlib.sha256("\0".join(texts.values()).encode()).hexdigest()[:8]
    declared = ".".join(matter["version"] for matter, _ in documents.values())
    return Prompts(**texts, version=f"{declared}+{digest}")


def _calendar(published: date, direction: int) -> str:
    days = (published + timedelta(days=direction * n) for n in range(1, _CALENDAR_DAYS + 1))
    return ", ".join(f"{WEEKDAYS[day.weekday()][:3]} {day}" for day in days)


def _stretches(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + _STRETCH]) for at in range(len(words) - _STRETCH + 1))


def _one_line(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
