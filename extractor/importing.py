"""Answers that were got elsewhere, taken into the cache."""

from dataclasses import dataclass, field
from pathlib import Path

from extractor.cache import AnswerCache
from extractor.endpoint import is_refusal
from extractor.requestfile import responses_in

__all__ = ["Imported", "import_responses"]

_EXAMPLES = 3


@dataclass
class Imported:
    """How many responses were kept, how many were refusals (not kept) and how many failed, with the first problems."""

    kept: int = 0
    refused: int = 0
    failed: int = 0
    problems: list[str] = field(default_factory=list[str])


def import_responses(path: Path, cache: AnswerCache) -> Imported:
    """Take the responses in a file, in the form of OpenAI's Batch API or of vLLM's runner, into the cache.

    Raises:
        ResultsError: the file can't be read, or holds something else; what came before that line is kept.
        CacheError: an answer can't be kept.
    """
    done = Imported()
    for response in responses_in(path):
        if response.completion is None:
            done.failed += 1
            if len(done.problems) < _EXAMPLES:
                done.problems.append(response.problem)
        elif is_refusal(response.completion):
            done.refused += 1
        else:
            cache.put(response.key, response.completion)
            done.kept += 1
    return done
