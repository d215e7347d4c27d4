"""What waits for an organisation, gathered from the whole house."""
