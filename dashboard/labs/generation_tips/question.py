"""What one may predict of generation: how far a network comes on its own words."""

from __future__ import annotations

from dashboard.panels.prediction import how_many

WORDS = {
    "asked": (
        "Fed the right words, a network is right at {forced} of the later places. Fed its own words, at how many of"
        " these places is it still right?"
    ),
    "why": (
        "In training it never saw a mistake of its own. Once it has made one, it reads something that nobody taught"
        " it to go on from."
    ),
    "told": "Fed the right words {forced}, fed its own {own}; with scheduled sampling {mended}.",
}

QUESTION = how_many(
    WORDS,
    {"forced": ("shipped-generation_tips.mismatch", "forced_without")},
    own=("shipped-generation_tips.mismatch", "late_without"),
    forced=("shipped-generation_tips.mismatch", "forced_without"),
    mended=("shipped-generation_tips.mismatch", "late_with"),
)
