"""What the law says: the catalogue of duties (files, frozen) and its clock (pure). Plain Python."""
