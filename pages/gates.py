"""Gates: which gates open, and when?"""

from __future__ import annotations

from core.labs.gates.units import telling_unit
from core.nn.cells.family import kind_of
from core.nn.sampling import reshape
from core.trace.schema import gates_of, tokens_of
from dashboard import address, state
from dashboard.components.microscope import microscope
from dashboard.frame.closer_look import Composition, Look, Subject, closer_looks
from dashboard.frame.lesson import Moment, beside, lesson
from dashboard.labs.gates.concepts import concepts
from dashboard.labs.gates.connectivity import connectivity
from dashboard.labs.gates.own_network import own_network
from dashboard.labs.gates.patterns import patterns
from dashboard.labs.gates.saturation import saturation
from dashboard.labs.gates.state_map import state_map
from dashboard.labs.gates.surgery import surgery
from dashboard.language import translate as _
from dashboard.panels.code import show_the_code
from dashboard.panels.equations import cell_equations
from dashboard.panels.explore import explore
from dashboard.panels.input import text_to_read
from dashboard.panels.sampling import distribution_chart, sampling_sliders
from dashboard.resources import written_at
from dashboard.systems.language.own_text import own_text

LOOKS = (
    Look("Concepts", "concepts", ":material/format_quote:", concepts),
    Look("Pattern search", "patterns", ":material/search:", patterns),
    Look("Map of states", "map", ":material/scatter_plot:", state_map),
    Look("Saturation", "saturation", ":material/toggle_on:", saturation),
    Look("Surgery", "surgery", ":material/healing:", surgery),
    Look("Connectivity", "connectivity", ":material/timeline:", connectivity),
    Look("Your own network", "own", ":material/upload_file:", own_network),
)
"""What one may ask about the network under the microscope; only the one that is chosen is computed."""


def pictures(lab, moments: list[Moment]) -> None:
    """One microscope a run, all on one cursor; then the closer looks."""
    mode, text = text_to_read(lab)
    sampling, composition = None, None
    if mode == "write":
        sampling, seed, length = sampling_sliders()
        composition = Composition(text, sampling, length, seed)
        texts = [written_at(moment.checkpoint, text, sampling, length, seed) for moment in moments]
    else:
        texts = [text] * len(moments)
    traces = [moment.trace(read) for moment, read in zip(moments, texts, strict=True)]
    time, layer, unit = cursor(traces[0])
    cell_equations(traces[0], time, layer, unit)
    for moment, trace in beside(moments, traces):
        microscope(
            trace,
            key=f"microscope:{moment.run.id}",
            cursor=min(time, trace.sizes["time"] - 1),
            unit=min(unit, trace.sizes["unit"] - 1),
            layer=min(layer, trace.sizes["layer"] - 1),
            group="gates",
            translate=_,
            jump=address.read("cursor"),
            on_change=lambda run_id=moment.run.id: pin(run_id),
        )
    if sampling:
        before = traces[0]["probability"].isel(time=time).values
        distribution_chart(tokens_of(traces[0], "vocabulary"), before, reshape(before, sampling))
    beside_it = tuple(zip(moments[1:], traces[1:], strict=True))
    closer_looks(LOOKS, Subject(lab, moments[0], traces[0], texts[0], time, layer, unit, composition, beside_it))
    explore(traces[0], gates_of(traces[0]), {"unit": _("unit"), "time": _("time step")}, layer=layer)
    cell = kind_of(moments[0].run.config["cell"])
    show_the_code([cell.file, "core/systems/language/model.py", "core/training/loop.py"])


def cursor(trace) -> tuple[int, int, int]:
    """Time, layer and unit that the link pins, else the first telling unit at the text's middle."""
    pinned = address.numbers("cursor", 3)
    if pinned is None:
        layer, unit = telling_unit(trace, "cell_state" if "cell_state" in trace else "hidden_state")
        return trace.sizes["time"] // 2, layer, unit
    return tuple(min(at, trace.sizes[dim] - 1) for at, dim in zip(pinned, ("time", "layer", "unit"), strict=True))


def pin(run_id: str) -> None:
    """Put the cursor that was clicked into the link."""
    at = state.get(f"microscope:{run_id}")["cursor"]
    address.write("cursor", f"{at['time']}.{at['layer']}.{at['unit']}")


lesson("gates", pictures, side=own_text)
