"""The built-in reader that needs no model: rules of news English about diplomacy, and their word lists."""

from extractor.offline.reader import RULES_VERSION, OfflineReader

__all__ = ["RULES_VERSION", "OfflineReader"]
