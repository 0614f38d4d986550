"""Who meets: the actors behind those whom a sentence names, or those whom the article is about."""

import re
from collections.abc import Iterator

from extractor.offline.masks import Mention
from extractor.offline.people import Parsed, actors_of
from extractor.offline.symbols import CITY, GROUP, HE, NAME, OFFICE, PERSON, STATE, TITLE
from extractor.offline.telling import Telling, common_level
from schemas import Actor, ActorKind

__all__ = ["named_states", "settle_parties"]

_BEGINNERS = frozenset({STATE, OFFICE, PERSON, CITY})
_TWO = 2
# `Velupillai Prabhakaran`; longer runs of capitals are headlines.
_NAMELIKE = re.compile(r"\S+(?: \S+){0,2}")
# How far back `he` may point, in characters.
_BACK = 400


def named_states(parse: Parsed) -> frozenset[str]:
    """The names of all for whom somebody acts by the article's own words, not by what is known of leaders."""
    return frozenset(actor.name for mention in parse.masked.within(0, len(parse.mask)) for actor in mention.actors)


def settle_parties(parse: Parsed, telling: Telling, pair: list[Actor], states: frozenset[str]) -> None:
    """Say who meets.

    Args:
        parse: the article.
        telling: the meeting.
        pair: those whom the article is about, who meet where it names nobody else.
        states: those that the article names; a leader of another one is a party in person.
    """
    who = [(_he(parse, mention) or mention) if mention.symbol == HE else mention for mention in telling.who]
    vague = telling.vague or any(_is_vague(parse, one) for one in who)
    named = [_in_person(parse, one, actor, states) for one in who for actor in actors_of(parse, one)]
    parties = list(dict.fromkeys([*named, *telling.parties]))
    strangers = list(_strangers(parse, who))
    if len(parties) == 1 and telling.with_whom:
        # `Chile ruled out talks with Peru`: whom the sentence begins with meets too.
        parties += [actor for actor in _beginner(parse, telling) if actor not in parties]
    telling.own = len(parties) >= _TWO
    persons = list(dict.fromkeys(one.person for one in who if one.person))
    if not telling.own and len(persons) >= _TWO and not strangers:
        # Two of one state, or of whom one is taken for the other's countryman.
        parties = [Actor(name=parse.people[key].name, kind=ActorKind.PERSON) for key in persons]
        telling.own = True
    if strangers and not telling.own:
        parties = _with_strangers(telling, parties, strangers, pair, vague=vague)
    if len(parties) < _TWO and (vague or telling.noun or telling.elliptic):
        parties = _with_pair(parties, pair, vague=vague)
        telling.confidence -= 0.1
    helpers = [*telling.hosts, *telling.mediators]
    telling.parties = [actor for actor in parties if actor not in helpers or len(parties) <= _TWO]
    telling.level = common_level([level for one in who if (level := parse.level(one))])


def _in_person(parse: Parsed, mention: Mention, actor: Actor, states: frozenset[str]) -> Actor:
    if mention.person and actor.name not in states:
        return Actor(name=parse.people[mention.person].name, kind=ActorKind.PERSON, country=actor.country)
    return actor


def _is_vague(parse: Parsed, mention: Mention) -> bool:
    return mention.symbol in {GROUP, TITLE, OFFICE} and not actors_of(parse, mention)


def _strangers(parse: Parsed, who: list[Mention]) -> Iterator[Actor]:
    """People of whom the article does not say for whom they act, and names of nobody known."""
    for one in who:
        if one.person and not actors_of(parse, one):
            yield Actor(name=parse.people[one.person].name, kind=ActorKind.PERSON)
        elif one.symbol == NAME and (leaders := _leaders(parse, parse.text[one.start : one.end])):
            yield from leaders
        elif one.symbol == NAME and one.form == "caps" and _NAMELIKE.fullmatch(parse.text, one.start, one.end):
            yield Actor(name=parse.text[one.start : one.end], kind=ActorKind.PERSON)


def _leaders(parse: Parsed, name: str) -> list[Actor]:
    """Those whom `Putin-Trump summit` names."""
    known = parse.words.leaders
    parts = name.split("-")
    if len(parts) != _TWO or not all(part in known for part in parts):
        return []
    return [Actor(name=part, kind=ActorKind.PERSON, country=known[part].country) for part in parts]


def _with_pair(parties: list[Actor], pair: list[Actor], *, vague: bool) -> list[Actor]:
    """The two whom the article is about, where the sentence names one of them or none."""
    if len(pair) > 1 and all(one in pair for one in parties):
        return list(pair)
    # `Oman received the two sides`
    return [*parties, *(one for one in pair if one not in parties)] if vague else parties


def _with_strangers(
    telling: Telling, parties: list[Actor], strangers: list[Actor], pair: list[Actor], *, vague: bool
) -> list[Actor]:
    """Parties where the article does not say for whom some people act: those that it is about, if that fits."""
    fits = len(pair) > 1 and all(one in pair for one in parties)
    if fits and vague and len(strangers) + len(parties) == 1:
        found = list(pair)
        telling.confidence -= 0.1
    else:
        found = parties + strangers
        telling.confidence -= 0.15 if pair or len(found) > len(strangers) else 0.35
    telling.own = len(found) >= _TWO
    if all(mention.symbol == NAME for mention in telling.who):
        # Nobody says that these are names of people.
        telling.confidence -= 0.2
    return found


def _beginner(parse: Parsed, telling: Telling) -> tuple[Actor, ...]:
    start = parse.masked.sentences[telling.sentence].start
    for mention in parse.masked.within(start, telling.anchor):
        if mention.symbol in _BEGINNERS and (actors := actors_of(parse, mention)):
            return actors
    return ()


def _he(parse: Parsed, mention: Mention) -> Mention | None:
    people = [one for one in parse.masked.within(max(0, mention.start - _BACK), mention.start) if one.person]
    return people[-1] if people else None
