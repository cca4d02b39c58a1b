import math

import pytest
import torch

from core.knobs import knobs_of
from core.labs.translation.config import TranslationConfig
from core.nn.attention import Attention, Edit, additive, align, bilinear, cosine, dot, edited, scaled_dot

B, S, H = 3, 5, 4
MATCHES = [choice for knob in knobs_of(TranslationConfig) if knob.name == "attention" for choice in knob.choices[1:]]


@pytest.fixture
def numbers():
    return torch.Generator().manual_seed(0)


@pytest.fixture
def query(numbers):
    return torch.randn(B, H, generator=numbers)


@pytest.fixture
def keys(numbers):
    return torch.randn(B, S, H, generator=numbers)


def agrees(score, written_out):
    expected = torch.tensor([[written_out(b, j) for j in range(S)] for b in range(B)])
    torch.testing.assert_close(score, expected)


def product(a, b):
    return sum(float(x) * float(y) for x, y in zip(a, b, strict=True))


def test_dot_is_the_sum_of_products(query, keys):
    agrees(dot(query, keys), lambda b, j: product(query[b], keys[b, j]))


def test_scaled_dot_divides_by_the_root_of_the_size(query, keys):
    agrees(scaled_dot(query, keys), lambda b, j: product(query[b], keys[b, j]) / math.sqrt(H))


def test_cosine_divides_by_both_lengths(query, keys):
    def length(v):
        return math.sqrt(product(v, v))

    agrees(cosine(query, keys), lambda b, j: product(query[b], keys[b, j]) / length(query[b]) / length(keys[b, j]))


def test_bilinear_has_a_weight_for_every_pair_of_units(query, keys, numbers):
    weight = torch.randn(H, H, generator=numbers)
    agrees(
        bilinear(query, keys, weight),
        lambda b, j: sum(float(query[b, m] * weight[m, n] * keys[b, j, n]) for m in range(H) for n in range(H)),
    )


def test_additive_is_a_network_with_one_hidden_layer(query, keys, numbers):
    W, v = torch.randn(H, H, generator=numbers), torch.randn(H, generator=numbers)
    agrees(
        additive(query, keys, W, v),
        lambda b, j: sum(float(v[n]) * math.tanh(product(W[n], query[b]) + float(keys[b, j, n])) for n in range(H)),
    )


def test_additive_attention_multiplies_each_annotation_by_u(query, keys, numbers):
    attention = Attention("additive", H)
    for parameter in attention.parameters():
        torch.nn.init.normal_(parameter, generator=numbers)
    W, U, v = attention.weight, attention.key_weight, attention.v
    with torch.no_grad():
        expected = torch.stack([torch.tanh(query @ W.T + keys[:, j] @ U.T) @ v for j in range(S)], dim=1)
        torch.testing.assert_close(attention.score(query, attention.keys(keys)), expected)


def test_alignment_is_the_softmax_of_the_scores_that_exist():
    alignment = align(torch.tensor([[0.0, math.log(3.0), 7.0]]), torch.tensor([[True, True, False]]))
    torch.testing.assert_close(alignment, torch.tensor([[0.25, 0.75, 0.0]]))


@pytest.mark.parametrize("match", MATCHES)
def test_attention_returns_the_average_of_the_values_and_how_it_came_about(match, query, keys, numbers):
    attention = Attention(match, H)
    for parameter in attention.parameters():
        torch.nn.init.normal_(parameter, generator=numbers)
    values = torch.randn(B, S, H, generator=numbers)
    mask = torch.arange(S) < torch.tensor([[5], [2], [1]])
    context, alignment, score = attention(query, attention.keys(keys), values, mask)
    torch.testing.assert_close(alignment.sum(1), torch.ones(B))
    assert (alignment[~mask] == 0).all()
    torch.testing.assert_close(alignment[mask].log().diff()[:4], score[0].diff())
    torch.testing.assert_close(context, (alignment.unsqueeze(2) * values).sum(1))
    torch.testing.assert_close(context[2], values[2, 0])


def test_without_softmax_a_weight_is_a_score_and_padding_weighs_nothing(query, keys):
    mask = torch.arange(S) < torch.tensor([[5], [2], [1]])
    context, alignment, score = Attention("dot", H, softmax=False)(query, keys, keys, mask)
    assert torch.equal(alignment[mask], score[mask])
    assert (alignment[~mask] == 0).all()
    torch.testing.assert_close(context[2], score[2, 0] * keys[2, 0])


def test_edited_weight_leaves_the_others_in_proportion():
    row = torch.tensor([[0.5, 0.3, 0.2]])
    torch.testing.assert_close(edited(row, Edit(0, 0, 0.75)), torch.tensor([[0.75, 0.15, 0.1]]))
    torch.testing.assert_close(edited(row, Edit(0, 0, 0.75, renormalise=False)), torch.tensor([[0.75, 0.3, 0.2]]))
    torch.testing.assert_close(row, torch.tensor([[0.5, 0.3, 0.2]]))


def test_weight_taken_from_the_only_position_that_had_any_is_shared_equally():
    torch.testing.assert_close(
        edited(torch.tensor([[0.0, 1.0, 0.0]]), Edit(0, 1, 0.4)), torch.tensor([[0.3, 0.4, 0.3]])
    )


def test_position_that_is_alone_keeps_its_weight():
    assert edited(torch.ones(1, 1), Edit(0, 0, 0.2)).item() == 1
    assert edited(torch.ones(1, 1), Edit(0, 0, 0.2, renormalise=False)).item() == pytest.approx(0.2)


def test_unknown_match_function_is_refused(query, keys):
    with pytest.raises(ValueError, match="no match function is called 'guess'"):
        Attention("guess", H).score(query, keys)
