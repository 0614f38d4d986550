"""The command line: it parses, calls and prints; what it prints is made in `extractor.terminal`.

Progress and notes go to stderr, data to stdout or the named file. Exit status: 0 if all articles were read, 1 if some
failed or are left, 2 if the command, a setting or a file it needs is wrong, 128 and its number after a signal.

A command joins the group `main` where it is defined; these imports bring them all.
"""

from extractor.cli.group import main
from extractor.cli.reading import batch, extract, record_
from extractor.cli.requests import export_requests, import_responses_
from extractor.cli.results import dossier, eval_, export_, plot_, report
from extractor.cli.upkeep import cache, doctor, schema

__all__ = [
    "batch",
    "cache",
    "doctor",
    "dossier",
    "eval_",
    "export_",
    "export_requests",
    "extract",
    "import_responses_",
    "main",
    "plot_",
    "record_",
    "report",
    "schema",
]
