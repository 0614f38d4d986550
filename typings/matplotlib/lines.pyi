from collections.abc import Sequence
from typing import Any

class Line2D:
    def __init__(self, xdata: Sequence[float], ydata: Sequence[float], **kwargs: Any) -> None: ...
