"""Recurrent cells, one a file: each trains and is traced by the same code, and knows nothing of data."""
