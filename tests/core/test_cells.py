"""The cells against their written-out equations, against torch.nn, and against numerical gradients."""

import pytest
import torch
from torch import Tensor, nn

from core.cells.gru import GRU
from core.cells.lstm import LSTM
from core.cells.recurrent import Recurrent, adder, gated_tanh, product, tanh, windows

PAIRS = pytest.mark.parametrize(("ours", "theirs"), [(LSTM, nn.LSTM), (GRU, nn.GRU)], ids=["lstm", "gru"])
CELLS = pytest.mark.parametrize("cell", [LSTM, GRU], ids=["lstm", "gru"])
LAYERS = pytest.mark.parametrize("layers", [1, 2, 3])

SMALL = (3, 7, 6)
"""(B, T, H) of quick tests."""

LARGE = (32, 3, 128)
"""(B, T, H) at which every product is large enough for oneDNN."""


def random(*shape: int, seed: int = 0, dtype: torch.dtype = torch.float64, grad: bool = False) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(shape, generator=generator, dtype=dtype).requires_grad_(grad)


def states(cell: type[Recurrent], layers: int, B: int, H: int, **how) -> dict[str, Tensor]:
    return {name: random(layers, B, H, seed=n + 10, **how) for n, name in enumerate(cell.states)}


def twins(ours, theirs, input_size: int, hidden_size: int, layers: int, dtype: torch.dtype):
    """One of our stacks and one of torch's with the same weights."""
    generator = torch.Generator().manual_seed(1)
    a = ours(input_size, hidden_size, layers).to(dtype)
    a.reset_parameters(generator)
    b = theirs(input_size, hidden_size, layers, batch_first=True).to(dtype)
    b.load_state_dict(a.state_dict(), strict=True)
    return a, b


def read_by_torch(module, x: Tensor, state: dict[str, Tensor]) -> tuple[Tensor, tuple[Tensor, ...]]:
    before = tuple(state.values())
    output, after = module(x, before if len(before) > 1 else before[0])
    return output, after if isinstance(after, tuple) else (after,)


def lstm_equations(weights: list[Tensor], x: Tensor, h: Tensor, c: Tensor) -> dict[str, Tensor]:
    """The gates and states (B, T, H) of one layer, one equation a line."""
    W_i, W_h, b_i, b_h = weights
    seen = []
    for x_t in x.unbind(1):
        a_i, a_f, a_g, a_o = (x_t @ W_i.T + b_i + h @ W_h.T + b_h).chunk(4, dim=1)
        i, f, g, o = a_i.sigmoid(), a_f.sigmoid(), a_g.tanh(), a_o.sigmoid()
        c = f * c + i * g
        h = o * c.tanh()
        seen.append((i, f, o, g, c, h))
    names = "input_gate", "forget_gate", "output_gate", "candidate", "cell_state", "hidden_state"
    return {name: torch.stack(values, dim=1) for name, values in zip(names, zip(*seen, strict=True), strict=True)}


def gru_equations(weights: list[Tensor], x: Tensor, h: Tensor) -> dict[str, Tensor]:
    """The gates and states (B, T, H) of one layer, one equation a line."""
    W_i, W_h, b_i, b_h = weights
    seen = []
    for x_t in x.unbind(1):
        i_r, i_z, i_n = (x_t @ W_i.T + b_i).chunk(3, dim=1)
        h_r, h_z, h_n = (h @ W_h.T + b_h).chunk(3, dim=1)
        r, z = (i_r + h_r).sigmoid(), (i_z + h_z).sigmoid()
        n = (i_n + r * h_n).tanh()
        h = z * h + (1 - z) * n
        seen.append((r, z, n, h))
    names = "reset_gate", "update_gate", "candidate", "hidden_state"
    return {name: torch.stack(values, dim=1) for name, values in zip(names, zip(*seen, strict=True), strict=True)}


EQUATIONS = {LSTM: lstm_equations, GRU: gru_equations}


@CELLS
@LAYERS
@pytest.mark.parametrize(("size", "dtype"), [(SMALL, torch.float64), (SMALL, torch.float32), (LARGE, torch.float32)])
def test_every_gate_and_state_of_every_layer_follows_the_equations(cell, layers, size, dtype):
    B, T, H = size
    stack, _ = twins(cell, {LSTM: nn.LSTM, GRU: nn.GRU}[cell], H, H, layers, dtype)
    x, state = random(B, T, H, dtype=dtype), states(cell, layers, B, H, dtype=dtype)
    output, _, internals = stack(x, state)

    below = x.double()  # the equations are worked out in float64
    for layer, inside in enumerate(internals):
        weights = [
            getattr(stack, f"{name}_l{layer}").double() for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        ]
        expected = EQUATIONS[cell](weights, below, *(values[layer].double() for values in state.values()))
        assert inside.keys() == expected.keys()
        for name, values in inside.items():
            assert values.shape == (B, T, H)
            assert (values - expected[name]).abs().max() < 1e-6, name
        below = expected["hidden_state"]
    assert (output - below).abs().max() < 1e-6


@PAIRS
@LAYERS
@pytest.mark.parametrize("size", [SMALL, LARGE, (1, 5, 16), (4, 1, 16), (1, 1, 16)])
def test_output_and_last_state_agree_with_torch(ours, theirs, layers, size):
    B, T, H = size
    a, b = twins(ours, theirs, 5, H, layers, torch.float32)
    x, state = random(B, T, 5, dtype=torch.float32), states(ours, layers, B, H, dtype=torch.float32)
    output, after, _ = a(x, state)
    output_b, after_b = read_by_torch(b, x, state)
    assert (output - output_b).abs().max() < 1e-6
    for name, values in zip(ours.states, after_b, strict=True):
        assert after[name].shape == (layers, B, H)
        assert (after[name] - values).abs().max() < 1e-6


@PAIRS
@pytest.mark.parametrize("layers", [1, 2, 3])
@pytest.mark.parametrize("window", [1, 200, None])
def test_gradients_agree_with_torch(ours, theirs, layers, window, monkeypatch):
    B, T, H = 3, 20, 6
    if window is not None:  # so few numbers make windows of 1 and of 2 steps
        monkeypatch.setattr("core.cells.recurrent._WINDOW", window)
        assert len(windows(T, B * 4 * H)) == {1: 20, 200: 10}[window]
    a, b = twins(ours, theirs, 4, H, layers, torch.float64)
    x, state = random(B, T, 4, grad=True), states(ours, layers, B, H, grad=True)
    output, after, _ = a(x, state)
    output_b, after_b = read_by_torch(b, x, state)
    # Gradients come in through the output and through every final state, each with weights of its own.
    leaves = [output, *after.values()], [output_b, *after_b]
    incoming = [random(*y.shape, seed=20 + n) for n, y in enumerate(leaves[0])]
    found = torch.autograd.grad(leaves[0], [x, *state.values(), *a.parameters()], incoming)
    expected = torch.autograd.grad(leaves[1], [x, *state.values(), *b.parameters()], incoming)
    for mine, torchs in zip(found, expected, strict=True):
        assert mine.shape == torchs.shape
        assert (mine - torchs).abs().max() < 1e-12 * max(1, torchs.abs().max())


@CELLS
def test_gradients_agree_with_finite_differences(cell):
    stack = cell(2, 3, 2).double()
    stack.reset_parameters(torch.Generator().manual_seed(3))
    x, state = random(2, 3, 2, grad=True), states(cell, 2, 2, 3, grad=True)
    names = [name for name, _ in stack.named_parameters()]

    def read(x, *rest):
        before = dict(zip(cell.states, rest, strict=False))
        weights = dict(zip(names, rest[len(cell.states) :], strict=True))
        output, after, _ = torch.func.functional_call(stack, weights, (x, before))
        return output, *after.values()

    assert torch.autograd.gradcheck(read, (x, *state.values(), *stack.parameters()))


@CELLS
def test_large_products_give_the_gradients_of_float64(cell):
    B, T, H = LARGE
    stack = cell(H, H)
    stack.reset_parameters(torch.Generator().manual_seed(4))
    found = {}
    for dtype in (torch.float32, torch.float64):
        x = random(B, T, H).to(dtype).requires_grad_()
        output, _, _ = stack.to(dtype)(x)
        loss = (output * random(B, T, H, seed=5).to(dtype)).sum()
        found[dtype] = torch.autograd.grad(loss, [x, *stack.parameters()])
    for single, double in zip(*found.values(), strict=True):
        assert (single - double).abs().max() < 1e-5 * double.abs().max()


def test_gradient_may_come_in_through_the_last_cell_state_alone():
    a, b = twins(LSTM, nn.LSTM, 4, 6, 2, torch.float64)
    x = random(3, 5, 4)
    for last in (a(x)[1]["cell_state"], b(x)[1][1]):
        last.square().sum().backward()
    for mine, torchs in zip(a.parameters(), b.parameters(), strict=True):
        assert (mine.grad - torchs.grad).abs().max() < 1e-12


@CELLS
def test_a_second_backward_pass_finds_the_same_gradients(cell):
    stack = cell(4, 6).double()
    loss = stack(random(2, 5, 4))[0].square().sum()
    first = torch.autograd.grad(loss, list(stack.parameters()), retain_graph=True)
    again = torch.autograd.grad(loss, list(stack.parameters()))
    assert all(torch.equal(a, b) for a, b in zip(first, again, strict=True))


@CELLS
def test_no_two_gradients_share_memory(cell):
    stack = cell(4, 6, 2)
    stack(random(2, 5, 4, dtype=torch.float32))[0].sum().backward()
    assert len({parameter.grad.data_ptr() for parameter in stack.parameters()}) == 8
    before = stack.bias_hh_l0.grad.clone()
    stack.bias_ih_l0.grad.zero_()
    assert torch.equal(stack.bias_hh_l0.grad, before)


@PAIRS
@LAYERS
def test_state_dicts_travel_both_ways(ours, theirs, layers):
    a, b = ours(4, 6, layers), theirs(4, 6, layers, batch_first=True)
    a.load_state_dict(b.state_dict(), strict=True)
    assert [(n, p.shape) for n, p in a.named_parameters()] == [(n, p.shape) for n, p in b.named_parameters()]
    a.reset_parameters(torch.Generator().manual_seed(5))
    b.load_state_dict(a.state_dict(), strict=True)
    assert all(torch.equal(p, q) for p, q in zip(a.parameters(), b.parameters(), strict=True))


@CELLS
@LAYERS
def test_reading_in_two_halves_equals_reading_at_once(cell, layers):
    stack = cell(4, 6, layers).double()
    x = random(3, 8, 4)
    output, after, internals = stack(x)
    first, carried, inside_first = stack(x[:, :5])
    second, last, inside_second = stack(x[:, 5:], carried)
    torch.testing.assert_close(torch.cat((first, second), dim=1), output, rtol=0, atol=1e-12)
    torch.testing.assert_close(last, after, rtol=0, atol=1e-12)
    for whole, a, b in zip(internals, inside_first, inside_second, strict=True):
        for name, values in whole.items():
            torch.testing.assert_close(torch.cat((a[name], b[name]), dim=1), values, rtol=0, atol=1e-12)


@CELLS
def test_gradient_flows_from_one_stretch_into_the_one_before(cell):
    stack = cell(4, 6).double()
    x = random(3, 8, 4)
    whole = torch.autograd.grad(stack(x)[0][:, -1].sum(), list(stack.parameters()))
    _, carried, _ = stack(x[:, :5])
    halves = torch.autograd.grad(stack(x[:, 5:], carried)[0][:, -1].sum(), list(stack.parameters()))
    torch.testing.assert_close(halves, whole, rtol=0, atol=1e-12)


@CELLS
@pytest.mark.parametrize("without_gradient", [torch.no_grad, torch.inference_mode])
@pytest.mark.parametrize("size", [SMALL, LARGE, (1, 20, 32)])
def test_tracing_equals_the_training_forward(cell, size, without_gradient):
    B, T, H = size
    stack = cell(H, H, 2)
    x = random(B, T, H, dtype=torch.float32)
    trained = stack(x)
    with without_gradient():
        traced = stack(x)
    assert torch.equal(traced[0], trained[0])
    assert all(torch.equal(traced[1][name], trained[1][name]) for name in cell.states)
    for a, b in zip(traced[2], trained[2], strict=True):
        assert a.keys() == b.keys()
        assert all(torch.equal(a[name], b[name]) for name in a)


@CELLS
def test_a_trace_may_be_carried_on_into_training(cell):
    stack = cell(4, 6)
    with torch.no_grad():
        output, carried, _ = stack(random(2, 5, 4, dtype=torch.float32))
    more, _, _ = stack(output[:, :, :4], carried)
    more.sum().backward()
    assert all(parameter.grad.isfinite().all() for parameter in stack.parameters())


@CELLS
def test_internals_are_detached_and_share_the_memory_of_the_forward_pass(cell):
    output, _, internals = cell(4, 6)(random(2, 5, 4, dtype=torch.float32))
    assert output.requires_grad
    assert not any(values.requires_grad for values in internals[0].values())
    assert internals[0]["hidden_state"].data_ptr() == output.data_ptr()


@CELLS
def test_a_missing_state_is_zero(cell):
    stack = cell(4, 6, 2)
    x = random(2, 5, 4, dtype=torch.float32)
    zeros = {name: torch.zeros(2, 2, 6) for name in cell.states}
    assert torch.equal(stack(x)[0], stack(x, zeros)[0])


@CELLS
def test_inputs_need_not_be_contiguous(cell):
    stack = cell(4, 6).double()
    x = random(5, 4, 2).permute(2, 0, 1)  # (B, T, I)
    assert torch.equal(stack(x)[0], stack(x.contiguous())[0])


@CELLS
def test_weights_depend_on_the_generator_alone(cell):
    stacks = []
    for noise in (1, 2):
        torch.manual_seed(noise)
        stacks.append(cell(4, 16, 2))
        stacks[-1].reset_parameters(torch.Generator().manual_seed(6))
    for a, b in zip(stacks[0].parameters(), stacks[1].parameters(), strict=True):
        assert torch.equal(a, b)
        assert 0.2 < a.abs().max() <= 0.25  # 1/√16


def test_forget_bias_is_added_to_the_input_bias_of_the_forget_gate_alone():
    plain, open_ = LSTM(4, 16, 2), LSTM(4, 16, 2)
    plain.reset_parameters(torch.Generator().manual_seed(7))
    open_.reset_parameters(torch.Generator().manual_seed(7), forget_bias=3.0)
    for (name, a), (_, b) in zip(plain.named_parameters(), open_.named_parameters(), strict=True):
        added = torch.zeros_like(a)
        if name.startswith("bias_ih"):
            added[16:32] = 3.0
        torch.testing.assert_close(b - a, added)


@pytest.mark.parametrize("shape", [(2, 5), (2, 5, 3), (2, 0, 4), (0, 5, 4)])
def test_inputs_of_a_wrong_shape_are_refused_with_both_shapes(shape):
    with pytest.raises(ValueError, match=r"\(B, T, 4\).*found \(" + ", ".join(map(str, shape))):
        LSTM(4, 6)(torch.zeros(shape))


def test_states_of_a_wrong_name_or_shape_are_refused():
    x = torch.zeros(2, 5, 4)
    with pytest.raises(ValueError, match="the states are hidden_state; found cell_state"):
        GRU(4, 6)(x, {"cell_state": torch.zeros(1, 2, 6)})
    with pytest.raises(ValueError, match=r"\(1, 2, 6\); found \(2, 6\)"):
        GRU(4, 6)(x, {"hidden_state": torch.zeros(2, 6)})


@pytest.mark.parametrize("sizes", [(0, 6, 1), (4, 0, 1), (4, 6, 0)])
def test_a_stack_without_units_or_layers_is_refused(sizes):
    with pytest.raises(ValueError, match="at least 1"):
        LSTM(*sizes)


@pytest.mark.parametrize("rows", [1, 200])
@pytest.mark.parametrize("times", [1, 100])
@pytest.mark.parametrize("transposed", [False, True])
def test_both_matrix_libraries_give_the_same_product(rows, times, transposed):
    x, bias = random(rows, 128, dtype=torch.float32), random(96, dtype=torch.float32)
    weight = random(128, 96, dtype=torch.float32).t() if transposed else random(96, 128, dtype=torch.float32)
    expected = x.double() @ weight.double().t()  # (rows, 96)
    assert (product(x, weight, bias) - expected - bias).abs().max() < 1e-4
    total = random(rows, 96, dtype=torch.float32, seed=1)
    found = adder(weight, rows, times)(total, x, torch.empty(rows, 96))
    assert (found - total - expected).abs().max() < 1e-4


@pytest.mark.parametrize("numbers", [100, 5000])
def test_tanh_of_few_and_of_many_numbers(numbers):
    x, gate = 3 * random(numbers), random(numbers, seed=1).sigmoid()
    out = torch.empty(numbers)
    assert (tanh(x.float(), out) - x.tanh()).abs().max() < 2e-7
    assert (gated_tanh(gate.float(), x.float(), out) - gate * x.tanh()).abs().max() < 2e-7
