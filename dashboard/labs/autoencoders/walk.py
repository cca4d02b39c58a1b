"""What a lecture shows of this lab, view by view, and the terms that are seen there."""

from __future__ import annotations

from dashboard.glossary import Term
from dashboard.lectures import PREDICT, Stop, before_training, looked

STOPS = (
    Stop(
        "Every place of the plane is a code, and the decoder makes a picture of it. Drag the point between two classes."
    ),
    before_training("Before training every code is decoded to the same grey."),
    Stop("The same plane of an AE: codes that it never saw decode to nothing.", {"run": "shipped-autoencoders.ae"}),
    looked("numbers", "Encoder, noise, decoder, with their numbers: roll the dice again and see what stays."),
    looked("noise", "Take the second term away and the noise dies: what is left is an AE."),
    PREDICT,
)

TERMS = (
    Term(
        "KL divergence",
        "How many nats it costs to write one distribution down in the code of another; 0 only where they are the same.",
        {"look": "axes"},
    ),
    Term(
        "latent code",
        "The few numbers in which an encoder writes a picture down, and from which a decoder makes it anew.",
    ),
    Term(
        "posterior collapse",
        "Numbers of a code that say nothing: noise N(0, 1) whatever the picture, since silence is cheaper.",
        {"look": "weights"},
    ),
)
