"""A run store as one file, and back: every run with its metrics, checkpoints and data, the rooms, the server's secret.

The file knows no database: what was kept in SQLite can be restored into PostgreSQL, and the other way round.
"""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from core.errors import InputError
from core.runs.files import writing
from core.runs.pack import whole_or_not
from core.runs.store import RunStore
from core.runs.tables import CHECKPOINTS, METRICS, ROOMS, RUNS

VERSION = 1
"""Of the form of these files."""

MANIFEST = "store.json"

TABLES = (RUNS, CHECKPOINTS, METRICS, ROOMS)

ROWS = 1_000
"""Rows that are written to a database together."""

KEPT = re.compile(r"runs/[0-9a-f]{12}/[0-9]{8}\.safetensors|data/[0-9a-f]{32}|secret")
"""What a store's folder holds, by its path there; nothing else is taken out of a file."""


def back_up(store: RunStore, path: Path) -> dict[str, int]:
    """Write a store into a file, which is there whole or not at all; pages and trainings go on meanwhile.

    Returns
    -------
    dict of str to int
        How many runs and files it holds.

    Raises
    ------
    InputError
        If the database does not answer, or the file cannot be written.
    """

    def write(file: Any) -> dict[str, int]:
        with zipfile.ZipFile(file, "w") as archive, store.database.read() as connection:
            tables = {
                table.name: [dict(row._mapping) for row in connection.execute(sa.select(table))] for table in TABLES
            }
            there = [place for place in _files(store, tables) if _put(archive, store, place)]
            tables[CHECKPOINTS.name] = [row for row in tables[CHECKPOINTS.name] if row["path"] in set(there)]
            for name, rows in tables.items():
                archive.writestr(f"{name}.jsonl", "".join(f"{json.dumps(row)}\n" for row in rows), zipfile.ZIP_DEFLATED)
            archive.writestr(MANIFEST, json.dumps({"unrolled_store": VERSION}))
        return {"runs": len(tables[RUNS.name]), "files": len(there)}

    found = whole_or_not(path, write)
    with suppress(OSError):
        path.chmod(0o600)  # it has everybody's runs, and the secret
    return found


def restore(store: RunStore, path: Path) -> dict[str, int]:
    """Fill an empty store from such a file; runs that were in training then wait for somebody to press play.

    Raises
    ------
    InputError
        If it is no such file, is damaged, or was made by a newer version; if the store has runs already, or cannot be
        written to. Then nothing is left of it.
    """
    with store.database.read() as connection:
        if connection.scalar(sa.select(sa.func.count()).select_from(RUNS)):
            raise InputError(
                "The store {place} has runs already. Restore into an empty one: name a new folder in UNROLLED_HOME, or"
                " an empty database in DATABASE_URL.",
                place=store.database.place,
            )
    try:
        with zipfile.ZipFile(path) as archive:
            return _restore(store, archive, path)
    except (OSError, zipfile.BadZipFile, ValueError, KeyError, TypeError, EOFError, NotImplementedError) as error:
        raise _unusable(path) from error


def _unusable(path: Path) -> InputError:
    return InputError(
        "{path} is no backup of a store, or it is damaged. Choose a file that “python -m core backup” has written.",
        path=path.name,
    )


def _restore(store: RunStore, archive: zipfile.ZipFile, path: Path) -> dict[str, int]:
    version = json.loads(archive.read(MANIFEST)).get("unrolled_store")
    if not isinstance(version, int) or version > VERSION:
        raise InputError(
            "{path} was made by a newer version of Unrolled. Bring this one up to date first.", path=path.name
        )
    if archive.testzip() is not None:
        raise _unusable(path)
    names = [name for name in archive.namelist() if KEPT.fullmatch(name)]
    tables = {table: list(_rows(archive, table)) for table in TABLES}
    made: list[Path] = []
    try:
        for name in names:
            made.append(_take(archive, store, name))
        for row in tables[RUNS]:
            with writing(store.folder):
                (store.folder / "runs" / row["id"]).mkdir(parents=True, exist_ok=True)
        with store.database.write() as connection:
            for table, rows in tables.items():
                for first in range(0, len(rows), ROWS):
                    connection.execute(sa.insert(table), rows[first : first + ROWS])
    except BaseException:
        for file in made:
            store.files.forget(file)
        shutil.rmtree(store.folder / "runs", ignore_errors=True)  # it was empty
        raise
    return {"runs": len(tables[RUNS]), "files": len(names)}


def _rows(archive: zipfile.ZipFile, table: sa.Table) -> Iterator[dict[str, Any]]:
    """The rows of a table, of those columns that it has here."""
    keys = {column.name: column.key for column in table.columns}
    if table is ROOMS and f"{table.name}.jsonl" not in archive.namelist():
        return  # made before rooms were kept in the database
    for line in archive.read(f"{table.name}.jsonl").splitlines():
        row = json.loads(line)
        values = {keys[name]: value for name, value in row.items() if name in keys}
        values |= {key: value for key, value in row.items() if key in keys.values()}
        if table is RUNS:
            values |= {"worker": None, "engine": None}
            values["state"] = "interrupted" if values["state"] in ("running", "queued") else values["state"]
        yield values


def _all(connection: sa.Connection, table: sa.Table) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in connection.execute(sa.select(table))]


def _files(store: RunStore, tables: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    yield from (row["path"] for row in tables[CHECKPOINTS.name])
    yield from sorted({f"data/{row['data']}" for row in tables[RUNS.name] if row["data"]})
    yield "secret"


def _put(archive: zipfile.ZipFile, store: RunStore, place: str) -> bool:
    """Put a file of the store into the archive; whether it is there."""
    try:
        archive.write(store.files.bring(store.folder / place), place)
    except FileNotFoundError:
        return False  # its run was deleted meanwhile; or there is no such file
    return True


def _take(archive: zipfile.ZipFile, store: RunStore, name: str) -> Path:
    path = store.folder / name
    with writing(store.folder):
        path.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(name) as content, path.open("wb") as file:
            shutil.copyfileobj(content, file)
        if name == "secret":
            path.chmod(0o600)
    if name.startswith(("runs/", "data/")):
        store.files.keep(path)
    return path
