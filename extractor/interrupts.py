"""Ctrl-C and SIGTERM: the first asks a run to end cleanly, the second ends it at once."""

import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine
from types import FrameType
from typing import Any, TypeVar

__all__ = ["run_interruptibly"]

Outcome = TypeVar("Outcome")

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def run_interruptibly(
    run: Coroutine[Any, Any, Outcome], stop: Callable[[str], None]
) -> tuple[Outcome, signal.Signals | None]:
    """Run it to its end in an event loop; on a signal, call `stop` so that it ends early.

    Returns:
        What it returns, and the signal that ended it early, if one did.

    Raises:
        KeyboardInterrupt: there was a second signal.
    """

    async def watched() -> tuple[Outcome, signal.Signals | None]:
        loop = asyncio.get_running_loop()
        task = asyncio.ensure_future(run)
        told: list[signal.Signals] = []

        def tell(number: int) -> None:
            told.append(signal.Signals(number))
            if len(told) > 1:
                task.cancel()
                return
            sys.stderr.write("\nstopping: waiting for the answers that are on their way; once more ends at once\n")
            stop(f"by {told[0].name}")

        def called(number: int, frame: FrameType | None) -> None:
            del frame
            loop.call_soon_threadsafe(tell, number)

        before = {number: signal.signal(number, called) for number in _SIGNALS}
        try:
            return await task, told[0] if told else None
        except asyncio.CancelledError:
            raise KeyboardInterrupt from None
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    return asyncio.run(watched())
