from pathlib import Path

import numpy as np
import pytest
import torch

from core.errors import InputError
from core.labs.slot_filling.config import TaggerConfig
from core.labs.slot_filling.data import SLOTS, corpus
from core.labs.slot_filling.model import LONGEST, Tagger
from core.labs.slot_filling.task import TaggingTask
from core.nn.cells.family import CELL_KEYS
from core.trace.exports import exported
from core.training.loop import Training, train

STEPS = 200
SMALL = {"hidden_size": 8, "embedding_size": 4}


def tagger(**config) -> Tagger:
    return TaggingTask(TaggerConfig(**SMALL | config)).model(torch.Generator().manual_seed(0)).eval()


def trained(**config) -> tuple[Tagger, dict[str, float], dict[str, float]]:
    training = Training.fresh(TaggingTask(TaggerConfig(**config)), seed=0)
    before = training.task.evaluate(training.model.eval())
    for _ in train(training, steps=STEPS):
        pass
    model = training.model.eval()
    return model, before, training.task.evaluate(model)


@pytest.fixture(scope="module")
def with_memory():
    return trained()


@pytest.fixture(scope="module")
def without_memory():
    return trained(cell="none")


def test_network_with_memory_fills_slots_of_unseen_sentences(with_memory):
    _, before, after = with_memory
    assert before["slot_accuracy"] < 0.4
    assert after["slot_accuracy"] > 0.95
    assert after["decided_later"] > 0.8
    assert after["accuracy"] > 0.98


def test_network_without_memory_stays_below_its_ceiling(without_memory):
    _, before, after = without_memory
    assert before["slot_accuracy"] < 0.4
    assert after["slot_accuracy"] < after["memoryless_ceiling"] < 0.6
    assert after["accuracy"] > 0.8


def test_network_that_reads_from_the_left_only_guesses_what_is_decided_later():
    _, _, after = trained(bidirectional=False)
    assert after["decided_earlier"] > 0.93
    assert 0.35 < after["decided_later"] < 0.7
    assert after["slot_accuracy"] <= after["left_to_right_ceiling"] + 0.01


def test_slot_accuracy_is_made_of_its_two_parts(with_memory):
    figures = with_memory[2]
    words = [word for sentence in corpus().held_out for word in sentence if word.kind]
    later = sum(word.later for word in words) / len(words)
    parts = figures["decided_later"] * later + figures["decided_earlier"] * (1 - later)
    assert figures["slot_accuracy"] == pytest.approx(parts, abs=1e-6)


def test_accuracy_counted_sentence_by_sentence_agrees_with_the_figures(with_memory):
    model, _, figures = with_memory
    right, words = 0, 0
    for sentence in corpus().held_out[::5]:
        numbers = torch.tensor([model.vocabulary.encode(word.text for word in sentence)])
        said = model(numbers)[0][0].argmax(-1).tolist()
        right += sum(SLOTS[k] == word.slot for k, word in zip(said, sentence, strict=True) if word.kind)
        words += sum(bool(word.kind) for word in sentence)
    assert right / words == pytest.approx(figures["slot_accuracy"], abs=0.02)


def test_same_word_takes_the_slot_that_the_verb_asks_for(with_memory):
    model, *_ = with_memory
    for text, place, time in (
        ("leave Taipei on May 1st", "departure", "departure_time"),
        ("arrive Taipei on May 1st", "destination", "arrival_time"),
    ):
        trace = model.trace(text)
        slots = [SLOTS[k] for k in trace["probability"].values.argmax(1)]
        assert slots == ["other", place, "other", time, time]


def test_later_word_decides_an_earlier_one(with_memory):
    model, *_ = with_memory
    for text, place in (("Taipei is where I leave from", "departure"), ("Taipei is where I arrive", "destination")):
        assert SLOTS[int(model.trace(text)["probability"].values[0].argmax())] == place


def test_state_of_a_word_is_identical_in_both_sentences_without_memory(without_memory):
    model, *_ = without_memory
    first, second = model.trace("leave Taipei on May 1st"), model.trace("arrive Taipei on May 1st")
    np.testing.assert_array_equal(first["hidden_state"].isel(time=1), second["hidden_state"].isel(time=1))
    np.testing.assert_array_equal(first["probability"][1:], second["probability"][1:])
    assert not np.array_equal(first["hidden_state"].isel(time=0), second["hidden_state"].isel(time=0))


def test_each_direction_knows_its_own_side_only(with_memory):
    model, *_ = with_memory
    first, second = model.trace("leave Taipei on May 1st"), model.trace("arrive Taipei on May 1st")
    forwards, backwards = (
        abs(first["hidden_state"].isel(time=1, direction=d) - second["hidden_state"].isel(time=1, direction=d)).max()
        for d in (0, 1)
    )
    assert forwards > 0.1
    assert backwards == 0


def test_logits_of_the_two_directions_add_up_to_the_whole(with_memory):
    model, *_ = with_memory
    trace = model.trace("arrive in Tokyo by noon but leave Osaka at 9 am")
    log_sum = np.log(trace["one_sided"].values).sum(0) - model.output.bias.detach().numpy()  # (T, K)
    together = np.exp(log_sum - log_sum.max(1, keepdims=True))
    np.testing.assert_allclose(together / together.sum(1, keepdims=True), trace["probability"].values, atol=1e-4)


@pytest.mark.parametrize("cell", ["none", *CELL_KEYS])
def test_trace_of_every_cell_is_labelled(cell):
    trace = tagger(cell=cell, layers=2).trace("Leave Zorg, on May 1st!")
    sizes = {"layer": 2, "time": 7, "unit": 8, "vocabulary": 5} | ({} if cell == "none" else {"direction": 2})
    assert trace.sizes == sizes
    assert list(trace["token"].values) == ["Leave", "Zorg", ",", "on", "May", "1st", "!"]
    assert trace["known"].values.tolist() == [True, False, True, True, True, True, True]
    assert tuple(trace["word"].values) == SLOTS
    assert ("one_sided" in trace) == (cell != "none")
    assert exported(trace, ".nc")


def test_spelling_in_capitals_makes_no_difference():
    model = tagger()
    np.testing.assert_array_equal(
        model.trace("LEAVE Taipei")["probability"], model.trace("leave taipei")["probability"]
    )


def test_memoryless_network_has_no_directions():
    both, one = (tagger(cell="none", bidirectional=flag) for flag in (True, False))
    assert both.cell.directions == one.cell.directions == 1
    assert sum(p.numel() for p in both.parameters()) == sum(p.numel() for p in one.parameters())


def test_unknown_word_is_learnt_by_word_dropout(with_memory):
    model, *_ = with_memory
    for verb, place in (("leave", "departure"), ("reach", "destination")):
        p = model.trace(f"i want to {verb} Zorgville on friday")["probability"].values[4]
        assert SLOTS[int(p.argmax())] == place


def test_rebuilt_model_says_the_same():
    model = tagger()
    again = Tagger.rebuild(model.config, model.header())
    again.load_state_dict(model.state_dict())
    text = "leave Taipei on May 1st"
    assert again.eval().trace(text).identical(model.trace(text))


def test_batches_are_of_one_length_and_chance_comes_from_the_generator_alone():
    task = TaggingTask(TaggerConfig(**SMALL, dropout=0.5))
    model = task.model(torch.Generator().manual_seed(0))
    losses = []
    for noise, seed in ((1, 5), (2, 5), (2, 6)):
        torch.manual_seed(noise)
        generator = torch.Generator().manual_seed(seed)
        batch = task.batch(generator)
        assert batch.words.shape == batch.slots.shape == (task.config.batch_size, batch.words.shape[1])
        losses.append(float(task.loss(model, batch, {}, generator)[0].detach()))
    assert losses[0] == losses[1] != losses[2]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "nothing to read"),
        ("  \n ", "nothing to read"),
        ("?! … , .", "only punctuation"),
        ("leave Taipei " * 5_000, "10,000 words are too many"),
    ],
    ids=["empty", "blank", "punctuation", "long"],
)
def test_text_that_cannot_be_read_gets_one_sentence(text, words):
    with pytest.raises(InputError, match=words):
        tagger().trace(text)


def test_longest_sentence_is_read():
    assert tagger().trace("leave " * LONGEST).sizes["time"] == LONGEST


def test_own_file_is_refused_in_one_sentence(tmp_path: Path):
    with pytest.raises(InputError, match="does not train on a file of your own"):
        TaggingTask(TaggerConfig(), tmp_path / "sentences.txt")
