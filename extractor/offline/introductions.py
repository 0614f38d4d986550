"""Parties, movements and armed groups that no list knows, by the words with which an article introduces them."""

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from extractor.actors import actors_in
from extractor.offline.lexicon import Named
from schemas import Actor, ActorKind

__all__ = ["introduced"]

# Those of these kinds act under a name alone; bodies of states, and what others do, only if it is shortened.
_FIGHTERS_AND_PARTIES = frozenset({ActorKind.ARMED_GROUP, ActorKind.PARTY})
_WORD = r"[A-Z][\w\u2019'-]*"
_LINK = r"(?:(?:for|of|and|in|on|to|the|de|la|du|des|et|y) ){1,3}"
# `Front for Change in Chad (FACT)`: the short form tells where the name ends.
_SHORTENED = re.compile(
    rf"(?P<name>(?:{_WORD} ){{0,5}}(?P<head>[A-Z][a-z]+)(?:(?: | {_LINK}){_WORD}){{0,8}}) "
    r"\((?:the )?(?P<short>[A-Z][A-Za-z0-9]*[A-Z][A-Za-z0-9-]*|[A-Z][a-z]{3,9})\)"
)
# A name before its short form, and that form, are no longer, in characters.
_LONGEST, _LONGEST_SHORT = 240, 40
# `Movement for Change`
_LONG = re.compile(rf"(?P<name>(?:{_WORD} ){{0,4}}(?P<head>[A-Z][a-z]+) (?:for|of)(?: the)?(?: {_WORD}){{1,4}})")
# `Army Chief of Staff` is nobody's name but an office.
_OFFICE = re.compile(
    r"\b(?:Chief|Commander|Minister|Secretary|Leader|President|Head|Spokes\w+|General|Envoy|Director|Chair\w*|Adviser)\b"
)
_CIVIL, _ARMED = "ruling|governing|opposition", "rebel|separatist|insurgent|militant|guerrilla"
_SORTS = frozenset(f"{_CIVIL}|{_ARMED}".split("|"))
_GROUP = "party|movement|group|militia|alliance|coalition|faction"
_SHORT_NAME = r"[A-Z][\w-]*(?:[A-Z]|-[A-Z])[\w-]*"
# `the ruling ABC-D`, `the opposition movement Renova`, `Renova, the largest opposition party,`
_DESCRIBED = re.compile(
    rf"(?<!\w)(?P<kind>{_CIVIL}|{_ARMED}) (?:(?:{_GROUP}),? (?P<grouped>{_WORD})|(?P<short>{_SHORT_NAME}))"
    r"(?![\w'\u2019])"
    rf"|(?<![\w.] )(?<!\w)(?P<named>{_WORD}), (?:the |an? |its |[A-Z][a-z]+['\u2019]s )?"
    rf"(?:(?!of|from|for|in|to)[a-z\u2019']+ ){{0,2}}(?P<sort>{_CIVIL}|{_ARMED}) (?:{_GROUP})(?=[,.])"
)


def introduced(text: str, said: AbstractSet[str], kinds: Mapping[str, ActorKind]) -> dict[int, tuple[int, Named]]:
    """Where `text` names those whom it introduces, by the start of each name: its end and for whom it stands.

    Args:
        text: the article.
        said: its words.
        kinds: the kind of actor that the head of a name tells: `front`, `party`.
    """
    names: dict[str, Actor] = {}
    # A name is looked for only where its bracket or a word of its kind stands: most articles introduce nobody.
    for begin, end in _around_brackets(text):
        match = _SHORTENED.search(text, begin, end)
        if match and (found := _headed(match, kinds, frozenset(ActorKind))):
            names.setdefault(found.name, found)
            names.setdefault(match["short"], found)
    headed = any(word[0].isupper() and kinds.get(word.lower()) in _FIGHTERS_AND_PARTIES for word in said)
    for match in _LONG.finditer(text) if headed else ():
        if not _OFFICE.search(match["name"]) and (found := _headed(match, kinds, _FIGHTERS_AND_PARTIES)):
            names.setdefault(found.name, found)
    for match in () if said.isdisjoint(_SORTS) else _DESCRIBED.finditer(text):
        name = match["grouped"] or match["short"] or match["named"]
        armed = (match["kind"] or match["sort"]) in _ARMED.split("|")
        names.setdefault(name, Actor(name=name, kind=ActorKind.ARMED_GROUP if armed else ActorKind.PARTY))
    if not names:
        return {}
    anyone = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return {
        match.start(): (match.end(), Named("name", names[match[0]]))
        for match in re.finditer(rf"(?<![\w-])(?:{anyone})(?![\w-])", text)
    }


def _around_brackets(text: str) -> Iterator[tuple[int, int]]:
    """From where a name before a bracket may begin to the bracket's end."""
    before = 0
    while (at := text.find(" (", before)) >= 0:
        end = text.find(")", at, at + _LONGEST_SHORT)
        if end >= 0:
            yield max(before, at - _LONGEST), end + 1
        before = at + 1


def _headed(match: re.Match[str], kinds: Mapping[str, ActorKind], wanted: frozenset[ActorKind]) -> Actor | None:
    """The actor of a name by the first word in it that tells a kind; None without one, or if a list knows it."""
    name, at = match["name"].removeprefix("The "), 0
    for part in re.finditer(r"[\w\u2019'-]+", name):
        if part[0][0].islower():
            # What stands before `of the` is another's name: `Ana Rojas of the Movement for Change (MC)`.
            at = part.end() + 1
            continue
        kind = kinds.get(part[0].lower())
        if kind is None:
            continue
        if kind not in wanted:
            return None
        name = name[at:]
        known = list(actors_in(name))
        if any(one.start == 0 and one.actor.kind is not ActorKind.STATE for one in known):
            return None
        country = next((one.actor.country for one in known), None)
        return Actor(name=name, kind=kind, country=country)
    return None
