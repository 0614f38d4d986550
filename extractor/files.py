"""Which files are there, and what to say of those that can't be read."""

import os
from collections.abc import Iterator
from pathlib import Path

from extractor.errors import ArticleError
from extractor.formats import SUPPORTED_SUFFIXES

__all__ = ["find_files", "printable", "unreadable"]


def find_files(folder: Path) -> Iterator[Path]:
    """The files below `folder` with one of SUPPORTED_SUFFIXES, in order of name.

    Hidden files and folders are passed over, and so are links to folders, which may go round in a circle. Of a folder
    no more than the names is held, and those of one folder at a time along each path.

    Raises:
        ArticleError: a folder is missing, or can't be listed; when the iteration gets there.
    """
    names, folders = _entries(folder)
    while names:
        name = names.pop()
        path = folder / name
        if name in folders:
            yield from find_files(path)
        elif not path.is_dir():
            yield path


def printable(name: str) -> str:
    """A file name that is not UTF-8 reaches Python with surrogates, which no result could hold: they become marks."""
    return name.encode("utf-8", "replace").decode()


def unreadable(name: str, error: OSError, kind: str = "file") -> ArticleError:
    """The error that says why the `kind` called `name` can't be read, and what to do."""
    match error:
        case FileNotFoundError():
            problem = f"there is no such {kind}; check the path"
        case NotADirectoryError():
            problem = "it is no folder; give the folder, or read the file with `extractor extract`"
        case IsADirectoryError():
            problem = "it is a folder; give a file"
        case PermissionError():
            problem = f"this {kind} may not be read; change its permissions"
        case _:
            problem = f"this {kind} can't be read: {error.strerror or error}; check the disk and the path"
    return ArticleError(printable(name), problem)


def _entries(folder: Path) -> tuple[list[str], set[str]]:
    # The names of all that may matter, the last first, and which of them are folders.
    names: list[str] = []
    folders: set[str] = set()
    try:
        with os.scandir(folder) as found:
            for entry in found:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.add(entry.name)
                elif Path(entry.name).suffix.lower() not in SUPPORTED_SUFFIXES:
                    continue
                names.append(entry.name)
    except OSError as error:
        raise unreadable(str(folder), error, "folder") from error
    names.sort(reverse=True)
    return names, folders
