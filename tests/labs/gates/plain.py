"""Small runs of this lab, to be tried as plain files (see `tests.plain`)."""

from pathlib import Path

SMALL = {"hidden_size": 8, "batch_size": 8, "length": 16}
CHOICES = ({"layers": 2, "dropout": 0.2, "forget_bias": 1.0}, {"cell": "lstm_cifg", "forget_bias": 1.0})


def own(folder: Path) -> Path:
    """A text of short lines, with characters that come once."""
    pairs = [
        (who, where) for who in ("king", "queen", "dog", "ship") for where in ("Rome", "tea", "the sea", "fire", "it")
    ]
    said = [f"The {who} of {where} has {n} ships.\nAnd then?\n\n" for n, (who, where) in enumerate(2 * pairs)]
    file = folder / "text.txt"
    file.write_text("Zürich ☃\n\n" + "".join(said), encoding="utf-8")
    return file


OWN_ONLY = True
