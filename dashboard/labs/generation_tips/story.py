"""What the page tells of each tip: the fault, the cause, the remedy, and its equation."""

from __future__ import annotations

WORDS = {
    "coverage": (
        "A network names what the five frames of a video show, one after the other. It learnt from 80 captions. On videos"
        " that it never saw it says a word twice and skips a frame: its attention came back to one frame and never to"
        " another. With coverage it pays, in training, for every frame that gets more or less than its share."
    ),
    "scheduled_sampling": (
        "A network writes down a melody that it hears badly: half of what it hears is wrong, and the note before tells"
        " more. In training the note before is the true one; so it learns to trust it, and to take from the ear only the"
        " step. Alone, its own note stands there, and after one error it stays beside the melody. With scheduled sampling"
        " it reads its own notes already in training, ever more of them."
    ),
    "distribution": (
        "Why draw a word at all? Fed back its whole distribution, a network could be trained through every word that it"
        " writes. But it knows two sentences, “you are tired cry” and “i am happy laugh”, and begins with both at once:"
        " what it reads back is half “you” and half “i”, and the words that follow fall apart. Fed the word that was"
        " drawn, it goes one way and stays there."
    ),
    "beam": (
        "Greedy takes the likeliest word at each step and may miss the likeliest sentence. A beam keeps several beginnings"
        " for a while. Drag the forks of the tree until greedy loses, and until it wins."
    ),
    "reward": (
        "Cross-entropy counts words: “sun moon star star cat” is nearly as good as the right caption. A judge looks at the"
        " whole: is a word said twice, are there five of them? The network draws captions, and the words of one that"
        " earns more than usual become likelier. The judge never sees a caption that is right."
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
        r"h_t = \mathrm{GRU}\bigl(\textstyle\sum_w x_{t-1,w} E_w, h_{t-1}\bigr) \qquad x_t = (1 - m) \, \mathrm{onehot}(y_t)"
        r" + m \, p(y_t)"
    ),
    "beam": r"\log P(y_1 \dots y_T) = \sum_t \log p(y_t \mid y_1 \dots y_{t-1})",
    "reward": (
        r"\frac{\partial L}{\partial \theta} = -(R(y) - b) \sum_t \frac{\partial \log p(y_t)}{\partial \theta} \qquad b"
        r" \leftarrow .9\, b + .1\, \bar R"
    ),
}
"""What the remedy of each does."""
