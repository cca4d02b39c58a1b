"""A viewer's own pictures: they are learnt from, and what cannot be is refused in a sentence."""

from __future__ import annotations

import io

import numpy as np
import pytest
import torch

from core.course import lab_of
from core.errors import InputError
from core.labs.autoencoders.config import AutoencoderConfig
from core.labs.autoencoders.data import built_in
from core.labs.autoencoders.laid_out import LaidOut
from core.labs.autoencoders.task import AutoencoderTask
from core.training.loop import Training, train
from tests.test_contract import opened

LAB = lab_of("autoencoders")


def npz(**arrays) -> bytes:
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def shapes(count: int = 90) -> np.ndarray:
    return built_in("shapes", 12).train[:count].astype(np.float32) / 16


@pytest.mark.parametrize("labelled", [True, False])
def test_own_pictures_are_encoded_and_decoded_in_their_size(tmp_path, labelled):
    file = tmp_path / "mine.npz"
    file.write_bytes(npz(x=shapes(), **({"y": np.arange(90) % 3} if labelled else {})))
    task = AutoencoderTask(AutoencoderConfig(size=12, hidden_size=8), file)
    training = Training.fresh(task, seed=0)
    for _ in train(training, steps=2):
        pass
    assert training.model.decode(torch.zeros(1, 2)).shape == (1, 144)
    laid = LaidOut.of(training.model.eval(), task)
    assert (laid.height, laid.width, len(laid.names)) == (12, 12, 3 if labelled else 1)
    assert len(laid.codes) == len(task.held_out) >= 5
    assert set(task.quick_eval(training.model)) == {"reconstruction", "unseen_codes", "kl", "elbo"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (npz(x=shapes(1)), "1 pictures that can be used, and a network needs at least 50"),
        (npz(x=np.repeat(shapes(1), 80, axis=0)), "only 1 are different"),
        (npz(x=np.full((80, 12, 12), 0.5)), "have the same value"),
        (b"no picture at all", "mine"),
    ],
    ids=["one", "alike", "grey", "none"],
)
def test_what_cannot_be_learnt_from_is_refused_in_one_sentence(tmp_path, data, words):
    file = tmp_path / "mine.npz"
    file.write_bytes(data)
    with pytest.raises(InputError, match=words) as caught:
        AutoencoderTask(AutoencoderConfig(), file)
    assert "\n" not in str(caught.value)


def test_page_shows_what_was_uploaded_and_says_what_it_is():
    app = opened(LAB, size="12")
    app = app.file_uploader(key="own_upload").upload("<b>mine</b>.npz", npz(x=shapes())).run()
    assert not app.exception
    [told] = [element.value for element in app.success]
    assert "90 pictures without classes" in told
    assert "<b>" not in told.replace("\\<", "")
    said = [element.value for element in app.caption]
    assert any("12 × 12 pixels in 17 shades" in one for one in said)
    assert any(one.startswith("Without classes the judge") for one in said)
    assert app.toggle(key="use_own").value


def test_page_refuses_one_picture_in_one_sentence():
    app = opened(LAB)
    app = app.file_uploader(key="own_upload").upload("mine.npz", npz(x=shapes(1))).run()
    assert ["1 pictures that can be used" in told.value for told in app.error] == [True]
    assert "own:autoencoders" not in app.session_state
