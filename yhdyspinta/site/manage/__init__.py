"""Upkeep pages: organisations, bodies, persons, seats, mergers, users."""
