"""The pytest fixture that the package registers: replay a recorded run in one line."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from extractor import Extractor

__all__ = ["replayed_extractor"]


@pytest.fixture
def replayed_extractor(request: pytest.FixtureRequest) -> Iterator[Callable[[str | Path], "Extractor"]]:
    """Make an `Extractor` that answers from a recording; the network is not used.

        def test_talks_are_found(replayed_extractor):
            extractor = replayed_extractor("talks.yaml")

    A relative path counts from the folder of the test file.
    """
    # Late: every pytest run loads this module, also of projects that never use the fixture.
    from extractor import Extractor, replay  # noqa: PLC0415

    with ExitStack() as exits:

        def replayed(cassette: str | Path) -> Extractor:
            options = exits.enter_context(replay(request.path.parent / cassette))
            return exits.enter_context(Extractor(**options))

        yield replayed
