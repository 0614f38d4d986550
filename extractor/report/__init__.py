"""A dossier as one page that needs nothing else: time line, meetings, positions, and the articles with their quotes."""

from extractor.report.page import render
from extractor.report.writing import Written, write_report

__all__ = ["Written", "render", "write_report"]
