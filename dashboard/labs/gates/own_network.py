"""The closer look "own network": put a network that was trained elsewhere under the microscope."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from core.errors import InputError
from core.lab import Lab
from core.limits import limits
from core.nn.cells.family import kind_of
from core.runs.records import UPLOADED
from dashboard import state
from dashboard.frame import owner, view
from dashboard.frame.names import BESIDE, CURSOR, TEXT
from dashboard.labs.gates.names import STRETCH
from dashboard.labs.gates.subject import Reading
from dashboard.language import sentence
from dashboard.language import translate as _
from dashboard.markdown import plain
from dashboard.panels.runs import show
from dashboard.panels.sampling import visible
from dashboard.resources import store

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from core.systems.language.model import LanguageModel

SNIPPET = """import json, safetensors.torch, torch.nn as nn

class LanguageModel(nn.Module):
    def __init__(self, V, E, H):
        super().__init__()
        self.embedding = nn.Embedding(V, E)
        self.rnn = nn.LSTM(E, H, num_layers=2, batch_first=True)  # or nn.GRU, nn.RNN
        self.output = nn.Linear(H, V)

# … after its training
safetensors.torch.save_file(model.state_dict(), "model.safetensors")
json.dump(characters, open("vocabulary.json", "w"))  # ["\\n", " ", "a", …]: number k is the k-th
"""
"""How to save one's model."""


def own_network(subject: Reading) -> None:
    """The upload, what was taken for what, and the button that shows it."""
    st.markdown(
        _(
            "A character language model of torch, an `nn.LSTM`, `nn.GRU` or `nn.RNN` between an embedding (or one-hot"
            " input) and a linear output, becomes a run of this page: every picture and every closer look works on it."
        )
    )
    st.code(SNIPPET, language="python")
    st.caption(
        _(
            "How to save a network after its training, and its vocabulary with it. Modules may have any names; if"
            " embedding and output share their weights, use safetensors.torch.save_model. It stays on the machine that"
            " runs this app."
        )
    )
    left, right = st.columns(2)
    most = limits().weights_mb
    asked = _("State dict, .safetensors, at most {most} MB", most=f"{most:g}")
    weights = left.file_uploader(asked, key="own_weights", max_upload_size=ceil(most))
    tokens = right.file_uploader(_("Vocabulary, .json or .txt"), key="own_vocabulary", max_upload_size=5)
    if weights is not None and tokens is not None:
        try:
            model = _read(weights.file_id, tokens.file_id, _weights=weights, _tokens=tokens)
        except InputError as error:
            st.error(sentence(error))
            return
        st.success(_in_short(model))
        _warn(subject.lab, model)
        _report(model)
        st.button(
            _("Put it under the microscope"),
            icon=":material/biotech:",
            type="primary",
            key="inspect",
            on_click=lambda: _inspect(subject.lab, model),
        )
    elif subject.moment.run.state == UPLOADED:
        st.markdown(_("**In view: {name}.** What was taken for what:", name=plain(subject.moment.run.data_name or "")))
        _report(subject.moment.model)


def _warn(lab: Lab, model: LanguageModel) -> None:
    """Say so, if the network does no better on the page's example than one that guesses evenly."""
    from core.labs.gates.own_network import expected

    text = _example(lab, model)
    if not text:
        return
    bits, even = expected(model, text)
    if bits >= even:
        st.warning(
            _(
                "On the text “{text} …” this network takes {bits} bits per token; guessing evenly takes {even}. Either"
                " the vocabulary is not in the order in which the network knows its tokens, or it was trained on"
                " another kind of text.",
                text=plain(" ".join(text[:40].split())),
                bits=f"{bits:.1f}",
                even=f"{even:.1f}",
            )
        )


def _in_short(model: LanguageModel) -> str:
    config = model.config
    return _(
        "Found: {cell}; layers: {layers}, units in each: {hidden}, tokens: {tokens}. It reads {start} before every"
        " text.",
        cell=_(kind_of(config.cell).name),
        layers=config.layers,
        hidden=config.hidden_size,
        tokens=len(model.vocabulary),
        start=plain(visible(model.start)),
    )


def _report(model: LanguageModel) -> None:
    """A line for each tensor: what it was taken for."""
    from core.labs.gates.own_network import WORDS as NOTES
    from core.labs.gates.own_weights import WORDS as ROLES

    report = _reported(model)
    rows = [
        (each["name"], " × ".join(map(str, each["shape"])), _(ROLES[each["role"]], layer=each["layer"]))
        for each in report["taken"]
    ]
    st.dataframe(
        pd.DataFrame(rows, columns=[_("in the file"), _("shape"), _("taken for")]),
        hide_index=True,
        width="stretch",
        key="own_taken",
    )
    for note in report["notes"]:
        st.caption(_(NOTES[note]))


def _reported(model: LanguageModel) -> Mapping[str, Any]:
    """What `core.labs.gates.own_network.own_network` says of the network that it made."""
    return model.report or {}


def _inspect(lab: Lab, model: LanguageModel) -> None:
    """Keep the network, turn the page to it, and give it a text that it can read."""
    from core.runs.uploads import keep_network

    state.forget("complaint")
    try:
        run = keep_network(store(), lab.key, model, _reported(model)["file"], owner.viewer())
    except InputError as error:
        state.put("complaint", error)  # for the status line
        return
    view.write(TEXT, _readable(lab, model))
    for name in (CURSOR, BESIDE, STRETCH):
        view.write(name, None)
    show(run.id)
    st.rerun()  # the whole page, not only the part that the button is in


def _readable(lab: Lab, model: LanguageModel) -> str:
    """The page's example; the network's vocabulary, if it knows too little of that."""
    return _example(lab, model) or "".join(token for token in model.vocabulary.tokens if len(token) == 1)[:200]


def _example(lab: Lab, model: LanguageModel) -> str:
    """The page's first example without the characters that the network does not know; empty if it knows not even half
    of them.
    """
    known = [character for character in lab.examples[0] if character in model.vocabulary]
    return "".join(known[:200]) if len(known) * 2 >= len(lab.examples[0]) else ""


@st.cache_resource(show_spinner=False, max_entries=4)
def _read(weights_id: str, tokens_id: str, _weights: UploadedFile, _tokens: UploadedFile) -> LanguageModel:
    from core.labs.gates.own_network import own_network

    return own_network(_weights.getvalue(), _weights.name, _tokens.getvalue(), _tokens.name)
