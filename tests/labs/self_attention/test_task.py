"""Learning to look things up: what trains in seconds, what ships, and what breaks when a part is missing."""

from pathlib import Path

import pytest
import torch

from core.errors import InputError
from core.labs.self_attention.config import SelfAttentionConfig
from core.labs.self_attention.data import NONE, TASKS
from core.labs.self_attention.heads import best_head, roles
from core.labs.self_attention.task import FINAL, SelfAttentionTask, held_out
from core.runs.shipped import shipped_run
from core.training.checkpoints import load_model
from core.training.loop import Training, train

STEPS = 260
SMALL = {"length": 14, "batch_size": 48, "learning_rate": 0.01}


@pytest.fixture(scope="module")
def learnt():
    """A network after a few seconds of copying short sequences, and its figures before and after."""
    training = Training.fresh(SelfAttentionTask(SelfAttentionConfig(**SMALL)), seed=0)
    before = training.task.final_eval(training.model.eval())
    for _ in train(training, steps=STEPS):
        pass
    return training, before, training.task.final_eval(training.model.eval())


def shipped(name: str = ""):
    """A shipped network as it was at first and at last, with its task."""
    points = shipped_run("self_attention" + (f".{name}" if name else "")).checkpoints
    model = load_model(points[-1].path)
    return SelfAttentionTask(model.config), load_model(points[0].path), model


@pytest.mark.parametrize(("recurrent", "attention"), [("gru", ""), ("brackets_gru", "brackets")])
def test_the_gru_beside_attention_has_as_many_weights(recurrent, attention):
    counts = [sum(weights.numel() for weights in shipped(name)[2].parameters()) for name in (recurrent, attention)]
    assert counts[0] == pytest.approx(counts[1], rel=0.02)


@pytest.mark.parametrize("name", ["", "brackets"])
def test_distance_is_measured_on_trained_lengths_only(name):
    task, _, model = shipped(name)
    longest = max(task.lengths)
    reach = task.reach(model, 4)
    assert min(one.distance for one in reach) >= 1
    assert max(one.distance for one in reach) <= longest - 2


def test_attention_is_right_at_every_trained_distance_and_the_gru_is_not():
    (attention, _, network), (recurrent, _, gru) = shipped("brackets"), shipped("brackets_gru")
    shares = [
        [one.right / one.count for one in task.reach(model)] for task, model in ((attention, network), (recurrent, gru))
    ]
    assert min(shares[0]) > 0.985
    assert min(shares[1]) < 0.9


def test_copying_is_learnt_in_seconds_on_sequences_never_seen(learnt):
    _, before, after = learnt
    assert before["accuracy"] < after["baseline_accuracy"] < 0.25
    assert after["accuracy"] > 0.95
    assert after["held_out_loss"] < 0.3 < before["held_out_loss"]


def test_a_head_finds_the_answer_that_no_untrained_head_finds(learnt):
    _, before, after = learnt
    assert before["gold_share"] < 1.3 * after["uniform_share"]
    assert before["gold_auc"] < 0.65
    assert after["gold_share"] > 0.7
    assert after["gold_auc"] > 0.95


def test_head_that_finds_the_answer_sits_above_one_that_looks_one_back():
    task, _, model = shipped()
    found = task.looks(model)
    layer, _ = best_head(found)
    assert layer == 1
    below, above = roles(found)
    assert "previous" in {role.pattern for role in below}
    assert {role.pattern for role in above} == {"gold"}


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("", 0.99, 1.0),
        ("no_mask", 0.99, 1.0),
        ("brackets", 0.99, 1.0),
        ("brackets_gru", 0.95, 1.0),
        ("gru", 0.7, 0.95),
        ("no_positions", 0.5, 0.9),
        ("one_layer", 0.4, 0.8),
    ],
)
def test_shipped_networks_do_what_the_page_says_of_them(name, least, most):
    task, untrained, model = shipped(name)
    rule = task.final_eval(model)["baseline_accuracy"]
    assert task.accuracy(untrained) < 0.3
    assert rule < least
    assert least <= task.accuracy(model) <= most


def test_without_a_mask_a_head_looks_one_ahead_at_the_answer_itself():
    task, _, model = shipped("no_mask")
    ahead = [role for row in roles(task.looks(model)) for role in row if role.pattern == "next"]
    assert max(role.share for role in ahead) > 0.4 > 5 * ahead[0].uniform


def test_matching_brackets_are_found():
    task, untrained, model = shipped("brackets")
    before, after = task.looks(untrained), task.looks(model)
    assert before["gold"].share.max() < 0.2
    assert after["gold"].share.max() > 0.8
    assert after["auc"].share.max() > 0.98


def test_silencing_all_heads_that_find_the_answer_leaves_only_guessing():
    task, _, model = shipped()
    everything = [(1, head) for head in range(4)]
    assert task.accuracy(model, everything) < 0.25
    assert task.accuracy(model, [(0, head) for head in range(4)]) < 0.6
    assert task.accuracy(model) > 0.99


def test_right_answers_by_distance_add_up_to_the_accuracy(learnt):
    training, *_ = learnt
    known = {length // 2 - 1 for length in training.task.lengths}
    near = [reach for reach in training.task.reach(training.model) if reach.distance in known]
    share = sum(reach.right for reach in near) / sum(reach.count for reach in near)
    assert share == pytest.approx(training.task.accuracy(training.model, count=FINAL))


def test_recurrence_forgets_with_distance_and_attention_does_not():
    (task, _, attention), (_, _, recurrence) = shipped(), shipped("gru")

    def at(model, distance):
        return next(reach.right / reach.count for reach in task.reach(model) if reach.distance == distance)

    assert min(at(attention, 4), at(attention, 12)) > 0.98
    assert at(recurrence, 12) < at(recurrence, 4) - 0.1


@pytest.mark.parametrize("task", TASKS)
def test_batch_has_one_length_and_no_held_out_sequence(task):
    training = SelfAttentionTask(SelfAttentionConfig(task=task, length=13))
    forbidden = {tuple(row) for length in training.lengths for row in held_out(task, length, 400).tokens.tolist()}
    generator = torch.Generator().manual_seed(0)
    for _ in range(20):
        batch = training.batch(generator)
        assert batch.tokens.shape[1] in training.lengths
        assert not forbidden & {tuple(row) for row in batch.tokens.tolist()}


def test_loss_counts_only_where_something_is_asked():
    task = SelfAttentionTask(SelfAttentionConfig())
    model = task.model(torch.Generator().manual_seed(0))
    batch = task.batch(torch.Generator().manual_seed(1))
    loss = task.loss(model, batch, torch.Generator())
    logits = model(batch.tokens)[0].log_softmax(-1).detach()
    nats = [-float(logits[b, i, batch.answer[b, i]]) for b, i in (batch.answer != NONE).nonzero().tolist()]
    assert loss.item() == pytest.approx(sum(nats) / len(nats), rel=1e-5)


def test_own_file_is_refused_in_one_sentence():
    with pytest.raises(InputError, match="does not train on a file of your own"):
        SelfAttentionTask(SelfAttentionConfig(), Path("mine.txt"))
