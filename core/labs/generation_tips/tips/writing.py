"""Sentences of a little language, and two tips on how to write: feed back what was drawn, and search with a beam."""

from __future__ import annotations

from typing import ClassVar

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from core.labs.generation_tips.config import TipsConfig
from core.labs.generation_tips.languages import CROSSROADS, MODES, LittleLanguage
from core.labs.generation_tips.networks.writer import WIDTH
from core.labs.generation_tips.tips.tip import Networks
from core.nn.beam_search import beam_search
from core.task import Step, TrainState

DICE_SEED = 4


class SentenceTip:
    """Sentences to learn from, drawn as often as they are likely (see `Tip` in ``tips/tip.py``)."""

    LANGUAGE: ClassVar[LittleLanguage]

    def __init__(self, config: TipsConfig) -> None:
        self.config = config
        language, T = self.LANGUAGE, self.LANGUAGE.longest
        rows = [language.vocabulary.encode((*said, *[said[-1]] * (T - len(said)))) for said in language.sentences]
        self.sentences = torch.tensor(rows)  # (S, T), filled up with ⟨EOS⟩
        self.probabilities = torch.tensor(language.probabilities)  # (S,)

    def batch(self, generator: torch.Generator) -> Tensor:
        """Sentences, (B, T)."""
        drawn = torch.multinomial(self.probabilities, self.config.batch_size, replacement=True, generator=generator)
        return self.sentences[drawn]

    def step(self, networks: Networks, batch: Tensor, state: TrainState) -> Step:
        """Cross-entropy in nats per word; what follows an end is no word."""
        network = networks["both"]
        ended = batch == network.eos  # (B, T)
        asked = (ended.cumsum(1) - ended.int()) == 0  # (B, T)
        return Step({"both": cross_entropy(network(batch)[asked], batch[asked])})


class FedBack(SentenceTip):
    """Two sentences; what is fed back is the word that was drawn, or the distribution it was drawn from."""

    LANGUAGE = MODES

    @torch.no_grad()
    def judged(self, networks: Networks, count: int) -> dict[str, float]:
        """The tip is judged by the share of whole sentences; ``junction_…`` by their first two words."""
        found = {}
        for name, mixture in (("without", 1.0), ("with", 0.0)):
            found[f"{name}_tip"], found[f"junction_{name}"] = coherent(networks["both"], mixture, count)
        return found


def coherent(network, mixture: float, count: int) -> tuple[float, float]:
    """The share of `count` sentences that are in the language, and of those whose first two words are in one of it."""
    words, _ = network.draw(count, mixture, torch.Generator().manual_seed(DICE_SEED))
    said = [network.sentence(row) for row in words.tolist()]
    begins = {sentence[:2] for sentence in MODES.probability}
    whole = sum(sentence in MODES.probability for sentence in said)
    return whole / count, sum(sentence[:2] in begins for sentence in said) / count


class BeamSearched(SentenceTip):
    """Sentences of which the likeliest does not begin with the likeliest word."""

    LANGUAGE = CROSSROADS

    def judged(self, networks: Networks, count: int) -> dict[str, float]:
        """The tip is judged by how likely, in truth, the sentence is that the network says: 0, if it is none."""
        found = {}
        for name, width in (("without", 1), ("with", WIDTH)):
            said = beam_search(networks["both"], None, width, 0.0).best.tokens
            found[f"{name}_tip"] = CROSSROADS.probability.get(said, 0.0)
        return found
