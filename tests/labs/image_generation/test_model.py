"""Networks that paint: none sees the future, and what is carried from pixel to pixel is what a new reading would
find.
"""

from __future__ import annotations

from dataclasses import asdict
from itertools import product

import numpy as np
import pytest
import torch

from core.errors import InputError
from core.labs.image_generation.architectures.family import PAINTER_KEYS, PAINTERS, kind_of
from core.labs.image_generation.config import ImageConfig
from core.labs.image_generation.model import PixelModel
from core.labs.image_generation.schema import SCHEMA
from core.nn.sampling import Sampling
from core.pictures.levels import Picture, greys
from core.trace.exports import exported
from core.trace.schema import check

H, W = 5, 4
each_architecture = pytest.mark.parametrize("architecture", PAINTER_KEYS)
in_every_way = pytest.mark.parametrize(
    ("architecture", "levels", "conditional"), list(product(PAINTER_KEYS, (2, 4, 16, 17), (True, False)))
)


def painter(architecture="raster_patch", levels=4, height=H, width=W, seed=0, **config) -> PixelModel:
    small = ImageConfig(**{"architecture": architecture, "hidden_size": 6, "embedding_size": 3} | config)
    model = PixelModel(small, height, width, levels, ("a", "b", "c"), greys(levels).tolist())
    model.initialise(torch.Generator().manual_seed(seed))
    return model.eval()


def some(count, levels, height=H, width=W, seed=0) -> torch.Tensor:
    return torch.randint(levels, (count, height, width), generator=torch.Generator().manual_seed(seed))


# ---- nobody sees the future ----


@in_every_way
def test_no_pixel_depends_on_a_later_one_or_on_itself(architecture, levels, conditional):
    model = painter(architecture, levels, conditional=conditional)
    picture = some(1, levels).flatten()  # (P,)
    P = len(picture)
    later = torch.arange(P) >= torch.arange(P)[:, None]  # (P, P): in copy t, all from pixel t on
    changed = torch.where(later, (picture + 1 + some(P, levels - 1).flatten(1)) % levels, picture)
    assert (changed != picture).equal(later)
    with torch.no_grad():
        ours = model(picture.view(1, H, W), torch.tensor([1])).flatten(1, 2)  # (1, P, L)
        theirs = model(changed.view(P, H, W), torch.ones(P, dtype=torch.int64)).flatten(1, 2)  # (P, P, L)
    seen = torch.arange(P) <= torch.arange(P)[:, None]  # pixels up to t are painted before copy t differs
    torch.testing.assert_close(theirs[seen], ours.expand(P, -1, -1)[seen], rtol=1e-5, atol=1e-6)
    assert (theirs - ours)[~seen].abs().max() > 1e-4, "what comes after a changed pixel should notice"


@each_architecture
def test_the_gradient_stays_in_the_theoretical_field_and_fills_it(architecture):
    height, width = 6, 7
    P = height * width
    model = painter(architecture, levels=P, height=height, width=width, hidden_size=16).double()
    picture = torch.arange(P).view(1, height, width)  # each pixel has a level, and so a vector, of its own
    logits = model(picture, torch.tensor([0]))[0].flatten(0, 1)  # (P, L)
    weight = model.painter.surroundings.embedding.weight
    for place in range(P):
        (gradient,) = torch.autograd.grad(logits[place].square().sum(), weight, retain_graph=True)
        field = model.field(*divmod(place, width))
        assert (gradient[:P].abs().sum(1) > 0).view(height, width).numpy().tolist() == field.tolist()
        assert not field.flatten()[place:].any()


def test_fields_are_as_wide_as_the_architecture_lets_them():
    earlier = np.arange(64).reshape(8, 8) < 6 * 8 + 1
    fields = {key: painter(key, height=8, width=8).field(6, 1) for key in PAINTER_KEYS}
    assert (fields["raster_pixel"] == earlier).all()
    for key in ("raster_patch", "diagonal_bilstm"):
        missed = earlier & ~fields[key]
        assert np.argwhere(missed).tolist() == [[5, 7]]  # the end of the row above: no window so far reached it
    for key in ("grid_2d", "grid_3d"):
        assert not fields[key][:, 3:].any()  # nothing that lies far on the right
    assert fields["row_lstm"].sum(1).tolist() == [8, 8, 7, 6, 5, 4, 1, 0]  # a triangle upwards


def test_a_pixel_cnn_of_few_layers_does_not_see_far():
    assert not painter("pixel_cnn", height=12, width=12, layers=2).field(11, 6)[:6].any()
    assert painter("pixel_cnn", height=12, width=12, layers=5).field(11, 6)[1:6].all()


# ---- carried states ----


@in_every_way
def test_carried_states_paint_what_recomputing_paints(architecture, levels, conditional):
    model = painter(architecture, levels, conditional=conditional)
    sampling = Sampling(0.9, top_p=0.95)
    carried, recomputed = (paint(5, None, sampling, 3) for paint in (model.paint, model.paint_recomputing))
    assert (carried.pictures == recomputed.pictures).all()
    np.testing.assert_allclose(carried.probability, recomputed.probability, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(carried.after, recomputed.after, rtol=1e-3, atol=1e-5)


@each_architecture
@pytest.mark.parametrize("layers", [1, 3])
def test_carried_states_of_stacked_layers_are_those_of_a_reading(architecture, layers):
    model = painter(architecture, layers=layers)
    painted = model.paint(3, [0, 1, 2], Sampling(), 1)
    with torch.no_grad():
        logits = model(torch.from_numpy(painted.pictures).long(), torch.arange(3))
    np.testing.assert_allclose(painted.probability, logits.softmax(-1), rtol=1e-4, atol=1e-6)


@each_architecture
def test_a_picture_of_one_row_or_one_column_can_be_painted(architecture):
    for height, width in ((1, 6), (6, 1)):
        model = painter(architecture, height=height, width=width)
        assert (
            model.paint(2, None, Sampling(), 0).pictures == model.paint_recomputing(2, None, Sampling(), 0).pictures
        ).all()


# ---- painting ----


def test_the_seed_fixes_the_pictures_and_more_of_them_change_none():
    model = painter()
    few, again, many = (model.paint(n, None, Sampling(), 5).pictures for n in (3, 3, 9))
    assert (few == again).all()
    assert (many[:3] == few).all()
    assert (model.paint(3, None, Sampling(), 6).pictures != few).any()


def test_distributions_are_shown_before_and_after_the_sliders():
    painted = painter(levels=6).paint(4, None, Sampling(0.5, top_k=2), 0)
    assert painted.pictures.shape == (4, H, W)
    assert painted.pictures.dtype == np.uint8
    for p in (painted.probability, painted.after):
        assert p.shape == (4, H, W, 6)
        np.testing.assert_allclose(p.sum(-1), 1, rtol=1e-5)
    assert ((painted.after > 0).sum(-1) == 2).all()
    assert ((painted.probability > 0).sum(-1) == 6).all()
    drawn = np.take_along_axis(painted.after, painted.pictures[..., None].astype(int), -1)
    assert (drawn > 0).all()


def test_at_temperature_zero_every_pixel_is_the_likeliest():
    painted = painter(levels=6).paint(2, [0, 0], Sampling(0), 0)
    assert (painted.pictures == painted.probability.argmax(-1)).all()
    assert (painted.pictures[0] == painted.pictures[1]).all()


@each_architecture
def test_given_pixels_are_copied_and_the_others_painted(architecture):
    model = painter(architecture)
    whole = some(3, 4).numpy()
    mask = np.random.default_rng(0).random((3, H, W)) < 0.5
    painted = model.paint(3, None, Sampling(), 2, given=np.where(mask, whole, -1))
    assert (painted.pictures[mask] == whole[mask]).all()
    with torch.no_grad():
        logits = model(torch.from_numpy(painted.pictures).long(), torch.arange(3))
    np.testing.assert_allclose(painted.probability, logits.softmax(-1), rtol=1e-4, atol=1e-6)


def test_the_top_half_can_be_given_to_all():
    half = np.where(np.arange(H)[:, None] < 2, 3, -1) * np.ones((1, W), int)
    painted = painter().paint(4, None, Sampling(), 2, given=np.maximum(half, -1))
    assert (painted.pictures[:, :2] == 3).all()


def test_painting_on_from_the_pictures_own_pixels_changes_nothing():
    model = painter()
    first = model.paint(2, [1, 2], Sampling(), 7)
    again = model.paint(2, [1, 2], Sampling(), 7, given=first.pictures, start=11)
    assert (again.pictures == first.pictures).all()


def test_a_changed_pixel_changes_only_what_comes_after_it():
    model = painter(levels=2)
    first = model.paint(8, None, Sampling(), 7)
    changed = first.pictures.astype(int)
    changed[:, 2, 1] = 1 - changed[:, 2, 1]
    start = 2 * W + 2
    after = model.paint(8, None, Sampling(), 7, given=changed, start=start)
    kept = np.arange(H * W).reshape(H, W) < start
    assert (after.pictures[:, kept] == changed[:, kept]).all()
    assert (after.pictures[:, ~kept] != first.pictures[:, ~kept]).any()
    assert (after.probability[:, :2, :] == first.probability[:, :2, :]).all()


def test_the_class_matters_only_to_a_network_that_is_told():
    for conditional in (True, False):
        model = painter(conditional=conditional)
        believed = [model.paint(1, [k], Sampling(), 0).probability[0, 0, 0] for k in (0, 1)]
        assert np.allclose(*believed) is not conditional
        assert model.conditional is conditional


# ---- what cannot be used ----


def test_what_is_given_must_fit():
    model = painter()
    with pytest.raises(InputError, match="A picture of 3 × 3 pixels is given, but the network paints 5 × 4"):
        model.paint(1, None, Sampling(), 0, given=np.zeros((3, 3)))
    with pytest.raises(InputError, match="level 4; the network knows levels 0 … 3"):
        model.paint(1, None, Sampling(), 0, given=np.full((H, W), 4))
    with pytest.raises(InputError, match="paint from pixel 3 on"):
        model.paint(1, None, Sampling(), 0, start=3)
    with pytest.raises(InputError, match="2 classes are asked for with 1 pictures"):
        model.paint(1, [0, 1], Sampling(), 0)
    with pytest.raises(InputError, match="each picture needs one of 0 … 2"):
        model.paint(1, [3], Sampling(), 0)


def test_a_picture_of_another_size_is_not_read():
    with pytest.raises(InputError, match="The picture has 8 × 8 pixels, but the network paints 5 × 4"):
        painter().trace(Picture(np.zeros((8, 8), np.uint8), 4))


# ---- inside ----

PARTS = {"diagonal_bilstm": {"direction": 2}, "grid_2d": {"axis": 2}, "grid_3d": {"axis": 3}, "pixel_cnn": {"axis": 2}}


@each_architecture
def test_a_trace_shows_every_state_at_its_pixel(architecture):
    model = painter(architecture, levels=4, layers=2)
    pixels = some(1, 4)[0].numpy().astype(np.uint8)
    trace = check(model.trace(Picture(pixels, 4, label=1)), SCHEMA)
    assert trace.sizes == {"layer": 2, **PARTS.get(architecture, {}), "row": H, "column": W, "unit": 6, "vocabulary": 4}
    assert (trace["pixel"].values == pixels).all()
    p = np.take_along_axis(trace["probability"].values, pixels[..., None].astype(int), -1)[..., 0]
    np.testing.assert_allclose(trace["surprisal"], -np.log2(p), rtol=1e-4)
    told = {name: trace.attrs[name] for name in ("architecture", "levels", "class")}
    assert told == {"architecture": architecture, "levels": 4, "class": "b"}
    assert trace.attrs["bits_per_pixel"] == pytest.approx(float(trace["surprisal"].mean()))
    assert {"hidden_state", "candidate", "output_gate"} <= set(trace.data_vars)
    assert ("cell_state" in trace) is (architecture != "pixel_cnn")
    assert len(exported(trace, "nc")) > 0


@each_architecture
def test_a_state_stands_at_the_pixel_that_it_is_about(architecture):
    model = painter(architecture, levels=3)
    pixels = some(1, 3)[0].numpy().astype(np.uint8)
    changed = pixels.copy()
    changed[3, 1] = (changed[3, 1] + 1) % 3
    before, after = (model.trace(Picture(each, 3))["hidden_state"].values for each in (pixels, changed))
    differs = (before != after).reshape(-1, H, W, 6).any((0, 3)) if before.ndim == 4 else None
    if before.ndim == 5:
        differs = (before != after)[:, 0].any((0, 3))  # the sweep from the left, the axis along the row
    assert not differs.flatten()[: 3 * W + 2].any()
    assert differs[3, 2]


def test_a_picture_in_more_levels_is_read_in_those_that_the_network_knows():
    trace = painter(levels=2).trace(Picture(np.full((H, W), 16, np.uint8), 17))
    assert (trace["pixel"] == 1).all()


def test_the_order_is_that_of_the_architecture():
    row, column = np.indices((H, W))
    expected = {"row_lstm": row, "diagonal_bilstm": row + column, "grid_2d": row + column, "grid_3d": row + column}
    expected |= dict.fromkeys(("raster_pixel", "raster_patch"), row * W + column) | {"pixel_cnn": 0 * row}
    for key in PAINTER_KEYS:
        assert painter(key).order().tolist() == expected[key].tolist()


@each_architecture
def test_a_rebuilt_network_paints_the_same(architecture):
    model = painter(architecture)
    other = PixelModel.rebuild(ImageConfig(**asdict(model.config)), model.header()).eval()
    other.load_state_dict(model.state_dict())
    assert (other.paint(3, None, Sampling(), 1).pictures == model.paint(3, None, Sampling(), 1).pictures).all()
    assert other.header() == model.header()


def test_every_architecture_names_the_file_of_its_equations():
    assert ImageConfig.__dataclass_fields__["architecture"].metadata["knob"]["choices"] == PAINTER_KEYS
    for kind in PAINTERS:
        assert kind_of(kind.key) is kind
        assert kind.file.startswith("core/labs/image_generation/architectures/")
