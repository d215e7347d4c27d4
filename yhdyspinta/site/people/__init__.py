"""A person's own data: seen, taken, corrected, erased; roles that end together; what the house forgets by itself."""
