"""The viewer's own pictures to be encoded, shown as they will be learnt."""

from __future__ import annotations

import streamlit as st

from core.lab import Lab
from core.pictures.digits import SHADES
from core.pictures.files import bundle
from core.pictures.levels import Pictures
from core.pictures.own import PicturesReport, own_pictures
from dashboard.language import translate as _
from dashboard.panels.own_pictures import about_files, show_sheet, tell_report
from dashboard.panels.upload import Upload, Uploaded, upload_panel


def own_pictures_panel(lab: Lab) -> None:
    """Draw the upload and the preview; what is accepted becomes the data of the next run."""
    upload_panel(
        lab,
        Upload(
            title=_("Encode your own pictures"),
            about=about_files(),
            label=_("Upload files of pictures"),
            join=bundle,
            read=_read,
            tell=_tell,
            knobs=("size",),
        ),
    )


def _read(data: bytes, name: str, size: int) -> tuple[PicturesReport, Pictures]:
    pictures, report = own_pictures(data, name, size, SHADES)
    return report, pictures


def _tell(own: Uploaded) -> None:
    tell_report(own.report)
    pictures: Pictures = own.content
    said = _(
        "As they will be learnt: {size} × {size} pixels in {levels} shades; size is a knob of the next run.",
        size=pictures.height,
        levels=pictures.levels,
    )
    show_sheet(pictures, said)
    if not pictures.conditional:
        st.caption(
            _("Without classes the judge can only say whether a picture is as near to a training picture as real ones.")
        )
