"""Figures from statistics: a catalogue in files, clients of the sources, and one matrix per indicator."""
