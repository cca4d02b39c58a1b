"""The view: what a viewer sees of a page, and all that its link says.

The link is the one truth. Each of its names is declared once (`dashboard.frame.names`); what is drawn here from a name
shows what the link says, and says what the viewer makes of it: so a link that changes from outside, because the viewer
goes back, opens another one or takes over somebody else's view, changes control and picture together. What a link says
and cannot mean is said once, in a sentence, and the default is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import streamlit as st

from core.course import lab_of
from core.errors import InputError
from core.knobs import Knob
from core.lab import Lab
from dashboard import state
from dashboard.frame import link
from dashboard.frame.names import Choice, Name, Number, Switch, Text, names_of, of_knob
from dashboard.language import current, sentence
from dashboard.language import translate as _

AnyName = TypeVar("AnyName", bound=Name)

PAGES = Path(__file__).resolve().parent.parent.parent / "pages"

HOME = "home"
"""The page that is no lab's."""

_PAGE, _DRAWN, _EXACT, _ASKED = "view:page", "view:drawn", "view:exact", "view:asked"


# ---- what the link says ----


def arrive(lab: Lab | None) -> None:
    """Begin the page of a lab, or the home page: say once which names of the link it does not know; leave them out."""
    page = lab.key if lab else HOME
    if state.get(_PAGE) != page:
        link.forget()
        for name in state.get(_DRAWN, {}):
            state.forget(name)  # a name of one page may have other bounds on the next
        state.put(_PAGE, page)
        state.put(_DRAWN, {})
        state.forget(_EXACT)
    for key, value in (state.get(_ASKED) or {}).items():
        tell(value) if isinstance(value, InputError) else state.put(key, value)
    state.forget(_ASKED)
    known = _names(page)
    former = {one.former: one for one in known.values() if one.former}
    for name, text in link.texts().items():
        if name in former:
            link.write(name, None)
            _take(former[name], text)
        elif name not in known:
            link.write(name, None)
            tell(
                InputError(
                    "The link says {name}, which means nothing on this page. That part of the link is left out.",
                    name=repr(name)[:60],
                )
            )


def _take(name: Name, text: str) -> None:
    """Make `name` say a text, unless the link says something of it already."""
    try:
        if not is_said(name):
            write(name, name.parse(text))
    except InputError as error:
        tell(error)


def read(name: Name, **data: Any) -> Any:
    """The value of `name` in the link, or its default.

    Parameters
    ----------
    name : Name
        As it is declared.
    **data : Any
        What the data in view decides of it (see `Name.now`): ``default``, ``low``, ``high``, ``choices``, ``count``.
    """
    name = name.now(**data)
    if name.bound and state.get(name.name) is not None:
        return state.get(name.name)
    text = link.text_of(name.name)
    if text is None:
        return name.default
    try:
        return name.parse(text)
    except InputError as error:
        refuse(name, error)
        return name.default


def write(name: Name, value: Any) -> None:
    """Put a value into the link, or leave its default to it when `value` is None.

    From a callback, or before the control of the name is drawn.
    """
    if name.bound:
        state.put(name.name, _drawn(name).default if value is None else value)
    link.write(name.name, None if value is None else name.form(value), remember=not name.bound)


def is_said(name: Name) -> bool:
    """Whether the link says something of `name`."""
    return link.text_of(name.name) is not None


def jump(name: Name) -> str | None:
    """The bare text of a name, for a picture that is to move whenever it changes."""
    return link.text_of(name.name)


def refuse(name: Name, error: InputError) -> None:
    """Say why what the link says of `name` cannot be, and leave it out."""
    tell(error)
    link.write(name.name, None)


def tell(error: InputError) -> None:
    """Say in a sentence what cannot be used."""
    st.warning(sentence(error))


# ---- controls ----


def slider(name: Number, label: str, *, at: Any = st, step: float | None = None, **more: Any) -> Any:
    """Draw a number as a slider; return where it stands.

    Parameters
    ----------
    name : Number
        As it is declared.
    label : str
        Already translated.
    at : container, optional
        Where it is drawn.
    step : float, optional
        By how much it moves; 0.05, or 1 of a whole number.
    **more : Any
        ``default``, ``low``, ``high`` that the data in view decides; all else goes to ``st.slider``.
    """
    name, more = _now(name, more)
    kind = type(name.default)
    return at.slider(
        label,
        kind(name.low),
        kind(name.high),
        step=step or (0.05 if kind is float else 1),
        **_bound(name),
        **more,
    )


def number(name: Number, label: str, *, at: Any = st, **more: Any) -> Any:
    """Draw a whole number as a field; see `slider`."""
    name, more = _now(name, more)
    return at.number_input(label, int(name.low), int(name.high), **_bound(name), **more)


def toggle(name: Switch, label: str, *, at: Any = st, **more: Any) -> bool:
    """Draw a switch; return whether it is on."""
    name, more = _now(name, more)
    return at.toggle(label, **_bound(name), **more)


def text(name: Text, label: str, *, at: Any = st, lines: bool = False, **more: Any) -> str:
    """Draw a field for a text, of several `lines` if need be; return what is typed."""
    name, more = _now(name, more)
    return (at.text_area if lines else at.text_input)(label, **_bound(name), **more)


def steps(name: Choice, label: str, *, at: Any = st, **more: Any) -> Any:
    """Draw values in their order as a slider; return the one that is chosen."""
    name, more = _now(name, more)
    return at.select_slider(label, name.choices, **_bound(name), **more)


def knob(of: Knob, *, at: Any = st, name: str | None = None, step: float | None = None, **more: Any) -> Any:
    """Draw the control of a knob, by what it is: a list, a switch, a slider; return its value.

    Parameters
    ----------
    of : Knob
        As it is declared.
    at : container, optional
        Where it is drawn.
    name : str, optional
        Its name in the link, if that is not its own.
    step : float, optional
        By how much a slider moves (see `slider`).
    **more : Any
        ``default``, ``low``, ``high`` that the data in view decides, and ``label`` in the place of its own.
    """
    one, more = _now(of_knob(of, name), more)
    label = more.pop("label", _(of.label))
    more = {"help": _(of.help), **more}
    match one:
        case Switch():
            return toggle(one, label, at=at, **more)
        case Number():
            return slider(one, label, at=at, step=step, **more)
        case Choice() if of.log:
            return steps(one, label, at=at, format_func=one.form, **more)
        case Choice():
            more |= {"index": one.choices.index(one.default)}
            return at.selectbox(label, one.choices, **_bound(one, default="index"), **more)
        case Text():
            return text(one, label, at=at, **more)
    raise TypeError(f"nothing shows the knob {of.name}")


def choice(
    name: Choice,
    label: str,
    words: Mapping[Any, str] | Callable[[Any], str] | None = None,
    *,
    at: Any = st,
    listed: bool = False,
    on_change: Callable[[], Any] | None = None,
    **more: Any,
) -> Any:
    """Draw a choice among values that have other words in every language; return the one that is chosen.

    Parameters
    ----------
    name : Choice
        As it is declared.
    label : str
        Already translated.
    words : mapping or callable, optional
        What the values are called, already translated; a mapping also says which there are.
    at : container, optional
        Where it is drawn.
    listed : bool
        A list in the place of buttons.
    on_change : callable, optional
        What else a choice does.
    **more : Any
        ``default``, ``choices`` that the data in view decides; all else goes to the widget.
    """
    if isinstance(words, Mapping):
        more = {"choices": tuple(words), **more}
    name, more = _now(name, more)
    chosen = read(name)
    if words is not None:
        more["format_func"] = words.get if isinstance(words, Mapping) else words
    kept = controlled(name, chosen, also=on_change)
    if listed:
        return at.selectbox(label, name.choices, index=None, **kept, **more)
    return at.segmented_control(label, name.choices, **kept, **{"required": name.default is not None, **more})


def controlled(
    name: Name,
    value: Any,
    *,
    of: Callable[[Any], Any] = lambda chosen: chosen,
    also: Callable[[], Any] | None = None,
) -> dict[str, Any]:
    """Key and callback of any widget that shows what the link says of a name that is not bound.

    Parameters
    ----------
    name : Name
        As it is declared.
    value : Any
        What the widget is to show.
    of : callable
        From what the widget gives to the value of the name; None takes it out of the link.
    also : callable, optional
        What else a change does.
    """
    key = f"{name.name}_choice"
    state.show(key, value)

    def changed() -> None:
        if not state.anew(key):
            return
        write(name, of(state.get(key)))
        if also:
            also()

    return {"key": key, "on_change": changed}


def shown(name: Name) -> Any:
    """What the control of a name that is not bound gave last (in its callback)."""
    return state.get(f"{name.name}_choice")


def value_of(one: Knob | Name) -> Any:
    """Where the control of a bound name stands, without drawing it: what the viewer set, else what the link says, else
    its default.
    """
    name = of_knob(one) if isinstance(one, Knob) else _drawn(one)
    asked = link.text_of(name.name)
    if state.get(name.name) is not None or asked is None:
        return state.get(name.name, name.default)
    try:
        return name.parse(asked)
    except InputError:
        return name.default


def _now(name: AnyName, more: dict[str, Any]) -> tuple[AnyName, dict[str, Any]]:
    """The name with what the data decides of it, and what is left for the widget."""
    data = {field: more[field] for field in ("default", "low", "high", "choices") if field in more}
    return (name.now(**data) if data else name), {key: value for key, value in more.items() if key not in data}


def _bound(name: Name, default: str = "value") -> dict[str, Any]:
    """What makes a widget show its name in the link and say it there; what cannot be is said before it is drawn."""
    key = name.name
    seen, slipped = f"view:seen:{state.get(_PAGE)}:{key}", f"view:slipped:{key}"
    if (error := state.get(slipped)) is not None:
        state.forget(slipped)
        tell(error)
    asked = link.text_of(key)
    if asked is not None and state.get(seen) != asked:
        state.put(seen, asked)
        try:
            name.parse(asked)
        except InputError as error:
            if isinstance(name, Number) and name.slips(asked) and link.write(key, None, remember=False):
                state.put(slipped, error)
                st.rerun()  # without it
            tell(error)
    state.put(_DRAWN, {**state.get(_DRAWN, {}), key: name})
    kept = {"key": key, "bind": "query-params"}
    return kept if default == "index" else {default: name.default, **kept}


# ---- the whole view ----


def exactly(**what: object) -> None:
    """Say what a record must say even where the page stands at its default, which may move: the run, the step."""
    state.put(_EXACT, {name: str(value) for name, value in what.items()})


def snapshot() -> dict[str, str]:
    """The view of this page as a record of texts: ``page``, ``lang``, and each name of its link that is not at its
    default.

    `apply` restores it, in this browser or in another.
    """
    page = state.get(_PAGE, HOME)
    known = _names(page)
    record = {name: text for name, text in link.texts().items() if name in known}
    for key, name in state.get(_DRAWN, {}).items():
        if (value := state.get(key)) is not None:
            record.pop(key, None)
            if value != name.default:
                record[key] = name.form(value)
    return {"page": page, **record, **(state.get(_EXACT) or {}), "lang": current()}


def apply(record: Mapping[str, str]) -> None:
    """Show the view of a record: the page that it names, and every name of its link as the record says it.

    It may be called from anywhere on a page, for the page begins anew; from a callback only if the record is of the
    same page.
    """
    said = {name: text for name, text in record.items() if name != "page"}
    here = state.get(_PAGE, HOME)
    page = record.get("page", here)
    known = _names(page)
    if page != here:
        st.switch_page(PAGES / f"{page}.py", query_params=said)
    asked: dict[str, Any] = {}
    for key in {**known, **said}:
        text = said.get(key)
        name = _drawn(known[key]) if key in known else None
        if name is None or state.get(key) is None or not name.bound:
            link.write(key, text, remember=name is not None and not name.bound)
            continue
        try:
            asked[key] = name.default if text is None else name.parse(text)
        except InputError as error:
            asked[key] = error
    state.put(_ASKED, asked)  # a control takes another value only before it is drawn
    st.rerun()


def _names(page: str) -> dict[str, Name]:
    return names_of(None if page == HOME else lab_of(page))


def _drawn(name: Name) -> Name:
    """The name with what the data decided when it was drawn last."""
    return state.get(_DRAWN, {}).get(name.name, name)
