"""Whether two names are one person's, in whatever spelling, order and length.

Titles are in `data/titles.txt`.
docs/names.md says how names are compared, and how often that is right.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from anyascii import anyascii

from extractor.spelling import is_given_name, same_word, word_keys
from extractor.states import state_of

__all__ = ["PersonCluster", "cluster_persons", "fold_name", "person_keys", "same_person"]

_APOSTROPHES = re.compile(r"['`]")
_POSSESSIVE = re.compile(r"['`]s\b")
_WORD = re.compile(r"[^\W_]+")
_INITIALS = re.compile(r"\b((?:[^\W\d_]\.){2,})")
# Chinese, Japanese and Korean signs, which are written without spaces and transliterated one by one.
_SYLLABLE = re.compile(r"[\u3400-\u9fff\uac00-\ud7a3]")
# Between a title and its name, or within a title: "Secretary of State", "Minister for Foreign Affairs".
_LINKS = frozenset({"of", "for", "and", "the", "to"})
# "H.E.", and the states and organisations of "U.S. Secretary of State".
_DOTTED = frozenset({"he", "us", "uk", "un", "eu"})
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "mp"})
# Words that a family name may drop. The articles of Arabic differ in writing only; those of other languages tell
# families apart, and so does the Arabic "son of".
_ARTICLES = frozenset({"al", "el", "ul", "ad", "ar", "as", "ash", "at", "az", "an", "ed", "er", "es", "ez"})
_SONS = frozenset({"bin", "ibn", "ben", "bint", "binti", "oglu"})
_PARTICLES = frozenset(
    {"von", "van", "der", "den", "de", "del", "della", "di", "da", "dos", "das", "do", "du", "la", "le", "las", "los"}
    | {"y", "e", "zu", "zur", "ter", "ten", "af", "av"}
)


@dataclass(frozen=True)
class PersonCluster:
    """The names of one person.

    Attributes:
        canonical: the fullest of them.
        variants: all of them, sorted, the canonical one too.
    """

    canonical: str
    variants: tuple[str, ...]


@dataclass(frozen=True)
class _Name:
    """A name in parts.

    Attributes:
        words: in their order, without articles and particles.
        glued: the same with Arabic articles written as part of the word (`albusaidi`).
        particles: those of European languages.
        sons: at which of the words a "son of" was.
    """

    words: tuple[str, ...]
    glued: tuple[str, ...]
    particles: frozenset[str]
    sons: frozenset[int]

    @property
    def joined(self) -> str:
        return "".join(self.words)

    @property
    def full(self) -> int:
        return sum(len(word) > 1 for word in self.words)


@lru_cache(maxsize=65_536)
def fold_name(text: str) -> str:
    """`text` in lower-case ASCII, its words separated by single spaces, without titles, honorifics and apostrophes.

    What would leave nothing is kept: `President` alone folds to `president`.
    """
    return " ".join(word for word, _ in _folded_words(text))


@lru_cache(maxsize=262_144)
def same_person(a: str, b: str) -> bool:
    """Whether two names may well be one person's.

    So are: spellings of one name, either order of family and given name, initials, patronymics and second family names
    given or left out, and a family name alone beside a full name. Two names that differ in a given name are not.
    """
    if a == b:
        return True
    one, other = (_parsed(name) for name in sorted((a, b)))
    if person_keys(a).isdisjoint(person_keys(b)) or _apart(one.particles, other.particles):
        return False
    one, other = _without_article(one, other), _without_article(other, one)
    return _fit(one, other) or any(
        _fit(replace(first, words=first.glued), second)
        for first, second in ((one, other), (other, one))
        if first.glued != first.words
    )


@lru_cache(maxsize=65_536)
def person_keys(name: str) -> frozenset[str]:
    """Keys to look up names by: two names of the same person share at least one.

    So only names with a key in common need be compared, in a collection of any size.
    """
    parsed = _parsed(name)
    if not parsed.full:
        return frozenset()
    words = {*parsed.words, *parsed.glued, *(first + second for first, second in pairwise(parsed.words))}
    # A given name is no key beside a family name: too many bear it.
    telling = {word for word in words if not is_given_name(word)} | {parsed.words[-1]}
    if all(is_given_name(word) for word in parsed.words if len(word) > 1):
        telling = words
    return frozenset({f"={parsed.joined}"}.union(*map(word_keys, telling)))


def cluster_persons(names: Iterable[str]) -> list[PersonCluster]:
    """Group the names of one article, or of one set of articles, by person, whatever their order.

    A shorter name joins the one fuller name that it fits; where it fits two, it stays apart. The clusters are sorted by
    their canonical names.
    """
    clusters: list[tuple[str, list[str]]] = []
    by_key: dict[str, list[int]] = {}
    for name in sorted(set(names), key=_fullness):
        keys = person_keys(name)
        near = sorted({number for key in keys & by_key.keys() for number in by_key[key]})
        fits = [number for number in near if same_person(name, clusters[number][0])]
        if len(fits) == 1:
            clusters[fits[0]][1].append(name)
            continue
        for key in keys:
            by_key.setdefault(key, []).append(len(clusters))
        clusters.append((name, [name]))
    return sorted(
        (PersonCluster(canonical, tuple(sorted(variants))) for canonical, variants in clusters),
        key=lambda cluster: cluster.canonical,
    )


@lru_cache(maxsize=65_536)
def _fullness(name: str) -> tuple[object, ...]:
    # Fullest first: more words, fewer initials, no title before it, more letters that only its own language writes.
    parsed = _parsed(name)
    titled = len(name.split()) - len(fold_name(name).split())
    own_letters = sum(ord(sign) > 127 for sign in name)  # noqa: PLR2004 - the end of ASCII
    return -parsed.full, -len(parsed.words), titled, -own_letters, -len(name), name


# Parts of a name


def _folded_words(text: str) -> list[tuple[str, bool]]:
    # Each word with whether it is written as an article: joined by a hyphen, or in small letters.
    spaced = _SYLLABLE.sub(r"\g<0> ", _INITIALS.sub(lambda initials: initials[1].replace(".", " "), text))
    plain = _APOSTROPHES.sub("", _POSSESSIVE.sub("", anyascii(spaced)))
    matches = list(_WORD.finditer(plain))
    while len(matches) > 1 and matches[-1][0].casefold() in _SUFFIXES:
        matches.pop()
    return [
        (match[0].casefold(), match[0].islower() or plain[match.end() : match.end() + 1] == "-")
        for match in matches[_title_length([match[0] for match in matches]) :]
    ]


def _title_length(written: list[str]) -> int:
    words = [word.casefold() for word in written]
    length = 0
    for at, word in enumerate(words[:-1]):
        if word in _titles() or "".join(words[at : at + 2]) in _DOTTED or "".join(words[at - 1 : at + 1]) in _DOTTED:
            length = at + 1
        elif not (word in _LINKS and length) and not (words[at + 1] in _titles() and _is_demonym(written[at])):
            break
    return length


@lru_cache(maxsize=4096)
def _is_demonym(word: str) -> bool:
    return state_of(word) is not None


@lru_cache(maxsize=65_536)
def _parsed(text: str) -> _Name:
    words: list[str] = []
    particles: set[str] = set()
    sons: set[int] = set()
    article = ""
    glued: list[str] = []
    folded = _folded_words(text)
    for number, (word, article_like) in enumerate(folded):
        last = number == len(folded) - 1
        if word in _ARTICLES and not last and (number or article_like):
            article = word
        elif word in _SONS and not last and (number or article_like or word != "ben"):
            sons.add(len(words))
        elif word in _PARTICLES and not last and (number or article_like or len(folded) > 2):  # noqa: PLR2004
            particles.add(word)
        elif words and words[-1] in {"abd", "abdel", "abdul", "abdal"}:
            words[-1] += word
            glued[-1] += word
        else:
            words.append(word)
            glued.append(article + word)
            article = ""
    return _Name(tuple(words), tuple(glued), frozenset(particles), frozenset(sons))


@cache
def _titles() -> frozenset[str]:
    lines = (files("extractor") / "data" / "titles.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


# Comparing


def _fit(one: _Name, other: _Name) -> bool:
    if one.joined == other.joined:
        return True
    short, long = sorted((one, other), key=lambda name: len(name.words))
    if len(short.words) == 1:
        return _bears(short, long)
    if _initials_differ(short, long):
        return False
    return (
        any(_runs_through(words, long) for words in _orders(short))
        or _is_family_part(short, long)
        or _is_hyphenated(short, long)
    )


def _apart(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and not (one <= other or other <= one)


def _without_article(name: _Name, beside: _Name) -> _Name:
    # A first word with a capital may be a name (Al Gore, Le Duan), unless the other name has it as an article or
    # particle (Ahmed al-Sharaa, Jean-Yves Le Drian).
    first, *rest = name.words
    if rest and ((first in {"al", "el"} and beside.words != beside.glued) or first in beside.particles):
        return replace(name, words=name.words[1:], glued=name.glued[1:])
    return name


def _bears(single: _Name, name: _Name) -> bool:
    word = single.words[0]
    if single.sons:
        return any(same_word(word, name.words[at]) for at in name.sons)
    if is_given_name(word):
        # Abbas may be called so by his family name, but Vladimir, and the grandson of an Abdullah, not by that one.
        return same_word(word, name.words[-1])
    return any(len(other) > 1 and same_word(word, other) for other in name.words)


def _initials_differ(short: _Name, long: _Name) -> bool:
    # George W. Bush is not George H. W. Bush; a name without middle initials may be either's.
    middles = [[word for word in name.words[1:-1] if len(word) == 1] for name in (short, long)]
    return len(short.words) != len(long.words) and all(middles) and middles[0] != middles[1]


def _orders(name: _Name) -> Iterator[tuple[str, ...]]:
    yield name.words
    yield (*name.words[1:], name.words[0])
    yield (name.words[-1], *name.words[:-1])


def _runs_through(words: tuple[str, ...], long: _Name) -> bool:
    # The first words are the same, and the others follow in their order; one of them at least is written out in both.
    if not same_word(words[0], long.words[0]):
        return False
    written = len(words[0]) > 1 and len(long.words[0]) > 1
    rest = iter(long.words[1:])
    for word in words[1:]:
        match = next((other for other in rest if same_word(word, other)), None)
        if match is None:
            return False
        written |= len(word) > 1 and len(match) > 1
    return written


def _is_family_part(short: _Name, long: _Name) -> bool:
    # "López Obrador" of "Andrés Manuel López Obrador"; but "Salman Al Saud" is the father of "Mohammed bin Salman".
    start = len(long.words) - len(short.words)
    initials = all(len(word) == 1 for word in long.words[:start])
    if start == 0 or (start in long.sons and 0 not in short.sons) or (is_given_name(short.words[0]) and not initials):
        return False
    pairs = zip(short.words, long.words[start:], strict=True)
    return all(len(word) > 1 and len(other) > 1 and same_word(word, other) for word, other in pairs)


def _is_hyphenated(short: _Name, long: _Name) -> bool:
    # Jong Un and Jongun, Amir-Abdollahian and Amirabdollahian.
    if len(short.words) + 1 != len(long.words):
        return False
    for at, (first, second) in enumerate(pairwise(long.words)):
        merged = (*long.words[:at], first + second, *long.words[at + 2 :])
        if len(first) > 1 and len(second) > 1 and all(map(same_word, short.words, merged)):
            return True
    return False
