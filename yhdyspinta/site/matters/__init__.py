"""Pages of matters, gathered from the whole house."""
