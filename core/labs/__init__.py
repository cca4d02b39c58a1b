"""One package per lab; each says all that is the lab's."""
