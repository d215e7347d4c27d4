"""Agreements and operating models, changes that are known ahead, and the way a problem climbs until it is settled."""
