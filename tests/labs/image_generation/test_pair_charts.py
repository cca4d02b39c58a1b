"""Pictures beside each other on a sheet: every dot where it belongs."""

import numpy as np
import pytest

from core.pictures.levels import greys
from dashboard.charts.sheet import sheet
from dashboard.labs.image_generation.charts.pairs import FRAME, GAP, pairs_sheet

LEFT = np.arange(12).reshape(3, 2, 2) % 4
PALETTE = greys(4)


def test_pairs_lie_in_rows_left_and_right_with_nothing_between():
    drawn = pairs_sheet(LEFT, 3 - LEFT, PALETTE, [None, "#ff8000", None], columns=2, side=8)
    wide, tall = 2 * 8 + 3 * FRAME, 8 + 2 * FRAME
    assert drawn.shape == (2 * tall + GAP, 2 * wide + GAP, 4)
    left, right = drawn[FRAME : FRAME + 8, FRAME : FRAME + 8], drawn[FRAME : FRAME + 8, 2 * FRAME + 8 :][:, :8]
    np.testing.assert_array_equal(left[::4, ::4, 0], PALETTE[LEFT[0], 0])
    np.testing.assert_array_equal(right[::4, ::4, 0], PALETTE[3 - LEFT[0], 0])
    assert (left[..., 3] == 255).all()
    assert not drawn[:, wide : wide + GAP].any()
    assert not drawn[tall + GAP :, wide:].any()


def test_a_frame_surrounds_its_pair_alone():
    drawn = pairs_sheet(LEFT, LEFT, PALETTE, [None, "#ff8000", None], columns=2, side=8)
    wide = 2 * 8 + 3 * FRAME
    assert drawn[0, wide + GAP].tolist() == [255, 128, 0, 255]
    assert drawn[0, 0].tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize("count", [1, 5, 6, 7])
def test_a_sheet_has_every_picture_large_and_sharp(count):
    pictures = np.arange(count * 4).reshape(count, 2, 2) % 4
    drawn = sheet(pictures, PALETTE, columns=6, side=4)
    assert drawn.shape == (4 if count < 7 else 4 + 2 + 4, 6 * min(count, 6) - 2, 4)
    row, column = divmod(count - 1, 6)
    np.testing.assert_array_equal(drawn[6 * row :: 2, 6 * column :: 2, 0][:2, :2], PALETTE[pictures[-1], 0])
