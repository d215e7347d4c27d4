"""What an elected official reads in five minutes, the way in for a new one, and the start of a council term; live from the map."""
