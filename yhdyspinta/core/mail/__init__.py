"""Sending mail: plain text, after the write it tells of, never in its way."""
