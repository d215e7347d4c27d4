"""Two signatures: what each party of a shared thing says of it, and whether that is agreement."""
