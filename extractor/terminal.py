"""What a person sees in the terminal."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.table import Table

from schemas import Delegation, Extraction, Meeting, Person, Position, Quote, Result

if TYPE_CHECKING:
    from extractor.cache import CacheStats
    from extractor.diagnosis import Diagnosis
    from extractor.exports import Exported
    from extractor.report import Written

__all__ = [
    "Progress",
    "Seen",
    "print_cache_stats",
    "print_diagnosis",
    "print_exported",
    "print_extraction",
    "print_reported",
    "print_summary",
]

_SHOWN = 5
_MARKS = {True: "[green]ok[/]", False: "[red]!![/]", None: "  "}


@dataclass(frozen=True)
class Seen:
    """What is kept of a result for the summary."""

    source: str
    meetings: int = 0
    delegates: int = 0
    positions: int = 0
    rejected: int = 0
    tokens: int = 0
    cost: float | None = None
    undated: bool = False
    error: str | None = None

    @classmethod
    def of(cls, result: Result) -> Self:
        """Keep what the summary shows of `result`."""
        found = result.extraction
        if found is None:
            return cls(result.source, error=result.error.message if result.error else "unknown")
        tokens = found.provenance.tokens
        return cls(
            result.source,
            meetings=len(found.meetings),
            delegates=sum(len(delegation.members) for delegation in found.delegations),
            positions=len(found.positions),
            rejected=len(found.rejected),
            tokens=tokens.prompt + tokens.completion,
            cost=found.provenance.cost,
            undated=found.article.published is None,
        )


class Progress:
    """A progress bar on stderr with articles, failures, tokens and cost."""

    def __init__(self, total: int | None) -> None:
        """Expect `total` articles, if that is known."""
        self.seen: list[Seen] = []
        self._bar = Bar(
            TextColumn("reading"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[note]}"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
        )
        self._task = self._bar.add_task("reading", total=total, note="")

    def add(self, result: Result) -> None:
        """Count one result."""
        self.seen.append(Seen.of(result))
        failures = sum(row.error is not None for row in self.seen)
        notes = [f"{sum(row.tokens for row in self.seen):,} tokens"]
        if any(row.cost is not None for row in self.seen):
            notes.append(f"${sum(row.cost or 0 for row in self.seen):.4f}")
        if failures:
            notes.append(f"[red]{failures} failed[/]")
        self._bar.update(self._task, advance=1, note=", ".join(notes))

    def __enter__(self) -> Self:
        """Show the bar."""
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the bar as it is."""
        self._bar.stop()


def print_summary(rows: list[Seen], out: Path, console: Console | None = None) -> None:
    """Print what was found in each article, and where the results are, to stderr."""
    console = console or Console(stderr=True)
    read = sorted((row for row in rows if row.error is None), key=lambda row: row.source)
    priced = any(row.cost is not None for row in read)
    table = Table(box=None, pad_edge=False, show_footer=True)
    table.add_column("article", footer="all", overflow="fold")
    for name in ("meetings", "delegates", "positions", "rejected", "tokens"):
        table.add_column(name, justify="right", footer=f"{sum(getattr(row, name) for row in read):,}")
    if priced:
        table.add_column("cost", justify="right", footer=f"${sum(row.cost or 0 for row in read):.4f}")
    for row in read:
        cost = [f"${row.cost or 0:.4f}"] if priced else []
        counts = (row.meetings, row.delegates, row.positions, row.rejected)
        table.add_row(escape(row.source), *map(str, counts), f"{row.tokens:,}", *cost)
    console.print(table)
    for row in rows:
        if row.error is not None:
            console.print(f"[red]failed[/] {escape(row.error)}", soft_wrap=True)
    if undated := [row.source for row in read if row.undated]:
        more = f" and {len(undated) - _SHOWN} more" if len(undated) > _SHOWN else ""
        console.print(
            f"[yellow]no publication date[/], so relative dates stay null: {escape(', '.join(undated[:_SHOWN]))}{more}"
            "; give --metadata or --published",
            soft_wrap=True,
        )
    console.print(f"{len(read)} read, {len(rows) - len(read)} failed")
    if str(out) != "-":
        console.print(f"results: {escape(str(out))}", soft_wrap=True)


def print_extraction(extraction: Extraction, console: Console | None = None) -> None:
    """Print all rows of one extraction, each with its quote, to stdout."""
    console = console or Console()
    article = extraction.article
    heading = article.title or article.source or article.id
    about = ", ".join(str(part) for part in (article.publisher, article.published or "no date", article.source) if part)
    console.print(f"[bold]{escape(heading)}[/]\n[dim]{escape(about)}[/]")
    for name, rows in (
        ("Meetings", [_meeting(row) for row in extraction.meetings]),
        ("Delegations", [_delegation(row) for row in extraction.delegations]),
        ("Positions", [_position(row) for row in extraction.positions]),
    ):
        console.print(f"\n[bold]{name}[/]" + ("" if rows else "  none"))
        for row in rows:
            console.print(row, soft_wrap=True)
    for item in extraction.rejected:
        console.print(f"\n[yellow]rejected[/] {escape(item.path)}: {escape(item.reason)}", soft_wrap=True)
    for warning in extraction.provenance.warnings:
        console.print(f"\n[yellow]note[/] {escape(warning)}", soft_wrap=True)
    console.print()


def print_exported(exported: "Exported", out: Path, console: Console | None = None) -> None:
    """Print how much was written where, and what is not in it, to stderr."""
    console = console or Console(stderr=True)
    rows = ", ".join(f"{count:,} {name}" for name, count in exported.rows.items() if count)
    console.print(escape(f"{out}: {rows or 'nothing'}"), soft_wrap=True)
    for reason, count in exported.left_out.most_common():
        console.print(escape(f"left out: {count:,} × {reason}"), soft_wrap=True)  # noqa: RUF001 - times


def print_reported(written: "Written", out: Path, console: Console | None = None) -> None:
    """Print what a report holds, to stderr."""
    console = console or Console(stderr=True)
    said = f"{out}: {written.meetings} meetings, {written.positions} positions, {written.articles} articles"
    console.print(escape(f"{said}, {written.bytes / 1e6:.1f} MB"), soft_wrap=True)
    if written.without_text:
        console.print(
            f"{written.without_text} articles show their quotes alone: give the folder with --articles, or read them "
            "with --include-text",
            soft_wrap=True,
        )


def print_diagnosis(diagnosis: "Diagnosis", console: Console | None = None) -> None:
    """Print what `extractor doctor` found, to stdout."""
    console = console or Console()
    table = Table(box=None, show_header=False, pad_edge=False)
    for finding in diagnosis.findings:
        table.add_row(_MARKS[finding.ok], finding.name, escape(finding.said))
    console.print(table)


def print_cache_stats(stats: "CacheStats", *, as_json: bool, console: Console | None = None) -> None:
    """Print the state of the cache, to stdout."""
    console = console or Console()
    if as_json:
        console.print_json(json.dumps(asdict(stats), default=str))
        return
    console.print(f"{stats.folder}: {stats.entries} answers, {stats.bytes / 1e6:.1f} MB", soft_wrap=True)
    if stats.oldest and stats.newest:
        console.print(f"oldest {stats.oldest:%Y-%m-%d %H:%M} UTC, newest {stats.newest:%Y-%m-%d %H:%M} UTC")


def _meeting(row: Meeting) -> str:
    place = (
        ", ".join(part for part in (row.place.venue, row.place.city, row.place.country) if part) if row.place else ""
    )
    parties = " - ".join(actor.name for actor in row.parties)
    facts = [row.when.edtf or row.when.as_written or "no date", row.status, row.format, parties, place]
    lines = [f"  {row.id} [bold]{escape(row.name)}[/]", f"     {escape(' · '.join(fact for fact in facts if fact))}"]
    lines += [f"     {outcome.kind}: {escape(outcome.description)}" for outcome in row.outcomes]
    return "\n".join([*lines, *_quoted(row.quotes)])


def _delegation(row: Delegation) -> str:
    people = "; ".join(_person(member, head=row.head) for member in row.members)
    return "\n".join(
        [f"  {row.meeting} [bold]{escape(row.party.name)}[/] ({row.role}): {escape(people)}", *_quoted(row.quotes)]
    )


def _position(row: Position) -> str:
    speaker = f" ({row.speaker.name})" if row.speaker else ""
    toward = f" → {row.toward.name}" if row.toward else ""
    head = f"  [bold]{escape(row.holder.name)}[/]{escape(speaker + toward)} [cyan]{row.stance}[/] {escape(row.subject)}"
    return "\n".join([f"{head} ({row.issue}, {row.certainty})", *_quoted(row.quotes)])


def _person(person: Person, head: Person | None) -> str:
    title = f", {person.title}" if person.title else ""
    return f"{person.name}{title}" + (" (head)" if head and person.name == head.name else "")


def _quoted(quotes: list[Quote]) -> list[str]:
    return [
        f"     [dim]{quote.start}-{quote.end}[/] [italic]{escape(' '.join(quote.text.split()))}[/]" for quote in quotes
    ]
