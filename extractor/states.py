"""Which state a word stands for: its names, people, capitals and seats of government.

The table is `data/states.csv`: the members of the United Nations, and the Holy See, Kosovo, Palestine and Taiwan.
`data/not_states.txt` has the words in which a state's name means something else. docs/names.md says what was decided.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from anyascii import anyascii

from extractor.gazetteer import Gazetteer

__all__ = [
    "ALONE",
    "Form",
    "Mention",
    "State",
    "is_country_code",
    "state_forms",
    "state_of",
    "state_with_code",
    "states_in",
]

# Kosovo has no ISO code; XK is of the range that ISO leaves to users, and the one that the EU and the IMF use for it.
_USER_ASSIGNED = frozenset({"XK"})
# A form with this mark is one only where it is the whole name: in running text it mostly means something else.
ALONE = "?"
# What a name may have around it; who speaks for a state is that state.
_WORDINGS = tuple(
    (re.compile(pattern, re.IGNORECASE), instead)
    for pattern, instead in (
        (r"'s?$", ""),
        # ISO's lists have "Bolivia, Plurinational State of".
        (r"^([^,]+), (.+ of(?: the)?)$", r"\2 \1"),
        (r" \([^()]+\)$", ""),
        (r"^(?:government|republic|kingdom|state|people|authorities) of (?:the )?", ""),
        (
            (
                r" (?:government|authorities|administration|leadership|presidency|officials?|side|delegation|team|"
                r"negotiating team|negotiators?|diplomats?|embassy|foreign ministry|ministry of foreign affairs|"
                r"armed forces|army|military)$"
            ),
            "",
        ),
    )
)
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)
# CLDR's names of territories are known in the official languages of the United Nations and other widely read ones.
_LANGUAGES = (
    *("ar", "es", "fr", "ru", "zh", "de", "it", "pt", "tr", "uk", "pl", "nl", "hu", "cs", "ro", "el", "sr", "sv"),
    *("fa", "he", "ur", "hi", "bn", "id", "ja", "ko", "vi", "th", "sw", "am", "ka", "hy", "az", "kk"),
)
_ABBREVIATION = 5


class Form(StrEnum):
    """By what a state is called."""

    NAME = "name"
    ADJECTIVE = "adjective"
    PEOPLE = "people"
    CAPITAL = "capital"
    SEAT = "seat"


@dataclass(frozen=True, slots=True)
class State:
    """A state.

    Attributes:
        name: the common English name, of the United Nations' spelling (`Türkiye`), without article.
        code: ISO 3166-1 alpha-2, and XK for Kosovo.
    """

    name: str
    code: str


class Mention(NamedTuple):
    """A place in a text that names a state; `start` and `end` count characters, without a possessive's `'s`."""

    start: int
    end: int
    state: State
    form: Form


@lru_cache(maxsize=512)
def is_country_code(code: str) -> bool:
    """Whether `code` is an ISO 3166-1 alpha-2 code, in capitals, or XK. Territories have codes too."""
    # Late, since the tables are large.
    from pycountry import countries  # noqa: PLC0415

    return code in _USER_ASSIGNED or (code.isupper() and countries.get(alpha_2=code) is not None)


def state_with_code(code: str) -> State | None:
    """The state with this ISO 3166-1 alpha-2 code (XK for Kosovo), or None, also for territories (`GL`)."""
    return _states().get(code)


def capital_of(code: str) -> str | None:
    """The capital of the state with this code, the first of its names, or None."""
    return next((row["capitals"].split(";")[0].rstrip("?") or None for row in _rows() if row["code"] == code), None)


@lru_cache(maxsize=16_384)
def state_of(name: str) -> State | None:
    """The state that `name` as a whole stands for, or None.

    Names, people, capitals and seats of government all do (`Russia`, `Russian`, `Moscow`, `the Kremlin`), with or
    without accents, also as `Government of …` or `… officials`, and so does a state's name in some thirty languages.
    A name begins with a capital, where its script has any: `Polish` is a state's, `polish` is not.
    """
    words = _ARTICLE.sub("", " ".join(name.replace("\u2019", "'").split()))
    if not words or words[0].islower():
        return None
    plain = _plain(words)
    table = _whole_names()
    for key in (plain, plain.casefold()):
        if key in table:
            return table[key]
    for wording, instead in _WORDINGS:
        rest = wording.sub(instead, words)
        if rest != words:
            return state_of(rest)
    return _foreign_names().get(words.casefold())


def states_in(text: str) -> list[Mention]:
    """All mentions of states in running text, in order, none within another; the longest form wins.

    Case counts, and words count as wholes. Words such as `Gulf of Mexico` or `Jim Jordan` mention no state. The time
    grows with the length of `text`.
    """
    return [Mention(start, end, *meaning) for start, end, meaning in _gazetteer().find(text)]


def state_forms() -> dict[str, tuple[State, Form] | None]:
    """What may stand for a state in running text, and words with its name in them that do not (None)."""
    forms: dict[str, tuple[State, Form] | None] = {}
    for form, state, kind in _all_forms():
        if not form.endswith(ALONE):
            forms.setdefault(form, (state, kind))
            # Headlines and datelines.
            if kind in {Form.NAME, Form.CAPITAL}:
                forms.setdefault(form.upper(), (state, kind))
    return forms | dict.fromkeys(_not_states())


def _plain(words: str) -> str:
    return " ".join(anyascii(words).replace(".", "").replace("-", " ").replace("'", "").replace("&", "and").split())


@cache
def _rows() -> list[dict[str, str]]:
    return list(csv.DictReader((files("extractor") / "data" / "states.csv").read_text("utf-8").splitlines()))


@cache
def _states() -> dict[str, State]:
    return {row["code"]: State(row["name"], row["code"]) for row in _rows()}


@cache
def _not_states() -> list[str]:
    lines = (files("extractor") / "data" / "not_states.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _all_forms() -> Iterator[tuple[str, State, Form]]:
    columns = {
        "name": Form.NAME,
        "names": Form.NAME,
        "adjectives": Form.ADJECTIVE,
        "people": Form.PEOPLE,
        "capitals": Form.CAPITAL,
        "seats": Form.SEAT,
    }
    for row in _rows():
        state = _states()[row["code"]]
        for column, kind in columns.items():
            for form in filter(None, row[column].split(";")):
                yield from ((spelling, state, kind) for spelling in _spellings(form))
                if plural := _plural(form, kind):
                    yield plural, state, Form.PEOPLE


def _spellings(form: str) -> set[str]:
    saint = form.replace("Saint ", "St. ") if form.startswith("Saint ") else form.replace("St. ", "Saint ")
    return {form, saint, form.replace(" and ", " & "), saint.replace(" and ", " & ")}


def _plural(form: str, kind: Form) -> str | None:
    if kind not in {Form.ADJECTIVE, Form.PEOPLE} or form.endswith((ALONE, "-")):
        return None
    if form.endswith(("shman", "chman", "woman")):
        return f"{form[:-2]}en"
    # Adjectives in -ish or -ese name no single person; those in -an, -i and the like are nouns as well.
    if kind is Form.PEOPLE or form.endswith(("an", "i", "en", "ine", "ina", "ino", "ot", "av", "ene", "Thai", "Uzbek")):
        return None if form.endswith("s") else f"{form}s"
    return None


@cache
def _whole_names() -> dict[str, State | None]:
    # What comes first stays: a state's own name goes before another's adjective or capital.
    table: dict[str, State | None] = {}
    by_form = sorted(_all_forms(), key=lambda entry: list(Form).index(entry[2]))
    for form, state, _ in by_form:
        plain = _plain(form.removesuffix(ALONE))
        short = plain.isupper() and len(plain) <= _ABBREVIATION
        table.setdefault(plain if short else plain.casefold(), state)
    return {**table, **dict.fromkeys((_plain(words).casefold() for words in _not_states()), None)}


@cache
def _foreign_names() -> dict[str, State]:
    # Late, since reading CLDR takes a tenth of a second, and few names come as far as here.
    from babel import Locale  # noqa: PLC0415

    found: dict[str, set[str]] = {}
    for language in _LANGUAGES:
        names: dict[str, str] = Locale(language).territories  # pyright: ignore[reportUnknownMemberType, reportAssignmentType]
        for code, name in names.items():
            if code in _states():
                found.setdefault(name.casefold(), set()).add(code)
    # What is one state's name here and another's there, as `Guinea` nearly is, tells nothing.
    return {name: _states()[code] for name, (code, *others) in found.items() if not others}


@cache
def _gazetteer() -> Gazetteer[tuple[State, Form]]:
    return Gazetteer(state_forms())
