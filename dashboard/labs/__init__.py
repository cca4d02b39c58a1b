"""What belongs to one lab only, in a folder that has the key of the lab."""
