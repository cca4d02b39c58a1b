from __future__ import annotations

import math

import pytest
import torch

from core.errors import InputError
from core.labs.architecture_search.config import SearchConfig
from core.labs.architecture_search.model import Controller, entropy_of, every
from core.labs.architecture_search.spaces import DENSE


def controller(*, moved: bool = True, **knobs) -> Controller:
    """A controller that has made up its mind about something, or none yet."""
    model = Controller(SearchConfig(**knobs))
    model.initialise(torch.Generator().manual_seed(0))
    if moved:
        torch.nn.init.normal_(model.output.weight, generator=torch.Generator().manual_seed(1))
    return model.eval()


@pytest.mark.parametrize("space", ["dense", "recurrent"])
def test_before_any_reward_every_description_is_equally_likely(space):
    model = controller(moved=False, space=space)
    beliefs = model.beliefs()
    torch.testing.assert_close(beliefs, torch.full_like(beliefs, 1 / len(beliefs)))
    assert entropy_of(beliefs.double()) == pytest.approx(math.log(len(beliefs)), abs=1e-4)


def test_beliefs_are_a_distribution_and_its_marginals_are_those_of_samples():
    model = controller()
    assert model.beliefs().sum() == pytest.approx(1, abs=1e-5)
    marginals = model.marginals()
    assert marginals.sum(1) == pytest.approx(1, abs=1e-5)
    written = model.sample(4_000, torch.Generator().manual_seed(2))  # (B, T)
    for at, these in enumerate(DENSE.ranges):
        shares = [(written[:, at] == token).double().mean().item() for token in these]
        assert shares == pytest.approx(marginals[at, list(these)].tolist(), abs=0.04)


def test_writing_word_by_word_gives_the_probability_of_the_whole():
    model = controller()
    tokens = every("dense")[[3, 500]]  # (2, T)
    log_p, entropy = model.judge(tokens)
    torch.testing.assert_close(log_p.exp(), model.beliefs()[[3, 500]])
    p = model.trace(DENSE.text(tokens[0].tolist()))["probability"].values  # (T, V)
    at = range(len(DENSE.questions))
    assert math.prod(p[t, tokens[0, t]] for t in at) == pytest.approx(log_p[0].exp().item(), rel=1e-4)
    assert entropy[0].item() == pytest.approx(sum(entropy_of(torch.tensor(p[t]).double()) for t in at), abs=1e-4)


def test_gradient_of_log_pi_at_the_scores_is_chosen_minus_p():
    model = controller().double()
    tokens = every("dense")[[77]]
    scores = model.output(torch.randn(1, 5, 32, dtype=torch.float64)).detach().requires_grad_()
    log_p = model.scored(scores, model.free)
    log_p.gather(2, tokens[..., None]).sum().backward()
    chosen = torch.nn.functional.one_hot(tokens, len(DENSE.words))
    torch.testing.assert_close(scores.grad, chosen - log_p.exp().detach())


def test_trace_names_its_words_and_gives_none_to_another_question():
    trace = controller().trace("2, 32, tanh, 0.01, adam")
    assert trace.sizes == {"layer": 1, "time": 5, "unit": 32, "vocabulary": 20}
    p = trace["probability"].values
    for at, these in enumerate(DENSE.ranges):
        assert p[at, list(these)].sum() == pytest.approx(1, abs=1e-5)
    with pytest.raises(InputError, match="words with commas"):
        controller().trace("tanh")


def test_what_is_held_is_written_always():
    model = controller(free=2)
    written = model.sample(50, torch.Generator().manual_seed(0)).tolist()
    assert {DENSE.text(tokens).partition(", tanh")[2] for tokens in written} == {", 0.01, adam"}
    beliefs = model.beliefs()
    assert beliefs.sum() == pytest.approx(1, abs=1e-5)
    assert int((beliefs > 0).sum()) == 20
    assert model.judge(every("dense")[model.config.designs[:2]])[1].isfinite().all()
