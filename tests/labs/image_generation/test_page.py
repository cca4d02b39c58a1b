"""The page that paints: its link, its sliders, its closer looks, and what cannot be painted."""

from __future__ import annotations

import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.course import lab_of
from core.nn.sampling import Sampling
from core.runs.shipped import shipped_run
from core.runs.store import RunStore
from core.training.checkpoints import load_model
from tests import pictures as drawings
from tests.reading import complaints
from tests.test_contract import opened

LAB = lab_of("image_generation")
SHIPPED = "shipped-image_generation"


@pytest.fixture(scope="module")
def model():
    """The network that the page opens on."""
    return load_model(shipped_run("image_generation").checkpoints[-1].path)


def shown(app: AppTest, key: str = "painting:in_view") -> tuple[dict, dict]:
    assert complaints(app) == []
    return drawings.shown(app, key)


def pictures(arrays: dict) -> np.ndarray:
    return np.rint(arrays["pictures"]).astype(int)


def said(app: AppTest) -> str:
    return "\n".join(element.value for element in (*app.caption, *app.markdown, *app.latex))


def test_it_opens_on_twenty_finished_pictures_of_each_class_in_turn():
    header, arrays = shown(opened(LAB))
    assert header["names"] == [str(k % 10) for k in range(20)]
    assert header["pixel"] == 63
    assert arrays["stages"].shape == (4, 64, 17)


def test_what_is_drawn_is_what_the_network_paints(model):
    _, arrays = shown(opened(LAB, painting_seed="5", temperature="0.8"))
    painted = model.paint(20, None, Sampling(0.8), 5)
    assert (pictures(arrays) == painted.pictures).all()


def test_a_link_restores_class_seed_sliders_picture_pixel_and_number():
    link = {"class": "3", "painting_seed": "7", "pictures": "10", "picture": "4", "cursor": "2.5", "top_k": "3"}
    header, arrays = shown(opened(LAB, **link))
    assert header["names"] == ["3"] * 10
    assert (header["chosen"], header["pixel"], header["settings"][2]["value"]) == (4, 2 * 8 + 5, 3)
    assert ((arrays["stages"][-1] > 1e-4).sum(-1) <= 3).all()


def test_another_seed_throws_other_dice():
    one, other = (pictures(shown(opened(LAB, painting_seed=seed))[1]) for seed in ("1", "2"))
    assert (one != other).any()


def test_earlier_in_training_it_is_more_surprised_by_a_held_out_picture():
    steps = [point.step for point in RunStore().checkpoints(SHIPPED)]
    maps = [
        shown(opened(LAB, step=str(step), look="bits", costs="held_out"), f"painting_maps:surprise:{SHIPPED}")[1]
        for step in (steps[0], steps[-1])
    ]
    untrained, trained = (arrays["values"][1].mean() for arrays in maps)
    assert untrained > 4 > 2.5 > trained


def test_completions_keep_the_given_rows_and_paint_the_others():
    _, arrays = shown(opened(LAB, look="complete", rows="5", held_out="12"), "painting_gallery:half")
    whole, *completed = pictures(arrays).reshape(-1, 8, 8)
    assert all((one[:5] == whole[:5]).all() for one in completed)
    assert len({one.tobytes() for one in completed}) > 5


def test_completions_of_a_drawing_keep_every_stroke():
    drawing = "." * 20 + "ggg" + "." * 41
    _, arrays = shown(opened(LAB, look="complete", begin="draw", drawing=drawing), "painting_gallery:drawn")
    assert (pictures(arrays)[:, 20:23] == 16).all()
    assert np.rint(arrays["given"]).sum(1).tolist() == [3] * 10


def test_one_pixel_changed_leaves_all_before_it_and_moves_some_after_it():
    link = {"look": "change", "cursor": "3.4", "new_level": "0", "picture": "2"}
    app = opened(LAB, **link)
    _, arrays = shown(app, "painting_gallery:change")
    before, after = pictures(arrays)
    assert (before == pictures(shown(app)[1]).reshape(20, -1)[2]).all()
    pixel = 3 * 8 + 4
    assert (before[:pixel] == after[:pixel]).all()
    assert after[pixel] == 0
    marks = np.rint(arrays["marks"])[1]
    assert marks[pixel] == 2
    assert ((marks == 1) == ((before != after) & (np.arange(64) != pixel))).all()


def test_a_pixel_that_keeps_its_level_changes_nothing():
    app = opened(LAB, cursor="3.4")
    level = pictures(shown(app)[1])[0, 3, 4]
    _, arrays = shown(opened(LAB, look="change", cursor="3.4", new_level=str(level)), "painting_gallery:change")
    before, after = pictures(arrays)
    assert (before == after).all()


def test_units_show_every_gate_and_state_of_the_unit_in_the_link():
    app = opened(LAB, look="units", unit="7")
    header, _ = shown(app, f"painting_maps:unit:{SHIPPED}")
    titles = [one["title"] for one in header["maps"]]
    assert titles[0] == "The picture"
    assert {"input gate i", "forget gate f", "output gate o", "cell state c", "hidden state h"} <= set(titles)
    header, arrays = shown(app, f"painting_maps:units:{SHIPPED}")
    assert [one["chosen"] for one in header["maps"]].index(True) == 7
    assert arrays["values"].shape == (80, 64)


@pytest.mark.parametrize(
    ("architecture", "signs"), [("diagonal_bilstm", "→←"), ("grid_3d", "→↓↗"), ("pixel_cnn", "hv")]
)
def test_directions_axes_and_stacks_can_be_chosen_by_their_signs(architecture, signs):
    app = opened(LAB, run=f"{SHIPPED}.{architecture}", look="units")
    assert complaints(app) == []
    told = [group for group in app.button_group if group.label in ("Direction", "Axis")]
    assert [option.content or option.content_icon for option in told[0].proto.options] == list(signs)


def test_what_a_pixel_depends_on_lies_inside_the_theoretical_field():
    _, arrays = shown(opened(LAB, look="field", cursor="4.3"), "painting_maps:field")
    outside = np.rint(arrays["outline"]) == 0
    assert (abs(arrays["values"][outside]) < 1e-4).all()
    np.testing.assert_allclose(arrays["values"].max(1), 1, atol=1e-4)


def test_the_order_of_each_architecture_is_its_own():
    header, arrays = shown(opened(LAB, look="order"), "painting_gallery:order")
    moments = {group["title"]: row.max() for group, row in zip(header["groups"], arrays["moments"], strict=True)}
    expected = {"LSTM, neighbouring pixels": 63, "Row LSTM": 7, "Diagonal BiLSTM": 14, "Gated PixelCNN": 0}
    assert {name: round(moments[name]) for name in expected} == expected


def test_networks_are_painted_side_by_side_with_their_figures():
    header, arrays = shown(opened(LAB, look="networks"), "painting_gallery:networks")
    assert len(header["groups"]) == 7
    assert arrays["pictures"].shape == (16 * 7, 64)
    assert all("bits per pixel" in group["notes"][0] for group in header["groups"])


def test_the_equations_have_the_numbers_of_the_pinned_pixel():
    app = opened(LAB, cursor="3.4")
    _, arrays = shown(app)
    level = pictures(arrays)[0, 3, 4]
    app.session_state["equations"] = True
    app.run()
    told = [float(number) for number in re.findall(r"mathbf\{([\d.]+)\}", said(app))]
    assert told[0] == pytest.approx(arrays["stages"][0, 3 * 8 + 4, level], abs=1e-3)
    assert told[-1] == pytest.approx(arrays["surprisal"][3 * 8 + 4], abs=0.01)


@pytest.mark.parametrize("look", ["", "complete", "change", "bits", "field", "units", "order", "quality", "networks"])
def test_every_look_opens_in_chinese(look):
    app = opened(LAB, lang="zh", **({"look": look} if look else {}))
    assert complaints(app) == []


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ({"cursor": "here"}, "not 2 numbers"),
        ({"picture": "first"}, "not 1 numbers"),
        ({"look": "complete", "begin": "draw", "drawing": "xyz"}, "not one of 8 × 8 pixels in 17 levels"),
        ({"look": "upside_down"}, "no closer look"),
        ({"top_p": "0"}, "top_p cannot be '0'"),
    ],
)
def test_a_link_that_cannot_be_meant_is_told_in_one_sentence(link, words):
    [told] = complaints(opened(LAB, **link))
    assert words in told


@pytest.mark.parametrize("link", [{"class": "77"}, {"pictures": "3"}])
def test_a_link_that_asks_for_what_is_not_there_is_told_and_opens_on_what_is(link):
    app = opened(LAB, **link)
    [told] = complaints(app)
    assert f"{next(iter(link))} cannot be" in told
    header, _ = shown(app.run())
    assert len(header["names"]) == 20


def test_a_cursor_outside_the_picture_stands_at_its_edge():
    header, _ = shown(opened(LAB, cursor="99.99"))
    assert len(header["names"]) == 20
