"""What the pages of a room say (message ids of the catalogues)."""

from __future__ import annotations

DOOR = {
    "title": "Follow a lecture",
    "code": "Five characters, as they stand on the screen",
    "enter": "Enter",
}

FOLLOWER = {
    "label": "The lecture that you follow",
    "following": "Following",
    "own": "On your own",
    "reconnecting": "Reconnecting: you see what was shown last",
    "ended": "The lecture has ended: this is what was shown last",
    "waiting": "The lecturer has not shown anything yet",
    "explore": "Explore on my own",
    "back": "Back to the lecture",
    "fast": "Too fast",
    "lost": "I am lost",
    "asked": "The room is asked",
    "before": "Before",
    "closed": "Answers are closed",
    "right": "This is right",
    "drive": "Drive the room from here",
    "drive_asked": "The lecturer sees “{name}” and can hand the room over to this device.",
    "refused": "The lecturer has kept the room.",
}

SPEAKER = {
    "title": "Speaker’s window",
    "say": "What to say here",
    "next": "Next",
    "last": "This is the last stop.",
    "no_walk": "No walk is under way. Begin one on the page “Lectures”: its sentences stand here.",
    "clock": "Time",
    "since": "Since the start",
    "people": "People here",
    "fast": "Too fast",
    "lost": "Lost",
    "seen": "What everyone sees",
    "votes": "Answers",
    "before": "Before",
    "right": "This is right",
    "nobody": "Nothing has been asked.",
    "refused": "This window shows a room only in the browser that drives it. Open it from there.",
    "reconnecting": "Reconnecting …",
    "ended": "The room is closed.",
}

LECTURER = {
    "label": "Your room",
    "people": "Here: {count}",
    "join": "How to join",
    "speaker": "Speaker’s window",
    "end": "Close the room",
    "end_sure": "Close it for everyone?",
    "address": "On your own machine, open",
    "type": "and type",
    "hide": "Hide",
    "fast": "Too fast: {count}",
    "lost": "Lost: {count}",
    "asked": "Answers: {count}",
    "show": "Show the answers",
    "close": "Close the vote",
    "again": "Ask again",
    "drop": "Done",
    "before": "Before",
    "right": "This is right",
    "request": "The device “{name}” asks to drive this room.",
    "accept": "Hand over",
    "refuse": "Keep",
    "elsewhere": "This room is driven in another tab.",
    "take": "Drive it here",
    "closed": "The room is closed.",
    "reconnecting": "Reconnecting …",
}
