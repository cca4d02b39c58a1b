"""What may be said of codes and their pictures, each where it holds. Imports no torch."""

from __future__ import annotations

from collections.abc import Sequence

from core.observation import observation, signed

DIED = 0.01
"""The greatest share of the codes' own spread at which noise is called dead."""

NOTHING = 0.05
"""Nats a picture, up to which a code is said to carry nothing."""


@observation("Before training the decoder makes the same grey of every code.")
def untrained(step: int) -> dict[str, str] | None:
    """No step has been made."""
    return {} if step == 0 else None


@observation(
    "Of random codes from N(0, I), {share} are decoded to something recognised; of real pictures that were held out,"
    " the same judge recognises {real}."
)
def random_codes_are_recognised(step: int, share: float, real: float) -> dict[str, str] | None:
    """How often a random code gives something.

    Parameters
    ----------
    step : int
        The training step.
    share : float
        Of random codes, those that are recognised.
    real : float
        The same of held-out pictures.
    """
    return {"share": f"{share:.0%}", "real": f"{real:.0%}"} if step else None


@observation(
    "The code carries nothing (KL {kl} nats): all its numbers have collapsed to N(0, 1), and the decoder makes one and"
    " the same picture. Try a smaller weight β or a smaller pixel noise s."
)
def all_collapsed(step: int, kl: float) -> dict[str, str] | None:
    """A VAE whose code says nothing of the picture.

    Parameters
    ----------
    step : int
        The training step.
    kl : float
        Nats a picture.
    """
    return {"kl": f"{kl:.2f}"} if step and kl < NOTHING else None


@observation(
    "Its noise has died: exp(σ) is {noise} on average, where the codes themselves are spread over {spread}. Nothing"
    " asks for noise any more, so this VAE has become an AE."
)
def noise_has_died(step: int, noise: float, spread: float) -> dict[str, str] | None:
    """Noise that is nothing beside the spread of the codes.

    Parameters
    ----------
    step : int
        The training step.
    noise : float
        Mean exp(σ).
    spread : float
        Standard deviation of m over the pictures, mean over the numbers.
    """
    return {"noise": f"{noise:.3f}", "spread": f"{spread:.2f}"} if step and noise < DIED * spread else None


@observation(
    "Its codes are spread over {spread} in each number, not over 1 as N(0, I) is: where random codes fall, few or no"
    " pictures have taught the decoder anything."
)
def codes_are_elsewhere(step: int, spread: float, variational: bool) -> dict[str, str] | None:
    """A plain AE, whose codes lie where they like.

    Parameters
    ----------
    step : int
        The training step.
    spread : float
        Standard deviation of m over the pictures, mean over the numbers.
    variational : bool
        Whether it is a VAE.
    """
    return {"spread": f"{spread:.1f}"} if step and not variational and not 0.8 < spread < 1.25 else None


@observation("The plane is a cut through {size} numbers; it shows {share} of how the codes vary.")
def plane_is_a_cut(size: int, share: float) -> dict[str, str] | None:
    """More numbers than can be seen.

    Parameters
    ----------
    size : int
        L.
    share : float
        Of the variance of all codes.
    """
    return {"size": str(size), "share": f"{share:.0%}"} if size > 2 else None


@observation("{active} of {size} numbers are active; collapsed are {axes}: the decoder has learnt not to look at them.")
def some_collapsed(active: Sequence[bool]) -> dict[str, str] | None:
    """Some numbers carry nothing, and some do.

    Parameters
    ----------
    active : sequence of bool
        Of each number, whether it carries anything.
    """
    dead = [str(k + 1) for k, alive in enumerate(active) if not alive]
    if not dead or len(dead) == len(active):
        return None
    return {"active": str(len(active) - len(dead)), "size": str(len(active)), "axes": ", ".join(dead)}


@observation("All {size} numbers are active.")
def none_collapsed(active: Sequence[bool]) -> dict[str, str] | None:
    """Every number carries something."""
    return {"size": str(len(active))} if all(active) else None


@observation(
    "All {size} numbers have collapsed. Try a smaller weight β or a smaller pixel noise s, so that the reconstruction"
    " counts for more."
)
def every_one_collapsed(active: Sequence[bool]) -> dict[str, str] | None:
    """No number carries anything."""
    return {"size": str(len(active))} if not any(active) else None


@observation("The ELBO of the run in view is {gain} nats a picture above the best linear one’s.")
def beats_linear(elbo: float, linear: float) -> dict[str, str] | None:
    """Better than straight lines.

    Parameters
    ----------
    elbo, linear : float
        Nats a picture.
    """
    return {"gain": f"{elbo - linear:.1f}"} if elbo > linear else None


@observation(
    "The ELBO of the run in view is {loss} nats a picture below the best linear one’s: train on, or look whether"
    " numbers collapsed."
)
def loses_to_linear(elbo: float, linear: float) -> dict[str, str] | None:
    """Worse than straight lines."""
    return {"loss": signed(linear - elbo, 1)} if elbo <= linear else None


@observation("The reconstruction of the run in view is {gain} nats a picture better than that of principal components.")
def gives_back_more(far: float, linear: float) -> dict[str, str] | None:
    """An AE that is better than principal components.

    Parameters
    ----------
    far, linear : float
        Reconstruction, nats a picture.
    """
    return {"gain": f"{linear - far:.1f}"} if far < linear else None


@observation("The reconstruction of the run in view is no better than that of principal components: train on.")
def gives_back_less(far: float, linear: float) -> dict[str, str] | None:
    """An AE that is not."""
    return {} if far >= linear else None
