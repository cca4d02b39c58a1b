"""The closer look "the eye": the feature maps of both layers, and what one cell's vector is."""

from __future__ import annotations

import streamlit as st

from dashboard import state
from dashboard.frame import view
from dashboard.labs.captioning.components.feature_maps import feature_maps
from dashboard.labs.captioning.names import LAYER
from dashboard.labs.captioning.subject import Told
from dashboard.language import translate as _

FIELDS = {"edge_map": 4, "feature_map": 12}
"""Rows and columns of pixels that a cell of each layer has seen (`core.labs.captioning.eye`)."""

KEY = "feature_maps"


def features(subject: Told) -> None:
    """The maps of the layer that is chosen, on one cursor with picture and vector."""
    names = {"edge_map": _("first layer, 4 × 4 pixels"), "feature_map": _("second layer, 12 × 12 pixels")}
    layer = view.choice(LAYER, _("Layer of the eye"), names)
    st.latex(
        r"f^1 = \mathrm{ReLU}(K_1 * x)"
        if layer == "edge_map"
        else r"f = \mathrm{ReLU}(K_2 * f^1) \qquad a_i = W [f_i / s;\ p_i;\ q_i]"
    )
    feature_maps(
        subject.trace,
        layer,
        FIELDS[layer],
        key=KEY,
        cell=subject.source,
        translate=_,
        on_change=lambda: subject.point_at(source=state.get(KEY)["cursor"]["source"]),
    )
    st.caption(
        _(
            "Point at a cell of the picture or of a map: the thick orange line is around the pixels that it has seen,"
            " and the bars are its vector, one number from each map. The eye learnt to tell single objects, and was"
            " then frozen; a decoder with attention is given such a vector of each cell, with the cell's place."
        )
    )
