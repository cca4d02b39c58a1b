"""What a minute of training makes of a network: a unit that knows whether it is inside quotes."""

from __future__ import annotations

import torch

from core.labs.gates.concepts import quote_auc
from core.labs.gates.task import LanguageTask
from core.systems.language.config import LanguageConfig
from core.training.loop import Training, train

SECONDS = 60
AUC = 0.95


def test_a_unit_follows_short_quotes_after_a_minute_of_training():
    torch.set_num_threads(1)
    task = LanguageTask(LanguageConfig())
    training, held_out = Training.fresh(task, seed=0), task.held_out.numpy()
    before = quote_auc(training.model.eval(), held_out)
    for _ in train(training, seconds=SECONDS):
        pass
    after = quote_auc(training.model.eval(), held_out)
    print(f"\n{training.step} steps in {training.cpu_seconds:.0f} s: {task.glance(training.model)}")
    for key, score in after.items():
        print(f"best unit's held-out AUC for {key}: {score:.3f}; before training {before[key]:.3f}")
    assert after["quotes"] >= AUC
    assert after["quotes"] > before["quotes"] + 0.1
