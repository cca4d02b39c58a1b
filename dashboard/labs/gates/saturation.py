"""The closer look "saturation": how often each unit's gates stand fully open or fully shut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.runs.records import Run
from core.runs.store import Checkpoint
from dashboard import state
from dashboard.cache import computed_once
from dashboard.charts.colours import QUANTITIES
from dashboard.labs.gates.subject import Reading
from dashboard.labs.gates.texts import texts_of
from dashboard.language import translate as _
from dashboard.resources import model_at

if TYPE_CHECKING:
    import xarray as xr


def saturation(subject: Reading) -> None:
    """A scatter plot a gate: each unit at the share of time that its gate is shut, and that it is open."""
    from dashboard.labs.gates.charts.saturation import saturation_chart

    moment = subject.steady()
    with st.spinner(_("The network reads held-out text …")):
        shares = _saturation(moment.checkpoint, moment.run)
    if not shares.sizes["gate"]:
        st.info(_("This cell has no gates. Train one that has: an LSTM or a GRU."))
        return
    st.latex(
        r"\text{left}_u = \frac{1}{T}\sum_t \left[\, \sigma_{t,u} < 0.1 \,\right] \qquad"
        r"\text{right}_u = \frac{1}{T}\sum_t \left[\, \sigma_{t,u} > 0.9 \,\right]"
    )
    st.caption(
        _(
            "Each dot is one unit’s gate over {count} held-out characters: to the right the share of time it is shut,"
            " upwards the share of time it is open. On the diagonal it is a switch, always one or the other; at the"
            " origin it only ever lets a part through; the ringed dot is the unit under the cursor. Click a dot to take"
            " that unit under the microscope.",
            count=f"{shares.attrs['tokens']:,}",
        )
    )
    names = [str(name) for name in shares["gate"].values]
    labels = {
        "left": _("shut (below 0.1), share of time"),
        "right": _("open (above 0.9), share of time"),
        "layer": _("Layer"),
        "unit": _("Unit"),
    }
    for column, name in zip(st.columns(len(names)), names, strict=True):
        label = _(QUANTITIES[name].label)
        chart = saturation_chart(
            shares.sel(gate=name), f"{label} {QUANTITIES[name].symbol}", labels, (subject.layer, subject.unit)
        )
        column.altair_chart(
            chart,
            width="stretch",
            key=f"saturation:{name}",
            selection_mode="chosen",
            on_select=lambda key=f"saturation:{name}": _follow(subject, key),
            alt=_(
                "Scatter plot of {gate}: share of time shut against share of time open, one dot per unit", gate=label
            ),
        )


def _follow(subject: Reading, key: str) -> None:
    """Take the unit whose dot was clicked under the microscope."""
    for point in state.get(key).selection.get("chosen", [])[:1]:
        subject.point_at(layer=int(point["layer"]), unit=int(point["unit"]))


@computed_once
def _saturation(checkpoint: Checkpoint, run: Run) -> xr.Dataset:
    from core.labs.gates.saturation import saturation as measure

    return measure(model_at(checkpoint), texts_of(run).held_out)
