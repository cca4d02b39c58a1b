"""What one may predict of autoencoders: what is left of a code when its price rises."""

from __future__ import annotations

from dashboard.frame.moment import Moment
from dashboard.labs.autoencoders.subject import Coded
from dashboard.labs.autoencoders.weights import active_numbers
from dashboard.language import translate as _
from dashboard.panels.prediction import Prediction, Revealed
from dashboard.resources import shipped_by_name, store

DEAR, CHEAP = "eight_16", "eight"

WORDS = {
    "asked": (
        "A VAE writes a picture down as eight numbers. Its second term is made 16 times as heavy, and it is trained"
        " anew. How many of the eight still carry anything?"
    ),
    "all": "All eight: each carries a little less",
    "some": "Some of them: three to six",
    "few": "One or two",
    "none": "None at all",
    "why": (
        "A number is written down only if it saves more in the reconstruction than it costs. Made dear enough,"
        " silence is cheapest: m = 0 and σ = 0 whatever the picture, and the decoder paints the mean of all."
    ),
}


def _find(subject: Coded) -> Revealed:
    networks = shipped_by_name(subject.lab)
    cheap, dear = (Moment(networks[name], store().checkpoints(networks[name].id)[-1], name) for name in (CHEAP, DEAR))
    active = active_numbers(dear)
    told = _(
        "At β = {dear_beta} {active} of 8 numbers are active and the KL is {kl} nats; at β = {beta} it is {before}"
        " of 8.",
        dear_beta=f"{dear.run.config['beta']:g}",
        active=active,
        kl=f"{dear.checkpoint.metrics['kl']:.2f}",
        beta=f"{cheap.run.config['beta']:g}",
        before=active_numbers(cheap),
    )
    return Revealed(0 if active > 6 else 1 if active > 2 else 2 if active else 3, told)


QUESTION = Prediction(WORDS, _find)
