"""Closer looks at a recurrent network, one a file; a page lists those it offers and draws the one that is chosen."""
