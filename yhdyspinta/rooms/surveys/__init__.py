"""What people feel of the cooperation: surveys whose answers nobody can trace, and the named yearly views of organisations."""
