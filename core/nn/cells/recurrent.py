"""What all recurrent cells share: named weights, their start values, and layers that read each other's hidden
states.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor, nn

_onednn = torch.ops.mkldnn._linear_pointwise.default if torch.backends.mkldnn.is_available() else None
"""The matrix product of oneDNN, the library behind `torch.nn.LSTM`; None in a torch built without it."""

Gradients = tuple[Tensor | int | None, ...]
"""What ``backward`` hands to the arguments of ``forward``: None where nobody wants one, 0 where nothing was added."""

_WINDOW = 2**18
"""Numbers in a buffer that stays in the cache, and that the system does not hand out anew, page by page."""


def product(x: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """The product x Wᵀ (+ b) by the faster of torch's two matrix libraries.

    `torch.mm` calls BLAS, which takes up to 2.5 times as long as oneDNN on some processors; but oneDNN takes 10 µs to
    start.

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
    if _onednn is not None and _is_large(x.shape[0], weight):
        return _onednn(x, weight, bias, "none", [], "")
    return torch.nn.functional.linear(x, weight, bias)


def recurrence(weight: Tensor, rows: int) -> Callable[[Tensor], np.ndarray]:
    """The function x ↦ x Wᵀ for x of `rows` rows, with W laid out once for the many steps that use it.

    What it returns is good until its next call.
    """
    if (fast := _onednn) is not None and _is_large(rows, weight):
        packed = torch.ops.mkldnn._reorder_linear_weight(weight.contiguous(), rows)
        return lambda x: fast(x, packed, None, "none", [], "").numpy()
    out = weight.new_empty(rows, weight.shape[0])
    values, columns = out.numpy(), weight.t().contiguous()
    matrix, only_row = weight.contiguous().numpy(), values[0]

    def multiply(x: Tensor) -> np.ndarray:
        torch.mm(x, columns, out=out)
        return values

    def multiply_one(x: Tensor) -> np.ndarray:  # a matrix times one vector is faster in numpy's library
        np.dot(matrix, x.numpy()[0], out=only_row)
        return values

    return multiply_one if rows == 1 else multiply


def _is_large(rows: int, weight: Tensor) -> bool:
    return weight.is_cpu and weight.dtype == torch.float32 and rows * weight.numel() >= 2**21


def windows(T: int, width: int) -> list[slice]:
    """T steps cut into windows so short that a buffer of `width` numbers a step is small enough to be reused."""
    length = max(1, _WINDOW // width)
    return [slice(start, min(start + length, T)) for start in range(0, T, length)]


class LayerGradients:
    """What a layer's inputs and weights take from the gradients da of its sums a = x W_xᵀ + s W_hᵀ + b, window by
    window::

        dx_t = da_t W_x        dW_x = Σ_t da_tᵀ x_t        dW_h = Σ_t da_tᵀ s_{t−1}        db = Σ_t da_t

    Parameters
    ----------
    x : Tensor, shape (T, B, I)
        The layer's inputs, contiguous.
    W_x : Tensor, shape (G, I)
    needs_dx : bool
        Whether anybody wants dx.
    """

    def __init__(self, x: Tensor, W_x: Tensor, needs_dx: bool) -> None:
        self._x, self._W_x, self._needs_dx = x, W_x, needs_dx
        self._dx: list[Tensor] = []
        self.dW_x: Tensor | int = 0
        self.dW_h: Tensor | int = 0
        self.db: Tensor | int = 0

    def add(self, now: slice, da: Tensor, before: Tensor | None = None) -> None:
        """Add a window of time, the later ones first: da (t, B, G), and the states (t, B, R) that W_h was applied
        to.
        """
        rows = da.flatten(0, 1)  # (t·B, G)
        self.dW_x = self.dW_x + product(self._x[now].flatten(0, 1).t(), rows.t()).t()  # (G, I)
        if before is not None:
            self.dW_h = self.dW_h + product(before.flatten(0, 1).t(), rows.t()).t()  # (G, R)
        self.db = self.db + rows.sum(0)  # (G,)
        if self._needs_dx:
            self._dx.append(product(rows, self._W_x.t()).view(*da.shape[:2], -1))  # (t, B, I)

    @property
    def dx(self) -> Tensor | None:
        """(T, B, I), or None if nobody wants it."""
        if not self._needs_dx:
            return None
        return torch.cat(self._dx[::-1]) if len(self._dx) > 1 else self._dx[0]


class Recurrent(nn.Module):
    """A stack of recurrent layers over batch-first sequences; a subclass says what one layer does.

    The parameters of layer l end in ``_l{l}``, those that read backwards in ``_l{l}_reverse``. Where torch has the
    cell, they are named, shaped and ordered as in `torch.nn`, so that state dicts travel both ways: ``weight_ih_l0``
    (blocks·H, I), ``weight_hh_l0`` (blocks·H, H), ``bias_ih_l0`` and ``bias_hh_l0`` (blocks·H,).

    Parameters
    ----------
    input_size, hidden_size : int
        Sizes I of an input vector and H of a hidden state.
    num_layers : int
        Layers; each one above the first reads the hidden states of the one below.
    bidirectional : bool
        Whether each layer also reads from the end to the beginning, with weights of its own.

    Attributes
    ----------
    blocks : int
        Gates and candidates of the cell, a block of H rows in each weight.
    states : tuple of str
        What is carried from step to step.
    retain_gate : int or None
        The block of the gate that keeps the old state: its bias decides how long an untrained network remembers.
    retain_sign : int
        1, or −1 where that gate keeps what it does *not* let through, as the one gate of a coupled pair.
    directions : int
        D, 2 if it reads in both directions, else 1.
    """

    blocks: int
    states: tuple[str, ...] = ("hidden_state",)
    retain_gate: int | None = None
    retain_sign: int = 1

    def __init__(self, input_size: int, hidden_size: int, num_layers: int = 1, *, bidirectional: bool = False) -> None:
        super().__init__()
        if min(input_size, hidden_size, num_layers) < 1:
            raise ValueError(f"sizes and layers are at least 1, not {input_size}, {hidden_size} and {num_layers}")
        self.input_size, self.hidden_size, self.num_layers = input_size, hidden_size, num_layers
        self.directions = 2 if bidirectional else 1
        for place in range(num_layers * self.directions):
            inputs = input_size if place < self.directions else self.directions * hidden_size
            for name, shape in self.shapes(inputs).items():
                self.register_parameter(name + self._suffix(place), nn.Parameter(torch.empty(shape)))
        self.reset_parameters()

    def shapes(self, inputs: int) -> dict[str, tuple[int, ...]]:
        """The parameters of one layer that reads `inputs` numbers: name without layer → shape."""
        rows = self.blocks * self.hidden_size
        return {
            "weight_ih": (rows, inputs),
            "weight_hh": (rows, self.hidden_size),
            "bias_ih": (rows,),
            "bias_hh": (rows,),
        }

    def weights(self, place: int) -> dict[str, Tensor]:
        """The parameters at a place, layer·D + direction, by their names without layer."""
        return {name: getattr(self, name + self._suffix(place)) for name in self.shapes(1)}

    def _suffix(self, place: int) -> str:
        layer, backwards = divmod(place, self.directions)
        return f"_l{layer}{'_reverse' if backwards else ''}"

    def reset_parameters(self, generator: torch.Generator | None = None) -> None:
        """Draw every weight and bias anew, uniformly from ±1/√H, with `generator` (torch's own if None)."""
        bound = self.hidden_size**-0.5
        for parameter in self.parameters():
            nn.init.uniform_(parameter, -bound, bound, generator=generator)

    @torch.no_grad()
    def shift_forget_bias(self, amount: float) -> None:
        """Add `amount` to the bias of the gate that keeps the old state: forget gate (LSTM) or update gate (GRU).

        Where a coupled input gate decides what is kept, `amount` is taken from its bias instead.

        Raises
        ------
        ValueError
            If the cell has no such gate.
        """
        for bias in self._biases(self._keeper()):
            bias += self.retain_sign * amount

    @torch.no_grad()
    def chrono_(self, longest: int, generator: torch.Generator | None = None) -> None:
        """Start with memories of 1 to `longest` steps: biases b = log u, u uniform in 1 … longest − 1.

        The gate that keeps the old state gets b, and an input gate beside it −b; a coupled input gate, f = 1 − i, gets
        −b.

        Raises
        ------
        ValueError
            If the cell has no gate that keeps the old state, or `longest` is below 2.

        References
        ----------
        - Tallec, Ollivier 2018, "Can recurrent neural networks warp time?", the chrono initialisation.
        """
        if longest < 2:
            raise ValueError(f"a memory of {longest} steps needs no gate; at least 2")
        retain_gate = self._keeper()
        for place, bias in enumerate(self._biases(retain_gate)):
            bias.uniform_(1, max(1, longest - 1), generator=generator).log_().mul_(self.retain_sign)
            self.weights(place)["bias_hh"].split(self.hidden_size)[retain_gate].zero_()
            self.close_input_gate(place, bias)

    def close_input_gate(self, place: int, bias: Tensor) -> None:
        """What else changes when the gate that keeps starts at `bias` (H,); nothing, where there is no gate beside
        it.
        """

    def _keeper(self) -> int:
        if self.retain_gate is None:
            raise ValueError(f"{type(self).__name__} has no gate that keeps the old state")
        return self.retain_gate

    def _biases(self, block: int) -> list[Tensor]:
        places = range(self.num_layers * self.directions)
        return [self.weights(place)["bias_ih"].data.split(self.hidden_size)[block] for place in places]

    def forward(
        self, x: Tensor, state: dict[str, Tensor] | None = None
    ) -> tuple[Tensor, dict[str, Tensor], list[dict[str, Tensor]]]:
        """Read sequences and show what happened inside.

        Parameters
        ----------
        x : Tensor, shape (B, T, I)
            Inputs; T = 1 is a single step, as in sampling.
        state : dict of str to Tensor, shape (L·D, B, H), optional
            The states before the first step, by the names of `states`; a missing one is zero. In torch's order: layer 0
            forwards, layer 0 backwards, layer 1 …

        Returns
        -------
        output : Tensor, shape (B, T, D·H)
            What the top layer gives out, forwards and backwards side by side.
        state : dict of str to Tensor, shape (L·D, B, H)
            The states after the last step; with gradient, so detach it to carry it over.
        internals : list of dict of str to Tensor, shape (B, T, H)
            For each layer and direction, in the order of the states, its gates and states at every step of the text,
            detached views that cost nothing to make.

        Raises
        ------
        ValueError
            If `x` has not the shape above or is empty, or `state` has an unknown name or another shape.
        """
        if x.dim() != 3 or x.shape[2] != self.input_size or not x.numel():
            raise ValueError(f"expected x of shape (B, T, {self.input_size}), not empty; found {tuple(x.shape)}")
        before = self._initial_states(x, state or {})  # (L·D, B, H) each
        after, internals = [], []
        y = x.transpose(0, 1)  # (T, B, I)
        for layer in range(self.num_layers):
            outputs = []
            for direction in range(self.directions):
                place = layer * self.directions + direction
                seen = y.flip(0) if direction else y
                out, last, inside = self.read(seen, [s[place] for s in before], self.weights(place))
                outputs.append(out.flip(0) if direction else out)  # (T, B, H)
                after.append(last)
                inside = {name: values.detach() for name, values in inside.items()}  # (T, B, H) each
                internals.append({k: (v.flip(0) if direction else v).transpose(0, 1) for k, v in inside.items()})
            y = torch.cat(outputs, dim=2) if len(outputs) > 1 else outputs[0]  # (T, B, D·H)
        state = {
            name: torch.stack(layers) for name, layers in zip(self.states, zip(*after, strict=True), strict=True)
        }  # (L·D, B, H)
        return y.transpose(0, 1), state, internals

    def read(
        self, x: Tensor, state: list[Tensor], weights: dict[str, Tensor]
    ) -> tuple[Tensor, tuple[Tensor, ...], dict[str, Tensor]]:
        """Run one layer in one direction.

        Parameters
        ----------
        x : Tensor, shape (T, B, I)
            Inputs.
        state : list of Tensor, shape (B, H)
            One a name of `states`.
        weights : dict of str to Tensor
            By the names of `shapes`.

        Returns
        -------
        output : Tensor, shape (T, B, H)
            What the layer gives out.
        last : tuple of Tensor, shape (B, H)
            The states after the last step.
        internals : dict of str to Tensor, shape (T, B, H)
            Every gate and state by name.
        """
        raise NotImplementedError

    def _initial_states(self, x: Tensor, state: dict[str, Tensor]) -> list[Tensor]:
        if unknown := set(state) - set(self.states):
            raise ValueError(f"the states are {', '.join(self.states)}; found {', '.join(sorted(unknown))}")
        shape = (self.num_layers * self.directions, x.shape[0], self.hidden_size)
        for name, values in state.items():
            if values.shape != shape:
                raise ValueError(f"expected {name} of shape (L·D, B, H) = {shape}; found {tuple(values.shape)}")
        return [state[name] if name in state else x.new_zeros(shape) for name in self.states]
