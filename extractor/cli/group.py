"""The command `extractor` itself, and what its errors look like."""

import errno
import os
import signal
import sys
from contextlib import suppress
from typing import Any

import click

from extractor import ExtractorError

__all__ = ["BAD_USAGE", "SIGNALLED", "SOME_FAILED", "main"]

SOME_FAILED, BAD_USAGE = 1, 2
# As shells report what a signal ended.
SIGNALLED = 128
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}


class _Commands(click.Group):
    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ExtractorError as error:
            click.echo(f"extractor: {error}", err=True)
            ctx.exit(BAD_USAGE)
        except BrokenPipeError:
            # The reader of a pipe (`head`) has gone; nobody is left to tell.
            sys.stderr.close()
            ctx.exit(SOME_FAILED)
        except OSError as error:
            if error.errno not in _NO_ROOM:
                raise
            click.echo(f"extractor: the output can't be written: {error.strerror}; make room, then repeat it", err=True)
            # What is left in the buffer would fail again at the end, and say so in its own way.
            with suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(SOME_FAILED)
        except KeyboardInterrupt:
            ctx.exit(SIGNALLED + signal.SIGINT)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="talks-extractor", prog_name="extractor")
def main() -> None:
    """Meetings, delegations and positions from news about diplomacy, each row proved by a verbatim quote.

    Settings come from options, else from EXTRACTOR_* and OPENAI_* variables, else from a file .env.
    """
