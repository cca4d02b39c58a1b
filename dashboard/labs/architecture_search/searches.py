"""The closer looks "seeds" and "failures": several searches over their children, as lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean

import pandas as pd
import streamlit as st

from core.labs.architecture_search.history import running_mean
from core.labs.architecture_search.observations import (
    best_is_better,
    best_is_no_better,
    expectation_rises,
    expectation_stays,
    some_diverged,
)
from core.runs.store import Run
from dashboard.labs.architecture_search.subject import Searched, children_of
from dashboard.language import translate as _
from dashboard.observed import note, observed
from dashboard.resources import shipped_by_name

WINDOW = 25
"""Children over which a line is the mean."""

LAST = 50
"""Children over which it is told where a search ended."""

SEEDS = {
    "dense": (("", "reinforce_1", "reinforce_2"), ("random_0", "random_1", "random_2")),
    "recurrent": (
        ("recurrent", "recurrent_1", "recurrent_2"),
        ("recurrent_random", "recurrent_random_1", "recurrent_random_2"),
    ),
}
"""By space, the shipped searches of a controller and those of random search, seed by seed."""


def seeds(subject: Searched) -> None:
    """Controllers and random search from three seeds each, and the run in view."""
    names = SEEDS[subject.shown.space.key]
    runs = shipped_by_name(subject.lab)
    ours, random = ([runs[name] for name in some if name in runs] for some in names)
    groups: dict[str, Sequence[Run]] = {_("controllers"): ours, _("random search"): random}
    if subject.moment.run.id not in {run.id for run in (*ours, *random)}:
        groups[_("run in view")] = [subject.moment.run]
    _draw(groups, "seeds")
    rewards = [[[one.reward for one in children_of(run)] for run in some] for some in (ours, random)]
    diverged = sum(one.diverged for run in random for one in children_of(run))
    note(
        _(
            "A line for each search, each from another seed; every child costs all searches the same. Left: the mean of"
            " the last {window} rewards, what one may expect of the next child. Right: the best child so far.",
            window=WINDOW,
        ),
        *observed(expectation_rises, expectation_stays, best_is_no_better, best_is_better, of=rewards),
        *observed(some_diverged, of=[diverged]),
    )


def failures(subject: Searched) -> None:
    """The same search with a rate that is too high, and without a baseline, from three seeds each."""
    runs = shipped_by_name(subject.lab)
    groups = {
        _("rate .02, baseline"): SEEDS["dense"][0],
        _("random search"): SEEDS["dense"][1],
        _("rate .1"): ("fast_0", "fast_1", "fast_2"),
        _("no baseline"): ("no_baseline_0", "no_baseline_1", "no_baseline_2"),
    }
    _draw({word: [runs[name] for name in names if name in runs] for word, names in groups.items()}, "failures")
    last = {
        word: [fmean(one.reward for one in children_of(runs[name])[-LAST:]) for name in names if name in runs]
        for word, names in groups.items()
    }
    note(
        _(
            "Digits, three seeds each. A rate of .1 lets the first children that are better than nothing settle the"
            " controller's mind, so that it stops trying anything else: whether that is good is luck. Without a"
            " baseline every child that was tried gets likelier, the bad ones too, only the good ones more. What this"
            " costs differs from seed to seed: judge by all the lines, never by one."
        ),
        _("Mean reward of the last {count} children, seed by seed:", count=LAST),
        *(f"{word}: {', '.join(f'{mean:.2f}' for mean in means)};" for word, means in list(last.items())[:-1]),
        *(f"{word}: {', '.join(f'{mean:.2f}' for mean in means)}." for word, means in list(last.items())[-1:]),
    )


def _draw(groups: Mapping[str, Sequence[Run]], key: str) -> None:
    from dashboard.labs.architecture_search.charts.rewards import reward_chart

    parts = []
    for group, some in groups.items():
        for run in some:
            rewards = pd.Series([one.reward for one in children_of(run)], dtype=float)
            parts.append(
                pd.DataFrame(
                    {
                        "group": group,
                        "run": run.id,
                        "child": range(1, len(rewards) + 1),
                        "mean": running_mean(rewards.tolist(), WINDOW),
                        "best": rewards.cummax(),
                    }
                ).iloc[4::3]
            )
    table = pd.concat(parts, ignore_index=True)
    labels = {"child": _("child"), "group": _("search")}
    columns = st.columns(2)
    for column, value, title in zip(
        columns, ("mean", "best"), (_("mean reward of the last 25 children"), _("best reward so far")), strict=True
    ):
        column.altair_chart(
            reward_chart(table, value, {**labels, "value": title}),
            width="stretch",
            key=f"{key}:{value}",
            alt=_("Line chart over children, a line for each search: {metric}", metric=title),
        )
