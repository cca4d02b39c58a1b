"""What each remedy does, against another computation; and what it reached over three seeds, against its absence."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.labs.generation_tips import HURTS, MAIN, SEEDS
from core.labs.generation_tips.config import TipsConfig
from core.labs.generation_tips.examples import draw_videos
from core.labs.generation_tips.faults import by_mixture, by_place, by_width, mistold
from core.labs.generation_tips.networks.captioner import END
from core.labs.generation_tips.shown import drawn_captions
from core.labs.generation_tips.task import TipsTask
from core.labs.generation_tips.tips.captions import judge, written
from core.labs.generation_tips.tips.coverage import uncovered
from core.labs.generation_tips.tips.reward import reinforced, rewards
from core.labs.generation_tips.tips.scheduled_sampling import true_share
from core.runs.shipped import shipped_run
from core.task import TrainState
from core.training.checkpoints import load_model

FIGURES = {name: "" if name == "coverage" else f".{name}" for name in MAIN}


def moments(name: str) -> list[dict[str, float]]:
    """What was measured at each checkpoint of a run that ships with the lab; of the lab's own, if it has no name."""
    run = shipped_run(f"generation_tips{name}")
    assert run is not None
    return [dict(point.metrics) for point in run.checkpoints]


def ends(name: str) -> list[dict[str, float]]:
    """How the shipped trainings of an experiment ended, a seed each."""
    names = [FIGURES[name], *(f".{name}_{seed}" for seed in SEEDS)]
    return [moments(one)[-1] for one in names]


def shipped(name: str):
    run = shipped_run(f"generation_tips{name}")
    assert run is not None
    return load_model(run.checkpoints[-1].path).eval()


def untrained(tip: str) -> dict[str, float]:
    task = TipsTask(TipsConfig(tip=tip))
    return task.quick_eval(task.model(torch.Generator().manual_seed(0)).eval())


# ---- what a remedy is ----


def test_penalty_is_what_numpy_finds():
    alignment = torch.rand(3, 6, 5, dtype=torch.float64).softmax(-1)
    expected = ((1 - alignment.numpy().sum(1)) ** 2).sum(1).mean()
    assert float(uncovered(alignment)) == pytest.approx(float(expected))


@pytest.mark.parametrize("decay", ["linear", "exponential", "inverse_sigmoid"])
def test_share_of_true_notes_falls_from_one_to_nothing(decay):
    shares = [true_share(decay, step, 300) for step in range(0, 601, 10)]
    assert shares[0] > 0.95
    assert shares[30] < 0.05
    assert shares == sorted(shares, reverse=True)


def test_inverse_sigmoid_is_half_in_the_middle():
    assert true_share("inverse_sigmoid", 150, 300) == pytest.approx(0.5)
    assert true_share("own", 0, 300) == 0


def test_captions_are_judged_as_a_whole():
    items = torch.tensor([[0, 1, 2, 3, 4]] * 4)
    words = torch.tensor([[0, 1, 2, 3, 4, END], [1, 0, 2, 3, 4, END], [0, 1, 1, 3, 4, END], [0, 1, END, END, END, END]])
    told = judge(words, items)
    assert told.right.tolist() == [True, False, False, False]
    assert told.complete.tolist() == [True, True, False, False]
    assert told.repeats.tolist() == [False, False, True, False]
    assert told.ends.tolist() == [True, True, True, False]
    config = TipsConfig(reward_exact=0.5, reward_no_repeat=1.0, reward_length=0.25, reward_words=1.0)
    assert rewards(config, words, items).tolist() == pytest.approx([2.75, 2.25, 1.25, 1.4])
    assert written(words)[3].tolist() == [1, 1, 1, 0, 0, 0]


def test_gradient_of_the_reward_is_that_of_what_was_said_times_its_advantage():
    task = TipsTask(TipsConfig(tip="reward"))
    network = task.model(torch.Generator().manual_seed(0)).network(True)
    frames, _ = draw_videos(3, torch.Generator().manual_seed(1))
    said, _ = network.say(frames, torch.Generator().manual_seed(2))
    advantage = torch.tensor([0.5, -1.0, 0.25])
    weight = network.output.weight
    [found] = torch.autograd.grad(reinforced(network, frames, said.words, advantage), [weight])
    mask = written(said.words)
    expected = torch.zeros_like(weight)
    for k in range(3):
        told = network(frames[k : k + 1], said.words[k : k + 1])[0][0].log_softmax(-1)  # (L, V)
        likely = (told[torch.arange(told.shape[0]), said.words[k]] * mask[k]).sum()
        expected -= advantage[k] * torch.autograd.grad(likely, [weight])[0]
    torch.testing.assert_close(found, expected / mask.sum(), rtol=1e-4, atol=1e-6)


def test_reward_that_is_always_the_same_moves_nothing():
    nothing = TipsConfig(tip="reward", reward_from=0, imitation=0.0, reward_no_repeat=0.0, reward_length=0.0)
    task = TipsTask(nothing)
    generator = torch.Generator().manual_seed(0)
    model = task.model(generator)
    step = task.step(model, task.batch(generator), TrainState(0, {}, generator, "without"))
    weights = list(model.network(True).parameters())
    assert all(not grad.any() for grad in torch.autograd.grad(step.losses["with"], weights))


# ---- what it reached ----


def test_coverage_makes_captions_complete_and_halves_those_that_repeat_a_word():
    for end in ends("coverage"):
        assert end["with_tip"] - end["without_tip"] > 0.2
        assert end["repeats_with"] < end["repeats_without"] / 2
        assert end["without_tip"] > 0.4 > untrained("coverage")["without_tip"]


def test_free_running_falls_while_the_forced_does_not_and_scheduled_sampling_mends_it():
    for end in ends("mismatch"):
        assert end["with_tip"] - end["without_tip"] > 0.1
        assert end["forced_without"] - end["without_tip"] > 0.15
        assert abs(end["forced_with"] - end["with_tip"]) < 0.05
    early, late = (moments(".mismatch")[k] for k in (2, -1))
    assert early["without_tip"] > late["without_tip"]
    assert early["forced_without"] == pytest.approx(late["forced_without"], abs=0.03)


def test_sentences_fall_apart_when_the_distribution_is_fed_back():
    for end in ends("feedback"):
        assert end["with_tip"] > 0.99
        assert end["without_tip"] < 0.65


def test_beam_finds_a_sentence_that_greedy_misses():
    for end in ends("beam"):
        assert end["with_tip"] > 1.5 * end["without_tip"] > 0


def test_reward_makes_captions_right_without_ever_seeing_a_right_one():
    for end in ends("reward"):
        assert end["with_tip"] - end["without_tip"] > 0.2
    assert TipsConfig(tip="reward").reward_exact == 0


def test_remedies_do_harm_or_nothing_where_the_page_says_so():
    found = {name: moments(f".{name}")[-1] for name in HURTS}
    assert found["random_order"]["without_tip"] > found["random_order"]["with_tip"] + 0.05
    assert abs(found["plenty"]["without_tip"] - found["plenty"]["with_tip"]) < 0.02
    assert found["hack"]["with_tip"] < 0.05 < 0.5 < found["hack"]["without_tip"]
    assert found["hack"]["words_with"] < 3
    assert found["hack"]["repeats_with"] < 0.05


# ---- where it goes wrong ----


def test_wider_beam_finds_the_shortest_sentence():
    rows = by_width(shipped(".beam"), 5)
    assert rows[0]["words"] == rows[1]["words"] == 5
    assert rows[-1]["sentence"] == "hm"
    assert len(rows[-1]["penalised"].split()) == 5
    assert rows[0]["probability"] < rows[1]["probability"] < rows[-1]["probability"]


def test_errors_are_counted_by_place_by_mixture_and_by_video():
    places = by_place(shipped(".mismatch"))
    assert np.mean(places["forced_without"]) > np.mean(places["alone_without"]) + 0.15
    mixtures = dict(by_mixture(shipped(".feedback"), 100))
    assert mixtures[0.0] > 0.95 > 0.65 > mixtures[1.0]
    wrong = mistold(shipped(""))
    assert len(wrong) > 20
    assert sum(one.mended for one in wrong) > len(wrong) / 2


def test_advantages_of_drawn_captions_follow_the_reward():
    from core.labs.generation_tips.examples import Given

    model = shipped(".reward")
    earns = {"reward_exact": 0.0, "reward_no_repeat": 1.0, "reward_length": 0.0, "reward_words": 0.0}
    drawn = drawn_captions(model, Given(1), False, earns)
    assert all((one["reward"] == 1) == (len(set(one["tokens"])) == len(one["tokens"])) for one in drawn)
    nothing = drawn_captions(model, Given(1), False, dict.fromkeys(earns, 0.0))
    assert all(one["advantage"] == 0 for one in nothing)
