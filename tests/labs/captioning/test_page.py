import pytest

from core.course import lab_of
from core.labs.captioning.architectures.family import TELLERS
from core.labs.captioning.grammar import describe
from core.labs.captioning.scenes import GRID
from core.runs.store import RunStore
from dashboard.components.base import recorded
from dashboard.labs.captioning.charts.equations import STEPS, captioner_equations
from dashboard.labs.captioning.components.seeing import LIKELY, seeing
from tests.dashboard.test_view import untrained
from tests.labs.captioning.small_captioner import SCENE, TEXT, each_architecture, fresh
from tests.test_contract import opened

LAB = lab_of("captioning")
LOOKS = ("compare", "step", "features", "born", "beam", "sampled", "length", "mistakes")


def captions(app):
    return " ".join(one.value for one in app.caption)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("look", LOOKS)
def test_closer_look_opens_without_a_complaint(look, language):
    app = opened(LAB, language, look=look)
    assert not app.exception
    assert not app.error
    assert not app.warning


SHIPPED = RunStore().compared(RunStore().shipped("captioning"))


@pytest.mark.parametrize(("number", "run"), list(enumerate(SHIPPED)), ids=[run.id for run in SHIPPED])
def test_every_shipped_network_can_be_looked_at_and_every_look_has_several(number, run):
    for look in (LOOKS[number % len(LOOKS)], LOOKS[(number + 3) % len(LOOKS)]):
        app = opened(LAB, run=run.id, look=look)
        assert not app.exception
        assert not app.error
        assert not app.warning


def test_a_scene_that_cannot_be_read_is_said_in_one_sentence():
    app = opened(LAB, scene="<b>blob</b>")
    assert [one.value for one in app.warning if "names no object" in one.value]
    assert not app.exception
    assert app.get("bidi_component")


def test_a_network_of_larger_pictures_sees_what_lies_outside_smaller_ones():
    run = untrained(LAB, {"side": 48, "hidden_size": 16})
    scene = "red circle 15 8; blue square 40 12"
    app = opened(LAB, run=run, scene=scene)
    assert not app.exception
    assert not app.warning
    app = opened(LAB, scene=scene)
    assert [one.value for one in app.warning if "lies outside the picture, which has 32 × 32" in one.value]
    assert app.get("bidi_component")


def test_a_scene_without_objects_has_a_caption_all_the_same():
    app = opened(LAB, scene="empty")
    assert not app.exception
    assert not app.warning


@each_architecture
def test_picture_has_the_words_and_the_likeliest_others(architecture):
    trace = fresh(architecture=architecture).trace(SCENE, reference=describe(SCENE), forced=True)
    with recorded() as drawings:
        seeing(trace, TEXT, key="k")
    [drawing] = drawings
    facts, arrays = drawing.numbers.make(*drawing.numbers.arguments)
    assert facts["tokens"] == ["a", "red", "circle", "above", "a", "blue", "square", "⟨EOS⟩"]
    assert arrays["likely"].shape == (8, LIKELY)
    assert (arrays["likely"][:, 0] >= arrays["written"] - 1e-6).all()
    assert arrays.keys() >= {"alignment", "gold"} if "alignment" in trace else "alignment" not in arrays
    assert facts["grid"] == GRID


@each_architecture
def test_equations_have_the_numbers_of_this_word_and_cell(architecture):
    trace = fresh(architecture=architecture).trace(SCENE)
    equations = captioner_equations(trace, 1, 9)
    assert all(one.formula for one in equations)
    if "alignment" in trace:
        [alignment] = [one for one in equations if one.name == "alignment"]
        assert f"{float(trace['alignment'][1, 9]):.3f}" in alignment.numbers


def test_every_architecture_has_its_equations():
    assert set(STEPS) == {kind.key for kind in TELLERS}
