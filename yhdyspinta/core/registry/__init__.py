"""Who exists: regions, organisations, their dated links, bodies, persons, seats. Reference files in `reference/`."""
