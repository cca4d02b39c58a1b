"""Every sentence a viewer reads, in the viewer's language: gettext catalogues in ``assets/locale``: one a lab, and
a common one.

English sentences are the message ids. A sentence with values in it names them, ``_("{count} runs", count=3)``, so that
a translator may reorder them. Catalogues are kept as text (``.po``) and compiled in memory.
"""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

import streamlit as st
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from core.errors import InputError
from dashboard import state
from dashboard.frame import link
from dashboard.frame.names import LANGUAGE
from dashboard.markdown import plain

LOCALE = Path(__file__).parent.parent / "assets" / "locale"
LANGUAGES = {"en": "English", "zh": "简体中文"}
"""The languages of the app, each under its own name."""


@cache
def catalogue(language: str) -> NullTranslations:
    """The compiled catalogue of `language`; English is the message ids themselves."""
    if language == "en":
        return NullTranslations()
    messages = Catalog(locale=language)
    for path in sorted((LOCALE / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                messages.add(message.id, message.string)
    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return GNUTranslations(compiled)


def current() -> str:
    """The viewer's language: the link's, else the one chosen on another page, else the browser's, else English."""
    wanted = link.text_of(LANGUAGE.name) or state.get("spoken") or st.context.locale or "en"
    return next((code for code in LANGUAGES if wanted.lower().startswith(code)), "en")


def translate(message: str, **values: object) -> str:
    """`message` in the viewer's language, its ``{fields}`` filled in."""
    text = catalogue(current()).gettext(message)
    return text.format(**values) if values else text


def sentence(error: InputError) -> str:
    """What `error` says, in the viewer's language, as Markdown; what a person wrote stands in it letter for letter."""
    values = {name: plain(value) if isinstance(value, str) else value for name, value in error.values.items()}
    return translate(error.template).format(**values)


def said_in(language: str, error: InputError) -> str:
    """What `error` says, in a language, as plain text."""
    return catalogue(language).gettext(error.template).format(**error.values)


def choose_language() -> None:
    """Draw the switch between the languages and remember the choice in the session and in the link."""

    def chosen() -> None:
        language = state.get("spoken_choice") or current()
        state.put("spoken", language)
        link.write(LANGUAGE.name, language)

    if state.get("spoken_choice") != current():
        state.put("spoken_choice", current())
    st.segmented_control(
        translate("Language"),
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        key="spoken_choice",
        on_change=chosen,
        label_visibility="collapsed",
        required=True,
    )
