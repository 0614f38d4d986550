"""What names cost for each article, beside a floor of the same run; and how often persons are told apart rightly.

python benchmarks/names.py
"""

import csv
import re
import time
from collections.abc import Callable
from pathlib import Path

from extractor import persons, spelling
from extractor.actors import actors_in
from extractor.states import states_in

ROOT = Path(__file__).parents[1]
RUNS = 7
WORDS = 500
WORD = re.compile(r"\w+")
NAMES = ("Vladimir Putin", "Putin", "V. Putin", "Recep Tayyip Erdoğan", "Erdogan", "Hakan Fidan", "Ibrahim Kalin")


def seconds(work: Callable[[], object]) -> float:
    """The shortest of several runs."""
    times: list[float] = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def clusters_from_nothing() -> None:
    """Group the names of an article of which none was seen before."""
    for cached in (persons.fold_name, persons.same_person, persons.person_keys, spelling.same_word):
        cached.cache_clear()
    persons.cluster_persons(NAMES)


def speed() -> None:
    """Print the time for an article of 500 words, and for a text of a megabyte."""
    texts = [file.read_text("utf-8") for file in sorted((ROOT / "examples/articles").glob("*.md"))]
    everything = "\n".join(texts)
    articles = len(WORD.findall(everything)) / WORDS
    states_in(everything)
    actors_in(everything)
    floor = seconds(lambda: WORD.findall(everything.lower())) / articles
    print(f"{'lower-case and words':28} {floor * 1e6:8.0f} µs for {WORDS} words")
    for name, work, share in (
        ("states_in", lambda: states_in(everything), articles),
        ("actors_in", lambda: actors_in(everything), articles),
        ("cluster_persons, 7 new names", clusters_from_nothing, 1),
        ("cluster_persons, known names", lambda: persons.cluster_persons(NAMES), 1),
    ):
        spent = seconds(work) / share
        print(f"{name:28} {spent * 1e6:8.0f} µs  {spent / floor:6.2f} x")
    megabyte = (everything * (1_000_000 // len(everything) + 1))[:1_000_000]
    print(f"{'states_in, 1 MB':28} {seconds(lambda: states_in(megabyte)) * 1e3:8.0f} ms")


def accuracy() -> None:
    """Print how often `same_person` is right on the table of pairs."""
    with (ROOT / "tests/unit/person_pairs.csv").open(encoding="utf-8", newline="") as table:
        pairs = list(csv.DictReader(table))
    for used in sorted({pair["used"] for pair in pairs}):
        said = [(pair["same"], persons.same_person(pair["a"], pair["b"])) for pair in pairs if pair["used"] == used]
        right, found, wanted = (
            said.count(("yes", True)),
            sum(same for _, same in said),
            sum(s == "yes" for s, _ in said),
        )
        print(f"{used:12} {len(said):4} pairs  precision {right / found:.3f}  recall {right / wanted:.3f}")


if __name__ == "__main__":
    speed()
    accuracy()
