"""Record cassettes/faults/*.yaml anew: real exchanges with the misbehaving server of this folder.

    PYTHONPATH=tests python -m faults.record_cassettes

The server plays a part; no model answers here. Run it after a change of prompts or schemas.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faults.server import FaultyServer, Reply, answer, cut_off, drip, refusal, reset, status

from extractor import Extractor, ExtractorError, record

FOLDER = Path(__file__).parents[2] / "cassettes" / "faults"
TEXT = "The two envoys of Guyana and Venezuela met on Thursday in Argyle. Both promised to meet again."
PUBLISHED = "2023-12-15"
PARTIES = [
    {"name": "Guyana", "kind": "state", "country": "GY"},
    {"name": "Venezuela", "kind": "state", "country": "VE"},
]


def meeting(quote: str) -> dict[str, Any]:
    """A meeting, proved by `quote`."""
    when = {"as_written": "on Thursday", "edtf": "2023-12-14", "basis": "relative"}
    return {"id": "m1", "quotes": [quote], "name": "Talks", "status": "held", "when": when, "parties": PARTIES}


def talks(quote: str) -> str:
    """An answer with that meeting."""
    return json.dumps({"meetings": [meeting(quote)], "delegations": [], "positions": []})


def mended(row: dict[str, Any] | None) -> str:
    """A repair that gives `row` for the first meeting, or withdraws it."""
    return json.dumps({"meetings": [{"row": 0, "mended": row}], "delegations": [], "positions": []})


GOOD = answer(talks("met on Thursday in Argyle"))


@dataclass(frozen=True)
class Scenario:
    """What the server does, and with which settings it is asked."""

    replies: list[Reply]
    options: dict[str, Any]


SCENARIOS = {
    "429-retry-after": Scenario([status(429, headers={"retry-after": "1"}), GOOD], {}),
    "500": Scenario([status(500), status(503), GOOD], {}),
    "reset": Scenario([reset(), GOOD], {}),
    "slow-drip": Scenario([drip(talks("met on Thursday in Argyle"), seconds_per_byte=0.002)], {}),
    "cut-off": Scenario([cut_off('{"meetings": [{"id": "m1", "quo'), GOOD], {"max_output_tokens": 200}),
    "refusal": Scenario([refusal("I can't help with that.")], {}),
    "invalid-json": Scenario([answer('{"meetings": [{"id": "m1", "quotes": ["met'), GOOD], {}),
    "ungrounded-quote": Scenario(
        [answer(talks("met on Thursday in Kingstown")), answer(mended(meeting("met on Thursday in Argyle")))], {}
    ),
    "withdrawn-row": Scenario([answer(talks("met on Thursday in Kingstown")), answer(mended(None))], {}),
}


def main() -> None:
    """Record every scenario."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, scenario in SCENARIOS.items():
        with (
            FaultyServer(scenario.replies) as server,
            record(
                FOLDER / f"{name}.yaml", overwrite=True, model="faulty", base_url=server.base_url, **scenario.options
            ) as options,
            Extractor(**options) as extractor,
        ):
            try:
                extraction = extractor.extract(TEXT, published=PUBLISHED)
                print(f"{name}: {len(extraction.meetings)} meetings in {len(server.requests)} requests")
            except ExtractorError as error:
                print(f"{name}: {type(error).__name__}")


if __name__ == "__main__":
    main()
