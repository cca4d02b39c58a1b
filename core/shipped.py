"""The finished run that comes with each lab, so that its page opens on something lit up: files of ``assets/shipped``."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from core.labs import lab_of
from core.records import SHIPPED, Checkpoint, Run

FOLDER = Path(__file__).resolve().parent.parent / "assets" / "shipped"

PREFIX = f"{SHIPPED}-"


class ShippedRun:
    """The run of ``assets/shipped/<lab>/run.json``, and what is kept of it.

    Parameters
    ----------
    lab : str
        The lab's key.
    """

    def __init__(self, lab: str) -> None:
        self.folder = FOLDER / lab
        self._told = _read(str(self.folder / "run.json"), (self.folder / "run.json").stat().st_mtime_ns)
        self._id = PREFIX + lab

    @property
    def run(self) -> Run:
        """The run itself."""
        told = self._told
        made = datetime.fromtimestamp((self.folder / "run.json").stat().st_mtime, UTC)
        return Run(
            id=self._id, lab=told["lab"], config=told["config"], seed=told["seed"], state=SHIPPED, step=told["steps"],
            max_steps=told["steps"], created=made, changed=made, learning_rate=told["config"]["learning_rate"],
        )  # fmt: skip

    @property
    def metrics(self) -> list[dict[str, float]]:
        """One row for each step that was kept, oldest first."""
        return self._told["metrics"]

    @property
    def checkpoints(self) -> list[Checkpoint]:
        """Oldest first."""
        return [
            Checkpoint(self._id, point["step"], self.folder / point["file"], point["figures"])
            for point in self._told["checkpoints"]
        ]


def shipped_run(lab: str) -> ShippedRun | None:
    """The run that comes with `lab`; None where there is none.

    Raises
    ------
    InputError
        If there is no such lab.
    """
    folder = FOLDER / lab_of(lab).key
    return ShippedRun(lab) if (folder / "run.json").exists() else None


@lru_cache
def _read(path: str, _changed: int) -> dict[str, Any]:
    return json.loads(Path(path).read_text(encoding="utf-8"))
