from collections.abc import Callable
from typing import Any

from vcr.record_mode import RecordMode as mode
from vcr.request import Request

class VCR:
    def __init__(self, *, decode_compressed_response: bool = ...) -> None: ...
    def register_matcher(self, name: str, matcher: Callable[[Request, Request], None]) -> None: ...
    def get_merged_config(
        self,
        *,
        record_mode: mode,
        match_on: tuple[str, ...],
        before_record_request: Callable[[Request], Request],
        before_record_response: Callable[[dict[str, Any]], dict[str, Any]],
    ) -> dict[str, Any]: ...

__all__ = ["VCR", "mode"]
