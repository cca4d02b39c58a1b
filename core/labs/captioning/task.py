"""Learning to say what is seen: lessons for the eye, scenes and captions for the decoder, and how good it is on scenes
that it never saw.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor

from core.data.text import read_file
from core.labs.captioning.architectures.hard_attention import EXPECTED, HardAttention, reinforced
from core.labs.captioning.config import CaptioningConfig
from core.labs.captioning.data import CROPS, Scenes, crops, held_out_scenes, training_scenes
from core.labs.captioning.grammar import UNITS, Description, describe, kinds_of_word, vocabulary
from core.labs.captioning.model import Captioner
from core.labs.captioning.own_captions import Photo, own_captions
from core.labs.captioning.scenes import Scene
from core.nn.encoders import Sentences, dropout
from core.task import Player, Step, Task, TrainState
from core.text.vocabulary import Vocabulary

LESSONS_A_STEP, CROPS_A_LESSON = 8, 48
"""Lessons of the eye that go before each of the first training steps, and the single objects in each of them."""

QUICK, FINAL = 120, 600
"""Held-out scenes on which the metrics are measured at a checkpoint and at the end."""

_ROOM = 2  # words that a caption may have beyond the longest right one


class CaptionBatch(NamedTuple):
    """Numbers of single objects and of scenes; a turn needs the ones or the others."""

    crops: Tensor
    scenes: Tensor


class CaptioningTask(Task[Captioner, CaptionBatch]):
    """Scenes and their captions, the network that learns them, and its metrics (see `core.task.Task`).

    The eye has all its lessons within the first steps, and is then frozen; of pictures of one's own nobody knows what
    single objects look like, so that it learns along with the decoder.

    Parameters
    ----------
    config : CaptioningConfig
    data : Path, optional
        A viewer's own pictures and captions (see `core.labs.captioning.own_captions`).

    Attributes
    ----------
    own : OwnCaptions or None
        What `data` holds.
    training, held_out : Scenes
        What is learnt from, and what is measured on.

    Raises
    ------
    InputError
        If `data` cannot be used.
    """

    players = (
        Player("decoder", ("annotations.", "embedding.", "decoder.", "output.")),
        Player("eye", ("eye.",), learning_rate="eye_learning_rate"),
    )

    def __init__(self, config: CaptioningConfig, data: Path | None = None) -> None:
        self.config = config
        self.own = None
        if data is not None:
            self.own, self.report = own_captions(read_file(data), data.name, config.side)
            self.players = (Player("decoder"),)
            self.vocabulary = Vocabulary(self.own.words, "word")
            self.training, self.held_out = self.own.training, self.own.held_out
        else:
            words = vocabulary(config.objects, config.language, config.sizes)
            self.vocabulary = Vocabulary(words, UNITS[config.language])
            knobs = (config.objects, config.language, config.sizes, config.held_out, config.side)
            self.training, self.held_out = training_scenes(*knobs), held_out_scenes(*knobs)
        self._captions = self.encoded(self.training.captions)
        self._kinds = {kind: set(words) for kind, words in kinds_of_word(config.language).items()}

    @cached_property
    def _crops(self) -> tuple[Tensor, ...]:
        """Single objects, drawn for training: (N, side, side, 3), and their colours and shapes, (N,) each."""
        drawn = crops(self.config.held_out)
        return tuple(map(torch.from_numpy, (drawn.pixels, drawn.colours, drawn.shapes)))

    @cached_property
    def _pixels(self) -> Tensor:
        """The scenes that are learnt from, drawn for training: (N, side, side, 3)."""
        return torch.from_numpy(self.training.pixels)

    def model(self, generator: torch.Generator) -> Captioner:
        """A fresh network, its weights drawn from `generator`."""
        limit = self._captions.tokens.shape[1] + _ROOM
        model = Captioner(self.config, self.vocabulary, limit, self.config.side, learns_to_see=self.own is not None)
        model.initialise(generator)
        return model

    def turns(self, step: int) -> Sequence[str]:
        """Lessons of the eye, as long as there are any, and then the decoder's turn."""
        left = 0 if self.own else self.config.lessons - LESSONS_A_STEP * step
        return ("eye",) * max(0, min(LESSONS_A_STEP, left)) + ("decoder",)

    def batch(self, generator: torch.Generator) -> CaptionBatch:
        """Single objects and scenes, each drawn from all that are not held out."""
        return CaptionBatch(
            torch.randint(CROPS, (CROPS_A_LESSON,), generator=generator),
            torch.randint(len(self.training.captions), (self.config.batch_size,), generator=generator),
        )

    def step(self, model: Captioner, batch: CaptionBatch, state: TrainState) -> Step:
        """The eye's loss in a lesson, with the share of objects that it told right, or the decoder's."""
        if state.player == "decoder":
            return self._told(model, batch.scenes, state)
        pixels, *answers = (values[batch.crops] for values in self._crops)
        scores = model.eye.lesson(pixels)  # (B, colours), (B, shapes)
        loss = sum((F.cross_entropy(*pair) for pair in zip(scores, answers, strict=True)), torch.zeros(()))
        right = [score.argmax(1) == answer for score, answer in zip(scores, answers, strict=True)]
        accuracy = (right[0] & right[1]).float().mean().item()
        return Step({"eye": loss}, {"eye_accuracy": accuracy}, state.carry)

    def _told(self, model: Captioner, scenes: Tensor, state: TrainState) -> Step:
        """The decoder's loss: cross-entropy of the words in nats per word, each predicted from the true ones before it
        and the picture; with hard attention, that of the places comes to it.
        """
        tokens, mask = (values[scenes] for values in self._captions)  # (B, T), (B, T)
        source = model.encode(self._pixels[scenes])
        if not isinstance(model.decoder, HardAttention):
            decoded = model.decode(source, tokens, state.generator, asked=mask)
            return Step({"decoder": F.cross_entropy(decoded.logits, tokens[mask])})
        before = F.pad(tokens[:, :-1], (1, 0), value=model.bos)  # (B, T)
        words = dropout(model.embed(before), self.config.dropout, state.generator)  # (B, T, E)
        dice = torch.rand(tokens.shape, generator=state.generator)  # (B, T)
        expected = torch.rand(tokens.shape, generator=state.generator) < EXPECTED  # (B, T)
        tried = model.decoder.tried(source, words, dice, expected)
        told = model.output(tried.readout).log_softmax(2).gather(2, tokens[..., None])[..., 0]  # (B, T)
        usual = state.carry.get("baseline", torch.zeros(tokens.shape[1]))  # (T,)
        places, metrics, usual = reinforced(tried, told, mask, usual)
        moved = places - places.detach()  # its value means nothing, only its gradient does
        return Step({"decoder": moved - told[mask].mean()}, metrics, {"baseline": usual})

    def quick_eval(self, model: Captioner) -> dict[str, float]:
        """``exact_match``, ``held_out_loss`` and, with attention, ``pointing``, on some held-out scenes."""
        found = self.measured(model, QUICK)
        return {name: found[name] for name in ("exact_match", "held_out_loss", "pointing") if name in found}

    def final_eval(self, model: Captioner) -> dict[str, float]:
        """All of `measured` on many held-out scenes."""
        return self.measured(model, FINAL)

    def describe(self, scene: Scene | Photo) -> Description | None:
        """The right caption of a scene, if it is one of those that this network learns; None where it is not known."""
        if isinstance(scene, Photo):
            return scene.told
        if self.own is not None or len(scene.things) > self.config.objects:
            return None
        return describe(scene, self.config.language, self.config.sizes, self.config.side)

    def encoded(self, captions: Sequence[Description]) -> Sentences:
        """Captions as numbers, each with its ⟨EOS⟩."""
        eos = self.vocabulary.number["⟨EOS⟩"]
        return Sentences.padded([[*self.vocabulary.encode(caption.tokens), eos] for caption in captions])

    @torch.no_grad()
    def measured(self, model: Captioner, count: int, scenes: Scenes | None = None) -> dict[str, float]:
        """How good the captions of held-out scenes are.

        Returns
        -------
        dict of str to float
            ``exact_match``, the share that is right to the last word; ``colour_accuracy``, ``shape_accuracy`` and
            ``relation_accuracy``, the shares of such words that stand right at their place; ``held_out_loss``, in nats
            per word of the right caption; with attention ``pointing``, the share of words for colour, shape or size
            that look most at a place of their object while the right caption is written, and ``pointing_chance``, the
            share of cells that are such a place.
        """
        scenes = scenes or self.held_out
        source = model.encode(torch.from_numpy(scenes.pixels[:count]))
        captions = scenes.captions[:count]
        written = model.captions(source)
        tokens, mask = self.encoded(captions)  # (B, T), (B, T)
        decoded = model.decode(source, tokens)
        nats = F.cross_entropy(decoded.logits[mask], tokens[mask])
        right = [told == caption.tokens for told, caption in zip(written, captions, strict=True)]
        metrics = {"exact_match": sum(right) / len(right), "held_out_loss": nats.item()}
        for kind in ("colour", "shape", "relation"):
            words = self._kinds[kind]
            pairs = [
                (told[place] if place < len(told) else "", word)
                for told, caption in zip(written, captions, strict=True)
                for place, word in enumerate(caption.tokens)
                if word in words
            ]
            if pairs:
                metrics[f"{kind}_accuracy"] = sum(one == other for one, other in pairs) / len(pairs)
        if decoded.alignment is not None:
            metrics |= _pointing(decoded.alignment, captions)
        return metrics


def _pointing(alignment: Tensor, captions: Sequence[Description]) -> dict[str, float]:
    """How often words look at what they name, from alignments (B, T, L) of the right captions."""
    hits, chances = [], []
    for weights, caption in zip(alignment.numpy(), captions, strict=True):
        gold = caption.gold  # (T, L)
        named = gold.any(1)
        most = weights[: len(gold)].argmax(1)
        hits += gold[named, most[named]].tolist()
        chances += gold[named].mean(1).tolist()
    if not hits:  # nobody knows where what the words name is
        return {}
    return {"pointing": sum(hits) / len(hits), "pointing_chance": sum(chances) / len(chances)}
