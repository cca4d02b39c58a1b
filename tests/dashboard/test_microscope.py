import asyncio
import json
import re

import numpy as np
import pytest
import xarray as xr
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from core.nn.cells.family import CELL_KEYS, UNBOUNDED
from core.trace.schema import check, text_array
from dashboard.charts.colours import COLOURS, DIVERGING, QUANTITIES
from dashboard.components.assets import FOLDER, component_files, loader, version
from dashboard.components.microscope import LIKELY, WORDS, microscope
from tests.pictures import drawn, picture_of, shown, size_of
from tests.rules import style_sheets
from tests.scripts import said

TEXT = 'a = "<img src=x onerror=alert(1)>"\n'
ALL = ["forget_gate", "input_gate", "output_gate", "candidate", "cell_state", "hidden_state"]
GATES = {
    "elman": ["hidden_state"],
    "jordan": ["hidden_state", "output"],
    "gru": ["reset_gate", "update_gate", "candidate", "hidden_state"],
    "lstm": ALL,
    "lstm_peephole": ALL,
    "lstm_nig": [name for name in ALL if name != "input_gate"],
    "lstm_nfg": [name for name in ALL if name != "forget_gate"],
    "lstm_nog": [name for name in ALL if name != "output_gate"],
    "lstm_niaf": ALL,
    "lstm_noaf": ALL,
    "lstm_cifg": ALL,
    "lstm_fgr": ALL,
}
"""What each cell keeps, in the order of drawing."""

MODULES = sorted((FOLDER / "microscope").glob("*.js"))


def trace_of(cell: str = "lstm", text: str = TEXT, layers: int = 2, units: int = 7) -> xr.Dataset:
    random = np.random.default_rng(0)
    words = sorted(set(text) | set("abcdefghijkl"))
    shape = (layers, len(text), units)
    spans = {name: (QUANTITIES[name].low, QUANTITIES[name].high) for name in GATES[cell]}
    spans |= dict.fromkeys(["cell_state", *UNBOUNDED.get(cell, "").split()], (-9, 9))
    trace = xr.Dataset(
        {name: (("layer", "time", "unit"), random.uniform(*spans[name], shape)) for name in GATES[cell]},
        {"token": ("time", text_array(text)), "word": ("vocabulary", text_array(words))},
        {f"{state}_before": random.uniform(-1, 1, layers * units).tolist() for state in ("cell_state", "hidden_state")},
    )
    trace.attrs |= {"cell": cell, "unbounded": UNBOUNDED.get(cell, "")}
    trace["probability"] = ("time", "vocabulary"), random.dirichlet(np.ones(len(words)), len(text))
    trace["surprisal"] = "time", random.uniform(0, 9, len(text))
    return check(trace)


def sent(trace: xr.Dataset, **more) -> tuple[dict, dict[str, np.ndarray]]:
    header, arrays = drawn(microscope, trace, key="m", cursor=3, unit=2, layer=1, **more)
    header["quantities"] = {name: header["named"][name] | ends for name, ends in header["ranges"].items()}
    return header, arrays


@pytest.mark.parametrize("cell", GATES)
def test_every_gate_and_state_arrives_within_the_error_of_packing(cell):
    trace = trace_of(cell)
    header, arrays = sent(trace)
    assert header["cell"] == cell
    assert list(header["quantities"]) == GATES[cell]
    for name in GATES[cell]:
        values = trace[name].transpose("layer", "unit", "time").values
        assert abs(arrays[name] - values).max() <= np.ptp(values) / 131070 * 1.01


def test_the_states_before_the_first_step_travel_layer_by_unit():
    trace = trace_of()
    _, arrays = sent(trace)
    before = np.reshape(trace.attrs["cell_state_before"], (2, 7))
    np.testing.assert_allclose(arrays["cell_state_before"], before, atol=1e-4)


def test_chosen_units_and_layers_keep_their_numbers():
    trace = trace_of()
    header, arrays = sent(trace, units=[5, 2], layers=[1])
    assert (header["units"], header["layers"]) == ([5, 2], [1])
    np.testing.assert_allclose(arrays["candidate"][0], trace["candidate"].values[1][:, [5, 2]].T, atol=1e-4)
    np.testing.assert_allclose(
        arrays["hidden_state_before"][0, 0], trace.attrs["hidden_state_before"][7 + 5], atol=1e-4
    )


def test_the_likeliest_tokens_are_in_order_and_carry_their_probabilities():
    trace = trace_of()
    header, arrays = sent(trace)
    for time, p in enumerate(trace["probability"].values):
        likely = np.rint(arrays["likely"][time]).astype(int)
        assert len(likely) == LIKELY
        assert list(likely) == list(np.argsort(-p)[:LIKELY])
        np.testing.assert_allclose(arrays["likely_p"][time], p[likely], atol=1e-4)
        assert header["vocabulary"][likely[0]] == str(trace["word"].values[p.argmax()])
    np.testing.assert_allclose(arrays["surprisal"], trace["surprisal"], atol=1e-3)


def test_a_trace_without_probabilities_is_drawn_without_next_tokens():
    header, arrays = sent(trace_of().drop_vars(["probability", "surprisal", "word"]))
    assert "likely" not in arrays
    assert header["vocabulary"] == []


def test_the_gru_calls_its_candidate_n_and_the_lstm_g():
    assert sent(trace_of("gru"))[0]["quantities"]["candidate"]["symbol"] == "n"
    assert sent(trace_of("lstm"))[0]["quantities"]["candidate"]["symbol"] == "g"


@pytest.mark.parametrize(
    ("cell", "quantity"),
    [("lstm", "cell_state"), ("gru", "hidden_state"), ("jordan", "output"), ("elman", "hidden_state")],
)
def test_the_text_is_coloured_by_the_memory_unless_asked_otherwise(cell, quantity):
    assert sent(trace_of(cell))[0]["cursor"]["quantity"] == quantity
    assert sent(trace_of(cell), quantity="candidate")[0]["cursor"]["quantity"] == "candidate"


def test_every_variable_of_a_trace_has_its_fixed_colour():
    assert set(COLOURS) == set(QUANTITIES)
    assert all(re.fullmatch("#[0-9A-F]{6}", colour) for colour in (*COLOURS.values(), *DIVERGING))
    assert COLOURS["reset_gate"] == COLOURS["forget_gate"]
    assert COLOURS["update_gate"] == COLOURS["input_gate"]


def test_every_word_goes_through_the_translator():
    header, _ = sent(trace_of(), translate=lambda message: f"«{message}»")
    assert header["words"] == {name: f"«{words}»" for name, words in WORDS.items()}
    assert all(quantity["label"].startswith("«") for quantity in header["quantities"].values())


def test_the_words_that_are_sent_are_those_that_are_drawn():
    shown_words = {word for module in MODULES for word in re.findall(r"\bwords\.(\w+)", module.read_text())}
    assert shown_words == set(WORDS)


def test_every_style_sheet_that_is_named_is_there():
    for module in sorted(FOLDER.rglob("index.js")):
        for address in style_sheets(module.read_text()):
            assert (FOLDER / address).is_file(), address


def test_every_cell_of_the_family_has_its_drawing():
    assert set(said("lib/cells/cell.js", "it.KEYS")) == {*CELL_KEYS, "by_hand"}
    assert set(GATES) == set(CELL_KEYS)


def test_an_activation_without_bound_sends_no_range():
    quantities = sent(trace_of("lstm_noaf"))[0]["quantities"]
    assert (quantities["hidden_state"]["low"], quantities["hidden_state"]["high"]) == (None, None)
    assert (quantities["candidate"]["low"], quantities["candidate"]["high"]) == (-1, 1)


def test_what_a_variant_lacks_is_named_but_has_no_numbers():
    header, arrays = sent(trace_of("lstm_nig"))
    assert header["named"]["input_gate"]["label"] == "input gate"
    assert "input_gate" not in header["quantities"]
    assert "input_gate" not in arrays


def test_a_trace_that_names_no_cell_is_shown_without_a_drawing():
    trace = trace_of()
    del trace.attrs["cell"]
    assert sent(trace)[0]["cell"] is None


def page(text: str) -> None:
    from dashboard.components.microscope import microscope
    from tests.dashboard.test_microscope import trace_of

    microscope(trace_of(text=text), key="m", cursor=1, unit=2, layer=0)


def test_a_page_shows_it_and_the_viewers_text_is_data_only():
    at = AppTest.from_function(page, args=(TEXT,)).run()
    assert not at.exception
    proto = at.get_by_key("m").proto
    assert "".join(shown(at, "m")[0]["tokens"]) == TEXT
    assert "onerror" not in proto.html_content + proto.js_content + proto.css_content


def test_what_is_sent_at_every_rerun_besides_the_numbers_is_small():
    at = AppTest.from_function(page, args=(TEXT,)).run()
    proto = at.get_by_key("m").proto
    assert len(proto.html_content + proto.js_content + proto.css_content) < 500
    trace = trace_of(text="x" * 200, layers=1, units=128)
    assert size_of(microscope, trace, key="m", cursor=0, unit=0, layer=0) < 128 * 200 * 6 * 2 + 20_000


def served(path: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body with which the route answers a GET."""
    messages = []

    async def receive():
        await asyncio.Event().wait()  # a browser that stays until it has the answer

    async def send(message):
        messages.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [],
    }
    asyncio.run(Starlette(routes=[component_files()])(scope, receive, send))
    headers = {name.decode(): value.decode() for name, value in messages[0]["headers"]}
    return messages[0]["status"], headers, b"".join(message.get("body", b"") for message in messages[1:])


def test_the_code_is_served_under_its_version_and_may_be_kept():
    status, headers, body = served(f"/assets/components/{version()}/microscope/index.js")
    assert status == 200
    assert body == (FOLDER / "microscope" / "index.js").read_bytes()
    assert "javascript" in headers["content-type"]
    assert "immutable" in headers["cache-control"]


def test_nothing_outside_the_folder_is_served():
    assert served(f"/assets/components/{version()}/../../core/course.py")[0] == 404


def test_a_component_imports_its_module_relative_to_the_page():
    assert f'new URL("assets/components/{version()}/microscope/index.js", document.baseURI)' in loader(
        "microscope/index.js"
    )


def test_a_module_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match=re.escape("no component module 'microscope/nothing.js'")):
        loader("microscope/nothing.js")


def test_the_header_is_json_that_any_browser_reads():
    data = picture_of(microscope, trace_of(), key="m", cursor=0, unit=0, layer=0).numbers.packed()
    json.loads(data[4 : 4 + int.from_bytes(data[:4], "little")], parse_constant=pytest.fail)


def test_the_group_and_the_cursor_travel_as_they_were_given():
    header, _ = drawn(microscope, trace_of(), key="m", cursor=0, unit=0, layer=0, group="g", jump="3.0.2")
    assert (header["group"], header["cursor"]["jump"]) == ("g", "3.0.2")
