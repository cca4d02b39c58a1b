"""What the home page says of the example holds of it: it is drawn from the shipped run."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch

from core.course import lab_of
from core.labs.pointer_network.config import PointerConfig
from core.labs.pointer_network.geometry import convex_hull
from core.labs.pointer_network.preview import preview
from core.labs.pointer_network.task import PointerTask
from core.runs.shipped import FOLDER, shipped_run
from core.training.checkpoints import load_model

LAB = lab_of("pointer_network")


def test_shipped_preview_goes_around_the_hull_of_more_points_than_any_set_of_the_training():
    few = json.loads((FOLDER / LAB.key / "preview.json").read_text(encoding="utf-8"))
    hull = convex_hull(few["points"])
    assert few["way"] == [*hull, hull[0]]
    assert len(few["values"]) == len(hull)
    model = load_model(shipped_run(LAB.key).checkpoints[-1].path)
    assert len(few["points"]) == 10 > model.config.points
    assert json.loads(json.dumps(LAB.preview(model.trace(LAB.read(LAB.examples[0]))))) == few


@pytest.mark.parametrize("task", ["hull", "sorting", "tour"])
def test_every_step_between_two_points_has_its_probability(task):
    model = PointerTask(PointerConfig(task=task)).model(torch.Generator().manual_seed(0)).eval()
    points = LAB.read(LAB.examples[1])
    trace = model.trace(points)
    few = preview(trace)
    assert few["points"] == [list(point) for point in points]
    assert (few["way"][0] == few["way"][-1]) == (task != "sorting")
    assert len(few["values"]) == len(few["way"]) - 1
    np.testing.assert_allclose(few["values"], trace["pointing"].values.max(1)[1 : len(few["way"])], atol=1e-3)
