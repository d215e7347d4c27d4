"""Faithful stand-ins of the sources, on loopback. Runnable: python3 -m tests.fakes.sotkanet --port 8201."""
