import errno
import os
from pathlib import Path

from core.sound.cache import Files, SoundMemory


def test_memory_drops_what_was_not_asked_for_longest():
    memory = SoundMemory(100)
    for name in "abc":
        memory.put(name, name.upper(), 30)
    assert memory.get("a") == "A"
    memory.put("d", "D", 30)
    assert [memory.get(name) for name in "abcd"] == ["A", None, "C", "D"]
    assert memory.bytes == 90


def test_memory_counts_what_is_put_again_once():
    memory = SoundMemory(100)
    memory.put("a", 1, 60)
    memory.put("a", 2, 70)
    assert (memory.get("a"), memory.bytes) == (2, 70)
    memory.put("large", 3, 101)
    assert memory.bytes == 0


def test_files_are_found_by_another_process(tmp_path):
    Files(tmp_path / "sounds", 1_000).put("a/../b", b"content")
    assert Files(tmp_path / "sounds", 1_000).get("a/../b") == b"content"
    assert Files(tmp_path / "sounds", 1_000).get("c") is None
    assert {path.name for path in tmp_path.iterdir()} == {"sounds"}


def test_files_drop_the_oldest_when_they_are_too_much(tmp_path):
    files = Files(tmp_path, 100)
    for age in range(11):
        files.put(str(age), bytes(10))
        [new] = [path for path in tmp_path.iterdir() if path.stat().st_mtime > 10_000]
        os.utime(new, (age, age))
    files.tidy()
    assert [age for age in range(11) if files.get(str(age))] == [4, 5, 6, 7, 8, 9, 10]


def test_files_look_at_their_size_now_and_then(tmp_path, monkeypatch):
    monkeypatch.setattr(Files, "LOOK_AFTER", 5)
    files = Files(tmp_path, 100)
    for number in range(50):
        files.put(str(number), bytes(10))
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 150


def test_folder_that_cannot_be_used_keeps_nothing(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    files = Files(tmp_path / "file" / "sounds", 100)
    files.put("a", b"content")
    files.tidy()
    assert files.get("a") is None


def test_full_disk_keeps_nothing_and_leaves_no_draft(tmp_path, monkeypatch):
    def full(path, content):
        path.touch()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    files = Files(tmp_path, 100)
    files.put("a", b"content")
    assert files.get("a") is None
    assert list(tmp_path.iterdir()) == []
