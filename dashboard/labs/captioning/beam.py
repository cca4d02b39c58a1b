"""The closer look "beam": the tree of what was tried, how hypotheses are ranked, and where each word looked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from core.labs.captioning.own_captions import Photo
from core.labs.captioning.scenes import Scene
from core.runs.store import Checkpoint
from dashboard.cache import computed_once
from dashboard.labs.captioning.components.tellings import Telling, tellings
from dashboard.labs.captioning.names import PENALTY, WIDTH
from dashboard.labs.captioning.subject import Told
from dashboard.language import translate as _
from dashboard.panels.beam_tree import ranking, sliders, tree
from dashboard.resources import model_at

if TYPE_CHECKING:
    from core.nn.beam_search import Beam


def beam(subject: Told) -> None:
    """Width and length penalty, the hypotheses in their order, the tree, and the path to the word chosen in it."""
    width, length_penalty = sliders(WIDTH, PENALTY)
    found = _search(subject.moment.checkpoint, subject.scene, width).ranked(length_penalty)
    best = found.best
    st.latex(
        r"s(Y) = \frac{\log P(Y \mid x)}{\left(\frac{5 + |Y|}{6}\right)^{a}}"
        rf" = \frac{{{best.log_probability:.4f}}}{{\left(\frac{{5 + {best.length}}}{{6}}\right)"
        rf"^{{{length_penalty:.2f}}}}} = \mathbf{{{best.score:.4f}}}"
    )
    ranking(found, _("Caption"), [hypothesis.text for hypothesis in found.hypotheses])
    chosen = tree(found)
    st.caption(
        _(
            "A column is a decoding step, on top its likeliest hypothesis; lines join each word to the one it follows."
            " Blue is the caption with the best score; ∎ ends one. Click a word to see where the network looked on the"
            " way to it."
        )
    )
    _path(subject, found, chosen)


def _path(subject: Told, found: Beam, chosen: int) -> None:
    """The picture under the attention of every word on the way to the chosen one."""
    path = [found.nodes[number] for number in found.path(chosen)]
    if path[-1].alignment is None:
        return
    exhibit = Telling(
        "",
        "",
        "",
        subject.trace["pixel"].transpose("row", "column", "channel").values,
        "".join(node.token for node in path),
        "",
        tuple(node.token.strip() for node in path),
        np.stack([np.asarray(node.alignment) for node in path]),
    )
    tellings([exhibit], key="tellings:beam", translate=_)


@computed_once
def _search(checkpoint: Checkpoint, scene: Scene | Photo, width: int) -> Beam:
    from core.nn.beam_search import beam_search

    return beam_search(model_at(checkpoint), scene, width)
