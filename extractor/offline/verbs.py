"""Meetings that a verb tells of: who saw, met, received or telephoned whom."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from extractor.offline.lexicon import data
from extractor.offline.masks import Mention
from extractor.offline.modality import status_of
from extractor.offline.people import Parsed, actors_of
from extractor.offline.sides import Behind, Subject, behind, human, several, subject
from extractor.offline.symbols import DATE, GROUP, PLACE, STATE, any_of, expanded
from extractor.offline.telling import REMOTE, Telling
from extractor.offline.worded import Begun
from schemas import MeetingFormat, MeetingStatus

__all__ = ["told_by_verbs"]

# `met the deadline`, `met to a stiff resistance`: no meeting of people.
_THING = re.compile(
    " (?:the|its|their|his|her|our|my|your|all|these|those|any|an|a|some|most|every|no|with|such)(?= )"
    "| (?:conditions|demands|criteria|expectations|resistance|criticism|deadlines|targets|requirements|obligations)"
)
_OWNS = re.compile("'s?(?! ?[a-z\ue000-\ue00b])")
_FUTURE = re.compile("(?<![a-z])(?:will|shall|would|(?:is|are|due|set|expected|scheduled) to)(?![a-z])")
_PASSIVE = frozenset({"was", "were", "been", "be", "is", "are", "being"})
# How far from the beginning a fronted participle stands.
_FRONTED = 24
_MAIN_CLAUSE = re.compile("[^,;\\n]{3,140}, (?:the |his |her )?[\ue000\ue002\ue005-\ue008]")
# The day or place of what was signed, and the place before the subject.
_SIGNED = re.compile(expanded("[^,;\\n]{3,70}? (?:on |in |at )?{when}(?: {when})?"))
_AROUND = 60
_TO_SOMEWHERE = re.compile(
    "(?: back)? (?:to|for) (?:the |a )?(?:meet|attend|visit|talks|join|come|sit|[\ue000\ue002\ue00a\ue00b])"
)
_TOGETHER = re.compile(
    "(?: back)? (?:together|to [\ue002\ue004]|(?:to the (?:negotiating )?|at (?:one|the same|a) )table|"
    "in (?:one|the same) room|under one roof|face to face|around a table|into one room)"
)
_REFUSAL = re.compile("(?<![a-z])(?:not|refuse[sd]?|decline[sd]?)(?![a-z])")
# `by telephone`
_APPARATUS = re.compile("(?<![a-z])(?:by|the|a|via|over|on) $")
_ABOUT = re.compile(" (?!with |to )[^,;\\n]{3,60}?(?= (?:with|by|over|on) )")
_PARTNER = re.compile(expanded("[^,;\\n]{3,90}? with (?P<who>{agents})"))
_RECEIVER = re.compile(expanded("[^,;\\n]{3,70}? to (?P<who>{agents})"))
_PAPER = re.compile(
    "(?<![a-z])(?:letters?|messages?|notes?|drafts?|reply|replies|lists?|proposals?|papers?|texts?|response|documents?|"
    "memorandum|maps?|protest|invitation|plan|counter-proposals?|roadmap|dossier|demarche)(?![a-z])"
)
_TO_TOWN = re.compile(expanded("(?: back| out| together| separately)? (?:to|for|into|on) (?P<town>{city}|{state}),?"))
_AND_WHOM = re.compile(
    expanded(
        "(?: in the (?:morning|afternoon))?,? and (?:with |to |then |later )*(?P<who>{agents})(?:'s)?,? ?"
        "(?:(?:on )?(?P<d>{date})"
        "|(?:in the (?:morning|afternoon|evening)|at night|the day after|separately|later)(?![a-z]))"
    )
)
_WILL_BE = re.compile("(?<![a-z])(?:to|will|would|shall) be $")
_ADDRESSED = re.compile(" (?:to|with) ")


@dataclass(frozen=True)
class _Verb:
    needs: str
    format: MeetingFormat
    status: MeetingStatus | None = None


@dataclass(frozen=True)
class _Clause:
    """A verb with what stands before and behind it."""

    parse: Parsed
    verb: str
    who: Subject
    after: Behind
    whom: list[Mention]

    @property
    def plural(self) -> bool:
        return several(self.who.who) or self.who.crowd

    @property
    def scene(self) -> bool:
        return bool(self.after.dates or self.after.places or self.after.meeting)

    @property
    def sides(self) -> bool:
        """Whether the subject is of two known sides."""
        who = self.who.who
        if any(mention.symbol == GROUP for mention in who):
            return True
        return len({actor.name for mention in who for actor in actors_of(self.parse, mention)}) > 1

    @property
    def remote(self) -> bool:
        return self.after.format in REMOTE

    @property
    def person(self) -> bool:
        return self.after.crowd or any(human(mention) or self._owns(mention) for mention in self.whom)

    def _owns(self, mention: Mention) -> bool:
        """`dined with Chile's president, then with Peru's`."""
        return mention.symbol == STATE and bool(_OWNS.match(self.parse.mask, mention.end))

    @property
    def received(self) -> bool:
        """Whether somebody was received, it is not said by whom."""
        return self.verb == "received" and bool(set(self.who.words.split()) & _PASSIVE)

    @property
    def paper(self) -> bool:
        """Whether it is a paper that is handed to somebody."""
        at = self.after.end
        return bool(_PAPER.search(self.parse.mask, max(0, at - _AROUND), at + _AROUND))

    @property
    def refusal(self) -> bool:
        return bool(_REFUSAL.search(self.who.words))

    def followed(self, pattern: re.Pattern[str]) -> bool:
        return bool(pattern.match(self.parse.mask, self.after.end))


# What each kind of verb needs beside it to be one of meeting; `verbs.yaml` says it in words.
_NEEDS: dict[str, Callable[[_Clause], bool]] = {
    "anyone": lambda clause: bool(clause.whom) or clause.plural or (not clause.who.direct and clause.scene),
    "person": lambda clause: clause.person or (clause.received and clause.scene),
    "scene": lambda clause: clause.plural and (clause.scene or clause.remote),
    "means": lambda clause: (
        (bool(clause.whom) or clause.plural)
        and (clause.remote or clause.after.meeting or bool(clause.whom and (clause.after.dates or clause.refusal)))
    ),
    "dated": lambda clause: clause.person and bool(clause.after.dates),
    "invitation": lambda clause: clause.person and (clause.after.meeting or clause.followed(_TO_SOMEWHERE)),
    "guests": lambda clause: (
        (several(clause.whom) or clause.after.crowd) and (clause.scene or clause.followed(_TOGETHER))
    ),
    "set": lambda clause: clause.sides and bool(clause.after.dates and clause.after.places),
    "between": lambda clause: (
        (several(clause.whom) or clause.after.crowd) and (clause.scene or not clause.verb.startswith("mediat"))
    ),
    "handed": lambda clause: clause.person and clause.scene and clause.paper,
    "journey": lambda clause: clause.sides and bool(clause.after.dates and clause.after.places),
    "ahead": lambda clause: clause.plural and clause.scene and bool(_FUTURE.search(clause.who.words)),
    "letter": lambda clause: bool(clause.whom and clause.after.dates),
    "together": lambda clause: clause.plural and bool(clause.after.dates or clause.after.places),
    "both": lambda clause: (clause.plural or bool(clause.whom)) and clause.scene,
}
# Whom else it is done with, or given to, farther behind the verb.
_PARTNERS = {"both": _PARTNER, "handed": _RECEIVER}
_AFTERWARDS = frozenset({"ahead", "both", "set", "together", "between", "handed", "journey"})
# Verbs whose day and place may stand farther off.
_WIDE = frozenset({"ahead", "both", "scene", "set", "together", "means", "letter", "handed", "journey"})


@cache
def _verbs() -> tuple[Begun, dict[str, list[_Verb]]]:
    known: dict[str, list[_Verb]] = {}
    for entry in data("verbs.yaml")["verbs"]:
        status = MeetingStatus(entry["status"]) if "status" in entry else None
        verb = _Verb(entry["needs"], MeetingFormat(entry.get("format", "unknown")), status)
        for word in entry["words"]:
            known.setdefault(word, []).append(verb)
    return Begun(known, rf"(?<![a-z'-]){any_of(known)}(?![a-z'-])"), known


def told_by_verbs(parse: Parsed, number: int, start: int, end: int) -> list[Telling]:
    """The meetings of which verbs of the sentence from `start` to `end` tell."""
    verbs, known = _verbs()
    found: list[Telling] = []
    for match in verbs.all_in(parse.masked, start, end):
        if found and match.start() < found[-1].end and not match[0].startswith("me"):
            continue
        kinds = known[match[0]]
        if kinds[0].format is MeetingFormat.PHONE and _APPARATUS.search(parse.mask, start, match.start()):
            continue
        if kinds[0].needs in _AFTERWARDS and found:
            # They met, and signed there.
            continue
        who = subject(parse, start, match.start()) or _behind_comma(parse, match, start, end)
        if who is None:
            if any(verb.needs == "both" for verb in kinds) and (signed := _signed(parse, match, number, end)):
                found.append(signed)
            continue
        for verb in kinds:
            clause = _clause(parse, verb, match, who, end)
            if _NEEDS[verb.needs](clause) and (clause.whom or verb.needs != "anyone" or not clause.followed(_THING)):
                if telling := _telling(verb, match, clause, number):
                    found.append(telling)
                    found += _another(parse, telling, clause, end)
                break
    return found


def _behind_comma(parse: Parsed, match: re.Match[str], start: int, end: int) -> Subject | None:
    """`Before meeting X, Y said`: who does it comes after the comma."""
    if not match[0].endswith("ing") or match.start() - start > _FRONTED:
        return None
    comma = _MAIN_CLAUSE.search(parse.mask, match.end(), end)
    if comma is None:
        return None
    return Subject(parse.masked.within(comma.end() - 1, comma.end()), match.start(), "", direct=False)


def _clause(parse: Parsed, verb: _Verb, match: re.Match[str], who: Subject, end: int) -> _Clause:
    after = behind(parse, match.end(), end, objects=verb.needs != "scene")
    if verb.needs == "means" and not (after.whom or after.company):
        if addressed := _ADDRESSED.match(parse.mask, match.end(), end):
            after = behind(parse, addressed.end() - 1, end, objects=True)
        elif about := _ABOUT.match(parse.mask, match.end(), end):
            after = behind(parse, about.end(), end, objects=False)
    if verb.needs == "journey" and (goal := _TO_TOWN.match(parse.mask, match.end(), end)):
        after = behind(parse, goal.end(), end, objects=False)
        after.places += [_town(one) for one in parse.masked.within(*goal.span("town"))]
    if verb.needs in _WIDE:
        _set_around(parse, who.start, after, end, signed=verb.needs in {"both", "set", "together", "handed"})
    partner = None if after.company else _PARTNERS.get(verb.needs)
    if partner and (found := partner.match(parse.mask, match.end(), end)):
        after.company += parse.masked.within(*found.span("who"))
        after.end = max(after.end, found.end())
    whom = [*after.whom, *after.company]
    if set(who.words.split()) & _PASSIVE:
        whom += after.doers
    return _Clause(parse, match[0], who, after, whom)


def _town(mention: Mention) -> Mention:
    """A town or state that somebody goes to, as a place."""
    country = mention.country or (mention.actors[0].country if mention.actors else None)
    return replace(mention, symbol=PLACE, form="", country=country)


def _telling(verb: _Verb, match: re.Match[str], clause: _Clause, number: int) -> Telling | None:
    who, after, whom = clause.who, clause.after, clause.whom
    status = status_of(who.words, match[0].split()[0])
    if status is None:
        return None
    status = verb.status or status
    telling = Telling(who.start if who.direct else match.start(), after.end, match.start(), number, status)
    telling.format = after.format if clause.remote else verb.format
    meeting = [*who.who, *whom]
    if verb.needs == "between":
        telling.mediators = [actor for mention in who.who for actor in actors_of(clause.parse, mention)]
        meeting = whom
    if (verb.needs == "guests" or clause.verb.startswith("host")) and (several(whom) or after.crowd):
        telling.hosts = [actor for mention in who.who for actor in actors_of(clause.parse, mention)]
        meeting = whom
    telling.who = [mention for mention in meeting if mention.symbol not in (DATE, PLACE)]
    telling.dates, telling.places = after.dates, after.places
    telling.vague = who.crowd or not whom
    telling.weak = verb.needs in _AFTERWARDS
    if not who.direct or telling.weak:
        telling.confidence -= 0.1
    return telling


def _another(parse: Parsed, telling: Telling, clause: _Clause, end: int) -> list[Telling]:
    """`X telephoned Y on Monday, and Z the day after`: two meetings."""
    match = _AND_WHOM.match(parse.mask, telling.end, end) if clause.whom else None
    if match is None:
        return []
    who = [*clause.who.who, *parse.masked.within(*match.span("who"))]
    start, anchor = match.start("who"), match.start("who")
    dates = parse.masked.within(*match.span("d")) if match["d"] else []
    return [replace(telling, start=start, end=match.end(), anchor=anchor, who=who, dates=dates, places=[])]


def _signed(parse: Parsed, match: re.Match[str], number: int, end: int) -> Telling | None:
    """`the protocol signed in Minsk on 5 September by A and B`: they met there, if the day and place are told."""
    after = behind(parse, match.end(), end, objects=False)
    coming = _WILL_BE.search(parse.mask, max(0, match.start() - len("? should be ")), match.start())
    if not match[0].endswith(("ed", "struck")) or not after.dates:
        return None
    if not (coming or after.places or several(after.doers)):
        return None
    before = parse.mask.rfind("\n", 0, match.start()) + 1
    start = max(before, parse.mask.rfind(",", before, match.start()) + 1, match.start() - _AROUND)
    start += 1 if parse.mask.startswith(" ", start) else 0
    status = MeetingStatus.PLANNED if coming else MeetingStatus.HELD
    telling = Telling(start, after.end, match.start(), number, status, who=after.doers, vague=True, weak=True)
    telling.dates, telling.places = after.dates, after.places
    telling.confidence -= 0.15
    return telling


def _set_around(parse: Parsed, start: int, after: Behind, end: int, *, signed: bool) -> None:
    """Add the day and place that stand before the subject, or behind what is signed."""
    inner = parse.masked.within(max(0, start - _AROUND, parse.mask.rfind("\n", 0, start)), after.end)
    if signed and (match := _SIGNED.match(parse.mask, after.end, end)):
        inner += parse.masked.within(*match.span())
        after.end = match.end()
    after.dates += [
        mention
        for mention in inner
        if mention.symbol == DATE and mention not in after.dates and not parse.mask.startswith("'", mention.end)
    ]
    after.places += [mention for mention in inner if mention.symbol == PLACE and mention not in after.places]
