"""What a lab says of how its runs become plain files. Imports no torch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Plain:
    program: str
    brings: Callable[[Any], tuple[dict[str, Any], dict[str, bytes]]] | None = None
