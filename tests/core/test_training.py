from __future__ import annotations

import itertools
import math
import pickle

import pytest
import torch

from core.errors import InputError
from core.training.loop import Diverged, Progress, Snapshot, Training, schedule, snapshot_due, train
from tests.core.toy import ToyConfig, ToyTask


def started(seed: int = 0, **knobs: float) -> Training:
    return Training.fresh(ToyTask(ToyConfig(**knobs)), seed)


def losses(training: Training, steps: int) -> list[float]:
    return [event.metrics["train_loss"] for event in train(training, steps=steps) if isinstance(event, Progress)]


def weights(training: Training) -> torch.Tensor:
    return torch.cat([parameter.detach().flatten() for parameter in training.model.parameters()])


def poison(training: Training) -> None:
    with torch.no_grad():
        next(training.model.parameters()).fill_(math.inf)


# ---- what a training depends on ----


def test_the_loss_falls():
    found = losses(started(), 80)
    assert sum(found[-10:]) < 0.5 * sum(found[:10])


def test_the_same_seed_gives_the_same_losses_bit_by_bit():
    assert losses(started(seed=3), 40) == losses(started(seed=3), 40)


def test_another_seed_gives_other_losses():
    assert losses(started(seed=3), 5) != losses(started(seed=4), 5)


def test_the_global_generator_is_neither_read_nor_moved():
    torch.manual_seed(1)
    before = torch.get_rng_state()
    training = started()  # modules draw their default weights from the global generator, before ours overwrite them
    torch.set_rng_state(before)
    first = losses(training, 10)
    assert torch.equal(torch.get_rng_state(), before)
    torch.manual_seed(2)
    assert losses(started(), 10) == first


def test_looking_at_the_held_out_data_changes_nothing():
    one, other = started(), started()
    for _ in train(other, steps=20):
        other.task.evaluate(other.model.eval())
    assert losses(one, 20)
    assert torch.equal(weights(one), weights(other))


def test_legs_add_up_to_the_whole_way():
    whole, legs = started(), started()
    found = losses(whole, 30)
    assert losses(legs, 7) + losses(legs, 0) + losses(legs, 23) == found


def test_dropout_draws_from_the_trainings_own_generator():
    quiet, noisy = started(dropout=0.0), started(dropout=0.5)
    first = losses(quiet, 1), losses(noisy, 1)
    assert first[0] != first[1]
    assert not torch.equal(quiet.generator.get_state(), noisy.generator.get_state())


# ---- events ----


def test_progress_follows_each_step_and_a_snapshot_follows_where_one_is_due():
    events = [(type(event).__name__, event.step) for event in train(started(), steps=18)]
    expected = [("Snapshot", 0)]
    for step in range(1, 19):
        expected += [("Progress", step)] + [("Snapshot", step)] * (step != 17)
    assert events == expected


def test_a_resumed_training_does_not_repeat_the_snapshot_before_its_first_step():
    training = started()
    losses(training, 2)
    assert [type(event) for event in train(training, steps=1)] == [Progress, Snapshot]


def test_nothing_is_trained_before_the_next_event_is_asked_for():
    training = started()
    events = train(training)
    assert isinstance(next(events), Snapshot)
    assert training.step == 0
    assert next(events).step == training.step == 1
    before = weights(training)
    next(events)  # the snapshot of step 1
    assert torch.equal(weights(training), before)
    assert next(events).step == training.step == 2
    events.close()
    assert training.step == 2


def test_progress_tells_loss_rate_gradient_and_time():
    events = [event for event in train(started(), steps=30) if isinstance(event, Progress)]
    assert {tuple(event.metrics) for event in events} == {
        ("train_loss", "learning_rate", "gradient_norm", "cpu_seconds")
    }
    assert [event.metrics["learning_rate"] for event in events] == [0.01 * schedule(step) for step in range(30)]
    seconds = [event.metrics["cpu_seconds"] for event in events]
    assert seconds[0] > 0
    assert seconds == sorted(seconds)


def test_the_first_loss_is_that_of_the_first_weights():
    task, generator = ToyTask(ToyConfig()), torch.Generator().manual_seed(5)
    expected, _ = task.loss(task.model(generator), task.batch(generator), {}, generator)
    assert losses(started(seed=5), 1) == [expected.item()]


def test_a_snapshot_brings_the_figures_at_a_glance():
    training = started()
    *_, last = train(training, steps=16)
    assert isinstance(last, Snapshot)
    assert last.figures == training.task.glance(training.model)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The CPU clock: each look at it takes a second, and whoever changes its number lets time pass."""
    now = [0.0]

    def look() -> float:
        now[0] += 1.0
        return now[0]

    monkeypatch.setattr("core.training.loop.time.process_time", look)
    return now


def test_training_ends_when_its_seconds_are_over(clock):
    training = started()
    list(train(training, seconds=9.5))
    assert (training.step, training.cpu_seconds) == (5, 11.0)  # 5 steps, and a glance at each and before
    list(train(training, seconds=2.0))
    assert (training.step, training.cpu_seconds) == (6, 13.0)


def test_time_between_the_events_is_not_counted(clock):
    training = started()
    for _ in train(training, steps=3):
        clock[0] += 100.0
    assert training.cpu_seconds == 7.0


def test_gradients_are_shortened_to_the_knob():
    training = started(clip=0.01)
    [norm] = [event.metrics["gradient_norm"] for event in train(training, steps=1) if isinstance(event, Progress)]
    clipped = math.sqrt(sum(float(parameter.grad.square().sum()) for parameter in training.model.parameters()))
    assert norm > 0.1
    assert clipped == pytest.approx(0.01, rel=1e-3)


# ---- the learning rate ----


def test_a_new_learning_rate_holds_from_the_next_step():
    training, other = started(), started()
    assert losses(training, 10) == losses(other, 10)
    training.learning_rate = 0.002
    assert next(train(training)).metrics["learning_rate"] == 0.002 * schedule(10)
    losses(other, 1)
    assert not torch.equal(weights(training), weights(other))


def test_a_learning_rate_outside_its_knob_is_refused():
    training = started()
    with pytest.raises(InputError, match="learning_rate cannot be"):
        training.learning_rate = 0.0
    assert training.learning_rate == 0.01


def test_the_schedule_warms_up_and_then_only_falls():
    rates = [schedule(step) for step in range(3_000)]
    top = rates.index(max(rates))
    assert 0 < rates[0] < 0.1
    assert 5 < top < 50
    assert rates[: top + 1] == sorted(rates[: top + 1])
    assert rates[top:] == sorted(rates[top:], reverse=True)
    assert rates[-1] > 0.4


# ---- when checkpoints are due ----


def test_snapshots_come_ever_more_rarely_until_one_in_250_steps():
    due = [step for step in range(5_000) if snapshot_due(step)]
    assert due[:20] == [*range(17), 18, 20, 22]
    gaps = [later - earlier for earlier, later in itertools.pairwise(due)]
    assert gaps == [min(max(step // 8, 1), 250) for step in due[:-1]]
    assert set(gaps[-10:]) == {250}


# ---- when it goes wrong ----


@pytest.mark.parametrize("spoiled", [math.nan, math.inf])
def test_a_loss_that_is_no_number_ends_the_training_with_why_and_what_to_try(spoiled):
    class Spoiled(ToyTask):
        def loss(self, *arguments):
            loss, carry = super().loss(*arguments)
            return loss * spoiled if spoiled_now else loss, carry

    spoiled_now = False
    training = Training.fresh(Spoiled(ToyConfig()), 0)
    losses(training, 6)
    before, spoiled_now = weights(training), True
    with pytest.raises(Diverged) as caught:
        losses(training, 5)
    assert str(caught.value).startswith(f"At step 7 the loss became {spoiled} ")
    assert "try a smaller learning rate (it was 0.01) or a smaller clip (it was 1)" in str(caught.value)
    assert training.step == 6
    assert torch.equal(weights(training), before)


def test_weights_that_overflow_end_the_training():
    training = started()
    poison(training)
    with pytest.raises(Diverged, match="At step 1 the loss became nan"):
        losses(training, 1)


def test_a_huge_learning_rate_is_told_as_it_is():
    """AdamW's steps are as long as the rate, whatever the gradient: the loss explodes, and stays a number."""
    found = losses(started(learning_rate=100.0, clip=100.0), 60)
    assert max(found) > 10 * found[0]
    assert all(math.isfinite(loss) for loss in found)


def test_divergence_reaches_other_processes_in_any_language():
    error = Diverged("At step {step} it went wrong.", step=4)
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is Diverged
    assert (again.template, again.values) == (error.template, error.values)
    assert issubclass(Diverged, InputError)
