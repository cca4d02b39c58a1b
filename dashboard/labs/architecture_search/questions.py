"""What a description has to say, in the viewer's words."""

from __future__ import annotations

WORDS = {
    "layers": "layers",
    "width": "width",
    "activation": "activation",
    "rate": "learning rate",
    "optimizer": "optimizer",
    "cell": "cell",
    "memory": "start of the gates",
}
"""What the questions of all spaces are called (message ids of the catalogues)."""
