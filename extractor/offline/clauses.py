"""Parts of sentences around verbs of stance and speech, as patterns of the masked text."""

import re

from extractor.offline.symbols import expanded

__all__ = [
    "ACCORDING",
    "ADJECTIVES",
    "BE",
    "BY",
    "CLAUSE_END",
    "IF",
    "MEANT",
    "MODAL",
    "NAMELESS",
    "OPINION",
    "OURS",
    "SAID_BY",
    "SAYER",
    "SHARED",
    "SUBJECT",
    "SUMMIT",
    "TOWARD",
]

_AUX = (
    "(?P<aux>(?:(?:has|have|had|is|are|was|were|be|been|being|will|would|to|not|never|no longer|does|do|did|can|"
    "cannot|could|may|might|"
    "nor|neither|should|must|who|which|that|in turn|for (?:his|her|its|their) part|on (?:his|her|its|their) side|in "
    "return|in exchange|as well|in a statement|"
    "in an interview|in writing|at the table|for weeks|by telephone|reiterated that it|said it|said that it|said "
    "they|said that they|said he|said she|said that he|said that she|says it|says that it|makes clear that it|made "
    "clear that it|{light_}) ?){0,6})"
)
BE = {"is", "are", "was", "were", "be", "been", "being"}
ADJECTIVES = frozenset({"opposed to", "prepared to", "committed to", "opposed", "interested", "determined to"})
BY = re.compile(expanded(" (?:outright |firmly |flatly |[a-z]+ more |[a-z]+ )?by (?:both )?(?P<who>{agents})"))
IF = re.compile(
    "(?<![a-z])(?:if|unless|whether|until|should|before|after|when|doubts? that|doubted that)(?: [a-z]+)? $"
)
MEANT = re.compile(
    "(?: [a-z]+ly)?(?: by [^.,;]{3,40}|(?: (?:it|them|this|that|both)|(?: out of hand)?(?: (?:the|this|that|these|"
    "such a|any such|all|his|her|its|their)(?: whole)? (?:proposals?|ideas?|plans?|"
    "demands?|offers?|calls?|suggestions?|conditions?|requests?|notion|move|draft)))(?: [a-z]+ly| down| out of hand| "
    "outright)?)?(?: ?[.,;:\n]|$| and | but | as )"
)
SUMMIT = re.compile(
    "president|leader|summit|in person|prime minister|head of (?:state|government)|face-to-face", re.IGNORECASE
)
_ITSELF = "(?:it|they|we|i|he|she|(?:his|her) (?:country|government|delegation)|(?:his|her|its|their) side)"
SUBJECT = re.compile(
    "(?:(?P<who>"
    + expanded("{agents}")
    + ")|(?<![a-z])(?P<itself>"
    + _ITSELF
    + '))(?:,)?(?: [^,;\\n"]{0,70},| \\([^)]{0,40}\\))?(?: (?:who|which))? '
    + _AUX.replace("{light_} ?", "").replace("{light_}", expanded("{light}").removesuffix(" )") + ")")
    + "$"
)
SHARED = re.compile(
    "(?:,? (?:and|but|or|while|yet)|,)(?: (?:then|also|instead|has|have|had|again|so|thus|that|it|they|he|she|would|"
    "will))* $"
)
SAYER = re.compile(
    expanded(
        '(?P<who>{agents}),?(?: [^,;\\n"]{0,70},)?(?: (?:who|which))? (?:(?:has|have|had|also|later|then|now|'
        "{date}) )*(?:said|says|told|tells|argued|argues|insisted|insists|stressed|stated|states|added|adds|"
        "declared|noted|maintained|maintains|announced|explained|warned|warns|replied|wrote|affirmed|reiterated|"
        "thinks|believes|made clear|makes clear|underlined|emphasised|emphasized|let it be known|remarked|confirmed|"
        "reported|informed|answered)(?![a-z])"
    )
)
SAID_BY = re.compile(
    expanded(
        '(?:",?|,) (?:said|says|added|stated|declared|insisted|argued|told|stressed|replied|warned) (?P<who>{agents})'
    )
)
ACCORDING = re.compile(
    expanded("(?:according to|in the words of|citing|as reported by) (?:the )?(?P<who>{agent}|[a-z][a-z ]{3,40})")
)
TOWARD = re.compile(
    expanded(
        "(?<![a-z])(?:urged|urges|called on|calls on|calling on|told|asked|demanded that|demands that|warned|"
        "appealed to|pressed|accused|offered|from|against) (?:the )?(?P<who>[\ue000\ue002\ue006]\ue00f*)"
    )
)
NAMELESS = re.compile(
    "sources?(?![a-z])|who (?:asked|spoke|requested|declined)[^,.;]{0,30}(?:anonym|not to be (?:named|identified|"
    "quoted)|condition)|anonym|unnamed|"
    "(?:people|officials|diplomats|persons?|two|three|several) (?:familiar with|close to|briefed on|with knowledge "
    "of)|who (?:asked|did) not (?:to|want)"
)
OPINION = re.compile(
    "(?<![a-z])(?:described|describes|regards?|regarded|considers?|considered|views?|viewed|believes?|believed|"
    "thinks?|blamed|blames|accused|accuses|argued|argues|"
    "warned|warns|maintains|maintained|complained|important|significant|unacceptable|positive|constructive|premature|"
    "difficult|no alternative|step|"
    "progress|serious|impossible|possible|unjust|hopes?|chance|threat|optimistic|pessimistic|too early)(?![a-z])"
)
MODAL = re.compile(
    "(?<![a-z])(?P<modal>must|has to|have to|had to|needs to|need to|should|ought to|will not|would not|won't|cannot|"
    "can't|will|would|could never)(?![a-z])"
)
CLAUSE_END = re.compile(
    expanded(
        ";|, but |, while |, whereas |, although |, though | - | -- |, and (?={agent}|it |they |he |she |that )| but "
        "(?={agent}|it |not )|,? (?:and|while) (?={agent},? (?:[a-z]+ )?(?:said|says|rejected|demanded|wants|"
        "proposed|called|urged|has|would))"
    )
)
# The speaker or the speaker's side, before a modal verb.
OURS = re.compile(f"(?<![a-z]){_ITSELF}(?: [a-z]+){{0,2}} $")
