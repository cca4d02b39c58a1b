"""Pages as files that need no server: handouts of a lecture, and the whole course as a static site."""
