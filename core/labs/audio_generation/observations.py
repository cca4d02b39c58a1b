"""What may be said of a network that writes sound, each where it holds. Imports no torch."""

from __future__ import annotations

from core.observation import observation

NEAR = 50.0
"""Cents, half a semitone, within which a pitch is the one that was asked for."""

QUIET = 0.5
"""The share of silence in a recording from which on one speaks of it."""

MUCH = 0.1
"""Bits by which a network must differ from a baseline for one to speak of it."""


@observation("Before training it believes all levels alike: what it writes is noise.")
def untrained(step: int) -> dict[str, str] | None:
    """No step has been made."""
    return {} if step == 0 else None


@observation("A held-out sample costs {bits} bits; a Markov chain that knows the last one needs {chain}.")
def beats_the_chain(step: int, bits: float, chain: float) -> dict[str, str] | None:
    """Better than order 1.

    Parameters
    ----------
    step : int
        The training step.
    bits, chain : float
        Per sample, of the network and of the Markov chain.
    """
    return {"bits": f"{bits:.2f}", "chain": f"{chain:.2f}"} if step and bits < chain - MUCH else None


@observation(
    "A held-out sample costs {bits} bits, no less than the {chain} of a Markov chain that knows only the last one:"
    " train on."
)
def trails_the_chain(step: int, bits: float, chain: float) -> dict[str, str] | None:
    """Not better than order 1."""
    return {"bits": f"{bits:.2f}", "chain": f"{chain:.2f}"} if step and bits >= chain - MUCH else None


@observation("Its pitch is {found} Hz, {cents} cents from the {asked} Hz that it was asked for.")
def pitch_is_right(found: float | None, asked: float | None, told: bool) -> dict[str, str] | None:
    """The pitch that was asked for.

    Parameters
    ----------
    found : float or None
        Hertz of what was written; None without a pitch.
    asked : float or None
        Hertz of what it was told; None where that has no one pitch.
    told : bool
        Whether it was told at all.
    """
    apart = _cents(found, asked)
    if not told or apart is None or apart > NEAR:
        return None
    return {"found": f"{found:.1f}", "asked": f"{asked:.1f}", "cents": f"{apart:.1f}"}


@observation("Its pitch is {found} Hz; it was asked for {asked} Hz.")
def pitch_is_wrong(found: float | None, asked: float | None, told: bool) -> dict[str, str] | None:
    """Another pitch than the one that was asked for."""
    apart = _cents(found, asked)
    if not told or apart is None or apart <= NEAR:
        return None
    return {"found": f"{found:.1f}", "asked": f"{asked:.1f}"}


@observation("No pitch can be made out.")
def has_no_pitch(found: float | None, asked: float | None, dead: str | None) -> dict[str, str] | None:
    """Something that should have a pitch has none, and is not silent either."""
    return {} if found is None and asked is not None and dead is None else None


@observation(
    "What it wrote is silent. Try other dice, more samples, and a temperature of 1 without top-k and top-p; if it stays"
    " silent, it has collapsed: train on, or train with a smaller learning rate or on a louder recording."
)
def is_silent(dead: str | None) -> dict[str, str] | None:
    """Nothing is heard."""
    return {} if dead == "silence" else None


@observation(
    "What it wrote is one constant level, which cannot be heard: it has collapsed. Try a temperature of 1 without top-k"
    " and top-p; if it stays there, train on, or train with a smaller learning rate."
)
def is_constant(dead: str | None) -> dict[str, str] | None:
    """The same level for ever."""
    return {} if dead == "constant" else None


@observation(
    "At this temperature nearly always the likeliest level is drawn, and the sound repeats itself every {period}"
    " samples, to the last level."
)
def goes_round(temperature: float, period: int | None) -> dict[str, str] | None:
    """Greedy writing that runs in a circle.

    Parameters
    ----------
    temperature : float
        Of the sampling.
    period : int or None
        After how many samples the end of the sound repeats itself; None if it does not.
    """
    return {"period": str(period)} if temperature < 0.5 and period else None


@observation(
    "The sample at the edge, {inside} back, moves a probability by {moved} when it is changed; the one beyond it,"
    " {outside} back, moves none."
)
def edge_is_seen(inside: int, moved: float, beyond: float) -> dict[str, str] | None:
    """The field ends where it should.

    Parameters
    ----------
    inside : int
        How far back the last sample of the field is.
    moved, beyond : float
        What a change of it, and of the one before it, does to some probability at most.
    """
    return {"inside": str(inside), "outside": str(inside + 1), "moved": f"{moved:.1g}"} if moved > 0 == beyond else None


@observation(
    "The sample at the edge, {inside} back, is within reach, and yet no probability moves when it is changed: what is"
    " left of it on its way is too little for single precision."
)
def edge_is_lost(inside: int, moved: float, beyond: float) -> dict[str, str] | None:
    """The field reaches there, and nothing of it arrives."""
    return {"inside": str(inside)} if moved == 0 == beyond else None


@observation(
    "{share} of the recording is about silent. A network learns that first: if what it writes stays silent, cut the"
    " pauses out."
)
def mostly_quiet(quiet: float) -> dict[str, str] | None:
    """A recording of pauses."""
    return {"share": f"{quiet:.0%}"} if quiet > QUIET else None


def _cents(found: float | None, asked: float | None) -> float | None:
    """How far two pitches are from each other."""
    from core.labs.audio_generation.measures import cents

    return None if found is None or asked is None else abs(cents(found, asked))
