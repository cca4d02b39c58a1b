"""Small runs of this lab, to be tried as plain files (see `tests.plain`)."""

from pathlib import Path

SMALL = {"batch_size": 8, "hidden_size": 16}
CHOICES = ({"task": "tour", "points": 6}, {"mask": False, "layers": 0, "points": 4, "architecture": "fixed"})


def own(folder: Path) -> Path:
    """Points on a spiral."""
    file = folder / "points.csv"
    file.write_text("".join(f"{n % 17 / 17},{n * n % 23 / 23}\n" for n in range(300)), encoding="utf-8")
    return file
