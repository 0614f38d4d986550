"""How a run is ended early and cleanly: nothing new is sent, what is on its way is awaited and kept."""

import asyncio

from extractor.errors import StoppedError

__all__ = ["Stop"]


class Stop:
    """A switch that all requests of an extractor look at before they are sent. Once thrown it stays so."""

    def __init__(self) -> None:
        """Not thrown yet."""
        self.reason: str | None = None
        self._waiting: set[asyncio.Future[None]] = set()

    def now(self, reason: str) -> None:
        """Throw it, in the thread of the event loop; the first `reason` counts."""
        if self.reason is None:
            self.reason = reason
            for waiting in self._waiting:
                if not waiting.done():
                    waiting.set_result(None)

    def check(self) -> None:
        """Let pass what may go on.

        Raises:
            StoppedError: it has been thrown.
        """
        if self.reason is not None:
            raise StoppedError(f"stopped: {self.reason}")

    async def sleep(self, seconds: float) -> None:
        """Wait so long, but no longer than until it is thrown.

        Raises:
            StoppedError: it has been thrown.
        """
        self.check()
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(waiting)
        try:
            await asyncio.wait([waiting], timeout=seconds)
        finally:
            self._waiting.discard(waiting)
        self.check()

    async def wait_for(self, event: asyncio.Future[None]) -> None:
        """Wait for `event`, but no longer than until it is thrown.

        Raises:
            StoppedError: it has been thrown.
        """
        self.check()
        self._waiting.add(event)
        try:
            await event
        finally:
            self._waiting.discard(event)
        self.check()
