"""A person's own calendar, gathered from the whole house."""
