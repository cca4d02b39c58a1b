"""Every sentence a viewer can read stands in every catalogue, with the same fields."""

from __future__ import annotations

from string import Formatter

import pytest

from dashboard.catalogue import sentences
from dashboard.language import LANGUAGES, LOCALE, catalogue

TRANSLATED = [code for code in LANGUAGES if code != "en"]


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_sentences_are_found_in_every_part_of_the_code():
    files = set(sentences().values())
    assert {
        "core/course.py",
        "core/trace/schema.py",
        "core/knobs.py",
        "dashboard/frame/lesson.py",
        "pages/home.py",
    } <= files


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated(language):
    known = catalogue(language)
    missing = [
        message for message in sentences() if known.gettext(message) == message and any(c.isalpha() for c in message)
    ]
    assert not missing, f"run `python -m dashboard.catalogue`, then translate in {LOCALE / language}: {missing[:5]}"


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_keep_the_fields_of_their_sentence(language):
    known = catalogue(language)
    assert [message for message in sentences() if fields(known.gettext(message)) != fields(message)] == []


def test_every_language_has_its_own_name():
    assert LANGUAGES == {"en": "English", "zh": "简体中文"}
