"""The viewer's own sentence pairs to train on."""

from __future__ import annotations

import streamlit as st

from core.lab import Lab
from core.labs.translation.own_pairs import FEWEST_PAIRS, LONGEST, PairsReport, own_pairs
from dashboard.language import translate as _
from dashboard.markdown import plain
from dashboard.panels.upload import Upload, Uploaded, left_out, upload_panel


def own_pairs_panel(lab: Lab) -> None:
    """Draw the upload; what is accepted becomes the data of the next run."""
    upload_panel(
        lab,
        Upload(
            title=_("Train on your own pairs"),
            about=_(
                "A text in UTF-8 with one pair per line: a sentence, a tab, its translation; further columns are"
                " ignored. At least {least} pairs, in any languages. It stays on the machine that runs this app.",
                least=FEWEST_PAIRS,
            ),
            label=_("Upload a file of pairs"),
            read=_read,
            tell=_tell,
            knobs=("unit_of_text", "words"),
        ),
    )


def _read(data: bytes, name: str, unit_of_text: str, words: int) -> tuple[PairsReport, None]:
    return own_pairs(data, name, unit_of_text, words)[1], None


def _tell(own: Uploaded) -> None:
    """What the file holds, and each kind of line that was left out of it."""
    report: PairsReport = own.report
    st.success(
        _(
            "“{name}”: {pairs} pairs, {held_out} of them held out; the network knows {source} different tokens on the"
            " left and {target} on the right.",
            name=plain(report.name),
            pairs=f"{report.pairs:,}",
            held_out=f"{report.held_out:,}",
            source=f"{report.known[0]:,}",
            target=f"{report.known[1]:,}",
        )
    )
    if report.numbers:
        st.caption(
            _(
                "Columns {source} and {target} are used; what stands before them are numbers.",
                source=report.columns[0],
                target=report.columns[1],
            )
        )
    if report.titles:
        st.caption(_("The first line, “{titles}”, names the columns and is no pair.", titles=plain(report.titles)))
    if report.quoted:
        st.caption(_("Quotation marks around the cells are taken off."))
    left_out(
        [
            (_("{count} lines without a tab are left out."), report.untabbed),
            (_("{count} lines with nothing on one side are left out."), report.empty),
            (_("{count} lines whose source came before are left out."), report.repeated),
            (_("{count} lines with more than {longest} tokens on one side are left out."), report.long),
        ],
        longest=LONGEST,
    )
    if sum(report.beyond):
        st.caption(
            _(
                "{source} rare tokens on the left and {target} on the right are all ⟨unk⟩ to it: {unknown} of what it"
                " is asked to write.",
                source=f"{report.beyond[0]:,}",
                target=f"{report.beyond[1]:,}",
                unknown=f"{report.unknown:.1%}",
            )
        )
