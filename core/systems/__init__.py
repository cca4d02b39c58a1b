"""Systems that more than one lab asks about."""
