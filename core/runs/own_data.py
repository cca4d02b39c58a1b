"""The viewers' own data: files, kept under the hash of their content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from core.errors import InputError
from core.runs.records import Run


class OwnData:
    """Files that runs train on.

    Parameters
    ----------
    folder : Path
        Of the run store.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

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
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                draft = path.with_suffix(f".{uuid4().hex}")
                try:
                    draft.write_bytes(content)
                    draft.replace(path)
                finally:
                    draft.unlink(missing_ok=True)
        return key

    def path(self, key: str) -> Path:
        """Where the file of that hash belongs."""
        return self._folder / "data" / key

    def check(self, key: str | None, name: str | None) -> None:
        """Raise `InputError` if there is a `key`, and its file, which came as `name`, is gone."""
        if key is not None and not self.path(key).exists():
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
        return None if run.data is None else self.path(run.data)


def key_of(content: bytes) -> str:
    """The hash under which a file is kept."""
    return hashlib.sha256(content).hexdigest()[:32]


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn an error of the disk into a sentence about the store's `folder`."""
    try:
        yield
    except OSError as error:
        raise InputError(
            "The store's folder {folder} cannot be written to ({reason}). Free some space there or make it"
            " writable, or name another one in UNROLLED_HOME.",
            folder=folder,
            reason=error.strerror or error,
        ) from error
