"""What a person sees of a dossier in the terminal."""

from rich.console import Console
from rich.markup import escape

from extractor.dossier.dossier import Dossier
from schemas.dossier import Claim, DossierMeeting, SourceCount, StatusEntry

__all__ = ["print_dossier"]


def print_dossier(dossier: Dossier, *, shown: int, console: Console | None = None) -> None:
    """Print the `shown` most reported meetings in order of time, and what the dossier holds, to stdout."""
    console = console or Console()
    labels = {
        article.info.id: article.info.publisher or article.info.source or article.info.id
        for article in dossier.articles()
    }
    meetings = dossier.most_reported(shown)
    names = {meeting.id: meeting.name for meeting in meetings}
    for meeting in meetings:
        for line in _meeting(meeting, labels, names):
            console.print(line, soft_wrap=True)
    size = dossier.size()
    if size.meetings > len(meetings):
        console.print(f"{size.meetings - len(meetings):,} more meetings; --show N shows N", style="dim")
    console.print(
        f"{_counted(size.articles)}; {size.meetings:,} meetings out of {size.meeting_reports:,} reports; "
        f"{size.positions:,} positions out of {size.position_reports:,}",
        soft_wrap=True,
    )
    if size.skipped:
        console.print(f"{size.skipped:,} articles were passed over by --triage", style="dim")
    if size.unread:
        console.print(f"[yellow]{size.unread:,} articles could not be read[/] and are not in it")


def _meeting(meeting: DossierMeeting, labels: dict[str, str], names: dict[str, str]) -> list[str]:
    parties = " - ".join(participant.actor.name for participant in meeting.parties)
    place = meeting.place.value
    where = ", ".join(part for part in (place.city or place.venue, place.country) if part) if place else None
    facts = [parties, meeting.format.value, meeting.level.value, where, _counted(meeting.sources)]
    lines = [
        f"[bold]{meeting.date.value or 'no date':21} {escape(meeting.name)}[/]",
        f"  {escape(' · '.join(fact for fact in facts if fact))}",
        f"  {' → '.join(_status(entry) for entry in meeting.history) or 'status unknown'}",
    ]
    for contradiction in meeting.contradictions:
        said = " / ".join(_claim(claim, labels) for claim in contradiction.said)
        lines.append(f"  [red]contradiction[/] {escape(contradiction.field)}: {escape(said)}")
    for resemblance in meeting.perhaps_same:
        other = names.get(resemblance.meeting, resemblance.meeting)
        lines.append(f"  [yellow]perhaps the same as[/] {escape(other)} ({escape(', '.join(resemblance.reasons))})")
    return [*lines, ""]


def _status(entry: StatusEntry) -> str:
    published = f" {entry.published}" if entry.published else ""
    foreseen = f" (for {entry.date})" if entry.date and entry.status in {"planned", "proposed"} else ""
    return f"{entry.status}{published}{foreseen}"


def _claim(claim: Claim[str], labels: dict[str, str]) -> str:
    articles = dict.fromkeys(source.partition("/")[0] for source in claim.sources)
    return f"{claim.value} ({', '.join(labels.get(article, article) for article in articles)})"


def _counted(sources: SourceCount) -> str:
    said = [f"{sources.articles:,} article{'s' if sources.articles != 1 else ''}"]
    if sources.independent != sources.articles:
        said.append(f"{sources.independent:,} independent")
    if sources.publishers > 1:
        said.append(f"{sources.publishers:,} publishers")
    return ", ".join(said)
