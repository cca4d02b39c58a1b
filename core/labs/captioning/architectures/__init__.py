"""The ways to give a picture to a sentence, one a file."""
