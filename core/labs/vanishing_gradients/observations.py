"""What may be said of gradients that flow back through time, each where it holds. Imports no torch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from core.observation import observation

BACK = 30
"""How many steps back is looked; in shorter sequences, as far as they reach."""

GONE, KEPT = 1e-3, 0.1
"""The share of a gradient below which it is called gone, and from which on it is called kept."""

Norms = Mapping[str, Sequence[float]]
"""``time``, and ‖∂L/∂s_t‖ there of each state s (see `core.systems.memory.task.MemoryTask.gradients`)."""


@observation("{back} steps back, less than a thousandth of ‖∂L/∂h‖ is left: {names}.")
def vanished(norms: Mapping[str, Norms]) -> dict[str, str] | None:
    """Cells whose gradient has vanished."""
    return _named(norms, lambda left: left < GONE)


@observation("{back} steps back, ‖∂L/∂h‖ has grown more than a thousandfold: {names}.")
def exploded(norms: Mapping[str, Norms]) -> dict[str, str] | None:
    """Cells whose gradient has exploded."""
    return _named(norms, lambda left: left > 1 / GONE)


@observation("{back} steps back, a tenth of ‖∂L/∂h‖ or more is left: {names}.")
def kept(norms: Mapping[str, Norms]) -> dict[str, str] | None:
    """Cells whose gradient is neither gone nor exploded."""
    return _named(norms, lambda left: KEPT <= left <= 1 / GONE)


@observation(
    "Along its cell state the LSTM does better than along h: {back} steps back ‖∂L/∂c‖ is still {along_c} of what it"
    " was, and ‖∂L/∂h‖ {along_h}."
)
def kept_along_the_cell_state(norms: Mapping[str, Norms]) -> dict[str, str] | None:
    """The way through c hands back what the way through h does not."""
    found = {
        name: left for name, one in norms.items() if "cell_state" in one and (left := remaining(one, "cell_state"))
    }
    if not found:
        return None
    name = next(iter(found))
    back, along_c = found[name]
    along_h = remaining(norms[name], "hidden_state")
    if along_h is None or not KEPT / 10 <= along_c <= 1 / GONE or along_c <= 2 * along_h[1]:
        return None
    return {"back": str(back), "along_c": f"{along_c:.2g}", "along_h": f"{along_h[1]:.2g}"}


def remaining(norms: Norms, state: str) -> tuple[int, float] | None:
    """How many steps back is looked, and which share of the newest gradient that is not 0 is left there.

    None where there are no two such times.
    """
    seen = [
        (time, norm)
        for time, norm in zip(norms["time"], norms[state], strict=True)
        if norm > 0 or time < norms["time"][-1]
    ]
    if len(seen) < 2 or not seen[-1][1]:
        return None
    end, newest = seen[-1]
    time, norm = min(seen[:-1], key=lambda one: abs(one[0] - (norms["time"][-1] - BACK)))
    return int(end - time), norm / newest


def _named(norms: Mapping[str, Norms], wanted: Callable[[float], bool]) -> dict[str, str] | None:
    found = {name: left for name, one in norms.items() if (left := remaining(one, "hidden_state"))}
    names = [name for name, (_back, left) in found.items() if wanted(left)]
    return {"back": str(found[names[0]][0]), "names": ", ".join(names)} if names else None
