"""The family of recurrent cells: their keys, names and files, for whoever offers a choice. Imports no torch."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from core.nn.kind import NetworkKind, named

if TYPE_CHECKING:
    from core.nn.cells.recurrent import Recurrent


@dataclass(frozen=True)
class CellKind(NetworkKind):
    """One kind of recurrent cell.

    Attributes
    ----------
    options : dict
        What the class is told beside its sizes: the variant of an LSTM.
    """

    options: dict[str, Any] = field(default_factory=dict)

    @property
    def code(self) -> tuple[str, str]:
        """Where its code stands in the project: the equations that define it, and what computes the same fast."""
        return f"core/nn/equations.py:{self.key}", self.file


_GREFF = "Greff et al. 2017"


def _variant(key: str, name: str, variant: str, origin: str = _GREFF) -> CellKind:
    return CellKind(key, name, origin, "core.nn.cells.lstm:LSTM", {"variant": variant})


CELLS = (
    CellKind("elman", "Elman", "Elman 1990", "core.nn.cells.elman:Elman"),
    CellKind("jordan", "Jordan", "Jordan 1986", "core.nn.cells.jordan:Jordan"),
    CellKind("gru", "GRU", "Cho et al. 2014", "core.nn.cells.gru:GRU"),
    _variant("lstm", "LSTM", "NP", "Hochreiter & Schmidhuber 1997; Gers et al. 2000"),
    _variant("lstm_peephole", "LSTM with peepholes", "V", "Gers & Schmidhuber 2000"),
    _variant("lstm_nig", "LSTM without input gate (NIG)", "NIG"),
    _variant("lstm_nfg", "LSTM without forget gate (NFG)", "NFG"),
    _variant("lstm_nog", "LSTM without output gate (NOG)", "NOG"),
    _variant("lstm_niaf", "LSTM without input activation (NIAF)", "NIAF"),
    _variant("lstm_noaf", "LSTM without output activation (NOAF)", "NOAF"),
    _variant("lstm_cifg", "LSTM with coupled gates (CIFG)", "CIFG"),
    _variant("lstm_fgr", "LSTM with full gate recurrence (FGR)", "FGR"),
)
"""Every kind, from the simplest on."""

CELL_KEYS = tuple(kind.key for kind in CELLS)

UNBOUNDED = {"lstm_niaf": "candidate", "lstm_noaf": "hidden_state"}
"""What has no range in a cell that lacks its activation, by key (see `core.trace.schema.check`)."""


def kind_of(key: str) -> CellKind:
    """The kind named `key`.

    Raises
    ------
    KeyError
        If there is none.
    """
    return named(key, CELLS)


def build(
    key: str, input_size: int, hidden_size: int, num_layers: int = 1, *, bidirectional: bool = False
) -> Recurrent:
    """A new cell of that kind (parameters as in `core.nn.cells.recurrent.Recurrent`)."""
    kind = kind_of(key)
    return kind.network(input_size, hidden_size, num_layers, bidirectional=bidirectional, **kind.options)


def prepare() -> None:
    """Compile all inner loops: some seconds once a machine, a moment ever after."""
    import numpy as np
    import torch

    from core.nn.cells.lattice import LatticeLSTM, lattice
    from core.nn.dilated import add_product, gated_layer

    for key in ("elman", "jordan", "gru", "lstm"):
        output, _, _ = build(key, 2, 2)(torch.zeros(1, 2, 2))
        output.sum().backward()
    grid = LatticeLSTM(2, 2, lattice(2, 2, ((0, -1), (-1, 0))), (0, 1), (0, 1))
    hidden, _, _ = grid(torch.zeros(4, 1, 2))
    hidden.sum().backward()
    column = np.zeros((1, 2), np.float32)
    weight = np.zeros((2, 4), np.float32)
    gated_layer(column, column, np.zeros((1, 4), np.float32), weight, weight, np.zeros((1, 2), np.float32))
    add_product(column, weight, np.zeros((1, 4), np.float32))
