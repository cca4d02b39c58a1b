"""A picture of each component of the lab, for the tests that draw them all (`tests.drawings`)."""

import numpy as np

from core.pictures.levels import greys
from dashboard.labs.image_generation.components.painting import painting
from dashboard.labs.image_generation.components.painting_board import board
from dashboard.labs.image_generation.components.painting_gallery import Group, gallery
from dashboard.labs.image_generation.components.painting_maps import Map, maps
from tests.labs.image_generation.test_components import SAMPLING, painted_of

DRAW = {
    "painting": lambda: painting(painted_of(), SAMPLING, greys(7), ["a", "b", "c"], key="k"),
    "painting_board": lambda: board(np.array([[-1, 3], [0, -1]]), greys(4), key="k"),
    "painting_gallery": lambda: gallery([Group("one", painted_of().pictures)], greys(7), key="k"),
    "painting_maps": lambda: maps([Map("gate", np.arange(6.0).reshape(2, 3) / 6)], key="k", pixel=2),
}
