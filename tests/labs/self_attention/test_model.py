"""The network of self-attention: its arithmetic against torch's own, its mask, its symmetries, and its trace."""

from itertools import product

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.functional import scaled_dot_product_attention

from core.errors import InputError
from core.labs.self_attention.config import SelfAttentionConfig
from core.labs.self_attention.data import read_puzzle
from core.labs.self_attention.model import MultiHead, SelfAttention, attend, sinusoids
from core.labs.self_attention.task import SelfAttentionTask
from core.trace.exports import exported

B, N, T, D = 3, 4, 7, 5
COPYING, BRACKETS = read_puzzle("KDQF"), read_puzzle("([]{})")
either_mask = pytest.mark.parametrize("causal", [True, False])


def network(**knobs) -> SelfAttention:
    """An untrained network, always the same for the same knobs."""
    task = SelfAttentionTask(SelfAttentionConfig(**{"hidden_size": 24} | knobs))
    return task.model(torch.Generator().manual_seed(0)).eval()


def numbers(*shape: int) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(1), dtype=torch.float64)


def tokens_of(model: SelfAttention, count: int = 2, length: int = 9) -> torch.Tensor:
    return torch.randint(len(model.vocabulary), (count, length), generator=torch.Generator().manual_seed(2))


@either_mask
def test_attention_and_its_gradient_are_those_of_torch(causal):
    ours, theirs = ([part.clone().requires_grad_() for part in numbers(3, B, N, T, D)] for _ in range(2))
    context = attend(*ours, causal).context
    expected = scaled_dot_product_attention(*theirs, is_causal=causal)
    torch.testing.assert_close(context, expected)
    direction = numbers(B, N, T, D)
    for own, other in zip(
        torch.autograd.grad(context, ours, direction), torch.autograd.grad(expected, theirs, direction), strict=True
    ):
        torch.testing.assert_close(own, other)


@either_mask
@pytest.mark.parametrize("heads", [1, 2, 4, 8])
def test_heads_together_are_torch_multihead_attention(heads, causal):
    H = 16
    ours = MultiHead(H, heads, causal).double()
    theirs = nn.MultiheadAttention(H, heads, batch_first=True, dtype=torch.float64)
    theirs.load_state_dict(
        {
            "in_proj_weight": ours.query_key_value.weight,
            "in_proj_bias": ours.query_key_value.bias,
            "out_proj.weight": ours.mix.weight,
            "out_proj.bias": ours.mix.bias,
        }
    )
    x = numbers(B, T, H)
    mask = torch.ones(T, T, dtype=torch.bool).triu(1) if causal else None
    expected, weights = theirs(x, x, x, attn_mask=mask, average_attn_weights=False)
    found, attended = ours(x)
    torch.testing.assert_close(found, expected)
    torch.testing.assert_close(attended.alignment, weights)


def test_gradient_of_the_whole_network_is_that_of_finite_differences():
    model = network(hidden_size=8, heads=2, layers=2).double()
    tokens = tokens_of(model, 1, 5)
    weight = model.blocks[0].attention.query_key_value.weight
    model(tokens)[0].logsumexp(-1).sum().backward()
    for place in ((0, 0), (9, 3), (20, 7)):  # in the query's, the key's and the value's part
        sides = []
        for step in (1e-6, -1e-6):
            with torch.no_grad():
                weight[place] += step
                sides.append(float(model(tokens)[0].logsumexp(-1).sum()))
                weight[place] -= step
        assert (sides[0] - sides[1]) / 2e-6 == pytest.approx(float(weight.grad[place]), rel=1e-5, abs=1e-8)


@either_mask
def test_rows_of_the_alignment_sum_to_one_and_the_future_has_no_weight(causal):
    attended = attend(*numbers(3, B, N, T, D), causal)
    torch.testing.assert_close(attended.alignment.sum(-1), torch.ones(B, N, T, dtype=torch.float64))
    future = attended.alignment[..., torch.ones(T, T, dtype=torch.bool).triu(1)]
    assert bool((future == 0).all()) == causal
    assert torch.isfinite(attended.score).all()


@pytest.mark.parametrize(("layers", "heads"), [*product((1, 2, 3), range(1, 9))])
def test_changing_the_future_never_changes_the_past(layers, heads):
    model = network(layers=layers, heads=heads, hidden_size=8 * heads)
    tokens = tokens_of(model)
    before = model(tokens)[0]
    for place in (1, 5, 8):
        changed = tokens.clone()
        changed[:, place:] = (changed[:, place:] + 1) % len(model.vocabulary)
        after = model(changed)[0]
        torch.testing.assert_close(after[:, :place], before[:, :place], rtol=0, atol=0)
        assert not torch.equal(after[:, place:], before[:, place:])


def test_without_a_mask_the_future_changes_the_past():
    model = network(causal=False)
    tokens = tokens_of(model)
    changed = tokens.clone()
    changed[:, -1] = (changed[:, -1] + 1) % len(model.vocabulary)
    assert not torch.equal(model(changed)[0][:, 0], model(tokens)[0][:, 0])


def test_without_positions_and_mask_exchanging_tokens_exchanges_answers():
    model = network(positions="none", causal=False).double()
    tokens = tokens_of(model)
    order = torch.randperm(tokens.shape[1], generator=torch.Generator().manual_seed(3))
    torch.testing.assert_close(model(tokens[:, order])[0], model(tokens)[0][:, order])


@pytest.mark.parametrize("positions", ["sinusoidal", "learnt"])
def test_with_positions_exchanging_tokens_does_more(positions):
    model = network(positions=positions, causal=False).double()
    tokens = tokens_of(model)
    assert not torch.allclose(model(tokens.flip(1))[0], model(tokens)[0].flip(1))


def test_under_the_mask_alone_the_last_answer_does_not_depend_on_the_order_before_it():
    model = network(positions="none", layers=1).double()
    tokens = tokens_of(model)
    shuffled = torch.cat((tokens[:, :-1].flip(1), tokens[:, -1:]), dim=1)
    torch.testing.assert_close(model(shuffled)[0][:, -1], model(tokens)[0][:, -1])


def test_sinusoids_of_a_shift_are_rotations():
    P = sinusoids(40, 16).double()
    near, far = P[3:20] @ P[5:22].T, P[13:30] @ P[15:32].T  # the same differences, ten positions on
    torch.testing.assert_close(near, far, rtol=0, atol=1e-5)
    torch.testing.assert_close(P.square().sum(1), torch.full((40,), 8.0, dtype=torch.float64), rtol=0, atol=1e-5)


@pytest.mark.parametrize(
    ("knobs", "expected"),
    [
        ({}, 2 * (3 * 24 * 25 + 24 * 25 + 2 * 24 + 4 * 24 * 25 + 24 * 97 + 2 * 24) + 64 * 24 + 2 * 24),
        ({"heads": 1}, 2 * (3 * 24 * 25 + 24 * 25 + 2 * 24 + 4 * 24 * 25 + 24 * 97 + 2 * 24) + 64 * 24 + 2 * 24),
        ({"mlp": False, "positions": "none"}, 2 * (3 * 24 * 25 + 24 * 25 + 2 * 24) + 2 * 24),
        ({"mlp": False, "positions": "sinusoidal", "layer_norm": False, "layers": 1}, 3 * 24 * 25 + 24 * 25),
        ({"architecture": "gru"}, 2 * 6 * (24 * 24 + 24)),
    ],
)
def test_parameters_are_those_one_counts(knobs, expected):
    ends = 27 * 24 + 27 * 25  # embedding and output layer
    assert sum(weights.numel() for weights in network(**knobs).parameters()) == ends + expected


def test_trace_of_attention_is_labelled():
    trace = network(layers=3).trace(COPYING)
    assert trace.sizes == {
        "layer": 3,
        "head": 4,
        "target": 10,
        "source": 10,
        "unit": 6,
        "feature": 24,
        "vocabulary": 27,
    }
    assert "".join(trace["target_token"].values) == "".join(trace["source_token"].values) == "|KDQF|KDQF"
    assert trace["answer"].values.tolist() == [""] * 5 + ["K", "D", "Q", "F", "|"]
    assert trace["gold_alignment"].values.nonzero()[1].tolist() == [1, 2, 3, 4, 5]
    assert exported(trace, ".nc")


@pytest.mark.parametrize("architecture", ["elman", "gru", "lstm"])
def test_trace_of_a_cell_has_its_states_and_no_heads(architecture):
    trace = network(task="brackets", architecture=architecture).trace(BRACKETS)
    assert trace["hidden_state"].sizes == {"layer": 2, "time": 7, "unit": 24}
    assert "alignment" not in trace
    assert trace["answer"].values.tolist() == ["", "", "", "]", "", "}", ")"]


def test_numbers_of_the_trace_obey_the_equations():
    trace = network().trace(COPYING).astype(np.float64)
    score = (trace["query"] * trace["key"]).sum("unit") / np.sqrt(trace.sizes["unit"])
    np.testing.assert_allclose(score.transpose(*trace["score"].dims), trace["score"], atol=1e-5)
    visible = np.tri(10, dtype=bool)
    weights = np.where(visible, np.exp(trace["score"]), 0)
    np.testing.assert_allclose(weights / weights.sum(-1, keepdims=True), trace["alignment"], atol=1e-5)
    context = (trace["alignment"] * trace["value"]).sum("source")
    np.testing.assert_allclose(context.transpose(*trace["context"].dims), trace["context"], atol=1e-5)


def test_silenced_head_finds_nothing_and_changes_the_answers():
    model = network()
    whole, silent = model.trace(COPYING), model.trace(COPYING, silenced=((1, 2),))
    assert (silent["context"].isel(layer=1, head=2) == 0).all()
    np.testing.assert_array_equal(silent["context"].isel(layer=0), whole["context"].isel(layer=0))
    assert not np.allclose(silent["logit"], whole["logit"])
    everything = tuple(product(range(2), range(4)))
    assert (model.trace(COPYING, silenced=everything)["context"] == 0).all()


def test_layer_whose_heads_are_all_silent_adds_only_its_bias():
    model = network(layers=1, mlp=False)
    with torch.no_grad():
        model.blocks[0].attention.mix.bias.normal_(generator=torch.Generator().manual_seed(4))
    tokens = tokens_of(model)
    x = model.embedding(tokens) + model.encoding[: tokens.shape[1]]
    expected = model.output(model.norm(x + model.blocks[0].attention.mix.bias))
    torch.testing.assert_close(model(tokens, [(0, head) for head in range(4)])[0], expected)


@pytest.mark.parametrize(
    "knobs", [{}, {"positions": "none"}, {"architecture": "gru"}, {"task": "brackets", "layers": 1}]
)
def test_rebuilt_network_says_the_same(knobs):
    model = network(**knobs)
    again = SelfAttention.rebuild(model.config, model.header())
    again.load_state_dict(model.state_dict())
    tokens = tokens_of(model)
    torch.testing.assert_close(again.eval()(tokens)[0], model(tokens)[0], rtol=0, atol=0)


@pytest.mark.parametrize(
    ("knobs", "puzzle", "silenced", "words"),
    [
        ({}, BRACKETS, (), "learnt to copy letters"),
        ({"task": "brackets"}, COPYING, (), "learnt to close brackets"),
        ({}, COPYING, ((2, 0),), "no head 1 in layer 3"),
        ({}, COPYING, ((0, 4),), "no head 5 in layer 1"),
        ({"architecture": "gru"}, COPYING, ((0, 0),), "no head 1 in layer 1"),
    ],
)
def test_what_a_network_cannot_read_is_said_in_one_sentence(knobs, puzzle, silenced, words):
    with pytest.raises(InputError, match=words):
        network(**knobs).trace(puzzle, silenced)


def test_sequence_beyond_the_last_position_is_refused():
    model = SelfAttention.rebuild(network().config, network().header() | {"limit": 8})
    with pytest.raises(InputError, match="10 tokens are too many: at most 8"):
        model.trace(COPYING)


def test_heads_must_divide_the_hidden_size():
    with pytest.raises(InputError, match="5 heads cannot share 32 numbers"):
        SelfAttentionConfig(heads=5)
