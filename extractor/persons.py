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

_APOSTROPHES = re.compile(r"['\u2019\u2018\u02bc`\u00b4\u02b9]")
_HAN_SYLLABLES = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SPACED = re.compile(r"[^\w]+|_+")
_INITIALS = re.compile(r"\b((?:[^\W\d_]\.){2,})")
# Between a title and its name, or within a title: "Secretary of State", "Minister for Foreign Affairs".
_LINKS = frozenset({"of", "for", "and", "the", "to"})
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "mp"})
# Words that a family name may drop. The articles of Arabic differ in writing only; those of other languages tell
# families apart, and so does the Arabic "son of".
_ARTICLES = frozenset({"al", "el", "ul", "ad", "ar", "as", "ash", "at", "az", "an", "ed", "er", "es", "ez"})
_SONS = {"bin": "bin", "ibn": "bin", "ben": "bin", "bint": "bint", "binti": "bint", "oglu": "oglu"}
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
    one, other = _parsed(a), _parsed(b)
    if not one.full or not other.full or _apart(one.particles, other.particles):
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
    keys = {f"={parsed.joined}"} if parsed.full else set[str]()
    words = {*parsed.words, *parsed.glued, *(first + second for first, second in pairwise(parsed.words))}
    keys.update(key for word in words for key in word_keys(word))
    return frozenset(keys)


def cluster_persons(names: Iterable[str]) -> list[PersonCluster]:
    """Group the names of one article, or of one set of articles, by person, whatever their order.

    A shorter name joins the one fuller name that it fits; where it fits two, it stays apart. The clusters are sorted by
    their canonical names.
    """
    clusters: list[tuple[str, list[str]]] = []
    by_key: dict[str, list[int]] = {}
    for name in sorted(set(names), key=_fullness):
        near = sorted({number for key in person_keys(name) for number in by_key.get(key, ())})
        fits = [number for number in near if same_person(name, clusters[number][0])]
        if len(fits) == 1:
            clusters[fits[0]][1].append(name)
            continue
        for key in person_keys(name):
            by_key.setdefault(key, []).append(len(clusters))
        clusters.append((name, [name]))
    return sorted(
        (PersonCluster(canonical, tuple(sorted(variants))) for canonical, variants in clusters),
        key=lambda cluster: cluster.canonical,
    )


def _fullness(name: str) -> tuple[object, ...]:
    # Fullest first: more words, fewer initials, no title before it, more letters that only its own language writes.
    parsed = _parsed(name)
    titled = len(name.split()) - len(fold_name(name).split())
    own_letters = sum(ord(sign) > 127 for sign in name)  # noqa: PLR2004 - the end of ASCII
    return -parsed.full, -len(parsed.words), titled, -own_letters, -len(name), name


# Parts of a name


def _folded_words(text: str) -> list[tuple[str, bool]]:
    # Each word with whether it is written as an article: joined by a hyphen, or in small letters.
    plain = _APOSTROPHES.sub("'", anyascii(_INITIALS.sub(lambda initials: initials[1].replace(".", " "), text)))
    plain = re.sub(r"'s\b", "", plain).replace("'", "")
    if not text.isascii():
        plain = _HAN_SYLLABLES.sub(" ", plain) if not any("A" <= sign <= "z" for sign in text) else plain
    words: list[tuple[str, bool]] = []
    for match in re.finditer(r"[^\W_]+", plain):
        lower = match[0].casefold()
        articled = match[0][0].islower() or plain[match.end() : match.end() + 1] == "-"
        words.append((lower, articled))
    while len(words) > 1 and words[-1][0] in _SUFFIXES:
        words.pop()
    return words[_title_length(words, plain) :]


def _title_length(words: list[tuple[str, bool]], plain: str) -> int:
    length = 0
    titles = _titles()
    written = re.findall(r"[^\W_]+", plain)
    for number, (word, _) in enumerate(words[:-1]):
        if word in titles or (word == "h" and words[number + 1][0] == "e"):
            length = number + 1
        elif word in _LINKS and length == number and number:
            continue
        elif word == "e" and number and words[number - 1][0] == "h" and length == number:
            length = number + 1
        elif length == number and words[number + 1][0] in titles and _is_demonym(written[number]):
            continue
        else:
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
        elif word in _PARTICLES and not last:
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
    # "Al" with a capital and a space is a given name (Al Gore), unless the other name has it as an article (Al Sharaa).
    if len(name.words) > 1 and name.words[0] in {"al", "el"} and beside.words != beside.glued:
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
    if start == 0 or (start in long.sons and 0 not in short.sons) or is_given_name(short.words[0]):
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
