"""The house as a whole: pages that show several rooms at once. Owns no facts."""
