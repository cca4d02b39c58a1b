"""What one may predict of a WaveNet: how far back its last output reaches."""

from __future__ import annotations

from dashboard.labs.audio_generation.subject import SoundInView
from dashboard.language import translate as _
from dashboard.panels.prediction import Prediction, Revealed

WORDS = {
    "asked": (
        "Each layer of this network sees two samples, and its dilations are {dilations}. How many samples can the"
        " next one depend on?"
    ),
    "layers": "{layers}: one for each layer",
    "pairs": "{pairs}: two for each layer",
    "field": "{field}: one, and the sum of the dilations",
    "all": "All that came before",
    "why": (
        "Every layer adds its own dilation to what the one below has seen, so the field doubles from layer to layer"
        " while the weights only add up. What came before it is forgotten altogether."
    ),
}


def _facts(subject: SoundInView) -> dict[str, str]:
    config = subject.moment.model.config
    return {
        "dilations": ", ".join(map(str, config.dilations)),
        "layers": str(len(config.dilations)),
        "pairs": str(2 * len(config.dilations)),
        "field": f"{config.field:,}",
    }


def _find(subject: SoundInView) -> Revealed:
    from core.labs.audio_generation.field import measured_field

    config = subject.moment.model.config
    layers = len(config.dilations)
    reached = measured_field(config.layers, config.cycles)
    right = {config.field: 2, layers: 0, 2 * layers: 1}.get(reached, 3)
    told = _(
        "By gradient: the last output of a network of these dilations depends on the {count} samples before it, and on"
        " none beyond.",
        count=f"{reached:,}",
    )
    return Revealed(right, told)


QUESTION = Prediction(WORDS, _find, _facts)
