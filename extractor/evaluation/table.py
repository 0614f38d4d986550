"""An evaluation in the terminal."""

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from extractor.evaluation.rows import Kind
from extractor.evaluation.scores import ArticleEvaluation, Evaluation, FieldScore

__all__ = ["print_evaluation"]

_SHOWN = 10


def print_evaluation(evaluation: Evaluation, console: Console | None = None) -> None:
    """Print scores, right fields and what to know of the comparison, to stdout."""
    console = console or Console()
    console.print(_scores(evaluation))
    console.print()
    for kind in Kind:
        if fields := {name: score for name, score in evaluation.fields(kind).items() if score.compared}:
            said = "  ".join(f"{name} {_of(score)}" for name, score in fields.items())
            console.print(f"[bold]{kind.value}, right fields[/]  {said}")
    console.print(f"\n{_facts(evaluation)}")
    if len(evaluation.articles) > 1:
        console.print()
        console.print("[dim]F1 and right/missed/false rows of each article[/]")
        console.print(_articles(evaluation))
    for article in evaluation.unread:
        said = escape(f"{article.name}: {article.problem}")
        console.print(f"[red]counted as missed[/] {said}", soft_wrap=True)
    if evaluation.without_gold:
        more = len(evaluation.without_gold) - _SHOWN
        names = ", ".join(evaluation.without_gold[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
        console.print(f"[yellow]without gold[/], left out: {escape(names)}", soft_wrap=True)
    for note in evaluation.notes:
        console.print(f"[yellow]note[/] {escape(note)}", soft_wrap=True)


def _scores(evaluation: Evaluation) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for name in ("gold", "found", "right", "missed", "false", "precision", "recall", "F1"):
        table.add_column(name, justify="right")
    for kind in Kind:
        score = evaluation.score(kind)
        counts = (score.right + score.missed, score.right + score.false, score.right, score.missed, score.false)
        shares = (_share(score.precision), _share(score.recall), f"[bold]{_share(score.f1)}[/]")
        table.add_row(kind.value, *map(str, counts), *shares)
    return table


def _articles(evaluation: Evaluation) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("article", overflow="fold")
    for kind in Kind:
        table.add_column(kind.value, justify="right", no_wrap=True)
    table.add_column("rejected", justify="right")
    for article in evaluation.articles:
        table.add_row(escape(article.name), *(_cell(article, kind) for kind in Kind), str(article.rejected))
    return table


def _cell(article: ArticleEvaluation, kind: Kind) -> str:
    score = article.score(kind)
    return f"[bold]{_share(score.f1)}[/] {score.right}/{score.missed}/{score.false}"


def _facts(evaluation: Evaluation) -> str:
    dates, grounding = evaluation.dates, evaluation.grounding
    facts = [
        f"dates right, of those given: {dates.right_given}/{dates.given} ({_share(dates.share_given)})",
        f"quotes at their offsets: {grounding.verified}/{grounding.tried} ({_share(grounding.share)})"
        if grounding.tried
        else "quotes at their offsets: not tried, for no text is at hand",
        f"rejected rows: {evaluation.rejected}",
    ]
    return "\n".join(facts)


def _of(score: FieldScore) -> str:
    colour = "green" if score.right == score.compared else "yellow"
    return f"[{colour}]{score.right}/{score.compared}[/]"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
