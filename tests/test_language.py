"""Every sentence a viewer can read stands in every catalogue, with the same fields."""

from __future__ import annotations

import ast
from string import Formatter

import pytest

from dashboard.catalogue import ERRORS, sentences
from dashboard.language import LANGUAGES, LOCALE, catalogue

TRANSLATED = [code for code in LANGUAGES if code != "en"]


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_sentences_are_found_in_every_part_of_the_code():
    files = set(sentences().values())
    assert {
        "core/labs/gates/__init__.py",
        "common",
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


@pytest.mark.parametrize("language", TRANSLATED)
def test_bold_ends_before_punctuation_so_that_it_is_bold(language):
    """CommonMark takes ``**`` between a sign and a letter for the beginning of something bold."""
    for message in sentences():
        parts = catalogue(language).gettext(message).split("**")
        for bold, after in zip(parts[1::2], parts[2::2], strict=False):
            assert bold[-1:].isalnum() or bold[-1:] in ")}" or not after[:1].isalnum(), message


def test_every_kind_of_error_that_is_told_is_known_to_the_catalogue():
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted((LOCALE.parents[1] / "core").rglob("*.py"))]
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    told, before = {"InputError"}, set()
    while told != before:
        before = told
        told = told | {one.name for one in classes if {getattr(base, "id", "") for base in one.bases} & told}
    assert told - set(ERRORS) == set()
