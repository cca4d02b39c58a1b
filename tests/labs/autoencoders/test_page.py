"""The page of AE and VAE: what a viewer chooses, and what is told of it."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from core.course import lab_of
from dashboard.labs.autoencoders.subject import WORDS
from dashboard.resources import shipped_by_name
from tests.dashboard.test_bad_input import complaints
from tests.pictures import shown
from tests.test_contract import opened

LAB = lab_of("autoencoders")
PICTURE = "latent:in_view"


def said(app: AppTest) -> str:
    assert not app.exception
    assert not app.error
    return "\n".join(element.value for element in (*app.caption, *app.markdown, *app.info))


def test_every_shipped_network_is_there():
    assert list(shipped_by_name(LAB, WORDS)) == list(WORDS)


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ({}, "decoded to something recognised"),
        ({"step": "0"}, "the same grey of every code"),
        ({"run": "shipped-autoencoders.free"}, "Its noise has died"),
        ({"run": "shipped-autoencoders.ae"}, "Its codes are spread over"),
        ({"run": "shipped-autoencoders.eight"}, "a cut through 8 numbers"),
        ({"run": "shipped-autoencoders.eight_16"}, "The code carries nothing"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_holds_of_a_network_is_told(link, told):
    app = opened(LAB, **link)
    assert complaints(app) == []
    assert told in said(app)
    header, arrays = shown(app, PICTURE)
    assert len(arrays["codes"]) == len(header["classes"]) == 297


def test_a_trained_vae_is_not_told_that_its_noise_died():
    assert "noise has died" not in said(opened(LAB))


def test_cursor_of_a_link_is_where_the_point_stands():
    header, _ = shown(opened(LAB, cursor="900.100.12"), PICTURE)
    assert header["cursor"] == {"across": 900, "up": 100, "of": 12}
    header, _ = shown(opened(LAB, cursor="99999.100.999"), PICTURE)
    assert header["cursor"] == {"across": 1000, "up": 100, "of": 297}


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ({"cursor": "1.2"}, "not 3 numbers"),
        ({"look": "random", "code_dice": "99999"}, "code_dice cannot be"),
        ({"look": "between", "walk_from": "0"}, "walk_from cannot be"),
        ({"latent_size": "1"}, "latent_size cannot be"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_link_that_cannot_be_used_gets_one_sentence_and_the_page_goes_on(link, words):
    app = opened(LAB, **link)
    [complaint] = complaints(app)
    assert words in complaint
    assert shown(app, PICTURE)[0]["reach"] > 0


def test_button_turns_the_page_from_the_vae_to_the_ae_and_back():
    app = opened(LAB)
    for name, told in (("autoencoders.ae", "Its codes are spread over"), ("autoencoders", "decoded to something")):
        app.button(key="switch").click().run()
        assert app.query_params["run"] in (f"shipped-{name}", [f"shipped-{name}"])
        assert told in said(app)
    assert not [button for button in opened(LAB, run="shipped-autoencoders.shapes").button if button.key == "switch"]


def test_dice_give_the_same_picture_another_code():
    app = opened(LAB, look="numbers")
    before = shown(app, "one_code")[0]
    app.button(key="throw_noise").click().run()
    after = shown(app, "one_code")[0]
    assert app.query_params["noise_dice"] in ("1", ["1"])
    assert before["mean"] == after["mean"]
    assert before["code"] != after["code"]
    plain = opened(LAB, look="numbers", run="shipped-autoencoders.ae")
    assert "log_noise" not in shown(plain, "one_code")[0]
    assert not [button for button in plain.button if button.key == "throw_noise"]


def test_random_codes_of_an_ae_stand_beside_those_of_the_vae_and_real_pictures():
    app = opened(LAB, look="random", run="shipped-autoencoders.eight_ae")
    header, arrays = shown(app, "random:rows")
    assert header["titles"][1] == "8 numbers: VAE"
    assert header["counts"] == [64, 64]
    assert arrays["pictures"].shape == (128, 8, 8)
    assert sum(header["framed"][0]) > 2 * sum(header["framed"][1])
    [table] = app.table
    assert list(table.value.index)[-2:] == [
        "real pictures, held out",
        "two real pictures of different classes, blended",
    ]


@pytest.mark.parametrize(
    ("look", "run", "told"),
    [
        ("noise", "", "the noise dies"),
        ("noise", ".ae", "A plain AE has no noise"),
        ("weights", "", "every number collapses"),
        ("axes", ".eight", "numbers are active; collapsed are"),
        ("axes", ".eight_16", "All 8 numbers have collapsed"),
        ("axes", ".ae", "A plain AE has no KL"),
        ("between", "", "Halfway between"),
        ("linear", "", "above the best linear one’s"),
        ("linear", ".ae", "better than that of principal components"),
        ("linear", ".eight_16", "below the best linear one’s"),
    ],
)
def test_look_tells_of_the_run_in_view(look, run, told):
    app = opened(LAB, look=look, run=f"shipped-autoencoders{run}")
    assert complaints(app) == []
    assert told in said(app)


def test_collapsed_number_changes_nothing_when_it_is_turned():
    header, arrays = shown(opened(LAB, look="axes", run="shipped-autoencoders.eight"), "axes:rows")
    rows = arrays["pictures"].reshape(8, 9, 64)
    moved = rows.std(axis=1).mean(axis=1)
    collapsed = [title.endswith("collapsed") for title in header["titles"]]
    assert 0 < sum(collapsed) < 8
    assert max(moved[collapsed]) < 0.1 * min(moved[[not one for one in collapsed]])


def test_film_has_a_frame_for_every_checkpoint():
    header, arrays = shown(opened(LAB, look="film"), "born:shipped-autoencoders")
    assert len(header["steps"]) == len(header["told"]) == len(arrays["seen"]) == 12
    assert "% of random codes recognised" in header["told"][-1]
