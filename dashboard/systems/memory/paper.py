"""What Greff et al. 2017 found when an LSTM loses a part, beside what a tournament here found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from core.analyses.significance import FAMILY_ERROR, needed
from core.nn.cells.family import CELL_KEYS
from core.runs.comparison import REFERENCE, Standing, verdicts
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
    "mixed": "hurts on speech and handwriting, not on music",
    "harmless": "makes no significant difference",
    "costly": "no gain for many more weights; worse on music",
    "reference": "the reference",
    "absent": "not in the paper",
    "worse": "worse than V",
    "better": "better than V",
    "slower": "as right as V, but slower to learn",
    "faster": "as right as V, and faster to learn",
    "alike": "no clear difference",
    "unknown": "too few networks are done",
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

SAME, OTHER = "✓", "≠"
OPEN = "–"
"""How a verdict stands to a finding: both found the same, they differ, or nothing can be concluded."""

STANDS = {
    "hurts": {"worse": SAME, "better": OTHER, "faster": OTHER},
    "mixed": {"better": OTHER, "faster": OTHER},
    "harmless": {"alike": SAME, "worse": OTHER, "slower": OTHER, "better": OTHER, "faster": OTHER},
    "costly": {"alike": SAME, "better": OTHER, "faster": OTHER},
}
"""Of each finding of the paper, what a verdict of a tournament says of it; what is not named concludes nothing.

That no difference was found is no evidence that there is none, so it contradicts nothing. A cell that is as right but
slower to learn neither bears out that the paper's ended worse nor speaks against it. What the paper found on some of
its three tasks only, a single task cannot confirm.
"""


def beside_the_paper(ranked: Sequence[Standing], moment: Moment, seeds: int) -> None:
    """What taking one part away did there, and here; where the two differ, and why they may."""
    found = {row.cell: row for row in ranked}
    if REFERENCE not in found:
        st.info(_("Let V, the vanilla LSTM, compete too: the paper compares every variant with it."))
        return
    st.subheader(_("What Greff et al. 2017 found, and what this tournament found"), anchor=False)
    here = verdicts(ranked)
    rows = [
        {
            "cell": SHORT[cell],
            "part": _(WORDS[cell]),
            "paper": _(WORDS[GREFF.get(cell, "absent")]),
            "here": _(WORDS[here[cell]]),
            "agrees": stands(cell, here[cell]),
        }
        for cell in CELL_KEYS
        if cell in here
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
                ("agrees", f"{SAME} {OPEN} {OTHER}", 60),
            )
        },
    )
    for line in _reasons(here, moment.run.config, seeds):
        st.markdown(f"- {line}")
    st.caption(
        _(
            "✓: both found the same. ≠: they differ. –: nothing can be concluded; a difference that was not found may"
            " still be there. Here a difference counts by an exact permutation test over the seeds, two-sided, on how"
            " soon each network reached 99 % or else how near it came, corrected for the {count} comparisons with V"
            " (Holm 1979): of tournaments of equal cells, at most {error} report any difference. With {count}"
            " comparisons that takes {needed} networks of each cell.",
            count=len(here),
            error=f"{FAMILY_ERROR:.0%}",
            needed=needed(len(here)),
        )
    )
    st.caption(
        _(
            "Greff, Srivastava, Koutník, Steunebrink, Schmidhuber 2017, “LSTM: A Search Space Odyssey”: 5,400"
            " trainings, 200 random settings of the hyperparameters for each variant and task. None of the variants"
            " beat the vanilla LSTM clearly; the forget gate and the output activation mattered most among its parts;"
            " the learning rate mattered most among the hyperparameters."
        )
    )


def stands(cell: str, said: str) -> str:
    """How a verdict stands to what the paper found: `SAME`, `OTHER` or `OPEN`; nothing where the paper says nothing."""
    return STANDS[GREFF[cell]].get(said, OPEN) if cell in GREFF else ""


def _reasons(here: Mapping[str, str], config: Mapping[str, Any], seeds: int) -> list[str]:
    """Why this tournament may say something else than the paper: what is true of the cells that differ, and of all."""
    lines, differs = [], [cell for cell, said in here.items() if stands(cell, said) == OTHER]
    if "lstm_nfg" in differs and config["task"] == "recall":
        lines.append(
            _(
                "**NFG**: in this task nothing ever has to be forgotten. A cell that cannot forget keeps the first"
                " symbol for ever, and passes the error back undiminished along c; in speech, sentence follows"
                " sentence and the memory must be emptied. The task “latest” asks for that."
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
    elif any(stands(cell, said) == SAME for cell, said in here.items()):
        lines.append(_("Nothing here contradicts the paper, as far as the networks that are done can tell."))
    else:
        lines.append(_("So far nothing here speaks for the paper or against it."))
    return lines
