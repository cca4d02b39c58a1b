import math

import torch

from core.nn.attention import additive, align
from core.nn.location_attention import LocationAttention

B, S, H, K, WIDTH = 2, 9, 5, 3, 5


def drawn(width: int = WIDTH) -> tuple[LocationAttention, dict[str, torch.Tensor]]:
    generator = torch.Generator().manual_seed(0)
    attention = LocationAttention(H, K, width).double()
    for parameter in attention.parameters():
        torch.nn.init.normal_(parameter, generator=generator)
    shapes = {"query": (B, H), "annotation": (B, S, H), "before": (B, S)}
    values = {name: torch.randn(shape, generator=generator, dtype=torch.float64) for name, shape in shapes.items()}
    values["before"] = values["before"].softmax(1)
    values["mask"] = torch.arange(S) < torch.tensor([[S], [S - 3]])
    return attention, values


def attended(attention, values):
    keys = attention.keys(values["annotation"])
    return attention(values["query"], keys, values["annotation"], values["mask"], values["before"])


def test_location_attention_is_the_equation_written_out():
    attention, values = drawn()
    found = attended(attention, values)
    W, U, F, Q, b, v = (
        parameter.tolist()
        for parameter in (
            attention.weight,
            attention.key_weight,
            attention.filters,
            attention.location_weight,
            attention.bias,
            attention.v,
        )
    )
    for row in range(B):
        z, h, alpha = (values[name][row].tolist() for name in ("query", "annotation", "before"))
        length = int(values["mask"][row].sum())
        scores = []
        for j in range(length):
            seen = [alpha[j + n - WIDTH // 2] if 0 <= j + n - WIDTH // 2 < S else 0.0 for n in range(WIDTH)]
            f = [sum(F[k][n] * seen[n] for n in range(WIDTH)) for k in range(K)]
            e = 0.0
            for unit in range(H):
                total = b[unit] + sum(W[unit][m] * z[m] + U[unit][m] * h[j][m] for m in range(H))
                e += v[unit] * math.tanh(total + sum(Q[unit][k] * f[k] for k in range(K)))
            scores.append(e)
        weights = [math.exp(e) / sum(map(math.exp, scores)) for e in scores]
        context = [sum(weights[j] * h[j][unit] for j in range(length)) for unit in range(H)]
        torch.testing.assert_close(found.score[row, :length], torch.tensor(scores, dtype=torch.float64))
        torch.testing.assert_close(found.alignment[row, :length], torch.tensor(weights, dtype=torch.float64))
        torch.testing.assert_close(found.context[row], torch.tensor(context, dtype=torch.float64))
        assert not found.alignment[row, length:].any()


def test_without_what_the_filters_see_it_is_additive_attention():
    attention, values = drawn()
    with torch.no_grad():
        attention.location_weight.zero_()
        attention.bias.zero_()
    score = additive(
        values["query"], values["annotation"] @ attention.key_weight.T, attention.weight, attention.v
    )  # (B, S)
    torch.testing.assert_close(attended(attention, values).alignment, align(score, values["mask"]))


def test_the_same_sound_heard_twice_is_told_apart_by_where_one_listened_before():
    attention, values = drawn()
    values["annotation"] = values["annotation"][:, :1].expand(B, S, H)
    values["before"] = torch.eye(S, dtype=torch.float64)[[2, 2]]
    score = attended(attention, values).score
    assert score[0].round(decimals=9).unique().numel() == WIDTH + 1  # the filters see the place, or not


def test_filters_of_even_width_count_as_the_next_odd_one():
    assert drawn(4)[0].filters.shape == drawn(5)[0].filters.shape


def test_gradients_are_those_of_small_changes():
    attention, values = drawn()
    leaves = [values[name].clone().requires_grad_() for name in ("query", "annotation", "before")]

    def attend(query, annotation, before, *_):
        return attended(attention, values | {"query": query, "annotation": annotation, "before": before})

    assert torch.autograd.gradcheck(attend, [*leaves, *attention.parameters()])
