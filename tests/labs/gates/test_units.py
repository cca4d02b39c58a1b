"""Which unit follows a concept."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from core.labs.gates.units import inside_quotes, separation, telling_unit


def test_inside_quotes_runs_from_the_opening_mark_up_to_the_closing_one():
    text = "a = \"b'c\" + d\n'e\nf"
    marks = "".join("#" if inside else "." for inside in inside_quotes(text))
    assert marks == "....####" + "." * 6 + "##.."


def test_separation_is_the_distance_of_the_means_over_the_spread():
    values = np.array([[0.0], [2.0], [10.0], [12.0]])
    assert separation(values, np.array([False, False, True, True])) == pytest.approx(10 / np.sqrt(2), rel=1e-4)


def test_separation_of_a_unit_that_never_moves_is_nothing():
    assert separation(np.ones((4, 1)), np.array([True, False, True, False])) == 0


def test_separation_without_both_kinds_is_refused():
    with pytest.raises(ValueError, match="inside and outside"):
        separation(np.ones((3, 1)), np.array([True, True, True]))


@pytest.mark.parametrize(("text", "unit"), [('x = "abc"', 1), ("plain words", 2)])
def test_telling_unit_follows_quotes_or_else_moves_most(text, unit):
    T = len(text)
    states = np.zeros((1, T, 3), dtype=np.float32)
    states[0, :, 1] = inside_quotes(text)
    states[0, :, 2] = np.linspace(-5, 5, T)
    trace = xr.Dataset({"cell_state": (("layer", "time", "unit"), states)}, {"token": ("time", list(text))})
    assert telling_unit(trace, "cell_state") == (0, unit)
