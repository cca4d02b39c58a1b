"""The viewers' own data: files, kept under the hash of their content."""

from __future__ import annotations

import hashlib
from pathlib import Path

from core.errors import InputError
from core.runs.files import StoredFiles, write_whole, writing
from core.runs.records import Run


class OwnData:
    """Files that runs train on.

    Parameters
    ----------
    folder : Path
        Of the run store.
    files : StoredFiles
        How they get to other machines.
    """

    def __init__(self, folder: Path, files: StoredFiles) -> None:
        self._folder, self._files = folder, files

    def add(self, content: bytes) -> str:
        """Keep a file under the hash of its content, which is returned; the same content is kept once.

        Raises
        ------
        InputError
            If the folder cannot be written to.
        """
        key = key_of(content)
        path = self.path(key)
        with writing(self._folder):
            if not path.exists():
                write_whole(path, content)
        self._files.keep(path)
        return key

    def path(self, key: str) -> Path:
        """Where the file of that hash belongs."""
        return self._folder / "data" / key

    def forget(self, key: str) -> None:
        """Remove the file of that hash."""
        self._files.forget(self.path(key))

    def check(self, key: str | None, name: str | None) -> None:
        """Raise `InputError` if there is a `key`, and its file, which came as `name`, is gone."""
        if key is not None and not self._files.exists(self.path(key)):
            raise InputError(
                "The data {name} of this run is gone from the store. Upload it again.", name=repr(name)[:80]
            )

    def of(self, run: Run) -> Path | None:
        """The file a run trains on, if it is the viewer's own.

        Raises
        ------
        InputError
            If it is gone.
        """
        self.check(run.data, run.data_name)
        return None if run.data is None else self._files.bring(self.path(run.data))


def key_of(content: bytes) -> str:
    """The hash under which a file is kept."""
    return hashlib.sha256(content).hexdigest()[:32]
