"""The user's own aliases: which names mean the same actor or person."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self, cast

import yaml

from extractor.dossier.folding import folded
from extractor.errors import AliasesError

__all__ = ["Aliases"]

_COLUMNS = ("alias", "name", "kind")
_KINDS = ("actor", "person")


@dataclass(frozen=True)
class Aliases:
    """Names that stand for others.

    Attributes:
        actors: the name to use, by each alias of an actor, folded.
        persons: the same for people.
    """

    actors: dict[str, str] = field(default_factory=dict[str, str])
    persons: dict[str, str] = field(default_factory=dict[str, str])

    @classmethod
    def read(cls, path: Path) -> Self:
        """The aliases in a file: CSV with the columns `alias,name,kind`, or YAML.

        YAML has the keys `actors` and `persons`, each with names and the list of their aliases.

        Raises:
            AliasesError: the file can't be read, lacks a column, or gives one alias two meanings; the message names
                the line.
        """
        try:
            text = path.read_text(encoding="utf-8-sig")
        except OSError as error:
            raise AliasesError(f"{path} can't be read: {error.strerror or error}") from error
        except UnicodeDecodeError as error:
            raise AliasesError(f"{path} is not UTF-8 text; save it as UTF-8") from error
        if path.suffix.lower() in {".yaml", ".yml"}:
            return cls._of(path, _yaml_rows(path, text))
        return cls._of(path, _csv_rows(path, text))

    def actor(self, name: str) -> str | None:
        """The name that stands for the actor `name`, or None."""
        return self.actors.get(folded(name)) if self.actors else None

    def person(self, name: str) -> str | None:
        """The name that stands for the person `name`, or None."""
        return self.persons.get(folded(name)) if self.persons else None

    @classmethod
    def _of(cls, path: Path, rows: Iterable[tuple[str, str, str, str]]) -> Self:
        found: dict[str, dict[str, str]] = {kind: {} for kind in _KINDS}
        for place, alias, name, kind in rows:
            where = f"{path}{place}"
            if kind not in found:
                raise AliasesError(f"{where}: {kind!r} is no kind; write `actor` or `person`")
            if not folded(alias) or not folded(name):
                raise AliasesError(f"{where}: an alias and a name are needed, each with letters or digits")
            for variant in (alias, name):
                known = found[kind].setdefault(folded(variant), name)
                if known != name:
                    raise AliasesError(f"{where}: {variant!r} already stands for {known!r}; keep one of the two")
        return cls(actors=found["actor"], persons=found["person"])


def _csv_rows(path: Path, text: str) -> Iterator[tuple[str, str, str, str]]:
    reader = csv.DictReader(text.splitlines(), restkey="more")
    missing = [name for name in _COLUMNS if name not in (reader.fieldnames or [])]
    if missing:
        raise AliasesError(f"{path}#1: no column {', '.join(missing)}; the first line must be {','.join(_COLUMNS)}")
    for row in reader:
        if "more" in row:
            raise AliasesError(f"{path}#{reader.line_num}: more than the {len(_COLUMNS)} columns; quote commas")
        alias, name, kind = ((row[column] or "").strip() for column in _COLUMNS)
        yield f"#{reader.line_num}", alias, name, kind


def _yaml_rows(path: Path, text: str) -> Iterator[tuple[str, str, str, str]]:
    try:
        document: Any = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise AliasesError(f"{path} is not YAML: {error}") from error
    if not isinstance(document, dict):
        raise AliasesError(f"{path}: the keys `actors` and `persons` are expected, each with names and their aliases")
    for group, names in cast("dict[Any, Any]", document).items():
        if group not in {f"{kind}s" for kind in _KINDS} or not isinstance(names, dict):
            raise AliasesError(f"{path}: `{group}` must be `actors` or `persons`, with names and lists of aliases")
        for name, aliases in cast("dict[Any, Any]", names).items():
            if not isinstance(aliases, list):
                raise AliasesError(f"{path}: {group}.{name} must be a list of aliases")
            for alias in cast("list[Any]", aliases):
                yield f": {group}.{name}", str(alias), str(name), str(group).removesuffix("s")
