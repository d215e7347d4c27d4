"""Rows of a spreadsheet become records through the rooms' own verbs: columns chosen, looked through first, undone if wished."""
