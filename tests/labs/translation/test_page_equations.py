"""The equations above the alignment, opened."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[3]


def test_equations_of_the_shipped_run_stand_with_their_numbers():
    app = AppTest.from_file(str(ROOT / "dashboard" / "main.py"), default_timeout=300)
    app.run()
    app.switch_page("../pages/translation.py")
    app.session_state["equations"] = True
    app.run()
    assert not app.exception
    written = [latex.value for latex in app.latex]
    [score] = [formula for formula in written if formula.strip("$\n").startswith("e_{")]
    assert "\\mathbf{" in score
    assert any("\\overleftarrow" in formula for formula in written)
    assert any("p(y_i)" in formula for formula in written)
