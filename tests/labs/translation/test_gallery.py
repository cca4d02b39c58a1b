"""The gallery: every translation keeps its own tokens, its matrix and what is said of it."""

from __future__ import annotations

import numpy as np
import pytest

from core.trace.schema import tokens_of
from dashboard.labs.translation.components.gallery import Exhibit, gallery
from tests.labs.translation.small_translator import MARCH, TEXT, Known, fresh
from tests.pictures import drawn


def exhibit(trace, **more) -> Exhibit:
    told = {"name": "a", "title": "A", "formula": "", "note": "", "error": None, "current": False}
    return Exhibit(trace=trace, **{**told, **more})


def test_every_exhibit_keeps_its_tokens_and_its_alignment():
    traces = [fresh().trace(TEXT), fresh(attention="dot").trace("3/5/24"), fresh(attention="none").trace(TEXT)]
    header, arrays = drawn(gallery, [exhibit(trace) for trace in traces], "t", "h", key="g")
    assert [item["source"] for item in header["sentences"]] == [tokens_of(trace, "source") for trace in traces]
    for k, trace in enumerate(traces[:2]):
        np.testing.assert_allclose(arrays[f"alignment{k}"], trace["alignment"].transpose("target", "source"), atol=1e-4)
    assert "alignment2" not in arrays


def test_a_translation_is_right_wrong_or_not_known():
    model = fresh()
    output = model.trace(TEXT).attrs["output"]
    references = (None, MARCH, Known(output, np.zeros((len(output), len(TEXT)), dtype=bool)))
    traces = [model.trace(TEXT, reference=reference) for reference in references]
    header, _ = drawn(gallery, [exhibit(trace) for trace in traces], "t", "h", key="g")
    assert [item["right"] for item in header["sentences"]] == [None, False, True]


def test_title_reading_and_cursor_go_along():
    header, _ = drawn(gallery, [exhibit(fresh().trace(TEXT))], "Title", "How", key="g", cursor=(2, 1), on_change=print)
    assert (header["words"]["title"], header["words"]["how"]) == ("Title", "How")
    assert header["cursor"] == [2, 1]
    assert header["choosable"] is True


def test_an_empty_gallery_is_refused():
    with pytest.raises(ValueError, match="at least one exhibit"):
        gallery([], "t", "h", key="g")
