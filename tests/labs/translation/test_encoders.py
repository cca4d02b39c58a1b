import numpy as np
import pytest
import torch

from core.nn.encoders import Layer, reverse
from tests.labs.translation.small_translator import batch_of, fresh


def test_bidirectional_encoder_knows_what_comes_later_and_the_other_does_not():
    for encoder, knows in (("bidirectional", True), ("residual", True), ("gnmt", True), ("last_state", False)):
        one, other = (fresh(encoder=encoder).trace(text).annotation.values for text in ("3/5/24", "3/5/25"))
        assert (not np.array_equal(one[0], other[0])) == knows
        assert not np.array_equal(one[-1], other[-1])


@pytest.mark.parametrize("encoder", ["residual", "gnmt"])
def test_stack_whose_upper_layers_give_nothing_passes_the_first_layer_on(encoder):
    model, plain = fresh(encoder=encoder, layers=3), fresh()
    model.load_state_dict(plain.state_dict(), strict=False)
    with torch.no_grad():
        for layer in model.upper_encoder:
            for parameter in layer.parameters():
                parameter.zero_()  # then z = ½ and n = 0, so h stays 0
        stacked, first = (m.encode(batch_of(m, ["5 March 2024"])) for m in (model, plain))
    torch.testing.assert_close(stacked.annotation, first.annotation)
    torch.testing.assert_close(stacked.last, first.last)


@torch.no_grad()
def test_each_layer_of_a_stack_adds_what_it_reads_from_the_one_below():
    model = fresh(encoder="gnmt", layers=2)
    [layer] = model.upper_encoder
    annotation = model.encode(batch_of(model, ["5 March 2024"])).annotation
    plain = fresh()
    plain.load_state_dict(model.state_dict(), strict=False)
    first = plain.encode(batch_of(plain, ["5 March 2024"])).annotation
    torch.testing.assert_close(annotation, first + layer.forwards(first)[0])


def test_only_the_lowest_layer_of_gnmt_reads_in_both_directions():
    assert all(layer.backwards is None for layer in fresh(encoder="gnmt", layers=3).upper_encoder)
    assert all(layer.backwards is not None for layer in fresh(encoder="residual", layers=3).upper_encoder)


@torch.no_grad()
def test_layer_in_both_directions_is_blind_to_padding():
    layer, x = Layer(6, bidirectional=True), torch.randn(1, 5, 6, generator=torch.Generator().manual_seed(0))
    padded = torch.cat([x, torch.ones(1, 3, 6)], dim=1)
    (states, last), (longer, last_padded) = (layer(values, torch.tensor([5])) for values in (x, padded))
    torch.testing.assert_close(states, longer[:, :5])
    torch.testing.assert_close(last, last_padded)


def test_reversing_leaves_padding_at_the_end_and_undoes_itself():
    values = torch.arange(8.0).view(2, 4, 1)
    length = torch.tensor([4, 2])
    assert reverse(values, length).squeeze(2).tolist() == [[3, 2, 1, 0], [5, 4, 6, 7]]
    assert torch.equal(reverse(reverse(values, length), length), values)
