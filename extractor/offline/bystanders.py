"""People told of beside a meeting who say nothing there: more likely than not they sat at it."""

import re
from collections.abc import Iterator, Sequence

from extractor.offline.merging import Event
from extractor.offline.people import Parsed, level_of
from extractor.offline.seats import Seats
from schemas import MeetingLevel, MeetingStatus

__all__ = ["bystanders"]

_CONFIDENCE = 0.55
# So many sentences from the telling of the meeting at most.
_NEAR = 3
_NOBODY_COMES = frozenset({MeetingStatus.PROPOSED, MeetingStatus.REFUSED, MeetingStatus.CANCELLED})
_STAYS_AWAY = re.compile("spokes|press secretary|former|ex-|then|late |lawmaker|senator|expert|analyst")
# Who speaks to the press need not have been there.
_SPEAKS = re.compile(
    r"(?:,[^,;\n]{2,80},|,)? ?(?:(?:also|then|later|has|had|have|been|would|did|does|not|himself|"
    r"herself|repeatedly|again) )*"
    r"(?:sa(?:id|ys?|ying)|told|tells?|add(?:s|ed)|warn(?:s|ed)|insist|argu|th(?:inks?|ought)|"
    r"believ|call(?:s|ed)|reject|"
    r"accus|urg(?:ed|es)|wants?(?:ed)?|promis|offer(?:s|ed)|demand|propos|refus|declin|wr(?:ote|"
    r"ites)|hop(?:es|ed)|announc|"
    r"suggest|note[sd]|stress|welcom|den(?:ied|ies)|regret|deplor|repl(?:ied|ies)|comment|explain|vow|counter(?:s|ed)|"
    r"maintain|describ|dismiss|critici|threaten|state[sd]|declar|ask(?:s|ed)|confirm|remark|quip|claim|doubt|favou?r|"
    r"likes?|pledg|object|oppos|condemn|praise|blame|thank)"
)
_MEANT_BY_ANOTHER = re.compile(
    r"(?<![a-z])(?:said|says|told|added|warned|asked|according to|quoted|by|to|of|under|against|"
    r"from|for|since|like|about|"
    r"than|succeeded|replaced|late|behalf of)(?: the| his| her)?,? $"
)


def bystanders(parse: Parsed, seatings: Sequence[Seats], events: Sequence[Event]) -> list[Seats]:
    """Seats of officials of whom no phrase says that they sat anywhere.

    Their side takes part in a meeting that is told near by and not called off, and the article lets them say nothing.
    """
    known = {key for seats in seatings for key in seats.people}
    known |= {who.person for event in events for telling in event.tellings for who in telling.who if who.person}
    told: dict[int, set[str]] = {}
    for event in events:
        main = event.main
        if main.status not in _NOBODY_COMES:
            sides = {actor.name for actor in (*main.parties, *main.hosts, *main.mediators)}
            for telling in event.tellings:
                for number in range(telling.sentence - _NEAR, telling.sentence + _NEAR + 1):
                    told.setdefault(number, set()).update(sides)
    return list(_seated(parse, known, told))


def _seated(parse: Parsed, known: set[str], told: dict[int, set[str]]) -> Iterator[Seats]:
    first: dict[str, tuple[int, int, int]] = {}
    speakers: set[str] = set()
    for number, sentence in enumerate(parse.masked.sentences):
        for mention in parse.masked.within(sentence.start, sentence.end):
            if not mention.person or mention.person in known:
                continue
            first.setdefault(mention.person, (number, mention.start, mention.end))
            before = max(0, mention.start - 24)
            if _SPEAKS.match(parse.mask, mention.end) or _MEANT_BY_ANOTHER.search(parse.mask, before, mention.start):
                speakers.add(mention.person)
    for key, (number, start, end) in first.items():
        someone = parse.people[key]
        if key in speakers or not someone.title or not someone.actor or _STAYS_AWAY.search(someone.title.lower()):
            continue
        if level_of(someone.title, parse.words) is MeetingLevel.LEADERS:
            continue
        if someone.actor.name in told.get(number, ()):
            yield Seats(someone.actor, start, end, number, [key], vague=True, confidence=_CONFIDENCE)
