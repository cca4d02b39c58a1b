from __future__ import annotations

import copy
import math
from random import Random

import numpy as np
import pytest
import torch
from torch.nn.functional import cross_entropy

from core.errors import InputError
from core.labs.gates.task import LanguageTask
from core.runs.store import RunStore
from core.systems.language.config import LanguageConfig
from core.training.checkpoints import load_model

SMALL = LanguageConfig(hidden_size=32, embedding_size=8, batch_size=8, length=16)


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    """A text of 10,000 characters in short lines, in words of five letters."""
    dice = Random(0)
    words = ["".join(dice.choices("abcdefgh", k=5)) for _ in range(20)]
    path = tmp_path_factory.mktemp("own") / "story.txt"
    path.write_text("".join(dice.choice(words) + dice.choice("  \n") for _ in range(2_000))[:10_000])
    return path


@pytest.fixture(scope="module")
def library():
    return LanguageTask(SMALL)


@pytest.fixture
def task(story):
    return LanguageTask(SMALL, story)


class Listener:
    """Stands in for a model: notes what it is given to read, and leaves a state of ones."""

    def __init__(self, task):
        self.task, self.heard, self.states = task, [], []

    def __call__(self, tokens, state=None, noise=None):
        self.heard.append(tokens)
        self.states.append(state)
        B, T = tokens.shape
        ones = torch.ones(2, B, 3)
        return torch.zeros(B, T, len(self.task.vocabulary)), {"hidden_state": ones, "cell_state": ones}, []


def listen(task, steps):
    """The stretches that are read (steps, B, T), the states each starts from, and which lanes were fresh (steps, B)."""
    listener, generator, carry, fresh = Listener(task), torch.Generator().manual_seed(0), {}, []
    for _ in range(steps):
        batch = task.batch(generator)
        fresh.append(batch.fresh if carry else torch.ones_like(batch.fresh))
        _, carry = task.loss(listener, batch, carry, generator)
    return torch.stack(listener.heard), listener.states, torch.stack(fresh)


def train(task, steps, seed=0):
    generator = torch.Generator().manual_seed(seed)
    model = task.model(generator)
    optimizer = torch.optim.AdamW(model.parameters(), lr=task.config.learning_rate, betas=(0.9, 0.99))
    carry, losses = {}, []
    for _ in range(steps):
        loss, carry = task.loss(model, task.batch(generator), carry, generator)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return model, losses


def test_a_lane_reads_on_where_it_stopped_unless_it_is_fresh(task):
    heard, _, fresh = listen(task, 40)
    text = "".join(task.vocabulary.decode(task.text.tolist()))
    circle = text + text[:64]
    assert 0 < fresh[1:].sum() < fresh[1:].numel() / 4
    for before, after, jumped in zip(heard, heard[1:], fresh[1:], strict=False):
        for lane in (~jumped).nonzero()[:, 0]:
            assert "".join(task.vocabulary.decode(torch.cat([before[lane], after[lane]]).tolist())) in circle


def test_a_fresh_lane_begins_at_a_line_end_with_an_empty_memory(task):
    heard, states, fresh = listen(task, 40)
    assert (heard[..., 0][fresh] == task.vocabulary.number["\n"]).all()
    for state, jumped in zip(states[1:], fresh[1:], strict=True):
        for values in state.values():
            assert (values[:, jumped] == 0).all()
            assert (values[:, ~jumped] == 1).all()


def test_the_first_step_starts_from_nothing(task):
    _, states, _ = listen(task, 1)
    assert states == [{}]


def test_a_text_of_one_line_is_read_from_anywhere(tmp_path):
    path = tmp_path / "line.txt"
    path.write_text("to be or not to be, that is the question. " * 40)
    task = LanguageTask(SMALL, path)
    heard, _, _ = listen(task, 20)
    assert len({tuple(lane.tolist()) for lane in heard[0]}) > 4
    assert math.isfinite(train(task, 2)[1][-1])


def test_the_loss_is_the_mean_cross_entropy_in_nats(task):
    generator = torch.Generator().manual_seed(0)
    model = task.model(generator)
    begin, _ = batch = task.batch(generator)
    loss, carry = task.loss(model, batch, {}, generator)
    stretch = torch.stack([task.text[place : place + 17] for place in begin]).long()
    nats = cross_entropy(model(stretch[:, :-1])[0].flatten(0, 1), stretch[:, 1:].flatten())
    torch.testing.assert_close(loss, nats)
    assert torch.equal(carry["position"], begin + 16)
    assert not any(values.requires_grad for values in carry.values())


@pytest.mark.parametrize("dropout", [0.0, 0.3])
def test_a_training_resumes_to_the_same_losses(story, dropout):
    task = LanguageTask(LanguageConfig(hidden_size=16, batch_size=4, length=16, dropout=dropout), story)
    generator = torch.Generator().manual_seed(3)
    model, carry = task.model(generator), {}

    def losses(carry, steps):
        found = []
        for _ in range(steps):
            loss, carry = task.loss(model, task.batch(generator), carry, generator)
            found.append(loss.item())
        return found, carry

    _, carry = losses(carry, 3)
    kept = copy.deepcopy(carry), generator.get_state()
    first, _ = losses(carry, 5)
    generator.set_state(kept[1])
    assert losses(kept[0], 5)[0] == first


def test_equal_generators_give_equal_trainings(task):
    assert train(task, 4)[1] == train(task, 4)[1]
    assert train(task, 4)[1] != train(task, 4, seed=1)[1]


def test_a_network_that_knows_nothing_needs_the_logarithm_of_the_vocabulary(library):
    model = library.model(torch.Generator().manual_seed(0))
    with torch.no_grad():
        model.output.weight.zero_()
    for figures in (library.glance(model), library.evaluate(model)):
        assert figures["bits_per_character"] == pytest.approx(math.log2(96), rel=1e-5)


def test_the_unit_that_follows_quotes_is_told_beside_that_of_an_untrained_network(library):
    untrained = library.evaluate(library.model(torch.Generator().manual_seed(0)))
    assert untrained["quote_auc"] == untrained["quote_auc_untrained"] < 0.8
    shipped = library.evaluate(load_model(RunStore().checkpoint(RunStore().shipped("gates").id).path))
    assert shipped["quote_auc"] > 0.95 > 0.8 > shipped["quote_auc_untrained"]


def test_the_final_figure_is_the_cross_entropy_of_the_held_out_text(task):
    model = task.model(torch.Generator().manual_seed(0))
    text = task.held_out.long()[None]  # (1, M)
    with torch.no_grad():
        logits, _, _ = model(text[:, :-1])
    bits = cross_entropy(logits[0, 32:], text[0, 33:]).item() / math.log(2)  # the first 32 are read unscored
    assert task.evaluate(model)["bits_per_character"] == pytest.approx(bits, rel=1e-5)


def test_a_little_training_beats_counting_letters_on_held_out_files(library):
    untrained = library.evaluate(library.model(torch.Generator().manual_seed(0)))["bits_per_character"]
    model, _ = train(library, 250)
    trained = library.evaluate(model)["bits_per_character"]
    counts = np.bincount(library.text, minlength=96) + 1
    unigram = -np.log2(counts / counts.sum())[library.held_out].mean()
    assert trained < unigram - 0.5 < unigram < untrained


def test_the_shortest_text_allowed_can_be_learnt_and_measured(tmp_path):
    path = tmp_path / "short.txt"
    path.write_text("abcdefghi\n" * 100)
    task = LanguageTask(SMALL, path)
    model, losses = train(task, 30)
    assert losses[-1] < losses[0]
    assert 0 < task.evaluate(model)["bits_per_character"] < math.log2(10) > task.glance(model)["bits_per_character"] > 0
    assert task.report.characters == 1_000


def test_an_own_text_in_chinese_trains_and_is_traced(tmp_path):
    path = tmp_path / "poem.txt"
    path.write_text("床前明月光，疑是地上霜。\n举头望明月，低头思故乡。\n" * 50, encoding="utf-8")
    model, _ = train(LanguageTask(SMALL, path), 2)
    assert model.trace("明月").sizes["time"] == 2


def test_a_file_that_is_gone_is_named(tmp_path):
    with pytest.raises(InputError, match=r"gone\.txt cannot be read: No such file"):
        LanguageTask(SMALL, tmp_path / "gone.txt")


def test_a_file_that_is_no_text_is_named(tmp_path):
    path = tmp_path / "picture.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\r" * 200)
    with pytest.raises(InputError, match=r"picture\.png is not a text in UTF-8"):
        LanguageTask(SMALL, path)
