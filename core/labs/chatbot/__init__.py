"""An encoder–decoder that answers what was said. Imports no torch."""

from __future__ import annotations

from core.lab import Lab, Recipe
from core.labs.chatbot.config import ChatbotConfig
from core.task import Metric, training_loss

LAB = Lab(
    key="chatbot",
    chapter="Attention",
    title="Chatbot",
    question="How does a network answer?",
    config=ChatbotConfig,
    model_path="core.labs.chatbot.model:Chatbot",
    task_path="core.labs.chatbot.task:ChatbotTask",
    plain_path="core.labs.chatbot.plain:PLAIN",
    icon=":material/forum:",
    watch=(
        "Point at a word of an answer: what the network read lights up where it looked for that word. Ask about what"
        " you said before, then take a network that has no attention, or one that hears your last sentence only."
    ),
    examples=(
        "I am Eva and I live in Osaka.\nwhere do I live?",
        "what is the weather in Taipei?\nand in Osaka?",
        "call me Leo.\nwho am I?",
    ),
    schema_path="core.labs.chatbot.schema:SCHEMA",
    recipe=Recipe(
        steps=600,
        companions={
            "none": {"attention": "none"},
            "one_turn": {"turns": 1},
            "copying": {"copying": True},
            "zh": {"language": "zh"},
        },
        checkpoints=9,
        companion_checkpoints=3,
    ),
    preview_path="core.labs.chatbot.preview:preview",
    preview_caption=(
        "Rows: what is answered. Columns: what was said. The fuller the colour of a cell, the more the network attends"
        " there."
    ),
    lecture=4,
    first_picture="conversation",
    metrics=(
        training_loss("nats per token"),
        Metric("answered", "acceptable answers, held out", "share of prompts", "higher", (0.0, 1.0)),
        Metric("first_turn", "acceptable, one turn", "share of prompts", "higher", (0.0, 1.0)),
        Metric("second_turn", "acceptable, two turns", "share of prompts", "higher", (0.0, 1.0)),
        Metric("new_words", "acceptable, new word", "share of prompts", "higher", (0.0, 1.0)),
    ),
)
