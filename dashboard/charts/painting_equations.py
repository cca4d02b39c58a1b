"""The equations of a network that paints in LaTeX: the chain rule, the architecture, and what the sliders make of a pixel."""

from __future__ import annotations

CHAIN = r"p(x \mid k) = \prod_{i=1}^{N} p(x_i \mid x_1, \dots, x_{i-1}, k)"
"""A picture x of N pixels in raster order, of class k."""

_PATCH = r"z_i = [E x_{\leftarrow};\, E x_{\nwarrow};\, E x_{\uparrow};\, E x_{\nearrow};\, k]"

ARCHITECTURES: dict[str, tuple[str, ...]] = {
    "raster_pixel": (r"z_i = [E x_{i-1};\, k]", r"h_i = \mathrm{LSTM}(z_i,\, h_{i-1})"),
    "raster_patch": (_PATCH, r"h_i = \mathrm{LSTM}(z_i,\, h_{i-1})"),
    "row_lstm": (
        r"[o_r, f_r, i_r, g_r] = \sigma(K^{ss} \circledast h_{r-1} + K^{is} \circledast z_r)",
        r"c_r = f_r \circ c_{r-1} + i_r \circ g_r, \qquad h_r = o_r \circ \tanh(c_r)",
    ),
    "diagonal_bilstm": (
        r"\overrightarrow{h}_{r,s} = \mathrm{LSTM}(z_{r,s},\, \overrightarrow{h}_{r,s-1},\, \overrightarrow{h}_{r-1,s}), \qquad"
        r"\overleftarrow{h}_{r,s} = \mathrm{LSTM}(z_{r,s},\, \overleftarrow{h}_{r,s+1},\, \overleftarrow{h}_{r-1,s})",
        r"h_{r,s} = \overrightarrow{h}_{r,s} + \overleftarrow{h}_{r-1,s}",
    ),
    "grid_2d": (
        r"H = [h^{\downarrow}_{r-1,s};\, h^{\rightarrow}_{r,s-1}; z_{r,s}]",
        r"(h^{\downarrow}, m^{\downarrow})_{r,s} = \mathrm{LSTM}^{\downarrow}(H, m^{\downarrow}_{r-1,s}), \qquad"
        r"(h^{\rightarrow}, m^{\rightarrow})_{r,s} = \mathrm{LSTM}^{\rightarrow}(H, m^{\rightarrow}_{r,s-1})",
    ),
    "grid_3d": (
        r"H = [h^{\downarrow}_{r-1,s,d};\, h^{\rightarrow}_{r,s-1,d};\, h^{\mathrm{deep}}_{r,s,d-1}]",
        r"(h^{a}, m^{a})_{r,s,d} = \mathrm{LSTM}^{a}(H, m^{a}_{\text{before along } a}), \qquad a \in \{\downarrow, \rightarrow, \mathrm{deep}\}",
    ),
    "pixel_cnn": (r"y = \tanh(W_f \ast z) \circ \sigma(W_g \ast z) \quad \text{(masks A, then B)}",),
}
"""How each architecture comes to the state h of a pixel; k also stands for what tells the class."""

OUTPUT = r"p(x_i = v \mid x_{<i}, k) = \mathrm{softmax}(V h_i + b)_v"


def pixel_equations(
    shares: tuple[float, float, float, float], bits: float, temperature: float, level: int
) -> tuple[str, ...]:
    """What is computed at one pixel, with the numbers of the level that came.

    Parameters
    ----------
    shares : tuple of float
        Its probability by the network, and after temperature, top-k and top-p.
    bits : float
        Its surprise.
    temperature : float
        The slider τ.
    level : int
        The level v that came.
    """
    network, tempered, kept, nucleus = shares
    return (
        rf"p_v = \mathrm{{softmax}}(V h_i + b)_v = \mathbf{{{network:.4f}}}, \quad v = {level}",
        rf"p_v^{{(\tau)}} = \frac{{p_v^{{1/\tau}}}}{{\sum_u p_u^{{1/\tau}}}} = \mathbf{{{tempered:.4f}}}, \quad \tau = {temperature:g}",
        rf"p_v^{{(k)}} = \frac{{p_v^{{(\tau)}} [v \in \text{{top }} k]}}{{\sum_u \dots}} = \mathbf{{{kept:.4f}}}",
        rf"p_v^{{(p)}} = \frac{{p_v^{{(k)}} [v \in \text{{nucleus}}]}}{{\sum_u \dots}} = \mathbf{{{nucleus:.4f}}}",
        rf"-\log_2 p_v = \mathbf{{{bits:.2f}}} \text{{ bit}}",
    )
