"""A dossier's file: one JSON document, written piece by piece, so that its size does not matter."""

from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from pydantic import BaseModel, ValidationError
from pydantic_core import to_json

from extractor.dossier.actors import Appearances
from extractor.dossier.collection import collection_put_off
from extractor.dossier.dossier import Dossier
from extractor.errors import DossierError
from schemas.dossier import DOSSIER_VERSION, DossierDocument, DossierMeeting, Timeline

__all__ = ["read_dossier", "write_dossier"]


def write_dossier(dossier: Dossier, path: Path) -> None:
    """Write `dossier` to `path` as a `DossierDocument`.

    It goes to `path` with `.part` behind it first, so that an older file stays whole until the new one is.

    Raises:
        DossierError: the file can't be written.
    """
    unfinished = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as file, collection_put_off():
            _write(dossier, file)
        unfinished.replace(path)
    except OSError as error:
        raise DossierError(
            f"{path} can't be written: {error.strerror or error}; check the disk and the path"
        ) from error


def read_dossier(path: Path) -> DossierDocument:
    """The dossier in a file.

    Raises:
        DossierError: it can't be read, or is no dossier, or one of another version.
    """
    try:
        document = DossierDocument.model_validate_json(path.read_bytes())
    except OSError as error:
        raise DossierError(f"{path} can't be read: {error.strerror or error}; check the path") from error
    except ValidationError as error:
        first = error.errors()[0]
        at = ".".join(map(str, first["loc"]))
        raise DossierError(f"{path} is no dossier ({at}: {first['msg']}); write it with `extractor dossier`") from error
    if document.version != DOSSIER_VERSION:
        raise DossierError(
            f"{path} is of version {document.version}, not {DOSSIER_VERSION}; write it again with `extractor dossier`"
        )
    return document


def _write(dossier: Dossier, file: BinaryIO) -> None:
    appearances = Appearances(dossier.identity)

    def meetings() -> Iterable[DossierMeeting]:
        for meeting in dossier.meetings():
            appearances.meeting(meeting)
            yield meeting

    def timelines() -> Iterable[Timeline]:
        for timeline in dossier.timelines():
            appearances.timeline(timeline)
            yield timeline

    file.write(b'{"version":' + to_json(DOSSIER_VERSION))
    _list(b"articles", dossier.articles(), file)
    _list(b"meetings", meetings(), file)
    _list(b"timelines", timelines(), file)
    _list(b"actors", appearances.actors(), file)
    file.write(b',"unread":' + to_json(dossier.unread()))
    file.write(b',"skipped":' + to_json(dossier.skipped()) + b"}\n")


def _list(name: bytes, items: Iterable[BaseModel], file: BinaryIO) -> None:
    file.write(b',"' + name + b'":[')
    for number, item in enumerate(items):
        file.writelines((b",\n" if number else b"\n", to_json(item)))
    file.write(b"]")
