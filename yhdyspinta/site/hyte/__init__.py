"""The HYTE coefficient on pages: what is known, what is missing, what a change would bring."""
