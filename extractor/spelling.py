"""Whether two words are one word of a person's name in two spellings.

Given names with their forms in other languages are `data/given_names.txt`.
"""

import re
from functools import cache, lru_cache
from importlib.resources import files

__all__ = ["is_given_name", "same_word", "word_keys"]

# One slip of the pen, or one letter that a transliteration renders in another way; in shorter words that is another
# word (Kim and Kin, Raul and Paul).
_LENGTH_FOR_A_SLIP = 5
_CONSONANTS_FOR_A_NAME = 4
_VOWELS = frozenset("aeiou")
# Consonants that one transliteration has for another's, or that an ear confuses.
_ALIKE = frozenset(
    {"bp", "pb", "dt", "td", "gk", "kg", "sz", "zs", "fv", "vf", "bv", "vb", "cs", "sc", "mn", "nm"}
    | {"gj", "jg", "hk", "kh", "gh", "hg"}
)

# What transliterations of one sound have in common, in order.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"(?:sk|ck|tsk)(?:yy|iy|yi|ii|ij|yj|y|i)$", r"ski"),
        (r"^abd[aeuoi]?l?(?=\w{3})", r"abd"),
        (r"(?:dzh|dj|zh)", r"j"),
        (r"(?:shch|tsch|sch|sh)", r"s"),
        (r"chyov$", r"chev"),
        (r"(?:tch|ch)", r"c"),
        (r"(?:kh|gh|qu|q|ck)", r"k"),
        (r"^g(?=[aou])", r"k"),
        (r"dh", r"d"),
        (r"th", r"t"),
        (r"ph", r"f"),
        (r"(?:tz|ts)", r"c"),
        (r"x", r"ks"),
        (r"w", r"v"),
        (r"(?:ou|oo)", r"u"),
        (r"ee", r"i"),
        (r"(?:ye|je)", r"e"),
        (r"enka$", r"enko"),
        (r"(?<=\w)j|y", r"i"),
        (r"h$", r""),
        (r"(.)\1+", r"\1"),
    )
)


def is_given_name(word: str) -> bool:
    """Whether the folded `word` is a given name that is widely known. Some are family names as well (`abbas`)."""
    return word in _given_names()


@lru_cache(maxsize=262_144)
def same_word(one: str, other: str) -> bool:
    """Whether two folded words of names are one word: equal, one the other's initial, or two spellings of it."""
    if one == other:
        return True
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    given = _given_names()
    if one in given and other in given:
        return given[one] == given[other]
    return _same_sound(_sound(one), _sound(other))


def _same_sound(one: str, other: str) -> bool:
    if one == other:
        return True
    if min(len(one), len(other)) < _LENGTH_FOR_A_SLIP or one[0] != other[0] or _feminine(one, other):
        return False
    if sorted(one) == sorted(other) or (len(one) == len(other) and _consonants(one) == _consonants(other) != ""):
        return True
    # Late, since few names come as far as here.
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    if OSA.distance(one, other, score_cutoff=1) > 1:
        return False
    changed = [(a, b) for a, b in zip(one, other, strict=False) if a != b]
    return len(one) != len(other) or _VOWELS.issuperset(changed[0]) or "".join(changed[0]) in _ALIKE


def _feminine(one: str, other: str) -> bool:
    # Zelenska is not Zelensky, Giorgia not Giorgio, and Marine not Marin; Haniya is Haniyeh.
    if one[-1] == other[-1]:
        return False
    return (
        ("a" in {one[-1], other[-1]} and {one[-1], other[-1]} != {"a", "e"}) or f"{one}e" == other or f"{other}e" == one
    )


def _consonants(sound: str) -> str:
    # Few consonants are those of many names; four or more make one (Hifter and Haftar).
    rest = "".join(letter for letter in sound if letter not in _VOWELS)
    return rest if len(rest) >= _CONSONANTS_FOR_A_NAME else ""


@lru_cache(maxsize=65_536)
def _sound(word: str) -> str:
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return word


def word_keys(word: str) -> set[str]:
    """Keys by which to look up the folded `word`: two written-out words that are the same share at least one."""
    if len(word) == 1:
        return set()
    sound = _sound(word)
    keys = {sound}
    if word in _given_names():
        keys.add(f"#{_given_names()[word]}")
    if len(sound) >= _LENGTH_FOR_A_SLIP:
        # One slip away from each other are those that are equal when each has lost at most one letter.
        keys.update(sound[:at] + sound[at + 1 :] for at in range(len(sound)))
        keys.add(f"~{''.join(sorted(sound))}")
    if consonants := _consonants(sound):
        keys.add(f"^{consonants}")
    return keys


@cache
def _given_names() -> dict[str, int]:
    lines = (files("extractor") / "data" / "given_names.txt").read_text("utf-8").splitlines()
    return {word: number for number, line in enumerate(lines) if not line.startswith("#") for word in line.split()}
