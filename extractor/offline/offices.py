"""Which words are an office: where its title begins and ends."""

from extractor.offline.tokens import Tokens

__all__ = ["begins_before", "ends_at", "is_no_title"]

# More words than this before an office are none of its title.
_MODIFIERS = 6
# Titles that are verbs as well: `will head the delegation`.
_ALSO_VERBS = frozenset({"head", "chair", "chairs", "judge", "captain", "delegate", "moderate"})
_ALSO_ADJECTIVES = frozenset(
    {"official", "first", "member", "general", "major", "secretary", "representative", "chief"}
)
_BEHIND_ADJECTIVES = frozenset(
    [
        "meeting",
        "meetings",
        "talks",
        "visit",
        "visits",
        "round",
        "delegation",
        "negotiations",
        "contacts",
        "statement",
        "residence",
        "position",
        "states",
        "nations",
        "countries",
        "state",
        "elections",
        "election",
        "agreement",
        "media",
        "website",
        "language",
        "letter",
        "invitation",
        "response",
        "announcement",
        "dialogue",
        "contact",
        "request",
        "channels",
        "assembly",
        "power",
        "powers",
        "step",
        "obstacle",
        "obstacles",
        "issues",
        "sticking",
        "concern",
        "results",
        "news",
        "account",
    ]
)
_OF, _AND = frozenset({"of", "for", "on"}), frozenset({"and"})
# `for African and Global Affairs`: a capitalised department that no list has ends so.
_DEPARTMENT_ENDS = frozenset(
    [
        "Affairs",
        "Policy",
        "Cooperation",
        "Relations",
        "Operations",
        "Reconciliation",
        "Resources",
        "Development",
        "Reform",
    ]
)
_LONGEST_DEPARTMENT = 6
_BEFORE_VERBS = frozenset({"will", "would", "to", "who", "himself", "herself", "and"})
_BEHIND_VERBS = frozenset({"the", "its", "their", "a", "his", "her", "our"})


def is_no_title(tokens: Tokens, number: int, low: str) -> bool:
    """Whether a word that could be a title, `low` in small letters, is a verb or an adjective there."""
    if number and tokens.gap(number - 1) == "-" and tokens.all[number - 1][0].lower() not in tokens.words.modifiers:
        # `five-member panel`
        return not tokens.all[number - 1][0][0].isupper()
    if low in _ALSO_ADJECTIVES and number + 1 < len(tokens.all):
        return tokens.all[number + 1][0] in _BEHIND_ADJECTIVES
    if low not in _ALSO_VERBS:
        return False
    before = tokens.all[number - 1][0].lower() if number else ""
    after = tokens.all[number + 1][0].lower() if number + 1 < len(tokens.all) else ""
    return before in _BEFORE_VERBS or after in _BEHIND_VERBS


def begins_before(tokens: Tokens, number: int) -> int:
    """Modifiers stand before: `deputy foreign`, also capitalised ones taken for a name (`Security Council`)."""
    first = number
    while (
        first > number - _MODIFIERS
        and first
        and tokens.all[first - 1][0].lower() in tokens.words.modifiers
        and tokens.joined(first - 1)
    ):
        first -= 1
    return first


def ends_at(tokens: Tokens, last: int) -> int:
    """The last word of a title with its department: `Minister of Foreign Affairs and Trade`."""
    some, count = tokens.all, len(tokens.all)
    at, joints = last, _OF
    while at + 2 < count and some[at + 1][0] in joints and tokens.gap(at) == " ":
        at += 2 if some[at + 2][0] != "the" or at + 3 >= count else 3
        found = tokens.words.departments.starting(some[at][0].lower())
        length = tokens.length(found, at, lower=True) if found else None
        end = at + length[0] - 1 if length else _department_ends(tokens, at)
        if end is None:
            break
        at = last = end
        # `Minister of Foreign Affairs and Trade`; behind `Secretary of State for …` another department follows.
        joints = _AND | _OF
    return last


def _department_ends(tokens: Tokens, first: int) -> int | None:
    for number in range(first, min(first + _LONGEST_DEPARTMENT, len(tokens.all))):
        word = tokens.all[number][0]
        if word in _DEPARTMENT_ENDS:
            return number
        if not word[0].isupper() and word != "and":
            return None
        if number + 1 < len(tokens.all) and tokens.gap(number) not in {" ", ", ", "-"}:
            return None
    return None
