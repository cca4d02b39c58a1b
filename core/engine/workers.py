"""The workers, as an engine sees them: those of a process beside the app, or of a Dask cluster that is named."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

from core.pipes import pipes

if TYPE_CHECKING:
    from distributed import Client, Future

ROOT = Path(__file__).resolve().parents[2]

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""The environment of workers: each trains on one thread, and a process that forks had better have no others."""


class Workers:
    """A connection to workers.

    Parameters
    ----------
    order : mapping
        What the process beside the app is told: ``engine``, ``workers`` (how many), ``url`` and ``folder`` of the run
        store.
    scheduler : str or None
        The address of a Dask cluster to use in the place of such a process.
    seconds : float
        How long that may take to answer.

    Attributes
    ----------
    address : str
        Of the workers' scheduler.

    Raises
    ------
    OSError
        If there are none to be had.
    """

    def __init__(self, order: dict[str, Any], scheduler: str | None, seconds: float) -> None:
        from distributed import Client

        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters of it the engine says
        self._order, self._process = order, None
        self._client: Client | None = None
        try:
            self._process = None if scheduler else self._start()
            self.address = scheduler or self._address()
            self._client = Client(self.address, set_as_default=False, timeout=seconds)
        except (OSError, ValueError) as error:
            self.end()
            raise OSError(str(error)) from error

    @property
    def client(self) -> Client:
        """The connection itself."""
        assert self._client is not None
        return self._client

    @property
    def lost(self) -> bool:
        """Whether it has gone, with all that was known there."""
        ended = self._process is not None and self._process.poll() is not None
        return ended or self.client.status != "running"

    def threads(self) -> dict[str, int]:
        """How many runs each worker takes at once, by its address."""
        return cast("dict[str, int]", self.client.nthreads())  # nothing is awaited outside of an event loop

    def free(self, taken: Iterable[str]) -> list[str]:
        """The addresses of the workers that are not among those `taken`, those that are least busy first.

        Of a worker that takes several runs at once, its address as often as it takes more. In a cluster that is named,
        others may have given it work.
        """
        busy = Counter(taken)
        work = cast("dict[str, Sequence[str]]", self.client.processing())
        if self._process is None:
            busy |= Counter({worker: len(keys) for worker, keys in work.items()})
        free = [worker for worker, count in self.threads().items() for _ in range(count - busy[worker])]
        return sorted(free, key=lambda worker: len(work.get(worker, ())))

    def give(self, worker: str, run_id: str) -> Future:
        """Let a worker train a run: this one, now; never behind another run, nor on a worker that is still to come."""
        order = self._order
        arguments = (run_id, order["url"], order["folder"], order["engine"])
        key = f"train-{run_id}-{uuid4().hex[:8]}"
        return self.client.submit(_work, *arguments, key=key, workers=[worker], pure=False, retries=0)

    def prepare(self, worker: str, lab: str) -> None:
        """Let a worker have the modules and the data of a lab ready."""
        from distributed import fire_and_forget

        fire_and_forget(self.client.submit(_prepare, lab, workers=[worker], pure=False, priority=-1))

    def kill(self, worker: str) -> None:
        """End the process that has claimed a run as `worker`, if it is one of ours; another one replaces it."""
        if self._process:
            with suppress(OSError, ValueError):
                os.kill(int(worker.split(":")[1]), signal.SIGKILL)

    def end(self) -> None:
        """Leave the workers; those of the process beside the app end with it."""
        if self._client:
            with suppress(OSError):  # it may be the very scheduler that is gone
                self._client.close(timeout=2)
        if self._process:
            to, back = pipes(self._process)
            with suppress(OSError):
                to.close()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
            self._process.wait()
            back.close()

    @staticmethod
    def _start() -> subprocess.Popen[str]:
        """Start ``python -m core.engine.cluster``."""
        return subprocess.Popen(
            [sys.executable, "-m", "core.engine.cluster"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | ONE_THREAD,
            start_new_session=True,
        )

    def _address(self) -> str:
        """Say what is wanted to the process, and read where its scheduler is."""
        assert self._process is not None
        to, back = pipes(self._process)
        to.write(json.dumps(self._order) + "\n")
        to.flush()
        address = back.readline().strip()
        if not address:
            raise OSError(f"the engine's process ended with code {self._process.wait()}")
        return address


def _work(*arguments: str) -> None:
    """`core.engine.worker.work`, named in a module that does not bring torch into the app's process."""
    from core.engine.worker import work

    work(*arguments)


def _prepare(lab: str) -> None:
    """`core.engine.worker.prepare`, named here for the same reason."""
    from core.engine.worker import prepare

    prepare(lab)
