import numpy as np
import pytest
import torch

from core.errors import InputError
from core.labs.captioning.architectures.hard_attention import Tried, drawn, reinforced
from core.labs.captioning.config import CaptioningConfig
from core.labs.captioning.eye import FIELD, PLACE, SPREAD
from core.labs.captioning.grammar import describe
from core.labs.captioning.scenes import CELL, GRID, SIDE, read_scene
from core.labs.captioning.task import CaptioningTask
from core.text.vocabulary import EOS
from tests.labs.captioning.small_captioner import SCENE, each_architecture, each_attentive, each_that_sees, fresh


def pixels_of(*texts):
    return torch.stack([torch.from_numpy(read_scene(text).seen()) for text in texts])


def test_a_feature_depends_on_twelve_by_twelve_pixels_and_on_no_other():
    eye = fresh().eye
    x = torch.randn(1, 3, SIDE, SIDE, requires_grad=True)
    features = eye.second(torch.relu(eye.first(x)))
    features[0, :, 4, 5].sum().backward()
    rows, columns = np.nonzero(x.grad[0].abs().sum(0).numpy())
    around = (FIELD - CELL) // 2
    assert (rows.min(), rows.max()) == (4 * CELL - around, 5 * CELL + around - 1)
    assert (columns.min(), columns.max()) == (5 * CELL - around, 6 * CELL + around - 1)


def test_annotations_are_the_features_and_their_places_through_a_linear_layer():
    model = fresh()
    _, features = model.eye(pixels_of("red circle 15 8"))
    cells, _ = model.annotations(features)
    row, column = 2, 3
    place = torch.tensor([-PLACE + 2 * PLACE * column / (GRID - 1), -PLACE + 2 * PLACE * row / (GRID - 1)])
    expected = model.annotations.cell(torch.cat([features[0, :, row, column] / SPREAD, place]))
    torch.testing.assert_close(cells[0, row * GRID + column], expected)


def test_image_vector_of_the_mean_does_not_know_what_is_where():
    """One object at two places, whole cells apart and away from the edge."""
    here, there = "red circle 12 12 2.5", "red circle 20 20 2.5"
    apart = {}
    for first_look in ("layout", "mean"):
        model = fresh(first_look=first_look)
        quiet = [torch.from_numpy(_without_noise(text)) for text in (here, there)]
        one, other = model.encode(torch.stack(quiet)).last
        apart[first_look] = float((one - other).detach().abs().max())
    assert apart["mean"] < 1e-4 < apart["layout"]


def _without_noise(text):
    from core.labs.captioning.scenes import drawn as painted

    return np.rint(painted(read_scene(text).things)).astype(np.uint8)


@each_architecture
def test_decoding_step_by_step_says_what_the_trace_says(architecture):
    model = fresh(architecture=architecture)
    trace = model.trace(SCENE)
    state, token, said = model.start(SCENE), torch.tensor([model.bos]), []
    for _ in range(trace.sizes["target"]):
        log_p, state, _ = model.step(state, token)
        said.append(log_p[0].exp())
        token = log_p.argmax(1)
    np.testing.assert_allclose(trace["probability"].values, torch.stack(said).numpy(), rtol=1e-4, atol=1e-6)


@each_architecture
def test_a_word_does_not_depend_on_the_true_words_after_it(architecture):
    model = fresh(architecture=architecture)
    source = model.encode(pixels_of("red circle 15 8", "red circle 15 8"))
    targets = torch.tensor([[1, 2, 3, 4, 5], [1, 2, 3, 0, 0]])
    logits = model.decode(source, targets).logits
    torch.testing.assert_close(logits[0, :4], logits[1, :4])
    assert not torch.allclose(logits[0, 4], logits[1, 4])


@each_architecture
def test_one_picture_of_a_batch_does_not_see_another(architecture):
    model = fresh(architecture=architecture)
    texts = ["red circle 15 8; blue square 17 23", "green cross 9 9"]
    together = model.decode(model.encode(pixels_of(*texts)), torch.tensor([[1, 2, 3]] * 2)).logits
    alone = model.decode(model.encode(pixels_of(texts[1])), torch.tensor([[1, 2, 3]])).logits
    torch.testing.assert_close(together[1:], alone, rtol=1e-4, atol=1e-5)


@each_that_sees
def test_picture_reaches_every_word(architecture):
    model = fresh(architecture=architecture).double()
    features = torch.randn(1, 32, GRID, GRID, dtype=torch.double, requires_grad=True)
    logits = model.decode(model.annotate(features), torch.tensor([[1, 2, 3, 4]])).logits
    for t in range(4):
        [gradient] = torch.autograd.grad(logits[0, t].square().sum(), features, retain_graph=True)
        assert gradient.abs().sum() > 0


@each_attentive
def test_alignment_is_the_softmax_of_the_scores_and_the_context_what_is_seen(architecture):
    trace = fresh(architecture=architecture).trace(SCENE)
    score, weight = trace["score"].values, trace["alignment"].values
    np.testing.assert_allclose(weight, np.exp(score) / np.exp(score).sum(1, keepdims=True), rtol=1e-4)
    a = trace["annotation"].values
    seen = a[weight.argmax(1)] if architecture == "hard_attention" else weight @ a
    np.testing.assert_allclose(trace["context"].values, seen, rtol=1e-4, atol=1e-5)


def test_soft_attention_is_what_its_equations_say():
    model = fresh()
    decoder, trace = model.decoder, model.trace(SCENE)
    a, h, c = torch.tensor(trace["annotation"].values), *(model.initial_state(model.source_of(SCENE)).values())
    score = torch.tanh(h @ decoder.query.weight.T + decoder.query.bias + a @ decoder.key.weight.T) @ decoder.match
    z = score.softmax(0) @ a
    y = model.embed(torch.tensor([model.bos]))
    h, _ = decoder.lstm(torch.cat([y[0], z])[None], (h, c))
    m = torch.tanh(decoder.from_state(h) + decoder.from_context(z) + decoder.from_word(y))
    p = model.output(m).softmax(1)[0].detach().numpy()
    np.testing.assert_allclose(trace["probability"].values[0], p, rtol=1e-4)


def test_multimodal_layer_is_what_its_equations_say():
    model = fresh(architecture="m_rnn")
    decoder, source = model.decoder, model.source_of(SCENE)
    y = model.embed(torch.tensor([model.bos]))
    w = torch.relu(decoder.second(y))
    m = decoder.from_word(w) + decoder.from_memory(w) + decoder.from_picture(source.last)  # r_1 = w_1, for r_0 = 0
    p = model.output(1.7159 * torch.tanh(2 * m / 3)).softmax(1)[0].detach().numpy()
    np.testing.assert_allclose(model.trace(SCENE)["probability"].values[0], p, rtol=1e-4)


def test_network_that_saw_the_picture_once_keeps_it_in_its_state():
    model = fresh(architecture="once")
    assert model.source_of(SCENE).annotation.shape[2] == 0
    assert "context" not in model.trace(SCENE)
    one, other = (model.start(read_scene(text))["hidden_state"] for text in ("red circle 9 9", "blue cross 20 20"))
    assert not torch.allclose(one, other)


def test_network_that_sees_no_picture_says_the_same_of_every_one():
    model = fresh(architecture="no_picture")
    one, other = (model.trace(read_scene(text)) for text in ("red circle 9 9", "blue cross 20 20"))
    assert one.attrs["output"] == other.attrs["output"]
    np.testing.assert_array_equal(one["probability"].values, other["probability"].values)


# ---- hard attention ----


def test_dice_fall_on_cells_as_often_as_their_weights_say():
    alignment = torch.tensor([[0.1, 0.0, 0.6, 0.3]]).expand(20_000, -1)
    place = drawn(alignment, torch.rand(20_000, generator=torch.Generator().manual_seed(0)))
    shares = torch.bincount(place, minlength=4) / 20_000
    torch.testing.assert_close(shares, alignment[0], atol=0.02, rtol=0)


def test_a_die_of_one_falls_on_the_last_cell():
    assert drawn(torch.full((1, 4), 0.25), torch.tensor([1.0])).item() <= 3


def test_expected_gradient_of_the_places_is_that_of_the_expected_reward():
    """One word, one look: the mean of the estimator over all cells, weighed by α, against the gradient of Σ α log p."""
    score = torch.tensor([[0.2, -0.4, 0.9]], dtype=torch.double, requires_grad=True)
    reward = torch.tensor([-0.5, -2.0, -0.1], dtype=torch.double)
    alpha = score.softmax(1)[0]
    [wanted] = torch.autograd.grad(-(alpha * reward).sum(), score, retain_graph=True)
    found = torch.zeros_like(wanted)
    mask, baseline = torch.ones(1, 1, dtype=torch.bool), torch.tensor([-0.7], dtype=torch.double)
    for place in range(3):
        log = score.log_softmax(1)[:, place : place + 1]
        tried = Tried(torch.zeros(1, 1, 1), log, torch.zeros(1, 1, dtype=torch.double))
        loss, _, _ = reinforced(tried, reward[place].reshape(1, 1), mask, baseline)
        [gradient] = torch.autograd.grad(loss, score, retain_graph=True)
        found += alpha[place].detach() * gradient
    torch.testing.assert_close(found, wanted)


def test_reward_is_what_the_words_from_there_on_are_worth_and_the_baseline_follows_it():
    told, mask = torch.tensor([[-1.0, -2.0, -4.0]]), torch.tensor([[True, True, False]])
    tried = Tried(torch.zeros(1, 3, 1), torch.zeros(1, 3), torch.zeros(1, 3))
    _, metrics, after = reinforced(tried, told, mask, torch.tensor([-1.0, -1.0, -1.0]))
    assert metrics["reward"] == -3
    torch.testing.assert_close(after, torch.tensor([-0.95 - 0.15, -0.95 - 0.1, -1.0]))


def test_where_all_cells_are_looked_at_hard_attention_reads_as_soft_attention_does():
    hard, soft = fresh(architecture="hard_attention"), fresh()
    soft.load_state_dict(hard.state_dict())
    source, tokens = soft.encode(pixels_of("red circle 15 8")), torch.tensor([[1, 2, 3]])
    words = hard.embed(torch.tensor([[hard.bos, 1, 2]]))
    tried = hard.decoder.tried(source, words, torch.rand(1, 3), torch.ones(1, 3, dtype=torch.bool))
    torch.testing.assert_close(hard.output(tried.readout), soft.decode(source, tokens).logits)
    assert not tried.log_probability.any()


# ---- trace ----


@each_architecture
def test_trace_names_its_axes(architecture):
    trace = fresh(architecture=architecture).trace(SCENE)
    assert {dim: trace.sizes[dim] for dim in ("row", "column", "channel", "source", "map")} == {
        "row": SIDE,
        "column": SIDE,
        "channel": 3,
        "source": GRID * GRID,
        "map": 32,
    }
    assert str(trace["source_token"].values[GRID + 2]) == "2,3"
    np.testing.assert_allclose(trace["pixel"].values * 255, SCENE.seen(), atol=1e-3)


def test_forced_trace_writes_the_reference_with_its_places():
    told = describe(SCENE)
    trace = fresh().trace(SCENE, reference=told, forced=True)
    assert [str(token) for token in trace["target_token"].values] == [*told.tokens, EOS]
    assert np.array_equal(trace["gold_alignment"].values[:-1].astype(bool), told.gold)
    assert not trace["gold_alignment"].values[-1].any()


def test_a_picture_of_another_size_is_said_in_a_sentence():
    class Wide:
        def seen(self, side: int) -> np.ndarray:
            return np.zeros((side, side + 4, 3), np.uint8)

    with pytest.raises(InputError, match="this network sees 32 × 32"):
        fresh().trace(Wide())


def test_a_larger_picture_has_more_cells_and_what_lies_outside_a_smaller_one_is_said():
    scene, config = read_scene("red circle 15 8; blue square 40 12"), CaptioningConfig(side=48)
    task = CaptioningTask(config)
    model = task.model(torch.Generator().manual_seed(0)).eval()
    told = task.describe(scene)
    trace = model.trace(scene, reference=told, forced=True)
    assert (trace.sizes["row"], trace.sizes["source"], trace.attrs["grid"]) == (48, 144, 12)
    places = {str(token).strip(): row for token, row in zip(told.tokens, told.gold, strict=True)}
    assert places["square"].reshape(12, 12)[12 // CELL, 40 // CELL]
    assert np.array_equal(trace["gold_alignment"].values[:-1].astype(bool), told.gold)
    with pytest.raises(InputError, match="'blue square 40 12' lies outside the picture, which has 32 × 32 pixels"):
        fresh().trace(scene)
