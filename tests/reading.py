"""What a page says to its viewer, as the viewer reads it."""

from __future__ import annotations

import re

from streamlit.testing.v1 import AppTest

from dashboard.markdown import JOINER


def letters(markdown: str) -> str:
    """Markdown whose marks are escaped, as it is read."""
    return re.sub(r"\\([^A-Za-z0-9\s])", r"\1", markdown).replace(JOINER, "")


def complaints(app: AppTest) -> list[str]:
    """The warnings and errors of a page that did not fail."""
    assert not app.exception
    return [letters(element.value) for element in (*app.warning, *app.error)]
