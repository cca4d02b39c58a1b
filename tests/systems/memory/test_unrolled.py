"""A network that must remember, unrolled: its losses are those of training, and every task knows what is right."""

from __future__ import annotations

import pytest
import torch

from core.errors import InputError
from core.nn.unrolled import COPIES
from core.systems.memory.task import loss_of
from core.systems.memory.unrolled import unrolled_sequence
from tests.systems.memory.test_model import TEXT, network


@pytest.mark.parametrize(
    ("task", "targets"),
    [("recall", "333333"), ("latest", "333333"), ("adding", ["0", "0.31", "0.31", "0.71", "0.71", "0.71"])],
)
def test_the_last_loss_is_the_one_that_training_lowers(task, targets):
    model = network(task=task)
    reading = unrolled_sequence(model, TEXT[task], 6)
    assert reading.targets == list(targets)
    _, x = model.read(TEXT[task])
    said, _ = model(x[None])
    answer = torch.tensor([3 if task != "adding" else 0.71])
    loss = loss_of(task, said[:, -1], answer)
    assert reading.network.losses[-1] == pytest.approx(float(loss.detach()), rel=1e-4)


def test_the_latest_digit_is_right_from_where_it_stands():
    assert unrolled_sequence(network(task="latest"), "3ab5c1d", 7).targets == list("3335511")
    assert unrolled_sequence(network(task="recall"), "3ab5c1d", 7).targets == list("3333333")


def test_a_sequence_without_a_digit_has_no_error_to_send_back():
    with pytest.raises(InputError, match="no digit"):
        unrolled_sequence(network(task="recall"), "abcd", 4)


def test_the_copies_end_where_one_asks():
    reading = unrolled_sequence(network(task="recall"), "3" + "abcd" * 10, 30)
    assert (reading.network.begin, len(reading.tokens)) == (30 - COPIES, COPIES)
    assert reading.tokens[-1] == "a"
