"""What may be said of forger and detective, each where it holds. Imports no torch."""

from __future__ import annotations

import math
from collections.abc import Sequence

from core.observation import observation, signed

MANY = 0.9
"""The share of good samples from which on one speaks of nearly all."""

ALIKE = 1 / 3
"""If forged pictures of a class differ by less than this share of what real ones do, they are called alike."""

WILD = 1_000.0
"""A score beyond which a critic is said to explode."""

SURE = 0.95
"""How often a detective must be right to be called sure."""

FEW, HARDLY = 2, 0.05
"""Up to so many different words, and up to which share of grammatical ones, a language is not spoken."""

FLAT = 0.001
"""A mean pull below which a critic is called flat."""


@observation("Before training the generator makes a blot of all noise, and the critic knows nothing.")
def untrained(step: int) -> dict[str, str] | None:
    """No step has been made."""
    return {} if step == 0 else None


@observation("All {all} modes are reached, and {good} of the samples are good.")
def reaches_all(step: int, modes: float, good: float) -> dict[str, str] | None:
    """Nothing is missing, and little is wrong.

    Parameters
    ----------
    step : int
        The training step.
    modes : float
        How many of the eight are reached.
    good : float
        The share of good samples.
    """
    return {"all": "8", "good": f"{good:.0%}"} if step and modes == 8 and good >= MANY else None


@observation("All {all} modes are reached, but only {good} of the samples are good: train on.")
def reaches_all_badly(step: int, modes: float, good: float) -> dict[str, str] | None:
    """Nothing is missing, and much is wrong."""
    return {"all": "8", "good": f"{good:.0%}"} if step and modes == 8 and good < MANY else None


@observation(
    "Collapse: {modes} of 8 modes are reached, and {good} of the samples are good. Try the loss wasserstein_gp, a"
    " larger batch, or fewer numbers of noise; or train on, for it may come out of it."
)
def collapsed(step: int, modes: float, good: float) -> dict[str, str] | None:
    """Modes are missing."""
    return {"modes": f"{modes:.0f}", "good": f"{good:.0%}"} if step and modes < 8 else None


@observation("The classifier recognises {forged} of the forged digits, and {real} of real ones that were held out.")
def recognised(forged: float, real: float) -> dict[str, str] | None:
    """Forged digits beside real ones."""
    return {"forged": f"{forged:.0%}", "real": f"{real:.0%}"} if forged >= 0 else None


@observation(
    "Collapse: two digits of one class differ by {forged}, real ones by {real}. The generator paints nearly the same"
    " picture whatever the noise; try the loss wasserstein_gp, or more critic steps."
)
def pictures_alike(forged: float, real: float) -> dict[str, str] | None:
    """Pictures of one class that hardly differ.

    Parameters
    ----------
    forged, real : float
        The mean distance between two pictures of one class.
    """
    return {"forged": f"{forged:.3f}", "real": f"{real:.3f}"} if forged < ALIKE * real else None


@observation("{share} of its words are grammatical, {kinds} different ones of 64.")
def speaks(step: int, share: float, kinds: float) -> dict[str, str] | None:
    """Words of many kinds are of the language."""
    return {"share": f"{share:.0%}", "kinds": f"{kinds:.0f}"} if step and kinds > FEW else None


@observation(
    "Collapse: it says the same again and again. {share} of its words are grammatical, but of 64 it has {kinds}; try"
    " the loss wasserstein_gp."
)
def repeats(step: int, share: float, kinds: float) -> dict[str, str] | None:
    """Some of its words are of the language, and always the same."""
    if not step or not 0 < kinds <= FEW or share < HARDLY:
        return None
    return {"share": f"{share:.0%}", "kinds": f"{kinds:.0f}"}


@observation(
    "It says hardly a word of the language. A softmax is never one-of-N, so a detective always sees the difference and"
    " shows no way; try the loss wasserstein_gp."
)
def speechless(step: int, share: float, kinds: float, detective: bool) -> dict[str, str] | None:
    """A GAN that says hardly a word of the language."""
    return {} if step and kinds <= FEW and share < HARDLY and detective else None


@observation("It says hardly a word of the language yet: train on.")
def babbles(step: int, share: float, kinds: float, detective: bool) -> dict[str, str] | None:
    """A WGAN that says hardly a word of the language."""
    return {} if step and kinds <= FEW and share < HARDLY and not detective else None


@observation(
    "The critic explodes: its scores reach {most}. Try a larger penalty λ, a smaller weight bound c, or a smaller"
    " learning rate of the critic."
)
def explodes(most: float) -> dict[str, str] | None:
    """Scores beyond all bounds."""
    return {"most": f"{most:,.0f}"} if most > WILD else None


@observation(
    "The detective tells {right} of real and forged apart, and the mean pull of a forged example has the length {pull}."
)
def detective_is_sure(right: float, pull: float) -> dict[str, str] | None:
    """A detective who is nearly always right.

    Parameters
    ----------
    right : float
        The share of real and forged examples that it tells apart.
    pull : float
        The mean length of what moves a forged example.
    """
    return {"right": f"{right:.0%}", "pull": f"{pull:.3f}"} if right >= SURE else None


@observation("The critic’s mean score is {real} of real examples and {forged} of forged ones: a gap of {gap}.")
def critic_gap(real: float, forged: float) -> dict[str, str] | None:
    """What the critic tells apart, on what is shown; nothing of scores that are no numbers."""
    if not math.isfinite(real - forged):
        return None
    return {"real": signed(real), "forged": signed(forged), "gap": signed(real - forged)}


@observation(
    "Here −L_D is {estimate} and the steepest slope {steepest}, so that the distance must be at least {proved}; it is"
    " {true}."
)
def gauge_is_bounded(true: float, estimate: float, steepest: float, detective: bool) -> dict[str, str] | None:
    """A critic that has proved a part of the distance.

    Parameters
    ----------
    true : float
        The Wasserstein distance.
    estimate : float
        What the critic tells apart.
    steepest : float
        Its greatest slope.
    detective : bool
        Whether it is none that measures this distance.
    """
    if detective or estimate <= 0 or steepest <= 0:
        return None
    said = {"estimate": estimate, "steepest": steepest, "proved": estimate / steepest, "true": true}
    return {name: signed(value, 3) for name, value in said.items()}


@observation("Here −L_D is {estimate}: at this step the critic proves nothing, though the distance is {true}.")
def gauge_proves_nothing(true: float, estimate: float, steepest: float, detective: bool) -> dict[str, str] | None:
    """A critic that finds forged examples better than real ones, or all alike."""
    if detective or estimate > 0:
        return None
    return {"estimate": signed(estimate, 3), "true": signed(true, 3)}


@observation(
    "The detective’s estimate is {estimate} of 1 bit, at a distance of {true}: near 1 bit it says only that it can tell"
    " them apart, not how far they are."
)
def gauge_is_no_distance(true: float, estimate: float, detective: bool) -> dict[str, str] | None:
    """A detective, which measures another thing."""
    return {"estimate": signed(estimate, 3), "true": signed(true, 3)} if detective else None


@observation("The run in view: slope {mean} ± {spread}, about 1 as the penalty asks for.")
def slopes_are_near_one(mean: float, spread: float) -> dict[str, str] | None:
    """Slopes about 1.

    Parameters
    ----------
    mean, spread : float
        Mean and standard deviation of the slopes.
    """
    return {"mean": f"{mean:.2f}", "spread": f"{spread:.2f}"} if abs(mean - 1) < 0.25 else None


@observation("The run in view: slope {mean} ± {spread}.")
def slopes_are_not_one(mean: float, spread: float) -> dict[str, str] | None:
    """Slopes that are not about 1."""
    return {"mean": f"{mean:.3g}", "spread": f"{spread:.3g}"} if abs(mean - 1) >= 0.25 else None


@observation("{share} of its weights lie at the bound ±{bound}.")
def weights_at_the_bound(share: float | None, bound: float) -> dict[str, str] | None:
    """Weights that clipping holds."""
    return None if share is None else {"share": f"{share:.0%}", "bound": f"{bound:g}"}


@observation("The critic alone took {steps} steps, and its gap went from {before} to {after}.")
def critic_alone(moves: Sequence[tuple[str, int]], gaps: Sequence[float]) -> dict[str, str] | None:
    """Only the critic moved, and tells more apart than before.

    Parameters
    ----------
    moves : sequence of (str, int)
        Who stepped, and how many times.
    gaps : sequence of float
        What the critic told apart before the first step and after each.
    """
    if {player for player, _ in moves} != {"critic"} or gaps[-1] <= gaps[0]:
        return None
    return {"steps": str(len(gaps) - 1), "before": signed(gaps[0]), "after": signed(gaps[-1])}


@observation(
    "The generator alone took {steps} steps, and the gap went from {before} to {after}: it fools a critic who does not"
    " learn."
)
def generator_alone(moves: Sequence[tuple[str, int]], gaps: Sequence[float]) -> dict[str, str] | None:
    """Only the generator moved, and less is told apart than before."""
    if {player for player, _ in moves} != {"generator"} or gaps[-1] >= gaps[0]:
        return None
    return {"steps": str(len(gaps) - 1), "before": signed(gaps[0]), "after": signed(gaps[-1])}


@observation(
    "Of the same words, as the generator’s softmax gives them, the detective believes {soft} to be real; made one-of-N,"
    " {hard}; of real words {real}."
)
def softness_is_seen(soft: float, hard: float, real: float) -> dict[str, str] | None:
    """What a detective believes of words.

    Parameters
    ----------
    soft, hard, real : float
        The mean probability that it gives forged words, the same made one-of-N, and real words.
    """
    return {"soft": f"{soft:.0%}", "hard": f"{hard:.0%}", "real": f"{real:.0%}"} if hard > soft else None


@observation(
    "The critic is flat: it pulls a forged example with {pull} on average, so the generator learns nothing. Try a"
    " larger weight bound c, or the loss wasserstein_gp."
)
def critic_is_flat(step: int, pull: float) -> dict[str, str] | None:
    """A critic without a slope."""
    return {"pull": f"{pull:.1g}"} if step and pull < FLAT else None
