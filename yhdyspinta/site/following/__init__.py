"""What people follow, what has changed in it, and webhooks."""
