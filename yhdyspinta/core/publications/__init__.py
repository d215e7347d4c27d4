"""Documents that have been frozen: their content never changes, and stays at one address."""
