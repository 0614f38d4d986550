from typing import Any

MODE_RAW: int
DEFAULT_SETTINGS: dict[str, Any]
METADATA: dict[str, int]
