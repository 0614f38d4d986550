"""For whom people act, and who is meant by `the government`, where the phrase itself does not say."""

import re
from collections import Counter
from functools import cache

from extractor.actors import canonical_actor
from extractor.offline.lexicon import Lexicon, data
from extractor.offline.masks import Growth, Masked, Mention, growth
from extractor.offline.people import Someone, acting_for, level_of
from extractor.offline.symbols import ADJECTIVE, BREAK, CITY, GROUP, OFFICE, PLACE, STATE, expanded
from extractor.states import state_with_code
from schemas import Actor, ActorKind, MeetingLevel

__all__ = ["affiliate", "common_nouns", "meant_by_commons", "share_out"]

_FAR, _NEAR, _JOINED, _TWO_SENTENCES = 320, 450, 7, 600
# A state whose government is called so once is meant by `the government` rather than one that is named more often.
_GOVERNMENT_WEIGHT = 6
_RESPECTIVE = re.compile(expanded("(?:, |\n+)(?P<one>{person}) and (?P<two>{person})"))
_GOVERNMENTS = frozenset({STATE, ADJECTIVE, CITY, OFFICE})
_GROUPS = frozenset({ActorKind.ARMED_GROUP, ActorKind.PARTY, ActorKind.OTHER})
# Who mediates acts for neither side.
_NEUTRAL = frozenset({"mediator", "facilitator", "go-between", "moderator", "rapporteur", "co-mediator"})


@cache
def common_nouns() -> tuple[Growth, dict[str, str]]:
    """A pattern of nouns that stand for an actor of the article, and the kind of actor of each."""
    table = {words: kind for kind, phrases in data("titles.yaml")["commons"].items() for words in phrases}
    pattern = "|".join(sorted(table, key=len, reverse=True))
    nouns = rf"(?:{pattern})(?![a-z-]|'[a-rt-z])(?! (?:of|in) [\ue000-\ue00a])"
    return growth(nouns, first="the his her government"), table


def meant_by_commons(masked: Masked, people: dict[str, Someone]) -> dict[str, Actor]:
    """The state and the group of which the article speaks most, by the kind of noun that stands for them."""
    counts: Counter[Actor] = Counter()
    named: set[Actor] = set()
    for mention in masked.within(0, len(masked.mask)):
        weight = _GOVERNMENT_WEIGHT if mention.form == "government" else 1
        for actor in acting_for(people, mention):
            counts[actor] += weight
            named.add(actor)
            # Rebels of a country speak of its government.
            if actor.kind in _GROUPS and actor.country and (state := _state(actor.country)):
                counts[state] += weight
    found: dict[str, Actor] = {}
    for actor, count in counts.most_common():
        if actor not in named:
            # The article does not name the state: its government is called as the article calls it.
            government = Actor(name="government", kind=ActorKind.GOVERNMENT_BODY, country=actor.country)
            found.setdefault("state", government)
            continue
        kind = "state" if actor.kind is ActorKind.STATE else "group" if actor.kind in _GROUPS else ""
        if kind and kind not in found and (count > 1 or kind == "state"):
            found[kind] = actor
    return found


@cache
def _state(code: str) -> Actor | None:
    state = state_with_code(code)
    return Actor(name=canonical_actor(state.name), kind=ActorKind.STATE, country=code) if state else None


def share_out(masked: Masked, people: dict[str, Someone]) -> None:
    """`The presidents of Chile and Peru, Ana Rojas and Luis Huaman`, also over the end of a sentence."""
    for group in masked.within(0, len(masked.mask)):
        if group.symbol != GROUP or len(group.actors) != 2:  # noqa: PLR2004
            continue
        match = _RESPECTIVE.search(masked.mask, group.end, group.end + _FAR)
        if match is None or not (match.start() == group.end or match[0][0] == BREAK):
            continue
        for name, actor in zip(("one", "two"), group.actors, strict=True):
            mention = masked.at[match.start(name)]
            if mention.person and people[mention.person].actor is None:
                people[mention.person].actor = actor


def affiliate(masked: Masked, people: dict[str, Someone], words: Lexicon, commons: dict[str, Actor]) -> None:
    """Guess that an official without a state acts for the state or body that was spoken of last."""
    last: tuple[int, Actor] | None = None
    state: tuple[int, Actor] | None = None
    place: tuple[int, Actor] | None = None
    nouns, kinds = common_nouns()
    for mention in masked.within(0, len(masked.mask)):
        if last and last[1].kind is ActorKind.STATE:
            state = last
        if mention.person:
            someone = people[mention.person]
            said = masked.text[mention.start : mention.end].lower()
            if someone.actor is None and (noun := nouns.pattern.search(said)):
                someone.actor = commons.get(kinds[noun["all"]])
            someone.actor = someone.actor or _subject_before(masked, people, mention)
            if someone.actor is None and someone.title and not _is_neutral(someone.title):
                ranked = level_of(someone.title, words) is not MeetingLevel.OFFICIALS
                near = place if place and mention.start - place[0] <= _JOINED else state if ranked else last
                if near and mention.start - near[0] < _NEAR:
                    someone.actor = near[1]
                    someone.guessed = True
            if someone.actor:
                last = mention.start, someone.actor
        elif mention.symbol == PLACE:
            # `In Beirut, the negotiator Elias Haddad said`
            here = _state(mention.country) if mention.country and mention.city else None
            place = (mention.end, here) if here else None
        elif _governs(mention):
            last = mention.start, mention.actors[0]


def _subject_before(masked: Masked, people: dict[str, Someone], mention: Mention) -> Actor | None:
    """Whom `its` means: the first actor of the sentence, or of the one before: `The Union agreed. Its president`."""
    if not masked.text.startswith(("its ", "Its "), mention.start):
        return None
    low = max(0, mention.start - _TWO_SENTENCES)
    here, _, ahead = masked.mask[low : mention.start].rpartition(BREAK)
    sentence = mention.start - len(ahead)
    before = sentence - len(here.rstrip(BREAK).rpartition(BREAK)[2]) - len(here) + len(here.rstrip(BREAK)) - 1
    for start, end in ((sentence, mention.start), (max(low, before), sentence)):
        for one in masked.within(start, end):
            actors = acting_for(people, one) if one.symbol in _GOVERNMENTS and not one.person else ()
            if len(actors) == 1:
                return actors[0]
    return None


def _is_neutral(title: str) -> bool:
    return title.lower().rsplit(maxsplit=1)[-1] in _NEUTRAL


def _governs(mention: Mention) -> bool:
    return (
        len(mention.actors) == 1
        and mention.symbol in _GOVERNMENTS
        and mention.actors[0].kind is not ActorKind.INTERNATIONAL_ORGANIZATION
    )
