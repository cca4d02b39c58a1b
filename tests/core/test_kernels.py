"""The inner loops of the cells."""

import pytest
import torch

from core.nn.cells.recurrent import product, recurrence
from tests.core.test_cells import random


@pytest.mark.parametrize("rows", [1, 200])
@pytest.mark.parametrize("transposed", [False, True])
def test_both_matrix_libraries_give_the_same_product(rows, transposed):
    x, bias = random(rows, 128, dtype=torch.float32), random(96, dtype=torch.float32)
    weight = random(128, 96, dtype=torch.float32).t() if transposed else random(96, 128, dtype=torch.float32)
    expected = x.double() @ weight.double().t()  # (rows, 96)
    assert (product(x, weight, bias) - expected - bias).abs().max() < 1e-4
    assert abs(recurrence(weight, rows)(x) - expected.numpy()).max() < 1e-4
