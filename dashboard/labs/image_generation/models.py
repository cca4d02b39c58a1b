"""The closer look "networks": one seed under every architecture, painted side by side."""

from __future__ import annotations

import streamlit as st

from dashboard.frame.moment import Moment
from dashboard.labs.image_generation.components.painting_gallery import Group, gallery
from dashboard.labs.image_generation.controls import in_turn
from dashboard.labs.image_generation.networks import moments_of_each, train_missing_architectures
from dashboard.labs.image_generation.subject import Order, Studio
from dashboard.language import translate as _

COUNT = 16
"""Pictures of each network."""


def models(subject: Studio) -> None:
    """The same classes and the same dice under each architecture, with what its pictures are worth."""
    st.latex(r"x_i = F_i^{-1}(u_i), \qquad u_i \sim \mathcal{U}[0, 1) \ \text{" + _("the same for all") + "}")
    train_missing_architectures(subject.lab, subject.moment.run, "train_networks")
    shown = set(subject.order.classes)
    groups = []
    for kind, moment in moments_of_each(subject.lab, subject.moment):
        model = moment.model
        classes = (
            subject.order.classes[:1] * COUNT
            if len(shown) == 1 < subject.order.count
            else in_turn(COUNT, len(model.classes))
        )
        order = Order(COUNT, classes, subject.order.sampling, subject.order.seed)
        groups.append(Group(_(kind.name), order.by(moment).pictures, _metrics(moment), columns=4))
    if not groups:
        return
    gallery(groups, subject.data.palette, key="painting_gallery:networks", translate=_)
    st.caption(
        _(
            "One group per network. The same place in each group has the same class and the same random numbers, so"
            " what differs is what the networks believe. Bits per pixel are measured on held-out pictures (lower is"
            " better); recognised is the share of painted pictures in which a classifier that learnt from real ones"
            " sees the class that was asked for."
        )
    )


def _metrics(moment: Moment) -> tuple[str, ...]:
    metrics = moment.checkpoint.metrics
    words = []
    if "bits_per_pixel" in metrics:
        words.append(_("{bits} bits per pixel", bits=f"{metrics['bits_per_pixel']:.2f}"))
    if "sample_accuracy" in metrics:
        words.append(_("{share} recognised", share=f"{metrics['sample_accuracy']:.0%}"))
    return (*words, _("step {step}", step=f"{moment.checkpoint.step:,}"))
