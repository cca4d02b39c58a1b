"""The weights of a network that was trained elsewhere: a state dict of torch, its layers recognised.

The recurrent layers are told by their names, which are torch's; embedding and output by their shapes, and only where
these leave a choice by their names. What is left over would change what the network computes, so nothing may be left
over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from safetensors.torch import load
from torch import Tensor

from core.errors import InputError, refusing
from core.limits import MEGABYTE, limits

WORDS = {
    "embedding": "embedding, one row per token",
    "weight_ih": "recurrent layer {layer}: from its input",
    "weight_hh": "recurrent layer {layer}: from its last hidden state",
    "bias_ih": "recurrent layer {layer}: bias",
    "bias_hh": "recurrent layer {layer}: second bias",
    "output": "output, one row per token",
    "output_bias": "output: bias",
}
"""What a tensor can be taken for, in the order in which it is used (message ids of the catalogues)."""

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


@dataclass(frozen=True, eq=False)
class OwnWeights:
    """The parts of a language model, V tokens, E inputs, H units, in single precision.

    Attributes
    ----------
    cell : str
        A key of `core.nn.cells.family.CELLS`.
    layers : list of dict of str to Tensor
        Of each recurrent layer ``weight_ih``, ``weight_hh`` and perhaps ``bias_ih``, ``bias_hh``, shaped as in torch.
    embedding : Tensor, shape (V, E), or None
        None for one-hot input.
    output : Tensor, shape (V, H)
    output_bias : Tensor, shape (V,), or None
    taken : list of Taken
        From the input to the output.
    """

    cell: str
    layers: list[dict[str, Tensor]]
    embedding: Tensor | None
    output: Tensor
    output_bias: Tensor | None
    taken: list[Taken]


def own_weights(data: bytes, name: str) -> OwnWeights:
    """The language model that lies in a file of safetensors.

    Parameters
    ----------
    data : bytes
        An embedding (or none, for one-hot input), a `torch.nn.LSTM`, ``GRU`` or ``RNN`` in one direction, and a linear
        output; in modules of any name.
    name : str
        What its owner calls it.

    Raises
    ------
    InputError
        If it cannot be read or is something else; the sentence says what was found and what was expected.
    """
    tensors = _tensors(data, name)
    layers, taken = _recurrent_layers(tensors)
    blocks, (_, E), H = _blocks(layers, taken), layers[0]["weight_ih"].shape, layers[0]["weight_hh"].shape[1]
    recurrent = {each.name for each in taken}
    ends = _ends({each: values for each, values in tensors.items() if each not in recurrent}, E, H)
    embedding, output, output_bias = _at(tensors, ends.embedding), tensors[ends.output], _at(tensors, ends.output_bias)
    if embedding is not None and len(embedding) != len(output):
        raise InputError(
            "{embedding} has {rows} rows, {output} has {tokens}; both must have one row for each token of the"
            " vocabulary.",
            embedding=ends.embedding,
            rows=len(embedding),
            output=ends.output,
            tokens=len(output),
        )
    taken += [
        Taken(role, None, end, tuple(tensors[end].shape)) for role, end in ends._asdict().items() if end is not None
    ]
    return OwnWeights(_KINDS[blocks], layers, embedding, output, output_bias, sorted(taken, key=_place))


def _at(tensors: Mapping[str, Tensor], name: str | None) -> Tensor | None:
    return None if name is None else tensors[name]


def _tensors(data: bytes, name: str) -> dict[str, Tensor]:
    """All tensors of a file, in single precision."""
    if len(data) > (most := limits().weights_mb) * MEGABYTE:
        raise InputError(
            "{name} has {found} MB; at most {most} MB can be inspected. Train a smaller network.",
            name=name,
            found=len(data) // 2**20,
            most=f"{most:g}",
        )
    if data[:2] in (b"PK", b"\x80\x02", b"\x80\x04"):
        raise InputError(
            "{name} is a pickle, as torch.save writes it, and a pickle can run code where it is opened. Save the state"
            " dict with safetensors.torch.save_file instead.",
            name=name,
        )
    with refusing(
        "{name} is not a whole file of safetensors ({reason}). Save the state dict with safetensors.torch.save_file.",
        name=name,
    ):
        tensors = load(data)
    for each, values in tensors.items():
        if not values.is_floating_point():
            raise InputError(
                "The tensor {name} holds {kind} numbers; weights are floating-point numbers. Save the state dict of the"
                " network alone.",
                name=each,
                kind=str(values.dtype).removeprefix("torch."),
            )
        if not values.float().isfinite().all():  # of eight bits torch cannot tell
            raise InputError(
                "The tensor {name} holds values that are not numbers (NaN or infinity): the training of this network"
                " diverged. Save an earlier state of it.",
                name=each,
            )
    return {each: values.float() for each, values in tensors.items()}


def _recurrent_layers(tensors: Mapping[str, Tensor]) -> tuple[list[dict[str, Tensor]], list[Taken]]:
    """The tensors of each recurrent layer by role, from the lowest on."""
    if backwards := [name for name in tensors if name.endswith("_reverse")]:
        raise InputError(
            "This network is bidirectional ({name}): it reads the end of a text first, so it cannot predict it."
            " Expected one that reads forwards only.",
            name=backwards[0],
        )
    if projected := [name for name in tensors if "weight_hr" in name]:
        raise InputError(
            "This LSTM projects its hidden state ({name}, proj_size); expected one without.", name=projected[0]
        )
    found = [(name, match) for name in tensors if (match := _RECURRENT.fullmatch(name))]
    modules = sorted({match["module"] or "" for _, match in found})
    if len(modules) != 1:
        raise InputError(
            "Expected the tensors of one nn.LSTM, nn.GRU or nn.RNN (names that end in weight_ih_l0, weight_hh_l0 …),"
            " found those of {count} in {names}. Save a language model with one recurrent module.",
            count=len(modules),
            names=_listed(modules or tensors),
        )
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
            "Each recurrent layer needs weight_ih and weight_hh, layer after layer from 0 on; found {names}. Save the"
            " whole state dict.",
            names=_listed(name for name, _ in found),
        )
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
            name=named["weight_hh", 0],
            shape=tuple(first.shape),
        )
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
                    name=named[role, number],
                    shape=tuple(values.shape),
                    expected=shapes[role],
                    hidden=H,
                )
    return blocks


class _Ends(NamedTuple):
    """The names of the tensors at both ends."""

    embedding: str | None
    output: str
    output_bias: str | None


def _ends(tensors: Mapping[str, Tensor], inputs: int, H: int) -> _Ends:
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
    if inputs == H and others and not outputs and not any(map(_INPUT_NAME.search, reading)):
        raise InputError(
            "Which of {names} is the embedding and which the output cannot be told: they have the same shape, and names"
            " that say neither. Give the modules names such as embedding and output.",
            names=_listed(reading),
        )
    output = _first(others, outputs.__contains__) or _first(others or saying, bool)
    if embedding is None and output and inputs == H != len(tensors[output]):
        embedding = output  # tied
    if output is None:
        raise InputError(
            "No output layer was found: expected a matrix with one row per token and {hidden} columns, the hidden"
            " size. Beside the recurrent layers there are {names}.",
            hidden=H,
            names=_shaped(tensors),
        )
    V = len(tensors[output])
    if embedding is None and inputs != V:
        raise InputError(
            "No embedding was found: the first recurrent layer reads {inputs} numbers, so expected a matrix with one"
            " row per token and {inputs} columns, or, for one-hot input, {inputs} tokens; the output has {tokens}."
            " Beside the recurrent layers there are {names}.",
            inputs=inputs,
            tokens=V,
            names=_shaped(tensors),
        )
    beside = re.sub("weight$", "bias", output)
    vectors = [name for name, values in tensors.items() if tuple(values.shape) == (V,)]
    bias = beside if beside in vectors else vectors[0] if len(vectors) == 1 else None
    if left := tensors.keys() - {embedding, output, bias}:
        raise InputError(
            "This network has more than an embedding, recurrent layers and an output: {names}. Without these it would"
            " compute something else; expected a network without them.",
            names=_shaped({name: tensors[name] for name in sorted(left)}),
        )
    return _Ends(embedding, output, bias)


def _first(names: Sequence[str], fits: Callable[[str], Any]) -> str | None:
    return next(filter(fits, names), None)


def _place(taken: Taken) -> tuple[int, int]:
    """From the input to the output."""
    first = {"embedding": -1, "output": 1_000, "output_bias": 1_000}
    return first.get(taken.role, taken.layer or 0), list(WORDS).index(taken.role)


def _listed(names: Iterable[str]) -> str:
    names = list(names)
    return ", ".join(names[:6]) + (" …" if len(names) > 6 else "") or "–"


def _shaped(tensors: Mapping[str, Tensor]) -> str:
    return _listed(f"{name} {tuple(values.shape)}" for name, values in tensors.items())
