"""Small runs of this lab, to be tried as plain files (see `tests.plain`)."""

from pathlib import Path

from tests.core.recorded import spoken_digits, zipped

SMALL = {"hidden_size": 16, "batch_size": 4}

CHOICES = (
    {"attention": "content", "match": "scaled_dot", "encoder": "pyramid", "guidance": 10},
    {"encoder": "pyramid", "frames": 7, "token_noise": 0.0, "dropout": 0.0},
)

SAME_CODE = ("data", "target")


def own(folder: Path) -> Path:
    """Digits, each a tone."""
    file = folder / "digits.zip"
    file.write_bytes(zipped(spoken_digits()))
    return file


OWN_ONLY = True
