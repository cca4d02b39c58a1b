from pathlib import Path

import pytest
import torch

from core.errors import InputError
from core.knobs import knobs_of
from core.labs.speech_recognition.config import SpeechConfig
from core.labs.speech_recognition.metrics import figures, hearings
from core.labs.speech_recognition.task import GLANCE, SpeechTask, off_diagonal
from core.text.vocabulary import EOS
from core.training.loop import Training, train
from tests.core.recorded import spoken_digits, zipped

STEPS = 120
SMALL = SpeechConfig(hidden_size=48, batch_size=16, learning_rate=0.008, frames=4)


@pytest.fixture(scope="module")
def digits() -> SpeechTask:
    return SpeechTask(SMALL)


@pytest.fixture(scope="module")
def taught(digits):
    training = Training.fresh(digits, 0)
    before = digits.glance(training.model)
    for _ in train(training, steps=STEPS):
        pass
    return digits, training.model.eval(), before


def test_training_teaches_unseen_digits_and_where_to_listen(taught):
    task, model, before = taught
    after = task.glance(model)
    assert before["error_rate"] > 0.8
    assert after["error_rate"] < 0.3
    assert before["alignment_ms"] > 150
    assert after["alignment_ms"] < 60
    assert before["monotonic"] < 0.8
    assert after["monotonic"] > 0.9


def test_glance_is_the_figures_of_the_first_held_out_utterances(taught):
    task, model, _ = taught
    assert task.glance(model) == figures(hearings(model, [task.held_out[n] for n in range(GLANCE)]))


def test_no_sentence_is_both_trained_on_and_held_out(digits):
    learnt, asked = ({samples[n].utterance.text for n in range(40)} for samples in (digits.training, digits.held_out))
    assert not learnt & asked


def test_batch_is_utterances_with_their_phonemes_and_an_end(digits):
    sounds, target = digits.batch(torch.Generator().manual_seed(0))
    assert sounds.frames.shape[0] == target.tokens.shape[0] == SMALL.batch_size
    assert sounds.frames.shape[1] == sounds.length.max()
    last = target.tokens[torch.arange(SMALL.batch_size), target.mask.sum(1) - 1]
    assert {digits.vocabulary.tokens[number] for number in last} == {EOS}


def test_batches_and_losses_follow_from_the_generator_alone(digits):
    def losses():
        training = Training.fresh(digits, 3)
        return [event.metrics["train_loss"] for event in train(training, steps=2) if hasattr(event, "metrics")]

    assert losses() == losses()


def test_attention_on_the_diagonal_costs_nothing_and_far_from_it_one():
    exists = torch.ones(1, 50, dtype=torch.bool)
    diagonal = torch.eye(50).unsqueeze(0)
    assert float(off_diagonal(diagonal, exists, exists)) == 0
    corner = torch.zeros(1, 50, 50)
    corner[:, :25, -1] = corner[:, 25:, 0] = 1
    assert 0.8 < float(off_diagonal(corner, exists, exists)) < 1


def test_padding_costs_nothing_off_the_diagonal():
    written, heard = torch.arange(6) < torch.tensor([[6], [3]]), torch.arange(9) < torch.tensor([[9], [5]])
    alignment = torch.rand(2, 6, 9, generator=torch.Generator().manual_seed(0)) * heard.unsqueeze(1)
    alone = off_diagonal(alignment[1:, :3, :5], written[1:, :3], heard[1:, :5])
    both = off_diagonal(alignment, written, heard)
    first = off_diagonal(alignment[:1], written[:1], heard[:1])
    torch.testing.assert_close(both, (6 * first + 3 * alone) / 9)


def test_guided_attention_lasts_for_its_steps(digits):
    task = SpeechTask(SpeechConfig(**{**vars(SMALL), "guidance": 2, "dropout": 0.0, "token_noise": 0.0}))
    generator = torch.Generator().manual_seed(0)
    model, batch = task.model(generator), digits.batch(generator)
    carry, losses = {}, []
    for _ in range(4):
        loss, carry = task.loss(model, batch, carry, generator)
        losses.append(loss.item())
    assert losses[0] > losses[1] > losses[2] == losses[3]


def test_own_recordings_are_learnt_in_characters(tmp_path):
    file = tmp_path / "mine.zip"
    file.write_bytes(zipped(spoken_digits()))
    task = SpeechTask(SMALL, file)
    assert task.config.target == "characters"
    assert task.report.recordings == len(task.training) + len(task.held_out)
    training = Training.fresh(task, 0)
    for _ in train(training, steps=3):
        pass
    told = task.evaluate(training.model.eval())
    assert {"error_rate", "held_out_loss", "monotonic"} == set(told)  # no true times, so no distance from them


def test_own_recordings_that_are_not_there_are_one_sentence(tmp_path: Path):
    with pytest.raises(InputError):
        SpeechTask(SMALL, tmp_path / "nothing.zip")


def test_every_knob_says_what_it_does_in_a_sentence():
    for knob in knobs_of(SpeechConfig):
        assert knob.help[0].isupper()
        assert knob.help.endswith(".")
