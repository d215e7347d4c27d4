"""Preparedness: who leads, acts and is told in each disruption, contacts that are exercised, an incident log that loses no word."""
