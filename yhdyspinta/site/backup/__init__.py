"""The whole installation as one file, what it holds by table, and the way back. Commands: backup, restore, fingerprint."""
