"""The form in which names and words of several articles are compared."""

from functools import lru_cache

from anyascii import anyascii

__all__ = ["folded"]


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """`text` in small ASCII letters and digits, words apart by one blank: the form in which names are compared."""
    plain = anyascii(text).lower().replace("'", "")
    return " ".join("".join(sign if sign.isalnum() else " " for sign in plain).split())
