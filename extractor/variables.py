"""What is wrong with the variables and the file .env, before settings are made of them."""

import os
from collections.abc import Collection, Iterator
from difflib import get_close_matches
from io import StringIO
from pathlib import Path

from extractor.errors import SettingsError

__all__ = ["DOTENV", "PREFIX", "check_variables"]

PREFIX = "EXTRACTOR_"
DOTENV = ".env"
_OURS = (PREFIX, "OPENAI_")
# Two letters that changed places in a name of five; what is less like one of ours may be another program's.
_MISSPELT = 0.8


def check_variables(settings: Collection[str]) -> None:
    """Refuse what would be passed over without a word: misspelt names of `settings`, and lines that are no setting.

    Raises:
        SettingsError: a name is nearly that of a setting, or .env can't be read; the message names the line.
    """
    for name in os.environ:
        _check_name(name, settings, "")
    for name in _dotenv_names():
        _check_name(name, settings, f" in {DOTENV}")


def _check_name(name: str, settings: Collection[str], where: str) -> None:
    if not name.upper().startswith(PREFIX):
        return
    said = name[len(PREFIX) :].lower()
    if said not in settings and (near := get_close_matches(said, settings, n=2, cutoff=_MISSPELT)):
        meant = " or ".join(f"{PREFIX}{other.upper()}" for other in near)
        raise SettingsError(f"unknown setting {name}{where}; is {meant} meant?")


def _dotenv_names() -> Iterator[str]:
    path = Path(DOTENV)
    if not path.is_file():
        return
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SettingsError(f"{DOTENV} can't be read: {error.strerror or error}; change its permissions") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{DOTENV} is not UTF-8 text; save it as UTF-8") from error
    # Late: most have no such file.
    from dotenv.parser import parse_stream  # noqa: PLC0415

    for binding in parse_stream(StringIO(text)):
        if binding.error and any(ours in binding.original.string for ours in _OURS):
            raise SettingsError(
                f"{DOTENV}: line {binding.original.line} is not NAME=value; mend it (are the quotation marks closed?)"
            )
        if binding.key:
            yield binding.key
