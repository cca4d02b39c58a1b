"""The files of a run store: checkpoints and the viewers' data, in a folder; and in the database too, where that is one
that other machines reach.

So workers and apps share nothing but the database. A file is written here first and then put there; who needs it and
does not have it brings it from there, once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa

from core.errors import InputError
from core.runs.tables import FILES, Database


class StoredFiles:
    """Files by their path, relative to the folder of the store.

    Parameters
    ----------
    database : Database
    folder : Path
        Where they lie on this machine.
    """

    def __init__(self, database: Database, folder: Path) -> None:
        self._database, self._folder = database, folder

    def place(self, path: Path) -> str:
        """How the database calls a file."""
        return path.relative_to(self._folder).as_posix()

    def keep(self, path: Path) -> None:
        """Put a file that is written into the database, for other machines; one of that path is replaced.

        Raises
        ------
        InputError
            If it cannot be read, or the database cannot be written to.
        """
        if self._database.local:
            return
        with writing(self._folder):
            content = path.read_bytes()
        with self._database.write() as connection:
            connection.execute(self._database.upsert(FILES), {"path": self.place(path), "content": content})

    def bring(self, path: Path) -> Path:
        """The same path, once the file lies there; if the database does not have it either, it does not.

        Raises
        ------
        InputError
            If the folder cannot be written to.
        """
        if self._database.local or path.exists():
            return path
        with self._database.read() as connection:
            content = connection.scalar(sa.select(FILES.c.content).where(FILES.c.path == self.place(path)))
        if content is not None:
            with writing(self._folder):
                write_whole(path, content)
        return path

    def exists(self, path: Path) -> bool:
        """Whether a file is here, or could be brought."""
        if self._database.local or path.exists():
            return path.exists()
        with self._database.read() as connection:
            return bool(connection.scalar(sa.select(sa.exists().where(FILES.c.path == self.place(path)))))

    def forget(self, path: Path) -> None:
        """Remove a file here and there; of a folder, all that is in it there."""
        with suppress(OSError):
            path.unlink(missing_ok=True)
        if not self._database.local:
            this = (FILES.c.path == self.place(path)) | FILES.c.path.startswith(f"{self.place(path)}/", autoescape=True)
            with self._database.write() as connection:
                connection.execute(sa.delete(FILES).where(this))

    def sizes(self) -> dict[str, int]:
        """Bytes of every file in the database; none where the folder is all there is."""
        if self._database.local:
            return {}
        with self._database.read() as connection:
            rows = connection.execute(sa.select(FILES.c.path, sa.func.length(FILES.c.content)))
            return {row[0]: row[1] for row in rows}


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that is there whole or not at all, however many write it at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


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
