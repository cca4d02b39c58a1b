"""What the links of LSTM variants may say."""

from __future__ import annotations

from dashboard.frame.names import CURSOR, ERROR_STEP, LOOK, TEXT, VALUES
from dashboard.systems.memory.names import COMPARED

NAMES = (CURSOR, LOOK, ERROR_STEP, TEXT, VALUES, *COMPARED)
