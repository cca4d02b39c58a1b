"""The files that a viewer brings together, in a zip or a folder, read without ever being unpacked to a disk."""

from __future__ import annotations

import os
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import IO, BinaryIO

from core.errors import InputError, refusing
from core.limits import MEGABYTE, limits

UNPACKED, UNPACKED_OF_ONE = 800 * 2**20, 32 * 2**20
"""Bytes that are read at most, unpacked: of all files together, and of one."""

MOST_FILES = 20_000
"""Files that are looked at."""


DIRECTORY = 8 * 2**20
"""Bytes that the list of files in a zip may have: enough for `MOST_FILES` with long names."""

_TAIL = 22 + 2**16  # bytes in which the end of a zip says how long that list is


class TooMuch(Exception):
    """Why a file is not read: ``long``, if it is more than one may have, or ``beyond``, if all have more than they
    may.
    """


class Bundle:
    """Files by their names, each a path with ``/`` in Unicode's composed form. A name is a name only: nobody follows
    it.

    Hidden files are left out, and what macOS adds to its zips.

    Parameters
    ----------
    archive : ZipFile, optional
    folder : Path, optional
        One of the two. Links in a folder are not followed.

    Attributes
    ----------
    beyond : int
        Files that were left out because there are more than `MOST_FILES`.
    """

    def __init__(self, archive: zipfile.ZipFile | None = None, folder: Path | None = None) -> None:
        self._left = UNPACKED
        places: dict[str, Callable[[], IO[bytes]]] = {}
        if archive is not None:
            places = {_plain(i.filename): partial(archive.open, i) for i in archive.infolist() if not i.is_dir()}
        elif folder is not None:
            places = {_plain(name): partial(path.open, "rb") for name, path in _listed(folder)}
        names = sorted(
            name for name in places if not any(part.startswith((".", "__MACOSX")) for part in name.split("/"))
        )
        self._places = {name: places[name] for name in names[:MOST_FILES]}
        self.beyond = max(0, len(names) - MOST_FILES)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def read(self, name: str) -> bytes:
        """A file.

        Raises
        ------
        TooMuch
        OSError
            If it is broken, or locked by a password.
        """
        if self._left <= 0:
            raise TooMuch("beyond")
        place = self._places[name]
        try:
            with place() as file:
                data = file.read(UNPACKED_OF_ONE + 1)  # whatever size it claims
        except Exception as error:  # whatever a scrambled zip makes its reader raise
            raise OSError(f"{name} is broken or locked") from error
        self._left -= len(data)
        if len(data) > UNPACKED_OF_ONE:
            raise TooMuch("long")
        return data


@contextmanager
def opened(source: Path | bytes, name: str) -> Iterator[Bundle]:
    """The files in a zip, in its bytes, or in a folder.

    Raises
    ------
    InputError
        If it is none of them, cannot be read, or is larger than `core.limits` say.
    """
    if isinstance(source, Path) and source.is_dir():
        yield Bundle(folder=source)
        return
    with _file(source, name) as file:
        _check_size(file, name)
        with refusing(
            "{name} is not a zip that can be opened. Pack your recordings into one once more, and bring that.",
            name=name,
        ):
            bundle = Bundle(zipfile.ZipFile(file))
        yield bundle


def _file(source: Path | bytes, name: str) -> BinaryIO:
    try:
        return BytesIO(source) if isinstance(source, bytes) else source.open("rb")
    except OSError as error:
        raise InputError(
            "{name} cannot be read: {reason}. Choose a zip or a folder.", name=name, reason=error.strerror or error
        ) from error


def _check_size(file: BinaryIO, name: str) -> None:
    """Raise `InputError` if a zip is too large, or lists so many files that the list alone would fill the memory."""
    size = file.seek(0, os.SEEK_END)
    if size > (most := limits().recordings_mb) * MEGABYTE:
        raise InputError(
            "{name} is larger than {most} MB. Put fewer recordings into it, or make them FLAC files.",
            name=name,
            most=f"{most:g}",
        )
    if directory_bytes(file) > DIRECTORY:
        raise InputError(
            "{name} holds far more files than the {most:,} that are looked at. Put fewer into it.",
            name=name,
            most=MOST_FILES,
        )


def directory_bytes(file: IO[bytes]) -> int:
    """Bytes that the list of files in a zip says it has; 0 where there is no zip's end."""
    file.seek(max(0, file.seek(0, os.SEEK_END) - _TAIL))
    tail = file.read()
    end = tail.rfind(b"PK\5\6")
    return int.from_bytes(tail[end + 12 : end + 16], "little") if end >= 0 else 0


def _listed(folder: Path) -> Iterator[tuple[str, Path]]:
    for place, folders, files in os.walk(folder, followlinks=False):
        folders.sort()
        for file in sorted(files):
            path = Path(place, file)
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(folder).as_posix(), path


def _plain(name: str) -> str:
    """A path as it is compared: some programs write ``\\`` into a zip, and macOS takes letters and accents apart.

    What of the name of a file on a disk is no text becomes a question mark.
    """
    return unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode().replace("\\", "/"))
