"""Another value of each name that a link may say, and what else the link must say for its control to be drawn."""

from __future__ import annotations

from typing import Any

from dashboard.labs.lstm_by_hand.names import WEIGHTS

SENTENCES = {
    "gates": "def g(y):\n    return y\n",
    "vanishing_gradients": "7abcdabc",
    "lstm_variants": "7abcdabc",
    "slot_filling": "leave Rome on Friday",
    "text_generation": "A small ",
    "translation": "May 1, 2024",
    "speech_recognition": "one two",
    "self_attention": "abcd|da",
}
"""A text for each lab that reads one, which is not its first example; its last, where none is named."""

WRITES = {"mode": "write"}
LOOK: dict[tuple[str, str], dict[str, str]] = {
    **{("gates", name): WRITES for name in ("temperature", "top_k", "top_p", "writing_seed", "writing_length")},
    ("gates", "concept"): {"look": "concepts"},
    **{("gates", f"map_{name}"): {"look": "map"} for name in ("text", "layout", "state", "colour")},
    **{
        ("gates", name): {"look": "patterns"}
        for name in ("pattern_state", "threshold", "off_before", "off_after", "stretch")
    },
    **{("gates", name): {"look": "surgery"} for name in ("clamp", "clamp_units", "clamp_from", "clamp_gate")},
    ("gates", "clamp_state"): {"look": "surgery", "clamp": "hidden_state"},
    ("gates", "clamp_memory"): {"look": "surgery", "clamp": "cell_state"},
    **{(lab, "error_step"): {"look": "unrolled"} for lab in ("vanishing_gradients", "lstm_variants", "slot_filling")},
    ("gates", "asked"): {"look": "connectivity"},
    **{("image_generation", name): {"look": "complete"} for name in ("begin", "held_out", "rows", "told")},
    **{("image_generation", name): {"look": "complete", "begin": "draw"} for name in ("told_drawn", "drawing")},
    ("image_generation", "new_level"): {"look": "change"},
    ("image_generation", "costs"): {"look": "bits"},
    ("image_generation", "unit"): {"look": "units"},
    ("image_generation", "quality_history"): {"look": "quality"},
    **{("captioning", n): {"look": at, "step": "131"} for n, at in (("mistake", "mistakes"), ("eye", "features"))},
    **{("captioning", one): {"look": "sampled", "step": "131"} for one in ("temperature", "top_k", "top_p", "dice")},
    ("translation", "compare"): {"look": "compare"},
    ("translation", "names_qkv"): {"look": "step"},
    **{("translation", name): {"look": "edit"} for name in ("other_text", "prefix", "set_weight")},
    ("translation", "weight"): {"look": "edit", "set_weight": "true"},
    **{
        (lab, name): {"look": "beam"}
        for lab in ("captioning", "chatbot", "translation", "speech_recognition")
        for name in ("beam_width", "length_penalty", "pruned", "beam_node")
    },
    ("speech_recognition", "words_per_minute"): {"voice": "en-gb"},
    ("speech_recognition", "pitch"): {"voice": "en-gb"},
    ("speech_recognition", "said"): {"way": "record"},
    ("speech_recognition", "digits"): {"look": "guess"},
    **{("vanishing_gradients", name): {"look": "weight"} for name in ("weight", "long")},
    **{
        ("vanishing_gradients", name): {"look": "cliff"}
        for name in ("from_weight", "from_bias", "pace", "bound", "descent")
    },
    **{("chatbot", name): {"look": "many"} for name in ("temperature", "top_k", "top_p", "writing_seed", "mmi")},
    ("self_attention", "brackets"): {"run": "shipped-self_attention.brackets"},
    ("self_attention", "silenced"): {"look": "silence"},
    **{("architecture_search", name): {"look": "child"} for name in ("opened", "kept_example")},
    ("autoencoders", "noise_dice"): {"look": "numbers"},
    ("autoencoders", "code_dice"): {"look": "random"},
    **{("autoencoders", name): {"look": "between"} for name in ("walk_from", "walk_to")},
    ("audio_generation", "gate_layer"): {"look": "gates"},
    ("gan", "moves"): {"look": "stepping"},
    ("generation_tips", "mixture"): {"run": "shipped-generation_tips.feedback"},
    **{("generation_tips", name): {"run": "shipped-generation_tips.beam"} for name in ("beam_width", "tree")},
    **{
        ("generation_tips", f"earns_{what}"): {"run": "shipped-generation_tips.reward"}
        for what in ("right", "no_repeat", "length", "words")
    },
    **{(lab, "values"): {"run": "adding"} for lab in ("vanishing_gradients", "lstm_variants")},
}
"""What else the link must say for a name to be drawn."""

WEIGHTS_BY_HAND = {weight.name for weight in WEIGHTS}

OTHER: dict[str, tuple[str, Any]] = {
    "step": ("0", 0),
    "parts": ("1 1 0, 2 0 1",) * 2,
    "length_penalty": ("1.9", 1.9),
    "cursor": ("", None),
    "stretch": ("2.5", None),
    "concept": ("comment", "comment"),
    "map_text": ("view", "view"),
    "map_state": ("cell_state", "cell_state"),
    "map_colour": ("time", "time"),
    "pattern_state": ("hidden_state", "hidden_state"),
    "clamp": ("output_gate", "output_gate"),
    "clamp_units": ("0.3.4", [3, 4]),
    "clamp_from": ("2", 3),
    "asked": ("e", "e"),
    "values": ("0.1 +0.2 0.3 +0.4", "0.1 +0.2 0.3 +0.4"),
    "first": ("arrive in Rome", "arrive in Rome"),
    "second": ("leave for Paris on Friday", "leave for Paris on Friday"),
    "word": ("2", None),
    "conversation": ("hello!\nwho are you?", None),
    "taught": ("She reads.", "She reads."),
    "token": ("2", None),
    "class": ("3", 3),
    "picture": ("4", None),
    "told": ("3", 3),
    "told_drawn": ("3", 3),
    "drawing": ("." * 20 + "f" * 4 + "." * 40, None),
    "new_level": ("3", 3),
    "unit": ("2", None),
    "other_text": ("May 2, 2024", "May 2, 2024"),
    "prefix": ("2", "2"),
    "beam_node": ("1", None),
    "held_out": ("5", 5),
    "rows": ("2", 2),
    "way": ("record", "record"),
    "voice": ("en-gb", None),
    "said": ("two", "two"),
    "brackets": ("([])", "([])"),
    "silenced": ("0.1 1.0", [(0, 1), (1, 0)]),
    "mixture": ("0.5", 0.5),
    "tree": ("50.60.10.60.60.50.10", None),
    "scene": ("green triangle 10 9", None),
    "design": ("2, 16, relu, 0.1, adam", None),
    "kept_example": ("3", 3),
    "opened": ("view", "view"),
    "moves": ("c2.g1", None),
    "sounding": ("2", 2),
    "x": ("1 2 3", "1 2 3"),
    "input_gate": ("1 1 1 1 1", None),
    "forget_gate": ("0 0 0 0 0", None),
    "output_gate": ("1 1 1 1 1", None),
}
"""Another text of a name, and what its control then shows; None where it has no control of its own."""

SMALL = {"gates": {"hidden_size": 16}, "text_generation": {"hidden_size": 16}}
"""Knobs of the other run of a lab."""

CURSORS = {
    "gates": "3.0.5",
    "vanishing_gradients": "1.0.1",
    "lstm_variants": "1.0.1",
    "self_attention": "1.0.1",
    "chatbot": "0.1.1",
    "image_generation": "1.1",
    "translation": "2.1",
    "speech_recognition": "1.2",
    "captioning": "2.9",
    "text_generation": "3",
    "autoencoders": "700.300.2",
}
"""Places on the axes of a lab's cursor; of any other lab, which has one axis, 1."""
LOOKS = {
    "gates": "saturation",
    "translation": "step",
    "speech_recognition": "step",
    "image_generation": "order",
    "self_attention": "mix",
}
NOT_DRAWN = {"comparison", "recording", "follow", "photo"}
"""Names that ask for runs which are made in their own tests (test_slot_filling, test_own_recordings), or that train."""

LATER = {"seed", "compared_length", "compared_seeds", "compared_steps", "said"}
"""What decides the next run or is only compared: no picture changes."""
