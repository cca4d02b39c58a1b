"""What a notebook says before the parts that several labs share. Imports no torch."""

from __future__ import annotations

from core.plain.plain import Heading

SECTIONS = {
    "settings": Heading(
        "Settings", "What the run had chosen. Change a number and train again: it is your network now."
    ),
    "data": Heading("Data", "What is learnt from."),
    "padding": Heading(
        "Padding", "Sentences of several lengths are laid into one table; a mask remembers where they end."
    ),
    "dropout": Heading(
        "Dropout",
        "In training a share p of the values is silenced at random, so that no single one can be relied on.",
        r"\tilde x = \frac{m \circ x}{1 - p}, \qquad m_i \sim \mathrm{Bernoulli}(1 - p)",
    ),
    "the cell": Heading("The cell", "The cell: from an input and the state before it to the state after it."),
    "layers": Heading(
        "Layers", "A cell reads a sequence step after step; a layer above reads the hidden states of the one below."
    ),
    "reading": Heading(
        "Reading",
        "How a sequence is read: from left to right and, where it is known as a whole, from right to left too.",
        r"h_j = [\overrightarrow{h}_j;\, \overleftarrow{h}_j]",
    ),
    "attention": Heading(
        "Attention",
        "Attention: a query is matched against every key, and the values are averaged by how well they match.",
        r"\alpha_{ij} = \frac{\exp e_{ij}}{\sum_k \exp e_{ik}}, \qquad c_i = \sum_j \alpha_{ij} h_j",
    ),
    "learning": Heading(
        "Learning",
        "One step downhill: the learning rate rises over 20 steps and then falls, and a gradient that is too long is"
        " shortened.",
        r"\eta_t = \eta\, \frac{\min(1, t / 20)}{\sqrt{1 + t / 1000}}, \qquad"
        r" g \leftarrow g\, \min\!\left(1, \frac{\mathrm{clip}}{\lVert g \rVert}\right)",
    ),
    "loss": Heading("Loss", "What training makes small."),
    "training": Heading("Training", "Training: draw examples, find the loss, move the weights, and again."),
    "curve": Heading("Curve", "The loss over the training steps."),
}
"""By the name of the section; "curve" is the notebook's last."""

CELLS = {
    "ElmanCell": r"h_t = \tanh(W x_t + U h_{t-1} + b)",
    "JordanCell": r"h_t = \tanh(W x_t + U y_{t-1} + b), \qquad y_t = \tanh(V h_t + a)",
    "GatedRecurrentCell": r"r, z = \sigma(W x_t + U h_{t-1} + b), \quad n = \tanh(W_n x_t + b_n + r \circ (U_n h_{t-1}"
    r" + d_n)), \quad h_t = z \circ h_{t-1} + (1 - z) \circ n",
    "LSTMCell": r"i, f, o = \sigma(W x_t + U h_{t-1} + b), \quad g = \tanh(\cdot), \quad c_t = f \circ c_{t-1} + i"
    r" \circ g, \quad h_t = o \circ \tanh c_t",
    "PeepholeCell": r"i, f = \sigma(\cdot + p \circ c_{t-1}), \quad c_t = f \circ c_{t-1} + i \circ g, \quad o ="
    r" \sigma(\cdot + p_o \circ c_t), \quad h_t = o \circ \tanh c_t",
    "NoInputGateCell": r"c_t = f \circ c_{t-1} + g, \qquad h_t = o \circ \tanh c_t",
    "NoForgetGateCell": r"c_t = c_{t-1} + i \circ g, \qquad h_t = o \circ \tanh c_t",
    "NoOutputGateCell": r"c_t = f \circ c_{t-1} + i \circ g, \qquad h_t = \tanh c_t",
    "NoInputActivationCell": r"g = W_g x_t + U_g h_{t-1} + b_g, \quad c_t = f \circ c_{t-1} + i \circ g, \quad h_t = o"
    r" \circ \tanh c_t",
    "NoOutputActivationCell": r"c_t = f \circ c_{t-1} + i \circ g, \qquad h_t = o \circ c_t",
    "CoupledGatesCell": r"c_t = (1 - i) \circ c_{t-1} + i \circ g, \qquad h_t = o \circ \tanh c_t",
    "FullGateRecurrenceCell": r"i_t, f_t, o_t = \sigma(\cdot + R\, [i_{t-1}; f_{t-1}; o_{t-1}]), \quad c_t = f_t \circ"
    r" c_{t-1} + i_t \circ g_t, \quad h_t = o_t \circ \tanh c_t",
}
"""The equation of each cell, by the name of its class in `core.plain.pieces.cells`."""

MATCHES = {
    "dot": r"e_{ij} = z_i^\top h_j",
    "scaled_dot": r"e_{ij} = z_i^\top h_j / \sqrt{H}",
    "cosine": r"e_{ij} = z_i^\top h_j / (\lVert z_i \rVert\, \lVert h_j \rVert)",
    "bilinear": r"e_{ij} = z_i^\top W h_j",
    "additive": r"e_{ij} = v^\top \tanh(W z_i + U h_j)",
}
"""The match functions, by the name of their knob."""
