"""Layers in a row, with a type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Generic, TypeVar, overload

from torch import nn

Layer = TypeVar("Layer", bound=nn.Module)


class Stack(nn.ModuleList, Generic[Layer]):
    """Modules of one kind, in order: an `nn.ModuleList` that knows what it holds."""

    if TYPE_CHECKING:

        def __init__(self, modules: Iterable[Layer] | None = None) -> None: ...

        def __iter__(self) -> Iterator[Layer]: ...

        @overload
        def __getitem__(self, idx: slice) -> Stack[Layer]: ...
        @overload
        def __getitem__(self, idx: int) -> Layer: ...
        def __getitem__(self, idx: int | slice) -> Layer | Stack[Layer]: ...
