"""Many captions of one picture: each word drawn by a die from what the network believes."""

from __future__ import annotations

import numpy as np
import torch

from core.labs.captioning.model import Captioner
from core.labs.captioning.trace import Seen
from core.nn.sampling import Sampling, pick, reshape


def sampled(model: Captioner, subject: Seen, sampling: Sampling, count: int, seed: int) -> list[str]:
    """As many captions as asked for, each with dice of its own.

    Parameters
    ----------
    model : Captioner
        Whose words they are.
    subject : Seen
        The picture.
    sampling : Sampling
        Temperature, top-k and top-p.
    count : int
        How many.
    seed : int
        Fixes all dice.

    Returns
    -------
    list of str
        Each cut at ⟨EOS⟩, or at the network's limit.
    """
    dice = np.random.default_rng(seed).random((model.limit, count))
    state = {name: values.expand(count, *values.shape[1:]) for name, values in model.start(subject).items()}
    tokens, written = torch.full((count,), model.bos), []
    for throw in dice:
        log_p, state, _ = model.step(state, tokens)  # (N, V)
        chosen = pick(reshape(log_p.exp().double().numpy(), sampling), throw)  # (N,)
        tokens = torch.from_numpy(chosen.astype(np.int64))  # (N,)
        written.append(chosen)
    return ["".join(model.until_eos(row)) for row in np.stack(written, 1).tolist()]
