"""Pages as files: what becomes of text, charts and tables, and what is said when a file cannot be made."""

from __future__ import annotations

import base64
import errno
import io
import json
import re
import zlib
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from core.course import lab_of
from core.errors import InputError
from core.runs.owners import SERVER, Viewer
from core.runs.store import RunStore
from dashboard.charts.theme import alt
from dashboard.components.assets import FOLDER
from dashboard.components.base import declared
from dashboard.lectures import Lecture, Stop, looked
from dashboard.markdown import plain
from dashboard.site import course, formulas, scripts
from dashboard.site.__main__ import main
from dashboard.site.asking import write_handout
from dashboard.site.book import Book, Chapter
from dashboard.site.charts import INK, chart
from dashboard.site.handout import handout, page_of, write
from dashboard.site.prose import prose
from dashboard.site.reader import MOST, chapter
from dashboard.site.tables import table
from tests.rules import script_imports

NASTY = "</script><img src=x onerror=alert(1)> **b** $x$ [l](javascript:alert(1))"


def texts(markup: Any) -> str:
    """All that a reader reads of it."""
    return markup if isinstance(markup, str) else "".join(map(texts, markup[2:]))


def tags(markup: Any) -> set[str]:
    return set() if isinstance(markup, str) else {markup[0]}.union(*map(tags, markup[2:]))


def told(file: str, name: str = "book") -> Any:
    """What a handout holds under a name."""
    packed = re.search(rf'<script type="text/plain" id="{name}">([^<]*)</script>', file)
    return json.loads(zlib.decompress(base64.b64decode(packed[1])))


# ---- prose ----


def test_what_somebody_typed_stays_text():
    (paragraph,) = prose(plain(NASTY))
    assert tags(paragraph) == {"p"}
    assert texts(paragraph) == NASTY


def test_markdown_of_ours_becomes_elements_and_fetches_nothing():
    (paragraph,) = prose("**Point** at $c_t$, ![a](http://elsewhere/x.png) [here](?look=map) or [there](https://a.org)")
    assert tags(paragraph) == {"p", "strong", "x-formula", "a"}
    assert texts(paragraph) == "Point at c_t, a here or there"
    assert [child[1]["href"] for child in paragraph if isinstance(child, list) and child[0] == "a"] == ["https://a.org"]


def test_html_in_markdown_stays_text():
    assert tags(["div", {}, *prose("<b onclick=alert(1)>x</b>\n\n<script>alert(1)</script>")]) == {"div", "p"}


# ---- charts and tables ----


def test_a_chart_is_drawn_with_its_titles_and_what_its_marks_say():
    rows = pd.DataFrame({"step": [0, 1, 2], "loss": [3.0, 2.0, 1.5]})
    spec = (
        alt.Chart()
        .mark_point()
        .encode(x=alt.X(field="step", type="quantitative"), y=alt.Y(field="loss", type="quantitative"))
    )
    spec = {**spec.to_dict(validate=False), "data": {"name": "rows"}}
    drawn = chart(spec, None, {"rows": rows}, "full")
    assert drawn[0] == "svg:svg"
    assert {"svg:path", "svg:text", "svg:title"} <= tags(drawn)
    assert "step: 2; loss: 1.5" in texts(drawn)
    assert INK in json.dumps(drawn)  # the colour that the style sheet turns into that of the theme


def test_a_table_writes_its_numbers_as_the_page_does():
    frame = pd.DataFrame({"cell": ["lstm", NASTY], "accuracy": [0.5, None], "parameters": [1234, 5], "id": [1, 2]})
    columns = {"accuracy": {"type_config": {"format": "percent"}}, "id": {"hidden": True}, "_index": {"hidden": True}}
    drawn = table(frame, json.dumps(columns))
    assert texts(drawn) == f"cellaccuracyparameterslstm50 %1,234{NASTY}–5"


# ---- what draws it ----


def test_every_module_that_a_handout_imports_is_in_it_by_name():
    code, sheets = scripts.modules(declared())
    for name, source in code.items():
        assert {address for address in script_imports(source)} <= code.keys(), name
    named = {sheet for source in code.values() for sheet in re.findall(r"'([\w/]+\.css)'", source)}
    assert named <= sheets.keys()
    assert "unrolled/handout/index.js" in code


def test_formulas_are_set_with_the_fonts_that_they_use():
    sheet = formulas.sheet([r"\mathbb{E}[\mathbf{x}]"])
    assert {"KaTeX_Main", "KaTeX_Math", "KaTeX_AMS"} <= set(re.findall(r"font-family:(KaTeX_\w+)", sheet))
    assert "KaTeX_Caligraphic" not in formulas.sheet(["x"]).partition(".katex")[0]
    for used in ("base", "strut", "sizing"):
        assert f"katex-{used}" in formulas.setter()
        assert f".katex-{used}" in sheet  # under the name that the module gives it


def test_components_that_are_nothing_without_a_server_say_so():
    live = {name for name, component in declared().items() if component.live}
    assert {"save", "scrub", "walk", "room", "away"} <= live
    assert not live & {"microscope", "preview", "sound"}
    assert all((FOLDER / name / "index.js").is_file() for name in live)


# ---- a view ----


def test_a_view_is_shown_at_steps_spread_over_its_training_and_opens_at_its_own():
    book = Book()
    stop = Stop("Look!", {"step": "0", "text": "leave Taipei"}, lab="slot_filling")
    made = chapter(stop, book, "en", lambda share: None, pages={}, most=2)
    assert (made.steps[0], len(made.steps), made.start) == (0, 2, 0)
    assert made.about == "Slot filling · run shipped-slot_filling · seed 0"
    pictures = [
        [book.parts[part]["component"] for part in page if book.parts[part]["is"] == "picture"] for page in made.pages
    ]
    assert pictures[0] == pictures[1]
    assert "sentence" in pictures[0]
    assert "scrub" not in book.components
    assert json.dumps(book.parts).count("svg:svg") == 1  # its chart, which is the same at both steps, once
    assert len(book.blocks) > 2


def test_the_answer_to_a_question_is_folded_up_where_nobody_can_press_a_button():
    book = Book()
    made = chapter(
        replace(looked("predict", "Predict!"), lab="slot_filling"), book, "en", lambda share: None, pages={}, most=1
    )
    shown = [book.parts[part] for part in made.pages[0]]
    assert "A closer look" not in json.dumps(shown)  # it is at the look, below the list of them
    (folded,) = (part for part in shown if part.get("kind") == "folded" and part["label"] == ["Show what comes out"])
    assert not folded["opened"]
    assert "What comes out: " in json.dumps([book.parts[part] for part in folded["parts"]])


def test_the_file_holds_nothing_that_could_be_read_as_markup():
    book = Book()
    page = [book.leaf(["p", {}, NASTY])]
    made = page_of(book, [Chapter(NASTY, NASTY, NASTY, [], 0, [page])], "en", NASTY)
    assert "<img" not in made
    assert told(made)["chapters"][0]["said"] == NASTY
    assert made.count("</script>") == 3  # its code, its book, its beginning


def test_the_pages_words_are_the_readers():
    book = Book()
    made = page_of(book, [Chapter("t", "", "", [], 0, [[]])], "zh", "t")
    assert '<html lang="zh">' in made
    assert told(made)["words"]["travel"] == "训练步"


# ---- what cannot be made ----


def test_a_lecture_without_stops_is_told_in_one_sentence():
    with pytest.raises(InputError, match=r"This lecture has no stops yet"):
        handout(Lecture("", "", 0), "en")
    with pytest.raises(InputError, match=r"This lecture has no stops yet"):
        write_handout(Lecture("", "", 0), "en", SERVER, io.BytesIO(), lambda share: None)


def test_a_site_is_not_made_into_a_folder_that_holds_something(tmp_path: Path, capsys):
    (tmp_path / "kept.txt").write_text("mine")
    assert main([str(tmp_path), "gates"]) == 2
    assert "is not empty" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


@pytest.mark.parametrize("arguments", [["lstm"], ["--steps", "0"], ["--lecture", "nowhere.json"]])
def test_what_a_person_got_wrong_is_one_sentence(tmp_path: Path, capsys, arguments):
    assert main([str(tmp_path / "out"), *arguments]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert not (tmp_path / "out").exists()


def full(*_arguments, **_named):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_leaves_no_half_a_site(tmp_path: Path, monkeypatch):
    def one_file(*_arguments):
        yield "gates.html", "…"

    monkeypatch.setattr(course, "_files", one_file)
    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(InputError, match="No space left on device"):
        course.site(tmp_path / "out", ["gates"], "en", lambda share, what: None)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_the_handout_that_was_there(tmp_path: Path, monkeypatch):
    file = tmp_path / "handout.html"
    write(file, "before")
    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(InputError, match="No space left on device"):
        write(file, "after")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("handout.html", "before")]


def test_a_handout_of_a_run_that_is_gone_says_so_to_whoever_asked_for_it():
    lecture = Lecture("t", "", 0, (Stop("", {"run": "gone"}, lab="gates"),))
    file = io.BytesIO()
    with pytest.raises(InputError, match="gone") as refused:
        write_handout(lecture, "en", SERVER, file, lambda share: None)
    assert refused.value.values
    assert file.getvalue() == b""


def test_a_run_that_is_somebody_elses_is_in_no_handout():
    store = RunStore()
    theirs = store.create("slot_filling", asdict(lab_of("slot_filling").config()), 0, maker=Viewer(("visitor:a",)))
    stop = Stop("", {"run": theirs.id}, lab="slot_filling")
    with pytest.raises(InputError, match="private"):
        chapter(stop, Book(), "en", lambda share: None, viewer=Viewer(("visitor:b",)), pages={})
    store.close()


def test_a_page_takes_twelve_steps_unless_it_is_told_otherwise():
    assert MOST == 12
