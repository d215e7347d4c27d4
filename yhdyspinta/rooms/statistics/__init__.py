"""Statistics: the block of the shared situational picture."""
