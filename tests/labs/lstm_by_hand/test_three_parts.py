"""The unit whose gates its input opens: orders are obeyed, sums are exact, what cannot be read is told."""

from __future__ import annotations

import random

import pytest
import torch

from core.course import lab_of
from core.errors import InputError
from core.labs.lstm_by_hand.three_parts import LONGEST, SUMS, WORKED, parts_of, scaled, worked_out
from tests.reading import complaints
from tests.test_contract import opened

LAB = lab_of("lstm_by_hand")


def test_the_worked_input_writes_reads_and_wipes():
    steps = worked_out(parts_of(WORKED))
    assert [round(step.cell_state, 2) for step in steps] == [0, 5, 5, 8, 8, 0, 2, 2]
    assert [round(step.hidden_state, 2) for step in steps] == [0, 0, 0, 0, 8, 0, 0, 2]


def test_orders_are_obeyed_whatever_the_numbers():
    dice = random.Random(4)
    for _ in range(200):
        parts = [(dice.randint(-9, 9), dice.choice((-1, 0, 1)), dice.choice((0, 1))) for _ in range(LONGEST)]
        memory = 0
        for (x, order, read), step in zip(parts, worked_out(parts), strict=True):
            memory = {1: memory + x, 0: memory, -1: 0}[order]
            assert step.cell_state == pytest.approx(memory, abs=0.02)
            assert step.hidden_state == pytest.approx(memory * read, abs=0.02)


@pytest.mark.parametrize("sharpness", [0.02, 0.1, 1.0])
def test_sums_are_matrix_products(sharpness):
    parts = parts_of("2 .5 1, -3 1 0, 4 -1 .25")
    sums = scaled(sharpness)
    W = torch.tensor([one.weights for one in sums.values()], dtype=torch.float64)  # (4, 3)
    b = torch.tensor([one.bias for one in sums.values()], dtype=torch.float64)  # (4,)
    expected = torch.tensor(parts, dtype=torch.float64) @ W.T + b  # (T, 4)
    c = torch.zeros((), dtype=torch.float64)
    for row, step in zip(expected, worked_out(parts, sharpness), strict=True):
        assert list(step.sums.values()) == pytest.approx(row.tolist())
        g, (i, f, o) = row[0], row[1:].sigmoid()
        c = f * c + i * g
        assert (step.cell_state, step.hidden_state) == pytest.approx((float(c), float(o * c)))


def test_a_memory_leaks_through_small_weights():
    kept, leaked = (worked_out(parts_of("5 1 0, 0 0 0, 0 0 0, 0 0 0"), sharpness) for sharpness in (1.0, 0.1))
    assert kept[-1].cell_state == pytest.approx(5, abs=0.01)
    assert leaked[-1].cell_state < 3
    assert set(SUMS) == set(leaked[0].values)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing to read"),
        ("1 2", "Step 1 has 2 numbers"),
        ("1 2 3, 4 5 6 7", "Step 2 has 4 numbers"),
        ("1 nan 3", "not a number"),
        ("1 100 3", "not a number"),
        (", ".join(["1 0 0"] * (LONGEST + 1)), "too many"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_sentence(text, said):
    with pytest.raises(InputError, match=said):
        parts_of(text)


def test_page_writes_every_product_of_the_step_in_view():
    app = opened(LAB, parts="7 1 0, 2 0 1", part_step="2")
    [sums] = [one.value for one in app.latex if "sigma" in one.value]
    assert r"\sigma(0\cdot2 + 0\cdot0 + 100\cdot1 - 10) = \sigma(90) = 1" in sums
    assert r"h_t &= o_t\, c_t = 1\cdot7 \approx 7" in sums
    assert complaints(app) == []


def test_page_says_what_is_wrong_with_an_input_and_keeps_the_last():
    app = opened(LAB, parts="7 1")
    assert ["Step 1 has 2 numbers" in complaint for complaint in complaints(app)] == [True]
    assert any("sigma" in one.value for one in app.latex)
