"""Country codes."""

from functools import lru_cache

__all__ = ["is_country_code"]

# Kosovo has no ISO code; XK is of the range that ISO leaves to users, and the one that the EU and the IMF use for it.
_USER_ASSIGNED = frozenset({"XK"})


@lru_cache(maxsize=512)
def is_country_code(code: str) -> bool:
    """Whether `code` is an ISO 3166-1 alpha-2 code, in capitals, or XK."""
    # Late, since the tables are large.
    from pycountry import countries  # noqa: PLC0415

    return code in _USER_ASSIGNED or (code.isupper() and countries.get(alpha_2=code) is not None)
