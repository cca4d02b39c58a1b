"""The viewer's own dialogues to train on."""

from __future__ import annotations

import streamlit as st

from core.lab import Lab
from core.labs.chatbot.own_dialogues import FEWEST, LONGEST, DialoguesReport, own_dialogues
from dashboard.language import translate as _
from dashboard.markdown import plain
from dashboard.panels.upload import Upload, Uploaded, left_out, upload_panel


def own_dialogues_panel(lab: Lab) -> None:
    """Draw the upload; what is accepted becomes the data of the next run."""
    upload_panel(
        lab,
        Upload(
            title=_("Train on your own dialogues"),
            about=_(
                "A text in UTF-8: what was said, a tab, what was answered; or one utterance a line, with a blank line"
                " between two dialogues. At least {least} answers, in any language. It stays on the machine that runs"
                " this app.",
                least=FEWEST,
            ),
            label=_("Upload a file of dialogues"),
            read=_read,
            tell=_tell,
            knobs=("unit_of_text", "words"),
        ),
    )


def _read(data: bytes, name: str, unit_of_text: str, words: int) -> tuple[DialoguesReport, None]:
    return own_dialogues(data, name, unit_of_text, words)[1], None


def _tell(own: Uploaded) -> None:
    """What the file holds, and each kind of line that was left out of it."""
    report: DialoguesReport = own.report
    st.success(
        _(
            "“{name}”: {answers} answers to {prompts} different prompts, {held_out} of these held out; {two_turns} have"
            " a turn before. The network knows {known} different tokens.",
            name=plain(report.name),
            answers=f"{report.answers:,}",
            prompts=f"{report.prompts:,}",
            held_out=f"{report.held_out:,}",
            two_turns=f"{report.two_turns:,}",
            known=f"{report.known:,}",
        )
    )
    left_out(
        [
            (_("{count} lines without a tab are left out."), report.untabbed),
            (_("{count} lines with nothing on one side are left out."), report.empty),
            (_("{count} utterances that nobody answers are left out."), report.alone),
            (_("{count} exchanges with more than {longest} tokens on one side are left out."), report.long),
        ],
        longest=LONGEST,
    )
    if report.beyond:
        st.caption(
            _(
                "{beyond} rare tokens are all ⟨unk⟩ to it: {unknown} of what it is asked to say.",
                beyond=f"{report.beyond:,}",
                unknown=f"{report.unknown:.1%}",
            )
        )
    st.caption(
        _(
            "What to expect: short answers that come again and again are learnt first; of an answer that was given only"
            " once, hardly a word."
        )
    )
