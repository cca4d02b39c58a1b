"""Connectivity: the gradient of a log-probability by what was read, against finite differences."""

import numpy as np
import pytest
import torch

import core.labs.gates.connectivity as module
from core.errors import InputError
from core.labs.gates.connectivity import Connectivity, connectivity
from core.nn.cells.family import CELL_KEYS
from core.systems.language.config import LanguageConfig
from core.systems.language.model import LanguageModel
from core.text.vocabulary import Vocabulary

TEXT = "abba cab"


def network(key: str, layers: int = 1) -> LanguageModel:
    config = LanguageConfig(cell=key, layers=layers, hidden_size=8, embedding_size=4)
    model = LanguageModel(config, Vocabulary(sorted("\n abck")))
    model.initialise(torch.Generator().manual_seed(0))
    return model.eval().double()


def by_differences(model: LanguageModel, text: str, t: int, target: int, step: float = 1e-6) -> np.ndarray:
    """‖∂ log p(target after step t)/∂x_s‖ for each s, each embedding number moved a little to both sides."""
    numbers = torch.tensor(model.vocabulary.encode([model.start, *text]))
    with torch.no_grad():
        x = model.embedding(numbers)[None, : t + 2]  # (1, 2 + t, E), the start symbol first

        def log_p(x):
            return model.output(model.cell(x)[0][0, -1]).log_softmax(-1)[target].item()

        slope = torch.zeros(t + 1, x.shape[2])
        for s in range(t + 1):
            for e in range(x.shape[2]):
                moved = torch.zeros_like(x)
                moved[0, s + 1, e] = step
                slope[s, e] = (log_p(x + moved) - log_p(x - moved)) / (2 * step)
        return slope.norm(dim=1).numpy()


@pytest.mark.parametrize(("key", "layers"), [*((key, 1) for key in CELL_KEYS), ("lstm", 2), ("gru", 3)])
def test_norms_are_those_of_finite_differences(key, layers):
    model = network(key, layers)
    found = connectivity(model, TEXT)
    for t in (0, 3, 7):
        expected = by_differences(model, TEXT, t, found.targets[t])
        np.testing.assert_allclose(found.norms[t, : t + 1], expected, rtol=1e-4, atol=1e-6)


def test_the_future_has_no_say():
    assert np.triu(connectivity(network("lstm"), TEXT).norms, k=1).max() == 0


def test_targets_are_the_tokens_that_came_and_after_the_last_the_likeliest():
    model = network("gru")
    found, trace = connectivity(model, TEXT), model.trace(TEXT)
    assert model.vocabulary.decode(found.targets[:-1]) == list(TEXT[1:])
    p = trace["probability"].values
    assert found.targets[-1] == p[-1].argmax()
    np.testing.assert_allclose(np.exp(found.log_p), p[np.arange(len(TEXT)), found.targets], rtol=1e-6)


def test_a_chosen_token_is_asked_for_after_every_step():
    model = network("lstm")
    found = connectivity(model, TEXT, target="k")
    assert set(model.vocabulary.decode(found.targets)) == {"k"}
    np.testing.assert_allclose(
        found.norms[5, :6], by_differences(model, TEXT, 5, found.targets[5]), rtol=1e-4, atol=1e-6
    )


def test_lanes_in_small_groups_say_the_same(monkeypatch):
    model = network("lstm")
    together = connectivity(model, TEXT * 3)
    monkeypatch.setattr(module, "_NUMBERS", 1)
    np.testing.assert_allclose(connectivity(model, TEXT * 3).norms, together.norms, atol=1e-12)


def test_of_a_long_text_the_stretch_before_the_end_is_measured_in_the_states_that_the_rest_left(monkeypatch):
    model = network("lstm")
    whole = connectivity(model, TEXT * 3)
    monkeypatch.setattr(module, "LONGEST", 10)
    stretch = connectivity(model, TEXT * 3, end=15)
    assert stretch.begin == 5
    assert model.vocabulary.decode(stretch.targets) == list((TEXT * 3)[6:16])
    np.testing.assert_allclose(stretch.norms, whole.norms[5:15, 5:15], atol=1e-12)
    assert connectivity(model, TEXT * 3).begin == 14


def test_what_looks_back_one_step_has_half_its_connectivity_there():
    norms = np.eye(6)
    found = Connectivity(0, norms, np.zeros(6, int), np.zeros(6))
    assert found.half == 1
    np.testing.assert_allclose(found.by_distance, [1, 0, 0])


def test_what_looks_back_evenly_has_half_its_connectivity_in_the_nearer_half():
    found = Connectivity(0, np.tril(np.ones((9, 9))), np.zeros(9, int), np.zeros(9))
    assert found.half == 3  # of 1 … 9 tokens the nearer half, rounded up: its median
    np.testing.assert_allclose(found.by_distance, np.ones(5))


@pytest.mark.parametrize(
    ("text", "target", "words"),
    [("", None, "nothing to read"), ("abz", None, "never saw z"), ("ab", "z", "never saw z")],
)
def test_what_cannot_be_read_or_asked_for_is_refused(text, target, words):
    with pytest.raises(InputError, match=words):
        connectivity(network("lstm"), text, target=target)
