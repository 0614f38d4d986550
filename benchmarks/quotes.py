"""Time to find quotes, beside a plain `str.find` of the same quotes in the same run; and to check dates.

python benchmarks/quotes.py
"""

import random
import time
from collections.abc import Callable
from datetime import date, timedelta

from extractor.dates import contradiction
from extractor.expressions import readings
from extractor.quotes import ArticleText

RUNS = 5
QUOTES = 60
SMALL_WORDS = ("the", "of", "a", "and", "in", "that")
EXPRESSIONS = ("on Wednesday", "last month", "May 16, 2025", "from May 16 to June 2", "earlier this week", "hello")


def text_of(characters: int, seed: random.Random) -> str:
    """Made-up words in the frequencies of a language, a full stop now and then, on one line."""
    letters = "etaoinshrdlucmfwypvbgk"
    vocabulary = [*SMALL_WORDS, *("".join(seed.choices(letters, k=seed.randint(3, 10))) for _ in range(8_000))]
    weights = [1 / (rank + 2) for rank in range(len(vocabulary))]
    words = seed.choices(vocabulary, weights, k=characters // 5)
    return " ".join(word if number % 20 else f"{word}." for number, word in enumerate(words))[:characters]


def quotes_of(text: str, seed: random.Random) -> list[str]:
    starts = [text.index(" ", seed.randrange(len(text) - 400)) + 1 for _ in range(QUOTES)]
    return [text[start : text.index(" ", start + seed.randint(40, 250))] for start in starts]


def without_small_word(quote: str) -> str:
    words = quote.split()
    small = [number for number, word in enumerate(words) if word in SMALL_WORDS and 0 < number < len(words) - 1]
    return " ".join(word for number, word in enumerate(words) if not small or number != small[0])


def seconds(run: Callable[[], object]) -> float:
    """The best of several runs."""
    best = float("inf")
    for _ in range(RUNS):
        before = time.process_time()
        run()
        best = min(best, time.process_time() - before)
    return best


def find(text: str, quotes: list[str]) -> int:
    article = ArticleText(text)
    return sum(article.find(quote) is not None for quote in quotes)


def nearest(text: str, quotes: list[str]) -> int:
    article = ArticleText(text)
    return sum(article.nearest(quote) is not None for quote in quotes)


def main() -> None:
    """Measure and print."""
    seed = random.Random(7)  # noqa: S311
    for characters in (6_000, 200_000, 1_000_000):
        text = text_of(characters, seed)
        quotes = quotes_of(text, seed)
        kinds = {
            "exact": quotes,
            "folded": [quote.upper() for quote in quotes],
            "a word dropped": [without_small_word(quote) for quote in quotes],
            "not there": [" ".join(seed.sample(quote.split(), k=len(quote.split()))) for quote in quotes],
        }
        floor = seconds(lambda text=text, quotes=quotes: [text.find(quote) for quote in quotes])
        print(f"{characters:,} characters, {QUOTES} quotes; str.find: {floor * 1000:.3f} ms")
        for kind, words in kinds.items():
            spent = seconds(lambda text=text, words=words: find(text, words))
            print(f"  find, {kind:15} {spent * 1000:9.3f} ms {spent / floor:9.1f} x  {find(text, words)} found")
        spent = seconds(lambda text=text, words=kinds["not there"]: nearest(text, words))
        print(f"  nearest{'':14} {spent * 1000:9.3f} ms {spent / floor:9.1f} x")
    published = date(2025, 7, 18)
    for expression in EXPRESSIONS:
        days = [published + timedelta(days=shift) for shift in range(1_000)]
        spent = seconds(lambda days=days, expression=expression: [_fresh(expression, day) for day in days])
        print(f"reading {expression!r:25} {spent * 1000:7.1f} us")
    once = seconds(lambda: [contradiction("on Wednesday", "2025-07-16", published, held=True) for _ in range(1_000)])
    print(f"contradiction, read before {once * 1000:13.1f} us")


def _fresh(expression: str, published: date) -> object:
    return readings.__wrapped__(expression, published)


if __name__ == "__main__":
    main()
