"""YAML front matter at the top of a Markdown file."""

import re
from typing import Any, cast

import yaml

__all__ = ["FrontMatterError", "split"]

_BLOCK = re.compile(r"---[ \t]*\n(?P<matter>.*?)(?:(?<=\n)|^)---[ \t]*(?:\n|\Z)", re.DOTALL)

# The loader that makes nothing but text, lists and mappings: no objects, no dates, no `no` that means false. In C it is
# there wherever PyYAML has a wheel, and ten times as fast.
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class FrontMatterError(ValueError):
    """The front matter is not a YAML mapping."""


def split(text: str) -> tuple[dict[str, Any], str]:
    """The front matter of `text`, its scalars as they are written, and the text behind it, unchanged.

    Without front matter: an empty mapping and all of `text`. A text that only begins with a rule (`---`) has none.

    Raises:
        FrontMatterError: there is a block that is not a YAML mapping; the message says where.
    """
    block = _BLOCK.match(text)
    if block is None:
        return {}, text
    try:
        matter = yaml.load(block["matter"], Loader=_LOADER)  # noqa: S506
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        # The block begins on the second line of the file; marks count from 0.
        where = f"line {mark.line + 2}: " if mark else ""
        raise FrontMatterError(f"{where}{getattr(error, 'problem', None) or error}") from error
    if isinstance(matter, dict):
        return cast("dict[str, Any]", matter), text[block.end() :]
    if ":" in block["matter"]:
        raise FrontMatterError("it is not a list of `key: value` lines")
    return {}, text
