"""What the program that makes a handout says to the one that asked for it, a line at a time."""

PROGRESS = "progress"
"""What a line begins with that says the share that is done."""

REFUSED = "refused"
"""What the line begins with that says why nothing was made, as JSON."""
