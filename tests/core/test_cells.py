"""The cells against their written-out equations, against torch.nn, and against numerical gradients."""

import pytest
import torch
from torch import Tensor, nn

from core.nn.cells.family import CELL_KEYS, build
from core.nn.cells.gru import GRU
from core.nn.cells.lstm import LSTM
from core.nn.cells.recurrent import Recurrent, windows
from core.nn.equations import unrolled

TORCHS = {"elman": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}
PAIRS = pytest.mark.parametrize("key", TORCHS)
CELLS = pytest.mark.parametrize("key", CELL_KEYS)
LAYERS = pytest.mark.parametrize("layers", [1, 2, 3])
DIRECTIONS = pytest.mark.parametrize("bidirectional", [False, True], ids=["forwards", "both"])
FAMILIES = pytest.mark.parametrize("key", ["elman", "jordan", "gru", "lstm", "lstm_cifg", "lstm_fgr"])
"""One of each sort, where all would only take longer."""

SMALL = (3, 7, 6)
"""(B, T, H) of quick tests."""

LARGE = (32, 3, 128)
"""(B, T, H) at which every product is large enough for oneDNN."""


def random(*shape: int, seed: int = 0, dtype: torch.dtype = torch.float64, grad: bool = False) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(shape, generator=generator, dtype=dtype).requires_grad_(grad)


def states(cell: Recurrent, B: int, **how) -> dict[str, Tensor]:
    shape = cell.num_layers * cell.directions, B, cell.hidden_size
    return {name: random(*shape, seed=n + 10, **how) for n, name in enumerate(cell.states)}


def new(key: str, *sizes: int, dtype: torch.dtype = torch.float32, seed: int = 1, **how) -> Recurrent:
    cell = build(key, *sizes, **how)
    cell.reset_parameters(torch.Generator().manual_seed(seed))
    return cell.to(dtype)


def twins(key: str, input_size: int, hidden_size: int, layers: int, dtype: torch.dtype, bidirectional: bool = False):
    """One of our stacks and one of torch's with the same weights."""
    a = new(key, input_size, hidden_size, layers, dtype=dtype, bidirectional=bidirectional)
    b = TORCHS[key](input_size, hidden_size, layers, batch_first=True, bidirectional=bidirectional).to(dtype)
    b.load_state_dict(a.state_dict(), strict=True)
    return a, b


def read_by_torch(module, x: Tensor, state: dict[str, Tensor]) -> tuple[Tensor, tuple[Tensor, ...]]:
    before = tuple(state.values())
    output, after = module(x, before if len(before) > 1 else before[0])
    return output, after if isinstance(after, tuple) else (after,)


def read_by_equations(
    key: str, cell: Recurrent, x: Tensor, state: dict[str, Tensor]
) -> tuple[Tensor, list[dict[str, Tensor]]]:
    """The output and the gates and states of each layer and direction, worked out step by step."""
    inside = []
    for layer in range(cell.num_layers):
        outputs = []
        for backwards in range(cell.directions):
            place = layer * cell.directions + backwards
            before = {name: values[place] for name, values in state.items()}
            seen = unrolled(key, cell.weights(place), x.flip(1) if backwards else x, before)
            inside.append({name: values.flip(1) if backwards else values for name, values in seen.items()})
            outputs.append(inside[-1][cell.states[0]])
        x = torch.cat(outputs, dim=2)
    return x, inside


@CELLS
@DIRECTIONS
@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_every_gate_and_state_of_every_layer_follows_the_equations(key, bidirectional, layers, size):
    B, T, H = size
    cell = new(key, H, H, layers, bidirectional=bidirectional)
    x, state = random(B, T, H, dtype=torch.float32), states(cell, B, dtype=torch.float32)
    output, _, internals = cell(x, state)
    state = {name: values.double() for name, values in state.items()}
    expected, inside = read_by_equations(key, cell.double(), x.double(), state)
    assert len(internals) == layers * cell.directions
    for found, there in zip(internals, inside, strict=True):
        assert found.keys() == there.keys()
        for name, values in found.items():
            assert values.shape == (B, T, H)
            assert (values - there[name]).abs().max() < 2e-6 * max(1, there[name].abs().max()), name
    assert (output - expected).abs().max() < 2e-6 * max(1, expected.abs().max())


@CELLS
@DIRECTIONS
def test_gradients_agree_with_autograd_through_the_equations(key, bidirectional):
    B, T, H = SMALL
    cell = new(key, 4, H, 2, dtype=torch.float64, bidirectional=bidirectional)
    x, state = random(B, T, 4, grad=True), states(cell, B, grad=True)
    leaves = [x, *state.values(), *cell.parameters()]
    output, after, _ = cell(x, state)
    expected, inside = read_by_equations(key, cell, x, state)
    last = {
        name: [layer[name][:, 0 if n % cell.directions else -1] for n, layer in enumerate(inside)] for name in state
    }
    # Gradients come in through the output and through every final state, each with weights of its own.
    both = [output, *after.values()], [expected, *map(torch.stack, last.values())]
    incoming = [random(*y.shape, seed=20 + n) for n, y in enumerate(both[0])]
    found, truth = (torch.autograd.grad(outputs, leaves, incoming) for outputs in both)
    for mine, autograds in zip(found, truth, strict=True):
        assert (mine - autograds).abs().max() < 1e-12 * max(1, autograds.abs().max())


@PAIRS
@LAYERS
@pytest.mark.parametrize("size", [SMALL, LARGE, (1, 5, 16), (4, 1, 16), (1, 1, 16)])
@DIRECTIONS
def test_output_and_last_state_agree_with_torch(key, bidirectional, layers, size):
    B, T, H = size
    a, b = twins(key, 5, H, layers, torch.float32, bidirectional)
    x, state = random(B, T, 5, dtype=torch.float32), states(a, B, dtype=torch.float32)
    output, after, _ = a(x, state)
    output_b, after_b = read_by_torch(b, x, state)
    assert (output - output_b).abs().max() < 1e-6
    for name, values in zip(a.states, after_b, strict=True):
        assert after[name].shape == (layers * a.directions, B, H)
        assert (after[name] - values).abs().max() < 1e-6


@PAIRS
@LAYERS
@pytest.mark.parametrize("window", [1, 144, None])
def test_gradients_agree_with_torch(key, layers, window, monkeypatch):
    B, T, H = 3, 20, 6
    if window is not None:  # so few numbers make windows of 1 and of 2 steps
        monkeypatch.setattr("core.nn.cells.recurrent._WINDOW", window)
        assert len(windows(T, B * 4 * H)) == {1: 20, 144: 10}[window]
    a, b = twins(key, 4, H, layers, torch.float64)
    x, state = random(B, T, 4, grad=True), states(a, B, grad=True)
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


@FAMILIES
def test_gradients_agree_with_finite_differences(key):
    stack = new(key, 2, 3, 2, dtype=torch.float64, seed=3)
    x, state = random(2, 3, 2, grad=True), states(stack, 2, grad=True)
    names = [name for name, _ in stack.named_parameters()]

    def read(x, *rest):
        before = dict(zip(stack.states, rest, strict=False))
        weights = dict(zip(names, rest[len(stack.states) :], strict=True))
        output, after, _ = torch.func.functional_call(stack, weights, (x, before))
        return output, *after.values()

    assert torch.autograd.gradcheck(read, (x, *state.values(), *stack.parameters()))


@CELLS
def test_large_products_give_the_gradients_of_float64(key):
    B, T, H = LARGE
    stack = new(key, H, H, seed=4)
    found = {}
    for dtype in (torch.float32, torch.float64):
        x = random(B, T, H).to(dtype).requires_grad_()
        output, _, _ = stack.to(dtype)(x)
        loss = (output * random(B, T, H, seed=5).to(dtype)).sum()
        found[dtype] = torch.autograd.grad(loss, [x, *stack.parameters()])
    for single, double in zip(*found.values(), strict=True):
        assert (single - double).abs().max() < 1e-5 * double.abs().max()


def test_gradient_may_come_in_through_the_last_cell_state_alone():
    a, b = twins("lstm", 4, 6, 2, torch.float64)
    x = random(3, 5, 4)
    for last in (a(x)[1]["cell_state"], b(x)[1][1]):
        last.square().sum().backward()
    for mine, torchs in zip(a.parameters(), b.parameters(), strict=True):
        assert (mine.grad - torchs.grad).abs().max() < 1e-12


@CELLS
def test_a_second_backward_pass_finds_the_same_gradients(key):
    stack = new(key, 4, 6, dtype=torch.float64)
    loss = stack(random(2, 5, 4))[0].square().sum()
    first = torch.autograd.grad(loss, list(stack.parameters()), retain_graph=True)
    again = torch.autograd.grad(loss, list(stack.parameters()))
    assert all(torch.equal(a, b) for a, b in zip(first, again, strict=True))


@CELLS
def test_no_two_gradients_share_memory(key):
    stack = new(key, 4, 6, 2)
    stack(random(2, 5, 4, dtype=torch.float32))[0].sum().backward()
    assert len({parameter.grad.data_ptr() for parameter in stack.parameters()}) == len(list(stack.parameters()))
    before = stack.bias_hh_l0.grad.clone()
    stack.bias_ih_l0.grad.zero_()
    assert torch.equal(stack.bias_hh_l0.grad, before)


@PAIRS
@LAYERS
@DIRECTIONS
def test_state_dicts_travel_both_ways(key, layers, bidirectional):
    a = new(key, 4, 6, layers, bidirectional=bidirectional)
    b = TORCHS[key](4, 6, layers, batch_first=True, bidirectional=bidirectional)
    a.load_state_dict(b.state_dict(), strict=True)
    assert [(n, p.shape) for n, p in a.named_parameters()] == [(n, p.shape) for n, p in b.named_parameters()]
    a.reset_parameters(torch.Generator().manual_seed(5))
    b.load_state_dict(a.state_dict(), strict=True)
    assert all(torch.equal(p, q) for p, q in zip(a.parameters(), b.parameters(), strict=True))


@CELLS
def test_reading_in_two_halves_equals_reading_at_once(key):
    stack = new(key, 4, 6, 2, dtype=torch.float64)
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
def test_gradient_flows_from_one_stretch_into_the_one_before(key):
    stack = new(key, 4, 6, dtype=torch.float64)
    x = random(3, 8, 4)
    whole = torch.autograd.grad(stack(x)[0][:, -1].sum(), list(stack.parameters()))
    _, carried, _ = stack(x[:, :5])
    halves = torch.autograd.grad(stack(x[:, 5:], carried)[0][:, -1].sum(), list(stack.parameters()))
    torch.testing.assert_close(halves, whole, rtol=0, atol=1e-12)


@CELLS
@pytest.mark.parametrize("without_gradient", [torch.no_grad, torch.inference_mode])
@pytest.mark.parametrize("size", [SMALL, LARGE, (1, 20, 32)])
def test_tracing_equals_the_training_forward(key, size, without_gradient):
    B, T, H = size
    stack = new(key, H, H, 2)
    x = random(B, T, H, dtype=torch.float32)
    trained = stack(x)
    with without_gradient():
        traced = stack(x)
    assert torch.equal(traced[0], trained[0])
    assert all(torch.equal(traced[1][name], trained[1][name]) for name in stack.states)
    for a, b in zip(traced[2], trained[2], strict=True):
        assert a.keys() == b.keys()
        assert all(torch.equal(a[name], b[name]) for name in a)


@CELLS
def test_a_trace_may_be_carried_on_into_training(key):
    stack = new(key, 4, 6)
    with torch.no_grad():
        output, carried, _ = stack(random(2, 5, 4, dtype=torch.float32))
    more, _, _ = stack(output[:, :, :4], carried)
    more.sum().backward()
    assert all(parameter.grad.isfinite().all() for parameter in stack.parameters())


@CELLS
def test_internals_are_detached_and_share_the_memory_of_the_forward_pass(key):
    stack = new(key, 4, 6)
    output, _, internals = stack(random(2, 5, 4, dtype=torch.float32))
    assert output.requires_grad
    assert not any(values.requires_grad for values in internals[0].values())
    assert internals[0][stack.states[0]].data_ptr() == output.data_ptr()


@CELLS
def test_a_missing_state_is_zero(key):
    stack = new(key, 4, 6, 2)
    x = random(2, 5, 4, dtype=torch.float32)
    zeros = {name: torch.zeros(2, 2, 6) for name in stack.states}
    assert torch.equal(stack(x)[0], stack(x, zeros)[0])


@CELLS
def test_inputs_need_not_be_contiguous(key):
    stack = new(key, 4, 6, dtype=torch.float64)
    x = random(5, 4, 2).permute(2, 0, 1)  # (B, T, I)
    assert torch.equal(stack(x)[0], stack(x.contiguous())[0])


@CELLS
def test_weights_depend_on_the_generator_alone(key):
    stacks = []
    for noise in (1, 2):
        torch.manual_seed(noise)
        stacks.append(build(key, 4, 16, 2))
        stacks[-1].reset_parameters(torch.Generator().manual_seed(6))
    for a, b in zip(stacks[0].parameters(), stacks[1].parameters(), strict=True):
        assert torch.equal(a, b)
        assert 0.15 < a.abs().max() <= 0.25  # 1/√16


@pytest.mark.parametrize(("key", "rows"), [("lstm", (16, 32)), ("gru", (16, 32)), ("lstm_nig", (0, 16))])
def test_a_shift_of_the_forget_bias_moves_the_bias_of_the_gate_that_keeps_alone(key, rows):
    plain, open_ = new(key, 4, 16, 2), new(key, 4, 16, 2)
    open_.shift_forget_bias(3.0)
    for (name, a), (_, b) in zip(plain.named_parameters(), open_.named_parameters(), strict=True):
        added = torch.zeros_like(a)
        if name.startswith("bias_ih"):
            added[slice(*rows)] = 3.0
        torch.testing.assert_close(b - a, added)


@pytest.mark.parametrize("key", ["elman", "jordan", "lstm_nfg"])
def test_a_cell_without_a_gate_that_keeps_has_no_forget_bias(key):
    with pytest.raises(ValueError, match="no gate that keeps"):
        new(key, 4, 6).shift_forget_bias(1.0)
    with pytest.raises(ValueError, match="no gate that keeps"):
        new(key, 4, 6).chrono_(20)


@pytest.mark.parametrize("key", ["lstm", "lstm_peephole", "lstm_fgr", "gru", "lstm_nig"])
def test_chrono_initialisation_spreads_memories_over_the_given_span(key):
    cell = new(key, 4, 500)
    cell.chrono_(50, torch.Generator().manual_seed(2))
    weights = cell.weights(0)
    bias = (weights["bias_ih"] + weights["bias_hh"]).split(500)
    spans = bias[cell.retain_gate].exp()  # uniform in 1 … 49
    assert 1 <= spans.min() < 2
    assert 48 < spans.max() <= 49.001
    assert abs(spans.mean() - 25) < 2.5
    if key in ("lstm", "lstm_peephole", "lstm_fgr"):
        assert torch.equal(bias[0], -bias[1])


@pytest.mark.parametrize(
    ("key", "blocks"),
    [("elman", 1), ("gru", 3), ("lstm", 4), ("lstm_nig", 3), ("lstm_nfg", 3), ("lstm_nog", 3), ("lstm_cifg", 3)],
)
def test_a_part_that_is_left_out_has_no_parameters(key, blocks):
    inputs, H = 5, 6
    peepholes = blocks - 1 if "_" in key else 0
    assert (
        sum(p.numel() for p in new(key, inputs, H).parameters())
        == blocks * (H * inputs + H * H + 2 * H) + peepholes * H
    )


def test_a_coupled_gate_starts_shut_as_far_as_the_memory_shall_last():
    cell = new("lstm_cifg", 4, 500)
    before = cell.bias_ih_l0.detach().clone()
    cell.shift_forget_bias(2.0)
    torch.testing.assert_close(cell.bias_ih_l0[:500], before[:500] - 2)
    cell.chrono_(50, torch.Generator().manual_seed(2))
    kept = 1 - (cell.bias_ih_l0 + cell.bias_hh_l0)[:500].sigmoid()  # f = 1 − i, of the bias alone
    spans = kept / (1 - kept)  # eᵇ, uniform in 1 … 49
    assert 1 <= spans.min() + 1e-3 < 2.1
    assert 48 < spans.max() <= 49.1


@CELLS
def test_a_number_that_is_none_stays_one(key):
    cell = new(key, 4, 20)
    x = random(1, 6, 4, dtype=torch.float32)
    x[0, 3, 0] = float("nan")
    output, _, _ = cell(x)
    assert output[0, :3].isfinite().all()
    assert output[0, 3:].isnan().all()


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
