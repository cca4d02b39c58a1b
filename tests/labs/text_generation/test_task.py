from __future__ import annotations

import math
from random import Random

import numpy as np
import pytest
import torch

from core.errors import InputError
from core.labs.text_generation.config import WritingConfig
from core.labs.text_generation.task import WritingTask
from core.nn.sampling import Sampling
from core.text.vocabulary import BOS, EOS
from core.training.loop import Progress, Training, train

SMALL = WritingConfig(hidden_size=32, embedding_size=8, batch_size=8)


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    """500 lines of one to nine words, of 20 that there are."""
    dice = Random(0)
    words = ["".join(dice.choices("abcdefgh", k=5)) for _ in range(20)]
    path = tmp_path_factory.mktemp("own") / "story.txt"
    path.write_text("\n".join(" ".join(dice.choices(words, k=dice.randint(1, 9))) for _ in range(500)))
    return path


@pytest.fixture(scope="module")
def task(story):
    return WritingTask(SMALL, story)


@pytest.fixture(scope="module")
def library():
    return WritingTask(WritingConfig(hidden_size=64))


def trained(task, steps, seed=0):
    training = Training.fresh(task, seed)
    losses = [event.metrics["train_loss"] for event in train(training, steps=steps) if isinstance(event, Progress)]
    return training.model.eval(), losses


def test_documents_are_laid_side_by_side_from_beginning_to_end(task):
    read, asked = task.training.padded(torch.tensor([3, 0, 7]))
    for lane, document in zip(range(3), (3, 0, 7), strict=True):
        real = asked[lane] >= 0
        length = int(task.training.lengths[document]) - 1
        assert real.tolist() == [step < length for step in range(read.shape[1])]
        tokens = task.vocabulary.decode(read[lane][real].tolist())
        later = task.vocabulary.decode(asked[lane][real].tolist())
        assert (tokens[0], later[-1]) == (BOS, EOS)
        assert tokens[1:] == later[:-1]


def test_every_document_is_as_likely_as_any_other(task):
    generator = torch.Generator().manual_seed(0)
    steps = 6_000
    counts = torch.bincount(torch.cat([task.batch(generator) for _ in range(steps)]), minlength=len(task.training))
    expected = steps * SMALL.batch_size / len(task.training)
    assert counts.min() > 0.55 * expected
    assert counts.max() < 1.45 * expected


def test_a_batch_holds_little_padding(library):
    generator = torch.Generator().manual_seed(0)
    asked = [library.training.padded(library.batch(generator))[1] for _ in range(100)]
    assert sum(int((lanes < 0).sum()) for lanes in asked) < 0.15 * sum(lanes.numel() for lanes in asked)


def test_padding_changes_no_loss(task):
    model = task.model(torch.Generator().manual_seed(0)).eval()
    order = task.training.by_length
    short, long = order[:1], order[-1:]
    together = task.loss(model, torch.cat([short, long]), None)
    alone = [task.loss(model, one, None) for one in (short, long)]
    tokens = [int(task.training.lengths[one]) - 1 for one in (short, long)]
    assert together.item() == pytest.approx(np.average([loss.item() for loss in alone], weights=tokens), rel=1e-5)


def test_an_untrained_network_that_knows_nothing_needs_the_logarithm_of_the_vocabulary(task):
    model = task.model(torch.Generator().manual_seed(0))
    with torch.no_grad():
        model.output.weight.zero_()
    assert task.final_eval(model) == {"bits_per_character": pytest.approx(math.log2(len(task.vocabulary)), rel=1e-5)}


def test_by_word_all_tokens_and_the_spelling_of_the_unknown_ones_are_charged_to_the_characters(library):
    task = WritingTask(WritingConfig(hidden_size=8, unit_of_text="word", words=200))
    model = task.model(torch.Generator().manual_seed(0))
    with torch.no_grad():
        model.output.weight.zero_()
    tokens = int((task.held_out.lengths - 1).sum())
    bits = tokens * math.log2(203) + task.held_out.spelling.sum().item()
    characters = sum(len(text) + 1 for text in library_texts(library))
    assert task.final_eval(model)["bits_per_character"] == pytest.approx(bits / characters, rel=1e-5)


def library_texts(task):
    """The held-out documents of a task that reads by character."""
    tokens = "".join(task.vocabulary.decode(task.held_out.numbers.tolist()))
    return [text.removesuffix(EOS) for text in tokens.split(BOS)[1:]]


@pytest.mark.parametrize("unit", ["character", "word"])
def test_a_little_training_beats_counting_on_held_out_documents(unit):
    task = WritingTask(WritingConfig(hidden_size=32, batch_size=16, unit_of_text=unit, words=500))
    untrained = task.final_eval(task.model(torch.Generator().manual_seed(0)))["bits_per_character"]
    model, _ = trained(task, 60)
    counts = torch.bincount(task.training.numbers.long(), minlength=len(task.vocabulary)) + 1.0
    asked = task.held_out.numbers[task.held_out.numbers != task.vocabulary.number[BOS]].long()
    counted = -(counts / counts.sum()).log2()[asked].sum() + task.held_out.spelling.sum()
    unigram = float(counted / task.held_out.characters.sum())
    assert task.final_eval(model)["bits_per_character"] < unigram - 0.1 < unigram < untrained


def test_a_network_learns_to_end_its_documents(task):
    model, losses = trained(task, 120)
    assert losses[-1] < 0.6 * losses[0]
    futures = model.futures("", Sampling(), count=50, length=80, seed=0)
    assert futures.ended.mean() > 0.8


def test_equal_seeds_give_equal_trainings(task):
    assert trained(task, 3)[1] == trained(task, 3)[1] != trained(task, 3, seed=1)[1]


def test_the_shortest_text_allowed_can_be_learnt_and_measured(tmp_path):
    path = tmp_path / "short.txt"
    path.write_text("abcdefghi\n" * 100)
    task = WritingTask(SMALL, path)
    model, losses = trained(task, 5)
    assert losses[-1] < losses[0]
    assert task.final_eval(model)["bits_per_character"] > 0
    assert task.report.documents == 100


def test_the_model_carries_the_report(task):
    assert task.model(torch.Generator()).report["documents"] == task.report.documents


def test_a_file_that_is_gone_is_named(tmp_path):
    with pytest.raises(InputError, match=r"gone\.txt cannot be read"):
        WritingTask(SMALL, tmp_path / "gone.txt")
