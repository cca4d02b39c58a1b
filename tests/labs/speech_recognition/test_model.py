import numpy as np
import pytest
import torch

from core.course import LABS
from core.errors import InputError
from core.labs.speech_recognition.encoders import Sounds
from core.nn.beam_search import beam_search
from core.sound.features import log_mel
from core.training.checkpoints import load_model, save_weights
from tests.labs.speech_recognition.small_listener import each_system, fresh, tones

SPOKEN = tones("abcab")


def sounds(*symbols: str) -> Sounds:
    return Sounds.padded([log_mel(tones(text).samples) for text in symbols])


@each_system
def test_every_weight_gets_a_gradient(knobs):
    model = fresh(**knobs)
    target = torch.tensor([[0, 1, 2, 0, 3]])
    written = model.decode(model.encode(sounds("abca")), target)
    torch.nn.functional.cross_entropy(written.logits[0], target[0]).backward()
    without = [name for name, weights in model.named_parameters() if weights.grad is None or not weights.grad.any()]
    assert without == []


@each_system
def test_padding_never_changes_the_result(knobs):
    model, target = fresh(**knobs), torch.tensor([[0, 1, 3]])
    alone = model.decode(model.encode(sounds("ab")), target)
    both = model.decode(model.encode(sounds("abcabca", "ab")), target.expand(2, -1))
    S = alone.alignment.shape[2]
    torch.testing.assert_close(both.logits[1:], alone.logits)
    torch.testing.assert_close(both.alignment[1:, :, :S], alone.alignment)
    assert not both.alignment[1, :, S:].any()


@each_system
def test_alignment_rows_sum_to_one(knobs):
    model = fresh(**knobs)
    alignment = model.decode(model.encode(sounds("abc", "a"))).alignment
    torch.testing.assert_close(alignment.sum(2), torch.ones(alignment.shape[:2]))


@each_system
def test_a_position_covers_as_many_frames_as_it_says(knobs):
    model, heard = fresh(**knobs), sounds("abc")
    positions = model.encode(heard).mask.shape[1]
    assert positions == -(-heard.frames.shape[1] // model.encoder.merged)


def test_a_pyramid_makes_a_position_of_the_next_higher_power_of_two():
    assert [fresh(encoder="pyramid", frames=frames).encoder.merged for frames in (1, 2, 3, 4, 5, 8)] == [
        2,
        2,
        4,
        4,
        8,
        8,
    ]


def test_forced_steps_are_those_of_writing_it_by_itself():
    model = fresh()
    heard = model.encode(sounds("abc"))
    free = model.decode(heard)
    forced = model.decode(heard, free.tokens)
    torch.testing.assert_close(forced.logits, free.logits)


def test_attention_by_location_depends_on_where_it_was_and_by_content_does_not():
    for knobs, depends in ({}, True), ({"attention": "content"}, False):
        model = fresh(**knobs)
        heard = model.encode(sounds("abc"))
        state = model._first_state(heard)
        elsewhere = state | {"alignment": state["alignment"].flip(1)}
        y = model.embedding(torch.tensor([model.bos]))
        scores = [model._advance(heard, before, y)[1].score for before in (state, elsewhere)]
        assert torch.equal(*scores) != depends


def test_token_noise_and_dropout_are_drawn_from_the_generator_alone():
    model, target = fresh(token_noise=0.5, dropout=0.3), torch.tensor([[0, 1, 2, 3]])

    def logits(seed):
        generator = None if seed is None else torch.Generator().manual_seed(seed)
        return model.decode(model.encode(sounds("abc"), generator), target, generator).logits

    assert torch.equal(logits(1), logits(1))
    assert not torch.equal(logits(1), logits(2))
    assert torch.equal(logits(None), logits(None))


@each_system
def test_beam_of_width_one_writes_what_greedy_decoding_writes(knobs):
    model = fresh(**knobs)
    greedy = model.decode(model.encode(model.hear(SPOKEN.samples))).tokens[0].tolist()
    beam = beam_search(model, SPOKEN, width=1)
    assert list(beam.best.tokens) == model.until_eos(greedy)


@each_system
def test_a_wide_beam_finds_nothing_less_likely_than_greedy_decoding(knobs):
    model = fresh(**knobs)
    narrow, wide = (beam_search(model, SPOKEN, width=width, length_penalty=0) for width in (1, 6))
    assert wide.best.log_probability >= narrow.best.log_probability - 1e-5 or wide.best.finished > narrow.best.finished


def test_beam_keeps_where_each_hypothesis_listened():
    model = fresh()
    positions = model.encode(model.hear(SPOKEN.samples)).mask.shape[1]
    for node in beam_search(model, SPOKEN, width=3).nodes:
        assert node.alignment.shape == (positions,)
        assert node.alignment.sum() == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(
    ("seconds", "complaint"),
    [(0, "There is nothing to hear"), (31, "lasts 31 seconds; this network listens to up to 30")],
)
def test_too_little_and_too_much_sound_is_one_sentence(seconds, complaint):
    with pytest.raises(InputError, match=complaint):
        fresh().hear(np.zeros(seconds * 16_000, np.float32))


@pytest.mark.skipif(all(lab.key != "speech_recognition" for lab in LABS), reason="the lab is not in the course yet")
def test_a_checkpoint_brings_back_the_same_listener(tmp_path):
    model = fresh(encoder="pyramid")
    save_weights(tmp_path / "x.safetensors", model, lab="speech_recognition", seed=0, step=0, figures={}, half=False)
    again = load_model(tmp_path / "x.safetensors")
    assert again.config == model.config
    assert again.trace(SPOKEN).identical(model.trace(SPOKEN))
