"""The LSTM on a lattice: its waves, and its gradients against those of autograd."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.nn.cells.lattice import LatticeLSTM, lattice
from core.nn.cells.lstm import LSTM

LEFT_AND_UP = ((0, -1), (-1, 0))
RIGHT_AND_UP = ((0, 1), (-1, 0))
ROW_ABOVE = ((-1, -1), (-1, 0), (-1, 1))

WIRINGS = {
    "one memory along the row": (LEFT_AND_UP, (0, 0), (0,)),
    "from the right": (RIGHT_AND_UP, (0, 0), (0,)),
    "a row at once": (ROW_ABOVE, (0, 0, 0), (1,)),
    "a memory for each axis": (LEFT_AND_UP, (0, 1), (0, 1)),
    "depth too": (LEFT_AND_UP, (0, 1), (0, 1, None)),
}
each_wiring = pytest.mark.parametrize("wiring", WIRINGS.values(), ids=WIRINGS)


def cell(wiring, height=3, width=4, inputs=5, hidden=3, dtype=torch.float64) -> LatticeLSTM:
    neighbours, reads, memories = wiring
    made = LatticeLSTM(inputs, hidden, lattice(height, width, neighbours), reads, memories)
    made.initialise(torch.Generator().manual_seed(0))
    return made.to(dtype)


def place_by_place(cell: LatticeLSTM, x, below=None):
    """The equations of the docstring, one place after the other, by autograd."""
    P, H, N = len(x), cell.hidden_size, cell.axes
    zeros = x.new_zeros(x.shape[1], N * H)
    h, c = [zeros] * (P + 1), [zeros] * (P + 1)
    order, grid = cell.lattice.order, cell.lattice
    for at, place in enumerate(order):
        outside = [P if n == P else order[n] for n in grid.sources[at]]
        s = torch.cat([h[n][:, axis * H : axis * H + H] for n, axis in zip(outside, cell.reads, strict=True)], 1)
        a = x[place] @ cell.weight_ih.T + s @ cell.weight_hh.T + cell.bias
        states = []
        for k, rows in enumerate(a.split(4 * H, 1)):
            i, f, g, o = rows.split(H, 1)
            memory = cell.before[at, k]
            before = below[place] if memory > P else c[P if memory == P else order[memory]][:, k * H : k * H + H]
            now = f.sigmoid() * before + i.sigmoid() * g.tanh()
            states.append((o.sigmoid() * now.tanh(), now))
        h[place], c[place] = (torch.cat(each, 1) for each in zip(*states, strict=True))
    return torch.stack(h[:P]), torch.stack(c[:P])


def inputs(made: LatticeLSTM, B=2):
    generator = torch.Generator().manual_seed(1)
    P, dtype = made.lattice.height * made.lattice.width, made.bias.dtype
    x = torch.randn(P, B, made.weight_ih.shape[1], generator=generator, dtype=dtype, requires_grad=True)
    below = torch.randn(P, B, made.hidden_size, generator=generator, dtype=dtype, requires_grad=True)
    return (x, below) if made.deep else (x,)


@each_wiring
def test_states_and_gradients_are_those_of_autograd(wiring):
    made = cell(wiring)
    given = inputs(made)
    weight = torch.randn(2, 12, 2, made.axes * 3, generator=torch.Generator().manual_seed(2), dtype=torch.float64)
    leaves = [*given, made.weight_ih, made.weight_hh, made.bias]
    outcomes = []
    for h, c in (made(*given)[:2], place_by_place(made, *given)):
        loss = (torch.stack((h, c)) * weight).sum()
        outcomes.append((h, c, *torch.autograd.grad(loss, leaves)))
    for ours, theirs in zip(*outcomes, strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-9, atol=1e-11)


@each_wiring
def test_single_precision_is_as_exact_as_it_can_be(wiring):
    exact = cell(wiring)
    single = cell(wiring, dtype=torch.float32)
    given = inputs(exact)
    torch.testing.assert_close(
        single(*(each.float() for each in given))[0], exact(*given)[0].float(), rtol=1e-4, atol=1e-5
    )


@each_wiring
def test_a_memory_carried_from_place_to_place_holds_the_same_states(wiring):
    made = cell(wiring)
    given = [each.detach() for each in inputs(made)]
    h, c, _ = made(*given)
    memory = made.memory(2)
    with torch.no_grad():
        for place in made.lattice.order:
            now = memory.step(int(place), *(each[place] for each in given))
            for ours, theirs in zip(now, (h[place], c[place]), strict=True):
                torch.testing.assert_close(ours, theirs, rtol=1e-12, atol=1e-12)


def test_what_is_shown_are_the_gates_that_made_the_states():
    made = cell(WIRINGS["a memory for each axis"])
    h, c, inside = made(*inputs(made))
    assert {name: tuple(values.shape) for name, values in inside.items()} == dict.fromkeys(
        ("input_gate", "forget_gate", "candidate", "output_gate", "cell_state", "hidden_state"), (12, 2, 2, 3)
    )
    torch.testing.assert_close(inside["output_gate"] * inside["cell_state"].tanh(), inside["hidden_state"])
    torch.testing.assert_close(inside["hidden_state"].flatten(2), h.detach())
    first = inside["input_gate"][0] * inside["candidate"][0]  # nothing was remembered before
    torch.testing.assert_close(first.flatten(1), c[0].detach())


def test_a_lattice_of_one_row_is_an_lstm():
    made = cell((((0, -1),), (0,), (0,)), height=1, width=6)
    torch_like = LSTM(5, 3).double()
    with torch.no_grad():
        torch_like.weight_ih_l0.copy_(made.weight_ih)
        torch_like.weight_hh_l0.copy_(made.weight_hh)
        torch_like.bias_ih_l0.copy_(made.bias)
        torch_like.bias_hh_l0.zero_()
    (x,) = inputs(made)
    torch.testing.assert_close(made(x)[0].transpose(0, 1), torch_like(x.transpose(0, 1))[0])


def test_waves_are_rows_or_diagonals():
    assert lattice(3, 4, ROW_ABOVE).moments.reshape(3, 4).tolist() == [[0] * 4, [1] * 4, [2] * 4]
    row, column = np.indices((3, 4))
    assert (lattice(3, 4, LEFT_AND_UP).moments.reshape(3, 4) == row + column).all()
    assert (lattice(3, 4, RIGHT_AND_UP).moments.reshape(3, 4) == row + 3 - column).all()
    assert [wave.stop - wave.start for wave in lattice(3, 4, LEFT_AND_UP).waves] == [1, 2, 3, 3, 2, 1]


def test_places_that_wait_for_each_other_are_refused():
    with pytest.raises(ValueError, match="wait for each other"):
        _ = lattice(2, 2, ((0, 1), (0, -1))).moments


def test_what_a_state_reaches_follows_the_neighbours():
    reached = lattice(3, 4, ROW_ABOVE).reached(np.eye(12, dtype=bool))
    assert reached[9].reshape(3, 4).astype(int).tolist() == [[1, 1, 1, 1], [1, 1, 1, 0], [0, 1, 0, 0]]
