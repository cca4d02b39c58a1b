import numpy as np
import pytest
import torch

from core.labs.captioning.data import held_out_scenes
from core.labs.captioning.grammar import describe
from core.labs.captioning.length import by_objects
from core.labs.captioning.mistakes import KINDS, kind_of_mistake, mistakes
from core.labs.captioning.sampled import sampled
from core.labs.captioning.scenes import read_scene
from core.nn.sampling import Sampling
from dashboard.components.base import recorded
from dashboard.labs.captioning.components.feature_maps import feature_maps
from dashboard.labs.captioning.components.tellings import Telling, tellings, told
from dashboard.labs.captioning.mistakes import WORDS
from dashboard.labs.captioning.names import MISTAKE
from tests.labs.captioning.small_captioner import SCENE, each_architecture, fresh

RIGHT = describe(read_scene("red circle 16 8; blue square 16 24"))


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("a red circle", "objects"),
        ("a red circle left of a blue square", "relation"),
        ("a red circle above a green square", "colour"),
        ("a blue circle above a red square", "colour"),
        ("a red circle above a blue cross", "shape"),
        ("a a red circle above a blue square", "form"),
    ],
)
def test_a_mistake_is_counted_under_the_gravest_thing_that_is_wrong(written, kind):
    first, *rest = written.split()
    assert kind_of_mistake([first, *(f" {word}" for word in rest)], RIGHT, "en") == kind


def test_every_kind_of_mistake_has_a_name_and_can_stand_in_a_link():
    assert tuple(WORDS) == KINDS == MISTAKE.choices


def test_untrained_network_tells_every_scene_wrongly():
    scenes = held_out_scenes(2, "en", False, "pairs")
    found = mistakes(fresh(), scenes, "en")
    assert (found.asked, len(found.found)) == (600, 600)
    assert sum(len(found.of(kind)) for kind in KINDS) == 600


def test_shares_by_objects_are_those_of_a_network_that_is_right_every_other_time():
    scenes = held_out_scenes(3, "en", False, "pairs")
    model = fresh(objects=3)
    model.captions = lambda _source: [
        caption.tokens if number % 2 else ["a"] for number, caption in enumerate(scenes.captions)
    ]
    seen = by_objects(model, scenes, "en")
    assert set(seen.exact) == {2, 3}
    assert all(share == pytest.approx(0.5, abs=0.07) for share in (*seen.exact.values(), *seen.placed.values()))


def test_hundred_captions_follow_the_dice_and_a_cold_die_is_greedy():
    model = fresh()
    greedy = model.trace(SCENE).attrs["output"]
    assert set(sampled(model, SCENE, Sampling(temperature=0.001), 10, 0)) == {greedy}
    one, same, other = (sampled(model, SCENE, Sampling(temperature=2.0), 50, seed) for seed in (1, 1, 2))
    assert one == same != other
    assert len(set(one)) > 10


def test_first_words_are_drawn_as_often_as_the_network_believes():
    model = fresh()
    model.limit = 1
    p = model.trace(SCENE)["probability"].values[0]
    drawn = sampled(model, SCENE, Sampling(), 20_000, 0)
    shares = np.array([drawn.count(word) for word in model.target_vocabulary.tokens]) / 20_000
    np.testing.assert_allclose(shares[:-1], p[:-1], atol=0.015)  # ⟨EOS⟩ is cut off


@each_architecture
def test_exhibits_have_a_picture_for_each_word_of_networks_that_attend(architecture):
    trace = fresh(architecture=architecture).trace(SCENE)
    with recorded() as drawings:
        tellings([told(trace, "n", "Title")], key="k")
    [drawing] = drawings
    facts, arrays = drawing.numbers.make(*drawing.numbers.arguments)
    assert facts["items"][0]["caption"] == trace.attrs["output"]
    assert ("alignment0" in arrays) == ("alignment" in trace)


def test_an_empty_gallery_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        tellings([], key="k")


def test_a_scene_alone_is_a_tile():
    with recorded() as drawings:
        tellings([Telling("n", "", "", SCENE.seen() / 255, "a", "b")], key="k")
    facts, arrays = drawings[0].numbers.make(*drawings[0].numbers.arguments)
    assert facts["items"][0]["tokens"] == []
    assert set(arrays) == {"pixel0"}


@pytest.mark.parametrize("quantity", ["edge_map", "feature_map"])
def test_maps_are_those_of_the_trace(quantity):
    trace = fresh().trace(SCENE)
    with recorded() as drawings:
        feature_maps(trace, quantity, 12, key="k", cell=3)
    _, arrays = drawings[0].numbers.make(*drawings[0].numbers.arguments)
    assert np.array_equal(arrays["maps"], trace[quantity].transpose("map", "source").values)
    assert torch.tensor(arrays["maps"]).min() >= 0
