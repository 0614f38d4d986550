"""The words by which a stance is known, in all their forms."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any, TypeAlias

from extractor.gazetteer import Gazetteer
from extractor.offline.lexicon import data
from schemas import Stance

__all__ = ["Cue", "Cues", "Form", "Found", "light_verbs", "noun_cues", "verb_cues"]

_VOWELS = frozenset("aeiou")


class Form(StrEnum):
    """The form of a word."""

    BASE = "base"
    PRESENT = "present"
    PAST = "past"
    PARTICIPLE = "participle"
    ING = "ing"
    STATE = "state"
    NOUN = "noun"


@dataclass(frozen=True, slots=True)
class Cue:
    """What a word tells.

    Attributes:
        stance: None for a verb of speech.
        negated: the stance when the word is denied, None if there is none then.
        speech: whether it is a verb of speech.
        reporting: whether it is one only if `that` or a quotation follows.
        state: whether the word, a past form, may stand behind `is` too: `is committed to`.
    """

    form: Form
    stance: Stance | None = None
    negated: Stance | None = None
    speech: bool = False
    reporting: bool = False
    state: bool = False


# Where a word of stance stands, and what it tells.
Found: TypeAlias = tuple[int, int, Cue]


class Cues:
    """Words of stance in the order of a text, handed out sentence by sentence."""

    def __init__(self, found: Iterator[Found]) -> None:
        """Begin with the first."""
        self._found = found
        self._next = next(found, None)

    def until(self, end: int) -> list[Found]:
        """Those not yet handed out that begin before `end`."""
        here: list[Found] = []
        while self._next and self._next[0] < end:
            here.append(self._next)
            self._next = next(self._found, None)
        return here


@cache
def verb_cues() -> Gazetteer[Cue]:
    """Verbs of stance and speech, and what stands behind `is`."""
    lists = data("stances.yaml")
    irregular = {forms[0]: forms for forms in lists["irregular"]}
    table: dict[str, Cue | None] = {}
    for entry in lists["stances"]:
        stance = _stances(entry)
        for verb in entry["verbs"]:
            for form, words in _inflected(verb, irregular):
                table.setdefault(words, Cue(form, *stance))
        for words in entry.get("states", ()):
            past = table.get(words)
            table[words] = replace(past, state=True) if past else Cue(Form.STATE, *stance)
    for kind in ("speech", "reporting"):
        for verb in lists[kind]:
            for form, words in _inflected(verb, irregular):
                table.setdefault(words, Cue(form, speech=True, reporting=kind == "reporting"))
    return Gazetteer(table)


@cache
def noun_cues() -> Gazetteer[Cue]:
    """Nouns of stance."""
    table: dict[str, Cue | None] = {}
    for entry in data("stances.yaml")["stances"]:
        for words in entry.get("nouns", ()):
            table.setdefault(words, Cue(Form.NOUN, *_stances(entry)))
    return Gazetteer(table)


@cache
def light_verbs() -> re.Pattern[str]:
    """A verb that makes a phrase with a noun of stance, before that noun: `expressed its full`."""
    lists = data("stances.yaml")
    irregular = {forms[0]: forms for forms in lists["irregular"]}
    forms = {words for verb in lists["light"] for _, words in _inflected(verb, irregular)}
    return re.compile(rf"(?<![a-z])(?:{'|'.join(sorted(forms))})(?! (?:to|that) )(?: [a-z'-]+){{0,4}} $")


def _stances(entry: dict[str, Any]) -> tuple[Stance, Stance | None]:
    return Stance(entry["stance"]), Stance(entry["negated"]) if "negated" in entry else None


def _inflected(verb: str, irregular: dict[str, list[str]]) -> Iterator[tuple[Form, str]]:
    """The forms of a verb, whose first word is the one that changes; a form that is also the past is given as that."""
    first, _, rest = verb.partition(" ")
    rest = f" {rest}" if rest else ""
    base, present, past, participle, ing = irregular.get(first) or _regular(first)
    forms = (
        (Form.PAST, past),
        (Form.PARTICIPLE, participle),
        (Form.PRESENT, present),
        (Form.ING, ing),
        (Form.BASE, base),
    )
    for form, word in forms:
        yield form, word + rest


def _regular(base: str) -> list[str]:
    if base.endswith("e"):
        return [base, f"{base}s", f"{base}d", f"{base}d", f"{base[:-1]}ing"]
    if base.endswith("y") and base[-2] not in _VOWELS:
        return [base, f"{base[:-1]}ies", f"{base[:-1]}ied", f"{base[:-1]}ied", f"{base}ing"]
    if base.endswith(("s", "sh", "ch", "x", "z", "o")):
        return [base, f"{base}es", f"{base}ed", f"{base}ed", f"{base}ing"]
    return [base, f"{base}s", f"{base}ed", f"{base}ed", f"{base}ing"]
