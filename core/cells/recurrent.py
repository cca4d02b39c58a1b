"""What all recurrent cells share: named weights, their start values, and layers that read each other's hidden states."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar

import torch
from torch import Tensor, nn

_onednn = torch.ops.mkldnn._linear_pointwise.default if torch.backends.mkldnn.is_available() else None
"""The matrix product of oneDNN, the library behind `torch.nn.LSTM`; None in a torch built without it."""

_MANY = 1024
"""Numbers from which three fast calls beat one slow call."""

_MINUS_ONE, _TWO, _MINUS_TWO = torch.tensor([-1.0, 2.0, -2.0]).unbind()
"""As tensors: torch converts a Python number anew at every call."""

_WINDOW = 2**20
"""Numbers in a buffer that is small enough to be reused; the system hands out larger ones anew, page by page."""


def product(x: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """The product x Wᵀ (+ b) by the faster of torch's two matrix libraries.

    `torch.mm` calls BLAS, which takes up to 2.5 times as long as oneDNN on some processors; but oneDNN takes 10 µs to start.

    Parameters
    ----------
    x : Tensor, shape (N, I)
        Inputs.
    weight : Tensor, shape (O, I)
        As in `torch.nn.Linear`.
    bias : Tensor, shape (O,), optional
        Added to every row.

    Returns
    -------
    Tensor, shape (N, O)
    """
    if _is_large(x.shape[0], weight):
        return _onednn(x, weight, bias, "none", [], "")
    return torch.nn.functional.linear(x, weight, bias)


def adder(weight: Tensor, rows: int, times: int) -> Callable[[Tensor, Tensor, Tensor], Tensor]:
    """The function (total, x, out) that writes total + x Wᵀ to `out`: `product`, prepared for `times` x of `rows` rows."""
    if _is_large(rows, weight):
        return lambda total, x, out: torch.add(total, _onednn(x, weight, None, "none", [], ""), out=out)
    columns = weight.t() if times < 64 else weight.t().contiguous()
    return lambda total, x, out: torch.addmm(total, x, columns, out=out)


def _is_large(rows: int, weight: Tensor) -> bool:
    suits = _onednn is not None and weight.is_cpu and weight.dtype == torch.float32
    return suits and rows * weight.numel() >= 2**21


def tanh(x: Tensor, out: Tensor) -> Tensor:
    """Write tanh x to `out`: for many numbers as 2σ(2x) − 1, because torch's tanh takes six times as long as its σ."""
    if x.numel() < _MANY:
        return torch.tanh(x, out=out)
    return spread(torch.mul(x, _TWO, out=out).sigmoid_())


def gated_tanh(gate: Tensor, x: Tensor, out: Tensor) -> Tensor:
    """Write gate ∘ tanh x to `out`: for many numbers as gate − 2 gate ∘ σ(−2x), a call less than `tanh` and a product."""
    if x.numel() < _MANY:
        return torch.mul(gate, torch.tanh(x, out=out), out=out)
    return torch.addcmul(gate, gate, torch.mul(x, _MINUS_TWO, out=out).sigmoid_(), value=-2, out=out)


def spread(s: Tensor) -> Tensor:
    """Spread 0 … 1 to −1 … 1, in place: 2s − 1."""
    return torch.add(_MINUS_ONE, s, alpha=2, out=s)


def windows(T: int, width: int) -> list[slice]:
    """T steps cut into windows so short that buffers of `width` numbers a step are small enough to be reused."""
    length = max(1, _WINDOW // width)
    return [slice(start, min(start + length, T)) for start in range(0, T, length)]


def steps(*sequences: Tensor, backwards: bool = False) -> Iterator[tuple[Tensor, ...]]:
    """Walk along time: at each step the slices of all sequences (T, …), which share their memory.

    Walk in `torch.inference_mode`: without autograd's bookkeeping, slices and what is done to them cost a third less. They
    are cut a few at a time, because thousands of new objects would wake Python's garbage collector.
    """
    order = reversed if backwards else iter
    unrecorded = (s.new_empty(0).set_(s).split(16) for s in sequences)
    for pieces in zip(*map(order, unrecorded), strict=True):
        yield from zip(*(order(piece.unbind()) for piece in pieces), strict=True)


class Recurrent(nn.Module):
    """A stack of recurrent layers over batch-first sequences; a subclass says what one layer does.

    Layer l holds ``weight_ih_l{l}`` (blocks·H, I), ``weight_hh_l{l}`` (blocks·H, H), ``bias_ih_l{l}`` and ``bias_hh_l{l}``
    (blocks·H,), named, shaped and ordered as in `torch.nn`, so that state dicts travel both ways.

    Parameters
    ----------
    input_size, hidden_size : int
        Sizes I of an input vector and H of a hidden state.
    num_layers : int
        Layers; each one above the first reads the hidden states of the one below.

    Attributes
    ----------
    blocks : int
        Gates and candidates of the cell, a block of H rows in each weight.
    states : tuple of str
        What is carried from step to step.
    """

    blocks: ClassVar[int]
    states: ClassVar[tuple[str, ...]]

    def __init__(self, input_size: int, hidden_size: int, num_layers: int = 1) -> None:
        super().__init__()
        if min(input_size, hidden_size, num_layers) < 1:
            raise ValueError(f"sizes and layers are at least 1, not {input_size}, {hidden_size} and {num_layers}")
        self.input_size, self.hidden_size, self.num_layers = input_size, hidden_size, num_layers
        rows = self.blocks * hidden_size
        for layer in range(num_layers):
            size = hidden_size if layer else input_size
            self.register_parameter(f"weight_ih_l{layer}", nn.Parameter(torch.empty(rows, size)))
            self.register_parameter(f"weight_hh_l{layer}", nn.Parameter(torch.empty(rows, hidden_size)))
            self.register_parameter(f"bias_ih_l{layer}", nn.Parameter(torch.empty(rows)))
            self.register_parameter(f"bias_hh_l{layer}", nn.Parameter(torch.empty(rows)))
        self.reset_parameters()

    def reset_parameters(self, generator: torch.Generator | None = None) -> None:
        """Draw every weight and bias anew, uniformly from ±1/√H, with `generator` (torch's own if None)."""
        bound = self.hidden_size**-0.5
        for parameter in self.parameters():
            nn.init.uniform_(parameter, -bound, bound, generator=generator)

    def forward(
        self, x: Tensor, state: dict[str, Tensor] | None = None
    ) -> tuple[Tensor, dict[str, Tensor], list[dict[str, Tensor]]]:
        """Read sequences and show what happened inside.

        Parameters
        ----------
        x : Tensor, shape (B, T, I)
            Inputs; T = 1 is a single step, as in sampling.
        state : dict of str to Tensor, shape (L, B, H), optional
            The states before the first step, by the names of `states`; a missing one is zero.

        Returns
        -------
        output : Tensor, shape (B, T, H)
            Hidden states of the top layer.
        state : dict of str to Tensor, shape (L, B, H)
            The states after the last step; with gradient, so detach it to carry it over.
        internals : list of dict of str to Tensor, shape (B, T, H)
            For each layer its gates and states at every step, detached views that cost nothing to make.

        Raises
        ------
        ValueError
            If `x` has not the shape above or is empty, or `state` has an unknown name or another shape.
        """
        if x.dim() != 3 or x.shape[2] != self.input_size or not x.numel():
            raise ValueError(f"expected x of shape (B, T, {self.input_size}), not empty; found {tuple(x.shape)}")
        before = self._initial_states(x, state or {})  # (L, B, H) each
        after, internals = [], []
        y = x.transpose(0, 1)  # (T, B, I)
        for layer in range(self.num_layers):
            weights = [getattr(self, f"{name}_l{layer}") for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")]
            y, last, inside = self.read(y, [s[layer] for s in before], weights)  # (T, B, H), (B, H) each
            after.append(last)
            internals.append({name: values.detach().transpose(0, 1) for name, values in inside.items()})  # (B, T, H)
        state = {
            name: torch.stack(layers) for name, layers in zip(self.states, zip(*after, strict=True), strict=True)
        }  # (L, B, H)
        return y.transpose(0, 1), state, internals

    def read(
        self, x: Tensor, state: list[Tensor], weights: list[Tensor]
    ) -> tuple[Tensor, tuple[Tensor, ...], dict[str, Tensor]]:
        """Run one layer.

        Parameters
        ----------
        x : Tensor, shape (T, B, I)
            Inputs.
        state : list of Tensor, shape (B, H)
            One a name of `states`.
        weights : list of Tensor
            weight_ih, weight_hh, bias_ih, bias_hh.

        Returns
        -------
        hidden_state : Tensor, shape (T, B, H)
            The output of the layer.
        last : tuple of Tensor, shape (B, H)
            The states after the last step.
        internals : dict of str to Tensor, shape (T, B, H)
            Every gate and state by name.
        """
        raise NotImplementedError

    def _initial_states(self, x: Tensor, state: dict[str, Tensor]) -> list[Tensor]:
        if unknown := set(state) - set(self.states):
            raise ValueError(f"the states are {', '.join(self.states)}; found {', '.join(sorted(unknown))}")
        shape = (self.num_layers, x.shape[0], self.hidden_size)
        for name, values in state.items():
            if values.shape != shape:
                raise ValueError(f"expected {name} of shape (L, B, H) = {shape}; found {tuple(values.shape)}")
        return [state[name] if name in state else x.new_zeros(shape) for name in self.states]
