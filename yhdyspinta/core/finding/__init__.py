"""The index that everything is found by: words brought to their stems, the same on both databases."""
