"""Whom an article is about."""

import re
from bisect import bisect_right
from collections import Counter
from itertools import combinations

from extractor.actors import actors_in
from extractor.offline.mediation import mediators
from extractor.offline.people import Parsed, actors_of
from extractor.offline.symbols import PLACE, expanded
from schemas import Actor, ActorKind

__all__ = ["is_diplomatic", "principals"]

# The first sentences of news name those whom it is about.
_LEAD, _LEAD_WEIGHT, _ENOUGH = 2, 2, 3
_POWERS = frozenset({ActorKind.STATE, ActorKind.ARMED_GROUP, ActorKind.PARTY, ActorKind.INTERNATIONAL_ORGANIZATION})
_OFTEN = 4
_THIRD_KINDS = frozenset({ActorKind.INTERNATIONAL_ORGANIZATION, ActorKind.GOVERNMENT_BODY})
# More actors than this in one sentence are a list.
_CROWD = 6
_JOINED = re.compile(
    expanded(
        "(?P<one>[\ue000-\ue002\ue005\ue006]\ue00f*)(?: and |-|/| and the )(?P<two>[\ue000-\ue002\ue005\ue006]\ue00f*)"
    )
)


def principals(parse: Parsed, title: str | None) -> list[Actor]:
    """The two that an article is about: often named, early, in the headline and together; empty if none are."""
    weights: Counter[str] = Counter()
    together: Counter[tuple[str, str]] = Counter()
    known: dict[str, Actor] = {}
    number, here, ends = 0, dict[str, None](), [sentence.end for sentence in parse.masked.sentences]
    for mention in parse.masked.within(0, len(parse.mask)):
        if mention.start >= ends[number]:
            together.update(combinations(sorted(list(here)[:_CROWD]), 2))
            number, here = bisect_right(ends, mention.start), {}
        if mention.symbol == PLACE or not (actors := actors_of(parse, mention)):
            continue
        for actor in actors:
            known[actor.name] = actor
            weights[actor.name] += 1 + (_LEAD_WEIGHT if number < _LEAD and actor.name not in here else 0)
            here[actor.name] = None
        together.update(_pairs(actors))
    together.update(combinations(sorted(list(here)[:_CROWD]), 2))
    for match in _JOINED.finditer(parse.mask):
        one, two = (parse.masked.at[match.start(group)] for group in ("one", "two"))
        together.update(_pairs((*actors_of(parse, one), *actors_of(parse, two))))
    for mention in actors_in(title or ""):
        if mention.actor.name in weights:
            weights[mention.actor.name] += _LEAD_WEIGHT

    between = {actor.name for actor, _ in mediators(parse)}

    def rank(pair: tuple[str, str]) -> tuple[float, tuple[str, str]]:
        # Organisations of states are third parties more often than not, and those who mediate always.
        third = sum(known[name].kind in _THIRD_KINDS for name in pair) + 2 * sum(name in between for name in pair)
        weight = min(weights[name] for name in pair) * 2 + max(weights[name] for name in pair)
        return weight + 2 * min(together[pair], _ENOUGH) - 3 * third, pair

    return [known[name] for name in max(together, key=rank)] if together else []


def is_diplomatic(parse: Parsed) -> bool:
    """Whether an article names states, armed groups and the like often enough to be of diplomacy."""
    mentions = parse.masked.within(0, len(parse.mask))
    return sum(actor.kind in _POWERS for mention in mentions for actor in actors_of(parse, mention)) >= _OFTEN


def _pairs(actors: tuple[Actor, ...]) -> list[tuple[str, str]]:
    # Two in one phrase belong together; of more no two do.
    names = sorted({actor.name for actor in actors})
    return [(names[0], names[1])] if len(names) == 2 else []  # noqa: PLR2004
