"""The viewer's own pictures to learn from, shown as they will be learnt."""

from __future__ import annotations

import streamlit as st

from core.lab import Lab
from core.pictures.files import DOTS_OF_ONE, MOST, bundle
from core.pictures.levels import Pictures
from core.pictures.own import (
    FEWEST,
    FEWEST_OF_A_CLASS,
    MOST_CLASSES,
    PicturesReport,
    own_pictures,
    preview,
)
from dashboard.labs.image_generation.charts.pairs import sheet
from dashboard.language import translate as _
from dashboard.markdown import plain
from dashboard.panels.upload import Upload, Uploaded, left_out, upload_panel

SHOWN = 24
"""Pictures of the preview."""

SECONDS_A_PIXEL = 0.07
"""Processor seconds, for each pixel of a picture, until digits are recognised nearly as often as real ones, in two
levels by the default network: measured 12 s at 14 × 14 (89 % against 91 %) and 48 s at 28 × 28 (83 % against 94 %)."""


def own_pictures_panel(lab: Lab) -> None:
    """Draw the upload and the preview; what is accepted becomes the data of the next run."""
    upload_panel(
        lab,
        Upload(
            title=_("Train on your own pictures"),
            about=_(
                "PNG or JPEG pictures, one by one or in a zip (folders are classes), numpy’s .npz (x and y), MNIST’s"
                " IDX files, gzipped or not (pictures and labels together), or a CSV with a picture in each row: its"
                " label, then its pixels. At least {least} pictures. They stay on the machine that runs this app.",
                least=FEWEST,
            ),
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
    _report(own.report)
    _shown(own.content)
    st.caption(_patience(own.content))


def _report(report: PicturesReport) -> None:
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


def _shown(pictures: Pictures) -> None:
    """The first pictures as they will be learnt, taking turns through the classes."""
    chosen = preview(pictures, SHOWN)
    st.image(sheet(pictures.train[chosen], pictures.palette, columns=6), width="stretch", output_format="PNG")
    names = ", ".join(plain(name) for name in pictures.classes[:8])
    told = {"size": pictures.height, "levels": pictures.levels}
    said = _(
        "As they will be learnt: {size} × {size} pixels, {levels} levels. Size, levels and colour are knobs of the next"
        " run.",
        **told,
    )
    st.caption(
        said
        + (
            " " + _("Classes: {names}", names=names + (" …" if len(pictures.classes) > 8 else ""))
            if pictures.conditional
            else ""
        )
    )


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
