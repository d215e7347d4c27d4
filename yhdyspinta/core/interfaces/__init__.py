"""What a map is made of: themes, blocks, situations, and how contributions make a cell. Plain Python."""
