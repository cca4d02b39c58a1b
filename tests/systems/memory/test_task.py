"""Delayed recall, the latest digit and adding: what the sequences are, what is right, and that memory is learnt."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from core.errors import InputError
from core.systems.memory.config import SYMBOLIC, MemoryConfig
from core.systems.memory.data import DIGITS, LETTERS, TASKS, TOLERANCE, chance, held_out, right
from core.systems.memory.task import QUICK, MemoryTask
from core.training.loop import Training, train

each_task = pytest.mark.parametrize("task", TASKS)
each_length = pytest.mark.parametrize("length", [2, 3, 10, 200])


def drawn(task, count=400, length=10, seed=0, **how):
    return TASKS[task](count, length, torch.Generator().manual_seed(seed), **how)


def symbols(x):
    return x.argmax(2)


# ---- the data ----


@each_length
def test_recall_asks_for_the_first_symbol_and_for_nothing_else(length):
    x, answer = drawn("recall", length=length)
    assert x.shape == (400, length, len(DIGITS) + len(LETTERS))
    assert (x.sum(2) == 1).all()
    assert torch.equal(symbols(x)[:, 0], answer)
    assert (symbols(x)[:, 1:] >= len(DIGITS)).all()
    assert set(answer.tolist()) == set(range(len(DIGITS)))


@each_length
def test_latest_asks_for_the_last_digit_and_begins_with_one(length):
    x, answer = drawn("latest", length=length)
    assert x.shape == (400, length, len(DIGITS) + len(LETTERS))
    read = symbols(x)
    assert (read[:, 0] < len(DIGITS)).all()
    assert (read[:, -1] >= len(DIGITS)).all()
    last = [[symbol for symbol in row if symbol < len(DIGITS)][-1] for row in read.tolist()]
    assert answer.tolist() == last
    assert set(answer.tolist()) == set(range(len(DIGITS)))


def test_in_latest_most_sequences_make_a_digit_worthless():
    x, _ = drawn("latest", length=20)
    digits = (symbols(x) < len(DIGITS)).sum(1)
    assert float(digits.float().mean()) == pytest.approx(1 + 18 / 4, rel=0.1)
    assert (digits > 1).float().mean() > 0.98


def test_letters_tell_nothing_about_the_digit():
    x, answer = drawn("recall", count=8_000, length=4)
    for position in range(1, 4):
        shares = torch.stack([x[answer == digit][:, position].mean(0) for digit in range(len(DIGITS))])
        assert (shares.amax(0) - shares.amin(0)).max() < 0.1


@each_length
def test_adding_asks_for_the_sum_of_one_marked_value_in_each_half(length):
    x, answer = drawn("adding", length=length)
    value, mark = x.unbind(2)
    assert value.min() >= 0
    assert value.max() < 0.5
    assert (mark[:, : length // 2].sum(1) == 1).all()
    assert (mark[:, length // 2 :].sum(1) == 1).all()
    torch.testing.assert_close(answer, (value * mark).sum(1))


def test_the_sum_is_that_of_the_paper():
    x, answer = drawn("adding")
    value, mark = x.unbind(2)
    paper = 4 * value - 1  # X in −1 … 1
    torch.testing.assert_close(answer, 0.5 + (paper * mark).sum(1) / 4)


@each_length
@pytest.mark.parametrize("task", SYMBOLIC)
def test_no_held_out_sequence_of_symbols_is_ever_trained_on(length, task):
    def total(x):
        return (symbols(x) - len(DIGITS)).clamp(min=0).sum(1) % len(LETTERS)

    assert (total(drawn(task, length=length)[0]) != 0).all()
    assert (total(held_out(task, length, 400)[0]) == 0).all()


@each_task
def test_sequences_come_from_the_generator_alone(task):
    one, same, other = drawn(task, seed=1), drawn(task, seed=1), drawn(task, seed=2)
    assert torch.equal(one.x, same.x)
    assert not torch.equal(one.x, other.x)
    torch.manual_seed(5)
    assert torch.equal(drawn(task, seed=1).x, one.x)


def test_an_answer_to_adding_is_right_within_the_papers_tolerance():
    said = torch.tensor([[0.5 + TOLERANCE * 0.99], [0.5 - TOLERANCE * 0.99], [0.5 + TOLERANCE * 1.01]])
    assert right("adding", said, torch.full((3,), 0.5)).tolist() == [True, True, False]


def test_chance_is_what_the_best_constant_answer_reaches():
    _, answer = drawn("adding", count=100_000)
    assert chance("adding") == pytest.approx(float(((answer - 0.5).abs() < TOLERANCE).float().mean()), abs=0.005)
    _, digit = drawn("recall", count=100_000)
    assert chance("recall") == pytest.approx(float((digit == 3).float().mean()), abs=0.005)


# ---- the task ----


def figures(steps, seed=0, **knobs):
    task = MemoryTask(MemoryConfig(**knobs))
    training = Training.fresh(task, seed)
    before = task.final_eval(training.model)
    for _ in train(training, steps=steps):
        pass
    return before, task.final_eval(training.model.eval())


def test_an_lstm_learns_to_recall_over_forty_steps_and_an_elman_network_does_not():
    before, lstm = figures(180, cell="lstm", length=40, learning_rate=0.01)
    _, elman = figures(180, cell="elman", length=40, learning_rate=0.01)
    assert lstm["accuracy"] >= 0.99
    assert lstm["held_out_loss"] < 0.3
    for ignorant in (before, elman):
        assert abs(ignorant["accuracy"] - ignorant["chance"]) < 0.06


def test_a_gru_learns_to_add_what_an_untrained_one_cannot():
    before, after = figures(350, cell="gru", task="adding", length=12, learning_rate=0.02)
    assert before["accuracy"] < 1.5 * before["chance"]
    assert after["accuracy"] > 0.8
    assert after["held_out_loss"] < before["held_out_loss"] / 20


def test_figures_are_those_of_single_traces():
    task = MemoryTask(MemoryConfig(length=3, hidden_size=16, learning_rate=0.05))
    training = Training.fresh(task, 0)
    list(train(training, steps=4))
    model = training.model.eval()
    x, answer = held_out("recall", 3, QUICK)
    tokens = model.vocabulary.tokens
    said = [
        model.trace("".join(tokens[n] for n in row))["probability"].values[-1].argmax() for row in symbols(x).tolist()
    ]
    found = sum(int(one) == int(truth) for one, truth in zip(said, answer, strict=True)) / QUICK
    assert task.quick_eval(model)["accuracy"] == pytest.approx(found)
    assert 0 < found < 1


def test_chance_stands_beside_the_final_figures():
    task = MemoryTask(MemoryConfig(length=5))
    assert task.final_eval(task.model(torch.Generator().manual_seed(0)))["chance"] == 0.125


def test_own_file_is_refused_in_one_sentence(tmp_path: Path):
    with pytest.raises(InputError, match="takes no file"):
        MemoryTask(MemoryConfig(), tmp_path / "sequences.txt")
