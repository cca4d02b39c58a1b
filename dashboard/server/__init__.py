"""What keeps a server: its state as others read it, its log, its chores."""
