"""How well results agree with gold, or with other results.

`rows` holds what is compared, `gold` reads it; `identity`, `places` and `fields` say when names, quotes and values are
the same; `assignment` and `matching` pair the rows; `scores` counts, `judgement` does so for all articles; `floors`,
`comparison` and `table` say and show what came out.
"""

from extractor.evaluation.gold import read_gold
from extractor.evaluation.judgement import evaluate
from extractor.evaluation.rows import Kind, Reading
from extractor.evaluation.scores import ArticleEvaluation, Evaluation, FieldScore, Score

__all__ = ["ArticleEvaluation", "Evaluation", "FieldScore", "Kind", "Reading", "Score", "evaluate", "read_gold"]
