"""The second pass: titles, names and adjectives grow together into people, offices, groups and places."""

import re
from collections import Counter
from functools import cache

from extractor.offline.lexicon import Lexicon, data
from extractor.offline.masks import Masked, Mention
from extractor.offline.people import Parsed, Someone, acting_for, level_of
from extractor.offline.symbols import BREAK, GROUP, NAME, OFFICE, PERSON, PLACE, compiled, expanded
from extractor.offline.tagging import tagged
from extractor.states import capital_of, state_with_code
from schemas import Actor, ActorKind, MeetingLevel

__all__ = ["parsed"]

_SHORTEST, _LONGEST = 2, 5
# What stands before names of places and things, and hardly before a person's.
_BEFORE_PLACES = frozenset(
    [
        "the",
        "in",
        "at",
        "near",
        "from",
        "on",
        "across",
        "around",
        "over",
        "through",
        "a",
        "an",
        "into",
        "this",
        "that",
        "inside",
        "outside",
        "towards",
        "its",
        "their",
    ]
)
_HUMAN_VERB = re.compile(
    r",? (?:said|says|told|added|met|warned|called|who|stressed|noted|argued|insisted|announced|spoke|led|will|would|"
    r"has|had|urged|welcomed|rejected|confirmed|wrote)\b"
)
_SURE = frozenset({"sides", "parties", "rivals", "belligerents", "foes", "adversaries", "neighbours", "neighbors"})


_FAR = 320
_RESPECTIVE = re.compile(expanded("(?:, |\n+)(?P<one>{person}) and (?P<two>{person})"))
_NEAR = 450
_GOVERNMENTS = frozenset({"\ue000", "\ue001", "\ue002", OFFICE})
_GROUPS = frozenset({ActorKind.ARMED_GROUP, ActorKind.PARTY, ActorKind.OTHER})
_AGAINST_STATES = frozenset({ActorKind.ARMED_GROUP, ActorKind.PARTY})
_PLACES = re.compile(
    expanded(
        "(?<![a-z])(?:in|at|near|outside|inside) (?:the )?(?:(?:[a-z]+ ){0,2}(?:city|capital|resort|town|port|"
        "village|suburb|district) of )?"
        "(?:(?:{name}),? (?:in|outside|near) (?:the )?(?:[a-z]+ of )?)?"
        "(?:{city}(?:,? (?:in )?{state})?|{state}(?!'|-)|{name})(?! {title}| side| government|'s (?:hands|power))"
    )
)
_CAPITALS = re.compile(
    expanded(
        "(?<![a-z])(?:in|at|near) the {adjective} (?:capital|city|resort|town|port|border town|seaside resort)(?: of "
        "(?:{city}|{name}))?,?(?: {city})?"
    )
)


@cache
def _commons() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {words: kind for kind, phrases in data("titles.yaml")["commons"].items() for words in phrases}
    pattern = "|".join(sorted(table, key=len, reverse=True))
    return re.compile(
        rf"(?<![a-z'])(?=the |his |her |government)(?:{pattern})(?![a-z-]|'[a-rt-z])(?! (?:of|in) [\ue000-\ue00a])"
    ), table


@cache
def _grammar() -> dict[str, list[re.Pattern[str]]]:
    entries, titles = data("persons.yaml"), data("titles.yaml")
    lists = {
        "past": entries["past"],
        "bodies": titles["bodies"],
        "groups": titles["groups"],
        "groupmodifiers": titles["group_modifiers"],
        "lightverbs": ["agreed", "said", "have", "had", "are", "were", "will", "would", "met", "sides"],
    }
    ready: dict[str, list[re.Pattern[str]]] = {}
    for kind in ("people", "offices", "groups", "references"):
        ready[kind] = []
        for entry in entries[kind]:
            pattern: str = entry["pattern"]
            for name, items in lists.items():
                pattern = pattern.replace(
                    "{" + name + "}", "(?:" + "|".join(sorted(items, key=len, reverse=True)) + ")"
                )
            ready[kind].append(re.compile(r"(?<![a-z'])(?![\ue00f \n,.])" + expanded(pattern)))
    return ready


def parsed(text: str, words: Lexicon) -> Parsed:
    """Tag `text` and join what belongs together."""
    return _Grower(tagged(text, words), words).run()


class _Grower:
    def __init__(self, masked: Masked, words: Lexicon) -> None:
        self.masked = masked
        self.words = words
        self.people: dict[str, Someone] = {}
        self.by_word: dict[str, str] = {}
        # Those whom the article names again by one name: not the way of places and bodies.
        self.again: set[str] = set()

    def run(self) -> Parsed:
        masked, grammar = self.masked, _grammar()
        for pattern in grammar["groups"]:
            masked.rewrite(pattern, self._group)
        self._full_names()
        for pattern in grammar["people"]:
            masked.rewrite(pattern, self._person)
        self._surnames()
        masked.rewrite(_CAPITALS, self._capital)
        masked.rewrite(_PLACES, self._place)
        for pattern in grammar["offices"]:
            masked.rewrite(pattern, self._office)
        self._commons = self._principals()
        masked.rewrite(_commons()[0], self._common)
        for pattern in grammar["references"]:
            masked.rewrite(pattern, self._reference)
        self._share_out()
        self._affiliate()
        return Parsed(masked, self.people, self.words)

    # People

    def _full_names(self) -> None:
        for mention in self.masked.within(0, len(self.masked.mask)):
            if mention.symbol == NAME and mention.form == "caps":
                self._known(self.masked.text[mention.start : mention.end])
        for mention in self.masked.within(0, len(self.masked.mask)):
            if mention.symbol == NAME and mention.form == "caps":
                word = self.masked.text[mention.start : mention.end]
                if word in self.by_word:
                    self.again.add(self.by_word[word])

    def _known(self, name: str) -> str | None:
        parts = name.split()
        if len(parts) < 2:  # noqa: PLR2004 - a given name and a family name
            return self.by_word.get(name)
        key = name.casefold()
        if key not in self.people:
            last = self.by_word.get(parts[-1])
            first = self.by_word.get(parts[0])
            if last and last == first:
                return last
            self.people[key] = Someone(name, actor=self.words.leaders.get(name))
            self.by_word.setdefault(parts[-1], key)
            if len(parts[0]) > 1:
                self.by_word.setdefault(parts[0], key)
        return key

    def _person(self, masked: Masked, match: re.Match[str]) -> Mention | None:
        groups = match.groupdict()
        name = masked.at[match.start("name")]
        if name.form in {"venue", "region"}:
            return None
        key = self._known(masked.text[name.start : name.end])
        title = self._title(masked, match) if groups.get("title") else None
        if title and title.plural:
            return None
        if "title" not in groups and " " not in masked.text[name.start : name.end] and key is None:
            return None
        if key is None:
            # A surname alone, but with a title: a person of one name.
            if not title or match.end("name") - match.start("name") < 3:  # noqa: PLR2004
                return None
            word = masked.text[name.start : name.end]
            key = word.casefold()
            self.people[key] = Someone(word)
            self.by_word[word] = key
        someone = self.people[key]
        actors = self._of(masked, match)
        if title and someone.title is None and title.form != "honorific" and title.title != "counterpart":
            someone.title = title.title
        if actors and someone.actor is None:
            someone.actor = actors[0]
        return Mention(PERSON, match.start(), match.end(), actors, key, title.title if title else None)

    def _title(self, masked: Masked, match: re.Match[str]) -> Mention | None:
        return masked.at.get(match.start("title"))

    def _of(self, masked: Masked, match: re.Match[str]) -> tuple[Actor, ...]:
        for group in ("of", "of1", "of2", "of3", "of4"):
            if match.groupdict().get(group):
                start = match.start(group)
                start += 4 if masked.mask.startswith("the ", start) else 0
                mention = masked.at[start]
                if mention.actors:
                    return mention.actors
                word = masked.text[mention.start : mention.end].split()[-1]
                key = mention.person or self.by_word.get(word)
                if actor := self.people[key].actor if key else self.words.leaders.get(word):
                    return (actor,)
        return ()

    def _surnames(self) -> None:
        # Who was named in full is known by the family name, or by whichever name the article goes on with.
        def found(masked: Masked, match: re.Match[str]) -> Mention | None:
            mention = masked.at[match.start()]
            if mention.form != "caps":
                return None
            name = masked.text[mention.start : mention.end]
            key = self._known(name)
            if key is None and " " in name:
                key = self.by_word.get(name.split()[-1])
            if key is None and name in self.words.leaders:
                key = name.casefold()
                self.people[key] = Someone(name, actor=self.words.leaders[name])
                self.by_word[name] = key
            if key is None or not self._is_person(key, match, masked):
                return None
            return Mention(PERSON, *match.span(), person=key)

        self.masked.rewrite(compiled("{name}"), found)

    def _is_person(self, key: str, match: re.Match[str], masked: Masked) -> bool:
        someone = self.people[key]
        if someone.title or someone.actor:
            return True
        if key in self.again:
            return True
        behind = masked.mask[match.end() : match.end() + 24]
        if _HUMAN_VERB.match(behind):
            return True
        words = someone.name.split()
        before = masked.mask[max(0, match.start() - 12) : match.start()].split(" ")
        near = before[-2] if len(before) > 1 and not before[-1] else before[-1]
        return _SHORTEST <= len(words) <= _LONGEST and near not in _BEFORE_PLACES

    def _affiliate(self) -> None:
        # An official without a state acts for the state or body that was spoken of last: `Peace minister Rahimzai`.
        last: tuple[int, Actor] | None = None
        state: tuple[int, Actor] | None = None
        for mention in self.masked.within(0, len(self.masked.mask)):
            if last and last[1].kind is ActorKind.STATE:
                state = last
            if mention.person:
                someone = self.people[mention.person]
                if someone.actor is None and someone.title:
                    ranked = level_of(someone.title, self.words) is not MeetingLevel.OFFICIALS
                    near = state if ranked else last
                    if near and mention.start - near[0] < _NEAR:
                        someone.actor = near[1]
                        someone.guessed = True
                if someone.actor:
                    last = mention.start, someone.actor
            elif (
                len(mention.actors) == 1
                and mention.symbol in _GOVERNMENTS
                and mention.actors[0].kind is not ActorKind.INTERNATIONAL_ORGANIZATION
            ):
                last = mention.start, mention.actors[0]

    def _share_out(self) -> None:
        """`The presidents of Chile and Peru, Ana Rojas and Luis Huaman`, also over the end of a sentence."""
        for group in self.masked.within(0, len(self.masked.mask)):
            if group.symbol != GROUP or len(group.actors) != 2:  # noqa: PLR2004
                continue
            match = _RESPECTIVE.search(self.masked.mask, group.end, group.end + _FAR)
            if match is None or not (match.start() == group.end or match[0][0] == BREAK):
                continue
            for name, actor in zip(("one", "two"), group.actors, strict=True):
                mention = self.masked.at[match.start(name)]
                if mention.person and self.people[mention.person].actor is None:
                    self.people[mention.person].actor = actor

    def _principals(self) -> dict[str, Actor]:
        counts: Counter[Actor] = Counter()
        for mention in self.masked.within(0, len(self.masked.mask)):
            weight = 3 if mention.form == "government" else 1
            for actor in acting_for(self.people, mention):
                counts[actor] += weight
        found: dict[str, Actor] = {}
        for actor, count in counts.most_common():
            kind = "state" if actor.kind is ActorKind.STATE else "group" if actor.kind in _GROUPS else ""
            if kind and kind not in found and (count > 1 or kind == "state"):
                found[kind] = actor
        # Where a movement is one side, `the government` is that of its country, not a host's or mediator's.
        group = found.get("group")
        state = state_with_code(group.country) if group and group.country else None
        if group and state and group.kind in _AGAINST_STATES:
            found["state"] = Actor(name=state.name, kind=ActorKind.STATE, country=state.code)
        return found

    def _common(self, _masked: Masked, match: re.Match[str]) -> Mention | None:
        actor = self._commons.get(_commons()[1][match[0]])
        return Mention(OFFICE, *match.span(), actors=(actor,), form="common", plural=True) if actor else None

    # The others

    def _group(self, masked: Masked, match: re.Match[str]) -> Mention | None:
        actors: list[Actor] = []
        for group in ("a", "b", "c"):
            if match.groupdict().get(group):
                start = match.start(group) + (4 if match[group].startswith("the ") else 0)
                actors += [actor for actor in masked.at[start].actors if actor not in actors]
        if len(actors) < 2:  # noqa: PLR2004 - a group is two at least
            return None
        title = masked.at[match.start("title")].title if match["title"] else None
        return Mention(GROUP, *match.span(), actors=tuple(actors), title=title, plural=True)

    def _office(self, masked: Masked, match: re.Match[str]) -> Mention | None:
        actors = self._of(masked, match)
        if not actors:
            return None
        title = masked.at[match.start("title")].title if match.groupdict().get("title") else None
        body = match.groupdict().get("body")
        return Mention(OFFICE, *match.span(), actors=actors, title=title, form=body or "", plural=bool(body))

    def _reference(self, masked: Masked, match: re.Match[str]) -> Mention | None:
        who = match.groupdict().get("who") or ""
        title: Mention | None = masked.at.get(match.start("who")) if who and not who[0].isascii() else None
        said = match[0]
        if title and not title.plural and not said.startswith("both"):
            key = self._last_with_title(title.title or "", match.start())
            return Mention(OFFICE, *match.span(), person=key, title=title.title, form="reference") if key else None
        if (
            title is None
            and who
            and not said.startswith("both")
            and " two " not in said
            and who not in _SURE
            and said.count(" ") == 1
        ):
            return None
        return Mention(GROUP, *match.span(), form="reference", title=title.title if title else None, plural=True)

    def _last_with_title(self, title: str, before: int) -> str | None:
        head = title.lower().split()[-1]
        best: str | None = None
        for mention in self.masked.within(max(0, before - 500), before):
            if mention.person and (known := self.people[mention.person].title) and known.lower().split()[-1] == head:
                best = mention.person
        return best

    def _place(self, masked: Masked, match: re.Match[str]) -> Mention | None:
        inner = masked.within(*match.span())
        city = country = venue = None
        for mention in inner:
            if mention.city:
                city, country = masked.text[mention.start : mention.end], mention.country
            elif mention.symbol == NAME and mention.form == "venue":
                venue = masked.text[mention.start : mention.end]
            elif mention.actors and mention.actors[0].country and mention.actors[0].kind == "state":
                country = country or mention.actors[0].country
            elif mention.symbol == NAME and mention.form == "caps" and (mention is inner[0]) and len(inner) > 1:
                venue = masked.text[mention.start : mention.end]
        if not (city or country or venue):
            return None
        return Mention(PLACE, *match.span(), form=venue or "", country=country, city=city)

    def _capital(self, masked: Masked, match: re.Match[str]) -> Mention | None:
        inner = masked.within(*match.span())
        actor = inner[0].actors[0]
        city = inner[1].city if len(inner) > 1 else None
        if len(inner) > 1 and city is None:
            city = masked.text[inner[1].start : inner[1].end]
        if city is None and "capital" in match[0] and actor.country:
            city = capital_of(actor.country)
        return Mention(PLACE, *match.span(), country=actor.country, city=city)
