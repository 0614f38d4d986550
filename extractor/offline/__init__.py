"""The built-in reader that needs no model: rules of news English about diplomacy, and their word lists."""

from extractor.offline.reader import OFFLINE, OfflineReader

__all__ = ["OFFLINE", "OfflineReader"]
