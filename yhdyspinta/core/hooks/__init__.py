"""Webhooks: telling other servers what has happened in public."""
