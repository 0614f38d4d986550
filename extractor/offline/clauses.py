"""Parts of sentences around words of stance and speech, as patterns of the masked text."""

import re

from extractor.offline.lexicon import data
from extractor.offline.symbols import FILL, NAME, TITLE, expanded
from extractor.offline.worded import Worded

__all__ = [
    "ACCORDING",
    "AGREED",
    "BACK",
    "BE",
    "BY",
    "CLAUSE_END",
    "CLEFT",
    "DENIALS",
    "FINITE",
    "FOR",
    "GAP",
    "GIVEN_UP",
    "IF",
    "INSTEAD",
    "IN_PERSON",
    "LABEL",
    "LINE",
    "MEANT",
    "MEETS",
    "NAMELESS",
    "OBLIGES",
    "OWNER",
    "PHRASE",
    "PREPOSITION",
    "QUESTION",
    "SEES",
    "SHARED",
    "SUMMIT",
    "SUPPOSED",
    "THAT",
    "TOWARD",
    "TURN",
    "WILLING",
]

_WORDS = data("auxiliaries.yaml")
BE = frozenset(_WORDS["be"])
DENIALS = frozenset(_WORDS["denials"])
FINITE = frozenset(_WORDS["finite"])
SUPPOSED = frozenset(_WORDS["supposed"])
_BETWEEN = "|".join(_WORDS["between"]) + "|[a-z]+ly"

_ITSELF = (
    "(?P<itself>(?:it|we|i|(?:his|her|its|their|our|my) (?:own )?(?:country|government|side|delegation|team|movement|"
    "party|administration|people|nation|ministry|army|leaders?|leadership|group|negotiators))(?![a-z]))"
)
# Who can be the subject of a verb: agents, peoples, pronouns, `its president`, `his country`. It is looked for most of
# all, so what it may begin with comes first.
PHRASE = re.compile(
    "(?<![a-z'])(?=[\ue000-\ue00b]|(?:the|an?|his|her|its?|their|whose|our|my|we|i|each|neither|both)(?![a-z]))(?:"
    + "|".join(
        (
            expanded("(?P<own>(?:his|her|its|their|whose) (?:[a-z-]+ ){0,2}{title}(?!'s))"),
            expanded(
                "(?P<owner>{person}|{state}|{city}|{office})'s? (?:[a-z-]+ ){0,2}"
                "(?:{title}|party|camp|movement|group|allies)(?![a-z'])"
            ),
            expanded(
                "(?:(?:an? |the )?{title} for|(?:the )?(?:ministry|office|government|parliament|embassy)"
                "(?: (?:of|for) (?:{name}|[a-z]+))? of) (?:the )?(?P<principal>{state}|{office})"
            ),
            expanded("(?P<there>(?:{title}|the (?:foreign|defen[cs]e) ministry|the prime minister) {place})"),
            "(?P<pair>(?:each|neither|both)(?: of them| (?:side|state|country|party|government|delegation)s?)?(?= ))",
            expanded("(?P<agents>{agents})"),
            expanded("(?P<people>(?:the |both )?{adjective})"),
            _ITSELF,
        )
    )
    + ")"
)
# Behind these a phrase is no subject.
PREPOSITION = re.compile(
    "(?<![a-z])(?:in|with|to|from|between|by|against|at|on|into|near|over|about|under|than|like|via|towards|toward|for|"
    "among|(?<!board )(?<!council )(?<!wing )(?<!leadership )(?<!army )(?<!parliament )(?<!command )of|off|"
    "through|around|across|outside|inside|along|without|within|including|called|told|plus|such as) "
    "(?:the |both |a |an )?$"
    # The second of two of which the first is nobody known: `for the Group of Nine and Chile`.
    f"|[{NAME}{TITLE}]{FILL}*+(?:'s)? and (?:the )?$"
)
# What may stand between a subject and its verb.
GAP = re.compile(
    expanded("(?: (?:of|for) {name}| government)?")
    + "(?P<short>'(?:s|re|ve|ll|d|m))?(?: \\([^)]{0,60}\\))?(?:, [^,;\\n\"]{1,120},){0,2}"
    '(?: who (?:asked|requested|spoke|declined|insisted) [^,;\\n"]{0,60}(?= ))?(?:,? (?:who|which|that))?,?'
    f"(?P<aux>(?: (?:{_BETWEEN}|"
    + expanded("{date}|{place}")
    + "|(?:on|in|at) "
    + expanded("{date}|{place}")
    + "|(?:said|says|say|added|insisted|stressed|declared|made clear|makes clear|announced) (?:that )?"
    "(?:it|they|he|she|we|[\ue008]\ue00f*))(?:,(?= ))?)*) "
)
SHARED = re.compile(
    "(?:,? (?:and|but|or|while|yet|then|nor)|,|;)(?P<aux>(?: (?:" + _BETWEEN + "|that|it|they|he|she|has))*) $"
)
# A participle that goes with the subject of the sentence: `, rejecting`, `after rejecting`.
INSTEAD = re.compile("(?:,| and| while| by| after| before| when|^|\\n)(?: [a-z]+ly| thus| also| still)? $")
BY = re.compile(expanded(" (?:[a-z]+ly |[a-z]+ more |outright |[a-z]+ )?by (?:both )?(?P<who>{agents})"))
# What is asked of somebody is wanted, but not `asked about the truce`.
QUESTION = re.compile(" (?:about|whether|if|why|how|what|when|who|by|not to be|himself|itself|themselves)(?![a-z])")
# `Sees the deal as`, but not `sees the envoy`.
SEES = re.compile("[^,.;]{3,80} as ")
# A demand that is no more: `dropped its`.
GIVEN_UP = re.compile(
    "(?<![a-z])(?:drops?|dropped|ends?|ended|abandoned|gave up|gives up|put|withdrew|renounced|set aside|ignored|met)"
    "(?: (?:his|her|its|their|the))? $"
)
IF = re.compile("(?<![a-z])(?:if|unless|whether|until|once|doubts? that|doubted that)(?: [a-z]+)? $")
MEANT = re.compile(
    "(?: [a-z]+ly)?(?: by [^.,;]{3,40}|(?: (?:it|them|this|that|both)|(?: out of hand)?(?: (?:the|this|that|these|"
    "such an?|any such|all|his|her|its|their)(?: whole)? (?:proposals?|ideas?|plans?|reading|view|"
    "demands?|offers?|calls?|suggestions?|conditions?|requests?|notion|move|draft|step|decision|commission|terms)))"
    "(?: [a-z]+ly| down| out of hand| outright)?)?(?: ?[.,;:\n]|$| and | but | as )"
)
# Words that only point to what was spoken of: `called it a mistake`, `said that this was`.
# What stands before its verb: `it was a second round that`.
CLEFT = re.compile("(?<![a-z])it (?:is|was) (?P<what>[^,;\n]{3,60}) that $")
BACK = re.compile(
    '(?: as| that|:)*,? "?(?:it|this|these|those|they|such|(?:the|his|her|its|their) (?:decision|move|step|plan|idea|'
    "offer|proposal|deal|outcome|result|reservation|charge|accusation|claim|request|demand)s?)(?![a-z])"
)
IN_PERSON = re.compile(
    "(?<![a-z])(?:in person|face[ -]to[ -]face|one[ -]on[ -]one|direct meeting|meet (?:with )?his)(?![a-z])"
)
MEETS = re.compile(
    "(?<![a-z])(?:meet|meeting|see|sit down|talk|speak|call|\ue00b\ue00f*)(?: (?:with|to|by|between))? (?P<who>\ue005)"
)
SUMMIT = re.compile(
    "president|leader|summit|in person|prime minister|head of (?:state|government)|face-to-face", re.IGNORECASE
)
ACCORDING = Worded(
    "according words view eyes citing reported telling reading opinion account it",
    "(?:according to|in the words of|in the view of|in the eyes of|citing|as reported by) (?:the )?"
    "(?P<who>{agent}|[a-z][a-z ]{3,40})"
    "|(?:in|by) (?P<whose>{agent})'s? (?:own )?(?:view|telling|reading|opinion|eyes|words|account)(?![a-z])"
    "|as (?P<teller>{agent}) (?:put|puts|sees|saw|has|had|tells|told) it(?![a-z])",
)
# Nouns that are as good as a verb of speech: `Chile's line is that`.
_LINES = (
    "line position view stance answer message argument contention verdict reply response condition conditions terms "
    "demand demands aim goal priority wish fear worry complaint offer price"
)
LINE = Worded(
    _LINES,
    "(?P<who>{agent})'s? (?:[a-z-]+ ){0,2}(?:" + _LINES.replace(" ", "|") + ") "
    "(?:is|are|was|were|remains?|remained|has been)(?: still| always| simply)?(?: that|:|,)? ",
)
# For whom something is so: `for Chile, that is a red line`.
FOR = re.compile(expanded("(?:\n|^|; |, but )(?:for|to) (?P<who>{agents})(?: [a-z]+)?,? "))
# Who speaks in a transcript: `MINISTER QUISPE: …`.
LABEL = re.compile(expanded("(?P<who>{person}): "))
TOWARD = re.compile(
    expanded(
        "(?<![a-z])(?:urged|urges|urging|called on|calls on|calling on|call on|told|asked|demanded that|demands that|"
        "warned|appealed to|pressed|accused|accuses|accusing|offered|from|against|threatened|criticised|criticized|"
        "condemned|blamed) (?:the )?(?P<who>[\ue000\ue002\ue006]\ue00f*)"
    )
)
NAMELESS = re.compile(
    "sources?(?![a-z])|who (?:asked|spoke|requested|declined)[^,.;]{0,30}(?:anonym|not to be (?:named|identified|"
    "quoted)|condition)|anonym|unnamed|"
    "(?:people|officials|diplomats|persons?|two|three|several) (?:familiar with|close to|briefed on|with knowledge "
    "of)|who (?:asked|did) not (?:to|want)"
)
CLAUSE_END = re.compile(
    expanded(
        ";|, but |, while |, whereas |, although |, though | - | -- |, and (?={agent}|it |they |he |she |that )| but "
        "(?={agent}|it |not )|,? (?:and|while) (?={agent},? (?:[a-z]+ )?(?:said|says|rejected|demanded|wants|"
        "proposed|called|urged|has|would))"
    )
)
# A text that binds somebody: `it obliges Chile to`.
# What makes a verb one of speech: `announced on Monday that`, `declared: "`.
THAT = re.compile(
    expanded(
        "(?:,? (?:[a-z]+ly|{date}|{place}|in [a-z ]{3,30}|to [a-z]+|again|further))*"
        '(?: that(?![a-z])|:|,? ?"| (?:it|they|he|she|there)(?![a-z]))'
    )
)
_BINDS = "commits committed committing obliges obliged obliging binds bound binding"
OBLIGES = Worded(_BINDS, "(?<![a-z])(?:" + _BINDS.replace(" ", "|") + ") (?:both )?(?P<who>{agents}) (?:not )?to ")
# Whose a noun is: `Chile's firm`, `its`.
OWNER = re.compile(
    "(?:(?P<who>[\ue000\ue002\ue005-\ue008]\ue00f*)'s?|(?<![a-z])(?:his|her|its|their))(?: [a-z-]+){0,3} $"
)
AGREED = Worded(
    "agreed decided",
    "(?<![a-z])it (?:was|has been|had been) (?:also |further )?(?:agreed|decided) (?:that|to|by)(?![a-z])",
)
# What somebody won't do, or will on a condition: `will not sign without`, `would leave only if`.
WILLING = re.compile(
    "(?<![a-z])(?:(?P<never>(?:will|would|can|could) (?:not|never)|won't|wouldn't|cannot|can't|couldn't)|will|would)"
    '(?: [a-z]+ly| then| also)? (?P<verb>(?!be |have |not |never |only )[a-z]+) (?P<what>[^;\n"]{3,140}?)'
    "(?:(?P<unless> (?:without|unless|until|before|only (?:if|when|after|once)|once|as long as|so long as|provided) )"
    '|(?=[;.\n"]|$))'
)
# Where a clause begins that tells when or why, not what.
TURN = re.compile(
    "(?: |, )(?:as long as|so long as|until|unless|if|when|once|because|since|which|whose|while|without|after|before|"
    "only (?:if|when|after|once)|in exchange for|in return for) "
)
