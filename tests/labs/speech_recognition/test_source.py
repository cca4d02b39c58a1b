"""Where a browser lets its microphone be heard."""

from __future__ import annotations

import pytest

from dashboard.labs.speech_recognition.source import microphone_allowed


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://localhost:8501/speech_recognition", True),
        ("http://127.0.0.1:8501/speech_recognition", True),
        ("https://lecture.example/speech_recognition", True),
        ("http://10.0.0.7:8501/speech_recognition", False),
        ("http://lecture.example/speech_recognition", False),
        ("", True),  # where nobody knows, the browser decides
    ],
)
def test_a_browser_hands_its_microphone_over_https_or_on_its_own_machine(url, allowed):
    assert microphone_allowed(url) is allowed
