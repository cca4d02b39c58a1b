"""A picture of each component of the lab, for the tests that draw them all (`tests.drawings`)."""

import torch

from core.labs.self_attention.config import SelfAttentionConfig
from core.labs.self_attention.data import read_puzzle
from core.labs.self_attention.heads import Role
from core.labs.self_attention.task import SelfAttentionTask
from dashboard.labs.self_attention.components.heads import heads


def _heads() -> None:
    model = SelfAttentionTask(SelfAttentionConfig()).model(torch.Generator().manual_seed(0)).eval()
    trace = model.trace(read_puzzle("KDQF"))
    roles = [[Role("gold", 0.9, 0.1)] * trace.sizes["head"]] * trace.sizes["layer"]
    heads(trace, roles, key="k", cursor=(6, 1, 0))


DRAW = {"heads": _heads}
