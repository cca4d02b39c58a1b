"""The viewer's own points as a world: from a table, from a field, or drawn."""

from __future__ import annotations

import streamlit as st

from core.data.points import FEWEST_OWN, PointsReport, own_cloud
from core.lab import Lab
from dashboard import state
from dashboard.labs.gan.components.point_board import point_board
from dashboard.labs.gan.subject import Duel
from dashboard.language import translate as _
from dashboard.markdown import plain
from dashboard.panels.upload import Upload, Uploaded, left_out, upload_panel

BOARD = "point_board"


def own_points_panel(lab: Lab) -> None:
    """Draw the upload; what is accepted becomes the data of the next run."""
    upload_panel(
        lab,
        Upload(
            title=_("Forge your own points"),
            about=_(
                "A table (CSV) with a point in each line, two numbers; or draw them in “Your own world”. At least"
                " {least} different points; they are moved and scaled to fit the plane, and each gets a little noise."
                " They stay on the machine that runs this app.",
                least=FEWEST_OWN,
            ),
            label=_("Upload a table of points"),
            read=_read,
            tell=_tell,
            paste=_("Or paste them, or draw them"),
        ),
    )


def drawing(subject: Duel) -> None:
    """The plane to draw on; its points stand in the field at the side."""
    point_board(key=BOARD, translate=_, on_points=_drawn)
    text = (state.get(BOARD) or {}).get("points") or ""
    count = len(set(text.splitlines()))
    if count >= FEWEST_OWN:
        st.success(
            _(
                "{count} different points stand at the side, in “Forge your own points”. Press “Train a new network”:"
                " it forges them.",
                count=count,
            )
        )
    else:
        st.caption(_("A training needs at least {least} different points.", least=FEWEST_OWN))


def _drawn() -> None:
    state.put("own_paste", state.get(BOARD)["points"])
    st.rerun()  # the whole page, for the field stands at the side


def _read(data: bytes, name: str) -> tuple[PointsReport, None]:
    return own_cloud(data, name)[1], None


def _tell(own: Uploaded) -> None:
    """What the points are."""
    report: PointsReport = own.report
    st.success(
        _(
            "“{name}”: {points} points, {held_out} of them held out.",
            name=plain(report.name),
            points=f"{report.points:,}",
            held_out=f"{report.held_out:,}",
        )
    )
    if report.titles:
        st.caption(_("The first line, “{titles}”, names the columns.", titles=plain(report.titles)))
    left_out([(_("{count} lines whose point came before are left out."), report.repeated)])
