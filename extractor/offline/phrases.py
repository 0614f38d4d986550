"""The second pass: titles, names and adjectives grow together into people, offices, groups and places."""

import re

from extractor.offline.affiliations import affiliate, common_nouns, meant_by_commons, share_out
from extractor.offline.grammar import CAPITALS, NAMES, PLACES, grammar
from extractor.offline.lexicon import Lexicon
from extractor.offline.masks import Masked, Mention
from extractor.offline.owners import is_sent_to, owner_of
from extractor.offline.people import Parsed
from extractor.offline.register import Register
from extractor.offline.symbols import GROUP, NAME, OFFICE, PERSON, PLACE
from extractor.offline.tagging import tagged
from extractor.states import capital_of
from schemas import Actor

__all__ = ["parsed"]

# Of one letter or two there are no surnames, in news at least.
_SHORTEST_NAME = 3
# Offices that tell of a relation to somebody else.
_RELATIVE = frozenset({"counterpart", "colleague", "opposite number"})
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
# What only people do; a capitalised word before it is somebody's name.
_SPEAKS = re.compile(r" (?:told|said|added|replied|wrote|tweeted|insisted|vowed|flew|shook)\b")
# Offices that somebody held once.
_NO_LONGER = frozenset({"former", "then", "ex-", "late", "the late", "retired", "one-time", "exiled"})
_ARTICLES = frozenset({"the ", " an ", "  a "})
_SURE = frozenset({"sides", "parties", "rivals", "belligerents", "foes", "adversaries", "neighbours", "neighbors"})


def parsed(text: str, words: Lexicon) -> Parsed:
    """Tag `text` and join what belongs together."""
    return _Grower(tagged(text, words), words).run()


def _is_former(title: str) -> bool:
    return title.lower().split(maxsplit=1)[0].removesuffix("-") in _NO_LONGER


class _Grower:
    def __init__(self, masked: Masked, words: Lexicon) -> None:
        self.masked = masked
        self.words = words
        self.register = Register(words)
        self.people = self.register.people

    def run(self) -> Parsed:
        masked, patterns = self.masked, grammar()
        for pattern in patterns["groups"]:
            masked.rewrite(pattern, self._group)
        self.register.learn(
            masked.text[mention.start : mention.end]
            for mention in masked.within(0, len(masked.mask))
            if mention.symbol == NAME and mention.form == "caps"
        )
        for pattern in patterns["several"]:
            for match in pattern.matches(masked):
                self._several(match)
        for pattern in patterns["people"]:
            masked.rewrite(pattern, self._person)
        self._surnames()
        masked.rewrite(CAPITALS, self._capital)
        masked.rewrite(PLACES, self._place)
        for pattern in patterns["offices"]:
            masked.rewrite(pattern, self._office)
        self._commons = meant_by_commons(masked, self.people)
        masked.rewrite(common_nouns()[0], self._common)
        for pattern in patterns["references"]:
            masked.rewrite(pattern, self._reference)
        share_out(masked, self.people)
        affiliate(masked, self.people, self.words, self._commons)
        return Parsed(masked, self.people, self.words)

    # People

    def _person(self, masked: Masked, match: re.Match[str]) -> Mention | None:
        groups = match.groupdict()
        name = masked.at[match.start("name")]
        if name.form in {"venue", "region"}:
            return None
        word = masked.text[name.start : name.end]
        key = name.person or self.register.known(word)
        title = masked.at.get(match.start("title")) if groups.get("title") else None
        if title and title.plural:
            return None
        if title is None and (not self.register.may_be_person(key) if key else " " not in word):
            return None
        if key is None:
            # A surname alone, but with a title: a person of one name.
            if not title or len(word) < _SHORTEST_NAME or self._is_thing(word):
                return None
            key = self.register.single(word)
        someone = self.people[key]
        actors = self._of(masked, match, title)
        if groups.get("role") and not title and not actors:
            return None
        former = (title and _is_former(title.title or "")) or bool(
            _NO_LONGER & {groups.get("formerly"), groups.get("once")}
        )
        if title and someone.title is None and title.form != "honorific" and title.title not in _RELATIVE:
            someone.title = title.title
        if actors and (someone.actor is None or (someone.former and not former)):
            someone.actor, someone.former = actors[0], former
        return Mention(PERSON, match.start("all"), match.end("all"), actors, key, title.title if title else None)

    def _is_thing(self, word: str) -> bool:
        return word.lower() in self.words.things or word.lower() in self.words.organisations

    def _several(self, match: re.Match[str]) -> None:
        """Office and side of people who share one: `Russian envoys Orlov and Bykov`."""
        title = self.masked.at[match.start("title")] if match["title"] else None
        if title and not title.plural:
            return
        actors = self._of(self.masked, match)
        for group in ("one", "two", "three", "four"):
            if not match[group]:
                continue
            name = self.masked.at[match.start(group)]
            if name.form == "caps" and (key := self.register.known(self.masked.text[name.start : name.end])):
                someone = self.people[key]
                if title and title.title and not someone.title:
                    someone.title = title.title.removesuffix("s")
                someone.actor = someone.actor or (actors[0] if actors else None)

    def _of(self, masked: Masked, match: re.Match[str], title: Mention | None = None) -> tuple[Actor, ...]:
        groups = match.groupdict()
        if groups.get("role"):
            return owner_of(masked, self.register, match.span("role"), title)
        for group in ("of", "of2", "of3", "of4", "of5"):
            if not groups.get(group) or (group == "of2" and title and is_sent_to(title, groups.get("prep"))):
                continue
            start = match.start(group)
            start += 4 if masked.mask.startswith("the ", start) else 0
            mention = masked.at[start]
            if mention.actors:
                return mention.actors
            word = masked.text[mention.start : mention.end].split()[-1]
            key = mention.person or self.register.called(word)
            if key and (actor := self.people[key].actor):
                return (actor,)
        return ()

    def _surnames(self) -> None:
        # Who was named in full is known by the family name, or by whichever name the article goes on with.
        def found(masked: Masked, match: re.Match[str]) -> Mention | None:
            mention = masked.at[match.start("all")]
            if mention.form != "caps":
                return None
            name = masked.text[mention.start : mention.end]
            key = self.register.known(name)
            if key is None and self._acts(match, masked):
                key = self.register.single(name)
            if key is None or not self._is_person(key, match, masked):
                return None
            return Mention(PERSON, *match.span("all"), person=key)

        self.masked.rewrite(NAMES, found)

    def _is_person(self, key: str, match: re.Match[str], masked: Masked) -> bool:
        if self.register.is_person(key):
            return True
        if not self.register.may_be_person(key):
            return False
        if _HUMAN_VERB.match(masked.mask, match.end("all"), match.end("all") + 24):
            return True
        before = masked.mask[max(0, match.start("all") - 12) : match.start("all")].split(" ")
        near = before[-2] if len(before) > 1 and not before[-1] else before[-1]
        return near not in _BEFORE_PLACES

    def _acts(self, match: re.Match[str], masked: Masked) -> bool:
        """Whether one capitalised word does what people alone do: `Prachanda told reporters`."""
        if not _SPEAKS.match(masked.mask, match.end("all"), match.end("all") + 24):
            return False
        return masked.mask[max(0, match.start("all") - 4) : match.start("all")] not in _ARTICLES

    def _common(self, _masked: Masked, match: re.Match[str]) -> Mention | None:
        actor = self._commons.get(common_nouns()[1][match["all"]])
        return Mention(OFFICE, *match.span("all"), actors=(actor,), form="common", plural=True) if actor else None

    # The others

    def _group(self, masked: Masked, match: re.Match[str]) -> Mention | None:
        title = masked.at[match.start("title")] if match["title"] else None
        if title and not title.plural and masked.mask.startswith(f" {NAME}", match.end("all")):
            # `for Russia and the Swiss diplomat Heidi Tagliavini`: that is nobody's office but hers.
            return None
        actors: list[Actor] = []
        for group in ("a", "b", "c"):
            if match.groupdict().get(group):
                start = match.start(group) + (4 if match[group].startswith("the ") else 0)
                actors += [actor for actor in masked.at[start].actors if actor not in actors]
        if len(actors) < 2:  # noqa: PLR2004 - a group is two at least
            return None
        return Mention(
            GROUP, *match.span("all"), actors=tuple(actors), title=title.title if title else None, plural=True
        )

    def _office(self, masked: Masked, match: re.Match[str]) -> Mention | None:
        actors = self._of(masked, match)
        if not actors:
            return None
        title = masked.at[match.start("title")].title if match.groupdict().get("title") else None
        body = match.groupdict().get("body")
        return Mention(OFFICE, *match.span("all"), actors=actors, title=title, form=body or "", plural=bool(body))

    def _reference(self, masked: Masked, match: re.Match[str]) -> Mention | None:
        who = match.groupdict().get("who") or ""
        title: Mention | None = masked.at.get(match.start("who")) if who and not who[0].isascii() else None
        said = match["all"]
        if title and not title.plural and not said.startswith("both"):
            key = self._last_with_title(title.title or "", match.start("all"))
            return Mention(OFFICE, *match.span("all"), person=key, title=title.title, form="reference") if key else None
        if (
            title is None
            and who
            and not said.startswith("both")
            and " two " not in said
            and who not in _SURE
            and said.count(" ") == 1
        ):
            return None
        return Mention(GROUP, *match.span("all"), form="reference", title=title.title if title else None, plural=True)

    def _last_with_title(self, title: str, before: int) -> str | None:
        head = title.lower().split()[-1]
        best: str | None = None
        for mention in self.masked.within(max(0, before - 500), before):
            if mention.person and (known := self.people[mention.person].title) and known.lower().split()[-1] == head:
                best = mention.person
        return best

    def _place(self, masked: Masked, match: re.Match[str]) -> Mention | None:
        inner = masked.within(*match.span("all"))
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
        if (
            not (city or country or venue)
            and inner[0].form == "caps"
            and match["all"].startswith(("in ", "near ", "outside "))
        ):
            # A town that no list knows.
            city = masked.text[inner[0].start : inner[0].end]
            city = None if city.isupper() or city.split()[-1].lower() in self.words.things else city
        if not (city or country or venue):
            return None
        return Mention(PLACE, *match.span("all"), form=venue or "", country=country, city=city)

    def _capital(self, masked: Masked, match: re.Match[str]) -> Mention | None:
        inner = masked.within(*match.span("all"))
        actor = inner[0].actors[0]
        city = inner[1].city if len(inner) > 1 else None
        if len(inner) > 1 and city is None:
            city = masked.text[inner[1].start : inner[1].end]
        if city is None and "capital" in match["all"] and actor.country:
            city = capital_of(actor.country)
        return Mention(PLACE, *match.span("all"), country=actor.country, city=city)
