"""The viewer's own pictures to learn from, shown as they will be learnt."""

from __future__ import annotations

import streamlit as st

from core.lab import Lab
from core.pictures.files import bundle
from core.pictures.levels import Pictures
from core.pictures.own import PicturesReport, own_pictures
from dashboard.language import translate as _
from dashboard.panels.own_pictures import about_files, show_sheet, tell_report
from dashboard.panels.upload import Upload, Uploaded, upload_panel

SECONDS_A_PIXEL = 0.07
"""Processor seconds, for each pixel of a picture, until digits are recognised nearly as often as real ones, in two
levels by the default network: measured 12 s at 14 × 14 (89 % against 91 %) and 48 s at 28 × 28 (83 % against 94 %)."""


def own_pictures_panel(lab: Lab) -> None:
    """Draw the upload and the preview; what is accepted becomes the data of the next run."""
    upload_panel(
        lab,
        Upload(
            title=_("Train on your own pictures"),
            about=about_files(),
            label=_("Upload files of pictures"),
            join=bundle,
            read=_read,
            tell=_tell,
            knobs=("size", "levels", "coloured"),
        ),
    )


def _read(data: bytes, name: str, size: int, levels: int, coloured: bool) -> tuple[PicturesReport, Pictures]:
    pictures, report = own_pictures(data, name, size, levels, coloured)
    return report, pictures


def _tell(own: Uploaded) -> None:
    tell_report(own.report)
    told = {"size": own.content.height, "levels": own.content.levels}
    said = _(
        "As they will be learnt: {size} × {size} pixels, {levels} levels. Size, levels and colour are knobs of the next"
        " run.",
        **told,
    )
    show_sheet(own.content, said)
    st.caption(_patience(own.content))


def _patience(pictures: Pictures) -> str:
    """What to expect of pictures of this size, and how long it takes."""
    pixels = pictures.height * pictures.width
    seconds = 5 * max(1, round(SECONDS_A_PIXEL * pixels / 5))
    return _(
        "What to expect: a picture of {pixels} pixels is a sentence of {pixels} words. With “LSTM, neighbouring pixels”"
        " the first shapes come after about {first} s of training on a free core, and what can be recognised, as simple"
        " as digits are, after about {seconds} s; other networks take longer, and so do richer pictures and more"
        " levels.",
        pixels=pixels,
        first=max(2, round(seconds / 5)),
        seconds=seconds,
    )
