from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
import torch
from torch.nn.functional import cross_entropy

from core.errors import InputError
from core.nn.cells.family import CELL_KEYS
from core.nn.sampling import Sampling, reshape
from core.systems.language.config import LanguageConfig, WritingConfig
from core.systems.language.model import LanguageModel
from core.systems.language.writing import Futures
from core.text.vocabulary import BOS, EOS, UNK, Vocabulary

LETTERS = Vocabulary([BOS, EOS, *" abcdefghij"])
WORDS = Vocabulary([BOS, EOS, UNK, "The", " cat", " sat", ".", ","])
BOTH = Sampling(0.9, 6, 0.95)


def network(vocabulary=LETTERS, seed=0, **knobs):
    unit = "word" if UNK in vocabulary else "character"
    config = WritingConfig(**{"hidden_size": 12, "embedding_size": 6, "unit_of_text": unit} | knobs)
    model = LanguageModel(config, vocabulary)
    model.initialise(torch.Generator().manual_seed(seed))
    with torch.no_grad():  # as opinionated as a trained network, so that differences show
        model.output.weight *= 8
    return model.eval()


@pytest.fixture(scope="module")
def model():
    return network()


@pytest.fixture(scope="module")
def futures(model):
    return model.futures("a b", BOTH, count=60, length=40, seed=7)


def probabilities(model, tokens):
    with torch.no_grad():
        logits, _, _ = model(torch.tensor([model.vocabulary.encode(tokens)]))
    return logits[0].softmax(-1).numpy()


def test_a_document_begins_with_its_mark_and_a_text_without_one_after_a_line_end(model):
    lines = LanguageModel(LanguageConfig(hidden_size=8), Vocabulary("\nab"))
    assert (model.start, lines.start) == (BOS, "\n")


def test_every_token_has_the_distribution_that_the_tokens_before_it_gave(model):
    writing = model.compose("a b", Sampling(), 20, seed=1)
    whole = probabilities(model, [BOS, *writing.tokens])
    np.testing.assert_allclose(writing.probability, whole[: len(writing.tokens)], atol=1e-5)
    assert writing.given == 3
    assert writing.tokens[:3] == ["a", " ", "b"]


def test_each_written_token_is_the_one_on_which_its_die_fell(model):
    writing = model.compose("a b", BOTH, 20, seed=1)
    for row, number, dice in zip(writing.probability[3:], writing.numbers[3:], writing.dice, strict=True):
        p = reshape(row, BOTH, model.never)
        below = np.cumsum(p)
        assert below[number] - p[number] <= dice + 1e-9
        assert dice < below[number] + 1e-9


def test_writing_stops_at_the_end_of_the_document_and_nowhere_else(model):
    lengths = set()
    for seed in range(20):
        writing = model.compose("", Sampling(), 30, seed)
        assert EOS not in writing.tokens[:-1]
        assert writing.ended == (writing.tokens[-1] == EOS)
        assert writing.ended or len(writing.tokens) == 30
        lengths.add(len(writing.tokens))
    assert len(lengths) > 3


def test_the_text_that_is_written_has_no_marks_in_it(model):
    for seed in range(10):
        text = model.write("a b", Sampling(), 30, seed)
        writing = model.compose("a b", Sampling(), 30, seed)
        assert text == "a b" + "".join(token for token in writing.tokens[3:] if token != EOS)


def test_reciting_asks_for_the_end_too_and_its_loss_is_the_cross_entropy(model):
    writing = model.recite("abc")
    assert writing.tokens == ["a", "b", "c", EOS]
    numbers = torch.tensor(LETTERS.encode([BOS, "a", "b", "c", EOS]))
    with torch.no_grad():
        nats = cross_entropy(model(numbers[None, :-1])[0][0], numbers[1:]).item()
    assert writing.loss == pytest.approx(nats, rel=1e-5)
    assert writing.surprise.mean() * math.log(2) == pytest.approx(nats, rel=1e-5)


def test_nothing_to_recite_is_said_in_a_sentence(model):
    with pytest.raises(InputError, match="nothing to read"):
        model.recite("")


@pytest.mark.parametrize("ask", ["compose", "futures"])
def test_a_beginning_with_unknown_characters_is_named(model, ask):
    arguments = (3, 10, 0) if ask == "futures" else (10, 0)
    with pytest.raises(InputError, match="never saw é"):
        getattr(model, ask)("é", Sampling(), *arguments)


def test_by_word_an_unknown_word_is_read_as_such():
    writing = network(WORDS).recite("The dog sat.")
    assert writing.tokens == ["The", UNK, " sat", ".", EOS]


def test_the_marks_of_the_beginning_and_of_the_unknown_are_never_written():
    model = network(WORDS)
    assert WORDS.decode(model.never) == [BOS, UNK]
    futures = model.futures("The", Sampling(3.0), count=50, length=20, seed=0)
    assert not np.isin(futures.numbers, model.never).any()
    assert not {BOS, UNK} & set(model.compose("The", Sampling(3.0), 40, 0).tokens)


def test_a_space_at_the_end_belongs_to_the_word_that_comes():
    model = network(WORDS)
    assert model.write("The ", Sampling(), 5, 0) == model.write("The", Sampling(), 5, 0)
    assert model.compose("The ", Sampling(), 5, 0).given == 1


def test_a_mark_cannot_be_typed(model):
    with pytest.raises(InputError, match="never saw"):
        model.recite(EOS)
    assert network(WORDS).recite(f"The {EOS}").tokens[1:-1] == [UNK] * 3


@pytest.mark.parametrize("cell", CELL_KEYS)
def test_each_future_is_what_its_seed_writes_alone(cell):
    model = network(cell=cell, layers=2)
    futures = model.futures("a b", BOTH, count=12, length=25, seed=3)
    for k in range(12):
        assert "a b" + futures.text(k) == model.write("a b", BOTH, 25, seed=3 + k)


def test_futures_end_where_they_end(futures):
    end = LETTERS.number[EOS]
    for numbers, length, ended in zip(futures.numbers, futures.lengths, futures.ended, strict=True):
        assert (numbers[:length] >= 0).all()
        assert end not in numbers[:length]
        assert (numbers[length + ended :] == -1).all()
        assert not ended or numbers[length] == end
    assert futures.ended.sum() > 0


def test_futures_of_a_network_without_an_end_have_all_the_same_length():
    model = LanguageModel(LanguageConfig(hidden_size=8), Vocabulary("\nab")).eval()
    futures = model.futures("a", Sampling(), count=5, length=9, seed=0)
    assert (futures.numbers >= 0).all()
    assert not futures.ended.any()
    assert (futures.lengths == 9).all()


def test_a_first_token_is_drawn_as_often_as_it_is_probable(model):
    p = reshape(probabilities(model, [BOS, "a"])[-1], Sampling(), model.never)
    n = 4_000
    counts = np.bincount(model.futures("a", Sampling(), n, 1, seed=0).numbers[:, 0], minlength=len(LETTERS))
    assert (abs(counts - n * p) <= 4 * np.sqrt(n * p * (1 - p)) + 1).all()


def test_in_a_tree_of_futures_those_that_begin_alike_are_neighbours(futures):
    order, shared = futures.ordered()
    assert sorted(order) == list(range(60))
    rows = futures.numbers[order]
    for column in range(1, 8):
        beginnings = [tuple(row[:column]) for row in rows]
        runs = [beginnings[0]] + [b for a, b in pairwise(beginnings) if a != b]
        assert len(runs) == len(set(beginnings))
        parts = 1 + int((shared[1:] < column).sum())
        assert parts == len(runs)


def test_at_every_fork_the_thicker_branch_comes_first():
    numbers = np.array([[5, 1], [3, 2], [3, 1], [3, 2], [4, 0], [4, 0]])
    order, shared = Futures(LETTERS, numbers, 0).ordered()
    assert order.tolist() == [1, 3, 2, 4, 5, 0]
    assert shared.tolist() == [0, 2, 1, 0, 2, 0]


def test_what_is_known_of_the_text_is_kept_with_the_model(model):
    told = LanguageModel(model.config, LETTERS, {"documents": 3})
    assert LanguageModel.rebuild(model.config, told.header()).report == {"documents": 3}
    assert LanguageModel.rebuild(model.config, model.header()).report is None
