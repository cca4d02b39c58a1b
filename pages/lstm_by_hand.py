"""LSTM by hand: what do the gates do?"""

from __future__ import annotations

from functools import partial

import streamlit as st

from core.course import lab_of
from core.errors import InputError
from core.labs.lstm_by_hand.config import ByHandConfig
from core.labs.lstm_by_hand.exercises import CHALLENGES, SETTINGS, setting_of
from core.labs.lstm_by_hand.model import WORKED_EXAMPLE, LSTMByHand, Steps, inputs_of
from dashboard import state
from dashboard.frame import view
from dashboard.frame.head import head, tools
from dashboard.frame.names import names_of
from dashboard.heading import language_switch
from dashboard.labs.lstm_by_hand.components.by_hand import by_hand
from dashboard.labs.lstm_by_hand.names import GATES, INPUTS, SOURCE, STEP, WEIGHTS
from dashboard.labs.lstm_by_hand.question import QUESTION
from dashboard.labs.lstm_by_hand.three_parts import gates_from_the_input
from dashboard.language import sentence
from dashboard.language import translate as _
from dashboard.panels.code import show_the_code
from dashboard.panels.input import inputs, legible, unlabelled
from dashboard.panels.prediction import prediction
from dashboard.panels.share import share
from dashboard.panels.take_home import TraceByHand, take_home

LAB = lab_of("lstm_by_hand")
KEY = "by_hand"

WORDS = {
    "hand": "set by hand",
    "weights": "from weights",
    "worked": "The lecture's example",
    "worked:watch": (
        "The 3 and the 4 are let in and kept, the 2 and the 1 find the input gate shut, the 7 is read out once, and the"
        " last step wipes it."
    ),
    "sum": "A running sum",
    "sum:watch": "With every gate open the cell adds up all it has seen.",
    "forgetful": "Forgets everything",
    "forgetful:watch": "With the forget gate shut nothing of the past is left: what comes out is what came in.",
    "latch": "A latch",
    "latch:watch": "The cell holds the last number that was let in, for as long as the input gate stays shut.",
    "counter": "A counter that starts over",
    "counter:watch": "Every 1 adds one; where the forget gate shuts, the count starts over.",
    "half_life": "A fading memory",
    "half_life:watch": "A forget gate that is half open halves what is remembered at every step.",
    "worked_by_weights": "The lecture's example, from weights",
    "worked_by_weights:watch": (
        "Twelve weights do what the hand did: i opens for inputs above 2.5, o below 1.5, and an output that comes back"
        " as h shuts f."
    ),
    "flip_flop": "A flip-flop, from weights",
    "flip_flop:watch": "A 1 sets the cell, a −1 clears it, a 0 leaves it as it is: one bit of memory.",
    "counter_by_weights": "A counter, from weights",
    "counter_by_weights:watch": (
        "The cell counts the ones without end, but the output cannot tell 5 from 6: tanh has run out."
    ),
    "only_the_four": "By hand: let the cell hold only the 4 after the last step.",
    "largest": "By hand: give out the largest number so far: 3 4 4 4 4.",
    "mean": "By hand: let the cell end on the mean of 3 and 4. A gate may stand half open.",
    "count": "From weights: let the cell count the steps: 1 2 3 4 5.",
    "bell": "From weights: ring at every 3 and 4 and at nothing else: give out 0.76 0.76 0 0 0.76.",
}
"""The names of settings and challenges, and what to watch in a setting."""


def below() -> None:
    """Everything below the question; at each change it runs anew, alone."""
    with head(LAB):
        st.space("stretch")
    with tools():
        link = st.container(key="leaving", horizontal=True, width="content", gap="xsmall")
    config = configured()
    text = controls(config)
    steps, trace = worked_out(config, text)
    told(config, steps)
    by_hand(steps, config, key=KEY, step=view.read(STEP) - 1, heard=state.get("heard", 0), translate=_, on_change=hear)
    challenges(config, steps)
    with st.container():
        gates_from_the_input()
    with st.container():
        st.subheader(_("Predict, then look"), anchor=False)
        prediction(QUESTION, steps)
    with link:  # last: it says what the controls show
        share()
        take_home(LAB, [], [trace])
    show_the_code(
        [
            "core/labs/lstm_by_hand/model.py:LSTMByHand.read",
            "core/labs/lstm_by_hand/model.py",
            "core/labs/lstm_by_hand/three_parts.py",
            "core/nn/cells/lstm.py",
        ]
    )


def configured() -> ByHandConfig:
    """Where the gates come from, and the weights, as the link says."""
    return LAB.config(gates=view.read(SOURCE), **{weight.name: view.read(weight) for weight in WEIGHTS})


def controls(config: ByHandConfig) -> str:
    """Where the gates come from, what the cell reads, a setting to begin with; returns what was typed."""
    with inputs():
        view.choice(
            SOURCE,
            _("The gates are"),
            {choice: _(WORDS[choice]) for choice in SOURCE.choices},
            label_visibility="collapsed",
            width="content",
        )
        text = view.text(
            INPUTS,
            _("Inputs"),
            default=LAB.examples[0],
            help=_("Numbers with spaces between them, one per step, as in 3 4 2 1 3. Enter hands them to the cell."),
            **unlabelled(_("Inputs")),
        )
        st.selectbox(
            _("Settings to start from"),
            [setting.key for setting in SETTINGS],
            index=None,
            key="setting",
            format_func=lambda key: _(WORDS[key]),
            placeholder=_("Take a setting"),
            on_change=taken,
            label_visibility="collapsed",
        )
    return text


def taken() -> None:
    """Put a setting that was chosen into the link."""
    if (key := state.get("setting")) is not None:
        setting = setting_of(key)
        put({name.name: None for name in (*GATES, *WEIGHTS, STEP)} | setting.link)
        state.put("setting", None)


def hear() -> None:
    """Take in what was set in the drawing."""
    report = state.get(KEY)["set"]
    state.put("heard", report["serial"])
    put(report["entries"])


def put(entries: dict[str, str | None]) -> None:
    """Put what was set into the link (from a callback): inputs, gates, weights, the step."""
    names = names_of(LAB)
    for name, text in entries.items():
        view.write(names[name], None if text is None else names[name].parse(text))


def worked_out(config: ByHandConfig, text: str) -> tuple[Steps, TraceByHand]:
    """What the cell does, also as a trace; what cannot be read is said in a sentence, and what stood there before is
    shown instead.
    """
    readable, _numbers = legible(INPUTS.name, text, LAB.examples, lambda text: (text, inputs_of(text)))
    cell, gates = LSTMByHand(config), {gate.name: view.read(gate) or WORKED_EXAMPLE[gate.name] for gate in GATES}
    try:
        steps = cell.read(readable, gates)
    except InputError as error:
        st.warning(sentence(error))
        gates = WORKED_EXAMPLE
        steps = cell.read(readable, gates)
    return steps, TraceByHand((config, readable, tuple(gates.values())), partial(cell.trace, readable, gates))


def told(config: ByHandConfig, steps: Steps) -> None:
    """What to watch, if this is one of the settings."""
    for setting in SETTINGS:
        if (
            setting.config.gates == config.gates
            and LSTMByHand(setting.config).read(setting.inputs, setting.gates) == steps
        ):
            st.markdown(f"**{_(WORDS[setting.key])}.** " + _(WORDS[f"{setting.key}:watch"]))
            return
    st.markdown(_("**Your own setting.** What does it remember, and for how long?"))


def challenges(config: ByHandConfig, steps: Steps) -> None:
    """What to try with the lecture's inputs, each ticked while the cell does it."""
    st.subheader(_("Can you set the gates so that …"), anchor=False)
    st.caption(_("With the inputs 3 4 2 1 3. A tick appears as soon as the cell does it."))
    for challenge in CHALLENGES:
        solved = challenge.solved(config.gates, steps)
        st.markdown(
            (":green[:material/check_circle:] " if solved else ":material/radio_button_unchecked: ")
            + _(WORDS[challenge.key])
        )


language_switch()
view.arrive(LAB)
st.fragment(below, key="view")()
