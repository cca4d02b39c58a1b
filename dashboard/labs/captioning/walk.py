"""What a lecture shows of this lab, view by view."""

from __future__ import annotations

from dashboard.lectures import PREDICT, Stop, looked

STOPS = (
    Stop("A scene, and the place under each word. Move an object and the sentence follows."),
    looked("compare", "Six ways to give a picture to a sentence, on one picture."),
    PREDICT,
)
