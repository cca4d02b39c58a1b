"""What travels to the canvases of the painting page: pictures, distributions, dice, groups, maps and the board."""

from __future__ import annotations

import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.labs.image_generation.model import Painted
from core.nn.sampling import Sampling, pick, reshape, stages
from core.pictures.levels import greys
from dashboard.charts.colours import DIVERGING
from dashboard.components.assets import FOLDER
from dashboard.labs.image_generation.charts.equations import ARCHITECTURES, pixel_equations
from dashboard.labs.image_generation.components import painting_board, painting_gallery, painting_maps
from dashboard.labs.image_generation.components.painting import WORDS, painting
from dashboard.labs.image_generation.components.painting_gallery import CHANGED, Group
from dashboard.labs.image_generation.components.painting_maps import Map
from tests.pictures import drawn, shown, size_of

SAMPLING = Sampling(0.8, 5, 0.9)
OF_EACH = {"painting": WORDS, "painting_gallery": painting_gallery.WORDS, "painting_board": painting_board.WORDS}


def painted_of(count: int = 3, height: int = 4, width: int = 5, levels: int = 7, given_rows: int = 0) -> Painted:
    """Pictures drawn as a network draws them, from distributions that are made up."""
    random = np.random.default_rng(0)
    probability = random.dirichlet(np.full(levels, 0.5), (count, height, width))
    after, dice = reshape(probability, SAMPLING), random.random((count, height, width))
    given = np.broadcast_to(np.arange(height)[:, None] < given_rows, dice.shape)
    pictures = np.where(given, random.integers(0, levels, dice.shape), pick(after, dice)).astype(np.uint8)
    return Painted(pictures, probability, after, dice, given)


def sent(painted: Painted, **more) -> tuple[dict, dict[str, np.ndarray]]:
    names = [str(k) for k in range(len(painted.pictures))]
    return drawn(painting, painted, SAMPLING, greys(7), names, key="p", **more)


def test_all_pictures_arrive_and_the_distributions_of_the_chosen_one():
    painted = painted_of()
    header, arrays = sent(painted, chosen=1)
    assert (np.rint(arrays["pictures"]) == painted.pictures).all()
    assert (header["height"], header["width"], header["levels"], header["chosen"]) == (4, 5, 7, 1)
    every = stages(painted.probability[1].reshape(20, 7), SAMPLING)
    np.testing.assert_allclose(arrays["stages"], every, atol=1e-4)


def test_every_die_falls_on_the_stretch_of_the_level_that_was_painted():
    painted = painted_of()
    _, arrays = sent(painted, chosen=2)
    for pixel, level in enumerate(painted.pictures[2].ravel()):
        begins, share, dice = arrays["begins"][pixel, level], arrays["stages"][-1, pixel, level], arrays["dice"][pixel]
        assert begins - 1e-3 <= dice <= begins + share + 1e-3


def test_a_given_pixel_has_no_die():
    _, arrays = sent(painted_of(given_rows=2))
    assert (arrays["dice"][:10] == -1).all()
    assert (arrays["dice"][10:] >= 0).all()
    assert np.rint(arrays["given"]).sum() == 10


def test_surprise_is_that_of_the_networks_own_distribution():
    painted = painted_of()
    _, arrays = sent(painted)
    p = np.take_along_axis(painted.probability[0], painted.pictures[0][..., None].astype(int), -1)[..., 0]
    np.testing.assert_allclose(arrays["surprisal"], -np.log2(p).ravel(), atol=1e-2)


def test_it_stands_at_the_end_unless_asked_otherwise_and_never_outside():
    assert sent(painted_of())[0]["pixel"] == 19
    assert sent(painted_of(), pixel=3)[0]["pixel"] == 3
    assert sent(painted_of(), pixel=500)[0]["pixel"] == 19
    assert sent(painted_of(), chosen=500)[0]["chosen"] == 2


def test_the_space_bar_is_left_to_a_training_that_runs():
    assert sent(painted_of())[0]["space"]
    assert not sent(painted_of(), space=False)[0]["space"]


def test_a_slider_that_does_nothing_says_so():
    painted = painted_of()
    header, _ = drawn(painting, painted, Sampling(), greys(7), [""] * 3, key="p")
    assert [setting.get("value") for setting in header["settings"]] == [None, 1.0, None, None]


def test_sixty_four_pictures_of_28_by_28_travel_in_less_than_a_quarter_of_a_megabyte():
    painted = painted_of(64, 28, 28, 2)
    assert size_of(painting, painted, SAMPLING, greys(2), [""] * 64, key="p") < 250_000


def test_without_a_picture_there_is_nothing_to_draw():
    with pytest.raises(ValueError, match="no picture"):
        sent(painted_of(0))


def test_a_group_is_painted_in_raster_order_unless_it_has_an_order_of_its_own():
    pictures = painted_of().pictures
    diagonals = np.add.outer(np.arange(4), np.arange(5))
    groups = [Group("one", pictures), Group("other", pictures[:1], moments=diagonals, given=diagonals < 2)]
    header, arrays = drawn(painting_gallery.gallery, groups, greys(7), key="g")
    assert [len(group["names"]) for group in header["groups"]] == [3, 1]
    assert header["steps"] == 20
    assert (np.rint(arrays["moments"][0]) == np.arange(20)).all()
    assert (np.rint(arrays["moments"][3]).reshape(4, 5) == diagonals).all()
    assert np.rint(arrays["given"]).sum(1).tolist() == [0, 0, 0, 3]


def test_marks_and_columns_of_a_group_arrive():
    pictures = painted_of().pictures
    marks = np.zeros_like(pictures, int)
    marks[1, 2, 3] = CHANGED
    header, arrays = drawn(painting_gallery.gallery, [Group("one", pictures, marks=marks)], greys(7), key="g")
    assert (np.rint(arrays["marks"]).reshape(marks.shape) == marks).all()
    assert header["groups"][0]["columns"] == 2


def test_groups_of_two_sizes_cannot_be_painted_together():
    with pytest.raises(ValueError, match="one size"):
        drawn(
            painting_gallery.gallery,
            [Group("a", np.zeros((1, 2, 2))), Group("b", np.zeros((1, 3, 2)))],
            greys(2),
            key="g",
        )


def test_maps_carry_their_scales_and_frames():
    values = np.arange(6.0).reshape(2, 3)
    two = [Map("gate", values / 6), Map("state", values - 3, scale="diverging", high=3, outline=values > 2)]
    header, arrays = drawn(painting_maps.maps, two, key="m", pixel=77)
    np.testing.assert_allclose(arrays["values"][1], values.ravel() - 3, atol=1e-3)
    assert np.rint(arrays["outline"]).tolist() == [[0] * 6, [0, 0, 0, 1, 1, 1]]
    assert header["pixel"] == 5
    assert (header["maps"][1]["negative"], header["maps"][1]["colour"]) == DIVERGING


def test_maps_of_two_sizes_cannot_be_laid_over_each_other():
    with pytest.raises(ValueError, match="one size"):
        painting_maps.maps([Map("a", np.zeros((2, 2))), Map("b", np.zeros((2, 3)))], key="m")


def test_a_symmetric_scale_holds_its_values_and_moves_in_halves():
    assert painting_maps.reach(np.array([-0.2, 0.1])) == 1
    assert painting_maps.reach(np.array([-2.3, 0.1])) == 2.5


def test_the_board_begins_with_the_drawing_it_is_handed():
    drawing = np.array([[-1, 3], [0, -1]])
    told, _ = drawn(painting_board.board, drawing, greys(4), key="b")
    assert told["drawing"] == [-1, 3, 0, -1]
    assert told["palette"][3] == [255, 255, 255]


def test_every_architecture_has_equations():
    from core.labs.image_generation.architectures.family import PAINTER_KEYS

    assert set(ARCHITECTURES) == set(PAINTER_KEYS)


def test_the_equations_of_a_pixel_tell_its_numbers():
    told = " ".join(pixel_equations((0.25, 0.3, 0.4, 0.5), 2.0, 0.7, 11))
    for number in ("0.2500", "0.3000", "0.4000", "0.5000", "2.00", "0.7", "v = 11"):
        assert number in told


@pytest.mark.parametrize("folder", OF_EACH)
def test_every_word_goes_through_the_translator_and_is_drawn(folder):
    shared = [FOLDER / "lib" / "playing" / "player.js"]
    modules = [*sorted((FOLDER / folder).glob("*.js")), *(shared if folder != "painting_board" else [])]
    shown_words = {word for module in modules for word in re.findall(r"\bwords\.(\w+)", module.read_text())}
    assert shown_words == set(OF_EACH[folder])


def page() -> None:
    from core.pictures.levels import greys
    from dashboard.labs.image_generation.components.painting import painting
    from tests.labs.image_generation.test_components import SAMPLING, painted_of

    painting(
        painted_of(),
        SAMPLING,
        greys(7),
        ["<img src=x onerror=alert(1)>"] * 3,
        key="p",
        space=False,
        translate=str.upper,
    )


def test_a_page_shows_it_in_the_viewers_language_and_names_are_data_only():
    at = AppTest.from_function(page).run()
    assert not at.exception
    proto = at.get_by_key("p").proto
    header, _ = shown(at, "p")
    assert header["words"] == {name: words.upper() for name, words in WORDS.items()}
    assert not header["space"]
    assert header["names"][0] == "<img src=x onerror=alert(1)>"
    assert "onerror" not in proto.html_content + proto.js_content + proto.css_content
