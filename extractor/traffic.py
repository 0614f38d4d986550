"""What has gone over the wire, counted."""

from collections import Counter
from dataclasses import dataclass, field

from schemas import Tokens

__all__ = ["Traffic"]


@dataclass
class Traffic:
    """What has gone over the wire so far.

    Attributes:
        requests: that were sent, retries among them.
        answers: completions that came back whole.
        tokens: of those answers, as the endpoint counts them.
        cost: US dollars for them by list price; None if no price is known.
        troubles: how often what went wrong, by kind: a status, `time-out`, `connection`, `garbled`.
        window: requests that may be on their way at the same time, at present.
    """

    requests: int = 0
    answers: int = 0
    tokens: Tokens = field(default_factory=Tokens)
    cost: float | None = None
    troubles: Counter[str] = field(default_factory=Counter[str])
    window: int = 0

    @property
    def retries(self) -> int:
        """Requests that had to be sent again, or whose failure was final."""
        return self.troubles.total()
