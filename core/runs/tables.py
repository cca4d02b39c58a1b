"""The tables of the run store, and the database that holds them: SQLite, or PostgreSQL by the same code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy import event, exc
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.pool import StaticPool

from core.errors import InputError

BUSY_SECONDS = 5.0
"""How long a connection to SQLite waits for another one's write to end."""

POOL = 20
"""Connections kept open: a server's script threads read at the same time."""


DAMAGES = ("malformed", "not a database")
"""What SQLite says of a file that is damaged."""


class StoreAway(InputError):
    """The database does not answer now; it may in a moment."""


class StoreDamaged(InputError):
    """The database is no database any more, or not a whole one, or not where it was."""


class Json(sa.types.TypeDecorator):
    """A value kept as JSON text, because PostgreSQL's own type refuses NaN and infinity."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str | None:
        """To the database."""
        return None if value is None else json.dumps(value, default=str)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> Any:
        """From the database."""
        return None if value is None else json.loads(value)


TABLES = sa.MetaData()

RUNS = sa.Table(
    "runs",
    TABLES,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("lab", sa.String(64), nullable=False, index=True),
    sa.Column("config", Json, nullable=False),
    sa.Column("seed", sa.BigInteger, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("step", sa.BigInteger, nullable=False, default=0),
    sa.Column("max_steps", sa.BigInteger, nullable=False),
    sa.Column("created", sa.Double, nullable=False, index=True),  # times are seconds since 1970
    sa.Column("changed", sa.Double, nullable=False),
    sa.Column("parent", sa.String(64)),
    sa.Column("parent_step", sa.BigInteger),
    sa.Column("data", sa.String(64)),
    sa.Column("data_name", sa.Text),
    sa.Column("message", sa.Text, nullable=False, default=""),
    sa.Column("interventions", Json, nullable=False, default=list),
    sa.Column("cohort", sa.String(64), index=True),
    sa.Column("title", sa.Text),
    sa.Column("pace", sa.Double),  # training steps per second by the clock on the wall
    sa.Column("origin", Json),  # of a run from a file: which run it was, and when that was made
    # whose it is
    sa.Column("owner", sa.String(64), index=True),  # empty: made in a terminal, or before runs had owners
    sa.Column("shared", sa.Boolean),
    sa.Column("pinned", sa.Boolean),
    sa.Column("room", sa.String(8), index=True),
    sa.Column("opened", sa.Double),  # when its page was last open
    sa.Column("trained", sa.Double),  # seconds of training since somebody last pressed play
    # what the viewers want
    sa.Column("command", sa.String(8), nullable=False, default="play"),
    sa.Column("until_step", sa.BigInteger),
    sa.Column("wanted_rates", Json),  # by knob; older versions had one rate in `wanted_rate`
    # who sees to it
    sa.Column("engine", sa.String(128)),
    sa.Column("worker", sa.String(128)),
    sa.Column("queued", sa.Double),
    sa.Column("seen", sa.Double),  # when a viewer last looked at it; empty if it trains whether or not anybody looks
    sa.Column("heartbeat", sa.Double, nullable=False),
)

METRICS = sa.Table(
    "metrics",
    TABLES,
    sa.Column("run_id", sa.String(64), primary_key=True),
    sa.Column("step", sa.BigInteger, primary_key=True),
    sa.Column("values", Json, nullable=False),
)

CHECKPOINTS = sa.Table(
    "checkpoints",
    TABLES,
    sa.Column("run_id", sa.String(64), primary_key=True),
    sa.Column("step", sa.BigInteger, primary_key=True),
    sa.Column("path", sa.Text, nullable=False),  # relative to the store's folder
    sa.Column("figures", Json, key="metrics", nullable=False),  # the column was named before the field's word was used
)

FILES = sa.Table(  # checkpoints and viewers' data, where machines share the database and no folder
    "files",
    TABLES,
    sa.Column("path", sa.Text, primary_key=True),  # relative to the store's folder
    sa.Column("content", sa.LargeBinary, nullable=False),
)

ENGINES = sa.Table(
    "engines",
    TABLES,
    sa.Column("id", sa.String(128), primary_key=True),
    sa.Column("workers", sa.Integer, nullable=False),
    sa.Column("heartbeat", sa.Double, nullable=False),
    sa.Column("cluster", sa.Text),  # whose workers these are, where several engines may share them
)

ROOMS = sa.Table(
    "rooms",
    TABLES,
    sa.Column("code", sa.String(8), primary_key=True),
    sa.Column("proof", sa.String(64), nullable=False),  # the hash of the secret of whoever drives it
    sa.Column("process", sa.String(16)),  # which of the processes behind one address it lives in
    sa.Column("changed", sa.Double, nullable=False),
)


class Database:
    """A database with these tables.

    One that cannot be written to is still read from, so that a page goes on showing what there is; `refusal` then says
    why, and every attempt to write raises it.

    Parameters
    ----------
    url : str
        ``sqlite:///file`` or ``postgresql://user:password@host/name`` (``postgres://`` is the same).

    Raises
    ------
    InputError
        If the address names neither, or nothing answers there.
    """

    def __init__(self, url: str) -> None:
        self.url = address(url)
        self.refusal: InputError | None = None
        if self.url.get_backend_name() == "postgresql":
            self._engine = sa.create_engine(self.url, pool_pre_ping=True, pool_size=POOL)
        else:
            self._engine = _sqlite(self.url)
        try:
            with self._engine.begin() as connection:
                TABLES.create_all(connection)
            self._add_columns()
        except exc.DBAPIError as error:
            self._engine.dispose()
            if self.url.get_backend_name() == "postgresql":
                raise self._sentence(error) from None
            self.refuse(self._sentence(error))
        self._file = self._file_now()

    def _file_now(self) -> tuple[int, int] | None:
        """Which file lies where the database is, as the system knows it; None if none does, or it is a server."""
        try:
            found = Path(self.url.database or "").stat() if self.local else None
        except OSError:
            return None
        return (found.st_dev, found.st_ino) if found else None

    def _find(self) -> None:
        """See that the file is still the one that was opened: SQLite would go on writing to one that was deleted, and
        all of it would be lost when the app ends.
        """
        if self._file_now() != self._file and not self.refusal:
            self.refuse(
                StoreDamaged(
                    "The run store ({place}) was deleted or moved while the app was open. Put it back, or restore a"
                    " backup into an empty folder (“python -m core restore”) and name that in UNROLLED_HOME; then"
                    " start the app again.",
                    place=self.place,
                )
            )

    def _add_columns(self) -> None:
        """Give tables of an older version the columns that have been added since; all of these may be empty."""
        for table in TABLES.sorted_tables:
            for column in _missing(self._engine, table):
                kind = column.type.compile(self._engine.dialect)
                try:
                    with self._engine.begin() as connection:
                        connection.execute(sa.DDL(f"ALTER TABLE {table.name} ADD COLUMN {column.name} {kind}"))
                        for index in (index for index in table.indexes if column in index.columns.values()):
                            index.create(connection, checkfirst=True)
                except exc.DBAPIError:
                    if column in _missing(self._engine, table):  # else another process was faster
                        raise

    @property
    def place(self) -> str:
        """Where it is, without the password."""
        return self.url.database or "" if self.local else self.url.render_as_string(hide_password=True)

    @property
    def local(self) -> bool:
        """Whether it is a file, which only this machine's processes can share."""
        return self.url.get_backend_name() == "sqlite"

    def refuse(self, why: InputError) -> None:
        """From now on read only: what the file holds, or nothing if it cannot even be read."""
        self._engine = _frozen(self.url)
        self.refusal = why

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A connection to look things up."""
        self._find()
        try:
            with self._engine.connect() as connection:
                yield connection
        except exc.DBAPIError as error:
            raise self._told(error) from error

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A connection whose changes are made together, or not at all.

        The first statement must be one that changes something: SQLite then takes the write lock at once and waits for
        it, where a transaction that began by reading would be refused.
        """
        self._find()
        if self.refusal:
            raise self.refusal
        try:
            with self._engine.begin() as connection:
                yield connection
        except exc.DBAPIError as error:
            raise self._told(error) from error

    def upsert(self, table: sa.Table) -> sa.Insert:
        """An insert that replaces the row with the same primary key."""
        dialect = sqlite if self.local else postgresql
        insert = dialect.insert(table)
        keys = [column.name for column in table.primary_key]
        others = {column: insert.excluded[column.key] for column in table.columns if not column.primary_key}
        return insert.on_conflict_do_update(index_elements=keys, set_=others)

    def close(self) -> None:
        """Give all connections back."""
        self._engine.dispose()

    def _told(self, error: exc.DBAPIError) -> InputError:
        """What to say of an error; a database that is found to be damaged is left alone from now on."""
        told = self._sentence(error)
        if isinstance(told, StoreDamaged) and not self.refusal:
            self.refuse(told)
        return told

    def _sentence(self, error: exc.DBAPIError) -> InputError:
        reason = str(error.orig).strip().partition("\n")[0]
        lower = reason.lower()
        if self.local and any(damage in lower for damage in DAMAGES):
            return StoreDamaged(
                "The run store ({place}) is damaged ({reason}). Restore a backup into an empty folder (“python -m core"
                " restore”), name that in UNROLLED_HOME and start the app again.",
                place=self.place,
                reason=reason,
            )
        if "full" in lower or "no space" in lower:
            return InputError(
                "The disk that holds the run store ({place}) is full. Free some space and press play again; everything"
                " up to the last checkpoint is kept.",
                place=self.place,
            )
        if "locked" in lower or "busy" in lower:
            return StoreAway(
                "The run store ({place}) is busy with another program. Try again in a moment.", place=self.place
            )
        if self.local or "read-only" in lower or "permission" in lower:
            return InputError(
                "The run store ({place}) cannot be written to ({reason}). Make its folder writable, or name another one"
                " in UNROLLED_HOME, and start the app again.",
                place=self.place,
                reason=reason,
            )
        return StoreAway(
            "The run store ({place}) does not answer ({reason}). Check DATABASE_URL and that the database runs.",
            place=self.place,
            reason=reason,
        )


def address(url: str) -> sa.URL:
    """`url` with the driver we use.

    Raises
    ------
    InputError
        If it is no address of SQLite or PostgreSQL.
    """
    try:
        parsed = sa.make_url(url)
    except (exc.ArgumentError, ValueError):
        parsed = None
    if parsed is not None and parsed.drivername.split("+")[0] in ("postgres", "postgresql"):
        return parsed.set(drivername="postgresql+psycopg")
    if parsed is not None and parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:"):
        return parsed.set(drivername="sqlite+pysqlite", database=str(Path(parsed.database).expanduser().absolute()))
    raise InputError(
        "This address of a run store cannot be used: {kind}. Write sqlite:///FILE or"
        " postgresql://USER:PASSWORD@HOST/NAME.",
        kind=repr(str(url).partition(":")[0])[:40],
    )


def _missing(engine: sa.Engine, table: sa.Table) -> list[sa.Column]:
    """The columns of `table` that the database does not have yet."""
    there = {column["name"] for column in sa.inspect(engine).get_columns(table.name)}
    return [column for column in table.columns if column.name not in there]


def _sqlite(url: sa.URL) -> sa.Engine:
    engine = sa.create_engine(url, pool_size=POOL, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def share(connection: Any, _record: Any) -> None:
        """Let readers go on while one writes (a write-ahead log), and lose nothing but power-cut moments."""
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL"):
            connection.execute(f"PRAGMA {pragma}").close()

    return engine


def _frozen(url: sa.URL) -> sa.Engine:
    """A SQLite file as it lies there, if it is whole and holds our tables as they are today; else an empty store in
    memory.
    """
    still = sa.create_engine(
        url.set(database=f"file:{quote(url.database or '')}", query={"immutable": "1", "uri": "true"})
    )
    try:
        with still.connect() as connection:
            whole = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() == "ok"
        if whole and sa.inspect(still).has_table(RUNS.name) and not _missing(still, RUNS):
            return still
    except exc.DBAPIError:
        pass
    empty = sa.create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    TABLES.create_all(empty)
    return empty
