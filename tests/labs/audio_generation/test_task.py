"""What is learnt, on held-out sounds, against baselines and a network that has not learnt."""

from __future__ import annotations

import io

import numpy as np
import pytest
import soundfile
import torch

from core.course import lab_of
from core.labs.audio_generation.config import WaveNetConfig
from core.labs.audio_generation.sounds import tone
from core.labs.audio_generation.task import NOT_ASKED, WaveNetTask
from core.runs.shipped import shipped_run
from core.training.checkpoints import load_model
from core.training.loop import Training, train

LAB = lab_of("audio_generation")


def shipped(name: str = ""):
    """A shipped run's last model and metrics."""
    [*_, last] = shipped_run(f"{LAB.key}.{name}" if name else LAB.key).checkpoints
    return load_model(last.path), last.metrics


def trained(task: WaveNetTask, steps: int, seed: int = 0) -> Training:
    training = Training.fresh(task, seed)
    for _ in train(training, steps=steps):
        pass
    return training


@pytest.mark.parametrize("seed", [0, 1])
def test_in_sixty_steps_it_is_better_than_a_markov_chain_and_a_fresh_one_is_not(seed):
    task = WaveNetTask(WaveNetConfig(layers=4, channels=12, window=150))
    fresh = task.model(torch.Generator().manual_seed(seed))
    training = trained(task, 60, seed)
    assert task.quick_eval(training.model)["bits_per_sample"] < task.baselines["markov_bits"] - 0.5
    assert task.baselines["markov_bits"] < task.baselines["unigram_bits"] - 1
    assert task.quick_eval(fresh)["bits_per_sample"] == pytest.approx(6, abs=0.2)


def test_a_training_is_replayed_from_its_seed():
    task = WaveNetTask(WaveNetConfig(layers=2, channels=4, window=50))
    one, other = (trained(task, 3).model.state_dict() for _ in range(2))
    assert all(torch.equal(values, other[name]) for name, values in one.items())


def test_a_stretch_is_a_piece_of_a_sound_of_its_kind():
    task = WaveNetTask(WaveNetConfig(window=64, batch_size=5, astray=0.0))
    batch = task.batch(torch.Generator().manual_seed(1))
    assert batch.levels.shape == (5, 64)
    assert (batch.wanted == batch.levels).all()
    for piece, told in zip(batch.levels.numpy(), batch.told.numpy(), strict=True):
        ours = [x for x, kind in zip(task.training, task.sounds.training_kinds, strict=True) if told[kind]]
        windows = np.concatenate([np.lib.stride_tricks.sliding_window_view(x, 64) for x in ours])
        assert (windows == piece).all(1).any()


def test_a_stretch_that_is_led_astray_is_asked_for_only_where_it_is_the_sound_again():
    task = WaveNetTask(WaveNetConfig(window=100, batch_size=64, astray=0.5))
    levels, _, wanted = task.batch(torch.Generator().manual_seed(0))
    lost = wanted == NOT_ASKED
    assert (levels[~lost] == wanted[~lost]).all()
    assert not lost[:, 50:].any()
    assert (lost[:, :-1] >= lost[:, 1:]).all()
    assert 16 < lost.any(1).sum() < 48


def test_shipped_tones_have_the_pitch_that_was_asked_for():
    model, kept = shipped()
    found = WaveNetTask(model.config).final_eval(model)
    assert found["pitch_told"] == kept["pitch_told"] == 1
    assert found["pitch_error_cents"] < 10
    assert found["bits_per_sample"] < found["markov_bits"] / 2


def test_shipped_vowels_are_told_apart_and_those_of_a_network_that_is_not_told_are_chance():
    model, kept = shipped("vowels")
    found = WaveNetTask(model.config).final_eval(model)
    assert found["vowel_told"] > 0.8
    assert found["pitch_told"] > 0.8
    assert kept["vowel_told"] > 0.8
    untold = shipped("vowels_untold")[1]
    assert untold["vowel_told"] < 0.5
    assert untold["pitch_told"] < 0.6
    assert untold["bits_per_sample"] > found["bits_per_sample"]


def test_shipped_speech_knows_more_than_the_sample_before():
    model, kept = shipped("speech")
    assert kept["bits_per_sample"] < kept["markov_bits"] - 0.5
    assert WaveNetTask(model.config).quick_eval(model)["bits_per_sample"] < kept["markov_bits"] - 0.5


def test_an_untrained_network_sounds_like_nothing():
    task = WaveNetTask(WaveNetConfig())
    found = task.final_eval(task.model(torch.Generator().manual_seed(0)).eval())
    assert found["pitch_told"] <= 0.25
    assert found["pitch_error_cents"] > 300


def test_own_recordings_are_learnt_and_short_ones_are_cut_to_what_there_is(tmp_path):
    path = tmp_path / "mine"
    x = tone(250.0, 16_000, 16_000, np.random.default_rng(0))
    file = io.BytesIO()
    soundfile.write(file, x, 16_000, format="WAV")
    path.write_bytes(file.getvalue())
    task = WaveNetTask(WaveNetConfig(layers=3, channels=8, window=2_000, batch_size=1, rate="2000"), path)
    training = trained(task, 3)
    assert task.batch(torch.Generator().manual_seed(0)).levels.shape == (1, 1_750)
    assert not training.model.conditional
    assert {"bits_per_sample", "markov_bits"} <= task.final_eval(training.model).keys()


def test_speech_is_spoken_by_five_voices_and_learnt():
    task = WaveNetTask(WaveNetConfig(data="speech", layers=2, channels=4, window=64))
    assert len(task.sounds.kinds) == 5
    found = task.final_eval(trained(task, 2).model)
    assert found.keys() == {"bits_per_sample", "unigram_bits", "markov_bits"}
