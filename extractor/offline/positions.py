"""What actors want, offer, accept, reject and think."""

import re
from dataclasses import dataclass
from functools import cache

from extractor.gazetteer import Gazetteer
from extractor.offline.issues import issue_of
from extractor.offline.lexicon import data
from extractor.offline.masks import Mention
from extractor.offline.phrases import Parsed, actors_of
from extractor.offline.symbols import CITY, DATE, FILL, HE, MEETING, NAME, OFFICE, PERSON, STATE, TITLE, expanded
from schemas import Actor, ActorKind, Certainty, Issue, Stance

__all__ = ["Stand", "stands"]

_MAX_SENTENCE = 1_200
_NO_WORD = ("-", "'")
_EARLY = 60
_SPEAKERS = (PERSON, STATE, OFFICE, CITY)


@dataclass
class Stand:
    """One position: who, what, and where it is told."""

    holder: Actor
    speaker: str | None
    stance: Stance
    issue: Issue
    start: int
    end: int
    subject: tuple[int, int]
    sentence: int
    toward: Actor | None = None
    when: tuple[int, int] | None = None
    reported_by: str | None = None
    certainty: Certainty = Certainty.STATED
    confidence: float = 0.7


@dataclass(frozen=True)
class _Verb:
    stance: Stance
    negated: Stance | None
    weak: bool


_AUX = (
    "(?P<aux>(?:(?:has|have|had|is|are|was|were|be|been|being|will|would|to|not|never|no longer|does|do|did|can|cannot|could|may|might|"
    "nor|neither|should|must|who|which|that|in turn|for (?:his|her|its|their) part|on (?:his|her|its|their) side|in return|in exchange|as well|in a statement|"
    "in an interview|in writing|at the table|for weeks|by telephone|reiterated that it|said it|said that it|said they|said that they|said he|said she|said that he|said that she|says it|says that it|makes clear that it|made clear that it|{light_}) ?){0,6})"
)
_BE = {"is", "are", "was", "were", "be", "been", "being"}
_ADJECTIVES = frozenset({"opposed to", "prepared to", "committed to", "opposed", "interested", "determined to"})
_BY = re.compile(expanded(" (?:outright |firmly |flatly |[a-z]+ more |[a-z]+ )?by (?:both )?(?P<who>{agents})"))
_IF = re.compile(
    "(?<![a-z])(?:if|unless|whether|until|should|before|after|when|doubts? that|doubted that)(?: [a-z]+)? $"
)
# Stances whose verbs were right about one time in three on the development set, and what that costs a row.
_LESS_SURE = {Stance.COMMITS, Stance.ASSESSES, Stance.DOUBTS, Stance.THREATENS}
_UNSURE = 0.15
_ANSWERS = {Stance.ACCEPTS, Stance.REJECTS, Stance.SUPPORTS, Stance.REFUSES, Stance.DOUBTS}
_MEANT = re.compile(
    "(?: [a-z]+ly)?(?: by [^.,;]{3,40}|(?: (?:it|them|this|that|both)|(?: out of hand)?(?: (?:the|this|that|these|such a|any such|all|his|her|its|their)(?: whole)? (?:proposals?|ideas?|plans?|"
    "demands?|offers?|calls?|suggestions?|conditions?|requests?|notion|move|draft)))(?: [a-z]+ly| down| out of hand| outright)?)?(?: ?[.,;:\n]|$| and | but | as )"
)
_SUMMIT = re.compile(
    "president|leader|summit|in person|prime minister|head of (?:state|government)|face-to-face", re.IGNORECASE
)
_ITSELF = "(?:it|they|we|i|he|she|his country|her country|his government|her government|his side|her side|its side|their side|his delegation|her delegation)"
_SUBJECT = re.compile(
    "(?:(?P<who>"
    + expanded("{agents}")
    + ")|(?<![a-z])(?P<itself>"
    + _ITSELF
    + '))(?:,)?(?: [^,;\\n"]{0,70},| \\([^)]{0,40}\\))?(?: (?:who|which))? '
    + _AUX.replace("{light_} ?", "").replace("{light_}", expanded("{light}").removesuffix(" )") + ")")
    + "$"
)
_SHARED = re.compile(
    "(?:,? (?:and|but|or|while|yet)|,)(?: (?:then|also|instead|has|have|had|again|so|thus|that|it|they|he|she|would|will))* $"
)
_SAYER = re.compile(
    expanded(
        '(?P<who>{agents}),?(?: [^,;\\n"]{0,70},)?(?: (?:who|which))? (?:(?:has|have|had|also|later|then|now|{date}) )*(?:said|says|told|tells|argued|argues|insisted|insists|stressed|stated|states|added|adds|'
        "declared|noted|maintained|maintains|announced|explained|warned|warns|replied|wrote|affirmed|reiterated|thinks|believes|made clear|makes clear|underlined|emphasised|emphasized|let it be known|remarked|confirmed|reported|informed|answered)(?![a-z])"
    )
)
_SAID_BY = re.compile(
    expanded(
        '(?:",?|,) (?:said|says|added|stated|declared|insisted|argued|told|stressed|replied|warned) (?P<who>{agents})'
    )
)
_ACCORDING = re.compile(
    expanded("(?:according to|in the words of|citing|as reported by) (?:the )?(?P<who>{agent}|[a-z][a-z ]{3,40})")
)
_TOWARD = re.compile(
    expanded(
        "(?<![a-z])(?:urged|urges|called on|calls on|calling on|told|asked|demanded that|demands that|warned|appealed to|pressed|accused|offered|from|against) (?:the )?(?P<who>[\ue000\ue002\ue006]\ue00f*)"
    )
)
_NAMELESS = re.compile(
    "sources?(?![a-z])|who (?:asked|spoke|requested|declined)[^,.;]{0,30}(?:anonym|not to be (?:named|identified|quoted)|condition)|anonym|unnamed|"
    "(?:people|officials|diplomats|persons?|two|three|several) (?:familiar with|close to|briefed on|with knowledge of)|who (?:asked|did) not (?:to|want)"
)
_OPINION = re.compile(
    "(?<![a-z])(?:described|describes|regards?|regarded|considers?|considered|views?|viewed|believes?|believed|thinks?|blamed|blames|accused|accuses|argued|argues|"
    "warned|warns|maintains|maintained|complained|important|significant|unacceptable|positive|constructive|premature|difficult|no alternative|step|"
    "progress|serious|impossible|possible|unjust|hopes?|chance|threat|optimistic|pessimistic|too early)(?![a-z])"
)
_MODAL = re.compile(
    "(?<![a-z])(?P<modal>must|has to|have to|had to|needs to|need to|should|ought to|will not|would not|won't|cannot|can't|will|would|could never)(?![a-z])"
)
_CLAUSE_END = re.compile(
    expanded(
        ";|, but |, while |, whereas |, although |, though | - | -- |, and (?={agent}|it |they |he |she |that )| but (?={agent}|it |not )|,? (?:and|while) (?={agent},? (?:[a-z]+ )?(?:said|says|rejected|demanded|wants|proposed|called|urged|has|would))"
    )
)


@cache
def _verbs() -> Gazetteer[_Verb]:
    table: dict[str, _Verb | None] = {}
    for entry in data("stances.yaml"):
        negated = Stance(entry["negated"]) if "negated" in entry else None
        for verb in entry["verbs"]:
            table.setdefault(verb, _Verb(Stance(entry["stance"]), negated, entry.get("weak", False)))
    return Gazetteer(table)


def stands(parse: Parsed) -> list[Stand]:
    """The positions of an article, each once a sentence, in their order."""
    return _Finder(parse).run()


class _Finder:
    def __init__(self, parse: Parsed) -> None:
        self.parse = parse
        self.found: list[Stand] = []
        # Who spoke last: the one that `he said` and `it added` mean.
        self.last: list[Mention] = []
        self.words = _with_words(parse)

    def run(self) -> list[Stand]:
        found = [one for one in _verbs().find(self.parse.mask) if self.parse.mask[one[0] - 1 : one[0]] not in _NO_WORD]
        at = 0
        for number, sentence in enumerate(self.parse.masked.sentences):
            here: list[tuple[int, int, _Verb]] = []
            while at < len(found) and found[at][0] < sentence.end:
                here.append(found[at])
                at += 1
            if sentence.prose and sentence.end - sentence.start <= _MAX_SENTENCE:
                self._sentence(number, sentence.start, sentence.end, here)
        return self.found

    def _sentence(self, number: int, start: int, end: int, verbs: list[tuple[int, int, _Verb]]) -> None:
        mask = self.parse.mask
        before = len(self.found)
        sayer = self._sayer(start, end)
        subject: list[Mention] = []
        claimed: list[tuple[int, int]] = []
        for first, last, verb in verbs:
            words_of_verb = mask[first:last]
            who, aux, begin, itself = self._subject(start, first, sayer or subject)
            if not who:
                if subject and _SHARED.search(mask, max(start, first - 40), first):
                    who, aux, begin = subject, "", first
                elif passive := _BY.match(mask, last):
                    who, aux, begin = self.parse.masked.within(*passive.span("who")), "", max(start, first - 80)
                    clause_end = passive.end()
                    self._add(
                        number,
                        who,
                        verb.stance,
                        (begin, clause_end),
                        self.words[start:clause_end],
                        verb,
                        about=last,
                        sentence=(start, end),
                        claimed=claimed,
                    )
                    continue
                else:
                    continue
            if not verb.weak or not itself:
                subject = who
            clause_end = self._clause_end(last, end)
            words = set(aux.split())
            if words & _BE and words_of_verb.split()[0].endswith("ed") and words_of_verb not in _ADJECTIVES:
                # Passive: somebody else holds it.
                by = _BY.match(mask, last)
                if by is None:
                    continue
                who = self._resolved(self.parse.masked.within(*by.span("who")))
            if _IF.search(mask, max(start, begin - 20), begin):
                continue
            stance: Stance | None = verb.stance
            if words & {"not", "never", "nor", "neither", "cannot"} or "no longer" in aux:
                stance = verb.negated
                if verb.weak:
                    stance = Stance.DOUBTS
            if stance is None:
                continue
            if verb.weak:
                continue
            self._add(
                number,
                who,
                stance,
                (begin, clause_end),
                self.words[first:clause_end],
                verb,
                about=last,
                sentence=(start, end),
                claimed=claimed,
            )
        if sayer:
            self._said(number, sayer, start, end, claimed)
            self.last = sayer
        elif subject:
            self.last = subject
        if not sayer and not subject:
            first = [
                one
                for one in self.parse.masked.within(start, end)
                if one.symbol in _SPEAKERS and one.start - start < _EARLY
            ]
            self.last = first[:1] or self.last
        if len(self.found) > before:
            self._attribute(self.found[before:], start, end)

    def _sayer(self, start: int, end: int) -> list[Mention]:
        mask = self.parse.mask
        match = _SAYER.search(mask, start, end) or _SAID_BY.search(mask, start, end)
        if match is None:
            return []
        return self._resolved(self.parse.masked.within(*match.span("who")))

    def _resolved(self, who: list[Mention]) -> list[Mention]:
        found: list[Mention] = []
        for mention in who:
            if mention.symbol == HE:
                people = [one for one in self.last if one.person] or self._people_before(mention.start)
                found += people[-1:]
            elif mention.symbol != DATE:
                found.append(mention)
        return found

    def _people_before(self, at: int) -> list[Mention]:
        return [one for one in self.parse.masked.within(max(0, at - 350), at) if one.person]

    def _subject(self, start: int, verb: int, sayer: list[Mention]) -> tuple[list[Mention], str, int, bool]:
        match = _SUBJECT.search(self.parse.mask, max(start, verb - 260), verb)
        if match is None:
            return [], "", 0, False
        if match["who"]:
            return self._resolved(self.parse.masked.within(*match.span("who"))), match["aux"], match.start(), False
        return sayer or self.last, match["aux"], match.start(), True

    def _clause_end(self, at: int, end: int) -> int:
        match = _CLAUSE_END.search(self.parse.mask, at, end)
        stop = match.start() if match else end
        return at + len(self.parse.mask[at:stop].rstrip("\n ."))

    def _said(self, number: int, sayer: list[Mention], start: int, end: int, claimed: list[tuple[int, int]]) -> None:
        mask = self.parse.mask
        if claimed:
            return
        modal = _MODAL.search(mask, start, end)
        words = self.words[start:end]
        if modal is None:
            if not _OPINION.search(mask, start, end):
                return
            self._add(
                number,
                sayer,
                Stance.ASSESSES,
                (start, self._clause_end(end - 1, end)),
                words,
                None,
                about=start,
                sentence=(start, end),
                claimed=claimed,
            )
            return
        what = modal["modal"]
        ours = re.search(
            r"(?<![a-z])(?:it|they|we|i|he|she|his country|her country|his government|her government)(?: [a-z]+){0,2} $",
            mask[start : modal.start()],
        )
        if what in {"must", "has to", "have to", "had to", "needs to", "need to"}:
            stance = Stance.DEMANDS
        elif what in {"should", "ought to"}:
            stance = Stance.CALLS_FOR
        elif what in {"will not", "would not", "won't", "cannot", "can't", "could never"}:
            stance = Stance.REFUSES if ours else Stance.REJECTS
        else:
            stance = Stance.COMMITS if ours else Stance.ASSESSES
        self._add(number, sayer, stance, (start, end), words, None, about=start, sentence=(start, end), claimed=claimed)

    def _add(
        self,
        number: int,
        who: list[Mention],
        stance: Stance,
        span: tuple[int, int],
        clause: str,
        verb: _Verb | None,
        *,
        about: int,
        sentence: tuple[int, int],
        claimed: list[tuple[int, int]],
    ) -> None:
        issue = issue_of(clause)
        confidence = 0.7 if verb else 0.5
        if verb and stance in _ANSWERS and _MEANT.match(self.words, about):
            # `rejected it`: what was put forward just before.
            earlier = [one for one in self.found if number - one.sentence <= 1]
            if earlier:
                issue = earlier[-1].issue
        if verb is None and issue is Issue.NEGOTIATION_PROCESS and stance in {Stance.COMMITS, Stance.ASSESSES}:
            confidence -= 0.15
        if issue is None:
            issue = issue_of(self.words[sentence[0] : sentence[1]]) if not verb else None
            confidence -= 0.15
        if issue is None:
            if verb is None:
                return
            issue = Issue.OTHER
            confidence -= _UNSURE
        if stance in _LESS_SURE:
            confidence -= _UNSURE
        if issue is Issue.NEGOTIATION_PROCESS and self._of_leaders(span):
            issue = Issue.LEADERS_SUMMIT
        claimed.append(span)
        for mention in who:
            sure = confidence - (0 if actors_of(self.parse, mention) else 0.35)
            sure -= 0.1 if mention.person and self.parse.people[mention.person].guessed else 0
            for holder in self._holders(mention):
                if any(
                    one.holder.name == holder.name
                    and one.issue is issue
                    and one.stance is stance
                    and one.sentence == number
                    for one in self.found
                ):
                    continue
                self.found.append(
                    Stand(
                        holder=holder,
                        speaker=mention.person,
                        stance=stance,
                        issue=issue,
                        start=span[0],
                        end=span[1],
                        subject=(min(about, span[1]), span[1]),
                        sentence=number,
                        toward=self._toward(span, holder),
                        confidence=sure,
                    )
                )

    def _of_leaders(self, span: tuple[int, int]) -> bool:
        mask = self.parse.mask
        at = mask.find("\ue00b", *span)
        if at < 0:
            return False
        if _SUMMIT.search(self.parse.text, at, min(span[1], at + 90)):
            return True
        return sum(bool(one.person) for one in self.parse.masked.within(at, span[1])) > 1

    def _holders(self, mention: Mention) -> list[Actor]:
        actors = list(actors_of(self.parse, mention))
        if not actors and mention.person:
            someone = self.parse.people[mention.person]
            return [Actor(name=someone.name, kind=ActorKind.PERSON)]
        return actors

    def _toward(self, span: tuple[int, int], holder: Actor) -> Actor | None:
        match = _TOWARD.search(self.parse.mask, *span)
        if match is None:
            return None
        actors = actors_of(self.parse, self.parse.masked.at[match.start("who")])
        return actors[0] if actors and actors[0] != holder else None

    def _attribute(self, rows: list[Stand], start: int, end: int) -> None:
        mask = self.parse.mask
        nameless = bool(_NAMELESS.search(mask, start, end))
        according = _ACCORDING.search(mask, start, end)
        for row in rows:
            if nameless:
                row.certainty = Certainty.ANONYMOUS_SOURCES
            elif according:
                row.certainty = Certainty.REPORTED
            if according:
                row.reported_by = self.parse.text[according.start("who") : according.end("who")].strip()
            dates = [one for one in self.parse.masked.within(start, end) if one.symbol == DATE]
            near = [one for one in dates if row.start <= one.start <= row.start + 60]
            if near:
                row.when = near[0].start, near[0].end


def _with_words(parse: Parsed) -> str:
    # Issues are known by words that stand in titles, names and noun phrases too: `as mediators`, `talks`.
    pieces: list[str] = []
    at = 0
    for match in _WORDED.finditer(parse.mask):
        pieces.append(parse.mask[at : match.start()])
        shown = parse.text[match.start() : match.end()].lower()
        pieces.append(shown if len(shown) == match.end() - match.start() else match[0])
        at = match.end()
    pieces.append(parse.mask[at:])
    return "".join(pieces)


_WORDED = re.compile(f"[{TITLE}{MEETING}{NAME}]{FILL}*+")
