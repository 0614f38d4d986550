"""The form in which names and words of several articles are compared."""

from functools import lru_cache
from string import ascii_lowercase, ascii_uppercase, digits

from anyascii import anyascii

__all__ = ["fold", "folded"]

# A table is several times as fast as a pattern, and one of bytes twice as fast as one of characters.
_KEPT = digits + ascii_lowercase
_FOLDED = bytes.maketrans(
    bytes(sign for sign in range(256) if chr(sign) not in _KEPT + ascii_uppercase) + ascii_uppercase.encode(),
    b" " * (256 - len(_KEPT + ascii_uppercase)) + ascii_lowercase.encode(),
)


def fold(text: str) -> str:
    """`text` in small ASCII letters and digits, words apart by one blank."""
    words = anyascii(text).encode().translate(_FOLDED, b"'").decode().strip()
    # Mostly there is little to do, and to split and join takes longer.
    while "  " in words:
        words = words.replace("  ", " ")
    return words


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """As `fold`, for names and what else comes again and again."""
    return fold(text)
