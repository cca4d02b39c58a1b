import itertools
from dataclasses import replace

import pytest
import torch

from core.labs.captioning.config import CaptioningConfig
from core.labs.captioning.scenes import read_scene
from core.labs.captioning.task import LESSONS_A_STEP, CaptioningTask
from core.training.loop import Progress, Training, train

STEPS = 260


@pytest.fixture(scope="module")
def learnt():
    """A training that learnt for `STEPS` steps, and what its steps said."""
    training = Training.fresh(CaptioningTask(CaptioningConfig()), seed=0)
    rows = [event.metrics for event in train(training, steps=STEPS) if isinstance(event, Progress)]
    training.model.eval()
    return training, rows


def untrained(**knobs):
    task = CaptioningTask(CaptioningConfig(**knobs))
    return task, task.model(torch.Generator().manual_seed(0)).eval()


def test_trained_network_says_and_points_what_an_untrained_one_does_not(learnt):
    training, _ = learnt
    after, (task, model) = training.task.final_eval(training.model), untrained()
    before = task.final_eval(model)
    assert before["exact_match"] == 0
    assert after["exact_match"] > 0.6
    assert after["colour_accuracy"] > 0.9
    assert after["relation_accuracy"] > 0.9
    assert after["pointing"] > 5 * after["pointing_chance"] > 3 * before["pointing"] * 0.1


def test_pictures_of_other_scenes_do_not_help(learnt):
    """A language model that sees nothing of use: right captions need the right pictures."""
    training, _ = learnt
    held_out = training.task.held_out
    other = replace(held_out, draw=lambda: held_out.pixels[::-1].copy())
    assert training.task.measured(training.model, 600, other)["exact_match"] < 0.05


def test_eye_learns_first_and_is_then_frozen(learnt):
    training, rows = learnt
    last = -(-training.task.config.lessons // LESSONS_A_STEP)
    assert "eye_loss" in rows[last - 1]
    assert "eye_loss" not in rows[last]
    assert rows[last - 1]["eye_accuracy"] > 0.9 > rows[0]["eye_accuracy"] + 0.5


def test_lessons_are_as_many_as_the_knob_says():
    task = CaptioningTask(CaptioningConfig(lessons=10))
    turns = [task.turns(step) for step in range(5)]
    assert sum(turn.count("eye") for turn in turns) == 10
    assert all(turn[-1] == "decoder" and turn.count("decoder") == 1 for turn in turns)
    assert CaptioningTask(CaptioningConfig(lessons=0)).turns(0) == ("decoder",)


def test_decoder_does_not_move_the_eye():
    task = CaptioningTask(CaptioningConfig(lessons=0))
    training = Training.fresh(task, seed=0)
    before = training.model.eye.first.weight.clone()
    for _ in train(training, steps=3):
        pass
    assert torch.equal(before, training.model.eye.first.weight)


@pytest.mark.parametrize("architecture", ["hard_attention", "top_down", "m_rnn", "once", "every_step", "no_picture"])
def test_other_architectures_lower_their_loss(architecture):
    training = Training.fresh(CaptioningTask(CaptioningConfig(architecture=architecture, lessons=40)), seed=0)
    rows = [event.metrics["train_loss"] for event in train(training, steps=40) if isinstance(event, Progress)]
    assert sum(rows[-5:]) < 0.6 * sum(rows[:5])


def test_baseline_of_the_dice_is_carried_from_step_to_step():
    training = Training.fresh(CaptioningTask(CaptioningConfig(architecture="hard_attention", lessons=8)), seed=0)
    baselines = []
    for event in train(training, steps=5):
        if isinstance(event, Progress):
            baselines.append(training.carry["baseline"].clone())
            assert {"reward", "entropy"} <= event.metrics.keys()
    assert all((later < earlier).any() for earlier, later in itertools.pairwise(baselines))


def test_right_caption_is_known_of_scenes_that_the_network_learns():
    task = CaptioningTask(CaptioningConfig(objects=2))
    assert task.describe(read_scene("red circle 9 9")).target == "a red circle"
    assert task.describe(read_scene("red circle 6 6; blue square 6 20; green cross 24 20")) is None
