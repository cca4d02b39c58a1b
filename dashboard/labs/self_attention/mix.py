"""The closer look "mix": what each head found, side by side, and the matrix that mixes it."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.trace.schema import tokens_of
from dashboard.heat_maps import heat_map
from dashboard.labs.self_attention.subject import Looked
from dashboard.language import translate as _
from dashboard.markdown import plain


def mix(subject: Looked) -> None:
    """The contexts of all heads of the layer at the marked position, and what becomes of them."""
    from dashboard.charts.attention import strips

    if not subject.attends:
        st.info(_("A recurrent network has no heads. Choose a network with attention."))
        return
    here = subject.trace.isel(layer=subject.layer, target=subject.target)
    contexts = here["context"].transpose("head", "unit").values  # (N, d)
    N, d = contexts.shape
    token = plain(tokens_of(subject.trace, "target")[subject.target])
    st.markdown(
        _(
            "Layer {layer}, position {position}: **{token}**",
            layer=subject.layer + 1,
            position=subject.target,
            token=token,
        )
    )
    st.latex(
        rf"\mathrm{{MultiHead}}(x_i) = W_O\,[c_i^1;\ \dots;\ c_i^{{{N}}}] \qquad c_i^n = \sum_j \alpha_{{ij}}^n v_j^n"
        rf" \qquad {N} \times {d} = {N * d}"
    )
    rows = []
    for head, context in enumerate(contexts):
        apart = np.zeros(N * d)
        apart[head * d : (head + 1) * d] = context
        rows.append((_("head {head}", head=head + 1), apart))
    rows.append((_("side by side"), contexts.ravel()))
    rows.append((_("mixed by W_O"), here["mixed"].values))
    heat_map(
        st,
        strips(rows, {"unit": _("unit"), "value": _("value")}),
        width="stretch",
        key="mix:strips",
        alt=_("What each head found as strips of coloured cells, side by side, and mixed"),
    )
    st.caption(
        _(
            "Each head fills its own share of the numbers with the context it found; side by side they are one vector,"
            " and the matrix W_O mixes them into what is added to the position. More heads look at more places at once,"
            " each with fewer numbers: the number of parameters stays the same."
        )
    )
