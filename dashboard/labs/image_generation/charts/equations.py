"""The equations of a network that paints in LaTeX: the chain rule, the architecture, and what the sliders make of a
pixel.
"""

from __future__ import annotations

from collections.abc import Sequence

CHAIN = r"p(x \mid k) = \textstyle\prod_i\, p(x_i \mid x_1, \dots, x_{i-1}, k)"
"""A picture x whose pixels are counted in raster order, of class k."""

_SEEN = r"z_{r,s} = \mathrm{conv}_{\text{mask A}}(E x)_{r,s}"

_NEAR = r"z_{r,s} = [E x_{\leftarrow};\, E x_{\nwarrow};\, E x_{\uparrow};\, E x_{\nearrow};\, k]"

ARCHITECTURES: dict[str, tuple[str, ...]] = {
    "raster_pixel": (r"h_i = \mathrm{LSTM}([E x_{i-1};\, k],\, h_{i-1})",),
    "raster_patch": (
        (
            r"h_i = \mathrm{LSTM}([E x_{\leftarrow};\, E x_{\nwarrow};\, E x_{\uparrow};\, E x_{\nearrow};\, k],\,"
            r" h_{i-1})"
        ),
    ),
    "row_lstm": (
        _SEEN,
        r"[i_r; f_r; g_r; o_r] = [\sigma; \sigma; \tanh; \sigma](K^{is} \circledast z_r + K^{ss} \circledast h_{r-1})",
        r"c_r = f_r \circ c_{r-1} + i_r \circ g_r, \qquad h_r = o_r \circ \tanh(c_r)",
    ),
    "diagonal_bilstm": (
        _SEEN,
        (
            r"(h^{\rightarrow}, c^{\rightarrow})_{r,s} = \mathrm{LSTM}(z_{r,s},\, [h^{\rightarrow}_{r,s-1};"
            r" h^{\rightarrow}_{r-1,s}],\, c^{\rightarrow}_{r,s-1})"
        ),
        (
            r"(h^{\leftarrow}, c^{\leftarrow})_{r,s} = \mathrm{LSTM}(z_{r,s},\, [h^{\leftarrow}_{r,s+1};"
            r" h^{\leftarrow}_{r-1,s}],\, c^{\leftarrow}_{r,s+1})"
        ),
        r"z_{r,s} \leftarrow z_{r,s} + U^{\rightarrow} h^{\rightarrow}_{r,s} + U^{\leftarrow} h^{\leftarrow}_{r-1,s}",
    ),
    "grid_2d": (
        _NEAR,
        (
            r"(h^{\rightarrow}, c^{\rightarrow})_{r,s} = \mathrm{LSTM}^{\rightarrow}([z_{r,s};\,"
            r" h^{\rightarrow}_{r,s-1};\, h^{\downarrow}_{r-1,s}],\, c^{\rightarrow}_{r,s-1})"
        ),
        (
            r"(h^{\downarrow}, c^{\downarrow})_{r,s} = \mathrm{LSTM}^{\downarrow}([z_{r,s};\,"
            r" h^{\rightarrow}_{r,s-1};\, h^{\downarrow}_{r-1,s}],\, c^{\downarrow}_{r-1,s})"
        ),
    ),
    "grid_3d": (
        _NEAR,
        (
            r"(h^{\rightarrow}, c^{\rightarrow})_{r,s,d} = \mathrm{LSTM}^{\rightarrow}([h^{\rightarrow}_{r,s-1,d};\,"
            r" h^{\downarrow}_{r-1,s,d};\, h^{\nearrow}_{r,s,d-1}],\, c^{\rightarrow}_{r,s-1,d})"
        ),
        r"(h^{\downarrow}, c^{\downarrow})_{r,s,d} = \mathrm{LSTM}^{\downarrow}([\dots],\, c^{\downarrow}_{r-1,s,d}),"
        r" \qquad"
        r"(h^{\nearrow}, c^{\nearrow})_{r,s,d} = \mathrm{LSTM}^{\nearrow}([\dots],\, c^{\nearrow}_{r,s,d-1})",
    ),
    "pixel_cnn": (
        r"a^v = W^v \ast v + V^v s, \qquad a^h = W^h \ast h + U a^v + V^h s",
        r"y = \tanh(a_1) \circ \sigma(a_2) \quad \text{(masks A, then B)}",
        r"v \leftarrow y^v, \qquad h \leftarrow h + R\, y^h",
    ),
}
"""How each architecture comes to the state h of a pixel i, in row r and column s; k also stands for what tells the
class.
"""

OUTPUT = r"p(x_i = v \mid x_{<i}, k) = \mathrm{softmax}(V h_i + b)_v"


def pixel_equations(shares: Sequence[float], bits: float, temperature: float, level: int) -> tuple[str, ...]:
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
        (
            rf"p_v^{{(\tau)}} = \frac{{p_v^{{1/\tau}}}}{{\sum_u p_u^{{1/\tau}}}} = \mathbf{{{tempered:.4f}}}, \quad"
            rf" \tau = {temperature:g}"
        ),
        rf"p_v^{{(k)}} = \frac{{p_v^{{(\tau)}} [v \in \text{{top }} k]}}{{\sum_u \dots}} = \mathbf{{{kept:.4f}}}",
        rf"p_v^{{(p)}} = \frac{{p_v^{{(k)}} [v \in \text{{nucleus}}]}}{{\sum_u \dots}} = \mathbf{{{nucleus:.4f}}}",
        rf"-\log_2 p_v = \mathbf{{{bits:.2f}}} \text{{ bit}}",
    )
