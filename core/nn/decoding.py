"""One step of a translator's decoder: what it looks for, where it finds it, and the state that it steps to.

The equations are those of `core.labs.translation.model`; `model` is always such a translator.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor, nn

from core.nn.attention import Attended, Edit, average, edited
from core.nn.encoders import Encoded


class Step(NamedTuple):
    """One step of the decoder.

    Attributes
    ----------
    query : Tensor, shape (B, H)
        The state of the lowest layer that is matched against the source.
    score, alignment : Tensor, shape (B, S), or None
        None without attention.
    context : Tensor, shape (B, H)
        Of width 0 where the decoder is handed nothing.
    hidden_state : Tensor, shape (B, H)
        z_{i+1}, in a stack the output of its top.
    readout : Tensor, shape (B, H)
        What the output layer reads: `hidden_state`, or a_{i+1} where the step comes first.
    """

    query: Tensor
    score: Tensor | None
    alignment: Tensor | None
    context: Tensor
    hidden_state: Tensor
    readout: Tensor


class Decoded(NamedTuple):
    """What the decoder did, step by step: `tokens` (B, T) that it wrote, `logits` (B, T, V), the rest as in `Step`."""

    tokens: Tensor
    logits: Tensor
    query: Tensor
    score: Tensor | None
    alignment: Tensor | None
    context: Tensor
    hidden_state: Tensor


def first_state(model: nn.Module, source: Encoded) -> dict[str, Tensor]:
    """The decoder's state before the first step: the encoder's last in each of its layers, unless it is learnt."""
    layers = 1 + len(model.upper_decoder)
    states = source.last.unsqueeze(1).expand(-1, layers, -1)  # (B, L, H)
    if model.first_state is not None:
        states = model.first_state.expand(len(source.last), -1, -1)  # (B, L, H)
    state = {"hidden_state": states[:, 0]}  # (B, H)
    if model.upper_decoder:
        state["upper"] = states[:, 1:]  # (B, L − 1, H)
    if model.step_first:
        state["fed"] = torch.zeros_like(source.last)  # (B, H)
    return state


def advance(
    model: nn.Module, source: Encoded, state: dict[str, Tensor], y: Tensor, edits: Sequence[Edit] = ()
) -> tuple[Step, dict[str, Tensor]]:
    """One step of the decoder, which reads the embedding y (B, E) of the token before."""
    z, after = state["hidden_state"], {}  # (B, H)
    if model.step_first:
        z = query = _lowest(model, torch.cat([y, state["fed"]], dim=1), z)  # (B, H)
        context, alignment, score = _attend(model, source, query, edits)
    else:
        query = z
        context, alignment, score = _attend(model, source, query, edits)
        z = _lowest(model, torch.cat([y, context], dim=1), z)  # (B, H)
    output = z
    if model.upper_decoder:
        upper = []
        for layer, before in zip(model.upper_decoder, state["upper"].unbind(1), strict=True):
            upper.append(layer(torch.cat([output, context], dim=1), before))  # (B, H)
            output = output + upper[-1]
        after["upper"] = torch.stack(upper, dim=1)  # (B, L − 1, H)
    readout = output
    if model.step_first:
        readout = after["fed"] = torch.tanh(model.combine(torch.cat([context, output], dim=1)))  # (B, H)
    return Step(query, score, alignment, context, output, readout), {"hidden_state": z, **after}


def _lowest(model: nn.Module, x: Tensor, z: Tensor) -> Tensor:
    """The lowest layer's next state (B, H), by its own weights or by those that read the source."""
    weights = model.forward_encoder.weights(0) if model.shared else dict(model.decoder.named_parameters())
    return torch.gru_cell(x, z, *(weights[name] for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")))


def _attend(model: nn.Module, source: Encoded, query: Tensor, edits: Sequence[Edit]) -> Attended:
    """What the decoder is handed at this step: the context, or without attention the last state or nothing."""
    if model.attention is None:
        handed = model.config.hidden_size if model.config.handover == "every_step" else 0
        return Attended(source.last[:, :handed], None, None)
    context, alignment, score = model.attention(query, source.keys, source.annotation, source.mask)
    for edit in edits:
        alignment = edited(alignment, edit)  # (B, S)
        context = average(alignment, source.annotation)  # (B, H)
    return Attended(context, alignment, score)
