"""A picture of each component of the lab, for the tests that draw them all (`tests.drawings`)."""

from dashboard.components.film import film
from dashboard.labs.translation.components.alignment import alignment
from dashboard.labs.translation.components.gallery import gallery
from tests.labs.translation.small_translator import TEXT, fresh
from tests.labs.translation.test_components import SOURCE, TARGET, frames_of, trace_of
from tests.labs.translation.test_gallery import exhibit


def _alignments() -> None:
    alignment(trace_of(), key="k")
    alignment(trace_of(attention=False), key="k")
    alignment(fresh(softmax=False).trace(TEXT), key="k")


DRAW = {
    "alignment": _alignments,
    "film": lambda: film(frames_of(), list(SOURCE), TARGET, key="k", current_step=20),
    "gallery": lambda: gallery([exhibit(fresh().trace(TEXT))], "Title", "How", key="k", cursor=(1, 1)),
}
