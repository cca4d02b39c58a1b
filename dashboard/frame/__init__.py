"""What every page stands in: the lesson, its view (all that a link says), its subject and cursor, its closer looks."""
