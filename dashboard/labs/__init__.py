"""One package per lab: its closer looks, charts and components."""
