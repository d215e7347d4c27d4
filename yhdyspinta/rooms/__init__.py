"""The subjects of the house, one folder each; rooms do not know each other."""
