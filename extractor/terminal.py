"""What a person sees in the terminal."""

import json
import time
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar
from rich.table import Table

from extractor.ledger import part_path
from extractor.tally import Tally
from schemas import Delegation, Extraction, Meeting, Person, Position, Quote

if TYPE_CHECKING:
    from extractor.cache import CacheStats
    from extractor.diagnosis import Diagnosis
    from extractor.exports import Exported
    from extractor.importing import Imported
    from extractor.report import Written
    from extractor.traffic import Traffic

__all__ = [
    "Progress",
    "print_cache_stats",
    "print_diagnosis",
    "print_exported",
    "print_extraction",
    "print_imported",
    "print_reported",
    "print_summary",
    "progress_note",
]

_COLUMNS = ("meetings", "delegates", "positions", "rejected", "tokens")
_MOST_TROUBLES = 3
# Seconds between two states of the line, on a terminal and in a log.
_BLINK, _INTERVAL = 0.2, 30.0
_SKIPPED = {
    "irrelevant": "by --triage: no words of diplomacy",
    "near-duplicate": "by --skip-near-duplicates: another tells the same",
}
_MARKS = {True: "[green]ok[/]", False: "[red]!![/]", None: "  "}


class Progress:
    """A line on stderr that says how far a batch is; where stderr is no terminal, a line now and then."""

    def __init__(self, console: Console | None = None) -> None:
        """Show nothing yet."""
        self._console = console or Console(stderr=True)
        self._bar = Bar(
            BarColumn(bar_width=16),
            MofNCompleteColumn(),
            TextColumn("{task.fields[note]}"),
            console=self._console,
            disable=not self._console.is_terminal,
        )
        self._task = self._bar.add_task("reading", total=None, note="")
        self._began = self._said = time.monotonic()

    def show(self, tally: Tally, traffic: "Traffic") -> None:
        """Show how far it is."""
        now = time.monotonic()
        if self._console.is_terminal:
            # A note costs more than an article from the cache; nobody sees more than a few a second.
            if now - self._said < _BLINK and tally.left != 0:
                return
            note = escape(progress_note(tally, traffic, now - self._began))
            self._bar.update(self._task, completed=tally.through, total=tally.total, note=note)
        elif now - self._said < _INTERVAL:
            return
        else:
            total = "" if tally.total is None else f"/{tally.total}"
            self._console.print(f"{tally.through}{total} {progress_note(tally, traffic, now - self._began)}")
        self._said = now

    def __enter__(self) -> Self:
        """Show the bar."""
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the bar as it is."""
        self._bar.stop()


def progress_note(tally: Tally, traffic: "Traffic", seconds: float) -> str:
    """What stands behind the bar: rate, time left, tokens, cost, failures, and the endpoint's troubles by kind."""
    # What was there already is through at once and says nothing of how long the rest will take.
    done = tally.read_now + tally.failed + tally.skipped.total()
    rate = done / seconds if seconds > 0 else 0.0
    notes = [f"{rate:.1f}/s" if rate >= 1 else f"{60 * rate:.1f}/min"]
    if rate and tally.left:
        notes.append(f"{_duration(tally.left / rate)} left")
    notes.append(f"{_short(traffic.tokens.total)} tokens")
    if traffic.cost is not None:
        notes.append(f"${traffic.cost:.2f}")
    if tally.failed:
        notes.append(f"{tally.failed} failed")
    if troubles := _troubles(traffic):
        notes.append(troubles)
    return " ".join(notes)


def print_imported(imported: "Imported", console: Console | None = None) -> None:
    """Print what became of a file of responses, to stderr."""
    console = console or Console(stderr=True)
    for problem in imported.problems:
        console.print(f"[red]failed[/] {escape(problem)}", soft_wrap=True)
    console.print(f"{imported.kept:,} answers kept, {imported.refused:,} refusals, {imported.failed:,} failed")


def print_summary(tally: Tally, traffic: "Traffic", out: Path, console: Console | None = None) -> None:
    """Print what was found, what went wrong and where the results are, to stderr."""
    console = console or Console(stderr=True)
    console.print(_table(tally))
    _print_failures(tally, console)
    if tally.undated:
        more = tally.undated - len(tally.undated_examples)
        names = ", ".join(tally.undated_examples) + (f" and {more:,} more" if more else "")
        console.print(
            f"[yellow]no publication date[/], so relative dates stay null: {escape(names)}; give --metadata or "
            "--published",
            soft_wrap=True,
        )
    for reason, count in sorted(tally.skipped.items()):
        console.print(f"{count:,} passed over {_SKIPPED[reason]}")
    before = tally.read - tally.read_now
    console.print(f"{tally.read:,} read, {tally.failed:,} failed" + (f" ({before:,} read before)" if before else ""))
    if traffic.requests:
        spent = f", ${traffic.cost:.4f}" if traffic.cost is not None else ""
        troubles = f" ({_troubles(traffic)})" if traffic.troubles else ""
        tokens = traffic.tokens.total
        console.print(f"{traffic.requests:,} requests{troubles}, {tokens:,} tokens{spent}", soft_wrap=True)
    if tally.stopped:
        left = "some articles are" if tally.left is None else f"{tally.left:,} article{'s are' * (tally.left != 1)}"
        left = left if tally.left != 1 else "1 article is"
        console.print(f"[yellow]stopped[/], {left} left: {escape(tally.stopped)}", soft_wrap=True)
        if str(out) != "-":
            console.print("the same command again goes on from here")
    if str(out) != "-":
        place = part_path(out) if tally.stopped and part_path(out).exists() else out
        console.print(f"results: {escape(str(place))}", soft_wrap=True)


def _print_failures(tally: Tally, console: Console) -> None:
    for kind, failures in tally.failures.items():
        if failures.count > len(failures.examples):
            console.print(f"[red]{failures.count:,} failed[/] with {kind}; the first:")
        for message in failures.examples:
            console.print(f"[red]failed[/] {escape(message)}", soft_wrap=True)
        if more := failures.count - len(failures.examples):
            console.print(f"… and {more:,} more, each with its reason in the results")


def _table(tally: Tally) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), show_footer=True)
    table.add_column("article", footer=f"all {tally.read:,}", overflow="fold")
    totals = tally.totals
    for name in _COLUMNS:
        table.add_column(name, justify="right", footer=f"{getattr(totals, name):,}")
    if totals.cost is not None:
        table.add_column("cost", justify="right", footer=f"${totals.cost:.4f}")
    for row in sorted(tally.rows, key=lambda row: row.source):
        cost = [f"${row.cost or 0:.4f}"] if totals.cost is not None else []
        table.add_row(escape(row.source), *(f"{getattr(row, name):,}" for name in _COLUMNS), *cost)
    return table


def _troubles(traffic: "Traffic") -> str:
    return ", ".join(f"{count} x {kind}" for kind, count in traffic.troubles.most_common(_MOST_TROUBLES))


def _short(number: int) -> str:
    for size, name in ((1_000_000_000, "G"), (1_000_000, "M"), (1_000, "k")):
        if number >= size:
            return f"{number / size:.1f}{name}"
    return str(number)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


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
