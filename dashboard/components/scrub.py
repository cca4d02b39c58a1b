"""The step in view, named beside the slider of time travel, which it makes scrub."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.components.base import Component

WORDS = {"step": "Step {step}", "newest": "Step {step}, the newest"}
"""Every word it shows (message ids of the catalogues)."""

SCRUB = Component("scrub", WORDS, room=1.5, picture=False, live=True)


def scrub(
    step: int,
    *,
    key: str,
    slider: str,
    newest: bool = False,
    translate: Callable[[str], str] = str,
    on_change: Callable[[], None] | None = None,
) -> None:
    """Name `step`, and report what the slider shows while it is dragged.

    Parameters
    ----------
    step : int
        The training step that the pictures show.
    key : str
        Names it in the session state, where ``step`` holds the slider's text under the thumb while `on_change` is
        called.
    slider : str
        The key of the slider.
    newest : bool
        Whether the page stays at the newest step, wherever that is.
    translate : callable
        Takes an English message to the viewer's language.
    on_change : callable, optional
        Called before the rerun that dragging causes, at most five times a second.
    """
    SCRUB.draw(
        key=key,
        view={"step": f"{step:,}", "slider": slider, "newest": newest},
        translate=translate,
        on={"step": on_change},
        width="content",
    )
