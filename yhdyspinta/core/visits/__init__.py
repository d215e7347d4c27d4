"""Sign-ins that are open now: whose, since when, from what browser. In `trail`, the database that a GET may write to."""
