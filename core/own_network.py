"""A network that was trained elsewhere: a state dict of torch, its layers recognised, as a run of the lab ``gates``.

What is needed is a file of *safetensors* (tensors and names, nothing that runs) and the vocabulary, in the order of the
numbers that the network knows its tokens by. The recurrent layers are told by their names, which are torch's; embedding and
output by their shapes, and only where these leave a choice by their names. What is left over would change what the network
computes, so nothing may be left over.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load
from torch import Tensor

from core.checkpoints import save_weights
from core.configs import LanguageConfig
from core.data.own_vocabulary import own_vocabulary
from core.errors import InputError
from core.knobs import knobs_of
from core.models.language_model import START, LanguageModel
from core.records import UPLOADED, Run
from core.runs import RunStore
from core.vocabulary import BOS, Vocabulary

LAB = "gates"
"""The lab whose pictures can be drawn of it."""

LARGEST = 100 * 2**20
"""Bytes that a file of weights may have: 100 MB."""

WORDS = {
    "embedding": "embedding, one row a token",
    "weight_ih": "recurrent layer {layer}: from its input",
    "weight_hh": "recurrent layer {layer}: from its last hidden state",
    "bias_ih": "recurrent layer {layer}: bias",
    "bias_hh": "recurrent layer {layer}: second bias",
    "output": "output, one row a token",
    "output_bias": "output: bias",
    "one_hot": "There is no embedding: each token is read as a vector of zeros with a one at its number.",
    "tied": "One matrix is both embedding and output.",
    "no_biases": "Missing biases are zeros.",
    "tanh": "A state dict does not tell which activation an nn.RNN has: it was taken to be tanh.",
    "folded": "Its embedding vectors are longer than what is drawn here; embedding and first layer are kept as their product, which computes the same.",
}
"""What a tensor was taken for, and what else is to be known (message ids of the catalogues)."""

_KINDS = {1: "elman", 3: "gru", 4: "lstm"}  # the cell, by its blocks of rows
_RECURRENT = re.compile(r"(?:(?P<module>.*)\.)?(?P<role>weight_ih|weight_hh|bias_ih|bias_hh)(?:_l(?P<layer>\d+))?")
_INPUT_NAME = re.compile(r"emb|wte|lookup|encoder", re.IGNORECASE)
_OUTPUT_NAME = re.compile(r"dec|out|head|fc|lin|proj|logit|dense|classif|h2o|hidden2", re.IGNORECASE)


@dataclass(frozen=True)
class Taken:
    """A tensor of the file, and what it was taken for.

    Attributes
    ----------
    role : str
        A key of `WORDS`, from ``embedding`` to ``output_bias``.
    layer : int or None
        Of a recurrent layer's tensors.
    name : str
        Its name in the file.
    shape : tuple of int
    """

    role: str
    layer: int | None
    name: str
    shape: tuple[int, ...]


def own_network(weights: bytes, weights_name: str, vocabulary: bytes, vocabulary_name: str) -> LanguageModel:
    """The language model that a state dict and a vocabulary tell of, with the same distributions as where it was trained.

    Parameters
    ----------
    weights : bytes
        A file of safetensors: an embedding (or none, for one-hot input), a `torch.nn.LSTM`, ``GRU`` or ``RNN`` of 1 to 3
        layers in one direction, and a linear output; in modules of any name.
    weights_name : str
        What its owner calls it.
    vocabulary : bytes
        The tokens in the order of their numbers, as `core.data.own_vocabulary.own_vocabulary` reads them.
    vocabulary_name : str
        What its owner calls it.

    Returns
    -------
    LanguageModel
        In evaluation mode. Its ``report`` is ``{"file", "taken", "notes"}``: the fields of each `Taken`, and keys of `WORDS`.

    Raises
    ------
    InputError
        If one of them cannot be read or the two do not fit; the sentence says what was found and what was expected.
    """
    tensors = _tensors(weights, weights_name)
    layers, taken = _recurrent_layers(tensors)
    blocks, (_, inputs), H = _blocks(layers, taken), layers[0]["weight_ih"].shape, layers[0]["weight_hh"].shape[1]
    ends = _ends({name: tensors[name] for name in tensors.keys() - {each.name for each in taken}}, inputs, H)
    notes = ["tanh"] if blocks == 1 else []
    output = tensors[ends["output"]]
    V = len(output)
    if ends["embedding"] is None:
        notes.append("one_hot")
        embedding = torch.eye(V)
    else:
        embedding = tensors[ends["embedding"]]
        notes += ["tied"] if ends["embedding"] == ends["output"] else []
    if len(embedding) != V:
        raise InputError(
            "{embedding} has {rows} rows, {output} has {tokens}; both must have one row for each token of the vocabulary.",
            embedding=ends["embedding"], rows=len(embedding), output=ends["output"], tokens=V,
        )  # fmt: skip
    tokens = own_vocabulary(vocabulary, vocabulary_name, V)
    embedding, layers[0]["weight_ih"], folded = _fitted(embedding, layers[0]["weight_ih"])
    notes += ["folded"] if folded else []
    config = _config(_KINDS[blocks], len(layers), H, embedding.shape[1])

    state = {"embedding.weight": embedding, "output.weight": output}
    if ends["output_bias"] is None or any(len(layer) < 4 for layer in layers):
        notes.append("no_biases")
    state["output.bias"] = torch.zeros(V) if ends["output_bias"] is None else tensors[ends["output_bias"]]
    for number, layer in enumerate(layers):
        none = torch.zeros(blocks * H)
        state |= {
            f"cell.{role}_l{number}": layer.get(role, none) for role in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        }
    taken += [Taken(role, None, name, tuple(tensors[name].shape)) for role, name in ends.items() if name is not None]
    told = [dataclasses.asdict(each) for each in sorted(taken, key=lambda each: _order(each.role, each.layer))]
    model = LanguageModel(
        config, Vocabulary(tokens), {"file": weights_name, "taken": told, "notes": notes}, _start(tokens)
    )
    model.load_state_dict(state)
    return model.eval()


def keep(store: RunStore, model: LanguageModel) -> Run:
    """Put a network of `own_network` into the store, as a run with one checkpoint, at step 0.

    Raises
    ------
    InputError
        If the store cannot be written to.
    """
    run = store.create(
        LAB, dataclasses.asdict(model.config), 0, state=UPLOADED, max_steps=0, data_name=model.report["file"]
    )
    path = store.checkpoint_path(run.id, 0)
    try:
        save_weights(path, model, lab=LAB, seed=0, step=0, figures={}, half=False)
        store.add_checkpoint(run.id, 0, path, {})
    except InputError:
        store.delete(run.id)
        raise
    return store.get(run.id)


# ---- the weights ----


def _tensors(data: bytes, name: str) -> dict[str, Tensor]:
    """All tensors of a file, in single precision."""
    if len(data) > LARGEST:
        raise InputError(
            "{name} has {found} MB; at most {most} MB can be inspected. Train a smaller network.",
            name=name, found=len(data) // 2**20, most=LARGEST // 2**20,
        )  # fmt: skip
    if data[:2] in (b"PK", b"\x80\x02", b"\x80\x04"):
        raise InputError(
            "{name} is a pickle, as torch.save writes it, and a pickle can run code where it is opened. Save the state dict with safetensors.torch.save_file instead.",
            name=name,
        )  # fmt: skip
    try:
        tensors = load(data)
    except (SafetensorError, ValueError, KeyError) as error:
        raise InputError(
            "{name} is not a whole file of safetensors ({reason}). Save the state dict with safetensors.torch.save_file.",
            name=name, reason=str(error)[:120],
        ) from error  # fmt: skip
    for each, values in tensors.items():
        if not values.is_floating_point():
            raise InputError(
                "The tensor {name} holds {kind} numbers; weights are floating-point numbers. Save the state dict of the network alone.",
                name=each, kind=str(values.dtype).removeprefix("torch."),
            )  # fmt: skip
        if not values.isfinite().all():
            raise InputError(
                "The tensor {name} holds values that are not numbers (NaN or infinity): the training of this network diverged. Save an earlier state of it.",
                name=each,
            )  # fmt: skip
    return {each: values.float() for each, values in tensors.items()}


def _recurrent_layers(tensors: Mapping[str, Tensor]) -> tuple[list[dict[str, Tensor]], list[Taken]]:
    """The tensors of each recurrent layer by role, from the lowest on."""
    if backwards := [name for name in tensors if name.endswith("_reverse")]:
        raise InputError(
            "This network is bidirectional ({name}): it reads the end of a text first, so it cannot predict it. Expected one that reads forwards only.",
            name=backwards[0],
        )  # fmt: skip
    if projected := [name for name in tensors if "weight_hr" in name]:
        raise InputError(
            "This LSTM projects its hidden state ({name}, proj_size); expected one without.", name=projected[0]
        )
    found = [(name, match) for name in tensors if (match := _RECURRENT.fullmatch(name))]
    modules = sorted({match["module"] or "" for _, match in found})
    if len(modules) != 1:
        raise InputError(
            "Expected the tensors of one nn.LSTM, nn.GRU or nn.RNN (names that end in weight_ih_l0, weight_hh_l0 …), found those of {count} in {names}. Save a language model with one recurrent module.",
            count=len(modules), names=_listed(modules or tensors),
        )  # fmt: skip
    layers: dict[int, dict[str, Tensor]] = {}
    taken = []
    for name, match in found:
        number = int(match["layer"] or 0)
        layers.setdefault(number, {})[match["role"]] = tensors[name]
        taken.append(Taken(match["role"], number, name, tuple(tensors[name].shape)))
    if sorted(layers) != list(range(len(layers))) or any(
        {"weight_ih", "weight_hh"} - layer.keys() for layer in layers.values()
    ):
        raise InputError(
            "Each recurrent layer needs weight_ih and weight_hh, layer after layer from 0 on; found {names}. Save the whole state dict.",
            names=_listed(name for name, _ in found),
        )  # fmt: skip
    return [layers[number] for number in range(len(layers))], taken


def _blocks(layers: Sequence[Mapping[str, Tensor]], taken: Sequence[Taken]) -> int:
    """Gates and candidates of the cell, after a look at all shapes."""
    named = {(each.role, each.layer): each.name for each in taken}
    first = layers[0]["weight_hh"]
    H = first.shape[1] if first.dim() == 2 else 0
    blocks = len(first) // H if H and len(first) % H == 0 else 0
    if blocks not in _KINDS:
        raise InputError(
            "{name} has the shape {shape}; expected (4·H, H) of an LSTM, (3·H, H) of a GRU or (H, H) of an RNN.",
            name=named["weight_hh", 0], shape=tuple(first.shape),
        )  # fmt: skip
    for number, layer in enumerate(layers):
        inputs = layer["weight_ih"].shape[-1] if number == 0 else H
        shapes = {
            "weight_ih": (blocks * H, inputs),
            "weight_hh": (blocks * H, H),
            "bias_ih": (blocks * H,),
            "bias_hh": (blocks * H,),
        }
        for role, values in layer.items():
            if tuple(values.shape) != shapes[role]:
                raise InputError(
                    "{name} has the shape {shape}; expected {expected}, because the hidden size is {hidden}.",
                    name=named[role, number], shape=tuple(values.shape), expected=shapes[role], hidden=H,
                )  # fmt: skip
    return blocks


def _ends(tensors: Mapping[str, Tensor], inputs: int, H: int) -> dict[str, str | None]:
    """The names of embedding, output and its bias among the tensors that are not recurrent."""
    reading = [name for name, values in sorted(tensors.items()) if values.dim() == 2 and values.shape[1] == inputs]
    saying = [name for name, values in sorted(tensors.items()) if values.dim() == 2 and values.shape[1] == H]
    outputs = {
        name
        for name in saying
        if _OUTPUT_NAME.search(name) or re.sub("weight$", "bias", name) in tensors.keys() - {name}
    }
    embedding = _first(reading, _INPUT_NAME.search) or _first(reading, lambda name: name not in outputs)
    others = [name for name in saying if name != embedding]
    output = _first(others, outputs.__contains__) or _first(others or saying, bool)
    if embedding is None and output and inputs == H != len(tensors[output]):
        embedding = output  # tied
    if output is None:
        raise InputError(
            "No output layer was found: expected a matrix with a row a token and {hidden} columns, the hidden size. Beside the recurrent layers there are {names}.",
            hidden=H, names=_shaped(tensors),
        )  # fmt: skip
    V = len(tensors[output])
    if embedding is None and inputs != V:
        raise InputError(
            "No embedding was found: the first recurrent layer reads {inputs} numbers, so expected a matrix with a row a token and {inputs} columns, or, for one-hot input, {inputs} tokens; the output has {tokens}. Beside the recurrent layers there are {names}.",
            inputs=inputs, tokens=V, names=_shaped(tensors),
        )  # fmt: skip
    beside = re.sub("weight$", "bias", output)
    vectors = [name for name, values in tensors.items() if tuple(values.shape) == (V,)]
    bias = beside if beside in vectors else vectors[0] if len(vectors) == 1 else None
    if left := tensors.keys() - {embedding, output, bias}:
        raise InputError(
            "This network has more than an embedding, recurrent layers and an output: {names}. Without these it would compute something else; expected a network without them.",
            names=_shaped({name: tensors[name] for name in sorted(left)}),
        )  # fmt: skip
    return {"embedding": embedding, "output": output, "output_bias": bias}


def _first(names: Sequence[str], fits: Callable[[str], Any]) -> str | None:
    return next(filter(fits, names), None)


def _fitted(embedding: Tensor, weight: Tensor) -> tuple[Tensor, Tensor, bool]:
    """Embedding (V, E) and first weight (G, E) with E in the range of its knob and the same product; and whether they were folded."""
    [knob] = (knob for knob in knobs_of(LanguageConfig) if knob.name == "embedding_size")
    V, E = embedding.shape
    if folded := V <= knob.high < E:
        weight, embedding = (weight.double() @ embedding.double().T).float(), torch.eye(V)  # (G, V), (V, V)
    short = max(0, int(knob.low) - embedding.shape[1])
    pad = torch.nn.functional.pad
    return pad(embedding, (0, short)), pad(weight, (0, short)), folded


def _config(cell: str, layers: int, hidden_size: int, embedding_size: int) -> LanguageConfig:
    """The knobs of such a network; says so if it is larger or smaller than what the page can draw."""
    sizes = {"layers": layers, "hidden_size": hidden_size, "embedding_size": embedding_size}
    for knob in knobs_of(LanguageConfig):
        if knob.name in sizes and not knob.allows(sizes[knob.name]):
            raise InputError(
                "This network has {knob} {found}; networks with {allowed} can be inspected here.",
                knob=knob.name, found=sizes[knob.name], allowed=knob.allowed(),
            )  # fmt: skip
    return LanguageConfig(cell=cell, **sizes)


def _start(tokens: Sequence[str]) -> str | None:
    """What is read before every text: None for what any network here begins with, else a space, else the first token."""
    if BOS in tokens or START in tokens:
        return None
    return " " if " " in tokens else tokens[0]


def _order(role: str, layer: int | None) -> tuple[int, int]:
    """From the input to the output."""
    place = {"embedding": -1, "output": 1000, "output_bias": 1000}.get(role, layer or 0)
    return place, list(WORDS).index(role)


def _listed(names: Iterable[str]) -> str:
    names = list(names)
    return ", ".join(names[:6]) + (" …" if len(names) > 6 else "") or "–"


def _shaped(tensors: Mapping[str, Tensor]) -> str:
    return _listed(f"{name} {tuple(values.shape)}" for name, values in tensors.items())
