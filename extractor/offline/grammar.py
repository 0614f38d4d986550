"""How people, offices, groups and places are named: patterns of phrases, made ready."""

from functools import cache

from extractor.offline.lexicon import data
from extractor.offline.masks import Growth, growth
from extractor.offline.symbols import expanded

__all__ = ["CAPITALS", "NAMES", "PLACES", "grammar"]

PLACES = growth(
    expanded(
        "(?:in|at|near|outside|inside) (?:the )?(?:(?:[a-z]+ ){0,2}(?:city|capital|resort|town|port|"
        "village|suburb|district) of )?"
        "(?:(?:{name}),? (?:in|outside|near) (?:the )?(?:[a-z]+ of )?)?"
        "(?:{city}(?:,? (?:in )?{state})?|{state}(?!'|-)|{name})(?! {title}| side| government|'s (?:hands|power))"
    ),
    first="in at near outside inside",
)
CAPITALS = growth(
    expanded(
        "(?:in|at|near) the {adjective} (?:capital|city|resort|town|port|border town|seaside resort)(?: of "
        "(?:{city}|{name}))?,?(?: {city})?"
    ),
    first="in at near",
)
NAMES = growth(expanded("{name}"))


@cache
def grammar() -> dict[str, list[Growth]]:
    """The patterns of `data/persons.yaml`, by the kind of phrase."""
    entries, titles = data("persons.yaml"), data("titles.yaml")
    lists = {
        "past": entries["past"],
        "bodies": titles["bodies"],
        "groups": titles["groups"],
        "groupmodifiers": titles["group_modifiers"],
        "lightverbs": ["agreed", "said", "have", "had", "are", "were", "will", "would", "met", "sides"],
    }
    macros: dict[str, str] = {
        **entries["macros"],
        **{name: "(?:" + "|".join(sorted(items, key=len, reverse=True)) + ")" for name, items in lists.items()},
    }
    ready: dict[str, list[Growth]] = {}
    for kind in ("several", "people", "offices", "groups", "references"):
        ready[kind] = []
        for entry in entries[kind]:
            pattern: str = entry["pattern"]
            for name, macro in macros.items():
                pattern = pattern.replace("{" + name + "}", macro)
            first, around = entry.get("first", ""), entry.get("around")
            # Where it is tried is known, but for what it is looked for by.
            begin = "(?<![a-z'])" if around else ""
            ready[kind].append(growth(begin + expanded(pattern), first, around))
    return ready
