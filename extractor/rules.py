"""The rules that every row is held to, by name.

`extractor.checks` applies them; the page docs/checks.md is made from this table.
"""

from dataclasses import dataclass

__all__ = ["RULES", "Rule"]


@dataclass(frozen=True)
class Rule:
    """One rule.

    Attributes:
        name: what `Rejected.rule` and complaints call it.
        demand: what must hold.
        example: what breaks it.
        otherwise: what becomes of a row that still breaks it when the repairs are used up.
    """

    name: str
    demand: str
    example: str
    otherwise: str


SHAPE = Rule("shape", "A row has the fields and words of the schema.", '`"stance": "hopes"`', "row rejected")
QUOTE_GIVEN = Rule("quote-given", "A row has a quote.", '`"quotes": []`', "row rejected")
QUOTE_IN_ARTICLE = Rule(
    "quote-in-article",
    "A quote stands in the article, in its own words (docs/quotes-and-dates.md says what may differ).",
    "a paraphrase",
    "quote left out; without any quote the row is rejected",
)
OWN_WORDS = Rule(
    "own-words",
    "Free text is the model's own sentence about the article, and repeats nothing of its instructions.",
    "a statement that recites the prompt",
    "row rejected",
)
DATE_WORDS_IN_ARTICLE = Rule(
    "date-words-in-article",
    "The words of a date stand in the article.",
    '"last Thursday" where it says "on Thursday"',
    "date and words null",
)
DATE_IS_EDTF = Rule(
    "date-is-edtf", "A date is EDTF and in the calendar.", '`2023-02-30`, `"Thursday"`', "date null, words stay"
)
DATE_FITS_WORDS = Rule(
    "date-fits-words",
    "A date is one that its words can mean, counted from the publication.",
    '"on Thursday" given as a Wednesday; "last month" given as a day, or as the wrong month',
    "date null, words stay",
)
DATE_NEEDS_PUBLICATION = Rule(
    "date-needs-publication",
    "A relative date needs a day of publication.",
    '"on Thursday", no publication date',
    "date null, words stay",
)
HELD_BEFORE_PUBLICATION = Rule(
    "held-before-publication",
    "A meeting that was held, or is going on, does not begin after the publication (a day is allowed for the date "
    "line).",
    "held, published on the 15th, dated the 21st",
    "date null, words stay",
)
PLANNED_AFTER_PUBLICATION = Rule(
    "planned-after-publication",
    "A meeting that is planned does not lie before the publication (again a day is allowed).",
    "planned, published on the 15th, dated the 3rd",
    "status `unknown`",
)
OUTCOME_NEEDS_MEETING = Rule(
    "outcome-needs-meeting",
    "A meeting that is only planned or proposed has no outcomes.",
    "a proposed summit with an `agreement`",
    "outcomes left out",
)
MEETING_ID_ONCE = Rule(
    "meeting-id-once", "Ids of meetings differ.", "two times `m1`", "both stay, references mean the first"
)
MEETING_EXISTS = Rule(
    "meeting-exists",
    "A delegation points at a meeting that stands; a position at one, or at none.",
    '`"meeting": "m7"` where there are three',
    "delegation rejected; a position's reference null",
)
PERSON_IN_ARTICLE = Rule(
    "person-in-article",
    "The article names each person, by family or by first name.",
    "a minister known from elsewhere",
    "person left out; a delegation without people is rejected",
)
ACTOR_IN_ARTICLE = Rule(
    "actor-in-article",
    "The article names each actor in some form: a state by name, people, capital or seat of government, others by "
    "a name or abbreviation. (A host may be the country of the place.)",
    "`France` in an article that tells of Guyana and Venezuela",
    "actor left out; without its holder, its party or all its parties the row is rejected",
)
COUNTRY_IS_ISO = Rule(
    "country-is-iso", "A country code is in ISO 3166-1 alpha-2, or is XK.", "`UK`", "code null, or the state's own"
)
COUNTRY_FITS_NAME = Rule("country-fits-name", "A state has its own code.", "Austria with `AU`", "the state's own code")

RULES = (
    SHAPE,
    QUOTE_GIVEN,
    QUOTE_IN_ARTICLE,
    OWN_WORDS,
    DATE_WORDS_IN_ARTICLE,
    DATE_IS_EDTF,
    DATE_FITS_WORDS,
    DATE_NEEDS_PUBLICATION,
    HELD_BEFORE_PUBLICATION,
    PLANNED_AFTER_PUBLICATION,
    OUTCOME_NEEDS_MEETING,
    MEETING_ID_ONCE,
    MEETING_EXISTS,
    PERSON_IN_ARTICLE,
    ACTOR_IN_ARTICLE,
    COUNTRY_IS_ISO,
    COUNTRY_FITS_NAME,
)
