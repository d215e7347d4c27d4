"""One search box for the whole house."""
