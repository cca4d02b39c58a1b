"""A picture of each component of the lab, for the tests that draw them all (`tests.drawings`)."""

from dashboard.components.sound import sound
from dashboard.labs.speech_recognition.components.hearing import hearing
from dashboard.labs.speech_recognition.components.hearing_film import hearing_film
from tests.labs.speech_recognition import heard

DRAW = {
    "film": lambda: hearing_film(
        [(0, heard.trace_of(), 30.0), (9, heard.trace_of(), 20.0)], "name", key="k", current_step=9
    ),
    "hearing": lambda: hearing(heard.trace_of(), "name", key="k"),
    "sound": lambda: sound(heard.utterance_of(), heard.trace_of(), key="k"),
}
