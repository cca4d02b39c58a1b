"""Which units follow which concepts."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.data.text import own_corpus, standard_library
from core.labs.gates.char_labels import CONCEPTS, truths
from core.labs.gates.concepts import ConceptScores, measure, quote_auc, telling_passages
from core.runs.shipped import shipped_run
from core.systems.language.config import LanguageConfig
from core.systems.language.model import LanguageModel
from core.training.checkpoints import load_model
from tests.labs.gates.test_batched_reading import network, numbers

QUOTES, POSITION = CONCEPTS[0], next(concept for concept in CONCEPTS if concept.key == "position")


@pytest.fixture(scope="module")
def held_out() -> np.ndarray:
    return standard_library().held_out


@pytest.fixture(scope="module")
def trained(held_out) -> ConceptScores:
    torch.set_num_threads(1)
    return measure(load_model(shipped_run("gates").checkpoints[-1].path), held_out, 16_000)


@pytest.fixture(scope="module")
def untrained(held_out) -> ConceptScores:
    return measure(load_model(shipped_run("gates").checkpoints[0].path), held_out, 16_000)


def test_training_makes_units_that_follow_what_a_program_is_made_of(trained, untrained):
    for key in ("quotes", "def_name", "brackets", "indentation"):
        assert trained.best(key).score > untrained.best(key).score + 0.1, key


def test_cell_state_remembers_quotes_better_than_hidden_state(trained):
    assert trained.best("quotes", "cell_state").score > trained.best("quotes", "hidden_state").score


def test_probe_on_all_units_reads_more_than_the_best_unit(trained):
    best = np.array([trained.best(concept.key).score for concept in trained.concepts])
    assert (trained.probe > best).mean() > 0.7
    assert trained.probe.mean() > best.mean() + 0.02


def test_untrained_probe_reads_the_character_just_read(untrained):
    k = [concept.key for concept in untrained.concepts].index("upper")
    assert untrained.probe[k] > 0.9


def test_quote_auc_is_the_best_units(held_out):
    model = load_model(shipped_run("gates").checkpoints[-1].path)
    found = quote_auc(model, held_out, 16_000)
    assert list(found) == ["quotes", "single_quotes", "double_quotes"]
    assert all(0.6 < score <= 1 for score in found.values())


def test_unit_is_chosen_on_one_half_and_judged_on_the_other():
    choice = np.full((2, 1, 1, 3), 0.5)
    verdict = choice.copy()
    choice[0, 0, 0], verdict[0, 0, 0] = [0.6, 0.1, 0.7], [0.9, 0.2, 1.0]
    choice[1, 0, 0], verdict[1, 0, 0] = [0.1, -0.5, 0.3], [0.9, -0.4, 0.9]
    nothing = np.zeros(2)
    found = ConceptScores((QUOTES, POSITION), ("hidden_state",), choice, verdict, nothing, nothing, 10)
    best = found.best("quotes")
    assert (best.unit, best.sign, best.score) == (1, -1, pytest.approx(0.8))
    best = found.best("position")
    assert (best.unit, best.sign, best.score) == (1, -1, pytest.approx(0.4))


@pytest.mark.parametrize("cell", ["elman", "gru", "lstm_noaf"])
def test_cells_without_a_cell_state_and_with_many_layers_are_measured(cell, held_out):
    model = network(cell, layers=2)
    text = np.array([model.vocabulary.number.get(c, 1) for c in "abc = 'ab ba' # c\n    (a)" * 200], dtype=np.uint8)
    found = measure(model, text)
    assert found.states == (("cell_state", "hidden_state") if "lstm" in cell else ("hidden_state",))
    assert found.choice.shape == (len(found.concepts), len(found.states), 2, 8)
    assert {"quotes", "comment", "position"} <= {concept.key for concept in found.concepts}
    assert np.isfinite(found.choice).all()


@pytest.mark.parametrize("size", [1, 7, 3_000])
def test_text_in_which_nothing_happens_has_no_concepts(size):
    model = network()
    text = np.full(size, model.vocabulary.number["a"], dtype=np.uint8)
    found = measure(model, text)
    assert not {concept.key for concept in found.concepts} - {"position"}


def test_a_concept_that_is_too_rare_is_left_out():
    model = network()
    plain = numbers(4_000)
    plain[plain == model.vocabulary.number["#"]] = 1
    assert "comment" not in {concept.key for concept in measure(model, plain).concepts}


def test_of_ones_own_prose_those_concepts_are_judged_that_occur():
    prose = 'She said "{0}" (in 19{1}), and the Queen\'s answer was: never!\nThen all of us went home.\n'
    text = "".join(prose.format("no" * (k % 7 + 1), k % 90 + 10) for k in range(900))
    corpus = own_corpus(text.encode(), "prose")
    model = LanguageModel(LanguageConfig(hidden_size=8), corpus.vocabulary).eval()
    found = {concept.key for concept in measure(model, corpus.held_out).concepts}
    assert found == {"quotes", "double_quotes", "brackets", "position", "number", "upper"}


def test_passages_are_where_a_concept_varies_and_begin_with_a_line():
    text = ("x = 1\n" * 300) + ('a = "b"\n' * 30) + ("x = 1\n" * 300)
    [part] = telling_passages(text, truths(text)["quotes"], length=60, count=1)
    assert '"' in text[part]
    assert text[part.start - 1] == "\n"
