"""The glossary: one sentence a term in both languages, and a link to a picture that is there."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from core.course import KEYS, lab_of
from dashboard.frame.names import names_of
from dashboard.glossary import terms
from dashboard.language import catalogue
from tests.reading import complaints
from tests.test_contract import ROOT


def page(language: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard" / "main.py"), default_timeout=300)
    app.query_params["lang"] = language
    app.run()
    app.switch_page("../pages/glossary.py")
    app.query_params["lang"] = language
    return app.run()


def test_every_lab_has_a_term_and_no_term_stands_twice():
    assert {term.lab for term in terms()} == set(KEYS)
    names = [term.name for term in terms()]
    assert len(set(names)) == len(names)
    chinese = [catalogue("zh").gettext(name) for name in names]
    assert len(set(chinese)) == len(chinese)


@pytest.mark.parametrize("term", terms(), ids=lambda term: term.name)
def test_the_link_of_a_term_leads_to_a_view_that_is_there(term):
    known = names_of(lab_of(term.lab))
    source = (ROOT / "pages" / f"{term.lab}.py").read_text(encoding="utf-8")
    looks = re.findall(r'Look\(\s*"[^"]+",\s*"(\w+)"', source)
    assert term.link.keys() <= known.keys()
    assert "look" not in term.link or term.link["look"] in looks
    assert term.said.endswith(".")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_says_every_term(language):
    app = page(language)
    assert complaints(app) == []
    said = " ".join(element.value for element in app.markdown)
    for term in terms():
        assert catalogue(language).gettext(term.name) in said
        assert catalogue(language).gettext(term.said) in said
