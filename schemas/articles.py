"""The article that is read."""

import hashlib
import unicodedata
from datetime import date
from typing import Self

from pydantic import Field

from schemas.values import Model

__all__ = ["Article", "ArticleInfo"]

# 64 bits: under one accidental clash in a million articles in 10^7 runs of that size.
_ID_LENGTH = 16


def _id_of(text: str) -> str:
    normalized = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(normalized.encode()).hexdigest()[:_ID_LENGTH]


class _Described(Model):
    id: str = Field(description="SHA-256 of the text in Unicode form NFC with runs of white space folded, 16 digits.")
    title: str | None = None
    publisher: str | None = None
    published: date | None = Field(default=None, description="Day of publication; relative dates count from it.")
    url: str | None = None
    language: str | None = Field(default=None, description="BCP 47 tag, where the source says so.")
    source: str | None = Field(default=None, description="File name, with `#LINE` for a line of a .jsonl file.")


class ArticleInfo(_Described):
    """What results say of an article; its text only if that was asked for."""

    text: str | None = None
    same_text_as: str | None = Field(
        default=None,
        description="Source of an article with the same text and day of publication: it was read, and its rows are "
        "these.",
    )
    near_duplicate_of: str | None = Field(
        default=None,
        description="Source of an article that tells the same in nearly the same words and came first. The rows are "
        "this article's own (`link_near_duplicates`).",
    )


class Article(_Described):
    """An article with its text. All offsets count characters (Unicode code points) of `text`."""

    text: str

    @classmethod
    def from_text(
        cls,
        text: str,
        *,
        title: str | None = None,
        publisher: str | None = None,
        published: date | None = None,
        url: str | None = None,
        language: str | None = None,
        source: str | None = None,
    ) -> Self:
        """Make an article of `text`, with the id that belongs to it."""
        return cls(
            id=_id_of(text),
            title=title,
            publisher=publisher,
            published=published,
            url=url,
            language=language,
            source=source,
            text=text,
        )

    def info(self, *, with_text: bool = False) -> ArticleInfo:
        """What results say of this article, `with_text` or without."""
        return ArticleInfo.model_validate(self.model_dump(exclude=None if with_text else {"text"}))
