"""What the links of LSTM variants may say."""

from __future__ import annotations

from dashboard.frame.names import CURSOR, TEXT, VALUES
from dashboard.systems.memory.names import COMPARED

NAMES = (CURSOR, TEXT, VALUES, *COMPARED)
