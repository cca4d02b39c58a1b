"""The plane of codes: where pictures are seen in it, and that the browser decodes and judges as torch does."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch

from core.labs.autoencoders.config import AutoencoderConfig
from core.labs.autoencoders.laid_out import LaidOut, plane_of
from core.labs.autoencoders.plane import LEAST, CodePlane
from core.labs.autoencoders.questions import TURNS, turned, walk
from core.labs.autoencoders.task import AutoencoderTask
from dashboard.labs.autoencoders.components.latent import latent
from dashboard.labs.autoencoders.subject import STEPS, place_of
from tests.pictures import drawn
from tests.scripts import said

DICE = torch.Generator().manual_seed(0)


def fresh(**knobs):
    task = AutoencoderTask(AutoencoderConfig(hidden_size=16, **knobs))
    return task.model(torch.Generator().manual_seed(0)).eval(), task


def test_two_numbers_are_their_own_plane():
    codes = torch.randn(50, 2, generator=DICE) * 3
    plane = CodePlane.of(codes)
    assert torch.equal(plane.seen(codes), codes)
    assert torch.equal(plane.code(codes), codes)
    assert plane.share == 1
    assert plane.reach > LEAST
    assert CodePlane.of(codes / 100).reach == LEAST


def test_plane_of_more_numbers_is_that_of_the_principal_components():
    from sklearn.decomposition import PCA

    codes = torch.randn(300, 5, generator=DICE) * torch.tensor([0.1, 3.0, 0.2, 2.0, 0.1]) + 1
    plane, there = CodePlane.of(codes), PCA(2).fit(codes.numpy())
    assert plane.share == pytest.approx(there.explained_variance_ratio_.sum(), rel=1e-4)
    np.testing.assert_allclose(
        np.abs(plane.seen(codes).numpy()), np.abs(there.transform(codes.numpy())), rtol=1e-3, atol=1e-4
    )
    torch.testing.assert_close(plane.axes @ plane.axes.T, torch.eye(2), atol=1e-5, rtol=0)
    places = torch.randn(7, 2, generator=DICE)
    torch.testing.assert_close(plane.seen(plane.code(places)), places, atol=1e-5, rtol=1e-5)


def test_codes_that_are_all_alike_have_a_plane_too():
    plane = CodePlane.of(torch.ones(10, 4))
    assert (plane.reach, plane.share) == (LEAST, 1.0)
    assert torch.isfinite(plane.axes).all()


def test_cursor_stands_where_the_code_of_its_picture_is_seen():
    laid = LaidOut.of(*fresh(latent_size=4))
    across, up, number = place_of(laid, 7)
    x, y = ((at / STEPS - 0.5) * 2 * laid.reach for at in (across, up))
    np.testing.assert_allclose([x, y], laid.seen[6], atol=2 * laid.reach / STEPS)
    assert number == 7


@pytest.mark.parametrize("knobs", [{}, {"latent_size": 7, "layers": 3}, {"variational": False, "layers": 1}], ids=str)
def test_browser_decodes_what_torch_decodes(knobs, tmp_path):
    model, task = fresh(**knobs)
    header, _ = drawn(latent, LaidOut.of(model, task), key="k", cursor=(0, 0, 0))
    codes = torch.randn(20, task.config.latent_size, generator=DICE) * 4
    (tmp_path / "told.json").write_text(json.dumps({"decoder": header["decoder"], "codes": codes.tolist()}))
    told = "JSON.parse((await import('node:fs')).readFileSync('told.json'))"
    expression = f"(({{ decoder, codes }}) => codes.map((c) => Array.from(new it.Decoder(decoder).decode(c))))({told})"
    found = np.array(said("lib/latent/decoder.js", expression, tmp_path))
    with torch.no_grad():
        expected = model.decode(codes).numpy()
        exact = model.double().decode(codes.double()).numpy()
    assert np.abs(found - expected).max() < 1e-5
    assert np.abs(found - exact).max() < 1e-9


def test_browser_judges_as_the_judge_does(tmp_path):
    _, task = fresh()
    judge = task.judge
    x = torch.cat([task.held_out[:40], (task.held_out[:40] + task.held_out[40:80]) / 2, torch.rand(5, 64)])
    (tmp_path / "told.json").write_text(
        json.dumps(
            {
                "training": {"shape": list(judge.x.shape), "values": judge.x.flatten().tolist()},
                "classes": judge.classes.tolist(),
                "reach": judge.reach,
                "x": x.tolist(),
            }
        )
    )
    told = "JSON.parse((await import('node:fs')).readFileSync('told.json'))"
    expression = (
        "(({ training, classes, reach, x }) => { const judge = new it.Judge(training, classes, reach);"
        f" return x.map((one) => judge.judge(one)) }})({told})"
    )
    found, expected = said("lib/latent/judge.js", expression, tmp_path), judge.judge(x)
    np.testing.assert_allclose([one["distance"] for one in found], expected.distance.numpy(), atol=1e-3)
    assert [one["recognised"] for one in found] == expected.recognised.tolist()
    assert 0 < sum(one["recognised"] for one in found) < len(x)
    nearest = torch.tensor([one["numbers"] for one in found])
    far = torch.cdist(x, judge.x)
    torch.testing.assert_close(far.gather(1, nearest), far.gather(1, expected.neighbours), atol=1e-3, rtol=0)


def test_component_gets_the_codes_that_the_encoder_writes():
    model, task = fresh(latent_size=3)
    laid = LaidOut.of(model, task)
    header, arrays = drawn(latent, laid, key="k", cursor=(1, 2, 3))
    codes = model.encode(task.held_out).mean.detach()
    np.testing.assert_allclose(arrays["codes"], codes.numpy(), atol=1e-4)
    np.testing.assert_allclose(arrays["seen"], plane_of(model, task).seen(codes).detach().numpy(), atol=1e-4)
    assert header["cursor"] == {"across": 1, "up": 2, "of": 3}
    assert header["names"] == [str(k) for k in range(10)]


def test_walk_begins_and_ends_with_the_two_pictures_and_a_turned_number_moves_alone():
    model, task = fresh(latent_size=3)
    way = walk(model, task, 4, 9, count=5)
    np.testing.assert_allclose(way.pixels[[0, -1]], task.held_out[[4, 9]].numpy(), atol=1e-6)
    with torch.no_grad():
        ends = model.encode(task.held_out[[4, 9]]).mean
        np.testing.assert_allclose(way.codes[[0, -1]], model.decode(ends).numpy(), atol=1e-6)
        np.testing.assert_allclose(way.codes[2], model.decode(ends.mean(0, keepdim=True))[0].numpy(), atol=1e-5)
        code = torch.zeros(1, 3)
        code[0, 1] = TURNS[0]
        again = turned(model, np.zeros(3, np.float32), 1)
        np.testing.assert_allclose(again[0], model.decode(code)[0].numpy(), atol=1e-6)
