"""The viewer's own sentence pairs to train on: uploaded, checked at once, kept in the run store."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from core.errors import InputError
from core.lab import Lab
from core.labs.translation.own_pairs import FEWEST_PAIRS, LONGEST, PairsReport, own_pairs
from dashboard import state
from dashboard.language import sentence
from dashboard.language import translate as _
from dashboard.markdown import plain
from dashboard.resources import store


@dataclass(frozen=True)
class OwnPairs:
    """A file of the viewer's, as the store keeps it: its file there, the name it came with, what is in it."""

    file: str
    name: str
    report: PairsReport


def own_pairs_panel(lab: Lab) -> None:
    """Draw the upload; what is accepted becomes the data of the next run."""
    with st.expander(_("Train on your own pairs"), icon=":material/upload_file:"):
        st.caption(
            _(
                "A text in UTF-8 with one pair a line: a sentence, a tab, its translation; further columns are ignored."
                " At least {least} pairs, in any languages. It stays on the machine that runs this app.",
                least=FEWEST_PAIRS,
            )
        )
        upload = st.file_uploader(_("Upload a file of pairs"), key="own_upload", max_upload_size=21)
        if upload is None:
            state.forget(f"own:{lab.key}")
        else:
            _accept(lab, upload.getvalue(), upload.name)
        if own := state.get(f"own:{lab.key}"):
            _told(own.report)
            st.toggle(_("The next run trains on it"), value=True, key="use_own")


def _accept(lab: Lab, data: bytes, name: str) -> None:
    known = state.get(f"own:{lab.key}")
    default = {knob.name: knob.default for knob in lab.knobs}
    unit, words = (state.get(knob, default[knob]) for knob in ("unit_of_text", "words"))
    try:
        report = _report(data, name, unit, words)
        if known is None or known.report != report:
            state.put(f"own:{lab.key}", OwnPairs(store().add_data(data, name), name, report))
    except InputError as error:
        state.forget(f"own:{lab.key}")
        st.error(sentence(error))


@st.cache_data(show_spinner=False, max_entries=8)
def _report(data: bytes, name: str, unit: str, words: int) -> PairsReport:
    return own_pairs(data, name, unit, words)[1]


def _told(report: PairsReport) -> None:
    """What the file holds, and each kind of line that was left out of it."""
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
    dropped = {
        _("{count} lines without a tab are left out."): report.untabbed,
        _("{count} lines with nothing on one side are left out."): report.empty,
        _("{count} lines whose source came before are left out."): report.repeated,
        _("{count} lines with more than {longest} tokens on one side are left out."): report.long,
    }
    for told, count in dropped.items():
        if count:
            st.caption(told.format(count=f"{count:,}", longest=LONGEST))
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
