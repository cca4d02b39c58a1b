"""Sounds that were made before: the newest in memory, more of them in files under the app's home folder."""

from __future__ import annotations

import hashlib
import os
import threading
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path
from typing import Generic, TypeVar
from uuid import uuid4

Key = TypeVar("Key")
Value = TypeVar("Value")


class SoundMemory(Generic[Key, Value]):
    """The newest values, up to so many bytes; may be used from any thread.

    Parameters
    ----------
    most : int
        Bytes that may be kept.
    """

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, threading.Lock()
        self._kept: OrderedDict[Key, tuple[Value, int]] = OrderedDict()
        self.bytes = 0

    def get(self, key: Key) -> Value | None:
        """What was kept under `key`, or None."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def put(self, key: Key, value: Value, size: int) -> None:
        """Keep `value`, of `size` bytes; what has not been asked for longest makes room for it."""
        with self._lock:
            self.bytes += size - self._kept.pop(key, (None, 0))[1]
            self._kept[key] = (value, size)
            while self.bytes > self._most:
                self.bytes -= self._kept.popitem(last=False)[1][1]


class Files:
    """Contents in files, the oldest dropped when they are too much; several processes may share a folder.

    A folder that cannot be read or written keeps nothing, and that is no fault: everything in it can be made again.

    Parameters
    ----------
    folder : Path
    most : int
        Bytes that may be kept.
    """

    LOOK_AFTER = 200
    """Contents that are kept between two looks at how many bytes there are."""

    def __init__(self, folder: Path, most: int) -> None:
        self._folder, self._most, self._since = folder, most, 0

    def get(self, key: str) -> bytes | None:
        """What was kept under `key`, or None."""
        try:
            return self._path(key).read_bytes()
        except OSError:
            return None

    def put(self, key: str, content: bytes) -> None:
        """Keep `content`, if there is room."""
        path = self._path(key)
        draft = path.with_suffix(f".{uuid4().hex}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(content)
            draft.replace(path)
        except OSError:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
            return
        self._since += 1
        if self._since % self.LOOK_AFTER == 0:
            self.tidy()

    def tidy(self) -> None:
        """Drop the oldest files until three quarters of what may be kept are left, if there is more than that may
        be.
        """
        with suppress(OSError):
            files = []
            for entry in os.scandir(self._folder):
                with suppress(FileNotFoundError):  # another process tidies too
                    status = entry.stat()
                    files.append((status.st_mtime, status.st_size, entry.path))
            left = sum(size for _, size, _ in files)
            if left <= self._most:
                return
            for _, size, path in sorted(files):
                if left <= self._most * 3 // 4:
                    break
                Path(path).unlink(missing_ok=True)
                left -= size

    def _path(self, key: str) -> Path:
        return self._folder / hashlib.sha256(key.encode()).hexdigest()[:40]


def home() -> Path:
    """The app's home folder (see `core.runs.store.RunStore`)."""
    return Path(os.environ.get("UNROLLED_HOME") or Path.home() / ".unrolled").expanduser()
