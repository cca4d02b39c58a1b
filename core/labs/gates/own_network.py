"""A network that was trained elsewhere as a run of the lab ``gates``, so that every picture of that lab can be drawn of
it.

What is needed is a file of *safetensors* (tensors and names, nothing that runs) and the vocabulary, in the order of the
numbers that the network knows its tokens by.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

import torch
from torch import Tensor

from core.errors import InputError
from core.knobs import knobs_of
from core.labs.gates.own_vocabulary import own_vocabulary
from core.labs.gates.own_weights import own_weights
from core.systems.language.config import LanguageConfig
from core.systems.language.model import START, LanguageModel
from core.text.vocabulary import BOS, Vocabulary

WORDS = {
    "one_hot": "There is no embedding: each token is read as a vector of zeros with a one at its number.",
    "tied": "One matrix is both embedding and output.",
    "no_biases": "Missing biases are zeros.",
    "tanh": "A state dict does not tell which activation an nn.RNN has: it was taken to be tanh.",
    "folded": (
        "Its embedding vectors are longer than what is drawn here; embedding and first layer are kept as their product,"
        " which computes the same."
    ),
}
"""What is to be known of a network beside its tensors (message ids of the catalogues)."""


def own_network(weights: bytes, weights_name: str, vocabulary: bytes, vocabulary_name: str) -> LanguageModel:
    """The language model that a state dict and a vocabulary tell of, with the same distributions as where it was
    trained.

    Parameters
    ----------
    weights, vocabulary : bytes
        As `core.labs.gates.own_weights.own_weights` and `core.labs.gates.own_vocabulary.own_vocabulary` read them.
    weights_name, vocabulary_name : str
        What their owner calls them.

    Returns
    -------
    LanguageModel
        In evaluation mode. Its ``report`` is ``{"file", "taken", "notes"}``: the fields of each
        `core.labs.gates.own_weights.Taken`, and keys of `WORDS`.

    Raises
    ------
    InputError
        If one of them cannot be read, the two do not fit, or the network is larger than what can be drawn; the sentence
        says what was found and what was expected.
    """
    found = own_weights(weights, weights_name)
    V, H = found.output.shape
    tokens = own_vocabulary(vocabulary, vocabulary_name, V)
    one_hot = found.embedding is None
    embedding, first, folded = _fitted(
        torch.eye(V) if found.embedding is None else found.embedding, found.layers[0]["weight_ih"]
    )
    config = _config(found.cell, len(found.layers), H, embedding.shape[1])

    none = torch.zeros(len(first))  # (blocks·H,)
    weights_of = {
        f"cell.{role}_l{number}": layer.get(role, none)
        for number, layer in enumerate(found.layers)
        for role in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    }
    lacks_bias = found.output_bias is None
    weights_of |= {
        "embedding.weight": embedding,
        "cell.weight_ih_l0": first,
        "output.weight": found.output,
        "output.bias": torch.zeros(V) if found.output_bias is None else found.output_bias,
    }
    notes = {
        "one_hot": one_hot,
        "tied": found.embedding is found.output,
        "no_biases": lacks_bias or any("bias_ih" not in layer or "bias_hh" not in layer for layer in found.layers),
        "tanh": found.cell == "elman",
        "folded": folded and not one_hot,
    }
    report = {
        "file": weights_name,
        "taken": [dataclasses.asdict(each) for each in found.taken],
        "notes": [note for note, holds in notes.items() if holds],
    }
    model = LanguageModel(config, Vocabulary(tokens), report, _start(tokens))
    model.load_state_dict(weights_of)
    return model.eval()


def expected(model: LanguageModel, text: str) -> tuple[float, float]:
    """How surprised a network is by a text of its characters, and how surprised one is that guesses evenly.

    A network that is as surprised as that was not trained on such a text, or its vocabulary is in another order than
    the one in which it knows its tokens.

    Returns
    -------
    (float, float)
        Bits per token: the mean surprisal, and log₂ V.
    """
    return float(model.trace(text)["surprisal"].mean()), math.log2(len(model.vocabulary))


def _fitted(embedding: Tensor, weight: Tensor) -> tuple[Tensor, Tensor, bool]:
    """Embedding (V, E) and first weight (G, E) with E in the range of its knob and the same product; and whether they
    were folded.
    """
    [knob] = (knob for knob in knobs_of(LanguageConfig) if knob.name == "embedding_size")
    V, E = embedding.shape
    low, high = knob.bounds
    if folded := V <= high < E:
        weight, embedding = (weight.double() @ embedding.double().T).float(), torch.eye(V)  # (G, V), (V, V)
    short = max(0, int(low) - embedding.shape[1])
    pad = torch.nn.functional.pad
    return pad(embedding, (0, short)), pad(weight, (0, short)), folded


def _config(cell: str, layers: int, hidden_size: int, embedding_size: int) -> LanguageConfig:
    """The knobs of such a network; says so if it is larger or smaller than what the page can draw."""
    sizes = {"layers": layers, "hidden_size": hidden_size, "embedding_size": embedding_size}
    for knob in knobs_of(LanguageConfig):
        if knob.name in sizes and not knob.allows(sizes[knob.name]):
            raise InputError(
                "This network has {knob} {found}; networks with {allowed} can be inspected here.",
                knob=knob.name,
                found=sizes[knob.name],
                allowed=knob.allowed(),
            )
    return LanguageConfig(cell=cell, layers=layers, hidden_size=hidden_size, embedding_size=embedding_size)


def _start(tokens: Sequence[str]) -> str | None:
    """What is read before every text: None for what any network here begins with, else a space, else the first
    token.
    """
    if BOS in tokens or START in tokens:
        return None
    return " " if " " in tokens else tokens[0]
