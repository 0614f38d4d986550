"""Articles of two sizes with the answer that a good model gives for them.

`wire` is as long and as full as a piece of a news agency is: 450 words, 16 rows. `long` is twice that: 907 words, 33
rows. Of five real articles the shortest has 418 words and the longest 520, and a careful reader found 17 to 21 rows.

The prose is generated from our own sentences. All articles of a workload tell the same, but for a number in their first
line, so one answer is right for all of them while each makes a request of its own.
"""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

PUBLISHED = date(2025, 7, 18)
# How many sides each has.
SIZES = {"wire": 3, "long": 6}
_STATES = [
    ("Norland", "Ilsa Brandt", "Foreign Minister", "Havnby"),
    ("Estmark", "Pavel Orlik", "Defence Minister", "Torvik"),
    ("Sudania", "Amal Haddad", "Deputy Prime Minister", "Qasra"),
    ("Westria", "Joan Fairley", "Special Envoy", "Milford"),
    ("Ostraya", "Viktor Lenz", "National Security Adviser", "Grodek"),
    ("Merania", "Lucia Conti", "Ambassador", "Portalba"),
]
_DAYS = [("Monday", "2025-07-14"), ("Tuesday", "2025-07-15"), ("Wednesday", "2025-07-16"), ("Thursday", "2025-07-17")]
_STANCES = [
    ("demands", "a full halt to shelling along the river", "ceasefire"),
    ("rejects", "any change to the line of 2019", "territory"),
    ("offers", "to return forty detained sailors", "prisoners"),
    ("supports", "a monitoring mission of neutral officers", "security_guarantees"),
]
_FILLER = (
    "Diplomats who follow the file described the mood as sober, and warned that the wording of the communiqué would "
    "take longer than the talks themselves. Reporters waited behind a cordon in the courtyard while drivers kept "
    "their engines running against the heat. "
)


def article(number: int, size: str) -> str:
    """The article with this number."""
    return f"Bulletin {number}.\n\n{_built(size)[0]}"


def answer(size: str) -> dict[str, Any]:
    """The answer that fits every article of a size."""
    return _built(size)[1]


def write_folder(folder: Path, count: int, size: str) -> None:
    """Write `count` articles with their day of publication as files."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        text = f"---\ntitle: Bulletin {number}\npublished: {PUBLISHED}\n---\n{article(number, size)}"
        (folder / f"{number:06}.md").write_text(text, encoding="utf-8")


def _actor(name: str) -> dict[str, Any]:
    return {"name": name, "kind": "state", "country": None}


@cache
def _built(size: str) -> tuple[str, dict[str, Any]]:
    paragraphs: list[str] = []
    meetings: list[dict[str, Any]] = []
    delegations: list[dict[str, Any]] = []
    positions: list[dict[str, Any]] = []
    states = _STATES[: SIZES[size]]
    for index, (state, person, office, city) in enumerate(states):
        other, other_person, other_office, _ = states[(index + 1) % len(states)]
        day, edtf = _DAYS[index % len(_DAYS)]
        met = f"{office} {person} of {state} met {other_office} {other_person} of {other} in {city} on {day}"
        led = f"The delegation of {state} was led by {person}"
        sentences = [f"{met}.", _FILLER, f"{led}.", _FILLER]
        meetings.append(
            {
                "id": f"m{index + 1}",
                "quotes": [met],
                "name": f"{state}-{other} talks in {city}",
                "format": "in_person",
                "status": "held",
                "level": "ministers",
                "round": None,
                "when": {"as_written": f"on {day}", "edtf": edtf, "basis": "relative"},
                "duration": None,
                "place": {"venue": None, "city": city, "country": None},
                "parties": [_actor(state), _actor(other)],
                "mediators": [],
                "hosts": [_actor(state)],
                "topics": ["the river line"],
                "outcomes": [{"kind": "statement", "description": "A joint statement was promised."}],
            }
        )
        head = {"name": person, "title": office, "affiliation": state}
        delegations.append(
            {
                "meeting": f"m{index + 1}",
                "quotes": [led],
                "party": _actor(state),
                "role": "party",
                "head": head,
                "members": [head],
            }
        )
        for stance, subject, issue in _STANCES[: 3 + index % 2]:
            said = f"{state} {stance} {subject}, {person} said"
            sentences.append(f"{said}.")
            positions.append(
                {
                    "quotes": [said],
                    "holder": _actor(state),
                    "speaker": head,
                    "stance": stance,
                    "issue": issue,
                    "subject": subject,
                    "statement": f"{state} {stance} {subject}.",
                    "toward": _actor(other),
                    "when": {"as_written": None, "edtf": None, "basis": "unknown"},
                    "meeting": f"m{index + 1}",
                    "reported_by": None,
                    "certainty": "stated",
                }
            )
        paragraphs.append(" ".join(sentence.strip() for sentence in sentences))
    return "\n\n".join(paragraphs) + "\n", {"meetings": meetings, "delegations": delegations, "positions": positions}


if __name__ == "__main__":
    for name in SIZES:
        rows = sum(len(items) for items in answer(name).values())
        words = len(article(0, name).split())
        print(f"{name}: {words} words, {rows} rows, answer of {len(json.dumps(answer(name))):,} bytes")
