import re
from random import Random

import numpy as np
import pytest

from core.data.numbers import parse
from core.errors import InputError
from core.labs.speech_recognition.data import (
    DIGITS,
    MOST_DIGITS,
    SENTENCES,
    Spoken,
    counting,
    is_held_out,
    sentences,
    speech,
)
from core.sound.noise import LOUDEST, QUIETEST, in_a_room
from core.sound.synthesis import say
from core.sound.utterances import SAMPLE_RATE, Utterance
from core.sound.voices import VOICES, Voice


@pytest.mark.parametrize("data", SENTENCES)
def test_no_sentence_that_is_asked_for_was_ever_trained_on(data):
    trained = {text for text, _ in sentences(data, 600).sentences}
    asked = {text for text, _ in sentences(data, 100, held_out=True).sentences}
    assert not trained & asked
    assert len(asked) >= 5


@pytest.mark.parametrize("data", SENTENCES)
def test_sentences_are_the_same_for_the_same_seed_only(data):
    assert sentences(data, 50).sentences == sentences(data, 50).sentences
    assert sentences(data, 50, seed=1).sentences != sentences(data, 50).sentences


def test_voices_take_turns():
    assert [voice for _, voice in sentences("digits", 10).sentences] == [*VOICES, *VOICES]


def test_digits_are_one_to_six_of_ten():
    texts = [text.split() for text, _ in sentences("digits", 600).sentences]
    assert {len(words) for words in texts} == set(range(1, MOST_DIGITS + 1))
    assert {word for words in texts for word in words} == set(DIGITS)


def test_counting_leaves_nothing_to_hear_after_the_first_word():
    random = Random(0)
    for _ in range(100):
        words = [DIGITS.index(word) for word in counting(random).split()]
        assert words == [(words[0] + step) % 10 for step in range(len(words))]
    assert {len(text.split()) for text, _ in sentences("counting", 100, held_out=True).sentences} == {2, 3, 4, 5, 6}


def test_numbers_are_english_of_every_length():
    texts = [text for text, _ in sentences("numbers", 300).sentences]
    assert all(parse(text, "de") is not None for text in texts)
    assert {len(re.split("[ -]", text)) for text in texts} == {1, 2, 3, 4}


def test_dates_are_read_as_dates():
    texts = [text for text, _ in sentences("dates", 300).sentences]
    assert all(re.fullmatch(r"[A-Z][a-z]+ \d{1,2}, (19|20)\d\d", text) for text in texts)
    first = speech("dates", training=4, held_out=2).training[0]
    month, day, year = first.text.split()
    assert [word.symbol for word in first.words] == [month, day.rstrip(","), year]


def test_speech_is_said_when_it_is_asked_for():
    digits = speech("digits", training=60, held_out=10)
    assert (len(digits.training), len(digits.held_out)) == (60, 10)
    utterance = digits.held_out[3]
    assert utterance.text == digits.held_out.sentences[3][0]
    assert is_held_out(utterance.text)
    assert [one.text for one in digits.training[2:4]] == [text for text, _ in digits.training.sentences[2:4]]
    assert isinstance(digits.training[2:4], Spoken)


@pytest.mark.parametrize("data", ["digits", "numbers"])
def test_all_tokens_that_are_asked_for_are_known(data):
    source = speech(data, training=200, held_out=20)
    for target in ("phonemes", "characters"):
        asked = {token for utterance in source.held_out for token in utterance.tokens(target)}
        assert asked <= set(source.tokens(target))
    assert set("".join(DIGITS) + " ") <= set(source.tokens("characters"))


def test_every_utterance_to_learn_from_has_noise_of_its_own_behind_it():
    digits = speech("digits", training=30, held_out=5)
    for noisy in (*digits.training, *digits.held_out):
        clean = say(noisy.text, next(voice for voice in VOICES if str(voice) == noisy.voice))
        noise = noisy.samples - clean.samples
        decibels = 10 * np.log10(np.square(clean.samples).mean() / np.square(noise).mean())
        assert LOUDEST - 0.5 < decibels < QUIETEST + 0.5
        assert noisy.phonemes == clean.phonemes
    again = Spoken(digits.training.sentences, noisy=True)
    assert again[3].samples.tobytes() == digits.training[3].samples.tobytes()
    assert not np.array_equal(again[3].samples[:100], again[4].samples[:100])


def test_noise_may_fall_with_frequency_but_is_never_mere_rumble():
    silence = Utterance(np.full(10 * SAMPLE_RATE, 0.5, np.float32), "")
    shares = []
    for seed in range(30):
        power = np.abs(np.fft.rfft(in_a_room(silence, seed).samples - 0.5)) ** 2
        shares.append(power[40_000:].sum() / power[10:].sum())  # above 4 kHz
        assert in_a_room(silence, seed).samples.dtype == np.float32
    assert min(shares) < 0.05
    assert 0.3 < max(shares) <= 0.55


def test_other_voices_may_say_what_is_held_out():
    other = Voice("en-gb-scotland")
    held_out = sentences("digits", 4, (other,), held_out=True)
    assert {utterance.voice for utterance in held_out} == {str(other)}


def test_unknown_data_is_refused():
    with pytest.raises(InputError, match="There is no speech 'music'; there are digits, counting, numbers, dates"):
        sentences("music", 1)
