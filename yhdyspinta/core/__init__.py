"""What everything stands on. Alphabetical floor order is dependency order."""
