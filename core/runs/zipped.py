"""The zip of a run as it came from somewhere: whether it can be what it says, before anything of it is unpacked.

Nobody follows a name that stands in it: what a file is to be called here is decided here.
"""

from __future__ import annotations

import io
import os
import stat
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import IO, Any

from core.data.bundles import directory_bytes
from core.errors import InputError
from core.runs.archive import (
    FORM,
    FORM_KEY,
    MANIFEST,
    README,
    SUMS,
    TEXT,
    UNPACKED,
    UNPACKED_OF_ONE,
    ZIPPED,
    copied,
    is_ours,
)
from core.text.files import told_in_json

DIRECTORY = 2**20
"""Bytes that the list of files in the zip may have: some ten thousand checkpoints."""

MEGABYTE = 2**20

SYSTEM_FILES = ("__MACOSX", ".DS_Store", "Thumbs.db")
"""What programs that pack folders add."""


class Zipped:
    """The files of a run's zip.

    Parameters
    ----------
    source : binary file
        That can be read anywhere.
    name : str
        What it is called.

    Attributes
    ----------
    told : dict
        What `core.runs.archive.MANIFEST` says; nothing of it is checked but its form.

    Raises
    ------
    InputError
        If it is no zip, is cut, is too large, holds what no run has, or was made by a newer version.
    """

    def __init__(self, source: IO[bytes], name: str) -> None:
        self.name = name
        self._archive = _opened(source, name)
        self._entries = _entries(self._archive, name)
        self.told = self._manifest()
        self._check_names()
        self._sums = self._listed_sums()
        for which in (MANIFEST, README):
            self.text(which)

    def __contains__(self, which: str) -> bool:
        return which in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def text(self, which: str) -> str:
        """A file of text.

        Raises
        ------
        InputError
            If it is not what was packed.
        """
        content = io.BytesIO()
        self._copy(which, content, TEXT)
        try:
            return content.getvalue().decode()
        except UnicodeDecodeError as error:
            raise self.changed(which) from error

    def unpack(self, which: str, path: Path) -> None:
        """Copy a file to a new one, at a path of ours.

        Raises
        ------
        InputError
            If it is not what was packed.
        OSError
            If it cannot be written.
        """
        with path.open("xb") as file:
            self._copy(which, file, UNPACKED_OF_ONE)
            file.flush()
            os.fsync(file.fileno())

    def changed(self, which: str) -> InputError:
        """What to say of a file that is not as it was packed."""
        return InputError(
            "{name} was changed or damaged on its way: {file} in it is not what was packed. Save the run once more, and"
            " choose that file.",
            name=self.name,
            file=which,
        )

    def _manifest(self) -> dict[str, Any]:
        try:
            told = told_in_json(self._raw(MANIFEST))
        except (KeyError, ValueError, RecursionError):
            told = None
        if not isinstance(told, dict) or not isinstance(told.get(FORM_KEY), int):
            raise InputError(
                "{name} is a zip, but not a run of Unrolled. Choose a file that “Save” made of a run.", name=self.name
            )
        if told[FORM_KEY] > FORM:
            raise InputError(
                "{name} was made by a newer version of Unrolled. Update this one, then open it again.", name=self.name
            )
        return told

    def _check_names(self) -> None:
        for which in self._entries:
            if not is_ours(which):
                raise InputError(
                    "{name} holds {file}, which belongs to no run. Choose the file as “Save” made it.",
                    name=self.name,
                    file=repr(which)[:80],
                )

    def _listed_sums(self) -> dict[str, str]:
        try:
            lines = self._raw(SUMS).decode().splitlines()
            sums = {which: digest for digest, which in (line.split("  ", 1) for line in lines)}
        except (KeyError, ValueError) as error:
            raise self.changed(SUMS) from error
        if {*sums, SUMS} != set(self._entries):
            raise self.changed(SUMS)
        return sums

    def _raw(self, which: str) -> bytes:
        content = io.BytesIO()
        self._read(which, content, TEXT)
        return content.getvalue()

    def _copy(self, which: str, target: IO[bytes], most: int) -> None:
        if which not in self._entries:
            raise self.changed(which)
        if self._sums.get(which) != self._read(which, target, most):
            raise self.changed(which)

    def _read(self, which: str, target: IO[bytes], most: int) -> str:
        entry = self._entries[which]
        if entry.file_size > most:
            raise _too_large(self.name, most)
        try:
            with self._archive.open(entry) as file:  # gives no more bytes than the entry says
                return copied(file, target)
        except OSError:
            raise
        except Exception as error:  # whatever a scrambled zip makes its reader raise
            raise self.changed(which) from error


def _opened(source: IO[bytes], name: str) -> zipfile.ZipFile:
    size = source.seek(0, os.SEEK_END)
    if size > ZIPPED:
        raise _too_large(name, ZIPPED)
    source.seek(0)
    begins = source.read(4)
    if begins != b"PK\3\4":
        raise InputError("{name} is not a zip. Choose a file that “Save” made of a run, which ends in .zip.", name=name)
    if directory_bytes(source) > DIRECTORY:
        raise InputError("{name} lists far more files than a run has. Choose the file as “Save” made it.", name=name)
    try:
        return zipfile.ZipFile(source)
    except OSError:
        raise
    except Exception as error:
        raise InputError(
            "{name} is a zip whose end is missing or broken: it was cut on its way. Copy or download it once more.",
            name=name,
        ) from error


def _entries(archive: zipfile.ZipFile, name: str) -> Mapping[str, zipfile.ZipInfo]:
    """The files by their names in the run's folder; a folder around it is taken off."""
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    for entry in archive.infolist():
        if _leads_outside(entry):
            raise InputError(
                "{name} holds {file}, which points outside the run. It was not made by “Save”; nothing of it was read.",
                name=name,
                file=repr(entry.filename)[:80],
            )
    if sum(entry.file_size for entry in entries) > UNPACKED:
        raise _too_large(name, UNPACKED)
    entries = [entry for entry in entries if not any(part in SYSTEM_FILES for part in entry.filename.split("/"))]
    around = min(
        (entry.filename.removesuffix(MANIFEST) for entry in entries if entry.filename.split("/")[-1] == MANIFEST),
        key=len,
        default="",
    )
    found = {entry.filename.removeprefix(around): entry for entry in entries}
    if len(found) < len(entries):
        raise InputError(
            "{name} holds two files of one name. It was not made by “Save”; choose the file as it made it.", name=name
        )
    return found


def _leads_outside(entry: zipfile.ZipInfo) -> bool:
    """Whether an entry is a link, or its name is absolute, climbs, or has signs of another system's paths."""
    name = entry.filename
    kind = stat.S_IFMT(entry.external_attr >> 16)
    plain_kind = kind in (0, stat.S_IFREG, stat.S_IFDIR)
    return not plain_kind or PurePosixPath(name).is_absolute() or ".." in name.split("/") or bool({"\\", ":"} & {*name})


def _too_large(name: str, most: int) -> InputError:
    return InputError(
        "{name} would take more than the {most} MB that a run may have here, so nothing of it was unpacked. Choose the"
        " file as “Save” made it.",
        name=name,
        most=most // MEGABYTE,
    )
