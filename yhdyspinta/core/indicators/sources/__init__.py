"""Clients of the sources: each a module with describe, fetch and tidy."""
