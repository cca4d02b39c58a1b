"""What is told of a viewer's own pictures: what a file may be, what it holds, how its pictures will be learnt."""

from __future__ import annotations

import streamlit as st

from core.pictures.files import DOTS_OF_ONE, MOST
from core.pictures.levels import Pictures
from core.pictures.own import FEWEST, FEWEST_OF_A_CLASS, MOST_CLASSES, PicturesReport, preview
from dashboard.charts.sheet import sheet
from dashboard.language import translate as _
from dashboard.markdown import plain
from dashboard.panels.upload import left_out

SHOWN = 24
"""Pictures of the preview."""


def about_files() -> str:
    """Which files of pictures are taken, in the viewer's language."""
    return _(
        "PNG or JPEG pictures, one by one or in a zip (folders are classes), numpy’s .npz (x and y), MNIST’s"
        " IDX files, gzipped or not (pictures and labels together), or a CSV with a picture in each row: its"
        " label, then its pixels. At least {least} pictures. They stay on the machine that runs this app.",
        least=FEWEST,
    )


def tell_report(report: PicturesReport) -> None:
    """What the file holds, and each kind of picture that was left out of it."""
    told = {"name": plain(report.name), "pictures": f"{report.pictures:,}", "held_out": f"{report.held_out:,}"}
    if report.classes > 1:
        said = _(
            "“{name}”: {pictures} pictures of {classes} classes, {held_out} of them held out.",
            classes=report.classes,
            **told,
        )
    else:
        said = _("“{name}”: {pictures} pictures without classes, {held_out} of them held out.", **told)
    st.success(said)
    left_out(
        [
            (
                _("{count} pictures cannot be read and are left out: broken, or with numbers that are none."),
                report.unreadable,
            ),
            (_("{count} pictures have more than {dots} million dots and are left out."), report.large),
            (_("{count} files are no PNG or JPEG and are left out."), report.other),
            (_("{count} pictures beyond the first {most} are left out."), report.beyond),
            (
                _("{count} pictures lie beside the folders that are classes, or have no label, and are left out."),
                report.unlabelled,
            ),
            (_("{count} pictures of classes with fewer than {rarest} are left out."), report.rare),
            (_("{count} test pictures are also to be learnt from; they are left out of the test."), report.repeated),
            (_("{count} pictures are not square: their middle is used."), report.cropped),
        ],
        dots=DOTS_OF_ONE // 10**6,
        most=f"{MOST:,}",
        rarest=FEWEST_OF_A_CLASS,
    )
    if report.named > MOST_CLASSES:
        st.caption(
            _(
                "{count} classes are too many to tell apart (at most {most}): all are learnt as one.",
                count=report.named,
                most=MOST_CLASSES,
            )
        )


def show_sheet(pictures: Pictures, said: str) -> None:
    """The first pictures as they will be learnt, in turn of each class; under them what is `said` of them."""
    chosen = preview(pictures, SHOWN)
    st.image(sheet(pictures.train[chosen], pictures.palette, columns=6), width="stretch", output_format="PNG")
    names = ", ".join(plain(name) for name in pictures.classes[:8])
    st.caption(
        said
        + (
            " " + _("Classes: {names}", names=names + (" …" if len(pictures.classes) > 8 else ""))
            if pictures.conditional
            else ""
        )
    )
