"""The form in which names and words of several articles are compared."""

import re
from functools import lru_cache

from anyascii import anyascii

__all__ = ["fold", "folded"]

_BETWEEN_WORDS = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """`text` in small ASCII letters and digits, words apart by one blank."""
    return _BETWEEN_WORDS.sub(" ", anyascii(text).lower().replace("'", "")).strip()


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """As `fold`, for names and what else comes again and again."""
    return fold(text)
