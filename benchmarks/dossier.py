"""CPU seconds, memory, precision and recall of dossiers of growing size, from articles whose meetings are known.

python benchmarks/dossier.py [ARTICLES ...]

A made-up world of actors meets and talks; each meeting is reported by several articles, before and after it, with
fields left out, coarse dates, other roles and, here and there, a mistake. Each size runs in a process of its own. The
results go through a file, as a user's do: reading it is measured too.
"""

import gc
import json
import random
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from extractor import read_results
from extractor.dossier import Dossier, write_dossier

SIZES = (1_000, 10_000, 100_000)
BEGIN = date(2021, 1, 1)
YEARS = 5
# As in the news, a few pairs of actors make up most of it (Zipf).
STATES = [
    *("Ukraine:UA", "Russia:RU", "United States:US", "Israel:IL", "Iran:IR", "China:CN", "Turkey:TR", "Egypt:EG"),
    *("Armenia:AM", "Azerbaijan:AZ", "Sudan:SD", "Ethiopia:ET", "Serbia:RS", "Kosovo:XK", "India:IN", "Pakistan:PK"),
    *("Rwanda:RW", "Yemen:YE", "Greece:GR", "Cyprus:CY", "Japan:JP", "Colombia:CO", "Venezuela:VE", "Guyana:GY"),
    *("France:FR", "Germany:DE", "Poland:PL", "Syria:SY", "Iraq:IQ", "Libya:LY", "Qatar:QA", "Norway:NO"),
]
CITIES = ["Istanbul:TR", "Geneva:CH", "Doha:QA", "Cairo:EG", "Vienna:AT", "Oslo:NO", "Riyadh:SA", "Muscat:OM"]
GIVEN = ["Anna", "Boris", "Clara", "Dimitri", "Elena", "Farid", "Goran", "Hana", "Ivan", "Jamila", "Karim", "Lena"]
FAMILY = ["Abara", "Benko", "Castel", "Dorn", "Eskin", "Farouk", "Galan", "Hadad", "Ilic", "Jensen", "Kovac", "Lund"]
SUBJECTS = {
    "ceasefire": ["30-day ceasefire", "60-day truce", "monitoring of the line of contact"],
    "prisoners": ["exchange of all prisoners", "return of the bodies of the fallen", "release of detained civilians"],
    "territory": ["withdrawal from the northern district", "demarcation of the border", "status of the strait"],
    "sanctions": ["lifting of sanctions on banks", "new sanctions on oil", "release of frozen assets"],
    "negotiation_process": ["venue of the next round", "three working groups", "direct talks without conditions"],
}
STANCES = ["proposes", "supports", "accepts", "rejects", "demands", "refuses", "offers", "calls_for"]


def state(named: str) -> dict[str, Any]:
    name, code = named.split(":")
    return {"name": name, "kind": "state", "country": code}


def world(meetings: int, dice: random.Random) -> list[dict[str, Any]]:
    """Meetings as they were."""
    pairs = [(one, other) for number, one in enumerate(STATES) for other in STATES[number + 1 :]]
    dice.shuffle(pairs)
    weights = list(accumulate(1 / (rank + 5) for rank in range(len(pairs))))
    rounds: Counter[tuple[str, str]] = Counter()
    days = sorted(dice.randrange(365 * YEARS) for _ in range(meetings))
    found: list[dict[str, Any]] = []
    for number, day in enumerate(days):
        pair = dice.choices(pairs, cum_weights=weights)[0]
        kind = dice.choices(["phone", "in_person", "online"], weights=[4, 5, 1])[0]
        level = dice.choices(["leaders", "ministers", "officials"], weights=[3, 4, 3])[0]
        series = kind == "in_person" and level == "officials"
        if series:
            rounds[pair] += 1
        first = BEGIN + timedelta(days=day)
        long = kind == "in_person" and dice.random() < 0.2
        last = first + timedelta(days=1 if long else 0)
        found.append(
            {
                "number": number,
                "parties": list(pair),
                "mediator": dice.choice(STATES) if series and dice.random() < 0.5 else None,
                "first": first,
                "edtf": f"{first}/{last}" if last > first else f"{first}",
                "last": last,
                "format": kind,
                "level": level,
                "round": rounds[pair] if series else None,
                "place": dice.choice(CITIES) if kind == "in_person" else None,
                "teams": [
                    [f"{dice.choice(GIVEN)} {dice.choice(FAMILY)}" for _ in range(dice.randint(1, 3))] for _ in pair
                ],
                "positions": [
                    (side, issue, dice.choice(SUBJECTS[issue]), dice.choice(STANCES))
                    for side in pair
                    for issue in dice.sample(sorted(SUBJECTS), 2)
                ],
            }
        )
    return found


def report(real: dict[str, Any], row: str, published: date, dice: random.Random) -> dict[str, Any]:
    """What one article makes of a meeting."""
    ahead = published < real["first"]
    parties = [state(party) for party in real["parties"]]
    dice.shuffle(parties)
    names = " and ".join(actor["name"] for actor in parties)
    when: dict[str, Any] = {"as_written": None, "edtf": None, "basis": "unknown"}
    luck = dice.random()
    if luck < 0.80:
        when = {"as_written": "on the day", "edtf": real["edtf"], "basis": "relative"}
    elif luck < 0.88:
        when = {"as_written": "in the month", "edtf": f"{real['first']:%Y-%m}", "basis": "relative"}
    elif luck < 0.90 and real["round"]:
        # A reporter's slip.
        when = {"as_written": "on the day", "edtf": f"{real['first'] + timedelta(days=1)}", "basis": "relative"}
    place = None
    if real["place"] and dice.random() < 0.8:
        city, code = real["place"].split(":")
        place = {"venue": None, "city": city if dice.random() < 0.9 else None, "country": code}
    kept = dice.random()
    quote = f"{names} met for the {dice.randrange(10**6)}th time, the spokesman said in his report on the talks."
    return {
        "id": row,
        "quotes": [{"text": quote, "start": 0, "end": len(quote), "match": "exact"}],
        "name": dice.choice(["Talks of {}", "Meeting of {}", "{} consultations"]).format(names),
        "format": real["format"] if dice.random() < 0.9 else "unknown",
        "status": ("planned" if dice.random() < 0.8 else "proposed") if ahead else "held",
        "level": real["level"] if dice.random() < 0.7 else "unknown",
        "round": real["round"] if dice.random() < 0.7 else None,
        "when": when,
        "place": place,
        "parties": parties,
        "mediators": [state(real["mediator"])] if real["mediator"] and kept < 0.6 else [],
        "topics": ["ceasefire"],
        "outcomes": [],
    }


def teams(real: dict[str, Any], row: str, dice: random.Random) -> Iterator[dict[str, Any]]:
    for party, team in zip(real["parties"], real["teams"], strict=True):
        if dice.random() < 0.6:
            named = [name if dice.random() < 0.7 else name.split()[1] for name in team[: dice.randint(1, len(team))]]
            members = [{"name": name, "title": "Minister", "affiliation": party.split(":")[0]} for name in named]
            quote = f"{', '.join(named)} came for {party}."
            yield {
                "meeting": row,
                "quotes": [{"text": quote, "start": 0, "end": len(quote), "match": "exact"}],
                "party": state(party),
                "role": "party",
                "head": members[0],
                "members": members,
            }


def positions(real: dict[str, Any], row: str, dice: random.Random) -> Iterator[dict[str, Any]]:
    for side, issue, subject, stance in real["positions"]:
        if dice.random() < 0.5:
            quote = f"{side} {stance} {subject}, officials said after the meeting number {dice.randrange(10**6)}."
            yield {
                "quotes": [{"text": quote, "start": 0, "end": len(quote), "match": "exact"}],
                "holder": state(side),
                "stance": stance,
                "issue": issue,
                "subject": subject,
                "statement": f"{side} {stance} {subject}.",
                "meeting": row,
            }


def results(articles: int, dice: random.Random) -> Iterator[tuple[str, list[int]]]:
    """Lines of a results file, each with the numbers of the meetings that its rows tell of."""
    real = world(max(articles // 8, 1), dice)
    latest = len(real) - 1
    for number in range(articles):
        at = dice.randrange(len(real))
        # An article tells of its occasion, and of a past or coming meeting or two beside it.
        told = {at, *(min(max(at + dice.randint(-40, 5), 0), latest) for _ in range(dice.choice([0, 1, 1, 2])))}
        occasion = real[at]
        published = occasion["last"] + timedelta(days=dice.choice([-3, -1, 0, 0, 0, 1, 1, 2, 7]))
        rows = sorted(told)
        ids = [f"m{place}" for place in range(1, len(rows) + 1)]
        line = {
            "source": f"{number}.txt",
            "extraction": {
                "article": {
                    "id": f"{number:016x}",
                    "title": f"Article {number}",
                    "publisher": f"Paper {dice.randrange(200)}",
                    "published": f"{published}",
                    "source": f"{number}.txt",
                },
                "meetings": [report(real[at], row, published, dice) for at, row in zip(rows, ids, strict=True)],
                "delegations": [team for at, row in zip(rows, ids, strict=True) for team in teams(real[at], row, dice)],
                "positions": [one for at, row in zip(rows, ids, strict=True) for one in positions(real[at], row, dice)],
                "rejected": [],
                "provenance": {
                    "model": "made-up",
                    "prompt_version": "0",
                    "attempts": 1,
                    "tokens": {"prompt": 0, "completion": 0},
                    "cost": None,
                    "cached": True,
                    "started": datetime(2026, 1, 1, tzinfo=UTC).isoformat(),
                    "seconds": 0.0,
                },
            },
        }
        yield json.dumps(line), rows


def pairs(groups: Iterator[Counter[int]]) -> tuple[int, int, int]:
    """Pairs of rows in one group that are the same meeting; all pairs in one group; all pairs of one meeting."""
    right = merged = 0
    rows: Counter[int] = Counter()
    for group in groups:
        merged += group.total() * (group.total() - 1) // 2
        right += sum(count * (count - 1) // 2 for count in group.values())
        rows += group
    return right, merged, sum(count * (count - 1) // 2 for count in rows.values())


def measure(articles: int) -> None:
    dice = random.Random(articles)  # noqa: S311 - repeatable, not secret
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "results.jsonl"
        truth: dict[str, int] = {}
        with file.open("w", encoding="utf-8") as lines:
            for number, (line, told) in enumerate(results(articles, dice)):
                print(line, file=lines)
                truth |= {f"{number:016x}/m{place}": real for place, real in enumerate(told, start=1)}
        begun, clock = process_time(), perf_counter()
        gc.disable()  # as `extractor dossier` does
        dossier = Dossier.from_results(read_results(file))
        read = process_time()
        dossier.articles()  # the first to ask for anything waits until all is grouped
        grouped = process_time()
        write_dossier(dossier, Path(folder) / "dossier.json")
        written, wall = process_time(), perf_counter() - clock
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        size = (Path(folder) / "dossier.json").stat().st_size
    reports = [[report.row for report in meeting.reports] for meeting in dossier.meetings()]
    right, merged, real = pairs(Counter(truth[ref] for ref in group) for group in reports)
    figures = {
        "articles": articles,
        "meetings": len(truth),
        "merged": len(reports),
        "real": len(set(truth.values())),
        "read": read - begun,
        "group": grouped - read,
        "write": written - grouped,
        "wall": wall,
        "megabytes": peak / 1024,
        "file": size / 1e6,
        "precision": right / merged if merged else 1,
        "recall": right / real if real else 1,
    }
    print(json.dumps(figures))


def main() -> None:
    """Run each size in a process of its own, and print them side by side."""
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    head = ("articles", "rows", "meetings", "real", "read", "group", "write", "CPU s", "wall s", "peak MB")
    head += ("precision", "recall")
    print(" ".join(f"{name:>9}" for name in head))
    first: float | None = None
    for size in sizes:
        run = subprocess.run([sys.executable, __file__, "--one", str(size)], check=True, capture_output=True, text=True)
        got: dict[str, float] = json.loads(run.stdout)
        whole = got["read"] + got["group"] + got["write"]
        first = first or whole / size
        counts = [f"{got[name]:9,.0f}" for name in ("articles", "meetings", "merged", "real")]
        seconds = [f"{value:9.1f}" for value in (got["read"], got["group"], got["write"], whole, got["wall"])]
        rest = [f"{got['megabytes']:9,.0f}", f"{got['precision']:9.4f}", f"{got['recall']:9.4f}"]
        print(" ".join([*counts, *seconds, *rest]), f" {whole / size / first:.2f} x the first size's cost an article")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        measure(int(sys.argv[2]))
    else:
        main()
