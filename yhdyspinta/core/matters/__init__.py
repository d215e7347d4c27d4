"""The way home: what is asked of each party's own bodies, and how they have handled it."""
