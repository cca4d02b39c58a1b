"""A picture of each component of the lab, for the tests that draw them all (`tests.drawings`)."""

from core.labs.captioning.grammar import describe
from dashboard.labs.captioning.components.feature_maps import feature_maps
from dashboard.labs.captioning.components.seeing import seeing
from dashboard.labs.captioning.components.tellings import Telling, tellings, told
from tests.labs.captioning.small_captioner import SCENE, TEXT, fresh


def _seen() -> None:
    for architecture in ("soft_attention", "once"):
        trace = fresh(architecture=architecture).trace(SCENE, reference=describe(SCENE), forced=True)
        seeing(trace, TEXT, key="k")


def _told() -> None:
    traces = [fresh(architecture=name).trace(SCENE, reference=describe(SCENE)) for name in ("top_down", "once")]
    tellings([told(trace, "k", "Title", "Note") for trace in traces], key="k", coverage=True, on_choose=print)
    tellings([Telling("k", "", "", SCENE.seen() / 255, "a red cross", "a red circle")], key="k")


DRAW = {
    "seeing": _seen,
    "tellings": _told,
    "feature_maps": lambda: feature_maps(fresh().trace(SCENE), "feature_map", 12, key="k", cell=9, on_change=print),
}
