"""A picture of each component of the lab, for the tests that draw them all (`tests.drawings`)."""

from dashboard.labs.text_generation.components.fan import fan
from dashboard.labs.text_generation.components.playback import playback
from tests.labs.text_generation.test_fan import futures_of
from tests.labs.text_generation.test_playback import SAMPLING, writing_of

DRAW = {
    "fan": lambda: fan(futures_of(), "The ", key="k"),
    "playback": lambda: playback(writing_of(), SAMPLING, key="k"),
}
