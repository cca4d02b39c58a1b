"""The viewer's own pictures with captions to learn from, shown as they will be learnt."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.lab import Lab
from core.labs.captioning.own_captions import FEWEST, LONGEST, CaptionsReport, OwnCaptions, own_captions
from core.pictures.files import DOTS_OF_ONE, bundle
from dashboard.labs.captioning.components.tellings import Telling, tellings
from dashboard.language import translate as _
from dashboard.markdown import plain
from dashboard.panels.upload import Upload, Uploaded, left_out, upload_panel

SHOWN = 6
"""Pictures of the preview."""


def own_captions_panel(lab: Lab) -> None:
    """Draw the upload and the preview; what is accepted becomes the data of the next run."""
    upload_panel(
        lab,
        Upload(
            title=_("Train on your own pictures"),
            about=_(
                "A zip of pictures and their captions: COCO’s JSON, a CSV whose rows are a file and its caption, or a"
                " .txt beside each picture. At least {least} pictures with a caption. They stay on the machine that"
                " runs this app.",
                least=FEWEST,
            ),
            label=_("Upload a zip, or the files one by one"),
            join=bundle,
            read=_read,
            knobs=("side",),
            tell=_tell,
        ),
    )


def _read(data: bytes, name: str, side: int) -> tuple[CaptionsReport, OwnCaptions]:
    own, report = own_captions(data, name, side)
    return report, own


def _tell(uploaded: Uploaded) -> None:
    report: CaptionsReport = uploaded.report
    st.success(
        _(
            "“{name}”: {pictures} pictures with {captions} captions in {words} different words, {held_out} pictures"
            " held out.",
            name=plain(report.name),
            pictures=f"{report.pictures:,}",
            captions=f"{report.captions:,}",
            words=f"{report.words:,}",
            held_out=f"{report.held_out:,}",
        )
    )
    left_out(
        [
            (_("{count} pictures cannot be read and are left out."), report.unreadable),
            (_("{count} pictures have more than {dots} million dots and are left out."), report.large),
            (_("{count} pictures beyond the limit are left out."), report.beyond),
            (_("{count} pictures have no caption and are left out."), report.uncaptioned),
            (_("{count} captions are of pictures that are not there."), report.missing),
            (_("{count} captions have more than {longest} words and are left out."), report.long),
            (_("{count} other files are left out."), report.other),
        ],
        dots=DOTS_OF_ONE // 10**6,
        longest=LONGEST,
    )
    own: OwnCaptions = uploaded.content
    shown = zip(own.training.pixels[:SHOWN], own.training.captions, strict=False)
    tellings(
        [Telling("", "", "", pixels.astype(np.float32) / 255, told.target, "") for pixels, told in shown],
        key="tellings:own",
        translate=_,
    )
    st.caption(
        _(
            "As a network with a “Picture size” of {side} sees them: {side} × {side} pixels. What to expect: drawings"
            " and icons with short captions are told after some minutes; of photographs so small an eye learns colours"
            " and grounds, and a few thousand of them teach captions that are fluent and often wrong.",
            side=own.training.pixels.shape[1],
        )
    )
