"""Whole files of the kinds that people bring, made by code."""

from __future__ import annotations

import io
import json

import numpy as np
from PIL import Image

LECTURE = {
    "unrolled_lecture": 1,
    "title": "A lecture",
    "stops": [
        {"page": "gates", "said": "Watch the gates.", "link": {"text": "def f(x):", "cursor": "3.0.5", "look": "map"}},
        {"page": "translation", "said": "", "link": {"step": "600"}},
        {"page": "home", "said": "The end.", "link": {}},
    ][:2],
}

ANIMALS, PLACES = ("cat", "dog", "cow", "pig", "hen", "fox", "owl", "rat", "bee", "ant"), ("wood", "barn", "hill")


def dialogues() -> tuple[bytes, ...]:
    """Two forms: in columns, and in blocks."""
    columns = [
        f"Where is the {animal} of {number} {place}s?\tThe {animal} is in {place} {number}."
        for animal in ANIMALS
        for place in PLACES
        for number in range(4)
    ]
    blocks = [
        f"I have a {animal} {number}.\nOh, a {animal}!\nIt lives in the {place}.\nYes.\n"
        for animal in ANIMALS
        for place in PLACES
        for number in range(4)
    ]
    return "\n".join(columns).encode(), "\n".join(blocks).encode()


def points() -> tuple[bytes, ...]:
    """Tables with each of the signs that may stand between two numbers."""
    places = np.random.default_rng(0).random((90, 2)).round(3)
    tables = ["\n".join(f"{x}{mark}{y}" for x, y in places) for mark in (",", ";", "\t", " ")]
    comma = "\n".join(f"{x}; {y}".replace(".", ",") for x, y in places)
    return tuple(
        table.encode() for table in (*tables, "x,y\n" + tables[0], comma, "; ".join(f"{x} {y}" for x, y in places))
    )


def captioned() -> tuple[dict[str, bytes], ...]:
    """Small pictures whose captions stand in a table, in JSON, and in texts beside them."""
    captions = {f"{number}.png": f"a {ANIMALS[number % 10]} and {number} trees" for number in range(60)}
    pictures = {name: _picture(number) for number, name in enumerate(captions)}
    table = "file,caption\n" + "\n".join(f"{name},{told}" for name, told in captions.items())
    coco = {
        "images": [{"id": number, "file_name": name} for number, name in enumerate(captions)],
        "annotations": [{"image_id": number, "caption": told} for number, told in enumerate(captions.values())],
    }
    beside = {name.replace("png", "txt"): told.encode() for name, told in captions.items()}
    return (
        {**pictures, "captions.csv": table.encode()},
        {**pictures, "annotations/captions.json": json.dumps(coco).encode()},
        {**pictures, **beside},
    )


def _picture(number: int) -> bytes:
    content = io.BytesIO()
    pixels = np.random.default_rng(number).integers(0, 256, (6, 6, 3), np.uint8)
    Image.fromarray(pixels).save(content, "PNG")
    return content.getvalue()
