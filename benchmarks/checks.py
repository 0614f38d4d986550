"""CPU of the checks for articles of 1,000 words with 30 rows, beside parsing the same answer as JSON.

python benchmarks/checks.py
"""

import json
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import workload

from extractor.checks import check
from extractor.consistency import united
from extractor.naming import with_names
from extractor.prompting import load_prompts
from extractor.quotes import ArticleText

RUNS = 200
PUBLISHED = date(2024, 5, 17)
STATES = [("Guyana", "GY"), ("Venezuela", "VE"), ("Brazil", "BR"), ("Norway", "NO"), ("Kenya", "KE")]
PEOPLE = ["Irfaan Ali", "Hugh Todd", "Ana Ferro", "Claire Holt", "Mher Grigoryan"]


def sentences() -> list[str]:
    """Thirty sentences with a date, two states, a person and a demand each; no two are the same."""
    return [
        f"On Wednesday {PEOPLE[number % 5]} of {STATES[number % 5][0]} met envoys of {STATES[(number + 1) % 5][0]} for "
        f"session {number} and demanded that part {number} of the draft be read aloud before anybody signs it, which "
        f"the other side of the table thought rather long."
        for number in range(30)
    ]


def actor(number: int) -> dict[str, Any]:
    """One of the states."""
    name, code = STATES[number % 5]
    return {"name": name, "kind": "state", "country": code}


def answer(lines: list[str]) -> dict[str, list[Any]]:
    """Ten meetings, eight delegations and twelve positions, all right."""
    when = {"as_written": "On Wednesday", "edtf": "2024-05-15", "basis": "relative"}
    people = [{"name": PEOPLE[number % 5], "title": None, "affiliation": STATES[number % 5][0]} for number in range(8)]
    return {
        "meetings": [
            {
                "id": f"m{number}",
                "quotes": [lines[number].split(" and demanded")[0]],
                "name": f"Session {number}",
                "format": "in_person",
                "status": "held",
                "level": "officials",
                "round": number,
                "when": when,
                "duration": None,
                "place": None,
                "parties": [actor(number), actor(number + 1)],
                "mediators": [],
                "hosts": [],
                "topics": ["the draft"],
                "outcomes": [{"kind": "statement", "description": "A statement was read."}],
            }
            for number in range(10)
        ],
        "delegations": [
            {
                "meeting": f"m{number}",
                "quotes": [lines[number].split(" met ")[0]],
                "party": actor(number),
                "role": "party",
                "head": people[number],
                "members": [people[number]],
            }
            for number in range(8)
        ],
        "positions": [
            {
                "quotes": [f"demanded that part {number} of the draft be read aloud before anybody signs it"],
                "holder": actor(number),
                "speaker": {"name": PEOPLE[number % 5], "title": None, "affiliation": STATES[number % 5][0]},
                "stance": "demands",
                "issue": "negotiation_process",
                "subject": f"reading of part {number}",
                "statement": f"{STATES[number % 5][0]} wants part {number} of the draft read aloud before signature.",
                "toward": actor(number + 1),
                "when": when,
                "meeting": f"m{number % 10}",
                "reported_by": None,
                "certainty": "stated",
            }
            for number in range(12)
        ],
    }


def milliseconds(work: Callable[[], object]) -> float:
    """CPU time of one call, the shortest of many."""
    times: list[float] = []
    for _ in range(RUNS):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return 1000 * min(times)


def measure(text: str, rows: dict[str, list[Any]], published: date) -> None:
    """Print what the steps from the answer's JSON to named rows take."""
    data = json.dumps(rows)
    recites = load_prompts().recites
    checked = check(rows, ArticleText(text), published, recites)
    assert not checked.problems, checked.problems[0]  # noqa: S101 - a benchmark of wrong answers would mislead
    count = sum(len(part) for part in (checked.meetings, checked.delegations, checked.positions))
    floor = milliseconds(lambda: json.loads(data))
    print(f"{len(text.split())} words, {count} rows, {len(data):,} bytes of JSON")
    for name, work in (
        ("parse the JSON", lambda: json.loads(data)),
        ("check", lambda: check(rows, ArticleText(text), published, recites)),
        ("unite", lambda: united([checked])),
        ("name", lambda: with_names(checked, text)),
    ):
        spent = milliseconds(work)
        print(f"{name:16} {spent:7.3f} ms CPU  {spent / floor:6.1f} x")


def main() -> None:
    """Measure an answer with a date in each row, and the one of the batches."""
    lines = sentences()
    measure("\n\n".join(lines), answer(lines), PUBLISHED)
    measure(workload.article(0, "long"), workload.answer("long"), workload.PUBLISHED)


if __name__ == "__main__":
    main()
