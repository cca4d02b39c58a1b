import itertools
import math

import numpy as np
import pytest
import torch

from core.errors import InputError
from core.nn.beam_search import WIDEST, beam_search, penalty
from core.text.vocabulary import EOS, Vocabulary
from core.trace.schema import tokens_of
from tests.labs.translation.small_translator import TEXT, TEXTS, each_system, fresh

NEVER = math.log(1e-9)


class Table:
    """A writer whose next token depends on the tokens so far, as a seed decides."""

    def __init__(self, letters: str, limit: int, seed: int = 0) -> None:
        self.target_vocabulary = Vocabulary([*letters, EOS])
        self.bos, self.eos, self.limit, self.seed = -1, len(letters), limit, seed

    def start(self, text: str) -> dict[str, torch.Tensor]:
        return {"written": torch.full((1, self.limit), -1), "step": torch.zeros(1, dtype=torch.int64)}

    def step(self, state, tokens):
        written, step = state["written"].clone(), state["step"]
        for row, (at, token) in enumerate(zip(step.tolist(), tokens.tolist(), strict=True)):
            if at:
                written[row, at - 1] = token
        rows = [self.log_probabilities([t for t in row if t >= 0]) for row in written.tolist()]
        return torch.stack(rows), {"written": written, "step": step + 1}, None

    def log_probabilities(self, written: list[int]) -> torch.Tensor:
        number = sum((token + 1) * 7**place for place, token in enumerate(written)) + 10_007 * self.seed
        return torch.randn(len(self.target_vocabulary), generator=torch.Generator().manual_seed(number)).log_softmax(0)

    def all(self, alpha: float) -> list[tuple[float, str]]:
        """Every text that ends within the limit, by its score."""
        found = []
        for length in range(self.limit):
            for written in itertools.product(range(self.eos), repeat=length):
                log_p = sum(
                    float(self.log_probabilities(list(written[:place]))[token])
                    for place, token in enumerate([*written, self.eos])
                )
                text = "".join(self.target_vocabulary.decode(written))
                found.append((log_p / ((5 + length + 1) ** alpha / (5 + 1) ** alpha), text))
        return sorted(found, reverse=True)


@pytest.mark.parametrize("alpha", [0.0, 0.6, 3.0])
@pytest.mark.parametrize(("letters", "limit", "seed"), [("ab", 4, 0), ("ab", 4, 1), ("ab", 4, 2), ("abcd", 2, 0)])
def test_beam_that_loses_nothing_agrees_with_exhaustive_search(letters, limit, seed, alpha):
    model = Table(letters, limit, seed)
    expected = model.all(alpha)
    beam = beam_search(model, "", width=WIDEST, length_penalty=alpha)
    finished = [(hypothesis.score, hypothesis.text) for hypothesis in beam.hypotheses if hypothesis.finished]
    assert all(node.kept for node in beam.nodes)
    assert [text for _, text in finished] == [text for _, text in expected]
    assert [score for score, _ in finished] == pytest.approx([score for score, _ in expected])


@each_system
def test_width_one_is_greedy_decoding(knobs):
    model = fresh(**knobs)
    for text in TEXTS:
        trace, beam = model.trace(text), beam_search(model, text, width=1)
        assert beam.best.text == trace.attrs["output"]
        assert beam.best.finished == trace.attrs["finished"]
        assert [beam.nodes[node].token for node in beam.path(beam.best.node)] == tokens_of(trace, "target")


def test_nodes_carry_the_numbers_of_the_trace_that_writes_the_same():
    model = fresh()
    beam = beam_search(model, TEXT, width=4)
    path = [beam.nodes[node] for node in beam.path(beam.best.node)]
    trace = model.trace(TEXT, prefix=beam.best.text)
    words = tokens_of(trace, "vocabulary")
    for i, node in enumerate(path):
        assert node.step == i
        assert node.log_probability == pytest.approx(
            float(np.log(trace.probability[i, words.index(node.token)])), abs=1e-4
        )
        np.testing.assert_allclose(node.alignment, trace.alignment[i], atol=1e-6)
    assert beam.best.log_probability == pytest.approx(sum(node.log_probability for node in path))


def test_each_step_keeps_the_likeliest_and_prunes_the_rest():
    beam = beam_search(Table("abcd", limit=6), "", width=3)
    for step in range(max(node.step for node in beam.nodes) + 1):
        level = [node for node in beam.nodes if node.step == step]
        assert [node.kept for node in level] == [True] * 3 + [False] * (len(level) - 3)
        assert [node.cumulative for node in level] == sorted((node.cumulative for node in level), reverse=True)


def test_children_add_to_the_log_probability_of_their_parent():
    beam = beam_search(Table("abcd", limit=6), "", width=3)
    for node in beam.nodes:
        before = 0.0 if node.parent is None else beam.nodes[node.parent].cumulative
        assert node.cumulative == pytest.approx(before + node.log_probability)
        if node.parent is not None:
            assert beam.nodes[node.parent].kept
            assert beam.nodes[node.parent].token != EOS
            assert beam.nodes[node.parent].step == node.step - 1


def test_a_wider_beam_finds_what_greedy_decoding_misses():
    class Trap(Table):
        """b first looks worse, but only after it comes a sure end."""

        def log_probabilities(self, written):
            p = {(): [0.6, 0.4, 0.0], (0,): [0.3, 0.3, 0.4], (1,): [0.0, 0.0, 1.0]}.get(tuple(written), [0.3, 0.3, 0.4])
            return torch.tensor(p).clamp_min(1e-9).log()

    greedy, wide = (beam_search(Trap("ab", limit=4), "", width, length_penalty=0).best for width in (1, 2))
    assert (greedy.text, wide.text) == ("a", "b")
    assert math.exp(greedy.log_probability) == pytest.approx(0.24)
    assert math.exp(wide.log_probability) == pytest.approx(0.4)


def test_length_penalty_is_equation_14():
    assert penalty(1, 0.6) == 1
    assert penalty(7, 1.0) == pytest.approx(12 / 6)
    assert penalty(7, 0.2) == pytest.approx(12**0.2 / 6**0.2)
    best = beam_search(fresh(), TEXT, width=4, length_penalty=0.8).best
    assert best.score == pytest.approx(best.log_probability / best.penalty)
    assert best.penalty == pytest.approx(penalty(best.length, 0.8))


def test_ranking_anew_is_searching_anew_with_the_other_penalty():
    model = Table("abc", limit=6, seed=3)
    short, anew = beam_search(model, "", 4, length_penalty=0.0), beam_search(model, "", 4, length_penalty=2.0)
    assert short.ranked(2.0).hypotheses == anew.hypotheses
    assert short.ranked(0.0).hypotheses == short.hypotheses


def test_stronger_penalty_lets_a_longer_text_win():
    lengths = {alpha: [] for alpha in (0.0, 5.0)}
    for seed in range(10):
        beam = beam_search(Table("ab", limit=4, seed=seed), "", WIDEST)
        for alpha, found in lengths.items():
            found.append(beam.ranked(alpha).best.length)
    assert all(short <= long for short, long in zip(*lengths.values(), strict=True))
    assert sum(lengths[0.0]) < sum(lengths[5.0])


def test_hypothesis_that_never_ends_is_cut_and_comes_last():
    model = fresh()
    with torch.no_grad():
        model.output.bias[model.eos] = NEVER
    beam = beam_search(model, TEXT, width=3, longest=5)
    assert [hypothesis.finished for hypothesis in beam.hypotheses] == [False] * 3
    assert [hypothesis.length for hypothesis in beam.hypotheses] == [5] * 3


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"width": 0}, "width cannot be 0; it takes 1 … 32"),
        ({"width": 33}, "width cannot be 33"),
        ({"length_penalty": -1}, "length_penalty cannot be -1"),
        ({"length_penalty": float("nan")}, "length_penalty cannot be nan"),
        ({"longest": 21}, "longest cannot be 21; it takes 1 … 20"),
    ],
)
def test_setting_out_of_range_gets_one_sentence(settings, sentence):
    with pytest.raises(InputError, match=sentence):
        beam_search(fresh(), TEXT, **settings)


def test_text_that_cannot_be_read_gets_one_sentence():
    with pytest.raises(InputError, match="nothing to translate"):
        beam_search(fresh(), " ")
