"""Documents: one tree of blocks, every form of it."""
