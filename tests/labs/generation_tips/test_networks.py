"""The networks of the five experiments: causal, alike at the start, and the same step by step as all at once."""

from __future__ import annotations

import pytest
import torch

from core.errors import InputError
from core.labs.generation_tips.config import TipsConfig
from core.labs.generation_tips.examples import (
    FAR,
    HELD_OUT,
    ITEMS,
    NOTES,
    Given,
    draw_melodies,
    draw_videos,
    held_out_melodies,
    read_example,
)
from core.labs.generation_tips.languages import CROSSROADS, MODES
from core.labs.generation_tips.networks.captioner import END, LIMIT
from core.labs.generation_tips.task import TipsTask


def untrained(tip, **knobs):
    return TipsTask(TipsConfig(tip=tip, **knobs)).model(torch.Generator().manual_seed(3)).eval()


@pytest.mark.parametrize("tip", ["coverage", "scheduled_sampling", "reward"])
def test_both_networks_begin_with_the_same_weights(tip):
    without, having = (untrained(tip).network(remedy).state_dict() for remedy in (False, True))
    assert all(torch.equal(values, having[name]) for name, values in without.items())


def test_caption_that_is_said_is_the_likeliest_of_the_forced_one():
    network = untrained("coverage").network(True)
    frames, _ = draw_videos(4, torch.Generator().manual_seed(0))
    said, _ = network.say(frames)
    logits, alignment = network(frames, said.words)
    going = (said.words == END).cumsum(1) < 2  # up to the end
    assert torch.equal(logits.argmax(-1)[going], said.words[going])
    torch.testing.assert_close(alignment, said.alignment)
    assert said.words.shape == (4, LIMIT)


def test_no_word_of_a_caption_depends_on_a_later_one():
    network = untrained("coverage").network(True)
    frames, items = draw_videos(2, torch.Generator().manual_seed(0))
    other = items.clone()
    other[:, 3:] = 0
    one, two = (network(frames, words)[0] for words in (items, other))
    assert torch.equal(one[:, :4], two[:, :4])
    assert not torch.equal(one[:, 4], two[:, 4])


def test_notes_written_alone_are_those_that_are_found_when_they_are_fed_back():
    network = untrained("scheduled_sampling").double().network(True)
    heard, true = (part[:8] for part in held_out_melodies())
    written, before = network.write(heard)
    inputs = torch.cat((torch.nn.functional.one_hot(heard, NOTES), torch.nn.functional.one_hot(before, NOTES + 1)), -1)
    states, _, _ = network.cell(inputs.double())
    assert torch.equal(network.output(states).argmax(-1), written)
    assert torch.equal(before[:, 1:], written[:, :-1])
    _, forced = network.write(heard, true, 1.0, torch.Generator().manual_seed(0))
    assert torch.equal(forced[:, 1:], true[:, :-1])


def test_melody_walks_by_one_and_half_of_it_is_heard_wrong():
    heard, true = draw_melodies(2_000, torch.Generator().manual_seed(0))
    assert int((true[:, 1:] - true[:, :-1]).abs().max()) == 1
    assert 0 <= int(true.min()) < int(true.max()) < NOTES
    assert int((heard - true).abs().max()) == FAR
    assert float((heard != true).float().mean()) == pytest.approx(0.48, abs=0.02)  # at an edge, wrong may be right


@pytest.mark.parametrize("language", [MODES, CROSSROADS])
def test_probabilities_of_a_language_sum_to_one(language):
    assert sum(language.probabilities) == pytest.approx(1)
    assert len(language.probability) == len(language.sentences)


def test_likeliest_first_word_does_not_begin_the_likeliest_sentence():
    best = max(CROSSROADS.probability, key=CROSSROADS.probability.__getitem__)
    first = {
        word: sum(p for said, p in CROSSROADS.probability.items() if said[0] == word) for word in ("the", "a", "hm")
    }
    assert best == ("hm",)
    assert max(first, key=first.__getitem__) == "the"


def test_what_is_fed_back_is_the_word_the_distribution_or_what_lies_between():
    network = untrained("distribution").network(True)
    for mixture in (0.0, 0.3, 1.0):
        words, inside = network.draw(3, mixture, torch.Generator().manual_seed(0))
        one = torch.nn.functional.one_hot(words, inside["fed"].shape[-1])
        torch.testing.assert_close(inside["fed"], (1 - mixture) * one + mixture * inside["probability"])


def test_only_what_is_fed_the_distribution_has_a_gradient_through_the_words_before():
    network = untrained("distribution").double().network(True)
    for mixture in (0.0, 1.0):
        _, inside = network.draw(1, mixture, torch.Generator().manual_seed(0))
        p = inside["probability"][0, -1]  # (V,), and p_0 moves with the logits of its own step by p_0 (δ − p)
        own = p[0] * (torch.nn.functional.one_hot(torch.tensor(0), len(p)) - p)
        [found] = torch.autograd.grad(p[0], [network.output.bias])
        assert torch.allclose(found, own) == (mixture == 0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0", "no example 0"),
        ("501", "no example 501"),
        ("sun moon", "you named 2"),
        ("sun moon star cat x", "neither"),
        ("", "you named 0"),
        ("-1", "neither"),
    ],
)
def test_what_names_no_example_is_said_in_a_sentence(text, words):
    with pytest.raises(InputError, match=words):
        read_example(text)


def test_a_video_shows_what_a_viewer_names():
    example = read_example("sun, moon star cat sun")
    frames, items = example.video()
    assert items == ["sun", "moon", "star", "cat", "sun"]
    assert frames.shape == (5, 16)
    assert read_example(str(HELD_OUT)) == Given(HELD_OUT)
    assert len(set(ITEMS)) == len(ITEMS) == 20
