"""What Greff et al. 2017 found when an LSTM loses a part, beside what a tournament here found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from core.nn.cells.family import CELL_KEYS
from core.runs.comparison import REFERENCE, Standing, verdict
from dashboard.frame.moment import Moment
from dashboard.language import translate as _

SHORT = {
    "elman": "Elman",
    "jordan": "Jordan",
    "gru": "GRU",
    "lstm": "NP",
    "lstm_peephole": "V",
    "lstm_nig": "NIG",
    "lstm_nfg": "NFG",
    "lstm_nog": "NOG",
    "lstm_niaf": "NIAF",
    "lstm_noaf": "NOAF",
    "lstm_cifg": "CIFG",
    "lstm_fgr": "FGR",
}
"""What each cell is called in the paper, or by everybody."""

WORDS = {
    "elman": "no gates at all",
    "jordan": "no gates, feeds back its output",
    "gru": "two gates, one state",
    "lstm": "no peepholes",
    "lstm_peephole": "vanilla: three gates with peepholes",
    "lstm_nig": "no input gate",
    "lstm_nfg": "no forget gate",
    "lstm_nog": "no output gate",
    "lstm_niaf": "no input activation",
    "lstm_noaf": "no output activation",
    "lstm_cifg": "coupled gates, f = 1 − i",
    "lstm_fgr": "gates also see the last gates",
    "hurts": "hurts on all three tasks",
    "mixed": "hurts on speech and handwriting, less on music",
    "harmless": "makes no significant difference",
    "costly": "no gain for many more weights; worse on music",
    "reference": "the reference",
    "absent": "not in the paper",
    "worse": "worse than V",
    "better": "better than V",
    "slower": "as right as V, but slower to learn",
    "faster": "as right as V, and faster to learn",
    "alike": "no clear difference",
    "unknown": "too few done: three of each",
}
"""Every word of the table and of the comparison (message ids of the catalogues)."""

GREFF = {
    "lstm_nfg": "hurts",
    "lstm_noaf": "hurts",
    "lstm_nig": "mixed",
    "lstm_nog": "mixed",
    "lstm_niaf": "mixed",
    "lstm_cifg": "harmless",
    "lstm": "harmless",
    "lstm_fgr": "costly",
    REFERENCE: "reference",
}
"""What Greff et al. 2017 found when the vanilla LSTM loses one part, in words of `WORDS`."""

AGREES = {
    "hurts": {"worse", "slower"},
    "mixed": {"worse", "slower", "alike"},
    "harmless": {"alike", "faster", "slower"},
    "costly": {"worse", "slower", "alike", "faster"},
}
"""Which verdicts of a tournament are no contradiction to a finding of the paper."""


def beside_the_paper(ranked: Sequence[Standing], moment: Moment, seeds: int) -> None:
    """What taking one part away did there, and here; where the two differ, and why they may."""
    found = {row.cell: row for row in ranked}
    if REFERENCE not in found:
        st.info(_("Let V, the vanilla LSTM, compete too: the paper compares every variant with it."))
        return
    st.subheader(_("What Greff et al. 2017 found, and what this tournament found"), anchor=False)
    verdicts = {cell: verdict(row, found[REFERENCE]) for cell, row in found.items() if cell != REFERENCE}
    rows = [
        {
            "cell": SHORT[cell],
            "part": _(WORDS[cell]),
            "paper": _(WORDS[GREFF.get(cell, "absent")]),
            "here": _(WORDS[verdicts[cell]]),
            "agrees": {None: "", True: "✓", False: "≠"}[_agrees(cell, verdicts[cell])],
        }
        for cell in CELL_KEYS
        if cell in verdicts
    ]
    st.dataframe(
        pd.DataFrame(rows),
        width="stretch",
        hide_index=True,
        key="paper",
        height=38 + 35 * len(rows),
        row_height=35,
        column_config={
            name: st.column_config.TextColumn(label, width=width)
            for name, label, width in (
                ("cell", _("cell"), 60),
                ("part", _("what is different"), 215),
                ("paper", _("the paper: speech, handwriting, music"), 330),
                ("here", _("here, beside V"), 240),
                ("agrees", "✓ / ≠", 55),
            )
        },
    )
    differs = [cell for cell, said in verdicts.items() if _agrees(cell, said) is False]
    for line in _reasons(differs, moment.run.config, seeds):
        st.markdown(f"- {line}")
    st.caption(
        _(
            "Greff, Srivastava, Koutník, Steunebrink, Schmidhuber 2017, “LSTM: A Search Space Odyssey”: 5,400"
            " trainings, 200 random settings of the hyperparameters for each variant and task. None of the variants"
            " beat the vanilla LSTM clearly; the forget gate and the output activation mattered most; the learning rate"
            " mattered more than any of them. Here a difference counts if chance alone would bring it about at most"
            " once in twenty tournaments (an exact rank test over the seeds, by how soon each network reached 99 %)."
        )
    )


def _agrees(cell: str, said: str) -> bool | None:
    """Whether a verdict is in line with the paper; None where the paper or the tournament says nothing."""
    claim = AGREES.get(GREFF.get(cell, "absent"))
    return None if claim is None or said == "unknown" else said in claim


def _reasons(differs: Sequence[str], config: Mapping[str, Any], seeds: int) -> list[str]:
    """Why this tournament may say something else than the paper: what is true of the cells that differ, and of all."""
    lines = []
    if "lstm_nfg" in differs:
        lines.append(
            _(
                "**NFG**: nothing here ever has to be forgotten. A cell that cannot forget keeps the first symbol for"
                " ever and passes the error back undiminished; in speech, sentence follows sentence and the memory must"
                " be emptied."
            )
        )
    if "lstm_noaf" in differs:
        lines.append(
            _(
                "**NOAF**: with one thing to remember, the cell state stays small, and tanh(c) ≈ c. The output"
                " activation earns its place where c grows over long, rich sequences."
            )
        )
    if "lstm_cifg" in differs:
        lines.append(
            _(
                "**CIFG**: f = 1 − i ties keeping to not writing. It saves a gate, but chrono initialisation and the"
                " forget bias have no forget gate of its own to open."
            )
        )
    if set(differs) & {"lstm_nig", "lstm_nog", "lstm_niaf", "lstm", "lstm_fgr"}:
        lines.append(
            _(
                "**Gates and activations**: one symbol among {length} is a simpler thing to protect than a spoken"
                " sentence, so a part may be missed more, or less, than there.",
                length=config["length"],
            )
        )
    if differs:
        lines.append(
            _(
                "**In general**: one synthetic task, {size} units, {seeds} seeds and one learning rate for all, where"
                " the paper searched 200 settings for each variant. A variant that looks slow here may only want"
                " another learning rate.",
                size=config["hidden_size"],
                seeds=seeds,
            )
        )
    return lines or [_("Nothing here contradicts the paper, as far as the networks that are done can tell.")]
