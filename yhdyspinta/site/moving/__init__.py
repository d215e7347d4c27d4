"""A whole region taken out and brought into an empty installation: every table classified, every row and file with a checksum.

`owning.py` says what a region owns; `taking.py` writes the file; `bringing.py` reads it.
"""
