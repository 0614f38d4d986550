"""Starts the command over and over, each time in a fork of one process that has imported everything already.

A line of JSON on standard input is a list of arguments; the pid of the process that runs `extractor` with them comes
back, and when it has ended, its exit status (negative: the signal that ended it).
"""

import json
import os
import signal
import sys
import traceback

# What a run needs: each start would take seconds without this.
import extractor.cache
import extractor.interrupts
import extractor.terminal  # noqa: F401
from extractor.asking import Asking
from extractor.checks import check
from extractor.cli import main
from extractor.prices import cost_of
from extractor.prompting import load_prompts
from extractor.quotes import ArticleText
from extractor.settings import Settings
from schemas import Tokens


def warm() -> None:
    """Have imported what is imported late."""
    article, answer = load_prompts().worked_example()
    Asking(Settings.load(), "model", "http://localhost/v1").request(load_prompts().messages(article))
    check(json.loads(answer), ArticleText(article.text), article.published)
    cost_of(Tokens(prompt=1, completion=1), "model", "http://localhost/v1")


def run(arguments: list[str]) -> None:
    null = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1):
        os.dup2(null, number)
    try:
        main(arguments)
    except SystemExit as ended:
        os._exit(int(ended.code or 0))
    except BaseException:  # noqa: BLE001 - a fork must not go on as its parent
        traceback.print_exc()
        os._exit(70)


if __name__ == "__main__":
    warm()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            signal.signal(signal.SIGINT, signal.default_int_handler)
            run(json.loads(line))
        print(pid, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
