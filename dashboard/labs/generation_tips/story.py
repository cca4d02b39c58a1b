"""What the page tells of each tip: the fault, the cause, the remedy, its equation, and where it does not help."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

WORDS = {
    "coverage": (
        "A network names what the five frames of a video show, one after the other. Trained on few captions, it says a"
        " word twice and leaves a frame out: its attention comes back to one frame and never to another. With coverage"
        " it pays, in training, for each frame that gets more or less than its share."
    ),
    "scheduled_sampling": (
        "A network writes down a melody that it hears badly: half of what it hears is wrong, and the note before tells"
        " more. Fed the true note before, always, it learns to trust it and to take only the step from the ear. Alone,"
        " its own note stands there, and after an error it stays beside the melody. With scheduled sampling it reads"
        " ever more of its own notes already in training."
    ),
    "distribution": (
        "Why draw a word at all? Fed back its whole distribution, a network could be trained through every word that it"
        " writes. But there are two sentences, “you are tired cry” and “i am happy laugh”: what is read back is half of"
        " one and half of the other, and what follows falls apart. Fed the word that was drawn, the network goes one"
        " way and stays there."
    ),
    "beam": (
        "Greedy takes the likeliest word at each step and may miss the likeliest sentence. A beam keeps several"
        " beginnings for a while. Drag the forks of the tree until greedy loses, and until it wins."
    ),
    "reward": (
        "Cross-entropy counts words: a caption that says “star” twice is nearly as good as the right one. A judge looks"
        " at the whole: is a word said twice, are there five of them? That can be seen without knowing what is right."
        " The network draws captions, and every word of one that earns more than usual becomes likelier."
    ),
}
"""What each experiment is about (message ids of the catalogues)."""

METRICS = {
    "coverage": "captions that name every frame",
    "scheduled_sampling": "notes that are right, written alone",
    "distribution": "sentences that hold together",
    "beam": "true probability of the sentence",
    "reward": "captions that are right",
}
"""By what each tip is judged (message ids)."""

EQUATIONS = {
    "coverage": r"L = -\sum_t \log p(y_t) + \lambda \sum_i \Bigl(1 - \sum_t \alpha_{ti}\Bigr)^2",
    "scheduled_sampling": (
        r"h_t = \mathrm{GRU}([x_t; \tilde y_{t-1}], h_{t-1}) \qquad \tilde y_{t-1} = \begin{cases} y_{t-1} &"
        r" \text{with probability } \varepsilon \\ \hat y_{t-1} & \text{else} \end{cases}"
    ),
    "distribution": (
        r"h_t = \mathrm{GRU}\bigl(\textstyle\sum_w x_{t-1,w} E_w, h_{t-1}\bigr) \qquad"
        r" x_t = (1 - m) \, \mathrm{onehot}(y_t) + m \, p(y_t)"
    ),
    "beam": r"\log P(y_1 \dots y_T) = \sum_t \log p(y_t \mid y_1 \dots y_{t-1})",
    "reward": (
        r"\frac{\partial L}{\partial \theta} = -(R(y) - b) \sum_t \frac{\partial \log p(y_t)}{\partial \theta} \qquad b"
        r" \leftarrow .9\, b + .1\, \bar R"
    ),
}
"""What the remedy of each does."""

STANDINGS = {
    "random_order": (
        "Here a caption names the frames in an order that nobody can know. Before a word is said, attention must lie on"
        " all frames that are left; a penalty on their sums gets in its way."
    ),
    "plenty": (
        "Here there are 2,000 captions in the place of 80. Coverage is a regulariser: where examples are plenty, there"
        " is little left for it to mend."
    ),
    "own": (
        "Here the network reads its own notes from the first step of training on, when they are all wrong. One might"
        " think that nothing can be learnt so; but at every note the ear brings it back. What the networks say of"
        " it, the figure over trainings shows."
    ),
    "hack": (
        "This judge pays for one thing, that no word comes twice, and imitation counts no more. Who says little repeats"
        " nothing."
    ),
}
"""What to say where a remedy does not do what one hopes for (message ids)."""


def doubt_of(config: Mapping[str, Any]) -> str | None:
    """Which of `STANDINGS` is told of a run with these knobs."""
    match config:
        case {"tip": "coverage", "order": "random"}:
            return "random_order"
        case {"tip": "coverage", "examples": 2000}:
            return "plenty"
        case {"tip": "scheduled_sampling", "decay": "own"}:
            return "own"
        case {"tip": "reward", "imitation": 0.0, "reward_no_repeat": paid, "reward_length": 0.0} if paid:
            return "hack"
    return None
