"""Employment: the steering group of each employment area, its yearly goals and staff, counterparts on both sides, rehabilitative work."""
