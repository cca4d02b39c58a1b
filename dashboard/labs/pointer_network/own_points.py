"""The viewer's own points to draw sets from: cities, stars, whatever has two coordinates."""

from __future__ import annotations

import streamlit as st

from core.data.points import FEWEST_OWN, PointsReport, own_cloud
from core.lab import Lab
from core.labs.pointer_network.points import written
from dashboard.frame import view
from dashboard.frame.names import TEXT
from dashboard.language import translate as _
from dashboard.markdown import plain
from dashboard.panels.upload import Upload, Uploaded, left_out, upload_panel


def own_points_panel(lab: Lab) -> None:
    """Draw the upload; what is accepted becomes the data of the next run."""
    upload_panel(
        lab,
        Upload(
            title=_("Train on your own points"),
            about=_(
                "A table (CSV) with a point in each line: two numbers, such as longitude and latitude. At least {least}"
                " different points; every set of the training is drawn from them. It stays on the machine that runs"
                " this app.",
                least=FEWEST_OWN,
            ),
            label=_("Upload a table of points"),
            read=_read,
            tell=_tell,
        ),
    )


def _read(data: bytes, name: str) -> tuple[PointsReport, None]:
    return own_cloud(data, name)[1], None


def _tell(own: Uploaded) -> None:
    """What the file holds, and a button that puts some of its points into the picture."""
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
    st.button(
        _("Look at {count} of them", count=len(report.first)),
        icon=":material/visibility:",
        key="own_look",
        on_click=lambda: view.write(TEXT, written(report.first)),
    )
