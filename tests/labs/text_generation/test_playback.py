from __future__ import annotations

import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.nn.sampling import Sampling, pick, reshape, stages
from core.systems.language.writing import Writing
from core.text.vocabulary import BOS, EOS, Vocabulary
from dashboard.components.assets import FOLDER
from dashboard.labs.text_generation.components.playback import LIKELY, WORDS, playback
from tests.pictures import drawn, shown, size_of

TOKENS = Vocabulary([BOS, EOS, *"abcdefghijklmnopqrst", "<img src=x onerror=alert(1)>"])
SAMPLING = Sampling(0.8, 8, 0.9)
NEVER = (0, 5)
MODULES = [*sorted((FOLDER / "playback").glob("*.js")), FOLDER / "lib" / "playing" / "player.js"]


def writing_of(given: int = 3, written: int = 9, vocabulary: Vocabulary = TOKENS) -> Writing:
    random = np.random.default_rng(0)
    probability = random.dirichlet(np.full(len(vocabulary), 0.4), given + written)
    dice = random.random(written)
    drawn = pick(reshape(probability[given:], SAMPLING, NEVER), dice)
    numbers = np.concatenate([random.integers(2, len(vocabulary), given), drawn])
    return Writing(vocabulary, BOS, numbers, given, probability, dice, NEVER)


def sent(writing: Writing, sampling: Sampling | None = SAMPLING, **more) -> tuple[dict, dict[str, np.ndarray]]:
    return drawn(playback, writing, sampling, key="p", **more)


def test_the_text_arrives_token_by_token():
    writing = writing_of()
    header, arrays = sent(writing)
    assert header["tokens"] == writing.tokens
    assert (header["start"], header["given"], header["size"]) == (BOS, 3, len(TOKENS))
    np.testing.assert_allclose(arrays["surprisal"], writing.surprise, atol=1e-3)
    assert np.rint(arrays["place"]).astype(int).tolist() == [0, *writing.numbers[:-1]]


def test_the_likeliest_candidates_carry_their_probability_at_every_stage():
    writing = writing_of()
    header, arrays = sent(writing)
    every = stages(writing.probability, SAMPLING, NEVER)
    for step in range(len(writing.numbers)):
        tokens = [header["vocabulary"][n] for n in np.rint(arrays["likely"][step]).astype(int)]
        assert len(set(tokens)) == LIKELY
        numbers = TOKENS.encode(tokens)
        np.testing.assert_allclose(arrays["stages"][:, step], every[:, step, numbers], atol=1e-4)
        assert numbers[0] == writing.probability[step].argmax()


def test_the_token_that_came_is_always_among_the_candidates():
    writing = writing_of()
    rare = writing.probability.argmin(1)
    unlikely = Writing(TOKENS, BOS, rare, len(rare), writing.probability, np.empty(0))
    for one in (writing, unlikely):
        header, arrays = sent(one)
        for step, token in enumerate(one.tokens):
            chosen = round(arrays["chosen"][step])
            assert header["vocabulary"][round(arrays["likely"][step, chosen])] == token


def test_every_die_falls_on_the_stretch_of_the_token_that_was_written():
    writing = writing_of()
    _, arrays = sent(writing)
    for step in range(len(writing.numbers)):
        chosen = round(arrays["chosen"][step])
        begins, width, dice = arrays["begins"][step, chosen], arrays["stages"][-1, step, chosen], arrays["dice"][step]
        if step < writing.given:
            assert dice == -1
        else:
            assert begins - 1e-3 <= dice <= begins + width + 1e-3


def test_how_many_tokens_a_stage_leaves_is_told():
    writing = writing_of()
    _, arrays = sent(writing)
    left = np.rint(arrays["left"]).astype(int)
    assert (left[0] == len(TOKENS)).all()
    assert (left[2] == 8).all()
    assert (left[3] <= 8).all()


def test_a_slider_that_does_nothing_says_so():
    idle = {setting["name"]: setting.get("value") for setting in sent(writing_of(), Sampling(1.0))[0]["settings"]}
    assert idle == {"network": None, "temperature": 1.0, "top_k": None, "top_p": None}
    active = {setting["name"]: setting.get("value") for setting in sent(writing_of())[0]["settings"]}
    assert active == {"network": None, "temperature": 0.8, "top_k": 8, "top_p": 0.9}


def test_what_is_taught_has_one_distribution_and_no_dice():
    writing = writing_of(given=6, written=0)
    header, arrays = sent(writing, None)
    assert header["taught"]
    assert arrays["stages"].shape[0] == 1
    assert (arrays["dice"] == -1).all()
    assert header["loss"] == pytest.approx(writing.loss)


def test_it_begins_at_the_first_token_that_was_written_unless_asked_otherwise():
    assert sent(writing_of())[0]["step"] == 3
    assert sent(writing_of(), step=5)[0]["step"] == 5
    assert sent(writing_of(), step=500)[0]["step"] == 11


def test_a_vocabulary_smaller_than_the_table_is_drawn_whole():
    small = Vocabulary([BOS, EOS, *"abcd"])
    _, arrays = sent(writing_of(vocabulary=small))
    assert arrays["stages"].shape[2] == 6
    np.testing.assert_allclose(arrays["stages"].sum(-1), 1, atol=1e-3)


def test_there_must_be_a_token():
    with pytest.raises(ValueError, match="at least one token"):
        sent(writing_of(given=0, written=0))


def test_every_word_goes_through_the_translator_and_is_drawn():
    header, _ = sent(writing_of(), translate=lambda message: f"«{message}»")
    assert header["words"] == {name: f"«{words}»" for name, words in WORDS.items()}
    shown_words = {word for module in MODULES for word in re.findall(r"\bwords\.(\w+)", module.read_text())}
    assert shown_words == set(WORDS)


def test_a_long_text_travels_in_little():
    writing = writing_of(written=400)
    assert size_of(playback, writing, SAMPLING, key="p") < 400 * LIKELY * 6 * 2 + 20_000


def page() -> None:
    from dashboard.labs.text_generation.components.playback import playback
    from tests.labs.text_generation.test_playback import SAMPLING, writing_of

    playback(writing_of(), SAMPLING, key="p")


def test_a_page_shows_it_and_text_is_data_only():
    at = AppTest.from_function(page).run()
    assert not at.exception
    proto = at.get_by_key("p").proto
    assert shown(at, "p")[0]["tokens"] == writing_of().tokens
    assert "onerror" not in proto.html_content + proto.js_content + proto.css_content
