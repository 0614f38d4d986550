"""How many near-duplicates are found, and what is taken for one, by threshold; what it costs beside reading the text.

python benchmarks/duplicates.py
"""

import re
import time
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from random import Random

from extractor.articles import load_articles
from extractor.likeness import Likenesses, Sketch, sketch_of
from schemas import Article

ROOT = Path(__file__).parents[1]
FOLDERS = "examples/articles", "tests/data/gold/dev", "tests/data/adversarial"
HAND_MADE = ROOT / "tests/data/duplicates/articles.txt"
THRESHOLDS = 0.2, 0.3, 0.4, 0.45, 0.5, 0.6, 0.7
RUNS = 7
MANY = 100_000
MENU = "Leaders look for a way out. Home World Business Sport Weather Podcasts Sign in Subscribe from 1 euro a week. "
FOOT = (
    " Share this article by e-mail or copy the link. Read also: harbour strike enters its third week. Five things to "
    "know before the vote. How a village kept its school. We use cookies to count visits. All rights reserved."
)
INSERTED = (
    "Neither side had said beforehand what it hoped to bring home, and the streets around the building were closed.",
    "Markets took little notice of the news on the day.",
    "A longer account of how it came to this will appear at the weekend, with maps and a list of those involved.",
)
_SENTENCE_END = re.compile(r"(?<=[.!?\"”])\s+(?=[A-Z\"“])")
Pairs = dict[str, list[tuple[Sketch, Sketch]]]


def articles() -> dict[str, Article]:
    """Our own articles but the held-out ones, by name."""
    paths = sorted(path for folder in FOLDERS for path in (ROOT / folder).glob("*.md"))
    return {path.stem: item for path in paths for item in load_articles(path) if isinstance(item, Article)}


def hand_made() -> Iterator[tuple[str, str, str]]:
    """Kind, name and text of each article in the file."""
    for line in HAND_MADE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            about, text = line.split(" | ", 1)
            kind, name = about.split()
            yield kind, name, text


def shortened(text: str, share: float) -> str:
    kept: list[str] = []
    for sentence in _SENTENCE_END.split(text):
        if len(" ".join(kept)) >= share * len(text):
            break
        kept.append(sentence)
    return " ".join(kept)


def with_more(text: str) -> str:
    sentences = _SENTENCE_END.split(text)
    for number, more in enumerate(INSERTED, start=1):
        sentences.insert(number * len(sentences) // 4, more)
    return " ".join(sentences)


CHANGES: dict[str, Callable[[str], str]] = {
    "reprint": lambda text: MENU + text + FOOT,
    "cut to two thirds": lambda text: shortened(text, 2 / 3),
    "cut to half": lambda text: shortened(text, 1 / 2),
    "three sentences more": with_more,
}


def sketched(text: str) -> Sketch:
    sketch = sketch_of(Article.from_text(text))
    if sketch is None:
        raise ValueError("too short")
    return sketch


def pairs() -> tuple[Pairs, Pairs]:
    """Pairs that are near-duplicates, and pairs that are not, by kind."""
    alike: defaultdict[str, list[tuple[Sketch, Sketch]]] = defaultdict(list)
    other: defaultdict[str, list[tuple[Sketch, Sketch]]] = defaultdict(list)
    known = articles()
    sketches = {name: sketched(article.text) for name, article in known.items()}
    for name, article in known.items():
        for kind, change in CHANGES.items():
            alike[kind].append((sketches[name], sketched(change(article.text))))
    notices: defaultdict[str, list[Sketch]] = defaultdict(list)
    for kind, name, text in hand_made():
        if kind == "notice":
            notices[name].append(sketched(text))
        else:
            (alike if kind == "rewrite" else other)[kind].append((sketches[name], sketched(text)))
    for family in notices.values():
        other["notice"] += combinations(family, 2)
    other["other article"] += combinations(sketches.values(), 2)
    return alike, other


def found(one: Sketch, two: Sketch, threshold: float) -> bool:
    likenesses = Likenesses(threshold)
    likenesses.add(1, one)
    return bool(likenesses.like(two))


def quality() -> None:
    alike, other = pairs()
    kinds = {**alike, **other}
    print("threshold " + " ".join(f"{kind} ({len(kinds[kind])})".rjust(26) for kind in kinds) + "  recall precision")
    for threshold in THRESHOLDS:
        told = Counter({kind: sum(found(*pair, threshold) for pair in kinds[kind]) for kind in kinds})
        right, wrong = (sum(told[kind] for kind in part) for part in (alike, other))
        recall = right / sum(map(len, alike.values()))
        print(
            f"{threshold:9}", *(f"{told[kind]:26}" for kind in kinds), f" {recall:6.3f} {right / (right + wrong):9.3f}"
        )
    print("found if names did not count")
    for threshold in THRESHOLDS:
        told = {
            kind: sum(found(_nameless(one), _nameless(two), threshold) for one, two in pairs)
            for kind, pairs in other.items()
        }
        print(f"{threshold:9}", ", ".join(f"{kind} {count}" for kind, count in told.items()))


def _nameless(sketch: Sketch) -> Sketch:
    return replace(sketch, names=array("I"))


def cost() -> None:
    texts = [article.text for article in articles().values()]
    whole = [Article.from_text(text) for text in texts]
    floor = _seconds(lambda: [Article.from_text(text) for text in texts]) / len(texts)
    spent = _seconds(lambda: [sketch_of(article) for article in whole]) / len(texts)
    words = sum(len(text.split()) for text in texts) / len(texts)
    print(
        f"an article of {words:.0f} words: id {floor * 1e6:.0f} us, sketch {spent * 1e6:.0f} us, {spent / floor:.1f} x"
    )
    chance = Random(5)  # noqa: S311
    vocabulary = ["".join(chance.choices("etaoinshrdlu", k=6)) for _ in range(20_000)]
    likenesses, before, spent = Likenesses(), _resident(), 0.0
    for number in range(MANY):
        made = [*chance.choices(vocabulary, k=230), *(word.title() for word in chance.choices(vocabulary, k=30))]
        sketch = sketched(" ".join(made))
        begun = time.process_time()
        likenesses.like(sketch)
        likenesses.add(number, sketch)
        spent += time.process_time() - begun
    print(f"{MANY:,} articles: {_resident() - before:.0f} MB, {spent / MANY * 1e6:.0f} us to look one up and add it")


def _seconds(run: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(RUNS):
        before = time.process_time()
        run()
        best = min(best, time.process_time() - before)
    return best


def _resident() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6


if __name__ == "__main__":
    quality()
    cost()
