"""What all viewers share: the run store, the engine, and models and traces that were computed once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from core.data.pairs import Pair
from core.runs.store import Checkpoint, RunStore

if TYPE_CHECKING:
    import xarray as xr

    from core.engine.engine import Engine


@st.cache_resource(show_spinner=False)
def store() -> RunStore:
    """The run store of this server."""
    return RunStore()


@st.cache_resource(show_spinner=False)
def engine() -> Engine:
    """The workers of this server; they start with the first run that needs them."""
    from core.engine.engine import Engine

    return Engine(store())


@st.cache_resource(show_spinner=False, max_entries=64)
def _model(path: str) -> Any:
    from core.training.checkpoints import load_model

    return load_model(path)


def model_at(checkpoint: Checkpoint) -> Any:
    """The model of a checkpoint, in evaluation mode; shared, so never change it."""
    return _model(str(checkpoint.path))


def _content(pair: Pair) -> tuple[Any, ...]:
    """What tells one pair from another, in the place of the functions that cut it."""
    return pair.source_pieces, pair.target_pieces, pair.source_tokens, pair.target_tokens


@st.cache_resource(show_spinner=False, max_entries=256, hash_funcs={Pair: _content})
def _trace(path: str, text: str, more: tuple[tuple[str, Any], ...]) -> xr.Dataset:
    return _model(path).trace(text, **dict(more))


def trace_at(checkpoint: Checkpoint, text: str, **more: Any) -> xr.Dataset:
    """What the model of `checkpoint` does inside when it reads `text`; shared, so never change it.

    Raises
    ------
    InputError
        If this model cannot read that text.
    """
    return _trace(str(checkpoint.path), text, tuple(sorted(more.items())))


@st.cache_resource(show_spinner=False, max_entries=256)
def _written(path: str, prefix: str, sampling: Any, length: int, seed: int) -> str:
    return _model(path).write(prefix, sampling, length=length, seed=seed)


def written_at(checkpoint: Checkpoint, prefix: str, sampling: Any, length: int, seed: int) -> str:
    """What the model of `checkpoint` writes after `prefix`, prefix included; the same for the same arguments.

    Raises
    ------
    InputError
        If this model cannot read that prefix.
    """
    return _written(str(checkpoint.path), prefix, sampling, length, seed)


@st.cache_resource(show_spinner=False, max_entries=256)
def _answer(path: str, question: str, arguments: tuple[Any, ...]) -> Any:
    return getattr(_model(path), question)(*arguments)


def asked_of(checkpoint: Checkpoint, question: str, *arguments: Any) -> Any:
    """What the method `question` of the model of `checkpoint` returns; shared, so never change it.

    Raises
    ------
    InputError
        If this model cannot do that with these arguments.
    """
    return _answer(str(checkpoint.path), question, arguments)
